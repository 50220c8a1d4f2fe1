"""Opening books: the release by date, compiling at first use, keeping what an old grade names."""

from __future__ import annotations

import resource
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from codeward.codesets import books
from codeward.codesets.compile.build import package_folder, write_atomically
from codeward.codesets.container.bookfile import BookFile
from codeward.codesets.container.model import Release
from codeward.codesets.icd10cm.compiler import compile_book
from codeward.codesets.releases import Packaged, packaged
from codeward.errors import BookError, BookFormatError, BookTruncated, CodewardError, NotInForce

TODAY = date(2026, 5, 12)


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A home and a cache of this test's own."""
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CODEWARD_CACHE", str(tmp_path / "cache"))
    books.close_all()
    yield tmp_path
    books.close_all()


@pytest.fixture
def ready(folders: Path, compiled: bytes) -> Path:
    """The April book as if it had been compiled before."""
    cache = folders / "cache"
    cache.mkdir()
    (cache / packaged()[0].book_name).write_bytes(compiled)
    return cache


@pytest.fixture
def october(folders: Path, sources: tuple[Path, Path]) -> Release:
    """Another release, installed as a compiled book."""
    release = Release("icd10cm-2026-10-01", "icd10cm", "FY2027 by way of trial", date(2026, 10, 1), None)
    home = folders / "home" / "releases"
    home.mkdir(parents=True)
    (home / f"{release.id}.book").write_bytes(compile_book(release, *sources))
    return release


def test_the_first_use_compiles_into_the_cache_and_the_second_does_not(folders: Path) -> None:
    book = books.open("icd10cm", TODAY)
    assert book["E11.9"].billable
    made = [path for path in (folders / "cache").iterdir() if path.suffix == ".book"]
    assert [path.name for path in made] == [packaged()[0].book_name]
    before = made[0].stat().st_mtime_ns
    books.close_all()
    assert len(books.open("icd10cm", TODAY)) == 98_505
    assert made[0].stat().st_mtime_ns == before
    assert not (folders / "home").exists()


def test_a_process_opens_a_book_once(ready: Path) -> None:
    assert books.open("icd10cm", TODAY).file is books.open("icd10cm", date(2026, 6, 1)).file


@pytest.mark.parametrize(
    ("on", "in_force"),
    [
        (date(2026, 4, 1), True),
        (date(2026, 9, 30), True),
        (date(2026, 3, 31), False),
        (date(2026, 10, 1), False),
    ],
)
def test_the_nearest_release_answers_and_says_whether_it_is_in_force(
    ready: Path, on: date, in_force: bool
) -> None:
    book = books.open("icd10cm", on)
    assert (book.release.id, book.in_force) == ("icd10cm-2026-04-01", in_force)


def test_codes_and_titles_answer_for_a_date_that_no_whole_release_covers(ready: Path) -> None:
    book = books.open("icd10cm", date(2024, 3, 1))
    assert (book.release.id, book.in_force) == ("icd10cm-2023-10-01-titles", True)
    assert book.release.titles_only
    assert sum(book[code].billable for code in book) == 74_044
    assert book["E11.9"].ancestors == ("E11", "4")
    assert (book["E11"].description, book["E11"].facts) == ("Type 2 diabetes mellitus", {"derived": True})
    assert books.open("icd10cm", date(2025, 3, 1)).release == book.release  # 152 days away; the other 396


def test_a_list_that_is_not_installed_says_how(ready: Path) -> None:
    with pytest.raises(CodewardError, match="codeward codesets install ncci-mue"):
        books.open("ncci-mue")


def test_strict_refuses_a_date_that_no_release_covers(ready: Path) -> None:
    with pytest.raises(NotInForce, match="in force from 2026-04-01 to 2026-09-30, not on 2026-10-01"):
        books.open("icd10cm", date(2026, 10, 1), strict=True)
    assert books.open("icd10cm", date(2026, 9, 30), strict=True).in_force


def test_an_installed_release_answers_for_its_dates(ready: Path, october: Release) -> None:
    assert books.open("icd10cm", date(2026, 9, 30)).release.id == "icd10cm-2026-04-01"
    assert books.open("icd10cm", date(2026, 10, 1)).release == october
    assert books.open("icd10cm").release == october
    assert [release.id for release in books.releases("icd10cm")] == [
        "icd10cm-2026-10-01",
        "icd10cm-2026-04-01",
        "icd10cm-2023-10-01-titles",
    ]


def test_of_two_releases_of_the_same_days_the_one_that_is_more_than_titles_answers(
    ready: Path, folders: Path, sources: tuple[Path, Path]
) -> None:
    """Codes and titles of FY2024 are carried; who installs that year whole is answered from the whole book."""
    titles = books.open("icd10cm", date(2024, 3, 1)).release
    whole = titles._replace(id=titles.id.removesuffix("-titles"), title="FY2024 by way of trial")
    home = folders / "home" / "releases"
    home.mkdir(parents=True)
    (home / f"{whole.id}.book").write_bytes(compile_book(whole, *sources))
    books.close_all()
    assert (whole.in_force_from, whole.in_force_to) == (titles.in_force_from, titles.in_force_to)
    for on in (date(2023, 10, 1), date(2024, 3, 1), date(2024, 9, 30), date(2023, 1, 1)):
        assert books.open("icd10cm", on).release == whole


