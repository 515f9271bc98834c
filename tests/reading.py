"""What tests of stores run in a process of its own: it opens a store, says so, waits, and reads it in every order."""

import sys
from pathlib import Path

from kg.store import Store
from kg.store.walking import Walks


def main(path: str) -> None:
    """Open a store and say so; then, for each line that comes, say what all walks through it give, or what failed."""
    with Store.open(Path(path)) as store:
        print("open", flush=True)
        for _ in sys.stdin:
            walks = Walks(store.engine)
            print(walks.damage or {tally.digest for tally in walks.tallies.values()}, store.is_current, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
