"""What may be given to the installer, and what is refused."""

from __future__ import annotations

import io
import lzma
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codeward.codesets.install.archives import Limits, unpacked
from codeward.errors import LoaderError
from tests.codesets.outcome import outcome

SMALL = Limits(total=100_000, ratio=20, free=1_000, entries=10)


def zipped(**files: bytes) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return raw.getvalue()


def names(path: Path, limits: Limits | None = None) -> list[tuple[str, bytes]]:
    with unpacked(path, limits) as found:
        return [(each.name, each.path.read_bytes()) for each in found]


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def refusal(path: Path, limits: Limits | None = SMALL) -> str:
    """Return what is said of a file that must be refused."""
    with pytest.raises(LoaderError) as caught, unpacked(path, limits):
        pass
    assert caught.value.way_out
    return str(caught.value)


def test_a_file_is_itself(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", b"words")
    with unpacked(path) as found:
        assert found == [(path, "a.txt")]


def test_archives_in_archives_in_a_folder(tmp_path: Path) -> None:
    inner = zipped(**{"deep/b.xml": b"<b/>"})
    put(tmp_path, "x/a.zip", zipped(**{"in.zip": inner, "c.txt": b"c", "__MACOSX/c.txt": b"m"}))
    put(tmp_path, "d.csv.xz", lzma.compress(b"1,2"))
    put(tmp_path, ".hidden", b"h")
    put(tmp_path, "empty.txt", b"")
    assert names(tmp_path) == [
        ("d.csv", b"1,2"),
        ("x/a.zip!c.txt", b"c"),
        ("x/a.zip!in.zip!deep/b.xml", b"<b/>"),
    ]


def test_nothing_stays_behind(tmp_path: Path) -> None:
    with unpacked(put(tmp_path, "a.zip", zipped(**{"c.txt": b"c"}))) as found:
        kept = found[0].path
        assert kept.exists()
    assert not kept.exists()


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "b/../../a.txt", "..\\a.txt", "C:\\a.txt"])
def test_a_path_that_leads_out(tmp_path: Path, name: str) -> None:
    assert "leads out" in refusal(put(tmp_path, "a.zip", zipped(**{name: b"x"})))


def test_a_link(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    info = zipfile.ZipInfo("link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert "a link" in refusal(path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "l").symlink_to(path)
    assert "holds no file" in refusal(tmp_path / "folder")


def test_bombs(tmp_path: Path) -> None:
    assert "unpacks to more" in refusal(put(tmp_path, "big.zip", zipped(a=bytes(200_000))))
    assert "unpacks to more" in refusal(put(tmp_path, "ratio.zip", zipped(a=bytes(90_000))))
    assert "more than 10 files" in refusal(
        put(tmp_path, "many.zip", zipped(**{str(i): b"x" for i in range(11)}))
    )
    assert "unpacks to more" in refusal(put(tmp_path, "b.xz", lzma.compress(bytes(90_000))))
    content = zipped(**{"[Content_Types].xml": b"x", "xl/sheet1.xml": bytes(90_000)})
    assert "unpacks to more" in refusal(put(tmp_path, "b.xlsx", content))


def test_a_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    raw = bytearray(zipped(a=bytes(90_000)))
    place = raw.rindex(b"PK\x01\x02")
    raw[place + 24 : place + 28] = (10).to_bytes(4, "little")
    assert "unpack" in refusal(put(tmp_path, "a.zip", bytes(raw)))


def test_too_deep(tmp_path: Path) -> None:
    raw = b"words"
    for _ in range(4):
        raw = zipped(**{"a.zip" if raw != b"words" else "a.txt": raw})
    assert "archives deep" in refusal(put(tmp_path, "a.zip", raw))


def test_what_unpacks_to_gigabytes_stops_early(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("zeros", "w", force_zip64=True) as stream,
    ):
        for _ in range(60):
            stream.write(bytes(1 << 20))
    assert "unpacks to more" in refusal(path, None)


def test_damaged(tmp_path: Path) -> None:
    whole = zipped(a=bytes(range(256)) * 4, b=b"x" * 300)
    assert "cannot be unpacked" in refusal(put(tmp_path, "cut.zip", whole[: len(whole) // 2]))
    assert "not an archive" in refusal(put(tmp_path, "not.zip", b"hello"))
    assert "cannot be unpacked" in refusal(
        put(tmp_path, "cut.xz", lzma.compress(bytes(range(256)) * 20)[:-30])
    )
    assert "cannot be read" in refusal(tmp_path / "absent.zip")
    assert "holds no file" in refusal(put(tmp_path, "e/empty.txt", b""))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cut=st.integers(0, 400), flips=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=6)
)
def test_any_damage_is_an_error_of_ours(tmp_path: Path, cut: int, flips: list[tuple[int, int]]) -> None:
    raw = bytearray(zipped(**{"a.txt": b"one two three", "b.zip": zipped(c=b"deeper" * 9)}))
    for place, value in flips:
        raw[place % len(raw)] = value
    path = put(tmp_path, "a.zip", bytes(raw[: cut or None]))
    came = outcome(lambda: names(path))
    if isinstance(came, list):
        assert came
        assert all(name.startswith("a.zip!") for name, _ in came)
    else:
        assert "a.zip" in str(came)


def test_the_page_tells_what_may_come_out() -> None:
    page = Path(__file__).parents[3] / "docs" / "how-to" / "install-releases.md"
    told = " ".join(page.read_text(encoding="utf-8").split())
    most = Limits()
    assert f"At most {most.entries:,} files and {most.total // 1_000_000:,} MB may come out" in told
    assert f"not more than {most.ratio} times what was sent, from at most {most.depth} archives" in told
