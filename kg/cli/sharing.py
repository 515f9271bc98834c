"""Options that several commands share: a function takes them, and a command gets what it makes of them."""

import functools
import inspect
from collections.abc import Callable

Command = Callable[..., None]


def sharing(options: Callable[..., object], name: str) -> Callable[[Command], Command]:
    """What gives a command the options of a function, and what that makes of them as the parameter of this name."""
    shared = inspect.signature(options).parameters

    def share(command: Command) -> Command:
        own = {n: p for n, p in inspect.signature(command).parameters.items() if n != name}

        @functools.wraps(command)
        def run(**given: object) -> None:
            made = options(**{each: given[each] for each in shared})
            command(**{each: given[each] for each in own}, **{name: made})

        parameters = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in (*own.values(), *shared.values())]
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return run

    return share
