"""Graph files that are packed: what stands in them is read, whatever their names say, and what is hostile refused."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import InputError
from kg.store import Store, opening, read_file
from kg.terms import DEFAULT_GRAPH, Quad
from tests.test_store import QUADS

LINES = "".join(map(Quad.line, sorted(QUADS))).encode()
RDF_XML = (
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
    b'<rdf:Description rdf:about="http://e/a"><e:p>&a;</e:p></rdf:Description></rdf:RDF>'
)


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


PACKED = {
    "graph.nq.gz": gzip.compress(LINES),
    "graph.nq.ZST": zstd(LINES),
    "named-otherwise.nq": gzip.compress(LINES),
    "not-packed.nq.gz": LINES,
    "members.nq.gz": b"".join(gzip.compress(line) for line in LINES.splitlines(True)) + bytes(600),
    "frames.nq.zst": b"".join(zstd(line * 9) for line in LINES.splitlines(True)),
}


@pytest.mark.parametrize("name", PACKED)
def test_what_is_packed_is_read(name: str, tmp_path: Path) -> None:
    (path := tmp_path / name).write_bytes(PACKED[name])
    assert set(read_file(path)) == QUADS
    with Store.create() as store:
        store.load_file(path)
        assert set(store.quads()) == QUADS


@pytest.mark.parametrize("pack", [gzip.compress, zstd])
def test_what_is_damaged_or_a_bomb_is_one_line_and_adds_nothing(
    pack: Callable[[bytes], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_FREE", 1 << 20)
    whole, path = pack(LINES * 50), tmp_path / "graph.nq.packed.nq"
    damaged = bytearray(whole)
    damaged[-2] ^= 255
    for data, said in [
        (whole[: len(whole) // 2], "ends too early"),
        (whole[:-1], "ends too early"),
        (whole[:5], "ends too early"),
        (bytes(damaged), "is damaged"),
        (whole + b"\n<x:y> <x:y> <x:y> .\n", "is damaged"),
        (pack((b"#" * 10_000 + b"\n") * 1_000), "more than 500 times"),
    ]:
        path.write_bytes(data)
        with Store.create() as store:
            with pytest.raises(InputError, match=said):
                store.load_file(path)
            assert len(store) == 0
        with pytest.raises(InputError, match=said):
            list(read_file(path))


@pytest.mark.parametrize("before", [b"", b"<!--" + b"x" * (1 << 16) + b"-->", b"<!--" + b"x" * (65_536 - 25) + b"-->"])
def test_entities_are_refused_wherever_they_stand(before: bytes, tmp_path: Path) -> None:
    for name in ("g.rdf", "g.rdf.gz"):
        data = before + b'<!DOCTYPE x [<!ENTITY a "lol">]>' + RDF_XML
        (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        with pytest.raises(InputError, match="entities"):
            list(read_file(tmp_path / name))


def test_commands_read_what_an_export_packed(tmp_path: Path) -> None:
    for first, then in (("a.nq", "a.ttl.gz"), ("a.ttl.gz", "a.trig.zst"), ("a.trig.zst", "b.nq")):
        if first == "a.nq":
            (tmp_path / first).write_bytes(LINES)
        done = CliRunner().invoke(app, ["export", str(tmp_path / first), "-o", str(tmp_path / then)])
        assert done.exit_code == 0, done.output
    assert {quad._replace(graph=DEFAULT_GRAPH) for quad in QUADS} == set(read_file(tmp_path / "b.nq"))
    done = CliRunner().invoke(app, ["diff", str(tmp_path / "a.trig.zst"), str(tmp_path / "b.nq")])
    assert done.exit_code == 0, done.output
    done = CliRunner().invoke(app, ["export", str(tmp_path / "b.gz"), "-o", "-"])
    assert "this is no graph file" in done.output
