"""A pyvis `Network` whose page opens from disk and asks no network for anything."""

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.display import frame
from kg.errors import FormatError, OutputError
from kg.folder import write
from kg.page import compose, visible
from kg.viewer import vis

if TYPE_CHECKING:
    from pyvis.network import Network

_REFUSED = ("use_DOT", "select_menu", "filter_menu", "neighborhood_highlight")


@lru_cache
def offline() -> type["Network"]:
    """The class; made when it is first asked for, as pyvis is slow to load."""
    from pyvis.network import Network

    class OfflineNetwork(Network):  # type: ignore[misc]
        """pyvis's `Network`, with a page of its own: what it is told is data there, never markup or script."""

        def generate_html(self, name: str = "index.html", local: bool = True, notebook: bool = False) -> str:
            """The page; write it as UTF-8. The arguments are pyvis's, and change nothing.

            Raises `FormatError` where the network was told to have what this page has not.
            """
            for wish in _REFUSED:
                if getattr(self, wish):
                    raise FormatError(
                        "network", f"its page has no {wish}", "use the page of kg.view, which searches and filters"
                    )
            self.html = _page(self)
            return self.html

        def write_html(self, name: str, local: bool = True, notebook: bool = False, open_browser: bool = False) -> None:
            """Write the page as UTF-8, and perhaps open it. Raises `OutputError` where it cannot be written."""
            if Path(name).suffix.lower() not in (".html", ".htm"):
                raise OutputError(name, "this is no name of a page", "end it with .html")
            write(Path(name), self.generate_html())
            if open_browser:
                import webbrowser

                webbrowser.open(Path(name).absolute().as_uri())

        def show(self, name: str, local: bool = True, notebook: bool = True) -> object:
            """Write the page; show it in a notebook, or else in a browser."""
            self.write_html(name, open_browser=not notebook)
            return self if notebook else None

        def _repr_html_(self) -> str:
            return frame(self.generate_html(), may_script=True, height=_pixels(self.height))

        def __repr__(self) -> str:
            return f"<Network: {len(self.nodes)} nodes, {len(self.edges)} edges>"

    return OfflineNetwork


def _page(network: "Network") -> str:
    nodes, edges, heading, height, width, options = network.get_network_data()
    data = {
        "nodes": nodes,
        "edges": edges,
        "options": json.loads(options),
        "look": {"height": f"{height}", "width": f"{width}", "backgroundColor": f"{network.bgcolor}"},
    }
    return compose(
        "kg.viewer.notebook",
        title=str(heading) or "网络",
        styles=("page",),
        scripts=("main",),
        libraries={"library": vis.script()},
        data=_sound(data),
    )


def _sound(value: Any) -> Any:  # noqa: ANN401 (whatever pyvis was given)
    """Values for JSON with their texts visible; what is no value of JSON is shown as text."""
    if isinstance(value, dict):
        return {visible(str(key)): _sound(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_sound(each) for each in value]
    return value if isinstance(value, bool | int | float | None) else visible(str(value))


def _pixels(height: object) -> int:
    """The height of a frame for a network of this height, as pyvis takes it: `720px` or a number."""
    digits = str(height).removesuffix("px")
    return int(digits) + 60 if digits.isdecimal() and len(digits) < 5 else 700
