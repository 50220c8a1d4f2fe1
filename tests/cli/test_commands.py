"""The other commands about books, and what all commands share."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

from tests.cli.conftest import SCHEMAS, Run, validator

ON = ("--on", "2026-05-12")
COMMANDS = [
    "lookup",
    "search",
    "index",
    "guideline",
    "pcs",
    "tree",
    "validate",
    "em",
    "units",
    "anesthesia",
    "map",
    "raf",
    "scrub",
    "drg",
    "price",
    "drill",
    "charts",
    "grade",
    "curriculum",
    "items",
    "exams",
    "serve",
    "prepare",
    "codesets",
    "books",
    "backup",
    "restore",
    "completion",
]


def test_validate_says_why_and_what_to_do(run: Run) -> None:
    done = run("validate", "E11.9", "E11", "W00.0A", "--json", *ON)
    validator("validate").validate(done.json)
    assert done.code == 1
    assert [row["reason"] for row in done.json] == [
        "billable",
        "needs_more_characters",
        "missing_placeholder",
    ]
    assert done.json[2]["suggestions"] == ["W00.0XXA"]
    assert {row["release"]["id"] for row in done.json} == {"icd10cm-2026-04-01"}


def test_validate_is_clean_where_all_are_billable(run: Run) -> None:
    done = run("validate", "-", *ON, stdin="E11.9\nI10\n")
    assert (done.code, done.err) == (0, "")
    assert done.out.count("ok ") == 2


def test_validate_on_a_date_that_no_release_covers_asks_the_list(run: Run) -> None:
    done = run("validate", "E11.9", "--json", "--on", "2026-10-01")
    validator("validate").validate(done.json)
    assert (done.code, done.json[0]["reason"], done.err) == (0, "billable", "")
    assert done.json[0]["list"] == "valid-codes-2027-03-31"
    assert done.json[0]["release"]["in_force"] is False
    assert done.json[0]["release"]["install"] == "codeward codesets install icd10cm=2026-10-01"


def test_validate_without_a_date_means_today(run: Run) -> None:
    done = run("validate", "G35", "E11.9", "--json")
    assert [row["valid"] for row in done.json] == [False, True]
    assert done.json[0]["valid_to"] == "2025-09-30"


def test_a_valid_code_without_a_title_says_how_to_get_it(run: Run) -> None:
    done = run("validate", "02HM3JZ", "02HM3KZ", "--on", "2026-11-30")
    assert done.code == 0
    assert "since April 1, 2026, but no release at hand has its title. It stands below 02H" in done.out
    assert (
        done.err
        == "codeward: The title comes with the release: codeward codesets install icd10pcs=2026-11-30\n"
    )


def test_validate_on_a_date_that_nothing_covers_says_so(run: Run) -> None:
    done = run("validate", "E11.9", "--json", "--on", "2027-06-01")
    validator("validate").validate(done.json)
    assert (done.code, done.json[0]["reason"], done.json[0]["list"]) == (1, "not_in_force", None)
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    "asked",
    [("lookup", "E11.9"), ("search", "diabetes"), ("index", "diabetes"), ("tree", "E11.9")],
    ids=lambda a: a[0],
)
def test_every_answer_for_an_uncovered_date_names_the_command_that_installs_the_release(
    run: Run, asked: tuple[str, ...]
) -> None:
    said = run(*asked, "--json", "--on", "2027-01-05").json
    validator(asked[0]).validate(said)
    release = (said[0] if isinstance(said, list) else said)["release"]
    assert release["in_force"] is False
    assert release["install"] == "codeward codesets install icd10cm=2027-01-05"
    covered = run(*asked, "--json", *ON).json
    assert "install" not in (covered[0] if isinstance(covered, list) else covered)["release"]


def test_tree_shows_what_is_above_and_below(run: Run) -> None:
    done = run("tree", "E11.2", "--json", *ON)
    validator("tree").validate(done.json)
    assert [row["code"] for row in done.json["ancestors"]] == ["E11", "E08-E13", "4"]
    assert [row["code"] for row in done.json["children"]] == ["E11.21", "E11.22", "E11.29"]
    text = run("tree", "E11.2", *ON).out.splitlines()
    assert text[0].endswith("4  Endocrine, nutritional and metabolic diseases (E00-E89)")
    assert text[-1] == "        ● E11.29  Type 2 diabetes mellitus with other diabetic kidney complication"


def test_tree_goes_as_deep_as_asked(run: Run) -> None:
    assert run("tree", "E11.2", "--depth", "0", "--json", *ON).json["children"] == []
    deep = run("tree", "E08-E13", "--depth", "3", "--json", *ON).json
    assert deep["children"][0]["children"][0]["children"][0]["code"] == "E08.00"


def test_tree_of_an_unknown_code_is_exit_code_1(run: Run) -> None:
    done = run("tree", "E11.99", *ON)
    assert (done.code, done.out) == (1, "")
    assert "Nearest: E11.9" in done.err


def test_books_list_and_verify(run: Run) -> None:
    assert run("lookup", "I10", *ON).code == 0  # compiles it
    listed = run("books", "list", "--json")
    validator("books").validate(listed.json)
    compiled = {row["id"]: row["compiled"] for row in listed.json}
    assert compiled["icd10cm-2026-04-01"] is True
    assert {"icd10cm-2023-10-01-titles", "icd10pcs-2023-10-01"} <= set(compiled)
    assert "2026-04-01 to 2026-09-30  compiled" in run("books", "list").out
    done = run("books", "verify")  # compiles those that are not there yet
    assert done.out.splitlines() == [f"ok  {each}" for each in compiled]
    verified = run("books", "verify", "--json").json
    validator("verify").validate(verified)
    assert [row["valid"] for row in verified] == [True] * len(compiled)


def test_a_book_whose_bytes_have_changed_does_not_verify(run: Run, tmp_path: Path) -> None:
    place = {"CODEWARD_CACHE": str(tmp_path / "cache"), "CODEWARD_HOME": str(tmp_path / "home")}
    assert run("lookup", "I10", *ON, **place).code == 0
    path = Path(run("books", "list", "--json", **place).json[0]["path"])
    raw = bytearray(path.read_bytes())
    raw[-5] ^= 1
    path.write_bytes(raw)
    done = run("books", "verify", "icd10cm-2026-04-01", **place)
    assert (done.code, done.out) == (1, "")
    assert "its digest is not the one it was compiled with" in done.err
    assert str(path) in done.err


def test_a_truncated_book_of_ours_is_made_again(run: Run, tmp_path: Path) -> None:
    place = {"CODEWARD_CACHE": str(tmp_path / "cache"), "CODEWARD_HOME": str(tmp_path / "home")}
    assert run("lookup", "I10", *ON, **place).code == 0
    path = Path(run("books", "list", "--json", **place).json[0]["path"])
    whole = path.read_bytes()
    path.write_bytes(whole[:100_000])
    done = run("lookup", "I10", *ON, **place)
    assert (done.code, done.out.splitlines()[0]) == (0, "I10  Essential (primary) hypertension")
    assert path.read_bytes() == whole


def test_an_unknown_command_names_the_nearest(run: Run) -> None:
    done = run("lokup", "E11.9")
    assert (done.code, done.out) == (2, "")
    assert done.err == 'codeward: there is no command "lokup". Did you mean lookup? See codeward --help.\n'


def test_help_lists_every_command_without_importing_one(run: Run) -> None:
    done = run("--help")
    assert done.code == 0
    assert [
        line.split()[0] for line in done.out.split("Commands:\n")[1].splitlines() if line.strip()
    ] == COMMANDS


@pytest.mark.parametrize("command", [c for c in COMMANDS if c not in ("serve", "backup", "restore")])
def test_every_command_has_help(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Usage: codeward {command}")


@pytest.mark.parametrize("command", ["serve", "backup", "restore"])
def test_the_schools_commands_are_handed_over(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert done.code == 0
    assert command in done.out


def test_the_version_is_the_packages(run: Run) -> None:
    assert run("--version").out.split()[-1] == version("codeward")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_name_the_program(run: Run, shell: str) -> None:
    done = run("completion", shell)
    assert (done.code, done.err) == (0, "")
    assert "_CODEWARD_COMPLETE" in done.out
    assert shell in done.out


def test_completion_completes_commands(run: Run) -> None:
    more = {"_CODEWARD_COMPLETE": "bash_complete", "COMP_WORDS": "codeward val", "COMP_CWORD": "1"}
    assert run(**more).out.strip() == "plain,validate"


def test_a_lookup_is_completed_too(run: Run) -> None:
    more = {"_CODEWARD_COMPLETE": "bash_complete", "COMP_WORDS": "codeward lookup --st", "COMP_CWORD": "2"}
    assert run("lookup", **more).out.strip() == "plain,--strict"


def test_every_schema_is_a_schema_and_is_used() -> None:
    names = {path.name.split(".")[0] for path in SCHEMAS.glob("*.schema.json")}
    used = "".join(path.read_text() for path in Path(__file__).parents[1].rglob("test_*.py"))
    assert len(names) > 20
    assert [name for name in names if f'"{name}"' not in used and f"{name}.schema.json" not in used] == []
    assert all(validator(name).schema["title"] for name in names)


def test_an_undotted_code_is_that_of_the_book_that_writes_it_so_and_the_other_is_told(run: Run) -> None:
    done = run("validate", "G0439", "J1100", "--on", "2026-05-12", "--json")
    assert [(row["asked"], row["system"]) for row in done.json] == [("G0439", "hcpcs"), ("J1100", "hcpcs")]
    assert "G0439 is read as hcpcs; it is also G04.39 of icd10cm: give --system icd10cm" in done.err
    assert run("lookup", "G0439", "--on", "2026-05-12", "--json").json[0]["system"] == "hcpcs"
    assert run("validate", "G0439", "--system", "icd10cm", "--json").json[0]["system"] == "icd10cm"
