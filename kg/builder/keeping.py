"""What an output folder keeps so that an update does what the build did: what the build was told, and what it found.

In the manifest stands `told`; in `kept/` are copies of the files that the build was told of – `corrections.yaml`,
`decisions.csv`, and each registry with the tables beside it – and in `kept/found/` the facts of those articles that
corrections changed, as they were found. Everything else is read from the output itself, once its digests are those of
the manifest.
"""

import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from kg import extractor, facts, registry
from kg.article import Article, Skipped
from kg.builder.knowledge import Knowledge
from kg.builder.result import Build
from kg.builder.sources import Pair
from kg.corrections import Corrections
from kg.corrections import load as load_corrections
from kg.errors import InputError
from kg.facts import ArticleFacts
from kg.folder import Folder, digests, made, refuse_broken, restored, write
from kg.terms import BASE


class Told(BaseModel):
    """What a build was told besides its articles; files are named as the user named them.

    `at` is the way from the output folder to the working directory, where the names of sources are relative to.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: str = ".."
    base: str = BASE
    with_text: bool = False
    fields: dict[str, str] = {}
    extractor: str = "rules"
    corrections: str | None = None
    decisions: str | None = None
    registries: tuple[str, ...] = ()


class Material(NamedTuple):
    """What an output folder is made of: what the build was told and knows, articles with facts as found, the skipped.

    `registries` are the files that `told` names, or copies of them.
    """

    told: Told
    registries: tuple[Path, ...]
    knowledge: Knowledge
    decided: Corrections | None
    pairs: tuple[Pair, ...]
    skipped: tuple[Skipped, ...]


class Kept(NamedTuple):
    """A build as its output folder keeps it; each article has its file under a name, in the order of the pairs."""

    material: Material
    names: tuple[str, ...]
    build: Build


def keep(folder: Folder, material: Material, found: Mapping[str, ArticleFacts]) -> None:
    """Keep the files that a build was told of, and the facts that corrections changed, by the name of their files."""
    if material.decided is not None:
        write(_corrections(folder), material.decided.raw)
    if material.told.decisions is not None:
        write(_decisions(folder), material.knowledge.decided.raw)
    copies = _registries(folder, material.told)
    for original, copy in zip(material.registries, copies, strict=True):
        for file, kept in zip(registry.files(original), registry.files(copy), strict=True):
            if file.is_file():
                write(kept, file.read_bytes())
    for name, document in found.items():
        write(_found(folder, name), facts.dump(document))


def recall(root: Path) -> Kept:
    """Read back what a build kept. Nobody changed a file of it: `kg.folder.replacing` has seen to that.

    Raises `InputError` where there is no build, one of which a file is missing, or one by another version of the
    program, the rules or the ontology.
    """
    folder, said, told = _said(root)
    try:
        names = tuple(str(row["name"]) for row in said["read"])
        build = Build.model_validate({**said, "out": root})
        software, ontology = dict(said["software"]), dict(said["ontology"])
    except (KeyError, TypeError, ValueError):
        raise InputError(folder.manifest, _OLDER, _AGAIN) from None
    _refuse_incomplete(folder)
    knowledge = _knowledge(folder, told)
    _refuse_another(folder, software, ontology, knowledge)
    decided = None
    if told.corrections is not None:
        decided = load_corrections(_corrections(folder))._replace(path=told.corrections)
    pairs = tuple(_pair(folder, name) for name in names)
    material = Material(told, _registries(folder, told), knowledge, decided, pairs, build.skipped)
    return Kept(material, names, build)


def told_to(root: str | Path) -> tuple[Told, Knowledge]:
    """What the build that stands there was told, and what it knows. Raises `InputError` where there is none."""
    folder, _, told = _said(restored(Path(root)))
    return told, _knowledge(folder, told)


def _said(root: Path) -> tuple[Folder, dict[str, Any], Told]:
    folder = Folder(refuse_broken(root))
    if made(root) is None:
        raise InputError(root, "there is no build here", "name the output folder of `kg build`")
    try:
        said = json.loads(folder.manifest.read_bytes())
        return folder, said, Told.model_validate(said["told"])
    except (OSError, KeyError, TypeError, ValueError):
        raise InputError(folder.manifest, _OLDER, _AGAIN) from None


def _knowledge(folder: Folder, told: Told) -> Knowledge:
    copy = None if told.decisions is None else _decisions(folder)
    known = Knowledge.load(base=told.base, registries=_registries(folder, told), decisions=copy)
    return known if told.decisions is None else known._replace(decided=known.decided.named(told.decisions))


_OLDER = "another version of this program made it"
_AGAIN = "build again with `kg build`"


def _refuse_incomplete(folder: Folder) -> None:
    """Refuse a build of which somebody took away a file that is read again."""
    for name in made(folder.root) or ():
        if name.startswith(_READ_AGAIN) and not (folder.root / name).is_file():
            raise InputError(folder.root / name, "this file of the build is missing", _AGAIN)


_READ_AGAIN = ("articles/", "facts/", "kept/")


def _refuse_another(
    folder: Folder, software: dict[str, object], ontology: dict[str, object], knowledge: Knowledge
) -> None:
    """Refuse a build that another program would have made otherwise: its articles would have other facts today."""
    here = {"finaward-kg": version("finaward-kg"), "rules": extractor.VERSION}
    for what, made_by in software.items():
        what, made_by = what.partition("+")[0], str(made_by).partition("+")[0]  # as by rules and a model: rules+llm
        if here.get(what, made_by) != made_by:
            said = f"it was made by version {made_by} of {what}, and this is {here[what]}"
            raise InputError(folder.root, said, _AGAIN)
    if ontology != digests(knowledge.ontology.root):
        raise InputError(folder.root, "the ontology or the registry has changed since it was made", _AGAIN)


def _pair(folder: Folder, name: str) -> Pair:
    found, corrected = _found(folder, name), folder.facts / f"{name}.facts.json"
    path = folder.articles / f"{name}.article.json"
    try:
        article = Article.model_validate_json(path.read_bytes())
        path = found if found.is_file() else corrected
        return article, facts.parse(path.read_bytes(), where=str(path))
    except (OSError, ValidationError):
        raise InputError(path, "the build's file cannot be read", _AGAIN) from None


def _corrections(folder: Folder) -> Path:
    return folder.kept / "corrections.yaml"


def _decisions(folder: Folder) -> Path:
    return folder.kept / "decisions.csv"


def _found(folder: Folder, name: str) -> Path:
    return folder.kept / "found" / f"{name}.json"


def _registries(folder: Folder, told: Told) -> tuple[Path, ...]:
    """Where registries are kept: those of one folder in one folder, since they share the tables beside them."""
    named = tuple(map(Path, told.registries))
    parents = list(dict.fromkeys(path.parent for path in named))
    return tuple(folder.kept / f"registry-{parents.index(path.parent) + 1}" / path.name for path in named)
