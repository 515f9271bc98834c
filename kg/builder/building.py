"""A build from scratch: the order of all steps."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.builder.keeping import Material, Told
from kg.builder.knowledge import Knowledge
from kg.builder.origins import way_here
from kg.builder.output import fill
from kg.builder.progress import OnStep, Progress
from kg.builder.result import Build
from kg.builder.resuming import Finished
from kg.builder.sources import Source, expected, extract_all, extract_each, nothing_read
from kg.corrections import load as load_corrections
from kg.extraction import Extract, by_rules, extractor_of
from kg.folder import replacing
from kg.processes import each_in
from kg.quarantine import quarantine
from kg.terms import BASE


def build(
    *sources: Source,
    out: str | Path = "out",
    base: str = BASE,
    with_text: bool = False,
    corrections: str | Path | None = None,
    fields: Mapping[str, str] | None = None,
    on_step: OnStep | None = None,
    jobs: int | None = None,
    extract: Extract | None = None,
    registries: Iterable[str | Path] = (),
    decisions: str | Path | None = None,
) -> Build:
    """Build the knowledge graph of articles: `build("examples/articles", out="out")`.

    Sources are files, folders and globs, or articles; `fields` says which field of a JSON line is what (see
    `kg.read_each`). The folder `out` is replaced when everything is done, never
    before; it must be new, empty, or the output of a build in which nobody changed a file. `with_text` puts whole
    articles into the view. `corrections` is a file of what people decided about the facts (see `kg.corrections`).
    `on_step` is told how far it is (see `kg.builder.progress`). `jobs` processes read and extract, which makes no
    difference to what comes out; where it is None, this one does, and an article that kills it kills the build.
    What was extracted for a build that was interrupted is not extracted again (see `kg.builder.resuming`).
    `extract` is one of `kg.extraction`; without it, the rules extract. `registries` are files of organizations besides
    those that ship (see `kg.registry.sources`). `decisions` is a file of what people decided about who is who (see
    `kg resolve`). Raises `InputError` where no source gives an article, `CorrectionsError` where the corrections or
    decisions cannot be used, `RegistryError` where organizations clash, `OutputError` where `out` cannot be written.
    """
    told = Told(
        at=way_here(out),
        base=base,
        with_text=with_text,
        fields=dict(fields or {}),
        extractor=extractor_of(extract),
        corrections=None if corrections is None else str(corrections),
        decisions=None if decisions is None else str(decisions),
        registries=tuple(map(str, registries)),
    )
    decided = load_corrections(Path(corrections)) if corrections is not None else None
    files = tuple(map(Path, told.registries))
    knowledge = Knowledge.load(base=base, registries=files, decisions=decisions)
    progress = Progress(on_step)
    with replacing(Path(out)) as folder:
        progress.begin("extract", lambda: expected(sources))
        with each_in(jobs) as each:
            if extract is None:
                finished = Finished.of(Path(out), knowledge, files, progress)
                extract = finished.around(by_rules(knowledge.registry, knowledge.ontology, each))
            found = extract_each(sources, knowledge, extract, fields=fields, each=each)
            pairs, skipped = extract_all(found, progress)
        if not pairs:
            raise nothing_read(skipped)
        quarantine(folder, skipped)
        material = Material(told, files, knowledge, decided, tuple(pairs), tuple(skipped))
        return fill(folder, Path(out), material, progress)
