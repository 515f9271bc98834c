"""Update and remove: what a build from scratch of the new set of articles gives, without reading the others again.

The articles that stay come from the output folder, with their facts as they were found; only what is new or says
something else is extracted. Everything that depends on the whole set is made anew of these, by the function that makes
it for a build.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from kg import display
from kg.article import Article, Skipped
from kg.builder.keeping import Kept, Material, recall, told_to
from kg.builder.origins import Reading, Standpoint, find
from kg.builder.output import fill
from kg.builder.progress import OnStep, Progress
from kg.builder.result import Build
from kg.builder.resuming import Finished
from kg.builder.sources import Source, each_once, expected, extract_all
from kg.builder.twins import hand_on
from kg.corrections import load as load_corrections
from kg.errors import InputError
from kg.extraction import Extract, Extracted, by_rules, extractor_of
from kg.folder import Folder, replacing
from kg.processes import Each, each_in, in_turn
from kg.quarantine import carry, quarantine
from kg.reader import LARGEST, NOWHERE
from kg.reconciler.decisions import load_decisions


class Revision(BaseModel):
    """What an update or a removal did, and the build as it stands now.

    Articles are named by their sources, or ids: those that are new, those that took the place of an older text or of
    the same one from elsewhere, and those that went; `same` counts the named ones that stood there already. `skipped`
    could not be used this time; the build has those of earlier times, too.
    """

    model_config = ConfigDict(frozen=True)

    build: Build
    is_changed: bool
    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    same: int = 0
    skipped: tuple[Skipped, ...] = ()

    def _repr_html_(self) -> str:
        """The revision in a notebook: what came and went, then the build."""
        told = {"added": self.added, "replaced": self.replaced, "removed": self.removed}
        counts = [(word, f"{len(names):,}") for word, names in told.items()]
        return display.table(("revision", str(self.build.out)), counts) + self.build._repr_html_()


def update(
    out: str | Path,
    *sources: Source,
    corrections: str | Path | None = None,
    decisions: str | Path | None = None,
    fields: Mapping[str, str] | None = None,
    on_step: OnStep | None = None,
    jobs: int | None = None,
    extract: Extract | None = None,
) -> Revision:
    """Take articles into the output of a build: `update("out", "news/2024-05-02.md")`.

    The folder is then what `build` gives of the articles that it had and the named ones, told the same. An article
    takes the place of the one that has its id or its source, and what a file holds that of all that came from it
    before; what cannot be read takes the place of nothing, and goes on record unless its name leads nowhere.
    `corrections` and `decisions` are replayed instead of those of the build. `fields` say which field of a JSON line is
    what, where they are not those of the build. For `extract`, `on_step` and `jobs` see `build`. Where nothing is new
    the folder is not touched.

    Raises `InputError` where `out` is no build, one of another version of this program, or one whose facts another
    extractor found; `OutputError` where somebody changed a file in it; and what `build` raises.
    """
    asked = tuple(sources)
    with _revising(Path(out)) as (before, folder):
        material = before.material
        held, same = {article.id: article for article, _ in material.pairs}, list[Article]()
        point = Standpoint.of(out, material.told.at)
        halves = point.half_told(material.skipped)
        whole = {id: old for id, old in held.items() if old.source is None or point.place(old.source) not in halves}
        progress = Progress(on_step)
        with each_in(jobs) as each:
            progress.begin("extract", lambda: expected(asked))
            read = each_once(asked, material.told.fields if fields is None else fields, point.rename, each)
            wanted = _but_the_same(read, whole, same)
            extracted = _resuming(before, extract, progress, each)(wanted) if asked else ()
            new, skipped = extract_all(_of_one_version(extracted, before), progress)
        material = _decided(material, corrections, decisions)
        come = [article for article, _ in new]
        reading = Reading.of(point, asked, (*come, *same), held.values(), skipped)
        gone = _gone(held, come, same, reading)
        pairs = (*(pair for pair in material.pairs if pair[0].id not in gone), *new)
        nowhere = [item for item in skipped if item.what in NOWHERE]
        lost, vain = [item for item in skipped if item not in nowhere], {item.where for item in nowhere}
        earlier = [item for item in material.skipped if item.where in vain or not reading.retells(item)]
        revised = _remade(folder, before, material._replace(pairs=pairs), earlier, lost, gone, come, progress)
        return revised.model_copy(update={"same": len(same), "skipped": (*nowhere, *revised.skipped)})


def remove(out: str | Path, *articles: str) -> Revision:
    """Take articles out of the output of a build: `remove("out", "2024-05-02")`.

    Each is named by its id, by the name of its file in `out/articles`, or by its source; a folder, an archive or a
    JSON Lines file means all that came from it, and a source that was skipped is forgotten. The folder is then what
    `build` gives of the other articles: a fact goes with the last article that supports it. Where a copy of the article
    was left out for its sake, that copy takes its place (unless the id was named, which is that of both).

    Raises `InputError` where a name means nothing, where nothing would be left, and as `update` does.
    """
    with _revising(Path(out)) as (before, folder):
        material = before.material
        known = [article for article, _ in material.pairs]
        point = Standpoint.of(out, material.told.at)
        meant = [find(said, known, before.names, material.skipped, point) for said in articles]
        gone = {article.id: article for article in known if any(article.id in each.ids for each in meant)}
        pairs = tuple(pair for pair in material.pairs if pair[0].id not in gone)
        earlier = [item for item in material.skipped if not any(item.where in each.skipped for each in meant)]
        return _remade(folder, before, material._replace(pairs=pairs), earlier, [], gone, [])


@contextmanager
def _revising(out: Path) -> Iterator[tuple[Kept, Folder]]:
    """The build that stands there, and a new folder, which takes its place if something is put into it."""
    told_to(out)  # where there is no build, no folder is made either
    remedy = "put back what the build wrote, and say what you changed as a correction: `kg review`"
    with replacing(out, remedy=remedy) as folder:
        yield recall(out), folder


def _decided(material: Material, corrections: str | Path | None, decisions: str | Path | None) -> Material:
    """The material with what people decided since."""
    told, knowledge, decided = material.told, material.knowledge, material.decided
    if corrections is not None:
        decided = load_corrections(Path(corrections))
        told = told.model_copy(update={"corrections": decided.path})
    if decisions is not None:
        knowledge = knowledge._replace(decided=load_decisions(Path(decisions), knowledge.registry))
        told = told.model_copy(update={"decisions": knowledge.decided.path})
    return material._replace(told=told, knowledge=knowledge, decided=decided)


def _resuming(before: Kept, extract: Extract | None, progress: Progress, each: Each) -> Extract:
    """Who extracts; the rules go on where they were interrupted."""
    extractor, material = _extractor(before, extract, each), before.material
    if extract is not None:
        return extractor
    return Finished.of(before.build.out, material.knowledge, material.registries, progress).around(extractor)


def _extractor(before: Kept, extract: Extract | None, each: Each = in_turn) -> Extract:
    """Who extracts; it must be who extracted for the build."""
    material, name = before.material, extractor_of(extract)
    if name != material.told.extractor:
        what = f"its facts were extracted by {material.told.extractor}, and these would be by {name}"
        raise InputError(before.build.out, what, "say the same --extractor, or build again")
    return extract or by_rules(material.knowledge.registry, material.knowledge.ontology, each)


def _of_one_version(extracted: Iterable[Extracted], before: Kept) -> Iterator[Extracted]:
    """The same, unless another version of who extracted for the build extracted one of them, say another model."""
    known = {d.extraction.name: d.extraction.version for _, d in before.material.pairs if d.extraction}
    for item in extracted:
        by = None if isinstance(item, Skipped) else item[1].extraction
        if by is not None and known.get(by.name, by.version) != by.version:
            what = f"its facts were extracted by {by.name} {known[by.name]}, and these by {by.version}"
            raise InputError(before.build.out, what, "say the same --model, or build again")
        yield item


def _but_the_same(
    wanted: Iterable[Article | Skipped], held: Mapping[str, Article], same: list[Article]
) -> Iterator[Article | Skipped]:
    """What is to be extracted; the articles that stand there already are gathered in `same`."""
    for item in wanted:
        if isinstance(item, Article) and held.get(item.id) == item:
            same.append(item)
        else:
            yield item


def _gone(
    held: Mapping[str, Article], come: Iterable[Article], same: Iterable[Article], reading: Reading
) -> dict[str, Article]:
    """The articles whose place another one takes, by id or by source, or whose file does not hold them any more."""
    ids, staying = {article.id for article in come}, {article.id for article in same}
    is_gone = {id: id in ids or (id not in staying and reading.renews(old.source)) for id, old in held.items()}
    return {id: old for id, old in held.items() if is_gone[id]}


def _remade(
    folder: Folder,
    before: Kept,
    material: Material,
    earlier: Sequence[Skipped],
    skipped: Sequence[Skipped],
    gone: Mapping[str, Article],
    come: Sequence[Article],
    progress: Progress = Progress(None),  # noqa: B008 (it tells nobody)
) -> Revision:
    """Fill the folder where something is not as it was; `earlier` are skipped records that stay, `skipped` new ones.

    An article that is `gone` comes from its twin, if it has one.
    """
    point = Standpoint.of(before.build.out, material.told.at)
    present = {article.id for article, _ in material.pairs}
    left = {pair[0].id: pair for pair in before.material.pairs if pair[0].id not in present}
    extract = _extractor(before, None) if material.told.extractor == extractor_of(None) else None
    handed = hand_on(left, earlier, point, material.told.fields, extract)
    pairs, now = (*material.pairs, *handed.pairs), (*skipped, *handed.lost)
    if not pairs:
        what = "these are all its articles, and nothing would be left"
        raise InputError(before.build.out, what, "delete the folder instead")
    material = material._replace(pairs=pairs, skipped=tuple(sorted((*handed.staying, *now), key=str)))
    changes = _changes(gone, [*come, *(article for article, _ in handed.pairs)], point)
    if _essence(material) == _essence(before.material):
        return Revision(build=before.build, is_changed=False, skipped=now, **changes)
    carry(before.build.folder, folder, handed.staying)
    quarantine(folder, (_with_its_bytes(item, point) for item in now))
    return Revision(build=fill(folder, before.build.out, material, progress), is_changed=True, skipped=now, **changes)


def _with_its_bytes(item: Skipped, point: Standpoint) -> Skipped:
    """The same with the bytes of its file, which from here may have another name."""
    path = Path(point.place(item.where))
    with suppress(OSError, ValueError):
        if item.raw is None and path.is_file() and not path.is_symlink() and path.stat().st_size <= LARGEST:
            return item.model_copy(update={"raw": path.read_bytes()})
    return item


def _essence(material: Material) -> tuple[object, ...]:
    """What two materials of the same output have in common."""
    digests = (material.knowledge.decided.sha256, material.decided and material.decided.sha256)
    return material.told, digests, material.pairs, [str(item) for item in material.skipped]


def _changes(gone: Mapping[str, Article], new: Sequence[Article], point: Standpoint) -> dict[str, tuple[str, ...]]:
    """What is new, what took the place of something, and what went without another in its place."""
    ids = {article.id for article in new}
    left = [old for id, old in gone.items() if id not in ids]
    come = [article for article in new if article.id not in gone]
    vacated, taken = ({point.place(article.source) for article in some if article.source} for some in (left, come))
    added = [article for article in come if not article.source or point.place(article.source) not in vacated]
    removed = [old for old in left if not old.source or point.place(old.source) not in taken]
    fresh = {article.id for article in added}
    replaced = [article for article in new if article.id not in fresh]
    return {
        "added": tuple(map(_name, added)),
        "replaced": tuple(map(_name, replaced)),
        "removed": tuple(map(_name, removed)),
    }


def _name(article: Article) -> str:
    return article.source or article.id
