"""A new item's file: every field of its kind in its place, so that a writer fills in and forgets none."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from codeward.curriculum import ITEM_KINDS, LessonError
from codeward.errors import quoted

__all__ = ["begin_item"]

_FORM = re.compile(r"^(?:(cpc)-(t|a|d|g|h|c|e|n|r|l|m|k|s[1-6])|(ccs)-(iv|v|i{1,3}))-[0-9]{3}$")
_PRACTICE = re.compile(r"^pr-([a-z][a-z0-9]{0,3})-[0-9]{3}$")

_HEAD = """schema: 1
id: {id}
kind: {kind}
skill: SKILL              # of skills.yaml
domains: {domains}
level: 2                  # 1 use a fact, 2 apply a rule, 3 rules meet
use: {use}
coding_date: {day}
claim: {{type: professional, setting: office, payer: commercial}}   # null if nothing depends on it
"""
_WRONG = """  - {what}
    why: 'Words of the stem, "quoted", and why they lead elsewhere.'
    cite: [I.B.2]
    wrong: {{axis: AXIS}}
"""
_RIGHT = """  - {what}
    right: true
    why: 'Words of the stem, "quoted", and why they lead here.'
    cite: [I.B.2]
    proof: []
"""
_END = """enemies: []
quality: {{state: draft, by: null}}
"""
_LINES = 'lines: [{{system: icd10cm, code: "A00.{n}"}}]'
_SCENARIO = """stem: Code the visit from the record below.
abbreviations: {{}}
record: |
  Up to 600 words, as untidy as records are.
answer:
  lines:
    - {{id: d1, system: icd10cm, code: A00.0, role: required, why: 'Words of the record, "quoted".', cite: [IV]}}
  first: [d1]
  order: []
  proof: ["edit lines none"]
foreseen:
  - {{change: {{line: d1, code: A00.9}}, axis: type, why: 'Words of the record, "quoted".', cite: [I.B.2]}}
"""
_MATCH = """stem: Match each task to what belongs to it. Two answers stay unused.
pairs:
{pairs}options: [Answer A, Answer B, Answer C, Answer D, Answer E, Answer F]   # alphabetical
spare:
  - {{right: Answer E, why: 'Why it tempts.', cite: [SECTION]}}
  - {{right: Answer F, why: 'Why it tempts.', cite: [SECTION]}}
sources: [{{fact: "what no book proves", address: "where it stands", seen: {day}}}]
"""


def begin_item(kind: str, name: str, folder: Path, today: date) -> Path:
    """Write the file of a new item of *kind* called *name* below *folder*, where its id says that it belongs.

    Ids are `cpc-SECTION-NNN` and `ccs-SECTION-NNN` for forms, `pr-MODULE-NNN` for practice. Raises LessonError.
    """
    form, practice = _FORM.match(name), _PRACTICE.match(name)
    if kind not in ITEM_KINDS:
        raise LessonError(f"{quoted(kind)} is no kind of item", f"Name one of {', '.join(ITEM_KINDS)}")
    if form:
        exam, section = (part for part in form.groups() if part)
        path = folder / "form" / exam / section / f"{name}.yaml"
    elif practice:
        exam, section = "cpc", ""
        path = folder / "practice" / practice[1] / f"{name}.yaml"
    else:
        raise LessonError(
            f"{quoted(name)} is no id of an item", "Call it as in cpc-s4-031, ccs-i-004 or pr-d-012"
        )
    if path.exists():
        raise LessonError(
            "is there already", "Give another number; an id is never used again", path=str(path)
        )
    domains = f"{{{exam}: {section}}}" if section else "{}"
    use = "form" if form else "practice"
    head = _HEAD.format(id=name, kind=kind, domains=domains, use=use, day=today)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + _body(kind, today) + _END.format(), encoding="utf-8")
    return path


def _body(kind: str, today: date) -> str:
    if kind == "scenario":
        return _SCENARIO.format()
    if kind == "match":
        pairs = "".join(
            f"  - {{left: 'A task.', right: Answer {letter}, why: 'Words of the task, \"quoted\".', cite: [SECTION]}}\n"
            for letter in "ABCD"
        )
        return _MATCH.format(pairs=pairs, day=today)
    if kind == "query":
        drafts = [_WRONG, _WRONG, _RIGHT, _WRONG]
        options = "".join(text.format(what=f"text: 'Draft {n}'") for n, text in enumerate(drafts))
        return f"mode: choose\nstem: >-\n  Which draft may be sent?\noptions:\n{options}"
    rows = [_WRONG, _RIGHT, _WRONG, _WRONG, *([_WRONG, _RIGHT] if kind == "picklist" else [])]
    if kind == "code":
        rows = [_RIGHT, _WRONG, _WRONG]
    options = "".join(text.format(what=_LINES.format(n=n)) for n, text in enumerate(rows))
    return f"stem: >-\n  A person, what was found and done. Which code is reported?\noptions:\n{options}"
