"""Facts documents to measure with, as JSON lines: `python -m tests.benchmarks.corpus 10000 facts.jsonl`.

Made of what the rules find in the written articles and the example: other ids, times, addresses, names, titles,
programmes, years, amounts and offsets, deterministic. What a document is like stays: how many spans, receipts and
figures it has, and which spans are mentions. Texts are left out, as `kg extract` leaves them out. `tests/varied.py`
makes fewer things vary, as values.
"""

import argparse
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from kg import facts, registry
from kg.registry import Entry
from tests.varied import written

Document = dict[str, Any]
_SIGNS = "瀚砚汀澜岚沅溪屿沧淮泾渭浔湛灞翎珩璟琅玥"
_PUBLISHERS = ("汀澜财经", "岚序保险报", "中国银行保险报", "瀚砚证券时讯", "泾渭金融网")
_DIGITS = re.compile(r"[0-9]+")
_YEAR = re.compile(r"\b[0-9]{4}\b")


def documents(count: int, *, seed: int = 0) -> Iterator[Document]:
    """So many facts documents, the same ones for the same seed."""
    random = Random(seed)
    entries = sorted(registry.load(), key=lambda entry: entry.id)
    random.shuffle(entries)
    patterns = [json.loads(facts.dump(each)) for each in written()]
    for number in range(count):
        yield _varied(random.choice(patterns), number, random, entries)


def _varied(told: Document, number: int, random: Random, entries: Sequence[Entry]) -> Document:
    names = _names(told, random, entries)
    renamed = re.compile("|".join(map(re.escape, sorted(names, key=lambda n: (-len(n), n))))) if names else None
    prefix, year, shift = _name(random), 2005 + number % 20, random.randrange(400)

    def text(told: str) -> str:
        told = renamed.sub(lambda m: names[m[0]], told) if renamed else told
        return _DIGITS.sub(lambda m: str(random.randrange(10 ** (len(m[0]) - 1), 10 ** len(m[0]))), told)

    def span(told: Document) -> Document:
        quote, start = names.get(told["quote"]) or text(told["quote"]), told["start"] + shift
        return {"start": start, "end": start + len(quote), "quote": quote}

    def anew(told: Any) -> Any:  # noqa: ANN401 (JSON)
        if isinstance(told, list):
            return [anew(each) for each in told]
        if not isinstance(told, dict):
            return told
        if "quote" in told:
            return span(told)
        made = {key: anew(value) for key, value in told.items()}
        for key in ("name", "title"):
            if key in made:
                made[key] = names.get(made[key], made[key])
        if "aliases" in made:
            made["aliases"] = [names.get(each, each) for each in made["aliases"]]
        if made.get("programme"):
            made["programme"] = f"{prefix}{made['programme']}"
        if "year" in made:
            made["year"] = year
        for key in ("period", "launched"):
            if key in made:
                made[key] = _YEAR.sub(str(year), made[key])
        if "value" in made:
            factor = random.randrange(1, 100)
            made |= {key: str(int(float(made[key])) * factor) for key in ("value", "upper") if key in made}
        return made

    made: Document = {key: anew(value) for key, value in told.items() if key not in ("article", "extraction")}
    for each in made.get("organizations", []):
        if "registry_id" in each:
            entry = next(entry for entry in entries if entry.short_name == each["name"])
            each |= {"registry_id": entry.id, "kind": entry.kind}
            each.pop("parent", None)
            each.pop("parent_basis", None)
    return {"article": _article(told, number, year, random), **made, "extraction": told["extraction"]}


def _article(told: Document, number: int, year: int, random: Random) -> Document:
    day = f"{year}-{1 + number % 12:02}-{1 + number % 28:02}"
    return {
        "id": f"v{number:08}",
        "title": f"{told['article'].get('title', '')}（{number}）",
        "url": f"https://news.example/{day.replace('-', '/')}/{number}.html",
        "publisher": random.choice(_PUBLISHERS),
        "published": f"{day}T{number % 24:02}:{number % 60:02}:00+08:00",
        "language": "zh-Hans",
        "text_sha256": hashlib.sha256(str(number).encode()).hexdigest(),
        "source_path": f"news/{number}.md",
    }


def _names(told: Document, random: Random, entries: Sequence[Entry]) -> Mapping[str, str]:
    """What organizations, cases, products, their aliases and titles are called instead."""
    names: dict[str, str] = {}
    for each in told.get("organizations", []):
        if "registry_id" in each:
            while (entry := entries[int(len(entries) * random.random() ** 3)]).short_name in names.values():
                pass  # one organization an entry; some are in the news much more than others
            names[each["name"]] = entry.short_name
        else:
            names[each["name"]] = f"{_name(random)}{each['name']}"
    for each in told.get("cases", []):
        names[each["title"]] = f"{_name(random)}{each['title']}"
        for product in each.get("products", []):
            for name in (product["name"], *product.get("aliases", [])):
                names[name] = f"{_name(random)}{name}"
    return names


def _name(random: Random) -> str:
    return "".join(random.choices(_SIGNS, k=2))


def write(path: Path, count: int, *, seed: int = 0) -> None:
    """Write so many documents into a file, one a line."""
    with path.open("w", encoding="utf-8") as file:
        for each in documents(count, seed=seed):
            file.write(json.dumps(each, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    write(asked.path, asked.count, seed=asked.seed)
