"""A school's own charts are taught beside Codeward's."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from codeward import settings
from codeward.curriculum import charts_folder
from codeward.web.charts import snapshots
from codeward.web.charts.models import Attempt
from codeward.web.command import _parser
from codeward.web.learning.api import ContentVersion
from tests.web.charts.conftest import CHART, add, post

pytestmark = pytest.mark.django_db
THEIRS = f"north:{CHART}"


@pytest.fixture
def _two_packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    shutil.copytree(charts_folder() / CHART, tmp_path / "north" / CHART)
    monkeypatch.setenv(settings.CURRICULUM, str(tmp_path / "north"))
    snapshots.curriculum.cache_clear()
    yield
    snapshots.curriculum.cache_clear()
    snapshots.version_of.cache_clear()


@pytest.mark.usefixtures("_two_packs")
def test_a_schools_chart_is_listed_coded_and_graded_apart_from_ours(as_alice: Client) -> None:
    assert f'href="/charts/{THEIRS}/"' in as_alice.get("/charts/").content.decode()
    assert as_alice.get(f"/charts/{THEIRS}/").status_code == 200
    for chart_id in (CHART, THEIRS):
        state = as_alice.post(f"/charts/{chart_id}/start", {}, content_type="application/json").json()
        assert post(as_alice, state["operations_url"], add("R05.1")).status_code == 200
    attempt = Attempt.objects.get(chart_id=THEIRS)
    assert Attempt.objects.filter(chart_id=CHART).count() == 1
    handed_in = as_alice.post(f"/attempts/{attempt.public_id}/submit", follow=True)
    assert handed_in.status_code == 200
    assert handed_in.redirect_chain
    assert ContentVersion.objects.get(digest=attempt.snapshot_id).files["pack.yaml"] == "id: north\n"


def test_an_unknown_pack_is_no_page(client: Client) -> None:
    assert client.get("/charts/north:walk-in-cough/").status_code == 404
    assert client.get("/charts/a:b:c/").status_code == 404


def test_serve_takes_folders_of_charts() -> None:
    asked = _parser().parse_args(["serve", "--curriculum", "a", "--curriculum", "b"])
    assert asked.curriculum == [Path("a"), Path("b")]
    assert _parser().parse_args(["serve"]).curriculum is None