def test_a_release_is_opened_by_the_id_that_a_grade_names(ready: Path, october: Release) -> None:
    assert books.open_release("icd10cm-2026-10-01").release == october
    april = books.open_release("icd10cm-2026-04-01", TODAY)
    assert (april.release.id, april.in_force) == ("icd10cm-2026-04-01", True)
    with pytest.raises(BookError, match=r"icd10cm-1999 is not installed|\"icd10cm-1999\" is not installed"):
        books.open_release("icd10cm-1999")


def test_an_unknown_code_system_is_a_typed_error(ready: Path) -> None:
    with pytest.raises(CodewardError, match=r"Installed: (cpt, )?(hcpcs, )?icd10cm"):
        books.open("snomed")


def test_a_kept_book_outlives_the_cache(ready: Path, folders: Path) -> None:
    kept = books.keep(books.open("icd10cm", TODAY))
    assert kept.parent == folders / "home" / "releases"
    for path in ready.iterdir():
        path.unlink()
    books.close_all()
    assert books.open("icd10cm", TODAY).file.path == kept
    assert [path for path in ready.iterdir() if path.suffix == ".book"] == []
    assert books.keep(books.open("icd10cm", TODAY)) == kept


def test_unreadable_installed_books_are_listed_with_their_reason(
    ready: Path, folders: Path, compiled: bytes
) -> None:
    releases = folders / "home" / "releases"
    releases.mkdir(parents=True)
    (releases / "icd10cm-2019-10-01.book").write_bytes(compiled[:-1])
    (releases / "icd10cm-2018-10-01.book").write_bytes(compiled[:8] + b"\x09" + compiled[9:])
    errors = {row.id: row.error for row in books.listed() if row.error}
    assert sorted(errors) == ["icd10cm-2018-10-01", "icd10cm-2019-10-01"]
    with pytest.raises(BookTruncated):
        books.open_release("icd10cm-2019-10-01")
    with pytest.raises(BookFormatError, match="format version 9"):
        books.open_release("icd10cm-2018-10-01")
    assert books.open("icd10cm", TODAY).in_force


def test_an_installed_book_that_is_replaced_is_read_again(
    ready: Path, october: Release, folders: Path
) -> None:
    path = folders / "home" / "releases" / f"{october.id}.book"
    assert books.open("icd10cm").release == october
    path.unlink()
    assert books.open("icd10cm").release.id == "icd10cm-2026-04-01"


def test_the_list_compiles_nothing(folders: Path) -> None:
    rows = books.listed()
    assert (rows[0].id, rows[0].compiled, rows[0].error) == ("icd10cm-2026-04-01", False, None)
    assert not any(row.compiled for row in rows)
    assert not (folders / "cache").exists()


OPEN = "from codeward.codesets import books; print(books.open('icd10cm')['E11.9'].code)"


def test_processes_that_start_at_once_all_get_the_book_whole(folders: Path) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", OPEN], stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    assert [process.communicate(timeout=120)[0] for process in running] == ["E11.9\n"] * 3
    names = sorted(path.name for path in (folders / "cache").iterdir())
    sums = f"{BookFile(folders / 'cache' / packaged()[0].book_name).digest.hex()[:32]}.sums"
    assert names == sorted([packaged()[0].book_name, f".{packaged()[0].book_name}.lock", sums])


MAKE = """
import sys, time
from pathlib import Path
from codeward.codesets.compile.build import write_atomically
def make():
    with open(sys.argv[2], "a") as log:
        log.write("made\\n")
    time.sleep(0.5)
    return b"whole"
write_atomically(Path(sys.argv[1]), make)
print(Path(sys.argv[1]).read_bytes())
"""


def test_of_many_processes_only_the_first_makes_the_book(folders: Path) -> None:
    arguments = [sys.executable, "-c", MAKE, str(folders / "x" / "a.book"), str(folders / "log")]
    running = [subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert {process.communicate(timeout=60)[0] for process in running} == {"b'whole'\n"}
    assert (folders / "log").read_text() == "made\n"


def test_what_a_killed_process_left_is_swept_away(folders: Path) -> None:
    left = folders / ".a.book.4711.tmp"
    left.write_bytes(b"half")
    write_atomically(folders / "a.book", lambda: b"whole")
    assert not left.exists()
    assert (folders / "a.book").read_bytes() == b"whole"


LIMITED = (
    "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000));"
    "from codeward.cli.main import main; main()"
)


def test_a_disk_that_takes_no_more_leaves_no_half_written_book(folders: Path) -> None:
    assert resource.RLIMIT_FSIZE is not None
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, "lookup", "E11.9"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert "cannot be written to" in done.stderr
    assert "CODEWARD_CACHE" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in (folders / "cache").iterdir() if not path.name.endswith(".lock")] == []


def test_a_cache_that_cannot_be_written_is_a_typed_error(folders: Path) -> None:
    (folders / "cache").write_text("a file where the folder should be")
    with pytest.raises(BookError, match=r"cannot be written to .*CODEWARD_CACHE"):
        books.open("icd10cm", TODAY)


def test_a_missing_package_is_a_typed_error_with_the_way_out(april: Packaged) -> None:
    with pytest.raises(BookError, match=r"pip install no-such-package==1\.0"):
        package_folder("no_such_package", "no-such-package", "1.0")
    assert package_folder(april.package, april.distribution, april.version).is_dir()
