"""The figures of one model in one payment year: relative factors, hierarchies, labels, age and sex edits.

They are read from the files of the package that carries CMS's tables, each checked by its digest; what the models do
with them (groups, interactions, segments) is `data/models.json`. A factor that is not there raises: it never counts
as 0.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from codeward.crosswalks.descriptor import Table, table
from codeward.crosswalks.reader import cells, verify
from codeward.errors import CodewardError, LoaderError, quoted

__all__ = ["Edit", "Model", "UnknownModel", "factors", "load", "models"]

_DATA = Path(__file__).parent / "data"


class UnknownModel(CodewardError, KeyError):  # noqa: N818 - named as people say it
    """There is no such risk adjustment model, or it has no figures for the year."""


class Edit(NamedTuple):
    """One age or sex edit of a diagnosis: when it fires the diagnosis counts for nothing, or for `category`."""

    kind: str
    sex: str
    at_least: int | None
    at_most: int | None
    category: str

    def fires(self, age: int, sex: str) -> bool:
        """Say whether the edit applies to somebody of *age* and *sex* ("F" or "M")."""
        if self.kind == "sex":
            return {"M": "1", "F": "2"}[sex] == self.sex
        return (self.at_most is not None and age <= self.at_most) or (
            self.at_least is not None and age >= self.at_least
        )


class Model(NamedTuple):
    """One model in one payment year."""

    name: str
    year: int
    part: str
    crosswalk: str
    prefix: str
    proposed: bool
    coefficients: Mapping[str, float]
    doubtful: Mapping[str, tuple[float, ...]]
    hierarchies: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]
    edits: Mapping[str, Edit]
    rules: Mapping[str, Any]

    def factor(self, segment: str, variable: str) -> float:
        """Return a relative factor. Raises LoaderError where the tables have none: it never counts as 0."""
        found = self.coefficients.get(f"{segment}_{variable}".lower())
        if found is None:
            raise LoaderError(
                f"The tables of {self.name} for {self.year} have no factor {segment}_{variable}",
                "Tell the maintainers: the package that carries the tables is not whole",
            )
        return found

    def label(self, category: str) -> str:
        """Return what the category is called."""
        return self.labels.get(category, "")


@lru_cache(maxsize=1)
def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = json.loads((_DATA / "models.json").read_bytes())
    return rules


def models() -> dict[str, tuple[int, ...]]:
    """Return the models with the payment years for which there are figures."""
    return {name: tuple(int(year) for year in model["years"]) for name, model in _rules()["models"].items()}


@lru_cache(maxsize=8)
def load(name: str, year: int) -> Model:
    """Return a model by its name or alias ("V28"). Raises UnknownModel, LoaderError."""
    known = _rules()["models"]
    wanted = name.strip().casefold()
    full = next(
        (
            each
            for each, raw in known.items()
            if wanted in (each.casefold(), *(a.casefold() for a in raw["aliases"]))
        ),
        None,
    )
    if full is None:
        raise UnknownModel(
            f"There is no risk adjustment model {quoted(name)}", f"There are: {', '.join(known)}"
        )
    rules = known[full]
    if str(year) not in rules["years"]:
        years = ", ".join(rules["years"])
        raise UnknownModel(
            f"There are no figures of {full} for {quoted(year)}", f"There are figures for {years}"
        )
    coefficients, doubtful = _coefficients(rules, year)
    return Model(
        full, year, rules["part"], rules["crosswalk"], rules["prefix"],
        bool(rules["years"][str(year)].get("proposed")), coefficients, doubtful, _hierarchies(rules),
        _labels(rules), _edits(rules), rules,
    )  # fmt: skip


def _rows(file: str, columns: dict[str, str], where: dict[str, str]) -> list[dict[str, str]]:
    described: Table = table({**_rules()["files"][file], "columns": columns, "where": where}, _DATA)
    verify(described)
    return list(cells(described))


def _coefficients(rules: dict[str, Any], year: int) -> tuple[dict[str, float], dict[str, tuple[float, ...]]]:
    """Return the factors by name in small letters, and those of which the file has several figures.

    The last one stands, as in the package that carries the file.
    """
    found: dict[str, float] = {}
    several: dict[str, tuple[float, ...]] = {}
    for row in _rows(str(year), {"name": "coefficient", "value": "value"}, rules["coefficients"]):
        name, value = row["name"].lower(), float(row["value"])
        if name in found and found[name] != value:
            several[name] = (*several.get(name, (found[name],)), value)
        found[name] = value
    return found, several


def _hierarchies(rules: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in _rows("hierarchies", {"parent": "cc_parent", "child": "cc_child"}, rules["hierarchies"]):
        found[row["parent"]] = (*found.get(row["parent"], ()), row["child"])
    # CMS's macros go from the lowest number to the highest.
    return dict(sorted(found.items(), key=lambda item: int(item[0])))


def _labels(rules: dict[str, Any]) -> dict[str, str]:
    rows = _rows("labels", {"code": "cc", "text": "label"}, rules["labels"])
    return {row["code"].removeprefix(rules["prefix"]): row["text"] for row in rows}


def _edits(rules: dict[str, Any]) -> dict[str, Edit]:
    columns = {
        "code": "icd10", "kind": "edit_type", "sex": "sex", "low": "age_min", "high": "age_max",
        "action": "action", "category": "cc_override",
    }  # fmt: skip
    return {
        row["code"]: Edit(
            row["kind"], row["sex"], int(row["low"]) if row["low"] else None,
            int(row["high"]) if row["high"] else None, row["category"] if row["action"] == "override" else "",
        )
        for row in _rows("edits", columns, {"model_name": rules["edits"]})
    }  # fmt: skip


@lru_cache(maxsize=1)
def factors() -> tuple[dict[str, Any], ...]:
    """Return the normalization factors and coding pattern adjustments by year, model and plan, with their source."""
    return tuple(json.loads((_DATA / "payment.json").read_bytes())["factors"])
