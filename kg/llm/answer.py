"""What came of asking a model about an article."""

from pydantic import BaseModel, ConfigDict

from kg.errors import one_line
from kg.facts import ArticleFacts

_SHOWN = 80


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Usage(_Value):
    """The tokens of a request and its reply, as the endpoint counts them."""

    prompt: int = 0
    completion: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(prompt=self.prompt + other.prompt, completion=self.completion + other.completion)


class Dropped(_Value):
    """What a model said and the text does not: the `path` in its reply, the `value`, and the `reason`."""

    path: str
    value: str
    reason: str

    def __str__(self) -> str:
        shown = one_line(self.value)
        short = shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
        return one_line(f"{self.path} {short}: {self.reason}")


class Difference(_Value):
    """A receipt that one of two extractors found and the other did not."""

    by: str
    receipt: str


class Answer(_Value):
    """What a model found in an article, or the `error` that kept it from it, as *what; what to do*.

    `where` is the article's source. `usage` is what this run was charged; a reply from the cache costs nothing.
    `agreed` and `differing` are only there where the rules were asked as well.
    """

    where: str
    facts: ArticleFacts | None = None
    error: tuple[str, str] | None = None
    cached: bool = False
    usage: Usage = Usage()
    dropped: tuple[Dropped, ...] = ()
    agreed: int | None = None
    differing: tuple[Difference, ...] = ()
