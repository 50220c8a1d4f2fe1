"""`codeward pcs`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cli.conftest import Done, Run, validator
from tests.index.conftest import shared_cache

ON = ("--on", "2024-01-01")
Asked = Callable[..., Done]


@pytest.fixture(scope="session")
def asked(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Asked:
    cache = str(shared_cache(tmp_path_factory))

    def call(*arguments: str, **more: str) -> Done:
        return run("pcs", *arguments, CODEWARD_CACHE=cache, **more)

    return call


def test_completions_as_json(asked: Asked) -> None:
    done = asked("0dtj", "--json", *ON)
    validator("pcs").validate(done.json)
    answer = done.json
    assert (done.code, answer["prefix"], answer["axis"], answer["position"]) == (0, "0DTJ", "Approach", 5)
    assert [value["value"] for value in answer["values"]] == ["0", "4", "7", "8"]
    assert answer["values"][0]["derived"] is True
    assert answer["codes"] == ["0DTJ0ZZ", "0DTJ4ZZ", "0DTJ7ZZ", "0DTJ8ZZ"]
    assert answer["release"] == {
        "id": "icd10pcs-2023-10-01", "from": "2023-10-01", "to": "2024-09-30", "in_force": True,
    }  # fmt: skip


def test_a_whole_code_has_its_title(asked: Asked) -> None:
    done = asked("0DTJ4ZZ", *ON)
    assert done.out.startswith("0DTJ4ZZ  Resection of Appendix, Percutaneous Endoscopic Approach\n")
    assert done.out.endswith("Checked against ICD-10-PCS FY2024.\n")
    assert (done.code, done.err) == (0, "")


def test_any_order_and_open_positions_are_the_same(asked: Asked) -> None:
    one = asked("0?TJ", "--axis", "5=4", "--json", *ON).json
    other = asked("", "--axis", "4=J", "--axis", "1=0", "--axis", "3=t", "--axis", "5=4", "--json", *ON).json
    assert {**one, "prefix": ""} == other
    assert one["axis"] == "Body System"


@pytest.mark.parametrize(
    ("prefix", "reason", "near"),
    [
        ("0DTJ3ZZ", "3 is no value of the 5th character", "0DTJ0ZZ"),
        ("ODTJ4ZZ", "has an I or an O", "0DTJ4ZZ"),
        ("0DTJ4ZZZ", "has 8 characters", "0DTJ4ZZ"),
    ],
)
def test_what_is_not_lawful_is_explained(asked: Asked, prefix: str, reason: str, near: str) -> None:
    done = asked(prefix, "--json", *ON)
    validator("pcs").validate(done.json)
    assert done.code == 1
    assert reason in done.json["reason"]
    assert near in done.json["nearest"]
    assert reason in done.err


def test_an_edition_that_is_not_in_force_is_said_or_refused(asked: Asked) -> None:
    done = asked("0DTJ", "--json", "--on", "2026-05-12")
    assert (done.code, done.json["release"]["in_force"]) == (0, False)
    assert "icd10pcs-2023-10-01 is in force from 2023-10-01 to 2024-09-30, not on 2026-05-12" in done.err
    assert asked("0DTJ", "--strict", "--on", "2026-05-12").code == 1


def test_names_lead_to_codes(asked: Asked) -> None:
    done = asked("--find", "appendectomy", "--json", *ON)
    validator("pcs-find").validate(done.json)
    assert any("0DTJ" in each["prefixes"] for each in done.json["procedures"])
    text = asked("--find", "achilles tendon", *ON).out
    assert "body part: Achilles tendon → Lower Leg Tendon  0L.N right 0L.P left" in text
    nothing = asked("--find", "blorptangle", *ON)
    assert (nothing.code, nothing.out) == (1, "")


@pytest.mark.parametrize(
    "arguments",
    [("0D", "--axis", "x"), ("0D", "--axis", "9=1"), ("0D", "--find", "x"), ("0D", "--axis", "2=T")],
)
def test_wrong_use_is_2(asked: Asked, arguments: tuple[str, ...]) -> None:
    assert asked(*arguments, *ON).code == 2


def test_a_code_that_ended_is_not_offered_and_says_when(run: Run) -> None:
    done = run("pcs", "30233AZ", "--on", "2026-11-30", "--json")
    assert (done.code, done.json["count"]) == (1, 0)
    assert "30233AZ ended on March 31, 2026" in done.json["reason"]
    assert run("pcs", "30233AZ", "--on", "2024-01-15", "--json").json["code"] == "30233AZ"
