"""One way to an HTTP server: who asks, what is asked again, and what went wrong in one line.

Asked again is what may succeed later (no answer, 429, 5xx), after a pause that doubles or that the server names;
nothing else is. Everything sent here may be sent twice without harm.
"""

import ipaddress
import re
import ssl
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, SecretStr

from kg.errors import StoreError, one_line

if TYPE_CHECKING:
    import httpx2

T = TypeVar("T")

BUSY = frozenset((429, 502, 503, 504))
"""The answers that say: come back later."""
FAILED = BUSY | {500}
"""The same with what some stores say of a deadlock; for what changes nothing on the second time."""

_SAID = 300  # characters of a server's error that are repeated
_WHOLE = 1 << 20  # bytes of an answer that is read as a whole


class Credentials(BaseModel):
    """Who asks: a user with a password (sent as the server asks for it, Basic or Digest), or a bearer token."""

    model_config = ConfigDict(frozen=True)

    user: str = ""
    password: SecretStr = SecretStr("")
    token: SecretStr = SecretStr("")

    def __bool__(self) -> bool:
        return bool(self.user or self.token.get_secret_value())


class Patience(BaseModel):
    """How long to wait: seconds for a connection and between two pieces of an answer, and how often to ask again."""

    model_config = ConfigDict(frozen=True)

    connect: float = 10
    answer: float = 300
    tries: int = 6
    pause: float = 0.5
    longest: float = 120


class Answer(NamedTuple):
    """What a server said, whole: the status, the headers by lower-case names, and the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def said(self) -> str:
        """The first words of the body, markup and query left out."""
        return _said(self.body)


class Connection:
    """A connection to one server, for one who asks.

    Raises `StoreError` where credentials would go over plain HTTP to another machine, unless `plain` allows it, and
    where the address is none or carries a password.
    """

    def __init__(
        self, url: str, credentials: Credentials, *, plain: bool = False, patience: Patience | None = None
    ) -> None:
        import httpx2

        self.url = _checked(url, bool(credentials) and not plain)
        self._patience = patience or Patience()
        # the environment could name a proxy or a .netrc, and with it another one to whom the credentials go
        self._client = httpx2.Client(
            auth=_login(credentials, self.url) if credentials else None,
            timeout=httpx2.Timeout(self._patience.answer, connect=self._patience.connect),
            trust_env=False,
            verify=ssl.create_default_context(),
        )

    def ask(self, method: str, url: str, *, again: frozenset[int] = BUSY, **what: object) -> Answer:
        """Ask and read the whole answer, of a megabyte at most. Raises `StoreError` where none comes."""
        return self._patiently(method, url, again, what, read_whole)

    def stream(self, method: str, url: str, *, again: frozenset[int] = BUSY, **what: object) -> "httpx2.Response":
        """Ask and give the answer to be read in pieces; close it. What breaks off later is not asked again."""
        return self._patiently(method, url, again, what, lambda response: response)

    def close(self) -> None:
        """Let go of the server."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _patiently(
        self,
        method: str,
        url: str,
        again: frozenset[int],
        what: Mapping[str, Any],
        read: "Callable[[httpx2.Response], T]",
    ) -> T:
        import httpx2

        for pause in self._pauses():
            try:
                response = self._client.send(self._client.build_request(method, url, **what), stream=True)
                if response.status_code not in again:
                    return read(response)
                why, wait = f"HTTP {response.status_code}: {read_whole(response).said}", _named(response)
            except httpx2.TransportError as error:
                why, wait = _reason(error), None
            if pause is None:
                break
            if wait is not None and wait > self._patience.longest:
                raise StoreError(self.url, f"it asks to come back in {wait:.0f} s ({why})", "run the same again then")
            time.sleep(pause if wait is None else wait)
        raise StoreError(self.url, f"asked {self._patience.tries} times: {why}", "run the same again when it answers")

    def _pauses(self) -> Iterator[float | None]:
        """How long to wait after each try; after the last one, not at all."""
        for number in range(self._patience.tries - 1):
            yield min(self._patience.pause * 2**number, self._patience.longest)
        yield None


def read_whole(response: "httpx2.Response") -> Answer:
    """Read an answer, of a megabyte at most, and close it."""
    pieces, size = [], 0
    try:
        for piece in response.iter_bytes():
            pieces.append(piece)
            size += len(piece)
            if size > _WHOLE:
                break
    finally:
        response.close()
    return Answer(response.status_code, dict(response.headers), b"".join(pieces)[:_WHOLE])


def _named(response: "httpx2.Response") -> float | None:
    """The seconds that the server asks to wait: a number, or the time until an instant (RFC 9110, 10.2.3)."""
    said = response.headers.get("retry-after", "")
    if said.isdecimal():
        return float(said)
    try:
        return max(0.0, parsedate_to_datetime(said).timestamp() - time.time())
    except ValueError:
        return None


def _reason(error: Exception) -> str:
    kind = type(error).__name__.removesuffix("Error")
    return f"{kind}: {error}" if str(error) else kind


_MARKUP = re.compile(rb"(?s)<(style|title)>.*?</\1>|<[^>]*>|\n\s*\nSPARQL query:.*")


def _said(body: bytes) -> str:
    text = one_line(_MARKUP.sub(b" ", body).decode("utf-8", "replace"))
    return text if len(text) <= _SAID else f"{text[:_SAID]}…"


def _checked(url: str, secret: bool) -> str:
    """The address, if it is one, and if a secret may go there."""
    try:
        parts = urlsplit(url)
        host, named = parts.hostname or "", parts.username is not None or parts.password is not None
    except ValueError:
        host, named = "", False
    if not host or parts.scheme not in ("http", "https"):
        raise StoreError(one_line(url.rpartition("@")[2]), "this is no http address", "write http://… or https://…")
    if named:
        raise StoreError(host, "an address is no place for a password", "give it in the environment: KG_STORE_PASSWORD")
    if secret and parts.scheme == "http" and not _is_here(host):
        what = "over plain http anybody on the way could read the password or token"
        raise StoreError(url, what, "use https, or say --plain-http if you know the way")
    return url


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _login(credentials: Credentials, where: str) -> "httpx2.Auth":
    """What answers a server that asks who is there."""
    import httpx2

    user, password, token = (
        credentials.user,
        credentials.password.get_secret_value(),
        credentials.token.get_secret_value(),
    )
    if not f"{user}{password}{token}".isprintable() or not token.isascii():
        raise StoreError(where, "the password or token has characters that no header can have", "look at how it is set")

    class Login(httpx2.Auth):
        """A token with every request; a user and a password once the server says in which way it wants them."""

        chosen: httpx2.Auth | None = None

        def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
            if token:
                request.headers["Authorization"] = f"Bearer {token}"
                yield request
                return
            if self.chosen is None:
                response = yield request
                if response.status_code != 401:
                    return
                is_digest = "digest" in response.headers.get("www-authenticate", "").lower()
                self.chosen = (httpx2.DigestAuth if is_digest else httpx2.BasicAuth)(user, password)
            yield from self.chosen.auth_flow(request)

    return Login()
