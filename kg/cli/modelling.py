"""The options that say who extracts: the rules, a language model or both; shared by `extract` and `build`.

The key of the endpoint comes from the environment (OPENAI_API_KEY) alone, and goes nowhere but to the endpoint.
"""

import inspect
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli.sharing import sharing
from kg.cli.streams import misuse, tell

if TYPE_CHECKING:
    from kg.builder import Knowledge
    from kg.extraction import Extract
    from kg.llm import Answer, Model, Prices


class Modelling:
    """Who extracts, as the user said it; gathers what comes of asking a model."""

    def __init__(self, extractor: str, model: "Model | None", prices: "Prices | None", report: Path | None) -> None:
        self._extractor, self._model, self._prices, self._report = extractor, model, prices, report
        self._answers: list[Answer] = []

    @property
    def is_asked(self) -> bool:
        """Whether a model is asked at all."""
        return self._model is not None

    def extract(self, knowledge: "Knowledge") -> "Extract | None":
        """The extractor; None where it is the rules."""
        from kg.extraction import by_both, by_model

        if self._model is None:
            return None
        by = by_model if self._extractor == "llm" else by_both
        return by(self._model, knowledge.registry, knowledge.ontology, self._answers.append)

    def conclude(self) -> None:
        """Say what asking a model cost and what was dropped, and write the report that the user wants."""
        if self._model is None:
            return
        from kg.folder import write
        from kg.llm import render, report

        made = report(self._answers, self._model, self._prices)
        tell(render(made))
        if self._report is not None:
            write(self._report, made.model_dump_json(indent=1) + "\n")


def modelling(
    context: typer.Context,
    extractor: Annotated[Literal["rules", "llm", "both"], typer.Option(help="Who extracts.")] = "rules",
    model: Annotated[str | None, typer.Option(help="The language model, as its endpoint calls it.")] = None,
    base_url: Annotated[
        str | None, typer.Option(help="Its endpoint, of the OpenAI protocol; the key is in OPENAI_API_KEY.")
    ] = None,
    timeout: Annotated[float, typer.Option(help="Seconds of silence after which a request is given up.")] = 120,
    retries: Annotated[int, typer.Option(help="How often a request that fails is made again.")] = 3,
    concurrency: Annotated[int, typer.Option(help="How many articles are asked about at once.")] = 4,
    cache: Annotated[Path | None, typer.Option(help="Folder in which replies are kept, and found again.")] = None,
    setting: Annotated[
        list[str] | None,
        typer.Option(help="Goes into each request; null takes out.", metavar="KEY=JSON"),
    ] = None,
    price_in: Annotated[float | None, typer.Option(help="Price of a million tokens that the model reads.")] = None,
    price_out: Annotated[float | None, typer.Option(help="Price of a million tokens that it writes.")] = None,
    llm_report: Annotated[
        Path | None, typer.Option(help="File for what was dropped, where the two differ, and the cost, as JSON.")
    ] = None,
) -> Modelling:
    """Make sense of the options; leave with exit code 2 where there is none."""
    if extractor == "rules":
        if told := _given(context):
            misuse(f"{', '.join(told)}: only a language model needs this; add --extractor llm, or both")
        return Modelling(extractor, None, None, None)
    if not model or not base_url:
        misuse(f"--extractor {extractor} needs --model NAME and --base-url URL")
    asked = _model(
        name=model,
        base_url=base_url,
        key=os.environ.get("OPENAI_API_KEY", "").strip() or None,
        timeout=timeout,
        retries=retries,
        concurrency=concurrency,
        cache=cache,
        settings=dict(map(_setting, setting or [])),
    )
    return Modelling(extractor, asked, _prices(price_in, price_out), llm_report)


def _given(context: typer.Context) -> list[str]:
    """The options for a language model that stand on the command line, whatever their values are."""
    names = [name for name in inspect.signature(modelling).parameters if name not in ("context", "extractor")]
    sources = ((name, context.get_parameter_source(name)) for name in names)
    return [f"--{name.replace('_', '-')}" for name, source in sources if source and source.name != "DEFAULT"]


def _model(**told: object) -> "Model":
    from pydantic import ValidationError

    from kg.llm import Model

    try:
        return Model.model_validate(told)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_context=False, include_url=False)[0]
        name = str(fault["loc"][0])
        flag = {"name": "--model", "key": "OPENAI_API_KEY", "settings": "--setting"}.get(name)
        misuse(f"{flag or '--' + name.replace('_', '-')}: {fault['msg'].removeprefix('Value error, ')}")


def _prices(price_in: float | None, price_out: float | None) -> "Prices | None":
    from kg.llm import Prices

    if price_in is None and price_out is None:
        return None
    return Prices.model_validate({"prompt": str(price_in or 0), "completion": str(price_out or 0)})


def _setting(said: str) -> tuple[str, object]:
    """`temperature=0` as key and value; a value that is no JSON is a text."""
    key, equals, value = said.partition("=")
    if not equals or not key:
        misuse(f"--setting {said}: write KEY=JSON")
    try:
        return key, json.loads(value)
    except (ValueError, RecursionError):
        return key, value


with_modelling = sharing(modelling, "modelling")
"""Give a command these options, and what is made of them as its parameter `modelling`."""
