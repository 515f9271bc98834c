"""The commands that make something of articles and facts: `build`, `extract`, `convert`."""

import time
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import BASE, Articles, Base, Map, Registries, WithText, app
from kg.cli.engines import OnEngine, Scheduler, ShardArticles, across, refuse, summarize
from kg.cli.modelling import Modelling, with_modelling
from kg.cli.progress import Jobs, Shown, cores, finish, going_on, progress
from kg.cli.remoting import Remote, with_store
from kg.cli.streaming import convert_each
from kg.cli.streams import end, mapping, misuse, name_lost, put, sources, tell, warn
from kg.errors import OutputError, one_line


@app.command()
@with_store
@with_modelling
def build(
    articles: Articles,
    out: Annotated[str, typer.Option("--out", "-o", help="Folder to write; a build's old output is replaced.")] = "out",
    base: Base = BASE,
    with_text: WithText = False,
    map: Map = [],  # noqa: B006 (typer's way of saying: an option that may be repeated)
    registry: Registries = None,
    *,
    corrections: Annotated[
        Path | None, typer.Option("--corrections", help="Replay what people decided; see `kg review`.", metavar="FILE")
    ] = None,
    decisions: Annotated[
        Path | None, typer.Option("--decisions", help="Replay who is who; see `kg resolve`.", metavar="FILE")
    ] = None,
    jobs: Jobs = None,
    shown: Shown = None,
    engine: OnEngine = None,
    scheduler: Scheduler = None,
    shard_articles: ShardArticles = None,
    modelling: Modelling,
    store: Remote,
) -> None:
    """Build graph, store, view and report from articles, in one go.

    ARTICLE is a file, a folder, a glob, or - for standard input: Jekyll posts, HTML pages, plain text, PDF (extra
    `documents`), .docx, .jsonl with one article a line, .csv and .tsv with one a row, and .zip, .tar, .tar.gz,
    .tgz and .gz of these.
    """
    from kg import builder, summary
    from kg.reader import is_url

    if out == "-":
        misuse("--out -: a build makes a folder, and standard output is none; name a folder")
    if engine:
        left_out = {"--corrections": corrections, "--with-text": with_text, "--store": store.url}
        refuse([option for option, given in {**left_out, "--extractor": modelling.is_asked}.items() if given])
    store.reach()
    started, fields = time.perf_counter(), mapping(map)
    if engine:
        with progress(shown) as told:
            built = across(articles, out, base, fields, registry, decisions, scheduler, jobs, shard_articles, told)
        seconds = time.perf_counter() - started
        typer.echo(summarize(built, seconds))
        finish(shown, seconds, articles=built.articles, skipped=len(built.skipped))
        raise typer.Exit(1 if built.skipped else 0)
    if is_url(out):
        misuse(f"--out {out}: URLs are written with --engine dask")
    if scheduler or shard_articles:
        misuse("--scheduler and --shard-articles are for a build on an engine; add --engine dask")
    warn(builder.losing(Path(out)))
    with going_on(out), progress(shown) as told:
        extract = modelling.extract(builder.Knowledge.load(base=base, registries=registry or ()))
        made = builder.build(
            *sources(articles, fields),
            out=out,
            base=base,
            with_text=with_text,
            corrections=corrections,
            fields=fields,
            on_step=told,
            jobs=cores(jobs),
            extract=extract,
            registries=registry or (),
            decisions=decisions,
        )
    modelling.conclude()
    seconds = time.perf_counter() - started
    typer.echo(summary.summarize(made, seconds))
    store.follow(Path(out))
    finish(shown, seconds, articles=made.articles, skipped=len(made.skipped), conforms=made.conforms)
    raise typer.Exit(0 if made.conforms and not made.skipped and not made.misfits else 1)


