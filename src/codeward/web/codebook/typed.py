"""What was typed into a search and is a code of another kind: where it leads, beside or in place of hits.

A code with modifiers is two questions (the code, and whether the modifier fits); a code of ICD-9-CM stands in no book
here and is what the crosswalk is for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from codeward import crosswalks
from codeward.codesets import books, modifiers
from codeward.errors import CodewardError
from codeward.web.codebook.asked import Asked

__all__ = ["Way", "is_icd9", "is_operation", "operations", "ways", "without_modifiers"]

_WITH_MODIFIERS = re.compile(r"([0-9A-Z][0-9]{3}[0-9A-Z])(?:-|\s+)([0-9A-Z]{2})((?:[-,\s]+[0-9A-Z]{2}){0,3})")
# Three digits, V and two, E and three; then at most two more behind the dot. "V45.81" can be of both classifications.
_ICD9 = re.compile(r"(?:[0-9]{3}|V[0-9]{2})(?:\.[0-9]{1,2})?|E[0-9]{3}(?:\.[0-9])?")


_DONE = re.compile(
    r"(?!post)[a-z]{2,}(?:ectomy|otomy|ostomy|plasty|scopy|rrhaphy|centesis|pexy|tripsy|desis)|biopsy|arthroscopic|laparoscopic"
)
_BESIDE = frozenset((
    "status", "history", "post", "complication", "complications", "after", "following", "attention", "presence",
    "absence", "acquired", "screening", "malfunction", "infection", "aftercare", "encounter", "for", "leak",
    "bleeding", "hernia", "prolapse", "stoma",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Way:
    """A sentence and the page that it leads to."""

    text: str
    href: str


def without_modifiers(text: str, asked: Asked) -> tuple[str, tuple[str, ...]]:
    """The service code and the modifiers of "99213-25" or "J1885 JZ"; the text itself and none for anything else."""
    found = _WITH_MODIFIERS.fullmatch(text.strip().upper())
    if found is None:
        return text, ()
    named = (found[2], *re.findall(r"[0-9A-Z]{2}", found[3]))
    known = {one.code for one in modifiers.all(asked.on)}
    if not known.issuperset(named) or not any(_holds(name, found[1], asked) for name in ("cpt", "hcpcs")):
        return text, ()
    return found[1], named


def _holds(system: str, code: str, asked: Asked) -> bool:
    try:
        return books.open(system, asked.on).get(code) is not None
    except CodewardError:  # no book of it is here
        return False


def is_icd9(text: str) -> bool:
    """Whether the text is written as a code of ICD-9-CM and the crosswalk from ICD-9-CM knows it."""
    typed = text.strip().upper()
    if not _ICD9.fullmatch(typed):
        return False
    try:
        return bool(crosswalks.open("icd10").targets(typed))
    except CodewardError:
        return False


def operations(text: str) -> tuple[str, ...]:
    """The words that name something that is done, where the text reads as that and not as what somebody has.

    By the endings of the trade, and by the words that stand for nothing else. "Status", "complication" or "history"
    beside them make a diagnosis of it, and so does "post" before them. It is a guess ("tracheostomy obstruction" is a
    diagnosis): it may add a way to the procedures and never stands in place of what is found.
    """
    words = re.findall(r"[a-z]+", text.casefold())
    return () if _BESIDE.intersection(words) else tuple(filter(_DONE.fullmatch, words))


def is_operation(text: str) -> bool:
    """Whether the text reads as something that is done."""
    return bool(operations(text))


def ways(text: str, asked: Asked) -> tuple[Way, ...]:
    """Where a code of another kind leads; nothing for words and for codes that the books themselves hold."""
    code, named = without_modifiers(text, asked)
    found = [
        Way(
            _("Does modifier %(modifier)s go with %(code)s?") % {"modifier": one, "code": code},
            asked.url("modifier", one, code=code),
        )
        for one in named
    ]
    if is_icd9(text):
        typed = text.strip().upper()
        found.append(
            Way(
                _("%(code)s is an ICD-9-CM code, used until 2015. See its ICD-10-CM codes") % {"code": typed},
                asked.url("map", code=typed),
            )
        )
    return tuple(found)
