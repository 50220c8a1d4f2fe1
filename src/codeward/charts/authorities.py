"""The closed list of what may be cited, and what a citation means.

A citation is the id of an authority ("I.C.9.a", a section of the Official Guidelines) or a place of the
Tabular List: "Tabular E11.22", or "Tabular E11 use_additional" for an instruction that must stand there.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import Annotated, NamedTuple, get_args

from pydantic import StringConstraints, TypeAdapter, ValidationError

from codeward.charts.base import ShortText, StrictModel
from codeward.charts.yamlfile import parse_yaml
from codeward.codesets import InstructionKind
from codeward.errors import ChartError
from codeward.faults import first_fault

__all__ = ["Authority", "TabularCitation", "authorities", "parse_tabular"]

_TABULAR = re.compile(r"Tabular (\S+)(?: ([a-z0-9_]+))?")
INSTRUCTION_KINDS: tuple[str, ...] = get_args(InstructionKind)


class Authority(StrictModel):
    """One citable section: its id, its title and a paragraph in our own words."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9. ]*$", max_length=40)]
    title: ShortText
    text: Annotated[str, StringConstraints(min_length=1, max_length=3000)]


class TabularCitation(NamedTuple):
    """A place of the Tabular List, and where `kind` is given an instruction that holds there."""

    code: str
    kind: str | None


_LIST = TypeAdapter(list[Authority])


@lru_cache(maxsize=1)
def authorities() -> dict[str, Authority]:
    """Return every citable section by its id, in the order of the file. Raises ChartError."""
    path = files("codeward.charts") / "data" / "authorities.yaml"
    try:
        found = _LIST.validate_python(parse_yaml(path.read_text(encoding="utf-8"), "authorities.yaml"))
    except ValidationError as error:
        where, message, way_out = first_fault(error)
        raise ChartError(message, way_out or "Mend the entry", path="authorities.yaml", where=where) from None
    by_id = {authority.id: authority for authority in found}
    if len(by_id) != len(found):
        ids = [authority.id for authority in found]
        twice = next(i for i in ids if ids.count(i) > 1)
        raise ChartError(f"{twice} is there twice", "Keep one", path="authorities.yaml")
    return by_id


def parse_tabular(citation: str) -> TabularCitation | None:
    """Return the place that "Tabular CODE" or "Tabular CODE kind" names, or None for any other text."""
    match = _TABULAR.fullmatch(citation)
    if match is None or (match[2] is not None and match[2] not in INSTRUCTION_KINDS):
        return None
    return TabularCitation(match[1], match[2])
