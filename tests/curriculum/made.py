# ruff: noqa: E501
"""A small lesson made for tests: it has every block, and the proof finds nothing wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from codeward.curriculum import Program, load_program

SKILLS: list[dict[str, Any]] = [
    {"id": "made.side", "title": "Tell the side", "lesson": "z1", "authorities": ["I.B.13"], "axes": ["side"],
     "domains": {"cpc": "D", "ccs": "i"}, "generators": ["side"], "near": ["made.depth"]},
    {"id": "made.depth", "title": "Tell the depth", "lesson": "z1", "authorities": ["I.B.2"], "axes": ["severity"],
     "domains": {"ccs": "i"}, "generators": [], "near": ["made.side"]},
    {"id": "made.later", "title": "Not taught yet", "lesson": "z2"},
]  # fmt: skip
PROGRAM: dict[str, Any] = {
    "schema": 1,
    "id": "made",
    "title": "Made",
    "about": "For tests.",
    "lessons": [
        {"id": "z1", "title": "Burns", "read": 20, "domains": {"ccs": "i"}, "generators": ["side"]},
        {"id": "z2", "title": "Not written yet", "read": 20, "needs": ["z1"]},
    ],
    "modules": [{"id": "one", "title": "One", "lessons": ["z1", "z2"]}],
    "tracks": [{"id": "all", "title": "All", "about": "All.", "lessons": ["z1", "z2"], "certificate": "Says so."}],
    "grading": {"counted": [{"part": "Checks", "how": "By count.", "least": "80", "retakes": "Yes."}]},
}  # fmt: skip
HEAD: dict[str, Any] = {
    "schema": 1,
    "id": "z1",
    "title": "Burns of the forearm",
    "minutes": {"read": 20, "practice": 20, "chart": 10},
    "needs": [],
    "coding_date": "2026-06-01",
    "objectives": [
        {"id": "z1.1", "can": "Say which arm", "skill": "made.side"},
        {"id": "z1.2", "can": "Say how deep", "skill": "made.depth"},
    ],
    "sources": [{"fact": "Kitchens burn arms", "address": "https://example.org", "seen": "2026-11-30"}],
}
PATIENT = (
    "Ada stood at the stove. The oil spat and the flame took her sleeve. She held the arm under the tap, then came to "
    "the clinic. The nurse wrote what she saw. The doctor wrote what it was. You read both and choose one code. You write it down. "
)
CLOSE = (
    "Look at the arm again. One word of the note says which. One word says how deep. Both go into the code."
)


def item(name: str, skill: str, *, kind: str = "sba", **more: Any) -> dict[str, Any]:
    """Return a question about a burn of the forearm: the key is the right one, second degree."""
    options = [
        ("T22.211A", True, None, "*Right* and *second degree* stand in the note."),
        ("T22.212A", False, "side", "The note says right."),
        ("T22.311A", False, "severity", "The note says second degree."),
    ]
    return {
        "id": name,
        "kind": kind,
        "skill": skill,
        "level": 2,
        "stem": f"Doctor, visit {name}: \"Burn of the right forearm, second degree, first visit.\" Which code?",
        "options": [
            {
                "lines": [{"system": "icd10cm", "code": code}],
                "why": why,
                "cite": ["I.B.13"],
                **({"right": True} if right else {"wrong": {"axis": axis}}),
            }
            for code, right, axis, why in options
        ],
        **more,
    }  # fmt: skip


def text_item(name: str, skill: str, stem: str) -> dict[str, Any]:
    """Return a question with texts to choose from."""
    answers = [
        ("Ask the doctor which arm", True),
        ("Choose the left arm", False),
        ("Choose the right arm", False),
    ]
    return {
        "id": name,
        "kind": "sba",
        "skill": skill,
        "level": 1,
        "stem": stem,
        "options": [
            {"text": text, "why": "The note does not say.", "cite": ["I.B.13"],
             **({"right": True} if right else {"wrong": {"axis": "documentation"}})}
            for text, right in answers
        ],
    }  # fmt: skip


STEMS = (
    "The note says burn of the forearm and no more. What do you do?",
    "Two notes of one day name two arms. What comes next?",
    "Nobody wrote the side of the burn anywhere in this record. What now?",
    "A drawing shows an arm without a mark for its side. How do you go on?",
)


class _Plain(yaml.CSafeDumper):
    """Writes every value out: lessons have no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def dumped(value: Any) -> str:
    """Return a value as YAML, every part of it written out."""
    return yaml.dump(value, Dumper=_Plain, sort_keys=False, allow_unicode=True)


def fence(word: str, value: Any) -> str:
    """Return a block as lesson.md has it."""
    body = value if isinstance(value, str) else dumped(value)
    return f"```{word}\n{body.rstrip()}\n```\n"


