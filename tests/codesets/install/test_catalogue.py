"""The catalogue of publishers' files: well formed, https, each release once, dates that follow one another."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

import pytest

from codeward.codesets.install import catalogue, install, remote
from codeward.codesets.install.editions import end_of
from codeward.codesets.install.recipes import asked_for
from codeward.codesets.systems import SYSTEMS
from codeward.errors import LoaderError

PUBLISHERS = {"www.cms.gov", "ftp.cdc.gov"}


def test_every_row_is_well_formed() -> None:
    rows = catalogue.rows()
    ids = [row.release.id for row in rows]
    assert len(ids) == len(set(ids))
    for row in rows:
        assert row.release.system in SYSTEMS
        assert row.release.in_force_to == end_of(row.release.system, row.release.in_force_from, quarter=True)
        for file in row.files:
            parts = urlsplit(file.url)
            assert (parts.scheme, parts.hostname in PUBLISHERS) == ("https", True)
            assert file.sha256 is None or len(file.sha256) == 64


@pytest.mark.parametrize(
    ("system", "asked", "found"),
    [
        ("icd10cm", "2026-11-12", "icd10cm-2026-10-01"),
        ("icd10cm", "2026-05-12", "icd10cm-2026-04-01"),
        ("icd10cm", "FY2026", "icd10cm-2025-10-01"),
        ("icd10pcs", "icd10pcs-2024-10-01", "icd10pcs-2024-10-01"),
        ("ncci-ptp", "2026-08-01", "ncci-ptp-2026-07-01"),
    ],
)
def test_which_release_is_fetched(system: str, asked: str, found: str) -> None:
    assert remote(system, asked_for(system, asked)).release.id == found


def test_without_a_wish_the_one_in_force_today() -> None:
    row = remote("hcpcs", asked_for("hcpcs", None))
    newest = max(r.release.in_force_from for r in catalogue.rows() if r.release.system == "hcpcs")
    assert row.release.covers(date.today()) or row.release.in_force_from == newest


def test_what_is_not_in_the_catalogue() -> None:
    for system, asked in (("cpt", None), ("mce", "FY2019"), ("icd10cm", "2050-01-01")):
        with pytest.raises(LoaderError, match="does not say where"):
            install(system, asked)
