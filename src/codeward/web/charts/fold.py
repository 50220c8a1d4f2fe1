"""An answer is the fold of its operations: a pure function, without Django.

Every change a learner makes is one operation. The server keeps them in the order in which it accepted them and
never edits one. Folding them gives the answer. Two tabs merge by that: what each sent is in the one sequence.

The rules, for each line or query by its id: a register (code, rank, doubt, modifiers, the kind of a query …) holds
what the latest operation on it said; evidence is a set by evidence id, taken out for good once detached. An operation
on something that was never added changes nothing. Lines stand by rank, then by id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Folded", "FoldedLine", "FoldedQuery", "answer_json", "fold"]

Operation = Mapping[str, Any]
# What a line says beside its code, each a register of its own.
LINE_REGISTERS = ("poa", "modifiers", "units", "pointers", "date", "through", "place", "provider", "em")


@dataclass(slots=True)
class _Marked:
    evidence: dict[str, dict[str, Any]] = field(default_factory=dict)
    detached: set[str] = field(default_factory=set)
    removed: bool = False

    def attach(self, operation: Operation) -> None:
        name = operation["evidence"]
        if name not in self.detached:
            self.parts(operation)[name] = {k: operation[k] for k in ("document", "start", "end", "quote")}

    def detach(self, operation: Operation) -> None:
        self.detached.add(operation["evidence"])
        self.evidence.pop(operation["evidence"], None)

    def parts(self, operation: Operation) -> dict[str, dict[str, Any]]:
        return self.evidence


@dataclass(slots=True)
class FoldedLine(_Marked):
    """One code of the answer in the making."""

    id: str = ""
    rank: float = 0.0
    kind: str = "diagnosis"
    system: str = "icd10cm"
    code: str = ""
    doubt: bool = False
    poa: str | None = None
    modifiers: list[str] = field(default_factory=list)
    units: float | None = None
    pointers: list[str] = field(default_factory=list)
    date: str | None = None
    through: str | None = None
    place: str | None = None
    provider: str | None = None
    em: dict[str, Any] | None = None
    # How the page worked it out; shown with the line, no part of the answer.
    worked: dict[str, Any] | None = None


@dataclass(slots=True)
class FoldedQuery(_Marked):
    """One question to the provider in the making."""

    id: str = ""
    about: str = ""
    kind: str | None = None
    to: str | None = None
    options: list[str] = field(default_factory=list)
    indicators: dict[str, dict[str, Any]] = field(default_factory=dict)

    def parts(self, operation: Operation) -> dict[str, dict[str, Any]]:
        # Operations of before had mentions alone, and did not say so.
        return self.indicators if operation.get("part") == "indicator" else self.evidence

    def detach(self, operation: Operation) -> None:
        super(FoldedQuery, self).detach(operation)
        self.indicators.pop(operation["evidence"], None)

    @property
    def asks(self) -> bool:
        """Whether it asks something: its kind is chosen, or words are written."""
        return self.kind is not None or bool(self.about.strip())


@dataclass(slots=True)
class Folded:
    """All lines and queries by id, those taken out included, so that they can be brought back."""

    lines: dict[str, FoldedLine] = field(default_factory=dict)
    queries: dict[str, FoldedQuery] = field(default_factory=dict)

    def sequence(self) -> list[FoldedLine]:
        """The lines that stand, in sequence."""
        return sorted((x for x in self.lines.values() if not x.removed), key=lambda x: (x.rank, x.id))

    def standing_queries(self) -> list[FoldedQuery]:
        """The queries that stand, in the order they were first written."""
        return [query for query in self.queries.values() if not query.removed]

    def to_json(self) -> dict[str, Any]:
        """What the page needs to show the answer and to undo a removal."""
        return {
            "lines": [_line_json(line) for line in self.sequence()],
            "queries": [_query_json(query) for query in self.standing_queries()],
        }


def fold(operations: Iterable[Operation]) -> Folded:
    """Fold accepted operations, oldest first. Each is a mapping with `kind` and that kind's fields."""
    state = Folded()
    for operation in operations:
        _APPLY[operation["kind"]](state, operation)
    return state


