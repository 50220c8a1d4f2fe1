"""The page of a lesson: every kind of block, nothing of a key before it is answered, few queries, light."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from codeward.curriculum import BLOCK_KINDS, Lesson
from codeward.web.courses.asks import asks_of
from codeward.web.courses.sheet import sheet_of
from tests.web.courses.conftest import sender

pytestmark = pytest.mark.django_db


def page(client: Client) -> str:
    """The page of z1."""
    response = client.get("/lessons/z1/")
    assert response.status_code == 200
    return response.content.decode()


def test_our_lesson_has_every_kind_of_block(lesson: Lesson) -> None:
    assert {block.kind for block in lesson.blocks} == set(BLOCK_KINDS)


def test_every_block_that_is_shown_is_in_the_page(client: Client) -> None:
    html = page(client)
    for said in (
        "A cough at the walk-in desk", "Two questions first", "Ms. Quill", "The way to the code", "Two ears",
        "Two that are confused", "Likely is not certain", "Open the codebook", "Worked record", "Ask the doctor",
        "Drill", "Open the chart", "2 cards to remember", "From memory", "Every cough",
    ):  # fmt: skip
        assert said.replace("Ask the doctor", "ask what the crackles mean") in html, said


def test_a_code_tells_its_title_and_leads_to_its_entry(client: Client) -> None:
    assert (
        'href="/codebook/icd10cm/R05.1?on=2026-06-01" translate="no" title="Acute cough">R05.1</a>'
        in page(client)
    )


def test_a_term_tells_its_meaning_and_a_note_stays_as_it_is_written(client: Client) -> None:
    html = page(client)
    assert re.search(r'class="term" popovertarget="term-\d+"[^>]*>billable code<', html)
    assert '<span class="verbatim" translate="no">SOB</span>' in html


def test_a_table_of_the_book_holds_its_codes(client: Client) -> None:
    html = page(client)
    for code in ("R05.1", "R05.2", "R05.3", "R05.4", "R05.8", "R05.9"):
        assert f">{code}</a></th><td>" in html


def test_nothing_of_a_key_is_in_the_page_before_it_is_answered(client: Client, lesson: Lesson) -> None:
    html = page(client)
    for item in lesson.items.values():
        for option in getattr(item, "options", ()):
            assert getattr(option, "why", "\0") not in html
    for said in (
        "While no diagnosis explains it.",
        "The provider.",
        "On May 12 you note",
        "The assessment names it.",
    ):
        assert said not in html
    # Where the look-up ends is told by nothing of its form.
    form = html.split('data-ask="lookup1"')[1].split("</form>")[0]
    assert "R05.1" not in form


def test_later_steps_of_a_record_stay_unseen(client: Client) -> None:
    html = page(client)
    assert "Mark the words that name the cough." in html
    assert "May pneumonia be coded?" not in html
    assert "step 1 of 4" in html


def test_whoever_only_looks_is_nobody(client: Client, django_user_model: type) -> None:
    page(client)
    assert not django_user_model.objects.exists()


def test_the_page_is_light_and_asks_little(
    as_alice: Client,
    client: Client,
    send: Callable[..., object],
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    send("z1-k1", "0")
    sender(as_alice)("z1-k1", "0")
    for somebody in (client, as_alice):
        page(somebody)
        with django_assert_max_num_queries(8):
            html = page(somebody)
        assert len(html.encode()) < 150_000


def test_forms_that_were_written_before_have_keys_of_the_page_and_answers_of_their_reader(
    client: Client, as_alice: Client, send: Callable[..., object]
) -> None:
    first, again = page(client), page(client)
    keys = re.compile(r'name="key" value="([^"]+)"')
    assert len(set(keys.findall(first)) | set(keys.findall(again))) == 2 * len(keys.findall(first))
    assert keys.sub("", first).count("data-ask=") == keys.sub("", again).count("data-ask=")
    before = page(as_alice)
    send("z1-k1", "1")
    assert page(client).count("ask-why-wrong") == first.count("ask-why-wrong") + 1
    assert page(as_alice).count("ask-why-wrong") == before.count("ask-why-wrong")
    sender(as_alice)("z1-k1", "0")
    assert page(as_alice).count("ask-why-right") == before.count("ask-why-right") + 1
    assert page(client).count("ask-why-right") == first.count("ask-why-right")


@pytest.mark.parametrize("lesson_id", ["nosuch", "z9"])
def test_a_lesson_that_is_not_written_is_not_found(client: Client, lesson_id: str) -> None:
    assert client.get(f"/lessons/{lesson_id}/").status_code == 404


def test_every_ask_has_a_key_of_its_own_and_a_place(lesson: Lesson) -> None:
    asks = asks_of(lesson)
    assert {"z1-p1", "z1-k1", "lookup1", "worked1-1", "worked1-4", "recall1-2", "assignment1"} <= set(asks)
    slugs = {section.slug for section in lesson.sections}
    assert {ask.section for ask in asks.values()} <= slugs
    shown = [key for section in sheet_of(lesson).sections for key in section.keys]
    assert shown == list(asks)


def test_the_page_says_what_comes_after_and_what_it_builds_on(client: Client) -> None:
    html = page(client)
    assert 'href="/lessons/w0/"' in html
    assert "Back to the program" in html


def test_a_pictures_styles_are_told_to_the_policy(client: Client) -> None:
    response = client.get("/lessons/z1/")
    html, policy = response.content.decode(), response["Content-Security-Policy"]
    nonces = set(re.findall(r'<style nonce="([^"]+)"', html))
    assert len(nonces) == 1
    assert f"'nonce-{nonces.pop()}'" in policy
    assert ' style="' not in html
    assert '<text x="30" y="64" data-s="two-ears-1">' in html
