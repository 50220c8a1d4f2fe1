"""The Books page: what it shows, who sees it, what can be done there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from codeward.codesets.install.installer import install_path
from codeward.web.accounts.models import User
from codeward.web.office.books import moves, uploads
from codeward.web.office.books.models import BookHolding, BookHome, BookJob
from codeward.web.registry import Registry
from tests.codesets.install.conftest import TABULAR
from tests.codesets.install.test_archives import put
from tests.web.office.books.conftest import ORDER_2025, ORDER_2026
from tests.web.pseudo import untranslated
from tests.web.signed_in import with_second_step

pytestmark = pytest.mark.django_db(transaction=True)
TITLES = "icd10cm-2024-10-01-titles"


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return " ".join(answer.content.decode().split())


def upload(client: Client, system: str = "icd10cm", content: bytes = ORDER_2025, **fields: str) -> str:
    file = SimpleUploadedFile("icd10cm_order_2025.txt", content)
    answer = client.post(f"/office/books/files/{system}", {"files": file, **fields})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def job_of(path: str) -> BookJob:
    return BookJob.objects.get(public_id=path.rstrip("/").rpartition("/")[2])


def test_each_system_says_what_answers_today_and_on_another_date(
    as_director: Client, home: Path, tmp_path: Path
) -> None:
    install_path("icd10cm", "FY2026", put(tmp_path, "t.xml", TABULAR), home=home)
    shown = page(as_director, "/office/books/?on=2025-11-12")
    assert "In force on Nov. 12, 2025" in shown
    assert 'in force</span> <span translate="no">ICD-10-CM FY2026</span>' in shown
    assert "ICD-10-CM FY2026, April" in page(as_director, "/office/books/?on=2026-04-02")
    wrong = as_director.get("/office/books/?on=2026-13-99")
    assert wrong.status_code == 422
    assert "Give a date" in wrong.content.decode()


def test_a_newer_release_of_the_publisher_is_told_from_the_catalogue(
    as_director: Client, publisher: Path
) -> None:
    shown = page(as_director, "/office/books/")
    assert 'translate="no">ICD-10-CM FY2027</span> <span class="meta">from Oct. 1, 2026' in shown


def test_a_release_is_installed_from_its_publisher_step_by_step(
    as_director: Client, publisher: Path, work: Callable[[], None]
) -> None:
    shown = page(as_director, "/office/books/icd10cm/")
    assert '<input type="hidden" name="release" value="icd10cm-2025-10-01">' in shown
    assert "127.0.0.1</span>, " in shown
    assert "Free for everybody" in shown
    answer = as_director.post("/office/books/icd10cm/install", {"release": "icd10cm-2025-10-01"})
    path = answer["Location"]
    waiting = page(as_director, path)
    assert "It waits for its turn." in waiting
    assert 'hx-trigger="every 2s"' in waiting
    assert "Going on now" in page(as_director, "/office/books/")
    work()
    done = page(as_director, path)
    assert "It is done." in done
    assert "icd10cm-2025-10-01</span>: installed" in done
    assert "hx-trigger" not in done
    shown = page(as_director, "/office/books/icd10cm/")
    assert 'made here of <span translate="no">icd10cm-tabular-2026.xml' in shown
    assert 'value="icd10cm-2025-10-01">' not in shown
    assert "Work that has ended" in shown


def test_a_file_is_sent_and_installed(as_director: Client, work: Callable[[], None]) -> None:
    path = upload(as_director)
    assert "icd10cm_order_2025.txt" in page(as_director, path)
    work()
    assert job_of(path).state == "done"
    assert "ICD-10-CM FY2025, codes and titles" in page(as_director, "/office/books/icd10cm/")


def test_files_that_name_no_edition_take_the_one_that_was_typed(
    as_director: Client, work: Callable[[], None]
) -> None:
    file = SimpleUploadedFile("order.txt", ORDER_2025)
    answer = as_director.post("/office/books/files/icd10cm", {"files": file})
    work()
    failed = job_of(answer["Location"])
    assert failed.error.startswith("order.txt: does not say of which edition it is")
    assert failed.way_out == "Name it."
    path = upload(as_director, release="FY2025")
    work()
    assert job_of(path).state == "done"
    wrong = as_director.post(
        "/office/books/files/icd10cm",
        {"files": SimpleUploadedFile("order.txt", ORDER_2025), "release": "last year"},
    )
    assert wrong.status_code == 422
    assert "is no release of icd10cm" in wrong.content.decode()


def test_nothing_sent_is_told(as_director: Client, home: Path) -> None:
    answer = as_director.post("/office/books/files/icd10cm", {"release": ""})
    assert answer.status_code == 409
    assert "No file was sent" in answer.content.decode()
    assert not list((home / "uploads").glob("*"))


def test_too_much_is_refused_before_it_is_read_and_while_it_comes(
    as_director: Client, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_AT_ONCE", 100_000)
    sent = {"files": SimpleUploadedFile("a.zip", b"x" * 400_000)}
    assert as_director.post("/office/books/files/icd10cm", sent).status_code == 413
    # Fits by the length of the request, with what is allowed beside the files.
    monkeypatch.setattr(uploads, "MOST_AT_ONCE", 350_000)
    sent = {"files": SimpleUploadedFile("a.zip", b"x" * 400_000)}
    answer = as_director.post("/office/books/files/icd10cm", sent)
    assert answer.status_code == 413
    assert "MB were sent" in answer.content.decode()
    assert not list((home / "uploads").glob("*"))
    assert not BookJob.objects.exists()


def test_a_disk_that_is_full_is_told_before_anything_is_read(
    as_director: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "SPARE", 10**18)
    answer = as_director.post("/office/books/files/icd10cm", {"files": SimpleUploadedFile("a", b"x")})
    assert answer.status_code == 413
    assert "has too little room left" in answer.content.decode()


def test_too_many_files_are_refused(as_director: Client, home: Path) -> None:
    files = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(uploads.MOST_FILES + 1)]
    answer = as_director.post("/office/books/files/icd10cm", {"files": files})
    assert answer.status_code == 413
    assert "More than 20 files" in answer.content.decode()
    assert not list((home / "uploads").glob("*"))


def test_names_lead_nowhere(as_director: Client, home: Path, work: Callable[[], None]) -> None:
    for name in ("../../evil.txt", "..\\evil.txt", ".hidden.txt", "a\x00b.txt", "é" * 300 + ".txt"):
        upload_ = uploads.Upload()
        with upload_.open(name) as stream:
            stream.write(b"x")
        (path,) = upload_.folder.iterdir()
        assert path.parent.parent == home / "uploads"
        assert not path.name.startswith(".")
        assert len(path.name) <= 130


def test_the_upload_is_protected_from_other_sites(director: User) -> None:
    client = with_second_step(director)
    client.handler.enforce_csrf_checks = True
    answer = client.post("/office/books/files/icd10cm", {"files": SimpleUploadedFile("a", b"x")})
    assert answer.status_code == 403
    assert not BookJob.objects.exists()


def test_cpt_asks_for_the_statement(as_director: Client, home: Path) -> None:
    shown = page(as_director, "/office/books/cpt/")
    assert "This book is never fetched" in shown
    assert "This school holds the AMA’s license" in shown
    file = SimpleUploadedFile("LONGULT.txt", b"x")
    answer = as_director.post("/office/books/files/cpt", {"files": file})
    assert answer.status_code == 422
    assert "State this, or do not install the files." in answer.content.decode()
    assert not list((home / "uploads").glob("*"))
    path = upload(as_director, "cpt", b"x", licensed="on")
    assert job_of(path).licensed
    assert as_director.post("/office/books/cpt/install", {"release": "2026"}).status_code == 409


def test_an_unknown_release_or_system_is_told(as_director: Client) -> None:
    answer = as_director.post("/office/books/icd10cm/install", {"release": "nonsense"})
    assert answer.status_code == 422
    assert as_director.post("/office/books/nothing/install", {"release": "2026"}).status_code == 404
    assert as_director.get("/office/books/nothing/").status_code == 404
    assert as_director.post("/office/books/release/icd10cm-1999-10-01/verify").status_code == 404


def test_work_is_stopped_and_done_again(as_director: Client, work: Callable[[], None]) -> None:
    path = upload(as_director)
    assert as_director.post(path + "stop")["Location"] == path
    assert "It was stopped. Nothing was changed." in page(as_director, path)
    assert as_director.post(path + "stop").status_code == 302  # a repeat changes nothing
    second = as_director.post(path + "again")["Location"]
    work()
    assert job_of(second).state == "done"
    late = as_director.post(second + "stop")
    assert late.status_code == 409
    assert "It had ended already" in late.content.decode()
    assert job_of(second).state == "done"


def test_only_what_is_new_is_read_out(as_director: Client, director: User) -> None:
    path = upload(as_director)
    job = moves.claim(job_of(path).pk)
    assert job is not None
    moves.tell_step(job, "fetch", "a.zip", 5_000_000, 20_000_000)
    part = page(as_director, path + "progress?said=waiting--")
    assert 'hx-swap-oob="innerHTML"' in part
    assert 'Fetching: <span translate="no">a.zip' in part
    assert 'value="25"' in part
    again = page(as_director, path + "progress?said=running-fetch-a.zip")
    assert "hx-swap-oob" not in again
    assert 'value="25"' in again


def test_a_lost_workers_work_is_offered_again(as_director: Client) -> None:
    path = upload(as_director)
    job = moves.claim(job_of(path).pk)
    assert job is not None
    BookJob.objects.update(seen_at=timezone.now() - moves.STALE * 2)
    moves.sweep()
    shown = page(as_director, path)
    assert "was ended before it was done" in shown
    assert "Do it again</button>" in shown


def test_a_release_is_removed_in_two_steps(
    as_director: Client, home: Path, tmp_path: Path, work: Callable[[], None]
) -> None:
    done = install_path("icd10cm", None, put(tmp_path, "icd10cm_order_2025.txt", ORDER_2025), home=home)
    asked = page(as_director, f"/office/books/release/{TITLES}/remove")
    assert 'Remove <span translate="no">ICD-10-CM FY2025, codes and titles</span>?' in asked
    assert done.path.exists()
    path = as_director.post(f"/office/books/release/{TITLES}/remove")["Location"]
    work()
    assert not done.path.exists()
    assert "removed" in page(as_director, path)
    packaged = page(as_director, "/office/books/release/icd10cm-2026-04-01/remove")
    assert "comes with Codeward and cannot be removed" in packaged
    assert "Remove it</button>" not in packaged
    assert as_director.post("/office/books/release/icd10cm-2026-04-01/remove").status_code == 409


def test_what_needs_a_release_stands_on_its_page(
    as_director: Client, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from codeward.web.office.books import needs

    install_path("icd10cm", None, put(tmp_path, "icd10cm_order_2025.txt", ORDER_2025), home=home)
    monkeypatch.setattr(
        needs, "_needs", {"x": lambda release: [needs.Need("3 grades", 3, ("walk-in-cough",))]}
    )
    shown = page(as_director, f"/office/books/release/{TITLES}/remove")
    assert "3 grades" in shown
    assert "(walk-in-cough, …)" in shown
    assert "Remove it</button>" not in shown
    answer = as_director.post(f"/office/books/release/{TITLES}/remove")
    assert answer.status_code == 409
    assert "is still needed: 3 grades" in answer.content.decode()


def test_two_releases_are_compared_and_lists_of_what_they_touch_join_in(
    as_director: Client, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from codeward.web.office.books import needs

    for name, content in (("icd10cm_order_2025.txt", ORDER_2025), ("icd10cm_order_2026.txt", ORDER_2026)):
        install_path("icd10cm", None, put(tmp_path, name, content), home=home)
    newer = "icd10cm-2025-10-01-titles"
    path = f"/office/books/icd10cm/compare?a={newer}&b={TITLES}"
    shown = page(as_director, path)
    assert (
        f'href="/codebook/releases/diff?a={TITLES}&amp;b={newer}&amp;kind=added">Added</a></th><td class="num">1</td>'
        in shown
    )
    assert "What it touches" not in shown
    monkeypatch.setattr(needs, "_impacts", Registry("impacts"))
    needs.on_impact("charts", "Charts", lambda a, b: 7, lambda a, b: f"/x?{a.id}&{b.id}")
    shown = page(as_director, path)
    assert f'<a href="/x?{TITLES}&amp;{newer}">Charts</a></th><td class="num">7</td>' in shown
    assert as_director.get(f"/office/books/icd10cm/compare?a={newer}&b={newer}").status_code == 422


def test_a_damaged_book_is_told_and_can_be_verified_and_removed(
    as_director: Client, home: Path, work: Callable[[], None]
) -> None:
    bad = put(home, "releases/hcpcs-2025-10-01.f2-0123456789abcdef.book", b"nonsense")
    assert "1 damaged" in page(as_director, "/office/books/")
    assert "It cannot be read. Install it again" in page(as_director, "/office/books/hcpcs/")
    path = as_director.post("/office/books/release/hcpcs-2025-10-01/verify")["Location"]
    work()
    assert job_of(path).state == "failed"
    as_director.post("/office/books/release/hcpcs-2025-10-01/remove")
    work()
    assert not bad.exists()


def test_other_hosts_are_compared_with_this_one(
    as_director: Client, home: Path, tmp_path: Path, work: Callable[[], None]
) -> None:
    assert "Other servers" not in page(as_director, "/office/books/")
    install_path("icd10cm", None, put(tmp_path, "icd10cm_order_2025.txt", ORDER_2025), home=home)
    other = BookHome.objects.create(home="b" * 16, name="host-b", seen_at=timezone.now())
    BookHolding.objects.create(home=other, release="hcpcs-2026-10-01", book="x.book")
    shown = page(as_director, "/office/books/")
    assert f'host-b</b>: lacks <span translate="no">{TITLES}</span>; has also' in shown
    assert BookHolding.objects.filter(home_id=other.home).count() == 1


def test_looking_again_writes_nothing_down(as_director: Client, home: Path, tmp_path: Path) -> None:
    page(as_director, "/office/books/")
    before = BookHome.objects.get().seen_at
    page(as_director, "/office/books/")
    assert BookHome.objects.get().seen_at == before
    install_path("icd10cm", None, put(tmp_path, "icd10cm_order_2025.txt", ORDER_2025), home=home)
    page(as_director, "/office/books/")
    assert BookHome.objects.get().seen_at > before
    assert [row.release for row in BookHolding.objects.all()] == [TITLES]


def test_pages_are_not_kept_by_browsers(as_director: Client) -> None:
    path = upload(as_director)
    for one in ("/office/books/", "/office/books/icd10cm/", path, path + "progress"):
        assert "no-store" in as_director.get(one)["Cache-Control"]


def test_every_word_can_be_translated(
    as_director: Client, home: Path, tmp_path: Path, pseudo_locale: None, work: Callable[[], None]
) -> None:
    install_path("icd10cm", None, put(tmp_path, "icd10cm_order_2025.txt", ORDER_2025), home=home)
    path = upload(as_director, content=ORDER_2026)
    paths = ["/office/books/", "/office/books/icd10cm/", "/office/books/cpt/", path,
             f"/office/books/release/{TITLES}/remove"]  # fmt: skip
    for one in paths:
        assert untranslated(as_director.get(one).content.decode()) == [], one
    work()
    assert untranslated(as_director.get(path).content.decode()) == []