def blocks() -> dict[str, Any]:
    """Return the blocks of the lesson by a name of their own."""
    return {
        "pretest": {
            "ask": [text_item("z1-p1", "made.side", STEMS[0]), text_item("z1-p2", "made.side", STEMS[1])],
            "answered": ["The arm", "The depth"],
        },
        "example": {"quote": "R forearm, blisters", "path": ["Burn > forearm", "T22.211A"], "code": "T22.211A",
                    "why": "Blisters are second degree.", "cite": ["I.C.19.d"]},
        "example2": {"quote": "L forearm, red", "code": "T22.112A", "why": "Red is first.", "cite": ["I.C.19.d"]},
        "check1": item("z1-k1", "made.side"),
        "check2": item("z1-k2", "made.depth", kind="code", stem="Second visit of Ada: \"right forearm burn, second degree.\" "
                       "It is still being treated. Type the code."),
        "check3": item("z1-k3", "made.depth", kind="code", stem="Ada's boss was burned too: \"right forearm, blisters, second "
                       "degree burn today.\" Type it."),
        "check4": text_item("z1-k4", "made.side", STEMS[2]),
        "check5": text_item("z1-k5", "made.side", STEMS[3]),
        "compare": {"a": "made.side", "b": "made.depth", "cue": "Where, or how deep", "rows": [["Words", "right", "second"]]},
        "trap": {"name": "Both arms", "wrong": "T22.2", "tempting": "It is short.", "right": "Go on to [[T22.211A]].",
                 "cite": ["I.B.2"]},
        "lookup": {"task": "Find the right forearm.", "from": "index", "end": "T22.211", "cite": ["I.B.1"]},
        "table": {"caption": "Depths", "from": {"book": "icd10cm", "below": "T22.2", "columns": ["code", "title"]}},
        "picture": {"file": "arm.svg", "alt": "An arm", "labels": [{"n": 1, "term": "forearm"}],
                    "long": "An arm from the shoulder down to the hand. The number 1 stands at the forearm, which is drawn "
                            "darker than all the rest of it."},
        "drill": {"generator": "side", "topic": "T22", "level": 1},
        "chart": {"id": "walk-in-cough", "mode": "alone"},
        "cards": "all",
        "recall": {"ask": [{"prompt": f"Say {n}", "model": "As above.", "cite": ["I.B.13"]} for n in ("one", "two", "three")]},
        "claims": [{"billable": ["T22.211A", "T22.212A"]}, {"title": {"code": "T22.211A", "words": "right forearm"}}],
    }  # fmt: skip


def cards() -> dict[str, Any]:
    """Return what cards.yaml says."""
    return {
        "schema": 1,
        "lesson": "z1",
        "cards": [
            {"id": f"z1-c{n:02}", "kind": "convention", "skill": "made.side", "front": f"What does [[T22.211A]] say, {n}?",
             "back": "Right forearm.", "cite": ["I.B.13"]}
            for n in range(1, 13)
        ],
    }  # fmt: skip


PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" role="img">\n<title>An arm</title>\n'
    '<rect x="1" y="1" width="2" height="8" fill="var(--ink,#111)"/>\n</svg>\n'
)


def lesson_text(head: dict[str, Any] | None = None, prose: str = "", **changed: Any) -> str:
    """Return lesson.md with some fields of its head, some blocks or more prose; a block that is None is left out."""
    whole = {**blocks(), **changed}

    def block(name: str) -> str:
        value = whole[name]
        return "" if value is None else fence(name.rstrip("0123456789"), value)

    front = dumped({**HEAD, **(head or {})})
    one, two, three = (PATIENT * 4, PATIENT * 4, PATIENT * 4)
    return "\n".join(
        [
            f"---\n{front}---\n",
            block("pretest"),
            f"## The arm\n\n{one}\n\nThe code says which arm {{I.B.13}}: [[T22.211A]].\n{prose}\n",
            *map(block, ("picture", "example", "check1", "check4")),
            f"## The depth\n\n{two}\n",
            *map(block, ("example2", "table", "check2", "check3", "trap", "lookup")),
            f"## Both together\n\n{three}{CLOSE}\n",
            *map(block, ("compare", "check5", "drill", "chart", "cards", "recall", "claims")),
        ]
    )


def write(folder: Path, text: str | None = None, **files: str) -> Path:
    """Write a folder of content with the lesson; *files* replace some of its files ({name with __ for /: text})."""
    lesson = folder / "lessons" / "z1"
    lesson.mkdir(parents=True, exist_ok=True)
    (folder / "program.yaml").write_text(dumped(PROGRAM))
    (folder / "skills.yaml").write_text(dumped(SKILLS))
    (lesson / "lesson.md").write_text(lesson_text() if text is None else text)
    (lesson / "cards.yaml").write_text(dumped(cards()))
    (lesson / "arm.svg").write_text(PICTURE)
    for name, content in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return folder


def load(folder: Path) -> Program:
    """Return the program in *folder*, with what is wrong in it."""
    return load_program(base=folder, strict=False)
