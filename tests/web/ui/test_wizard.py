"""A form in steps: what is saved is there again, no step is skipped, and what is sent was checked as a whole."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from codeward.web.pages.gallery_forms import You
from codeward.web.ui.api import Wizard, WizardStep
from codeward.web.ui.wizard import MAX_TYPED

pytestmark = pytest.mark.django_db
ROOT = "/design/wizard/"
YOU = {"name": "Alice", "email": "alice@example.org"}
PLAN = {"way": "class", "days": ["mon", "sat"], "starts": "2026-10-01"}


def to(answer: Any) -> str:
    """Where an answer leads."""
    assert answer.status_code == 302
    return str(answer["Location"])


def test_one_goes_through_it_step_by_step_and_sends_it_once(client: Client) -> None:
    assert to(client.get(f"{ROOT}start")) == f"{ROOT}you"
    assert to(client.post(f"{ROOT}you", YOU)) == f"{ROOT}plan"
    assert to(client.post(f"{ROOT}plan", PLAN)) == f"{ROOT}review"
    review = client.get(f"{ROOT}review").content.decode()
    for said in ("Alice", "alice@example.org", "In a class", "Monday, Saturday", "Oct. 1, 2026"):
        assert said in review
    assert f'href="{ROOT}plan"' in review
    assert to(client.post(f"{ROOT}review")) == "/design"
    assert to(client.get(f"{ROOT}review")) == f"{ROOT}you"


def test_no_step_is_reached_before_those_ahead_of_it_are_answered(client: Client) -> None:
    assert to(client.get(f"{ROOT}plan")) == f"{ROOT}you"
    assert to(client.post(f"{ROOT}plan", PLAN)) == f"{ROOT}you"
    assert to(client.post(f"{ROOT}review")) == f"{ROOT}you"
    client.post(f"{ROOT}you", YOU)
    assert client.get(f"{ROOT}plan").status_code == 200
    assert to(client.get(f"{ROOT}review")) == f"{ROOT}plan"


def test_what_is_wrong_is_said_and_is_not_kept(client: Client) -> None:
    page = client.post(f"{ROOT}you", {"name": "Alice", "email": "alice@"})
    assert page.status_code == 200
    assert '<a href="#id_email">' in page.content.decode()
    assert 'value="Alice"' not in client.get(f"{ROOT}you").content.decode()


def test_one_leaves_in_the_middle_and_finds_what_was_typed_without_blame(client: Client) -> None:
    client.post(f"{ROOT}you", YOU)
    assert to(client.post(f"{ROOT}plan", {"days": ["sat"], "later": "1"})) == "/design"
    assert to(client.get(f"{ROOT}start")) == f"{ROOT}plan"
    page = client.get(f"{ROOT}plan").content.decode()
    assert "data-error-summary" not in page
    assert 'value="sat"' in page
    assert page.count("checked") == 1
    assert 'value="Alice"' in client.get(f"{ROOT}you").content.decode()


def test_an_answer_can_be_changed_from_the_review(client: Client) -> None:
    client.post(f"{ROOT}you", YOU)
    client.post(f"{ROOT}plan", PLAN)
    assert to(client.post(f"{ROOT}you", YOU | {"name": "Alicia"})) == f"{ROOT}plan"
    assert "Alicia" in client.get(f"{ROOT}review").content.decode()


def test_what_one_types_is_nobody_elses(client: Client) -> None:
    client.post(f"{ROOT}you", YOU)
    assert "Alice" not in Client().get(f"{ROOT}you").content.decode()


def test_a_step_keeps_only_its_own_fields_and_no_more_than_fits(client: Client) -> None:
    client.post(f"{ROOT}you", YOU | {"other": "x"})
    assert set(client.session["wizard-gallery"]["you"]) == {"name", "email"}
    page = client.post(f"{ROOT}you", YOU | {"name": "a" * MAX_TYPED, "later": "1"})
    assert "more than one step can keep" in page.content.decode()
    assert client.session["wizard-gallery"]["you"]["name"] == ["Alice"]


def test_steps_have_names_of_their_own() -> None:
    with pytest.raises(ValueError, match="names of their own"):
        Wizard("two", (WizardStep("a", "A", You), WizardStep("a", "B", You)))
    with pytest.raises(ValueError, match="review"):
        Wizard("taken", (WizardStep("review", "A", You),))
