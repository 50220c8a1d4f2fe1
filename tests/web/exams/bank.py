"""A bank made for tests: choices of some sections and one question of each other kind, as a folder of content."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.curriculum.made import dumped

__all__ = ["CCS", "CPC", "write_bank"]

CPC = ("s1", "s2", "d")
CCS = ("i", "ii", "iii")
_DX = {"system": "icd10cm"}


def _common(name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {
        "schema": 1, "id": name, "kind": kind, "skill": "dx.side", "level": 2, "use": "form",
        "coding_date": "2026-06-01", "claim": {"type": "professional", "setting": "office", "payer": "commercial"},
        **more,
    }  # fmt: skip


def sba(name: str, section: dict[str, str]) -> dict[str, Any]:
    """Four codes, of which the third (place 2) is right."""
    codes = ("T22.112A", "T22.211A", "T22.212A", "T22.311A")
    options = [
        {
            "lines": [{**_DX, "code": code}],
            "why": f"Reason of {code} in {name}: *left* and *second degree*.",
            "cite": ["I.B.13"],
            **({"right": True} if code == "T22.212A" else {"wrong": {"axis": "side"}}),
        }
        for code in codes
    ]
    return _common(
        name, "sba", domains=section, options=options,
        stem=f'Ada, visit {name}: "Burn of the left forearm, second degree, first visit." Which code?',
    )  # fmt: skip


def code(name: str) -> dict[str, Any]:
    """A code to type."""
    return _common(
        name, "code", domains={"ccs": "i"}, stem=f'"Burn of the right forearm, second degree", visit {name}. The code?',
        options=[
            {"lines": [{**_DX, "code": "T22.211A"}], "right": True, "why": f"Reason of {name}.", "cite": ["I.B.13"]},
            {"lines": [{**_DX, "code": "T22.212A"}], "why": "*Right* stands there.", "cite": ["I.B.13"],
             "wrong": {"axis": "side"}},
        ],
    )  # fmt: skip


def picklist(name: str) -> dict[str, Any]:
    """Six codes, two of them right (places 0 and 2)."""
    codes = ("E11.9", "E78.5", "I10", "J18.9", "N18.30", "R51.9")
    return _common(
        name, "picklist", domains={"ccs": "i"}, stem=f'"Type 2 diabetes. High blood pressure." {name}: which codes?',
        options=[
            {"lines": [{**_DX, "code": one}], "why": f"Reason of {one} in {name}.", "cite": ["I.B.13"],
             **({"right": True} if one in {"E11.9", "I10"} else {"wrong": {"axis": "unsupported"}})}
            for one in codes
        ],
    )  # fmt: skip


def match(name: str) -> dict[str, Any]:
    """Four tasks, six answers."""
    rights = ("Answer one", "Answer two", "Answer three", "Answer four")
    return _common(
        name, "match", domains={"ccs": "ii"}, stem=f"Match each task of {name}.",
        pairs=[{"left": f"Task {n}", "right": one, "why": f"Reason {n} of {name}.", "cite": ["I.B.13"]}
               for n, one in enumerate(rights, 1)],
        options=["Answer five", "Answer four", "Answer one", "Answer six", "Answer three", "Answer two"],
        spare=[{"right": "Answer five", "why": "It fits none."}, {"right": "Answer six", "why": "Nor this."}],
    )  # fmt: skip


def marks(name: str) -> dict[str, Any]:
    """A draft with two faults."""
    return _common(
        name, "query", domains={"ccs": "iii"}, mode="mark", stem=f"Mark each fault of the draft of {name}.",
        draft="[s1] Dr. Lim, your note says pneumonia.\n[s2] It clearly is aspiration pneumonia.\n[s3] That pays more.",
        faults=[{"at": "s2", "fault": "leading", "why": f"Reason one of {name}.", "cite": ["AHIMA/ACDIS 2022"]},
                {"at": "s3", "fault": "payment_named", "why": f"Reason two of {name}.", "cite": ["AHIMA/ACDIS 2022"]}],
        sound=[{"at": "s1", "why": "His own word."}], model="Please state its type or cause if known.",
    )  # fmt: skip


def scenario(name: str) -> dict[str, Any]:
    """A record with two codes to type."""
    return _common(
        name, "scenario", domains={"ccs": "i"}, stem="Code the visit.", asks=["diagnoses"], level=3,
        claim={"type": "professional", "setting": "office", "payer": "commercial", "visit": "established"},
        record="Ada, 61.\nA/P: 1. High blood pressure, pills as before.\n2. Type 2 diabetes, diet, no change.\n",
        answer={
            "lines": [
                {"id": "d1", **_DX, "code": "I10", "why": f'"High blood pressure" of {name}.', "cite": ["I.C.9.a"]},
                {"id": "d2", **_DX, "code": "E11.9", "why": '"Type 2 diabetes".', "cite": ["I.C.4.a"]},
            ],
            "first": ["d1", "d2"],
        },
        foreseen=[{"change": {"line": "d2", "code": "E10.9"}, "axis": "condition", "why": "*Type 2*.",
                   "cite": ["I.C.4.a"]}],
    )  # fmt: skip


def write_bank(folder: Path, each: int = 4) -> Path:
    """Write it below *folder*: so many choices of each of three sections of both examinations, and the other kinds."""
    made = [sba(f"made-{s}-{n:03}", {"cpc": s}) for s in CPC for n in range(each)]
    made += [sba(f"made-{s}-{n:03}", {"ccs": s}) for s in CCS for n in range(each)]
    made += [
        code("made-code-001"),
        picklist("made-pick-001"),
        match("made-match-001"),
        marks("made-marks-001"),
    ]
    made.append(scenario("made-scenario-001"))
    for one in made:
        exam, section = next(iter(one["domains"].items()))
        path = folder / "items" / "form" / exam / section / f"{one['id']}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dumped(one), encoding="utf-8")
    return folder
