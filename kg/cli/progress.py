"""How far a command is, told on standard error: a bar on a terminal, a line now and then elsewhere, or JSON lines."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli.streams import tell

if TYPE_CHECKING:
    from kg.builder import Step
    from kg.builder.progress import OnStep

How = Literal["bar", "plain", "json", "none"]
Shown = Annotated[
    How | None,
    typer.Option(
        "--progress",
        help="Instead of a bar on a terminal and plain lines elsewhere; json: lines, the last with the result.",
        show_default=False,
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        min=0,
        envvar="KG_JOBS",
        help="Processes that read and extract; as many as there are cores. 0: this alone, which an article may kill.",
    ),
]


def cores(jobs: int | None) -> int | None:
    """So many processes, or as many as there are cores for this one; None where this one is to do it.

    >>> cores(3), cores(0)
    (3, None)
    """
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (usable or 1) if jobs is None else jobs or None


@contextmanager
def progress(how: How | None) -> "Iterator[OnStep | None]":
    """Who is told how far a command is."""
    how = how or ("bar" if sys.stderr.isatty() else "plain")
    if how == "none":
        yield None
    elif how == "bar":
        with _bar() as told:
            yield told
    else:
        yield _Lines(_json, 1, 0) if how == "json" else _Lines(_plain, 10, 10)


@contextmanager
def going_on(out: str | Path) -> Iterator[None]:
    """Say of an interruption, besides, that the same command goes on with what it has extracted."""
    from kg.builder import count_kept
    from kg.summary import counted

    try:
        yield
    except KeyboardInterrupt:
        kept = count_kept(Path(out))
        done = f"; the same command goes on: the facts of {counted(kept, 'articles')} are kept"
        raise KeyboardInterrupt(done if kept else "") from None


def finish(how: How | None, seconds: float, **result: int) -> None:
    """Say as the last of JSON lines what came of it, where they are asked for."""
    if how == "json":
        tell(json.dumps({"step": "done", **result, "seconds": round(seconds, 1)}))


@contextmanager
def _bar() -> "Iterator[OnStep]":
    from rich import progress as rich
    from rich.console import Console

    columns = (
        rich.TextColumn("{task.description:10}"),
        rich.BarColumn(),
        rich.MofNCompleteColumn(),
        rich.TextColumn("{task.fields[rate]}"),
        rich.TimeElapsedColumn(),
        rich.TimeRemainingColumn(),
    )
    with rich.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task, pace = bar.add_task("", total=None, rate=""), _Pace()

        def told(step: "Step") -> None:
            pace.see(step)
            if step.done == 0:
                bar.reset(task, description=_DOING.get(step.step, step.step), total=step.total, rate="")
            else:
                bar.update(task, completed=step.done, total=step.total, rate=f"{pace.rate:,.0f}/s")

        yield told


class _Pace:
    """How fast a step is: what was done before it was interrupted counts for nothing."""

    def __init__(self) -> None:
        self.began = self.seconds = self.rate = 0.0
        self.remaining: float | None = None

    def see(self, step: "Step") -> None:
        """Another article is done, or another step begins."""
        now = time.monotonic()
        self.began = now if step.done == 0 else self.began
        self.seconds = now - self.began
        made = step.done - step.resumed
        self.rate = made / self.seconds if self.seconds else 0.0
        self.remaining = (step.total - step.done) / self.rate if step.total is not None and self.rate else None


class _Lines:
    """Tells a line when the last one is some seconds old, and as a step begins, once `quiet` seconds are over."""

    def __init__(self, line: "Callable[[Step, _Pace], str]", seconds: float, quiet: float) -> None:
        self._line, self._seconds, self._pace = line, seconds, _Pace()
        self._last = time.monotonic()
        self._loud = self._last + quiet

    def __call__(self, step: "Step") -> None:
        """Be told of a step."""
        self._pace.see(step)
        now = time.monotonic()
        if now >= self._last + self._seconds or (step.done in (0, step.total) and now >= self._loud):
            self._last = now
            tell(self._line(step, self._pace))


def _plain(step: "Step", pace: _Pace) -> str:
    """As `extracting: 1,200 of 10,000 articles, 32 a second, 5 min left`."""
    if not step.done:
        return f"{_DOING.get(step.step, step.step)} …"
    of = f" of {step.total:,}" if step.total is not None else ""
    left = f", {_duration(pace.remaining)} left" if pace.remaining is not None else ""
    return f"{_DOING.get(step.step, step.step)}: {step.done:,}{of} articles, {pace.rate:,.0f} a second{left}"


def _json(step: "Step", pace: _Pace) -> str:
    """All of it, in seconds; `rate` is articles a second, `resumed` those done before an interruption."""
    left = None if pace.remaining is None else round(pace.remaining, 1)
    told = {"seconds": round(pace.seconds, 1), "rate": round(pace.rate, 1), "remaining": left}
    return json.dumps({**step._asdict(), **told}, ensure_ascii=False)


def _duration(seconds: float) -> str:
    """A time in words.

    >>> _duration(42), _duration(301), _duration(7300)
    ('42 s', '5 min', '2.0 h')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


_DOING = {
    "extract": "extracting",
    "write": "writing",
    "convert": "converting",
    "load": "loading",
    "validate": "validating",
    "view": "drawing",
    "finish": "finishing",
}
