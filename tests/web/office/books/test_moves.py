"""Work on books: asked once, done once, stopped, lost, done again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from codeward.codesets import books
from codeward.codesets.install.installer import install_path
from codeward.web.accounts.models import User
from codeward.web.audit.api import AuditRow
from codeward.web.jobs.api import home_id, queue_of
from codeward.web.notices.api import Notice
from codeward.web.office.books import asking, moves, uploads
from codeward.web.office.books.models import BookJob
from tests.codesets.install.conftest import Trickle
from tests.codesets.install.test_archives import put
from tests.web.office.books.conftest import ORDER_2025

pytestmark = pytest.mark.django_db(transaction=True)
State = BookJob.State
ID = "icd10cm-2024-10-01-titles"


def sent(name: str = "icd10cm_order_2025.txt", content: bytes = ORDER_2025) -> uploads.Upload:
    upload = uploads.Upload()
    with upload.open(name) as stream:
        stream.write(content)
    return upload


def ask(by: User, content: bytes = ORDER_2025) -> BookJob:
    return asking.put(by, "icd10cm", "", sent(content=content), licensed=False)


def test_a_file_becomes_a_book_that_is_checked_and_the_upload_goes(
    director: User, home: Path, work: Callable[[], None]
) -> None:
    job = ask(director)
    assert (job.state, job.files, job.home) == (State.WAITING, "icd10cm_order_2025.txt", home_id())
    assert DBTaskResult.objects.get().queue_name == queue_of(home_id())
    work()
    job.refresh_from_db()
    assert (job.state, job.error, job.step) == (State.DONE, "", "check")
    (outcome,) = job.outcomes.all()
    assert (outcome.kind, outcome.release) == ("installed", ID)
    assert (home / "releases" / outcome.book).is_file()
    assert books.open_release(ID)["A01.0"].description == "Fever"
    assert list((home / "uploads").iterdir()) == []


def test_each_act_leaves_a_row_and_whoever_asked_is_told(director: User, work: Callable[[], None]) -> None:
    job = ask(director)
    work()
    rows = AuditRow.objects.filter(thing_kind="release").order_by("pk")
    assert [row.act for row in rows] == ["office.book_install_asked", "office.book_installed"]
    assert {row.actor for row in rows} == {director.public_id}
    notice = Notice.objects.get()
    assert (notice.person, notice.url) == (director, f"/office/books/work/{job.public_id}/")


def test_what_the_installer_refuses_is_told_without_folders_and_the_files_stay_for_a_day(
    director: User, work: Callable[[], None]
) -> None:
    job = asking.put(director, "hcpcs", "", sent(), licensed=False)
    work()
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "holds no file for HCPCS Level II; found: ICD-10-CM order file of 2025" in job.error
    assert job.error.startswith("icd10cm_order_2025.txt: holds no")
    assert job.way_out == "Give the HCPCS Level II file. What is there is for ICD-10-CM."
    assert "/" not in job.error
    assert job.upload not in job.error
    assert uploads.folder_of(job.upload).is_dir()
    second = asking.again(director, job)
    assert (second.pk != job.pk, second.upload) == (True, job.upload)


def test_the_same_asked_twice_is_one_piece_of_work(director: User, publisher: Path) -> None:
    first = asking.fetch(director, "icd10cm", "icd10cm-2025-10-01")
    again = asking.fetch(director, "icd10cm", "icd10cm-2025-10-01")
    assert again == first
    assert BookJob.objects.count() == DBTaskResult.objects.count() == 1
    with pytest.raises(asking.BooksBusy, match="Other work on ICD-10-CM"):
        asking.verify(director, "icd10cm", "icd10cm-2025-10-01")


def test_a_release_comes_from_its_publisher(
    director: User, publisher: Path, work: Callable[[], None]
) -> None:
    job = asking.fetch(director, "icd10cm", "icd10cm-2025-10-01")
    work()
    job.refresh_from_db()
    assert (job.state, job.error) == (State.DONE, "")
    assert books.open_release("icd10cm-2025-10-01")["A00.0"].description == "Cholera due to one"
    assert job.done == job.total or job.step == "check"


def test_a_publisher_that_gives_another_file_is_refused(
    director: User, publisher: Path, work: Callable[[], None]
) -> None:
    (publisher / "icd10cm-tabular-2026.xml").write_bytes(b"x")
    job = asking.fetch(director, "icd10cm", "icd10cm-2025-10-01")
    work()
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "has 1 bytes" in job.error
    assert "--" not in job.way_out


def test_work_is_taken_once(director: User) -> None:
    job = ask(director)
    taken = moves.claim(job.pk)
    assert taken is not None
    assert moves.claim(job.pk) is None
    assert moves.end(taken, State.DONE)
    assert not moves.end(taken, State.FAILED, error="too late")
    job.refresh_from_db()
    assert (job.state, job.error) == (State.DONE, "")


def test_what_waits_is_stopped_at_once(director: User, work: Callable[[], None]) -> None:
    job = ask(director)
    assert moves.cancel(job, director)
    assert job.state == State.CANCELLED
    work()
    job.refresh_from_db()
    assert job.state == State.CANCELLED
    assert not moves.cancel(job, director)
    assert AuditRow.objects.filter(act="office.book_stop_asked").count() == 1


def test_what_runs_is_stopped_when_its_worker_sees_it(director: User) -> None:
    job = moves.claim(ask(director).pk)
    assert job is not None
    assert moves.go_on(job)
    assert moves.cancel(job, director)
    assert not moves.go_on(job)
    assert moves.end(job, State.CANCELLED)
    assert not moves.end(job, State.DONE)


def test_an_installation_is_stopped_while_its_file_comes(
    director: User, home: Path, slow_publisher: None, work: Callable[[], None]
) -> None:
    job = asking.fetch(director, "icd10cm", "icd10cm-2025-10-01")

    def worker() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=worker)
    thread.start()
    try:
        for _ in range(200):
            job.refresh_from_db()
            if job.step == "fetch" and job.done:
                break
            time.sleep(0.05)
        assert (job.state, job.total) == (State.RUNNING, 100_000_000)
        assert moves.cancel(job, director)
    finally:
        thread.join(30)
    job.refresh_from_db()
    assert job.state == State.CANCELLED
    assert 0 < Trickle.given < Trickle.drops  # it did not wait for what was still to come
    assert not list((home / "releases").glob("*.book"))
    assert AuditRow.objects.filter(act="office.book_stopped").count() == 1


def test_a_worker_that_is_gone_is_found_and_its_work_is_done_again(
    director: User, work: Callable[[], None]
) -> None:
    job = moves.claim(ask(director).pk)
    assert job is not None
    assert moves.sweep() == 0
    BookJob.objects.update(seen_at=timezone.now() - moves.STALE - timedelta(seconds=1))
    assert moves.sweep() == 1
    assert moves.sweep() == 0
    assert not moves.go_on(job)
    job.refresh_from_db()
    assert (job.state, job.ended_at is not None) == (State.LOST, True)
    assert job.way_out == "Nothing was changed by halves. Do it again."
    second = asking.again(director, job)
    work()
    second.refresh_from_db()
    assert second.state == State.DONE


def test_one_that_was_being_stopped_when_its_worker_died_is_stopped(director: User) -> None:
    job = moves.claim(ask(director).pk)
    assert job is not None
    moves.cancel(job, director)
    BookJob.objects.update(seen_at=timezone.now() - moves.STALE - timedelta(seconds=1))
    assert moves.sweep() == 1
    job.refresh_from_db()
    assert job.state == State.CANCELLED


def test_a_clock_that_was_set_back_keeps_nothing_running_for_ever(director: User) -> None:
    moves.claim(ask(director).pk)
    BookJob.objects.update(seen_at=timezone.now() + timedelta(days=40))
    assert moves.sweep() == 1


def test_another_runs_words_are_not_heard(director: User) -> None:
    job = moves.claim(ask(director).pk)
    assert job is not None
    BookJob.objects.filter(pk=job.pk).update(run="another")
    moves.tell_step(job, "compile", "x")
    assert not moves.go_on(job)
    assert not moves.end(job, State.DONE)
    job.refresh_from_db()
    assert (job.state, job.step) == (State.RUNNING, "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "odd"},
        {"kind": "odd"},
        {"step": "odd"},
        {"state": "done"},
        {"state": "running"},
        {"state": "failed", "ended_at": timezone.now()},
        {"source": "publisher"},
        {"done": 5, "total": 4},
        {"error": "x"},
        {"kind": "verify"},
    ],
    ids=", ".join,
)
def test_the_database_refuses_what_cannot_be(director: User, wrong: dict[str, object]) -> None:
    job = ask(director)
    with pytest.raises(IntegrityError), transaction.atomic():
        BookJob.objects.filter(pk=job.pk).update(**wrong)


def test_a_book_is_verified_and_a_damaged_one_is_told(
    director: User, home: Path, tmp_path: Path, work: Callable[[], None]
) -> None:
    done = install_path("icd10cm", None, put(tmp_path, "icd10cm_order_2025.txt", ORDER_2025), home=home)
    good = asking.verify(director, "icd10cm", ID)
    work()
    good.refresh_from_db()
    assert (good.state, [one.kind for one in good.outcomes.all()]) == (State.DONE, ["verified"])
    data = bytearray(done.path.read_bytes())
    data[-1] ^= 1
    done.path.write_bytes(data)
    books.close_all()
    bad = asking.verify(director, "icd10cm", ID)
    work()
    bad.refresh_from_db()
    assert bad.state == State.FAILED
    assert bad.error.endswith(" is damaged.")
    assert bad.way_out == "Install it again: the damaged book is replaced."
    repaired = ask(director)
    work()
    repaired.refresh_from_db()
    assert repaired.state == State.DONE
    books.close_all()
    books.open_release(ID).verify()


@pytest.mark.shared
def test_a_real_release_is_installed_as_its_publisher_gives_it(
    director: User, shared: Path, work: Callable[[], None]
) -> None:
    name = "icd10cm-order-2025.txt.xz"
    job = asking.put(
        director, "icd10cm", "", sent(name, (shared / "icd10cm_releases" / name).read_bytes()), licensed=False
    )
    work()
    job.refresh_from_db()
    assert (job.state, job.error, job.step) == (State.DONE, "", "check")
    book = books.open("icd10cm", on=date(2024, 11, 12))
    assert (book.release.id, book.in_force, len(book)) == (ID, True, 97_606)
    assert book["E11.9"].description == "Type 2 diabetes mellitus without complications"


def test_a_release_that_something_needs_stays(
    director: User, home: Path, tmp_path: Path, work: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    from codeward.web.office.books import needs

    done = install_path("icd10cm", None, put(tmp_path, "icd10cm_order_2025.txt", ORDER_2025), home=home)
    standing: list[needs.Need] = [needs.Need("3 grades", 3, ("walk-in-cough",))]
    monkeypatch.setattr(needs, "_needs", {"charts": lambda release: standing if release.id == ID else []})
    with pytest.raises(needs.BooksRefused, match="is still needed: 3 grades"):
        asking.remove(director, "icd10cm", ID)
    assert not BookJob.objects.exists()
    kept, standing = standing, []
    job = asking.remove(director, "icd10cm", ID)
    standing = kept  # needed again between the page and the work
    work()
    job.refresh_from_db()
    assert (job.state, done.path.exists()) == (State.FAILED, True)
    standing = []
    second = asking.again(director, job)
    work()
    second.refresh_from_db()
    assert (second.state, done.path.exists()) == (State.DONE, False)


def test_who_began_with_a_release_a_moment_before_keeps_it(
    director: User, home: Path, tmp_path: Path, work: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    from codeward.web.office.books import needs

    done = install_path("icd10cm", None, put(tmp_path, "icd10cm_order_2025.txt", ORDER_2025), home=home)
    job = asking.remove(director, "icd10cm", ID)
    asked: list[bool] = []

    def needed(release: object) -> list[needs.Need]:
        asked.append(done.path.exists())
        return [] if asked[-1] else [needs.Need("1 attempt", 1)]  # written down while it was hidden

    monkeypatch.setattr(needs, "_needs", {"charts": needed})
    work()
    job.refresh_from_db()
    assert (job.state, asked) == (State.FAILED, [True, False])
    assert done.path.exists()
    assert books.open_release(ID)["A00.0"]


def test_a_removal_that_was_cut_short_is_undone(home: Path, tmp_path: Path) -> None:
    from codeward.codesets.install import set_aside
    from codeward.web.office.books import chores

    done = install_path("icd10cm", None, put(tmp_path, "icd10cm_order_2025.txt", ORDER_2025), home=home)
    (hidden,) = set_aside(ID, home)
    chores.clear()
    assert hidden.exists()
    assert not done.path.exists()
    import time_machine

    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        chores.clear()
    assert (hidden.exists(), done.path.exists()) == (False, True)


def test_cpt_is_never_fetched_and_asks_for_the_licensees_statement(director: User) -> None:
    with pytest.raises(asking.BooksRefused, match="CPT is not fetched"):
        asking.fetch(director, "cpt", "cpt-2026-01-01")
    upload = sent("LONGULT.txt", b"x")
    with pytest.raises(asking.BooksRefused, match="CPT belongs to its publisher"):
        asking.put(director, "cpt", "2026", upload, licensed=False)
    assert not upload.folder.exists()
    job = asking.put(director, "cpt", "2026", sent("LONGULT.txt", b"x"), licensed=True)
    assert job.licensed
    row = AuditRow.objects.get(act="office.book_install_asked")
    assert row.changed["license_stated"] == [None, True]
