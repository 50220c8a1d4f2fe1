"""A school that runs: what is installed or removed through its page is seen by every worker without a new start."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.web.office.books.conftest import ORDER_2025, ORDER_2026
from tests.web.serving.conftest import begun, books_ready, cache, migrated
from tests.web.serving.school import School, environment, running

__all__ = ["books_ready", "cache", "migrated"]

TITLES = "icd10cm-2024-10-01-titles"
# A director in the school's own database, signed in past the second step.
DIRECTOR = """
import django; django.setup()
from codeward.web.grants.api import Role
from tests.web.grants.cast import member
from tests.web.signed_in import with_second_step
from django.conf import settings
client = with_second_step(member(Role.DIRECTOR, "dora"))
print(settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)
"""


def director(school: School, env: dict[str, str]) -> httpx.Client:
    """Whoever sees to the books, in a browser."""
    root = Path(__file__).parents[4]
    path = os.pathsep.join([str(root), str(root / "src"), env.get("PYTHONPATH", "")])
    made = subprocess.run(
        [sys.executable, "-c", DIRECTOR], capture_output=True, text=True, check=True,
        env={**env, "PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "codeward.web.conf.django"},
    )  # fmt: skip
    name, value = made.stdout.split()[-2:]
    return httpx.Client(
        base_url=f"http://127.0.0.1:{school.port}", cookies={name: value}, timeout=30, follow_redirects=True
    )


def token(page: str) -> dict[str, str]:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found is not None
    return {"csrfmiddlewaretoken": found[1]}


def until_ended(client: httpx.Client, path: str) -> str:
    """The page of a piece of work, once it has ended."""
    for _ in range(300):
        page = client.get(path).text
        if "hx-trigger" not in page:
            return page
        time.sleep(0.1)
    raise AssertionError(page)


def send(client: httpx.Client, name: str, content: bytes) -> str:
    page = client.get("/office/books/icd10cm/").text
    answer = client.post(
        "/office/books/files/icd10cm", data=token(page), files={"files": (name, content, "text/plain")},
        headers={"Referer": str(client.base_url)},
    )  # fmt: skip
    assert answer.status_code == 200, answer.text[:500]
    return until_ended(client, answer.url.path)


def answers(client: httpx.Client, code: str) -> set[str]:
    """What the codebook says of a code on a date of the release, over many requests: every worker is asked."""
    said = set()
    for _ in range(24):
        page = client.get(f"/codebook/icd10cm/{code}?on=2024-11-12").text
        heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
        said.add(" ".join(re.sub(r"<[^>]+>", " ", heading[1] if heading else page[:200]).split()))
    return said


@pytest.fixture
def school(tmp_path: Path, cache: Path, migrated: Path) -> dict[str, str]:
    """The variables of a school with two workers."""
    return environment(begun(tmp_path / "school" / "home", migrated), cache, CODEWARD_WEB_WORKERS="2")


def test_workers_see_what_is_installed_replaced_and_removed(school: dict[str, str], tmp_path: Path) -> None:
    with running(school) as served, director(served, school) as client:
        (before,) = answers(client, "A01.0")
        assert not before.endswith(" Fever")
        assert f"{TITLES}</span>: installed" in send(client, "icd10cm_order_2025.txt", ORDER_2025)
        (installed,) = answers(client, "A01.0")
        assert installed == "A01.0 Fever"
        # Another file of the same release takes its place.
        content = ORDER_2026.replace(b"Fever\n", b"Heat\n")
        assert f"{TITLES}</span>: installed" in send(client, "icd10cm_order_2025.txt", content)
        (replaced,) = answers(client, "A01.0")
        assert replaced == "A01.0 Heat"
        assert len(list((Path(school["CODEWARD_HOME"]) / "releases").glob("icd10cm-2024*.book"))) == 1
        asked = client.get(f"/office/books/release/{TITLES}/remove").text
        answer = client.post(
            f"/office/books/release/{TITLES}/remove",
            data=token(asked),
            headers={"Referer": str(client.base_url)},
        )
        assert "removed" in until_ended(client, answer.url.path)
        assert answers(client, "A01.0") == {before}
        assert served.stop() == 0


def test_a_piece_of_a_large_file_passes_the_server(school: dict[str, str]) -> None:
    with running(school) as served, director(served, school) as client:
        fields = token(client.get("/office/books/icd10cm/").text)
        asked = {"Referer": str(client.base_url), "X-CSRFToken": fields["csrfmiddlewaretoken"]}
        begun = client.post(
            "/office/books/pieces/begin/icd10cm", data={"name": "large.zip", "size": "2000000"}, headers=asked
        ).json()
        headers = asked | {"X-Upload": begun["upload"], "Content-Type": "application/octet-stream"}
        for start in (0, begun["piece"]):
            answer = client.post(
                f"/office/books/pieces/add?file=0&from={start}",
                content=b"x" * begun["piece"],
                headers=headers,
            )
            assert answer.json() == {"there": start + begun["piece"]}
        # Whoever may not is told before anything is kept of it.
        with httpx.Client(base_url=client.base_url) as stranger:
            refused = stranger.post("/office/books/pieces/add?file=0&from=0", content=b"x" * begun["piece"])
            assert refused.status_code in (403, 404)
