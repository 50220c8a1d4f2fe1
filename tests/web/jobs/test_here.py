"""A job on a home's files is done by a worker of that home, and by no other."""

from __future__ import annotations

from pathlib import Path

import pytest
from django_tasks_db.models import DBTaskResult

from codeward.errors import CodewardError
from codeward.settings import HOME_HOLDS, HOME_ID
from codeward.web.jobs.here import home_id, queue_of
from codeward.web.jobs.worker import make_worker
from codeward.web.mail.sending import deliver
from tests.web.race import at_once


@pytest.fixture
def other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path))
    return tmp_path


def test_a_home_keeps_its_id_and_another_has_another(other: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = home_id()
    assert home_id() == first == (other / HOME_ID).read_text()
    monkeypatch.setenv("CODEWARD_HOME", str(other / "second"))
    assert home_id() != first


def test_eight_at_once_make_one_id(other: Path) -> None:
    assert len(set(at_once(8, lambda _: home_id()))) == 1


def test_a_damaged_file_is_told(other: Path) -> None:
    (other / HOME_ID).write_text("x")
    with pytest.raises(CodewardError, match="is damaged"):
        home_id()


def test_a_backup_does_not_take_the_id_along() -> None:
    assert [part.kept for part in HOME_HOLDS if part.name == HOME_ID] == [False]


@pytest.mark.django_db(transaction=True)
def test_a_worker_does_its_own_homes_jobs_and_everybodys() -> None:
    for queue in ("default", queue_of(home_id()), queue_of("anotherhome00000")):
        deliver.using(queue_name=queue).enqueue(0)
    make_worker().run()
    assert dict(DBTaskResult.objects.values_list("queue_name", "status")) == {
        "default": "SUCCESSFUL",
        queue_of(home_id()): "SUCCESSFUL",
        queue_of("anotherhome00000"): "READY",
    }
