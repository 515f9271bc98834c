"""Files, folders and patterns; encodings; and everything that must be refused in words."""

import os
from pathlib import Path

import pytest

from kg.article import Article, Skipped
from kg.errors import InputError
from kg.reader import LARGEST, read, read_bytes, read_each


def seen(*sources: str | Path, root: Path) -> list[str]:
    """What came, in order: the file below the root, or in brackets why it was skipped."""
    said = []
    for found in read_each(*sources):
        where = found.source if isinstance(found, Article) else found.where
        shown = Path(where or "").relative_to(root).as_posix()
        said.append(shown if isinstance(found, Article) else f"{shown} ({found.what})")
    return said


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.md", "a.txt", "C.HTML", "sub/d.markdown", "sub/deep/e.htm", ".hidden/f.md", "sub/.g.md", "甲.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"获奖 {name}", encoding="utf-8")
    for name in ("picture.PNG", "facts.json", "style.css"):
        (tmp_path / name).write_bytes(b"\0")
    return tmp_path


def test_a_folder_is_read_by_name_with_the_folders_in_it(folder: Path) -> None:
    assert seen(folder, root=folder) == ["C.HTML", "a.txt", "b.md", "sub/d.markdown", "sub/deep/e.htm", "甲.md"]


def test_each_file_is_read_once_in_the_order_of_the_sources(folder: Path) -> None:
    sources = (folder / "sub", folder / "b.md", str(folder / "sub" / ".." / "b.md"), folder)
    assert seen(*sources, root=folder) == ["sub/d.markdown", "sub/deep/e.htm", "b.md", "C.HTML", "a.txt", "甲.md"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.md", ["b.md", "甲.md"]),
        ("**/*.m*", ["b.md", "sub/d.markdown", "甲.md"]),
        ("*/*.markdown", ["sub/d.markdown"]),
        ("s?b/**/*.htm", ["sub/deep/e.htm"]),
        ("sub/**", ["sub/d.markdown", "sub/deep/e.htm"]),
        ("[ab].*", ["a.txt", "b.md"]),
        ("*.css", ["style.css (it is binary data, not text)"]),
        ("*.docx", ["*.docx (no file matches this pattern)"]),
        ("none/*.md", ["none/*.md (no file matches this pattern)"]),
    ],
)
def test_patterns(folder: Path, pattern: str, expected: list[str]) -> None:
    assert seen(str(folder / pattern), root=folder) == expected


def test_a_name_with_brackets_is_a_name(tmp_path: Path) -> None:
    (tmp_path / "a[1].md").write_text("获奖", encoding="utf-8")
    assert seen(tmp_path / "a[1].md", root=tmp_path) == ["a[1].md"]


def test_what_cannot_be_read_comes_in_its_place_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"")
    (tmp_path / "b.md").write_bytes(b"\x7fELF\0\1\2")
    (tmp_path / "c.docx").write_bytes(b"PK\3\4")
    (tmp_path / "d.md").write_text("获奖", encoding="utf-8")
    (tmp_path / "e.md").symlink_to(tmp_path / "nowhere.md")
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "f.txt")
    assert seen(tmp_path, tmp_path / "empty", tmp_path / "nowhere", root=tmp_path) == [
        "a.md (the file is empty)",
        "b.md (it is binary data, not text)",
        "c.docx (it is damaged (File is not a zip file))",
        "d.md",
        "e.md (there is no such file or folder)",
        "f.txt (it is no regular file)",
        "empty (there is no article in this folder)",
        "nowhere (there is no such file or folder)",
    ]


def test_links_that_leave_the_folder_are_not_followed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    for path in (inside, outside):
        path.mkdir()
        (path / "a.md").write_text("获奖", encoding="utf-8")
    (inside / "b.md").symlink_to(outside / "a.md")
    (inside / "c").symlink_to(outside)
    (inside / "d.md").symlink_to(inside / "a.md")
    (inside / "e").symlink_to(inside)
    (inside / "f.png").symlink_to(outside / "a.md")
    left = "it is a link that leaves the folder"
    assert seen(inside, root=inside) == ["a.md", f"b.md ({left})", f"c ({left})"]
    assert seen(str(inside / "**" / "*.md"), root=inside) == ["a.md", f"b.md ({left})", f"c ({left})"]
    assert seen(inside / "b.md", root=inside) == ["b.md"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("获奖", encoding="utf-8")
    (tmp_path / "closed").mkdir(mode=0)
    assert seen(tmp_path, root=tmp_path) == ["a.md", "closed (the folder cannot be read (Permission denied))"]


@pytest.mark.parametrize("name", ["x" * 5000 + ".md", "a\0b.md"])
def test_impossible_names(name: str) -> None:
    (found,) = read_each(name)
    assert isinstance(found, Skipped)
    assert found.where == name
    assert "cannot be read" in found.what


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="it is a folder"):
        read(tmp_path)


