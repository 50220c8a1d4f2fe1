"""The fields that predicates take: codes, one or several, bounded."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from codeward.codesets import SYSTEMS
from codeward.curriculum import system_of
from codeward.practice.claims.registry import UnprovenError

__all__ = ["Code", "Codes", "Words", "missing_list", "one_or_more", "pair_of", "same_words", "system_of_code"]


def one_or_more(value: Any) -> Any:
    """Return a list of one where a single value is written without its brackets."""
    return [value] if isinstance(value, str) else value


Code = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9.]{1,9}$")]
Codes = Annotated[tuple[Code, ...], Field(min_length=1, max_length=200), BeforeValidator(one_or_more)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=400)]


def pair_of(data: Any) -> Any:
    """Return {a, b, …} where two codes are given as `codes: [A, B]`."""
    if isinstance(data, dict) and isinstance(data.get("codes"), list | tuple) and len(data["codes"]) == 2:
        rest = {key: value for key, value in data.items() if key != "codes"}
        return {"a": data["codes"][0], "b": data["codes"][1], **rest}
    return data


def system_of_code(code: str) -> str:
    """Return the code system of *code* by how it is written."""
    return system_of(code) or "icd10cm"


def same_words(text: str) -> str:
    """Return a text for comparison: small letters, single blanks."""
    return " ".join(text.casefold().split())


def missing_list(name: str, release: str) -> UnprovenError:
    """Return the error of a list that is not installed; *release* says which is asked for."""
    display = SYSTEMS[name].display if name in SYSTEMS else name
    return UnprovenError(
        f"the {display} ({release}) is not installed", "It is proved where that list is installed"
    )
