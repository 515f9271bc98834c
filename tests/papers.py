"""Word and PDF documents made by hand, as small as they can be."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tests.packing import zipped

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(body: str, **parts: str) -> bytes:
    """A Word document with this body; other parts by name (`styles`, `numbering`), each as the inside of its root."""
    roots = {"document": f"<w:body>{body}</w:body>", **parts}
    return zipped(
        {f"word/{name}.xml": f"<w:{name} {_WORD}>{inside}</w:{name}>".encode() for name, inside in roots.items()}
    )


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    """A paragraph of runs, or of plain text."""
    inside = "".join(r if r.startswith("<") else run(r) for r in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def table(*rows: Sequence[str]) -> str:
    """A table of cells, each a paragraph. `->` before the text makes it two columns wide, `^` begins and `|` goes on
    with a cell that is merged downwards.
    """
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in rows) + "</w:tbl>"


def _cell(text: str) -> str:
    span = '<w:gridSpan w:val="2"/>' if text.startswith("->") else ""
    merge = "<w:vMerge/>" if text.startswith("|") else '<w:vMerge w:val="restart"/>' if text.startswith("^") else ""
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{paragraph(text.lstrip('->^|'))}</w:tc>"


class Printed(NamedTuple):
    """A line of text at a place of a page, in points from below and from the left."""

    text: str
    left: float
    bottom: float
    size: float = 12


def lines(
    text: Iterable[str], *, top: float = 700, left: float = 72, size: float = 12, pitch: float = 20
) -> list[Printed]:
    """Lines one below the other; a full-width space at the start of one indents it."""
    return [
        Printed(line.lstrip("\u3000"), left + size * (len(line) - len(line.lstrip("\u3000"))), top - pitch * n, size)
        for n, line in enumerate(text)
    ]


def pdf(*pages: Sequence[Printed]) -> bytes:
    """A PDF in a Chinese font that is not embedded (Adobe-GB1), as ISO 32000-1, 9.7 has it."""
    kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/FontDescriptor 5 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 0>>/DW 1000>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -120 1000 880]/ItalicAngle 0"
        b"/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
    ]
    for n, page in enumerate(pages):
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>"
            % (7 + 2 * n),
            _stream("".join(map(_shown, page)).encode()),
        ]
    return _file(objects)


def _shown(line: Printed) -> str:
    return f"BT /F {line.size} Tf {line.left} {line.bottom} Td <{line.text.encode('utf-16-be').hex()}> Tj ET\n"


def _stream(content: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)


def _file(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    made, starts = b"%PDF-1.7\n", []
    for number, inside in enumerate(objects, start=1):
        starts.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, inside)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    return made + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (
        size, table, size, trailer, len(made)
    )  # fmt: skip


def damaged() -> dict[str, tuple[bytes, str]]:
    """PDFs that cannot be read, and what is said of each."""
    whole = pdf(lines(["获奖"]))
    encryption = b"/Encrypt<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>/ID[<00><00>]" % (b"00" * 32, b"11" * 32)
    return {
        "broken": (b"%PDF-1.7\n...", "this PDF is damaged"),
        "encrypted": (whole.replace(b"/Root 1 0 R", b"/Root 1 0 R" + encryption), "this PDF is encrypted"),
        "empty": (pdf([]), "there is no text in this PDF, its pages may be pictures"),
        "forms in forms": (_forms(40), "this PDF takes too much time or memory, or breaks PDFium"),
    }


def _forms(depth: int) -> bytes:
    """A PDF whose page shows a form twice, which shows another one twice, and so on."""
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Resources<</XObject<</X 6 0 R>>>>/Contents 4 0 R>>"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, _stream(b"/X Do"), font]
    for n in range(depth):
        content = b"/X Do /X Do" if n < depth - 1 else b"BT /F 1 Tf (a) Tj ET"
        objects.append(
            b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F 5 0 R>>/XObject<</X %d 0 R>>>>"
            b"/Length %d>>stream\n%s\nendstream" % (7 + n, len(content), content)
        )
    return _file(objects)