def answer_json(state: Folded) -> dict[str, Any]:
    """The answer in the public shape of ANSWER.json: what the grader reads. A query that asks nothing is left out."""
    standing = {line.id for line in state.sequence()}
    return {
        "schema": 2,
        "lines": [
            {
                "id": line.id,
                "kind": line.kind,
                "system": line.system,
                "code": line.code,
                "evidence": _spans(line.evidence),
                **{name: getattr(line, name) for name in LINE_REGISTERS},
                "pointers": [name for name in line.pointers if name in standing],
            }
            for line in state.sequence()
        ],
        "queries": [
            {
                "id": query.id,
                "kind": query.kind,
                "to": query.to,
                "evidence": _spans(query.evidence),
                "indicators": _spans(query.indicators),
                "options": query.options,
                "text": query.about.strip(),
            }
            for query in state.standing_queries()
            if query.asks
        ],
    }


def _add_line(state: Folded, operation: Operation) -> None:
    name = operation["line"]
    if name not in state.lines:
        state.lines[name] = FoldedLine(
            id=name,
            rank=operation["rank"],
            kind=operation["line_kind"],
            system=operation["system"],
            code=operation["code"],
        )


def _add_query(state: Folded, operation: Operation) -> None:
    name = operation["query"]
    if name not in state.queries:
        state.queries[name] = FoldedQuery(id=name, about=operation["about"])


def _target(state: Folded, operation: Operation) -> FoldedLine | FoldedQuery | None:
    if operation.get("line") is not None:
        return state.lines.get(operation["line"])
    return state.queries.get(operation.get("query") or "")


def _register(name: str, value: Callable[[Operation], Any]) -> Callable[[Folded, Operation], None]:
    def apply(state: Folded, operation: Operation) -> None:
        target = _target(state, operation)
        if target is not None:
            setattr(target, name, value(operation))

    return apply


def _said(*names: str) -> Callable[[Folded, Operation], None]:
    """Registers that an operation names as they are called."""

    def apply(state: Folded, operation: Operation) -> None:
        target = _target(state, operation)
        for name in names:
            if target is not None:
                setattr(target, name, operation[name])

    return apply


def _attach(state: Folded, operation: Operation) -> None:
    target = _target(state, operation)
    if target is not None:
        target.attach(operation)


def _detach(state: Folded, operation: Operation) -> None:
    target = _target(state, operation)
    if target is not None:
        target.detach(operation)


_APPLY: dict[str, Callable[[Folded, Operation], None]] = {
    "add_line": _add_line,
    "set_code": _said("code"),
    "move_line": _said("rank"),
    "set_doubt": _said("doubt"),
    "set_poa": _said("poa"),
    "set_modifiers": _said("modifiers"),
    "set_units": _said("units"),
    "set_pointers": _said("pointers"),
    "set_dates": _said("date", "through"),
    "set_place": _said("place"),
    "set_provider": _said("provider"),
    "set_em": _said("em"),
    "set_worked": _said("worked"),
    "remove_line": _register("removed", lambda _: True),
    "restore_line": _register("removed", lambda _: False),
    "attach_evidence": _attach,
    "detach_evidence": _detach,
    "add_query": _add_query,
    "edit_query": _said("about"),
    "set_query_kind": _register("kind", lambda operation: operation["query_kind"]),
    "set_query_to": _said("to"),
    "set_query_options": _said("options"),
    "remove_query": _register("removed", lambda _: True),
    "restore_query": _register("removed", lambda _: False),
}


def _line_json(line: FoldedLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "rank": line.rank,
        "kind": line.kind,
        "system": line.system,
        "code": line.code,
        "doubt": line.doubt,
        "worked": line.worked,
        **{name: getattr(line, name) for name in LINE_REGISTERS},
        "evidence": _named(line.evidence),
    }


def _query_json(query: FoldedQuery) -> dict[str, Any]:
    return {
        "id": query.id,
        "about": query.about,
        "kind": query.kind,
        "to": query.to,
        "options": query.options,
        "evidence": _named(query.evidence),
        "indicators": _named(query.indicators),
    }


def _named(spans: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": name, **span} for name, span in spans.items()]


def _spans(spans: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return list(spans.values())
