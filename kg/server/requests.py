"""What comes in: bodies within bounds, media types, and the parameters of forms and addresses, strictly."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from kg.server.access import RefusedError

if TYPE_CHECKING:
    from starlette.requests import Request

FORM = "application/x-www-form-urlencoded"
_FIELDS = 1000


class Parameters:
    """The parameters of a request, in order, each as often as it was given."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._pairs = tuple(pairs)

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a parameter."""
        return tuple(value for key, value in self._pairs if key == name)

    def one(self, name: str) -> str | None:
        """The value of a parameter, or None. Raises `RefusedError` where it is given more than once."""
        values = self.all(name)
        if len(values) > 1:
            raise RefusedError(400, f"{name} is given {len(values)} times", "give it once")
        return values[0] if values else None

    def __add__(self, other: "Parameters") -> "Parameters":
        return Parameters(self._pairs + other._pairs)


def parse(text: bytes) -> Parameters:
    """The parameters of a form or of the query of an address. Raises `RefusedError` where it is not UTF-8."""
    try:
        plain = text.decode("ascii")
        return Parameters(parse_qsl(plain, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS))
    except UnicodeDecodeError:
        raise RefusedError(400, "the parameters are not UTF-8", "encode them as UTF-8, percent-encoded") from None
    except ValueError:
        raise RefusedError(400, f"there are more than {_FIELDS} parameters", "send fewer") from None


def address(request: "Request") -> Parameters:
    """The parameters in the address of a request."""
    return parse(request.scope["query_string"])


def media_type(request: "Request") -> str:
    """The media type of the body, without parameters, in small letters; empty where none is said.

    Raises `RefusedError` (415) where another character set than UTF-8 is said.
    """
    name, *parameters = (part.strip() for part in request.headers.get("content-type", "").lower().split(";"))
    charset = next((p.partition("=")[2].strip('"') for p in parameters if p.startswith("charset=")), "utf-8")
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise RefusedError(415, f"the character set {charset[:40]} is not read", "send UTF-8")
    return name


async def body(request: "Request", most: int) -> bytes:
    """The body of a request. Raises `RefusedError` (413) where it has more bytes than `most`."""
    said = request.headers.get("content-length", "0")
    if said.isdigit() and int(said) > most:
        raise _too_large(most)
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > most:
            raise _too_large(most)
    return bytes(data)


async def text(request: "Request", most: int) -> str:
    """The body of a request as text. Raises `RefusedError` where it is too large (413) or not UTF-8 (400)."""
    try:
        return (await body(request, most)).decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedError(400, "the body is not UTF-8", "send UTF-8") from None


def _too_large(most: int) -> RefusedError:
    return RefusedError(413, f"the body has more than {most} bytes", "send less")
