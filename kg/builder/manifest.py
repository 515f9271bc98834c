"""The manifest of a build: what was read, made, corrected, skipped and why; versions; digests."""

import json
from importlib.metadata import version

from kg.builder.keeping import Material
from kg.builder.result import Build
from kg.builder.sources import Pair
from kg.folder import Folder, digests


def manifest(
    folder: Folder,
    result: Build,
    names: list[str],
    pairs: list[Pair],
    material: Material,
) -> str:
    """What was read, made, corrected, skipped and why; versions; digests. No clock: the same input, the same bytes."""
    said = result.model_dump(mode="json", exclude={"out"})
    extractions = {d.extraction.name: d.extraction.version for _, d in pairs if d.extraction}
    said["software"] = {"finaward-kg": version("finaward-kg"), **extractions}
    said["ontology"] = digests(material.knowledge.ontology.root)
    said["told"] = material.told.model_dump(mode="json")
    if (decided := material.decided) is not None:
        said["corrected_by"] = {"file": decided.path, "sha256": decided.sha256}
    if (rulings := material.knowledge.decided).path:
        said["decided_by"] = {"file": rulings.path, "sha256": rulings.sha256}
    said["read"] = [
        {
            "name": name,
            "id": a.id,
            "source": a.source,
            "encoding": a.encoding,
            "text_sha256": a.text_sha256,
            "receipts": len(d.receipts),
        }
        for name, (a, d) in zip(names, pairs, strict=True)
    ]
    said["files"] = digests(folder.root)
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"
