"""Which model is asked, where, and how patiently."""

import re
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, JsonValue, SecretStr, StringConstraints, field_validator

_OURS = frozenset({"model", "messages", "stream", "n"})


class Model(BaseModel):
    """A language model behind an endpoint that speaks the OpenAI protocol (`POST base_url/chat/completions`).

    `key` is never printed or written. `timeout` is the silence in seconds after which a request is given up,
    `retries` how often it is made again, `concurrency` how many are made at once. `cache` is the folder in which
    replies are kept, or none. `settings` go into the request as they are (`{"temperature": 0}`); one that is None
    takes out what would stand there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    base_url: str
    key: SecretStr | None = None
    timeout: float = Field(default=120, gt=0, le=3600)
    retries: int = Field(default=3, ge=0, le=20)
    concurrency: int = Field(default=4, ge=1, le=100)
    cache: Path | None = None
    settings: dict[str, JsonValue] = {}

    @field_validator("base_url")
    @classmethod
    def _is_address_alone(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or not url.isprintable():
            raise ValueError("the address of an endpoint begins with http:// or https:// and names a host")
        if parts.query or parts.fragment or "@" in parts.netloc:
            raise ValueError("the address of an endpoint holds no key, password or query")
        return url

    @field_validator("key")
    @classmethod
    def _goes_into_a_header(cls, key: SecretStr | None) -> SecretStr | None:
        if key is not None and not re.fullmatch(r"[\x21-\x7e]+", key.get_secret_value()):
            raise ValueError("a key is one word of ASCII characters")
        return key

    @field_validator("settings")
    @classmethod
    def _leaves_ours_alone(cls, settings: dict[str, JsonValue]) -> dict[str, JsonValue]:
        if taken := sorted(_OURS & set(settings)):
            raise ValueError(f"{', '.join(taken)} cannot be set")
        return settings

    def hide_key(self, text: str) -> str:
        """The text without the key: whoever sent it may have repeated it."""
        key = self.key.get_secret_value() if self.key else ""
        return text.replace(key, "[key]") if len(key) >= 8 else text
