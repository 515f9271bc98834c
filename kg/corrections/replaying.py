"""Replays a corrections file over the articles of a build, and says what became of each correction."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from kg.article import Article
from kg.corrections.application import Said, apply
from kg.corrections.misfit import Misfit
from kg.corrections.models import Correction, Outcome, Status
from kg.corrections.reading import Corrections
from kg.errors import FactsError
from kg.facts import ArticleFacts, Kind

Resolve = Callable[[ArticleFacts], ArticleFacts]


def replay(
    pairs: Iterable[tuple[Article, ArticleFacts]], known: Corrections, resolve: Resolve
) -> tuple[list[tuple[Article, ArticleFacts]], tuple[Outcome, ...]]:
    """Apply the corrections of a file to the facts of each article.

    `resolve` says who the organizations are that a person added or renamed; it is given the corrected facts. The
    outcomes are in the order of the file.
    """
    of_article: dict[str, list[int]] = defaultdict(list)
    outcomes = dict(_superseded(known))
    for number, correction in enumerate(known.corrections):
        if number not in outcomes:
            of_article[correction.article].append(number)
    articles = [(article, facts) for article, facts in pairs]
    _rehome(of_article, known, [article for article, _ in articles])
    corrected = []
    for article, facts in articles:
        numbers = of_article.pop(article.id, [])
        done, said = _corrected(article, facts, [known.corrections[n] for n in numbers], resolve)
        corrected.append((article, done))
        outcomes.update((n, _outcome(known, n, each)) for n, each in zip(numbers, said, strict=True))
    for n in (n for numbers in of_article.values() for n in numbers):
        outcomes[n] = _outcome(
            known, n, Said("its article is not in this build", "本次构建没有这篇文章"), Status.ABSENT
        )
    return corrected, tuple(outcomes[n] for n in sorted(outcomes))


def _rehome(of_article: dict[str, list[int]], known: Corrections, articles: list[Article]) -> None:
    """Give the corrections of an article that is not there to the one in which their passages stand.

    An article without an id of its own is known by its text, so that another text is another article. What does not
    fit the changed text is a misfit there, and never silently left out.
    """
    present = {article.id for article in articles}
    for absent in [id for id in of_article if id not in present]:
        digest = absent[-16:]  # where a number or a publisher's digest stands before it (`3-ab12…`), too
        texts = (known.corrections[n].text_sha256 for n in of_article[absent])
        if len(digest) < 16 or not all(text.startswith(digest) for text in texts):
            continue  # an id of its own, which no other article has
        quotes = {quote for n in of_article[absent] if (quote := known.corrections[n].quote) is not None}
        counts = Counter({a.id: sum(quote in a.text for quote in quotes) for a in articles})
        (home, most), *others = counts.most_common(2) or [("", 0)]
        if most and not (others and others[0][1] == most):
            of_article[home] = sorted([*of_article.get(home, []), *of_article.pop(absent)])


def _superseded(known: Corrections) -> Iterable[tuple[int, Outcome]]:
    last = {correction.subject: n for n, correction in enumerate(known.corrections)}
    for n, correction in enumerate(known.corrections):
        later = last[correction.subject]
        if later != n:
            line = known.lines[later]
            said = Said(f"line {line} decides the same fact", f"第 {line} 行对同一事实另有裁定")
            yield n, _outcome(known, n, said, Status.SUPERSEDED)


def _corrected(
    article: Article, facts: ArticleFacts, corrections: list[Correction], resolve: Resolve
) -> tuple[ArticleFacts, list[Said | Misfit]]:
    unknown = [_unknown(correction, facts, resolve) for correction in corrections]
    fitting = [correction for correction, misfit in zip(corrections, unknown, strict=True) if misfit is None]
    done, said = apply(facts, article.text, fitting)
    answers = iter(said)
    return resolve(done) if fitting else facts, [misfit or next(answers) for misfit in unknown]


def _unknown(correction: Correction, facts: ArticleFacts, resolve: Resolve) -> Misfit | None:
    """The misfit of a correction that gives an organization an entry that the registry does not have."""
    entry = (correction.fact or {}).get("registry_id") if correction.kind is Kind.ORGANIZATION else None
    if not isinstance(entry, str):
        return None
    try:
        told = {"name": "x", "registry_id": entry}
        resolve(ArticleFacts.model_validate({"article": facts.article, "organizations": [told]}))
    except FactsError:
        return Misfit(f"registry_id: the registry has no {entry!r}", f"registry_id：名录中没有“{entry}”")
    return None


def _outcome(known: Corrections, number: int, said: Said | Misfit, status: Status = Status.APPLIED) -> Outcome:
    return Outcome(
        status=Status.MISFIT if isinstance(said, Misfit) else status,
        where=f"{known.path}:{known.lines[number]}",
        correction=known.corrections[number],
        said=said.english,
        said_zh=said.chinese,
    )
