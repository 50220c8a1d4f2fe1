"""The page folds as the server does: thousands of made-up histories through both, in Chromium and in Python."""

from __future__ import annotations

import random
from typing import Any

import pytest

from codeward.web.charts.fold import fold
from tests.web.charts.workspace import open_chart

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
NAMES = ("a", "b", "c")
# What a line or a query says beside its code or words: each a register that the latest operation holds.
REGISTERS: dict[str, list[dict[str, Any]]] = {
    "set_poa": [{"poa": "Y"}, {"poa": "exempt"}, {"poa": None}],
    "set_modifiers": [{"modifiers": ["25", "59"]}, {"modifiers": []}],
    "set_units": [{"units": 8.3}, {"units": 2}, {"units": None}],
    "set_pointers": [{"pointers": ["a", "b"]}, {"pointers": []}],
    "set_dates": [{"date": "2026-05-12", "through": "2026-05-14"}, {"date": None, "through": None}],
    "set_place": [{"place": "11"}, {"place": None}],
    "set_provider": [{"provider": "R. Castellane, MD"}, {"provider": None}],
    "set_worked": [{"worked": {"tool": "units", "asked": "code=J1885&dose=40+mg"}}, {"worked": None}],
    "set_em": [{"em": {"problems": "low", "by": "decision making"}}, {"em": None}],
}
QUERY_REGISTERS: dict[str, list[dict[str, Any]]] = {
    "set_query_kind": [{"query_kind": "cause"}, {"query_kind": None}],
    "set_query_to": [{"to": "attending"}, {"to": None}],
    "set_query_options": [{"options": ["x", "Other"]}, {"options": []}],
}
JS = """async (histories) => {
  const { Answer } = await import("/static/charts/js/model.js");
  return histories.map(([server, pending]) => {
    const answer = new Answer(new Map());
    answer.confirm(server);
    // One by one, as a learner makes them: every state between is folded as well.
    pending.forEach((_, n) => answer.setPending(pending.slice(0, n + 1)));
    return answer.view;
  });
}"""


def history(mixed: random.Random) -> list[dict[str, Any]]:
    """Up to 30 operations on three lines and three queries; evidence ids are new, as pages make them."""
    made: list[dict[str, Any]] = []
    evidence: list[tuple[str, str, str]] = []
    for number in range(mixed.randrange(30)):
        name = mixed.choice(NAMES)
        kind = mixed.choice(
            ["add_line"] * 3
            + ["attach_evidence"] * 3
            + ["set_code", "move_line", "set_doubt", "remove_line", "restore_line", "detach_evidence"]
            + ["add_query"] * 2
            + ["edit_query", "remove_query", "restore_query", *QUERY_REGISTERS, *REGISTERS]
        )
        about = kind.endswith("_query") or kind in QUERY_REGISTERS
        one: dict[str, Any] = {"kind": kind, "query" if about else "line": name}
        if kind == "add_line":
            one |= {
                "rank": float(mixed.randrange(5)),
                "code": f"I{number}",
                "line_kind": "diagnosis",
                "system": "icd10cm",
            }
        elif kind in REGISTERS:
            one |= mixed.choice(REGISTERS[kind])
        elif kind in QUERY_REGISTERS:
            one |= mixed.choice(QUERY_REGISTERS[kind])
        elif kind == "set_code":
            one["code"] = f"E{number}"
        elif kind == "move_line":
            one["rank"] = mixed.randrange(20) / 4
        elif kind == "set_doubt":
            one["doubt"] = mixed.random() < 0.5
        elif kind in {"add_query", "edit_query"}:
            one["about"] = f"words {number}"
        elif kind == "attach_evidence":
            target = mixed.choice(["line", "line", "query"])
            one = {"kind": kind, target: name, "part": mixed.choice(["mention", "indicator"])}
            evidence.append((target, name, f"e{number}"))
            one |= {
                "evidence": f"e{number}",
                "document": "note",
                "start": number,
                "end": number + 1,
                "quote": "x",
            }
        elif kind == "detach_evidence":
            if not evidence:
                continue
            target, name, held = mixed.choice(evidence)
            one = {"kind": kind, target: name, "evidence": held}
        made.append(one)
    return made


def shown(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without what only one side carries."""
    return {
        key: [{k: v for k, v in one.items() if k != "removed"} for one in answer[key]]
        for key in ("lines", "queries")
    }


def test_unsent_changes_fold_as_on_the_server(page: Any) -> None:
    open_chart(page)
    mixed = random.Random(2026)
    histories = [history(mixed) for _ in range(1500)]
    views = page.evaluate(JS, [[fold([]).to_json(), one] for one in histories])
    for operations, view in zip(histories, views, strict=True):
        assert shown(view) == shown(fold(operations).to_json()), operations


def test_changes_on_top_of_what_the_server_has(page: Any) -> None:
    """A part is confirmed, the rest waits. The server does not send what is removed, so nothing is there."""
    open_chart(page)
    mixed = random.Random(11)
    cases = []
    for _ in range(1500):
        operations = history(mixed)
        cut = mixed.randrange(len(operations) + 1)
        gone = {"remove_line", "remove_query", "detach_evidence"}
        confirmed = [one for one in operations[:cut] if one["kind"] not in gone]
        cases.append((confirmed, operations[cut:]))
    views = page.evaluate(JS, [[fold(one).to_json(), waits] for one, waits in cases])
    for (confirmed, waits), view in zip(cases, views, strict=True):
        assert shown(view) == shown(fold(confirmed + waits).to_json()), (confirmed, waits)
    assert len(views) == 1500