def test_a_name_that_is_no_utf8_is_shown_as_far_as_it_can_be(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt"))
    path.write_text("获奖", encoding="utf-8")
    assert (read(path).source or "").endswith("/\ufffd.txt")


def test_the_largest_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * (LARGEST + 1))
    with pytest.raises(InputError, match=r"a\.txt: it is larger than 16 MiB; split it"):
        read(path)


# --- the form


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.txt", "\n<!doctype html><title>甲</title><body><nav>菜单</nav><p>乙</p></body>", "乙"),
        ("a.txt", "<p>甲</p><p>乙</p>", "甲\n乙"),
        ("a.txt", "---\ntitle: 题\n---\n**甲**", "甲"),
        ("a.txt", "# 甲 **乙**", "# 甲 **乙**"),
        ("a.html", "甲\n乙 < 丙", "甲\n乙 < 丙"),
        ("a.html", "---\ntitle: 题\n---\n<p>甲</p>", "甲"),
        ("a.md", "<html><body><footer>底</footer><p>甲 **乙**</p></body></html>", "甲 **乙**"),
        ("-", "<div>甲</div>", "甲"),
        ("-", "甲 **乙**", "甲 **乙**"),
        ("a.MD", "甲 **乙**", "甲 乙"),
    ],
)
def test_the_content_decides_where_the_suffix_lies(name: str, text: str, expected: str) -> None:
    assert read_bytes(text.encode(), name=name).text == expected


# --- the encoding

CHINESE = "近日，中国太保凭借“长辈服务”专属适老品牌获评金融业适老服务典型案例。"
TRADITIONAL = "香港保險業聯會昨日公布得獎名單，中國太平保險奪得最佳客戶體驗獎。"


@pytest.mark.parametrize(
    ("raw", "encoding", "text"),
    [
        (CHINESE.encode(), "utf-8", CHINESE),
        (CHINESE.encode("gbk"), "gb18030", CHINESE),
        (b"\x84\x31\x95\x33" + CHINESE.encode("gb18030"), "gb18030", CHINESE),
        (TRADITIONAL.encode("big5"), "big5", TRADITIONAL),
        (CHINESE.encode("utf-16-be"), "utf-16-be", CHINESE),
        (CHINESE.encode("utf-32"), "utf-32", CHINESE),
        (f"<meta charset=gb2312><p>{CHINESE}".encode("gb18030"), "gb18030", CHINESE),
        (f"<meta charset=big5><p>{CHINESE}".encode("gb18030"), "gb18030", CHINESE),
        (f"<meta charset='gbk'><p>{TRADITIONAL}".encode("big5"), "big5", TRADITIONAL),
        (f"<meta charset=gbk><p>{CHINESE}".encode(), "utf-8", CHINESE),
        (f"<meta charset=iso-8859-1><p>{CHINESE}".encode("gbk"), "gb18030", CHINESE),
        (f"<?xml version='1.0' encoding='gb2312'?><html><p>{CHINESE}".encode("gbk"), "gb18030", CHINESE),
    ],
)
def test_encodings(raw: bytes, encoding: str, text: str) -> None:
    found = read_bytes(raw, name="a.html")
    assert (found.encoding, found.text) == (encoding, text)
    assert found.warnings == (() if encoding == "utf-8" else (f"the file is read as {encoding}, not UTF-8",))


def test_a_cut_end_is_mended() -> None:
    found = read_bytes(CHINESE.encode()[:-1], name="a.txt")
    assert (found.text, found.encoding) == (CHINESE[:-1], "utf-8")
    assert found.warnings == ("the last character of the file is cut off",)


REFUSED = {
    "nothing": (b"", "the file is empty"),
    "white space": (b" \r\n\t", "the file is empty"),
    "a mark alone": (b"\xef\xbb\xbf", "there is no text in it"),
    "tags alone": (b"<p><br></p><script>x</script>", "there is no text in it"),
    "a null": ("获\0奖".encode(), "it is binary data, not text"),
    "bytes": (bytes(range(256)), "it is binary data, not text"),
    "a PDF": (b"%PDF-1.7\n...", "this PDF is damaged"),
    "an Office document": (b"PK\x03\x04...", "it is a damaged Word document"),
    "an old Office document": (b"\xd0\xcf\x11\xe0...", "it is an Office document that is old or encrypted"),
    "a broken byte": (CHINESE.encode()[:30] + b"\xff" + CHINESE.encode()[30:], "byte 30 is not UTF-8, the rest is"),
    "Latin-1": ("Société Générale a reçu le prix".encode("latin-1"), "its encoding is none of"),
    "a lone surrogate": (b"\xff\xfe" + b"\x00\xd8a\x00", "its mark says utf-16, but byte 2 is not"),
    "half a mark": (b"\xff\xfe", "there is no text in it"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_says_why(case: str) -> None:
    raw, said = REFUSED[case]
    with pytest.raises(InputError) as caught:
        read_bytes(raw, name="a.html")
    assert caught.value.what.startswith(said)
    assert caught.value.remedy
