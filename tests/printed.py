"""The texts of many articles, made of the written ones: other organizations, programmes, cases, products, years.

Every name that the rules find in a written article is replaced wherever it stands in it, so that the copies tell of
other events in the same words. The same number and seed give the same articles.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

from kg import extractor, ontology, registry
from kg.facts import ArticleFacts
from kg.reader import read
from kg.registry import Entry
from kg.resolver import resolve
from tests.varied import EXAMPLE, WRITTEN

_SIGNS = "瀚砚汀澜岚沅溪屿沧淮泾渭浔湛灞翎珩璟琅玥"
_OPENING = "“《【「"
_YEAR = re.compile(r"(?<!\d)20[012]\d(?!\d)")
_FIGURE = re.compile(r"(?<=\d)\d(?=(?:\.\d+)?[亿万%余名件个])")


@cache
def _written() -> tuple[tuple[Path, str, ArticleFacts], ...]:
    """The written articles and the example with their texts and what the rules find in them."""
    known, words = registry.load(), ontology.load()
    paths = [path for path in (*sorted(WRITTEN.iterdir()), EXAMPLE) if _is_utf8(path)]
    return tuple(
        (path, path.read_text("utf-8"), resolve(extractor.extract(read(path), known, words), known)) for path in paths
    )


def _is_utf8(path: Path) -> bool:
    try:
        return bool(path.read_text("utf-8"))
    except UnicodeDecodeError:
        return False


def printed(count: int, *, seed: int = 0) -> Iterator[tuple[str, str]]:
    """So many articles: the name of a file and what stands in it."""
    random, entries = Random(seed), sorted(registry.load(), key=lambda entry: entry.id)
    random.shuffle(entries)
    for number in range(count):
        path, text, told = random.choice(_written())
        yield f"{number:06}{path.suffix}", _printed(text, told, number, random, entries)


def write_all(folder: Path, count: int) -> None:
    """Write so many articles into a new folder."""
    folder.mkdir(parents=True)
    for name, text in printed(count):
        (folder / name).write_text(text, "utf-8")


def _printed(text: str, told: ArticleFacts, number: int, random: Random, entries: list[Entry]) -> str:
    others = {told.article.id: f"{told.article.id}{number:06}"}
    # who belongs to whom must not be made up among registered organizations: all would end up in one group
    belonging = {id for each in told.organizations if each.parent for id in (each.id, each.parent)}
    for organization in told.organizations:
        is_free = organization.registry_id is not None and organization.id not in belonging
        # some are in the news much more than others
        other = entries[int(len(entries) * random.random() ** 3)] if is_free else None
        for name in (organization.name, *organization.aliases):
            if other is None:
                others[name] = _named(name, random)
            else:
                others[name] = other.legal_name if name.endswith("公司") else other.short_name
    products = (product for case in told.cases for product in case.products)
    called = (name for product in products for name in (product.name, *product.aliases))
    for title in (*(case.title for case in told.cases), *(award.programme for award in told.awards), *called):
        if title and title not in others:
            others[title] = _named(title, random)
    longest_first = sorted(others, key=len, reverse=True)
    text = re.sub("|".join(map(re.escape, longest_first)), lambda match: others[match[0]], text)
    shift = number % 16 - 12
    text = _YEAR.sub(lambda match: str(int(match[0]) + shift), text)
    text = _FIGURE.sub(lambda _: str(random.randrange(10)), text)
    head, end, tail = text.partition("</p>")
    return f"{head}（编号 {number}）{end}{tail}" if end else f"{text}\n\n编号 {number}\n"


def _named(name: str, random: Random) -> str:
    """The same name with two signs before it, inside its quotation marks."""
    signs = "".join(random.choices(_SIGNS, k=2))
    opening = name[0] if name[:1] in tuple(_OPENING) else ""
    return f"{opening}{signs}{name[len(opening) :]}"
