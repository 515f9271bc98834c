"""Facts of many articles, made of the written ones: other organizations, awards, cases, products, years and ids.

What a document says of itself stays: how many receipts and figures it has, who is joined with whom, which spans support
what. Organizations that the registry knows become others that it knows, some of them much more often than the most; the
others get one of many names. The texts are left out, for the spans quote the written articles.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random

from kg import extractor, ontology, registry
from kg.article import Skipped
from kg.facts import Article, ArticleFacts, Award, Case, Organization, Product
from kg.reader import read_each
from kg.registry import Entry
from kg.resolver import resolve

WRITTEN = Path(__file__).parent / "articles" / "written"
EXAMPLE = Path(__file__).parents[1] / "examples" / "articles" / "2022-03-15-service-cases.md"
"""The one that tells of products, whose they are and since when, and of a percentage with its year."""
_PLACES = "瀚砚汀澜岚沅溪屿沧淮泾渭浔湛灞翎珩璟琅玥"


@cache
def written() -> tuple[ArticleFacts, ...]:
    """The facts that the rules find in the written articles and the example."""
    known, words = registry.load(), ontology.load()
    articles = (each for each in read_each(WRITTEN, EXAMPLE) if not isinstance(each, Skipped))
    return tuple(resolve(extractor.extract(each, known, words), known) for each in articles)


def varied(count: int, *, seed: int = 0) -> Iterator[ArticleFacts]:
    """So many documents, the same ones for the same seed."""
    random, entries = Random(seed), sorted(registry.load(), key=lambda entry: entry.id)
    random.shuffle(entries)
    for number in range(count):
        yield _varied(random.choice(written()), number, random, entries)


def _varied(told: ArticleFacts, number: int, random: Random, entries: Sequence[Entry]) -> ArticleFacts:
    year, edition = 2005 + number % 20, f"{_name(random)}{random.randrange(9)}"
    day = f"{year}-{1 + number % 12:02}-{1 + number % 28:02}T09:00:00+08:00"
    return told.model_copy(
        update={
            "article": Article(id=f"v{number}", title=f"{told.article.title}（{number}）", published=day),
            "organizations": _organizations(told.organizations, random, entries),
            "awards": tuple(_award(each, year, edition) for each in told.awards),
            "cases": tuple(_case(each, year, random) for each in told.cases),
        }
    )


def _organizations(told: Sequence[Organization], random: Random, entries: Sequence[Entry]) -> tuple[Organization, ...]:
    made = []
    for each in told:
        if each.registry_id is None:
            other: dict[str, object] = {"name": f"{_name(random)}{each.name}", "aliases": ()}
        else:
            entry = entries[int(len(entries) * random.random() ** 3)]  # some are in the news much more than others
            other = {
                **{"name": entry.short_name, "aliases": (), "registry_id": entry.id, "kind": entry.kind},
                **{"parent": None, "parent_basis": None},
            }
        made.append(each.model_copy(update=other))
    return tuple(made)


def _award(told: Award, year: int, edition: str) -> Award:
    programme = f"{edition}{told.programme}" if told.programme else None
    return told.model_copy(update={"programme": programme, "year": year if told.year else None})


def _case(told: Case, year: int, random: Random) -> Case:
    return told.model_copy(
        update={
            "title": f"{_name(random)}{told.title}",
            "products": tuple(_product(each, random) for each in told.products),
            "figures": tuple(f.model_copy(update={"period": f.period and str(year)}) for f in told.figures),
        }
    )


def _product(told: Product, random: Random) -> Product:
    name, *aliases = (f"{_name(random)}{each}" for each in (told.name, *told.aliases))
    return told.model_copy(update={"name": name, "aliases": tuple(aliases)})


def _name(random: Random) -> str:
    return "".join(random.choices(_PLACES, k=2))
