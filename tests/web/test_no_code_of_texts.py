"""No text becomes code: no SQL, command, markup, pattern or format is built of what somebody sent (ASVS 1.2, 1.3).

ruff's rules of safety (S) look at each call; here it is held that they are on, that what they let pass is known,
and what they do not look at.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "codeward"
PYTHON = {
    path.relative_to(SOURCE).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(SOURCE.rglob("*.py"))
}
SCRIPTS = [path for path in sorted((SOURCE / "web").rglob("*.js")) if not path.name.startswith("htmx")]
PATTERNS = {"compile", "search", "match", "fullmatch", "sub", "split", "findall", "finditer"}


def calls(text: str) -> Iterator[tuple[ast.Call, str, str]]:
    """Every call with what it is called on and by which name: `a.b(c)` gives "a", "b"."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node, ast.unparse(node.func.value), node.func.attr
            elif isinstance(node.func, ast.Name):
                yield node, "", node.func.id


def files(wanted: Callable[[ast.Call, str, str], bool], below: str = "") -> set[str]:
    """The files that hold such a call."""
    return {
        name
        for name, text in PYTHON.items()
        if name.startswith(below) and any(wanted(*call) for call in calls(text))
    }


def let_pass(rule: str) -> set[str]:
    """The files in which ruff is told to let a rule pass."""
    return {name for name, text in PYTHON.items() if re.search(rf"# noqa: [^#\n]*\b{rule}\b", text)}


def built(node: ast.expr) -> bool:
    """Whether a text is put together of others."""
    return isinstance(node, ast.JoinedStr | ast.BinOp) or (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("format", "join")
    )


def of_text(node: ast.Call, on: str, name: str) -> bool:
    """Whether a call runs a text as code or as a template."""
    return (
        (not on and name in ("eval", "exec", "compile", "Template", "__import__"))
        or (on == "pickle" and name.startswith("load"))
        or name in ("from_string", "literal_eval")
        or (on == "yaml" and name in ("unsafe_load", "full_load"))
    )


def shell(node: ast.Call, on: str, name: str) -> bool:
    """Whether a call hands a line to a shell."""
    return (on == "os" and name in ("system", "popen")) or any(
        one.arg == "shell" and not (isinstance(one.value, ast.Constant) and one.value.value is False)
        for one in node.keywords
    )


def sql(node: ast.Call, on: str, name: str) -> bool:
    """Whether a statement is put together."""
    return name in ("execute", "executemany", "executescript") and bool(node.args) and built(node.args[0])


def pattern(node: ast.Call, on: str, name: str) -> bool:
    """Whether a pattern is not written out."""
    return on == "re" and name in PATTERNS and not isinstance(node.args[0], ast.Constant)


def test_the_rules_of_safety_are_on() -> None:
    ruff = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    assert "S" in ruff["select"]
    assert {one for one in ruff["ignore"] if one.startswith("S") and one[1:].isdigit()} == {"S101", "S610"}
    assert {where for where, rules in ruff["per-file-ignores"].items() if "S" in rules} == {
        "tests/**",
        "bench/**",
    }


def test_no_sql_is_built_of_texts() -> None:
    # Names of tables and columns, which take no parameter: ours, or read out of the schema.
    known = {"crosswalks/store.py", "codesets/install/removal.py", "web/quotas.py"}
    assert files(sql) == known
    assert let_pass("S608") == known | {"web/serving/dumps.py"}
    assert files(lambda node, on, name: name in ("raw", "extra", "RawSQL"), "web/") == set()


def test_nothing_goes_through_a_shell() -> None:
    assert files(shell) == set()
    assert let_pass("S602") | let_pass("S604") | let_pass("S605") | let_pass("S609") == set()
    # Programs are started by the command line, by the office's installer (with a list that holds no text of a
    # person) and for copies of a database; no other page starts any.
    assert files(lambda node, on, name: on == "subprocess" and name in ("run", "Popen"), "web/") == {
        "web/serving/dumps.py"
    }


def test_nothing_runs_code_of_texts() -> None:
    assert files(of_text) == set()
    assert let_pass("S301") | let_pass("S307") | let_pass("S701") == set()
    assert let_pass("S302") == {"search/wordfile.py"}  # our own file, whose checksum is compared first
    loads = {
        ast.unparse(one.value)
        for text in PYTHON.values()
        for node, on, name in calls(text)
        if (on, name) == ("yaml", "load")
        for one in node.keywords
    }
    assert loads <= {"yaml.CSafeLoader", "_StrictLoader", "_PlainLoader"}
    assert "class _StrictLoader(yaml.CSafeLoader)" in PYTHON["charts/yamlfile.py"]
    assert "class _PlainLoader(_StrictLoader)" in PYTHON["charts/yamlfile.py"]


