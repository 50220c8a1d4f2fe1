"""What may be installed, on what terms, and what of it is here."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from codeward.codesets import SYSTEMS, books
from codeward.codesets.install import catalogue, license_of, newer, offers, removable, remove
from codeward.codesets.install.installer import install_path
from codeward.errors import BookError
from tests.codesets.install.conftest import ORDER, TABULAR
from tests.codesets.install.test_archives import put


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_every_release_that_can_be_fetched_is_offered_newest_first(home: Path) -> None:
    rows = offers(home)
    assert {each.release.id for each in rows} == {row.release.id for row in catalogue.rows() if row.files}
    starts = [each.release.in_force_from for each in rows]
    assert starts == sorted(starts, reverse=True)
    assert {each.release.system for each in offers(home, "hcpcs")} == {"hcpcs"}


def test_an_offer_says_how_large_its_files_are_together_if_that_is_known(home: Path) -> None:
    by_id = {each.release.id: each for each in offers(home)}
    known = by_id["icd10cm-2026-10-01"]
    assert known.size == sum(file.size or 0 for file in known.files) == 20_923_571 + 2_192_779
    assert by_id["icd10cm-2021-10-01"].size is None


def test_what_is_here_is_told_and_titles_alone_do_not_stand_for_the_whole(home: Path, tmp_path: Path) -> None:
    def held(release: str) -> bool:
        return next(each.held for each in offers(home) if each.release.id == release)

    assert held("icd10cm-2026-04-01")  # the package has it
    install_path("icd10cm", None, put(tmp_path, "icd10cm_order_2025.txt", ORDER), home=home)
    assert not held("icd10cm-2024-10-01")
    assert not held("icd10cm-2025-10-01")
    install_path("icd10cm", "FY2026", put(tmp_path, "t.xml", TABULAR), home=home)
    assert held("icd10cm-2025-10-01")


def test_on_what_terms_files_are_had() -> None:
    assert license_of("cpt") == "licensed"
    assert {name for name in SYSTEMS if license_of(name) == "numbers"} == {
        "ncci-ptp", "ncci-mue", "add-on", "mpfs", "opps",
    }  # fmt: skip
    assert license_of("icd10cm") == license_of("guidelines") == "public"


def test_the_catalogue_says_which_releases_follow_what_is_here(home: Path, tmp_path: Path) -> None:
    today = date(2026, 11, 30)
    assert [each.id for each in newer(home, "icd10cm", today)] == ["icd10cm-2026-10-01"]
    install_path("icd10cm", "FY2027", put(tmp_path, "t.xml", TABULAR.replace(b"2026", b"2027")), home=home)
    assert newer(home, "icd10cm", today) == ()
    # Of what is not here at all only what is of use now or soon is told.
    assert [each.id for each in newer(home, "icd10cm-index", today)] == ["icd10cm-index-2026-10-01"]


def test_which_release_answers_and_which_would_without_it(home: Path, tmp_path: Path) -> None:
    day = date(2025, 11, 12)
    packaged = books.answering("icd10cm", day)
    assert packaged is not None
    assert not packaged.covers(day)
    install_path("icd10cm", "FY2026", put(tmp_path, "t.xml", TABULAR), home=home)
    found = books.answering("icd10cm", day)
    assert found is not None
    assert (found.id, found.covers(day)) == ("icd10cm-2025-10-01", True)
    assert books.open("icd10cm", on=day).release == found
    assert books.answering("icd10cm", day, without=found.id) == packaged
    assert books.answering("guidelines", day) is None


def test_what_would_be_removed_is_known_before(home: Path, tmp_path: Path) -> None:
    done = install_path("icd10cm", "FY2026", put(tmp_path, "t.xml", TABULAR), home=home)
    assert removable(done.release.id, home) == (done.path,)
    assert done.path.exists()
    assert remove(done.release.id, home).paths == (done.path,)
    with pytest.raises(BookError, match="is not installed"):
        removable(done.release.id, home)
    with pytest.raises(BookError, match="comes with a package"):
        removable("icd10cm-2026-04-01", home)