@app.command()
@with_modelling
def extract(
    articles: Articles,
    out: Annotated[str, typer.Option("--out", "-o", help="Folder for *.facts.json, a .jsonl file, or -.")] = "-",
    report: Annotated[
        str | None,
        typer.Option("--report", help="File to say in which sentences gave nothing; JSON by its suffix, else text."),
    ] = None,
    map: Map = [],  # noqa: B006
    registry: Registries = None,
    *,
    jobs: Jobs = None,
    shown: Shown = None,
    modelling: Modelling,
) -> None:
    """Extract facts documents from articles; see `kg build` for what is read."""
    from kg import coverage, facts
    from kg.builder import Knowledge, Progress, expected, extract_all, extract_each
    from kg.folder import distinct, write
    from kg.processes import each_in
    from kg.summary import counted, left

    if out.endswith(".json"):
        raise OutputError(out, "one document an article needs a folder", "name a folder, or a .jsonl file")
    if report is not None and report == out and out != "-":
        misuse(f"{out}: facts and report cannot be one file; name two")
    started = time.perf_counter()
    knowledge, fields = Knowledge.load(registries=registry or ()), mapping(map)
    with progress(shown) as told, each_in(cores(jobs)) as each:
        named = list(sources(articles, fields))
        extracted = extract_each(named, knowledge, modelling.extract(knowledge), fields=fields, each=each)
        progressing = Progress(told)
        progressing.begin("extract", lambda: expected(named))
        pairs, skipped = extract_all(extracted, progressing)
    documents = [document for _, document in pairs]
    if out == "-" or out.endswith(".jsonl"):
        put(out, "".join(facts.dump(d, indent=None) for d in documents).encode())
    else:
        names = distinct([(a.stem, a.id) for a, _ in pairs])
        for name, document in zip(names, documents, strict=True):
            write(Path(out) / f"{name}.facts.json", facts.dump(document))
    found = coverage.report(pairs)
    if report is not None:
        as_json = report.endswith(".json")
        put(report, (found.model_dump_json(indent=1) + "\n" if as_json else coverage.render(found)).encode())
    said = f"{counted(len(documents), 'facts documents')}, {counted(found.receipts, 'receipts')}"
    nothing = left(found.left, found.parts, report or "see --report")
    if shown != "json":
        tell(f"{said}; {nothing}" if nothing else said)
    modelling.conclude()
    name_lost(skipped)
    seconds = time.perf_counter() - started
    finish(shown, seconds, documents=len(documents), receipts=found.receipts, skipped=len(skipped))
    raise typer.Exit(1 if skipped else 0)


@app.command()
def convert(
    documents: Annotated[list[Path], typer.Argument(help="Facts documents: files, folders, or -.", metavar="FACTS…")],
    out: Annotated[str, typer.Option("--out", "-o", help="File to write, or - for standard output.")] = "-",
    format: Annotated[
        str | None, typer.Option("--format", "-f", help="Such as ttl, instead of the suffix of --out.")
    ] = None,
    base: Base = BASE,
    registry: Registries = None,
    decisions: Annotated[
        Path | None, typer.Option("--decisions", help="Replay who is who; see `kg resolve`.", metavar="FILE")
    ] = None,
    each: Annotated[
        bool, typer.Option("--each", help="Each document by itself, as N-Quads, in constant memory, however many.")
    ] = False,
    quarantine: Annotated[
        Path | None,
        typer.Option(
            help="With --each: file for what this run could not use, a JSON object a line; empty if nothing.",
            metavar="FILE.jsonl",
        ),
    ] = None,
) -> None:
    """Convert facts documents to RDF: Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD; packed by `.gz`, `.zst`.

    The graph is that of all documents together: one award that several tell is one receipt, contradictions are found,
    inferences are made; all of it is held in memory. With --each, it is what each document says by itself, without any
    of that: for more documents than memory holds. Texts are then looked for in the documents alone, and what several
    documents say stands several times in the file, which is a set.
    """
    from kg import exporters

    chosen = exporters.format_of(format or ("nquads" if out == "-" else out), exporters.RDF)
    if each:
        if chosen != "nquads":
            misuse("--each writes N-Quads: name a file such as graph.nq, or leave --each out")
        if decisions is not None:
            misuse("--decisions are of all documents together: leave --each out")
        convert_each(documents, out, base=base, registries=registry or (), quarantine=quarantine)
    if quarantine is not None:
        misuse("--quarantine goes with --each")
    from kg import builder
    from kg.errors import FactsError
    from kg.loader import load_documents
    from kg.summary import counted

    knowledge = builder.Knowledge.load(base=base, registries=registry or (), decisions=decisions)
    loaded = list(load_documents(documents, knowledge.registry))
    good = [document for document in loaded if not isinstance(document, FactsError)]
    bad = [document for document in loaded if isinstance(document, FactsError)]
    if good:
        quads = builder.convert_all(good, knowledge)
        put(out, exporters.packed(exporters.pieces(quads, chosen), Path(out)))
        tell(f"{counted(len(quads), 'quads')} from {counted(len(good), 'facts documents')}")
        for document, merger in builder.merged(good, knowledge):
            tell(f"warning {one_line(document.article.source_path or document.article.id)}: {merger}")
    end(bad)
