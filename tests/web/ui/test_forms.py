"""Form parts: errors lead to their fields, groups are fieldsets, a switch is told as one, days are ISO 8601."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

import pytest
from django import forms
from django.template import Context, Template

from codeward.web.ui.api import CheckboxGroup, DateField, DateTimeField, RadioGroup, Switch, TimeField

WAYS = [("self", "On my own"), ("class", "In a class")]


class Sample(forms.Form):
    """A field of each kind."""

    name = forms.CharField(label="Name")
    way = forms.ChoiceField(label="Way", choices=WAYS, widget=RadioGroup(hints={"class": "Two evenings."}))
    days = forms.MultipleChoiceField(
        label="Days", choices=[("1", "Monday"), ("2", "Tuesday")], widget=CheckboxGroup()
    )
    mails = forms.BooleanField(label="Mails", required=False, widget=Switch())
    first = DateField(label="First day")
    at = TimeField(label="Time of day")
    exam = DateTimeField(label="Exam", help_text="Time in Chicago.")


def render(source: str, **context: Any) -> str:
    """A template with the tags of the look."""
    return Template("{% load ui %}" + source).render(Context(context))


def test_the_summary_leads_to_each_field_that_is_wrong() -> None:
    html = render("{% fields form %}", form=Sample({}))
    links = re.findall(r'<li><a href="#([\w-]+)">([^<]+)</a>', html)
    assert links == [
        ("id_name", "Name"), ("id_way_0", "Way"), ("id_days_0", "Days"),
        ("id_first", "First day"), ("id_at", "Time of day"), ("id_exam_0", "Exam"),
    ]  # fmt: skip
    assert all(f'id="{target}"' in html for target, _ in links)
    assert "6 things to fix" in html
    assert html.index("data-error-summary") < html.index('id="id_name"')
    assert render("{% error_summary form %}", form=Sample()).strip() == ""


def test_what_belongs_to_no_field_comes_first_and_is_escaped() -> None:
    form = Sample({"name": "A"})
    form.add_error(None, "No <b> here.")
    html = render("{% error_summary form %}", form=form)
    assert html.index("No &lt;b&gt; here.") < html.index("#id_way_0")


def test_a_group_is_a_fieldset_with_its_legend_and_hints() -> None:
    html = render("{% field form.way %}", form=Sample())
    assert re.search(r'<fieldset class="field field-group" role="radiogroup">\s*<legend>Way</legend>', html)
    assert '<label for="id_way_0">On my own</label>' in html
    assert re.search(
        r'<input[^>]*id="id_way_1"[^>]*aria-describedby="id_way_1-hint"|aria-describedby="id_way_1-hint"[^>]*id="id_way_1"',
        html,
    )
    assert 'id="id_way_1-hint">Two evenings.' in html
    assert "checked" not in html


def test_a_group_that_is_wrong_says_so_and_says_where_it_is_told() -> None:
    form = Sample({"name": "A"})
    radios, boxes = render("{% field form.way %}", form=form), render("{% field form.days %}", form=form)
    assert 'aria-invalid="true" aria-describedby=" id_way-error"' in radios
    assert 'id="id_way-error"' in radios
    assert boxes.count('aria-invalid="true"') == 2
    assert "required" not in re.findall(r"<input[^>]*>", boxes)[0]


def test_a_switch_is_told_as_a_switch_with_its_word() -> None:
    html = render("{% field form.mails %}", form=Sample(initial={"mails": True}))
    (control,) = re.findall(r"<input[^>]*>", html)
    assert all(part in control for part in ('type="checkbox"', 'role="switch"', 'class="switch"', "checked"))
    assert '<label for="id_mails">Mails</label>' in html
    assert re.search(r'aria-hidden="true"><span>On</span><span>Off</span>', html)


def test_days_and_times_are_shown_and_read_as_iso_8601() -> None:
    begun = {"first": date(2026, 10, 1), "at": time(14, 30)}
    html = render("{% field form.first %}{% field form.at %}", form=Sample(initial=begun))
    assert re.search(r'<input type="date"[^>]*value="2026-10-01"', html)
    assert re.search(r'<input type="time"[^>]*value="14:30"', html)
    sent = Sample({"first": "2026-10-01", "at": "14:30", "exam_0": "2026-11-02", "exam_1": "09:00"})
    assert not {"first", "at", "exam"} & set(sent.errors)
    assert sent.cleaned_data["exam"].isoformat().startswith("2026-11-02T09:00:00")


def test_a_moment_has_a_label_for_its_day_and_one_for_its_time() -> None:
    html = render("{% field form.exam %}", form=Sample({"exam_0": "2026-02-30", "exam_1": "9"}))
    assert re.findall(r'<label for="(id_exam_\d)">(\w+)</label>', html) == [
        ("id_exam_0", "Date"),
        ("id_exam_1", "Time"),
    ]
    assert re.search(r'<input type="date" name="exam_0" value="2026-02-30"', html)
    assert "Enter a day that exists" in html
    assert "Enter a time, such as 14:30." in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "sent", "target"),
    [
        ("/accounts/signup/", {"email": "no-address"}, "id_email"),
        ("/accounts/login/", {}, "id_login"),
        ("/accounts/password/reset/", {"email": "no"}, "id_email"),
    ],
)
def test_the_forms_of_the_door_have_the_summary(
    client: Any, address: str, sent: dict[str, str], target: str
) -> None:
    html = client.post(address, sent).content.decode()
    assert "data-error-summary" in html
    assert f'<a href="#{target}">' in html
    assert f'id="{target}"' in html


@pytest.mark.django_db
def test_the_forms_of_the_account_have_it_too(as_alice: Any) -> None:
    profile = as_alice.post("/account/profile", {"time_zone": "Mars/Olympus"}).content.decode()
    assert '<a href="#id_time_zone">Time zone</a>' in profile
    mails = as_alice.post("/notices/settings", {"quiet_from": "25:00"}).content.decode()
    assert '<a href="#id_quiet_from">' in mails
