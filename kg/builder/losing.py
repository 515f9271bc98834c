"""What goes with the store that a build replaces: the updates that its endpoint acknowledged."""

from contextlib import suppress
from pathlib import Path

from kg.errors import StoreError
from kg.folder import Folder, restored
from kg.store import load_record


def losing(out: Path) -> tuple[tuple[str, str], ...]:
    """The warning of a build that is to replace the store in an output folder, where that is not what was built."""
    store = Folder(restored(out)).store
    with suppress(StoreError):  # a store that is damaged anyway
        record = load_record(store)
        if record is not None and not (record.is_valid and record.is_built):
            since = f" since {record.changed[:19]}Z" if record.changed else ""
            what = f"it was changed where it is{since}, and acknowledged updates go with it where a build replaces it"
            return ((str(store), f"{what}: keep it with `kg store backup`"),)
    return ()
