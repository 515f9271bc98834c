"""Other makers of RDF, each a script that runs in an environment of its own: `script TABLES TARGET`.

`TABLES` is a folder with `tables.json`, a list of `{file, predicate, datatype, language, is_iri}`, and a CSV for each
with the columns `s` and `o`: the triples of a graph, already minted, checked and free of duplicates, which spares the
others that work. `TARGET` is the N-Triples file to write. Nothing here imports the package.
"""
