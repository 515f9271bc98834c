"""From bytes to text: UTF-8, UTF-16, GB18030 and Big5, detected and reported, never guessed as Latin-1."""

import codecs
import re
from contextlib import suppress
from itertools import islice
from typing import NamedTuple

from kg.errors import InputError
from kg.reader.spacing import unseen_removed

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CODECS = {"big5hkscs": "big5", "utf_16_le": "utf-16-le", "utf_16_be": "utf-16-be", "gb18030": "gb18030"}
"""The codecs among which to detect, by their names in Python, and the names under which they are reported."""
_LABELS = {
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
}
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]{0,100}?encoding=[\"']([\w-]+)", re.I
)
_FORMATS = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xd0\xcf\x11\xe0", "an Office document that is old or encrypted"),
)
_REMEDY = "save it as UTF-8 text or leave it out"
_SAMPLE = 4096
_BEYOND = re.compile(r"[^\x00-\x7f]")


class Decoded(NamedTuple):
    """A text, how its bytes were read, and a warning where that was not plain UTF-8."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(raw: bytes, *, where: str) -> Decoded:
    """Decode the bytes of an article.

    The order: a byte order mark; UTF-8 without an error; what the HTML declares, where it fits; detection among
    GB18030, Big5 and UTF-16. Raises `InputError` for an empty file, for what is no text, and for text that none of
    them can decode whole.
    """
    if not raw.strip():
        raise InputError(where, "the file is empty", "put an article into it or leave it out")
    for start, named in _FORMATS:
        if raw.startswith(start):
            raise InputError(where, f"it is {named}, not text", "save its text as .txt, .md or .html")
    decoded = (
        _marked(raw, where)
        or _utf8(raw, where)
        or _declared(raw)
        or _wide(raw)
        or _narrow(raw)
        or _detected(raw, where)
    )
    if "\0" in decoded.text:
        raise InputError(where, "it is binary data, not text", _REMEDY)
    return decoded


def _marked(raw: bytes, where: str) -> Decoded | None:
    codec = next((codec for mark, codec in _MARKS if raw.startswith(mark)), None)
    if codec is None:
        return None
    try:
        text = raw.decode(codec).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise InputError(where, f"its mark says {codec}, but byte {error.start} is not", _REMEDY) from None
    return Decoded(text, codec, () if codec == "utf-8" else (_said(codec),))


def _said(codec: str) -> str:
    return f"the file is read as {codec}, not UTF-8"


def _utf8(raw: bytes, where: str) -> Decoded | None:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return _nearly_utf8(raw, error, where)
    nulls = text.count("\0")
    if 0 < nulls < len(raw) // 5:  # UTF-16 without a mark, where it passes for UTF-8, has many
        raise InputError(where, "it is binary data, not text", _REMEDY)
    return None if nulls else Decoded(text, "utf-8")


def _nearly_utf8(raw: bytes, error: UnicodeDecodeError, where: str) -> Decoded | None:
    """What to do with bytes that are UTF-8 but for a few: a cut end is mended, anything else is refused.

    Without this, GB18030 would take many of them, as quite another text.
    """
    if error.reason == "unexpected end of data" and error.start > 0:
        return Decoded(raw[: error.start].decode("utf-8"), "utf-8", ("the last character of the file is cut off",))
    replaced = raw.decode("utf-8", "replace")
    wide = sum(1 for character in replaced if character > "\u07ff" and character != "\ufffd")
    if b"\0" not in raw and wide > 5 * replaced.count("\ufffd"):
        raise InputError(where, f"byte {error.start} is not UTF-8, the rest is", _REMEDY)
    return None


def _declared(raw: bytes) -> Decoded | None:
    """Decode as the HTML says, where every byte fits and most of the text is everyday Chinese."""
    match = _DECLARED.search(raw[:_SAMPLE])
    codec = _LABELS.get((match[1] or match[2]).decode("ascii").lower()) if match else None
    if codec is None:
        return None
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError:
        return None
    return Decoded(text, _CODECS[codec], (_said(_CODECS[codec]),)) if _everyday(text) > 0.8 else None


def _everyday(text: str) -> float:
    """The share of everyday Chinese (the first levels of GB 2312 and Big5) in the first characters beyond ASCII."""
    beyond = unseen_removed("".join(match[0] for match in islice(_BEYOND.finditer(text), _SAMPLE)))
    return sum(map(_is_everyday, beyond)) / len(beyond) if beyond else 1.0


def _is_everyday(character: str) -> bool:
    simplified = character.encode("gb2312", "ignore")
    traditional = character.encode("big5", "ignore")
    return b"\xa1" <= simplified[:1] <= b"\xd7" or b"\xa1" <= traditional[:1] <= b"\xc6"


def _wide(raw: bytes) -> Decoded | None:
    """Decode UTF-16 without a mark, as the nulls of its figures and tags show it: every other byte, on one side."""
    nulls = {"utf-16-be": raw[::2].count(0), "utf-16-le": raw[1::2].count(0)}
    codec = max(nulls, key=lambda name: nulls[name])
    if nulls[codec] <= min(nulls.values()) or len(raw) % 2:
        return None
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError:
        return None
    return Decoded(text, codec, (_said(codec),)) if _everyday(text) > 0.8 else None


def _narrow(raw: bytes) -> Decoded | None:
    """Decode as that of GB18030 and Big5 which gives everyday Chinese, where the other one plainly does not."""
    found: list[tuple[float, str, str]] = []
    for codec in ("gb18030", "big5hkscs"):
        with suppress(UnicodeDecodeError):
            text = raw.decode(codec)
            found.append((_everyday(text), codec, text))
    found.sort(reverse=True)
    if not found or b"\0" in raw or found[0][0] < 0.8 or (len(found) > 1 and found[0][0] < found[1][0] + 0.1):
        return None
    codec = _CODECS[found[0][1]]
    return Decoded(found[0][2], codec, (_said(codec),))


def _detected(raw: bytes, where: str) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(raw, cp_isolation=list(_CODECS)).best()
    if best is None or best.encoding not in _CODECS or _everyday(str(best)) < 0.5:
        said = "it is binary data, not text" if b"\0" in raw else "its encoding is none of UTF-8, UTF-16, GB18030, Big5"
        raise InputError(where, said, _REMEDY)
    codec = _CODECS[best.encoding]
    return Decoded(str(best).removeprefix("\ufeff"), codec, (_said(codec),))
