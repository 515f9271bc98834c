"""The command that hands the graph to other programs: `export`."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import Graph, app
from kg.cli.streams import put, refuse_inside, tell


@app.command()
def export(
    source: Graph,
    out: Annotated[str, typer.Option("--out", "-o", help="File or folder to write, or - for standard output.")],
    format: Annotated[
        str | None, typer.Option("--format", "-f", help="Such as ttl, instead of the suffix of --out.")
    ] = None,
) -> None:
    """Write the graph for other programs: RDF, tables or a network, in the format of the suffix.

    RDF: .nq .nt .ttl .trig .rdf .jsonld. Networks for people: .graphml .gexf, and .neo4j, a folder for neo4j-admin.
    Tables: .csv and .parquet (extra `tables`), folders of organizations, awards, cases, receipts, figures, articles and
    evidence; .xlsx, a workbook of them. With .gz or .zst behind it (graph.nq.gz) it is packed, in a folder each file.
    """
    from kg import exporters, steps
    from kg.folder import is_folder
    from kg.loader import load_quads
    from kg.summary import counted

    if out == "-":
        put(out, exporters.pieces(load_quads(source), exporters.format_of(format or "nquads")))
        return
    if is_folder(source):
        refuse_inside(Path(out), source)
    what = "characters that this format cannot hold; U+FFFD stands there for each"
    steps.export(source, out, format, on_replaced=lambda count: tell(f"warning {counted(count, 'texts')} had {what}"))
    tell(f"{out}: written")
    if exporters.format_of(format or out) == "neo4j":
        tell(exporters.import_command(Path(out)))
