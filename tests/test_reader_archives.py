"""Archives and streams: what is in them, what is refused and said, and that nothing of them is ever written."""

import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.article import Article, Skipped
from kg.errors import InputError
from kg.reader import LARGEST, read, read_each, read_stream
from tests.packing import encrypted, gzipped, overlapping, tarred, tarred_special, zipped, zipped_link

POST = "---\ntitle: 题\ndate: 2022-03-15\n---\n中国太保获奖".encode()
LINES = '{"text": "甲获奖"}\n\n{"text": "乙获奖"}\n'.encode()
ENTRIES = {
    "a.md": POST,
    "d/": b"",
    "d/b.html": "<p>乙获奖</p>".encode(),
    "d/c.txt": b"",
    "中文.txt": "丙获奖".encode("gb18030"),
    "e.jsonl": LINES,
    "f.png": b"\x89PNG",
    "g": "丁获奖".encode(),
    ".h/i.md": POST,
    "__MACOSX/._a.md": b"\0",
    "j.zip": zipped({"k.md": POST}),
}
SEEN = [
    "x!a.md",
    "x!d/b.html",
    "x!d/c.txt (the file is empty)",
    "x!中文.txt",
    "x!e.jsonl#1",
    "x!e.jsonl#3",
    "x!g (a file without a suffix may be anything)",
    "x!j.zip (an archive inside an archive is not read)",
]


def said(found: Article | Skipped) -> str:
    return found.source or "" if isinstance(found, Article) else f"{found.where} ({found.what})"


def streamed(raw: bytes, name: str = "x") -> list[str]:
    return [said(found) for found in read_stream(io.BytesIO(raw), name=name)]


PACKED = {
    "zip": zipped(ENTRIES),
    "zip without compression": zipped(ENTRIES, method=zipfile.ZIP_STORED),
    "tar": tarred(ENTRIES),
    "tar.gz": gzipped(tarred(ENTRIES)),
}


@pytest.mark.parametrize("kind", PACKED)
def test_an_archive_is_read_as_a_folder_is(kind: str, tmp_path: Path) -> None:
    assert streamed(PACKED[kind]) == SEEN
    (tmp_path / "x").write_bytes(PACKED[kind])
    assert [said(found).removeprefix(f"{tmp_path}/") for found in read_each(tmp_path / "x")] == SEEN
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


@pytest.mark.parametrize("name", ["x.zip", "x.tar", "x.tgz", "x.tar.gz", "x.gz", "x.jsonl", "x.ndjson", "x.jsonl.gz"])
def test_a_folder_is_read_with_the_archives_in_it(name: str, tmp_path: Path) -> None:
    raw = {"x.zip": PACKED["zip"], "x.tar": PACKED["tar"], "x.gz": gzipped(POST), "x.jsonl.gz": gzipped(LINES)}
    lines = {"x.jsonl": LINES, "x.ndjson": LINES}
    (tmp_path / name).write_bytes({**raw, **lines}.get(name, PACKED["tar.gz"]))
    assert any(isinstance(found, Article) for found in read_each(tmp_path))


def test_a_packed_article_is_read_by_the_name_inside() -> None:
    (found,) = read_stream(io.BytesIO(gzipped("甲 **乙**".encode())), name="a.md.gz")
    assert isinstance(found, Article)
    assert (found.source, found.text, found.stem) == ("a.md.gz", "甲 乙", "a")


def test_the_source_of_an_article_leads_back_to_it(tmp_path: Path) -> None:
    for name, raw in (("x.zip", PACKED["zip"]), ("x.tgz", PACKED["tar.gz"]), ("y.jsonl", LINES)):
        (tmp_path / name).write_bytes(raw)
        for found in read_each(tmp_path / name):
            if isinstance(found, Article):
                assert read(found.source or "") == found
    with pytest.raises(InputError, match="there is no such article in"):
        read(tmp_path / "x.zip!nothing.md")
    with pytest.raises(InputError, match="more than one article"):
        read(tmp_path / "y.jsonl")


def test_signs_of_archives_in_plain_names_are_letters(tmp_path: Path) -> None:
    for name in ("a!b.md", "c#1.md"):
        (tmp_path / name).write_text("获奖", "utf-8")
        assert (read(tmp_path / name).text, read(tmp_path / name).stem) == ("获奖", name.removesuffix(".md"))


@pytest.mark.parametrize("name", ["../../a.md", "/etc/a.md", "..\\a.md", "C:\\a.md", "a/../../a.md", "a\nb\x1b[31m.md"])
def test_names_are_names_and_nothing_else(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "deep" / "er")
    for raw in (zipped({name: POST}), tarred({name: POST})):
        (found,) = read_stream(io.BytesIO(raw), name="-")
        assert isinstance(found, Article)
        assert (found.source or "").isprintable()
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["deep", "er"]


def test_names_in_gbk_are_read() -> None:
    raw = zipped({"ABCD.md": POST}).replace(b"ABCD", "获奖".encode("gb18030"))
    assert streamed(raw) == ["x!获奖.md"]


