"""Which book answers for a canonical URL, and which of its entries are concepts of the code system."""

from __future__ import annotations

from datetime import date
from typing import Any

from codeward.codesets import CODING, SYSTEMS, Book, Concept, books
from codeward.errors import quoted
from codeward.interop.fhir.outcome import FhirError

__all__ = [
    "URLS",
    "book_of",
    "concept_in",
    "concept_kinds",
    "display",
    "is_concept",
    "known_system",
    "release_notice",
    "system_of",
    "url_of",
    "version_of",
]

# The canonical URL that HL7 registers first; the others are read too, because senders use them.
URLS: dict[str, str] = {SYSTEMS[name].url or "": name for name in CODING}
_ALIASES = {alias: name for name in CODING for alias in SYSTEMS[name].aliases}


def known_system(url: str) -> str | None:
    """Return the code system with the canonical *url*, without a version; None for one that is not here."""
    return URLS.get(url) or _ALIASES.get(url)


def system_of(url: str) -> str:
    """Return the code system with the canonical *url*, which may end in "|version". Raises FhirError."""
    name = known_system(url)
    if name is None:
        raise FhirError(
            "not-found", 404, f"There is no code system {quoted(url)} here", f"There are {', '.join(URLS)}"
        )
    return name


def url_of(system: str) -> str:
    """Return the canonical URL of a code system."""
    return SYSTEMS[system].url or ""


def version_of(book: Book) -> str:
    """Return what FHIR calls the version: the release's id without its system ("2026-04-01")."""
    return book.release.id.removeprefix(f"{book.system}-")


def book_of(url: str, version: str | None = None, on: date | None = None) -> Book:
    """Return the book for a canonical *url* ("…|2026-04-01" names a version), a *version* or a date.

    Raises FhirError for an unknown system, or a version that is not installed.
    """
    url, _, stated = url.partition("|")
    system = system_of(url)
    wanted = version or stated
    if not wanted:
        return books.open(system, on)
    for release in books.releases(system):
        if wanted in (release.id, release.id.removeprefix(f"{system}-")):
            return books.open_release(release.id, on)
    there = ", ".join(r.id.removeprefix(f"{system}-") for r in books.releases(system))
    raise FhirError(
        "not-found",
        404,
        f"Version {quoted(wanted)} of {url} is not installed",
        f"There are {there}. Leave the version out, or install it",
        command=f"codeward codesets install {system}",
    )


def concept_kinds(system: str) -> frozenset[str]:
    """Return the kinds of entries that are codes of *system* and not headings of the printed book.

    In ICD-10-CM categories and subcategories are codes (not selectable); chapters and blocks are not. In the
    other systems only what can stand on a claim is.
    """
    return frozenset(SYSTEMS[system].concepts)


def is_concept(concept: Concept) -> bool:
    """Say whether an entry is a code of its system."""
    return concept.kind in concept_kinds(concept.system)


def concept_in(book: Book, code: str) -> Concept | None:
    """Return the concept with *code*, or None."""
    concept = book.get(code)
    return concept if concept is not None and is_concept(concept) else None


def display(book: Book, concept: Concept) -> str:
    """Return what may be shown of a concept: of CPT only our own gloss, never a licensee's descriptor."""
    if SYSTEMS[book.system].licensed and not concept.gloss:
        return f"CPT {concept.code} (descriptor licensed by the AMA, not shown)"
    return concept.description


def coding(book: Book, concept: Concept) -> dict[str, Any]:
    """Return a Coding."""
    return {
        "system": url_of(book.system),
        "version": version_of(book),
        "code": concept.code,
        "display": display(book, concept),
    }


def release_notice(book: Book, checked: str | None = None) -> str:
    """Return what an answer says, yes or no, where its book is not in force on the date; else nothing.

    *checked* is the list of valid codes by which the code was checked for the date, if it was.
    """
    if book.in_force:
        return ""
    remedy = books.install_command(book.system, book.asked)
    said = "Displays are of" if checked else "Checked against"
    return f" {said} {book.release.id}, which is not in force on the date. Install the one that is: {remedy}."
