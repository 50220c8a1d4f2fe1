"""What is nobody's: the code books, tools, interfaces, and rows that only the framework keeps."""

from __future__ import annotations

from tests.web.matrix.kinds import Row

BOOK = "the code books and tools: the same for everybody"
PROGRAMS = "answers programs about the code books: no session is asked"
PAGE = "a page of the school: the same for everybody"
OPEN = {
    "pages:home": PAGE,
    "pages:find": BOOK,
    "pages:about": PAGE,
    "pages:glossary": PAGE,
    "guided:first": "the guided chart, which keeps how far one has come in a cookie: names no row",
    "pages:healthz": PAGE,
    "pages:design": PAGE,
    "pages:design-wizard": "a sample for people who build pages, in development only: kept in the own session",
    "codebook:coding-date": "keeps the coding date of whoever asks: names no row",
}
PREFIXES = {
    "scrub:": "checks a claim that is sent, and keeps nothing of it: the same for everybody",
    "codebook:": BOOK,
    "fhir:": PROGRAMS,
    "api-v1:": PROGRAMS,
}
UNUSED = "Django's own permissions: unused here, no row is made by us and no address shows one"
ROWS = [
    Row("auth.Permission", why_none=UNUSED),
    Row("auth.Group", why_none=UNUSED),
    Row("contenttypes.ContentType", why_none=UNUSED),
]
