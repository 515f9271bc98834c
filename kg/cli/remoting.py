"""The options that name a store of others; shared by all commands that ask or change one.

Who asks comes from the environment (KG_STORE_USER and KG_STORE_PASSWORD, or KG_STORE_TOKEN) alone, and goes nowhere
but to that store.
"""

import os
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from kg.cli.sharing import sharing
from kg.cli.streams import misuse, tell
from kg.errors import StoreError

if TYPE_CHECKING:
    from kg.remote import RemoteStore


class Remote(NamedTuple):
    """The store that the user names, if any, and what is said of it."""

    url: str | None
    kind: str
    plain: bool

    def open(self) -> "RemoteStore":
        """Reach the store. Raises `StoreError`."""
        from pydantic import SecretStr

        from kg.remote import Credentials, RemoteStore

        assert self.url is not None
        user, password, token = (os.environ.get(f"KG_STORE_{name}", "") for name in ("USER", "PASSWORD", "TOKEN"))
        who = Credentials(user=user, password=SecretStr(password), token=SecretStr(token))
        return RemoteStore(self.url, kind=self.kind, credentials=who, plain=self.plain, on_remark=tell)

    def reach(self) -> None:
        """Reach the store before work is done for it, where there is one."""
        if self.url is not None:
            self.open().close()
        else:
            self.refuse_alone()

    def refuse_alone(self) -> None:
        """Refuse what is said of a store where none is named."""
        if self.kind != "auto" or self.plain:
            misuse("--store-kind and --plain-http go with a store: --store URL")

    def bring(self, out: Path, facts: Literal["auto", "default", "named"] = "auto", base: str | None = None) -> None:
        """Bring the store, where there is one, to the graph of a build or a file, and say what was done."""
        if self.url is None:
            return
        from kg import steps
        from kg.summary import loaded

        with self.open() as store:
            try:
                typer.echo(loaded(steps.load(out, store, base=base, facts=facts), self.url))
            except KeyboardInterrupt:
                tell(f"interrupted: {self.url} does not hold all of it; kg load {quote(str(out))} --store … goes on")
                raise typer.Exit(130) from None

    def follow(self, out: Path) -> None:
        """The same after `out` was made, which is not in vain if the store fails."""
        try:
            self.bring(out)
        except StoreError:
            tell(f"{out} is made, and the store does not hold all of it: kg load {quote(str(out))} --store … goes on")
            raise


def remote(
    store: Annotated[
        str | None,
        typer.Option(
            help="A SPARQL store of others; who asks is in KG_STORE_USER and KG_STORE_PASSWORD, or KG_STORE_TOKEN.",
            metavar="URL",
        ),
    ] = None,
    store_kind: Annotated[
        str, typer.Option(help="What store it is, if it does not say: oxigraph, virtuoso, fuseki, graphdb, …, sparql.")
    ] = "auto",
    plain_http: Annotated[bool, typer.Option("--plain-http", help="Send credentials over http, unencrypted.")] = False,
) -> Remote:
    """Make sense of the options."""
    return Remote(store, store_kind, plain_http)


with_store = sharing(remote, "store")
"""Give a command these options, and what is made of them as its parameter `store`."""