LINK, UNPACK = "it is a link or a device, and no plain file", "unpack it, and name the folder"
REFUSED = {
    "a link in a zip": (zipped_link("a.md", "/etc/passwd"), [f"x!a.md ({LINK})"]),
    "a link in a tar": (tarred_special("a.md", tarfile.SYMTYPE, "/etc/passwd"), [f"x!a.md ({LINK})"]),
    "a hard link": (tarred_special("a.md", tarfile.LNKTYPE, "/etc/passwd"), [f"x!a.md ({LINK})"]),
    "a device": (tarred_special("a.md", tarfile.CHRTYPE), [f"x!a.md ({LINK})"]),
    "a pipe": (tarred_special("a.md", tarfile.FIFOTYPE), [f"x!a.md ({LINK})"]),
    "a member with a password": (encrypted(zipped({"a.md": POST})), ["x!a.md (it is encrypted)"]),
    "bzip2 in a zip": (
        zipped({"a.md": POST}, method=zipfile.ZIP_BZIP2),
        ["x!a.md (it is compressed in an unusual way)"],
    ),
    "nothing in it": (zipped({}), ["x (there is no article in this archive)"]),
    "pictures alone": (zipped({"a.png": b"x"}), ["x (there is no article in this archive)"]),
    "a packed packed file": (gzipped(gzipped(POST)), ["x (it is a gzip archive, not text)"]),
    "the end is missing": (zipped({"a.md": POST})[:-9], ["x (it is damaged (File is not a zip file))"]),
    "nothing at all": (b"", ["x (the file is empty)"]),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_is_said(case: str) -> None:
    raw, expected = REFUSED[case]
    assert streamed(raw) == expected


def test_what_comes_before_the_damage_is_read() -> None:
    whole = {"a.md": POST, "b.md": POST * 300}
    cut = streamed(tarred(whole)[:4000])
    assert cut[0] == "x!a.md"
    assert cut[-1] == "x (it is damaged (unexpected end of data))"
    broken = tarred({"a.md": POST})[:1024] + b"?" * 512 + tarred({"b.md": POST})
    assert streamed(broken) == ["x!a.md", "x (it is damaged, and its end is not read)"]
    bits = bytearray(zipped({"a.md": POST, "b.md": POST}, method=zipfile.ZIP_STORED))
    bits[bits.index(POST) + 20] ^= 1
    assert streamed(bytes(bits)) == ["x!a.md (it is damaged (Bad CRC-32 for file 'a.md'))", "x!b.md"]
    packed = gzipped(LINES * 500)[:-9]
    assert streamed(packed)[0] == "x#1"
    assert streamed(packed)[-1].startswith("x (it is damaged (Compressed file ended")


BOMB = "it unpacks to more than 50 times its size; the rest is not read"
LARGE = "it is larger than 16 MiB"
BOMBS = {
    "zeros": (gzipped(b"\0" * (4 * LARGEST)), [f"x ({LARGE})"]),
    "a large member": (zipped({"a.md": b"a" * (LARGEST + 1), "b.md": POST}), [f"x!a.md ({LARGE})", "x!b.md"]),
    "a large member of a tar": (
        gzipped(tarred({"a.md": b"a" * (2 * LARGEST)})),
        [f"x!a.md ({LARGE})", f"x ({BOMB})"],
    ),
    "one member many times": (overlapping(300, LARGEST // 200), [*["x!0.txt"] * 209, f"x ({BOMB})"]),
    "a line without end": (gzipped(b"{" * (4 * LARGEST)), [f"x#1 ({LARGE})", f"x ({BOMB})"]),
}


@pytest.mark.parametrize("case", BOMBS)
def test_bombs_end_quickly(case: str) -> None:
    raw, expected = BOMBS[case]
    assert streamed(raw) == expected


def test_a_header_that_asks_for_memory_gets_none() -> None:
    info = tarfile.TarInfo("long")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 1 << 40
    raw = info.tobuf(tarfile.GNU_FORMAT) + b"a" * 1024
    assert streamed(raw) == ["x (it asks for more memory than an article needs)"]


def test_what_could_not_be_used_keeps_its_bytes_where_no_file_has_them() -> None:
    found = list(read_stream(io.BytesIO(zipped({"a.md": b"", "b.jsonl": b"[1]\n"})), name="x"))
    assert [f.raw for f in found if isinstance(f, Skipped)] == [b"", b"[1]\n"]
    assert all("raw" not in f.model_dump() for f in found)


@given(st.binary(max_size=300), st.integers(0, 300), st.sampled_from(sorted(PACKED)))
def test_any_damage_is_an_answer(noise: bytes, at: int, kind: str) -> None:
    raw = PACKED[kind]
    at = at * len(raw) // 300
    for found in read_stream(io.BytesIO(raw[:at] + noise + raw[at + len(noise) :]), name="x"):
        assert isinstance(found, Article | Skipped)
