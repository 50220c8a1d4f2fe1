"""The JSON page: every schema is there, every example fits its schema, and so does what is printed."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from codeward.charts import Answer, load_curriculum
from codeward.codesets import books
from codeward.curriculum import content_folder
from codeward.grading import Row, grade, outcome
from codeward.grading.model import Verdict
from tests.docs.pages import DOCS, blocks, headings
from tests.grading.claims import answered, office, stay

# One lesson: the whole curriculum is proved elsewhere.
LESSON = content_folder() / "lessons" / "w0"
PAGE = DOCS / "reference" / "json.md"
SCHEMAS = sorted((DOCS / "reference" / "schemas").glob("*.json"))
NAMES = [path.name.removesuffix(".schema.json") for path in SCHEMAS]


@cache
def validator(schema: str) -> Draft202012Validator:
    loaded = json.loads((DOCS / "reference" / "schemas" / f"{schema}.schema.json").read_text())
    Draft202012Validator.check_schema(loaded)
    return Draft202012Validator(loaded)


def faults(schema: str, value: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator(schema).iter_errors(value)]


def test_every_schema_has_its_section_and_its_link() -> None:
    text = PAGE.read_text()
    assert [
        name for name in NAMES if name not in headings(PAGE) or f"(schemas/{name}.schema.json)" not in text
    ] == []


def test_every_example_fits_the_schema_of_its_section() -> None:
    lines = PAGE.read_text().splitlines()
    found = {}
    for line, block in blocks(PAGE, "json"):
        section = next(text[3:] for text in reversed(lines[:line]) if text.startswith("## "))
        found[section] = faults(section, json.loads(block))
    assert found == {name: [] for name in NAMES if name != "chart"}


@pytest.mark.parametrize(
    ("schema", "command"),
    [
        ("curriculum", ["curriculum", "check", str(LESSON)]),
        ("verify", ["books", "verify"]),
        ("books", ["books", "list"]),
    ],
)
def test_what_is_printed_fits(schema: str, command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(["codeward", *command, "--json"], env=environment, capture_output=True, check=True)
    printed = json.loads(done.stdout)
    assert faults(schema, printed) == []
    listed = len(books.releases()) + 1  # the list of valid codes stands among the books
    assert len(printed) == (0 if schema == "curriculum" else listed)


def test_every_chart_and_its_grades_fit() -> None:
    for chart in load_curriculum().charts.values():
        assert faults("chart", chart.to_json()) == []
        assert faults("chart", chart.to_json(key=True)) == []
        turned = Answer.of(*[line.code for line in reversed(chart.key.lines)], "XXX", queries=("why?",))
        for answer in (Answer(), turned):
            assert faults("grade", json.loads(json.dumps(grade(chart, answer).to_json()))) == []
            assert faults("answer", answer.to_json()) == []


def test_a_whole_claim_and_what_it_does_fit() -> None:
    for chart in (stay(), office()):
        for without in ((), ("p1", "d2")):
            answer = answered(chart, without, p3={"date": None})
            assert faults("grade", json.loads(json.dumps(grade(chart, answer).to_json()))) == []
            assert faults("outcome", json.loads(json.dumps(outcome(chart, answer).to_json()))) == []


def test_every_verdict_is_on_the_page_and_in_the_schema() -> None:
    verdicts = Verdict.__args__  # type: ignore[attr-defined]
    schema = json.loads((DOCS / "reference" / "schemas" / "grade.schema.json").read_text())
    assert schema["properties"]["rows"]["items"]["properties"]["verdict"]["enum"] == list(verdicts)
    assert [verdict for verdict in verdicts if f"`{verdict}`" not in PAGE.read_text()] == []
    assert Row.__annotations__["verdict"] == "Verdict"
