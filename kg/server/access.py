"""Who may do what: the hosts by whose name the service is asked, the origins that may read, the token to write.

Nothing is answered under a foreign host name (a page could have pointed its own name here), nothing is read by pages of
origins that were not named, and nothing is written without the token, or by any page of another origin.
"""

import hmac
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, SecretStr

from kg.errors import KgError

if TYPE_CHECKING:
    from starlette.requests import Request

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class RefusedError(KgError):
    """A request of somebody who may not do this; `status` is that of HTTP."""

    def __init__(self, status: int, what: str, remedy: str) -> None:
        super().__init__("request", what, remedy)
        self.status = status


class Access(BaseModel):
    """The rules. Without a token nothing is written. `scheme` is that of the addresses by which clients come."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hosts: frozenset[str] = LOCAL
    origins: frozenset[str] = frozenset()
    token: SecretStr | None = None
    scheme: Literal["http", "https"] = "http"

    def knows_host(self, host: str) -> bool:
        """Whether a `Host` header, with or without a port, is a name of this service."""
        try:
            name = urlsplit(f"//{host}").hostname
        except ValueError:
            return False
        return name is not None and name.rstrip(".") in self.hosts

    def may_write(self, request: "Request") -> bool:
        """Whether `authorize` lets a request pass."""
        try:
            self.authorize(request)
        except RefusedError:
            return False
        return True

    def authorize(self, request: "Request") -> None:
        """Let a request that writes pass, or raise `RefusedError`: 403 or 401."""
        if self.token is None:
            raise RefusedError(403, "this service is for reading alone", "start it with --update")
        headers = request.headers
        foreign = headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
        origin = headers.get("origin")
        if foreign or (origin is not None and origin != f"{request.url.scheme}://{headers.get('host', '')}"):
            raise RefusedError(403, "pages of another origin may not write", "write from a program")
        kind, _, given = headers.get("authorization", "").partition(" ")
        wanted = self.token.get_secret_value()
        if kind.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), wanted.encode()):
            raise RefusedError(401, "writing needs the token of this service", "send Authorization: Bearer TOKEN")
