"""What shows itself in a notebook, as HTML that is safe wherever it is put: text is escaped, pages stand in a frame.

A frame holds its whole page (`srcdoc`), so it needs no file, no server and no network: Jupyter, VS Code and what
nbconvert writes show it alike. Its sandbox gives it an origin of its own, so that nothing in it can reach the
notebook. Tables carry no script and no style of their own, and look as the notebook's other tables do.
"""

from collections.abc import Iterable, Sequence
from html import escape

from kg.page import visible


class Page(str):
    """The text of a page, to be written as UTF-8; in a notebook it shows itself in a frame."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<page of {len(self) // 1000:,} kB: write it as UTF-8 and open it>"

    def _repr_html_(self) -> str:
        return frame(self, may_script=True, height=720)


_LEAVE = "allow-popups allow-popups-to-escape-sandbox"


def frame(page: str, *, may_script: bool, height: int = 640) -> str:
    """A page in a frame of this height in CSS pixels; its links open in windows of their own."""
    sandbox = f"allow-scripts {_LEAVE}" if may_script else _LEAVE
    look = f'width="100%" height="{height}" style="border: 1px solid #8888; border-radius: 6px; background: Canvas"'
    return f'<iframe srcdoc="{escape(page)}" sandbox="{sandbox}" referrerpolicy="no-referrer" {look}></iframe>'


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, caption: str = "") -> str:
    """Rows under the names of their columns."""
    head = "".join(f"<th>{text(column)}</th>" for column in columns)
    body = "".join(f"<tr>{''.join(f'<td>{text(cell)}</td>' for cell in row)}</tr>" for row in rows)
    said = f"<caption>{text(caption)}</caption>" if caption else ""
    return f"<table>{said}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def text(said: str) -> str:
    """Text that is shown as it is, hidden characters too.

    >>> text('<b>"a"')
    '&lt;b&gt;&quot;a&quot;'
    """
    # A dollar sign would begin a formula where the notebook renders mathematics.
    return escape(visible(said)).replace("$", "<span>$</span>")
