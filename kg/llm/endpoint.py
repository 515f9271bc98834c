"""Asks an endpoint that speaks the OpenAI protocol, through OpenAI's own client.

The client makes failed requests again, waits longer each time and as long as `Retry-After` says; a stream that breaks
off is asked for again here. Whatever goes wrong leaves as one `ModelError`, and never with the key in it.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from kg.errors import MissingExtraError, ModelError
from kg.llm.answer import Usage
from kg.llm.model import Model
from kg.llm.reply import Reply
from kg.llm.request import Request

if TYPE_CHECKING:
    from openai import AsyncOpenAI

LONGEST_REPLY = 200_000
"""Characters; the facts of the longest article that is asked about take a fraction of it."""
_BYTES = 8
"""Bytes that a character takes in JSON, with room for what stands around the message."""
_CONNECT = 10.0
_LONGEST_WAIT = 120.0
"""Seconds: how long the client obeys a `Retry-After`."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class _Message(_Part):
    content: str | None = None
    refusal: str | None = None


class _Choice(_Part):
    delta: _Message | None = None
    message: _Message | None = None
    finish_reason: str | None = None


class _Tokens(_Part):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Chunk(_Part):
    """A piece of a stream, or a whole reply: what we need of either."""

    choices: tuple[_Choice, ...] | None = None
    usage: _Tokens | None = None


class _BrokenOff(Exception):
    """A reply that began and did not end; the message says how."""


class Endpoint:
    """An endpoint and the model behind it; see `opened`."""

    def __init__(self, client: "AsyncOpenAI", model: Model) -> None:
        self._client, self._model = client, model

    async def ask(self, request: Request) -> Reply:
        """The reply to a request. Raises `ModelError`, without a place: the caller knows what it asked about."""
        import anyio

        patience = (self._model.retries + 1) * (self._model.timeout + _LONGEST_WAIT)
        try:
            with anyio.fail_after(patience):
                return await self._ask_again(request)
        except TimeoutError:
            raise self._error(f"the reply is not complete after {patience:.0f} s", "raise --timeout") from None

    async def _ask_again(self, request: Request) -> Reply:
        import anyio

        for left in range(self._model.retries, -1, -1):
            try:
                return await self._once(request)
            except _BrokenOff as broken:
                if not left:
                    what = f"the reply breaks off: {broken}"
                    raise self._error(what, "try again, or raise --retries or --timeout") from None
                await anyio.sleep(min(0.5 * 2 ** (self._model.retries - left), 8))
        raise AssertionError("a range from zero up is never empty")

    async def _once(self, request: Request) -> Reply:
        import openai

        try:
            async with self._client.chat.completions.with_streaming_response.create(
                model=self._model.name,
                messages=[{"role": "system", "content": request.system}, {"role": "user", "content": request.user}],
                stream=True,
                extra_body=request.body,
            ) as response:
                return await self._received(response)
        except openai.OpenAIError as error:
            raise self._refused(error) from None

    async def _received(self, response: Any) -> Reply:  # noqa: ANN401 (the client's type depends on its version)
        """What comes, as a stream or, from an endpoint that does not stream, whole."""
        import openai

        try:
            if "event-stream" not in response.headers.get("content-type", ""):
                body = b""
                async for piece in response.iter_bytes():
                    body += piece
                    self._bound(len(body) // _BYTES)
                return self._joined([_Chunk.model_validate_json(body)], streamed=False)
            chunks, length = [], 0
            async for data in await response.parse(to=openai.AsyncStream[object]):
                chunks.append(_Chunk.model_validate(data))
                length += sum(len(c.delta.content or "") for c in chunks[-1].choices or () if c.delta)
                self._bound(length)
            return self._joined(chunks, streamed=True)
        except (ModelError, _BrokenOff):
            raise
        except ValidationError:
            what = "what comes back is not of the OpenAI protocol"
            raise self._error(what, "name the address that ends before /chat/completions, often in /v1") from None
        except Exception as error:  # of the client, or of one of the libraries below it, by version
            raise _BrokenOff(self._model.hide_key(_first_line(error))) from None

    def _bound(self, length: int) -> None:
        if length > LONGEST_REPLY:
            raise self._error(f"the reply is longer than {LONGEST_REPLY:,} characters", "try another model")

    def _joined(self, chunks: list[_Chunk], *, streamed: bool) -> Reply:
        choices = [chunk.choices[0] for chunk in chunks if chunk.choices]
        messages = [m for c in choices if (m := c.delta if streamed else c.message)]
        finish = next((c.finish_reason for c in reversed(choices) if c.finish_reason), None)
        if not choices or (streamed and finish is None):
            raise _BrokenOff("it ends before the message does")
        counted = next((chunk.usage for chunk in reversed(chunks) if chunk.usage), None) or _Tokens()
        return Reply(
            content=self._model.hide_key("".join(m.content or "" for m in messages)),
            finish=finish,
            refusal=self._model.hide_key("".join(m.refusal or "" for m in messages)),
            usage=Usage(prompt=counted.prompt_tokens, completion=counted.completion_tokens),
        )

    def _refused(self, error: Exception) -> ModelError:
        """What the endpoint, or the way to it, has against a request."""
        import openai

        url = self._model.base_url
        match error:
            case openai.APITimeoutError():
                return self._error(f"{url} is silent for {self._model.timeout:g} s", "raise --timeout, or try later")
            case openai.APIConnectionError():
                cause = _first_line(error.__cause__ or error)
                return self._error(f"{url} cannot be reached ({cause})", "see that it runs, or mend --base-url")
            case openai.RateLimitError():
                return self._error(f"{url} is asked too often (429)", "lower --concurrency, raise --retries, or wait")
            case openai.AuthenticationError() | openai.PermissionDeniedError():
                what = f"{url} refuses the key ({error.status_code})"
                return self._error(what, "put a key that it takes into OPENAI_API_KEY")
            case openai.APIStatusError():
                what = f"{url} answers {error.status_code} ({_first_line(error)})"
                return self._error(what, "mend --model or --base-url, or what it does not take with --setting")
        return self._error(f"{url}: {_first_line(error)}", "try again")

    def _error(self, what: str, remedy: str) -> ModelError:
        return ModelError("", self._model.hide_key(what), remedy)


def _first_line(error: BaseException) -> str:
    """The beginning of what an error says, or its name where it says nothing."""
    said = str(error).strip().partition("\n")[0]
    return said[:200] if said else type(error).__name__


@asynccontextmanager
async def opened(model: Model) -> AsyncIterator[Endpoint]:
    """Open the way to a model's endpoint; nothing is sent yet. Raises `MissingExtraError` without the client."""
    try:
        import openai
    except ImportError:
        raise missing() from None
    timeout = openai.Timeout(model.timeout, connect=min(model.timeout, _CONNECT))
    key = model.key.get_secret_value() if model.key else "none"
    async with openai.AsyncOpenAI(
        api_key=key, base_url=model.base_url, timeout=timeout, max_retries=model.retries
    ) as client:
        yield Endpoint(client, model)


def missing() -> MissingExtraError:
    """The error that says how to install the client."""
    return MissingExtraError("llm", "the client of language models is not installed", "pip install 'finaward-kg[llm]'")
