"""What needs the articles' texts, or the folding of names: checks that no shape can make."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kg.article import sha256
from kg.terms import DCTERMS, FA, OA, RDF, RDFS, SKOS, Term, literal, norm, value
from kg.validator.lookup import Lookup, text
from kg.validator.report import Result, Severity


class Quoted(NamedTuple):
    """A span, what it says that its article prints, and what stands there; None where no text was at hand."""

    span: Term
    quote: str
    found: str | None

    @property
    def agrees(self) -> bool:
        """Whether the text was at hand and holds the quote."""
        return self.found == self.quote

    @property
    def differs(self) -> bool:
        """Whether the text was at hand and has something else."""
        return self.found is not None and not self.agrees


def quoted(lookup: Lookup, texts: Mapping[str, str]) -> Iterator[Quoted]:
    """Every span against the canonical text of its article (`texts` has them by article id)."""
    for span in lookup.instances(FA.EvidenceSpan):
        identifiers = [lookup.text(article, DCTERMS.identifier) for article in lookup.objects(span, OA.hasSource)]
        canonical = next((texts[i] for i in identifiers if i is not None and i in texts), None)
        quote = lookup.text(span, FA.exact) or ""
        yield Quoted(span, quote, None if canonical is None else _found(lookup, span, quote, canonical))


def _found(lookup: Lookup, span: Term, quote: str, canonical: str) -> str:
    """What the text has at the offsets of a span; where it has no offsets, the quote if it occurs."""
    start, end = lookup.number(span, FA.start), lookup.number(span, FA.end)
    if start is None or end is None:
        return quote if quote in canonical else ""
    return value(literal(canonical[start:end]))  # as the graph writes it: what XML cannot hold is U+FFFD there


def check(lookup: Lookup, texts: Mapping[str, str], spans: tuple[Quoted, ...]) -> Iterator[Result]:
    """Every result of the checks with texts, without label and passages. `spans` are those of `quoted`."""
    yield from _digests(lookup, texts)
    yield from (_misquoted(span) for span in spans if span.differs)
    yield from _aliases(lookup)
    yield from _counts(lookup)


def _digests(lookup: Lookup, texts: Mapping[str, str]) -> Iterator[Result]:
    for article in lookup.instances(FA.Article):
        canonical = texts.get(lookup.text(article, DCTERMS.identifier) or "")
        digest = lookup.text(article, FA.textDigest)
        if canonical is not None and digest is not None and digest != sha256(canonical):
            yield Result(
                severity=Severity.VIOLATION,
                shape="ArticleText",
                message_en="The text at hand is not the one that the facts are from: its digest differs.",
                message_zh="手头的正文不是抽取事实时的正文：摘要值不同。",
                node=text(article),
                path="fa:textDigest",
                value=digest,
            )


def _misquoted(span: Quoted) -> Result:
    return Result(
        severity=Severity.VIOLATION,
        shape="SpanQuote",
        message_en=f"The evidence is “{span.quote}”, but the article has “{span.found}” there.",
        message_zh=f"证据为“{span.quote}”，而文章该处为“{span.found}”。",
        node=text(span.span),
        path="fa:exact",
        value=span.quote,
    )


def _aliases(lookup: Lookup) -> Iterator[Result]:
    """Other names of what articles name (the registry answers for its own) that no span of theirs prints."""
    for node in lookup.having(RDFS.label):
        aliases = lookup.objects(node, SKOS.altLabel)
        spans = {*lookup.objects(node, FA.hasEvidence), *lookup.subjects(FA.mentionOf, node)} if aliases else ()
        printed = [norm(lookup.text(span, FA.exact) or "") for span in spans]
        for alias in aliases:
            if not any(norm(text(alias)) in quote for quote in printed):
                yield Result(
                    severity=Severity.WARNING,
                    shape="AliasMention",
                    message_en="No sentence of the articles is known to print this other name.",
                    message_zh="没有原文句子印有这个别名。",
                    node=text(node),
                    path="skos:altLabel",
                    value=text(alias),
                )


_COUNTED = (FA.AwardReceipt, FA.Case, FA.AwardCategory, FA.Organization)


def _counts(lookup: Lookup) -> Iterator[Result]:
    """Checks that say they found more than the graph has from their article, whatever it is that they count."""
    for check_ in lookup.instances(FA.Check):
        found = lookup.number(check_, FA.found)
        most = max((_most(lookup, article) for article in lookup.objects(check_, OA.hasSource)), default=0)
        if found is not None and found > most:
            yield Result(
                severity=Severity.WARNING,
                shape="CheckHeld",
                message_en=f"{found} were found, but the graph holds no more than {most} of anything from the article.",
                message_zh=f"核对称找到 {found} 个，而图中来自该文章的同类节点至多 {most} 个。",
                node=text(check_),
                path="fa:found",
                value=str(found),
            )


def _most(lookup: Lookup, article: Term) -> int:
    """The number of receipts, cases, awards or organizations with evidence from an article, whichever is largest."""
    nodes = {node for span in lookup.subjects(OA.hasSource, article) for node in lookup.subjects(FA.hasEvidence, span)}
    kinds = [kind for node in nodes for kind in lookup.objects(node, RDF.type)]
    return max(map(kinds.count, _COUNTED))