def test_patterns_are_made_of_our_own_files_alone() -> None:
    """Of constants, and of words of books, rules and charts; nowhere of what was asked or typed."""
    assert files(pattern, "web/") == {"web/audit/guard.py", "web/conf/scrub.py", "web/office/finding.py"}
    assert {name.split("/")[0] for name in files(pattern)} == {
        "calculators", "codesets", "crosswalks", "edits", "grading", "practice", "search", "web",
    }  # fmt: skip
    asking = {"api", "codebook", "fhir", "ownbook", "charts", "results", "accounts", "notices"}
    assert not {name for name in files(pattern) if name.startswith("web/") and name.split("/")[1] in asking}


def test_formats_are_texts_of_ours() -> None:
    def loose(node: ast.Call, on: str, name: str) -> bool:
        return name == "format" and on != "super()" and not re.fullmatch(r"_?[A-Z_]+|'.*'", on)

    assert files(loose, "web/") == set()
    assert files(lambda node, on, name: name in ("format_map", "vformat")) == set()


def test_no_template_switches_escaping_off() -> None:
    pages = list((SOURCE / "web").rglob("*.html"))
    assert len(pages) > 50
    loose = re.compile(r"\|\s*safe\b|\|\s*safeseq\b|autoescape off")
    assert [path.name for path in pages if loose.search(path.read_text(encoding="utf-8"))] == []
    trusted = {
        (name, ast.unparse(node))
        for name, text in PYTHON.items()
        for node, _on, called in calls(text)
        if called in ("mark_safe", "SafeString")
    }
    # A lesson's picture, which the loader read by a list of what may be in it (curriculum/pictures.py).
    known = {"web/courses/drawings.py"}
    assert {name for name, call in trusted if not re.fullmatch(r"mark_safe\('[^']*'\)", call)} == known


LOOSE = re.compile(
    r"\b(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|createContextualFragment|srcdoc"
    r"|\beval\s*\(|new Function|RegExp\(|postMessage|onmessage|set(?:Timeout|Interval)\(\s*[\"'`]"
)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_make_no_markup_and_no_code_of_texts(path: Path) -> None:
    assert LOOSE.findall(path.read_text(encoding="utf-8")) == []


def test_a_fault_would_be_seen() -> None:
    def seen(rule: Callable[[ast.Call, str, str], bool], text: str) -> bool:
        return any(rule(*call) for call in calls(text))

    assert seen(sql, "cursor.execute(f'SELECT {name}')")
    assert seen(sql, "cursor.execute('SELECT %s' % name)")
    assert not seen(sql, "cursor.execute('SELECT %s', [name])")
    assert seen(shell, "subprocess.run(line, shell=True)")
    assert seen(shell, "os.system(line)")
    assert seen(of_text, "eval(text)")
    assert seen(of_text, "pickle.loads(body)")
    assert seen(of_text, "Template(text).render(context)")
    assert seen(pattern, "re.search(query, text)")
    assert LOOSE.search("row.innerHTML = title")
    assert LOOSE.search("setTimeout('run()', 5)")


def test_scripts_reach_no_prototype() -> None:
    """Prototypes are polluted by merges and by two names in a row that somebody else chose (ASVS 15.3.6)."""
    reaches = re.compile(
        r"__proto__|\bsetPrototypeOf\b|\.constructor\b|\bfor\s*\(\s*(?:const|let|var)\s+\w+\s+in\s"
        r"|\w\[[^\]'\"\d][^\]]*\]\s*(?:\[[^\]]*\]\s*)?=[^=]"
    )
    seen = {
        path.relative_to(SOURCE).as_posix(): found[0]
        for path in SCRIPTS
        if (found := reaches.search(path.read_text(encoding="utf-8")))
    }
    # A field of a line, in the branch of a switch that lists them.
    assert seen == {"web/charts/static/charts/js/model.js": "e[name] = "}
    for bad in ("a[name][key] = 1;", "a[key] = value", "x.__proto__.y", "for (const k in given) {"):
        assert reaches.search(bad), bad
