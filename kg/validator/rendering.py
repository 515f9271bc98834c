"""A report as text for people, in English or Chinese."""

from collections.abc import Iterator
from itertools import groupby
from typing import Literal, NamedTuple

from kg.validator.report import Passage, Report, Result


class _Words(NamedTuple):
    conforms: str
    not_conforms: str
    counts: str
    checked: str
    spans: str
    none: str
    further: str
    severities: tuple[str, str, str]
    value: str


_ENGLISH = _Words(
    conforms="The graph conforms",
    not_conforms="The graph does not conform",
    counts="{}: violations {}, warnings {}, infos {}.",
    checked="Checked: quads {}, articles {} ({} with text), receipts {}, figures {}.",
    spans="Evidence spans {}: {} stand in the text as quoted, {} do not, {} are unverified.",
    none="(from no article)",
    further="and {} more passages",
    severities=("Violations", "Warnings", "Infos"),
    value="value",
)
_CHINESE = _Words(
    conforms="图符合要求",
    not_conforms="图不符合要求",
    counts="{}：违规 {} 项，警告 {} 项，提示 {} 项。",
    checked="共检查 {} 条四元组，{} 篇文章（{} 篇有正文），{} 条获奖记录，{} 个数字。",
    spans="证据 {} 段：{} 段与正文相符，{} 段不符，{} 段未经核对。",
    none="（不出自文章）",
    further="另有 {} 处",
    severities=("违规", "警告", "提示"),
    value="值",
)


def render(report: Report, language: Literal["en", "zh"] = "en") -> str:
    """Write a report as text: a summary, then results worst first, grouped by article, each with its sentences."""
    words = _CHINESE if language == "zh" else _ENGLISH
    return "\n".join((*_summary(report, words), *_body(report, words, language))) + "\n"


def _summary(report: Report, words: _Words) -> Iterator[str]:
    checked = report.checked
    verdict = words.conforms if report.conforms else words.not_conforms
    yield words.counts.format(verdict, report.violations, report.warnings, report.infos)
    yield words.checked.format(checked.quads, checked.articles, checked.texts, checked.receipts, checked.figures)
    yield words.spans.format(checked.spans, checked.verified, checked.misquoted, checked.unverified)


def _body(report: Report, words: _Words, language: str) -> Iterator[str]:
    for severity, results in groupby(report.results, key=lambda result: result.severity):
        yield from ("", f"# {words.severities[severity.rank]}")
        for heading, group in groupby(results, key=lambda result: _heading(result, words)):
            yield from ("", heading)
            for said, alike in groupby(group, key=lambda result: _said(result, language)):
                yield f"- {said}"
                for result in alike:
                    yield from _lines(result, words)


def _heading(result: Result, words: _Words) -> str:
    if not result.passages:
        return words.none
    first = result.passages[0]
    return f"{_line(first.article)} {_line(first.title or '')}".rstrip()


def _said(result: Result, language: str) -> str:
    return f"{result.shape}: {_line(result.message_zh if language == 'zh' else result.message_en)}"


def _lines(result: Result, words: _Words) -> Iterator[str]:
    node = _line(result.node)
    yield f"  {_line(result.label)} {node if node.startswith('_:') else f'<{node}>'}"
    if result.value:
        yield f"    {result.path or words.value}: {_line(result.value)}"
    for passage in result.passages:
        if passage.quote is not None:
            yield f"    {_quoted(passage, result.passages[0].article)}"
    if result.further:
        yield f"    {words.further.format(result.further)}"


def _quoted(passage: Passage, heading: str) -> str:
    """A quote with its place; the article where it is another than the heading's; the sentence where it says more."""
    place = "" if passage.start is None else f" [{passage.start}–{passage.end}]"
    article = "" if passage.article == heading else f" {_line(passage.article)}"
    quote, sentence = _line(passage.quote or ""), _line(passage.sentence or "")
    return f"“{quote}”{article}{place}" + (f": {sentence}" if sentence and sentence != quote else "")


def _line(text: str) -> str:
    """Fold line breaks and control characters, so that no text of an article can forge a line of the report."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
