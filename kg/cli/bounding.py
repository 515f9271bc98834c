"""What bounds an answer: sizes with their units, and limits, whose faults are said in words."""

from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from kg.cli.streams import misuse

if TYPE_CHECKING:
    from kg.workers import Limits


def size(said: str) -> int:
    """A number of bytes, as a person writes it.

    >>> size("64MiB"), size("2 GiB"), size("1000")
    (67108864, 2147483648, 1000)
    """
    from pydantic import ByteSize, TypeAdapter, ValidationError

    try:
        return int(TypeAdapter(ByteSize).validate_python(said))
    except ValidationError:
        raise typer.BadParameter(f"{said!r} is no size: write bytes, or a unit behind, as in 64MiB or 2GiB") from None


def sized(option: str, default: str, help: str) -> Any:  # noqa: ANN401 (typer's own type is private)
    """An option that is a size."""
    return typer.Option(option, parser=size, metavar="SIZE", show_default=default, help=help)


Memory: TypeAlias = Annotated[int, sized("--memory", "1GiB", "Memory that one answer may need.")]
MEMORY = 1 << 30


def bounded(**said: float) -> "Limits":
    """The limits; leaves with exit code 2 where one of them is out of bounds."""
    from pydantic import ByteSize, ValidationError

    from kg.workers import Limits

    try:
        return Limits.model_validate(said)
    except ValidationError as error:
        fault = error.errors()[0]
        name = str(fault["loc"][0])
        bounds = [(words, fault.get("ctx", {})[how]) for how, words in _BOUNDS.items() if how in fault.get("ctx", {})]
        shown = [f"{w} {ByteSize(n).human_readable() if name in _SIZES else n}" for w, n in bounds]
        misuse(f"--{name.replace('_', '-')}: it must be {shown[0] if shown else 'a number'}")


_BOUNDS = {"ge": "at least", "gt": "more than", "le": "at most"}
_SIZES = ("bytes", "memory", "query_bytes", "update_bytes")
