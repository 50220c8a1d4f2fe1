"""Who still needs a release: each app says what of its rows would lose its book. And what a new release touches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from codeward.codesets import Release, books
from codeward.errors import CodewardError
from codeward.web.registry import Registry

__all__ = [
    "BooksRefused",
    "Impact",
    "Need",
    "Needed",
    "impacts",
    "needs",
    "on_impact",
    "on_removal",
    "readable",
    "refuse_needed",
]


class BooksRefused(CodewardError):  # noqa: N818 - named as people say it
    """What was asked for is not done: a license is missing, the release is needed, or there is nothing of it here."""


@dataclass(frozen=True, slots=True)
class Need:
    """So many things of one sort that would lose their book: "12 grades". `examples` are names of some, in order."""

    words: str
    count: int
    examples: tuple[str, ...] = ()


Needed = Callable[[Release], list[Need]]


@dataclass(frozen=True, slots=True)
class Impact:
    """What an app says of the way from one release to a later one: a name, a count, and where it is listed."""

    label: str | Promise
    count: Callable[[Release, Release], int]
    url: Callable[[Release, Release], str]


_needs: Registry[Needed] = Registry("apps that need releases")
_impacts: Registry[Impact] = Registry("impacts of a release")


def on_removal(app: str, needed: Needed) -> None:
    """Register what an app needs a release for; call it in your AppConfig's ``ready``.

    `needed(release)` returns the sorts of which there is at least one; while any app names one, the release stays.
    """
    _needs.add(app, needed)


def needs(release: Release) -> list[Need]:
    """Everything that needs the release, app by app, in the order they were registered."""
    return [need for needed in _needs.values() for need in needed(release) if need.count]


def refuse_needed(release: Release | None) -> None:
    """Raise BooksRefused while anything needs the release. None is a book that cannot be read and serves nobody."""
    standing = needs(release) if release is not None else []
    if release is not None and standing:
        raise BooksRefused(
            _("%(book)s is still needed: %(by)s")
            % {"book": release.title, "by": ", ".join(one.words for one in standing)},
            _("It stays here while that is so"),
        )


def readable(release: str) -> Release | None:
    """The release of that id, if its book can be read here."""
    return next((one for one in books.releases() if one.id == release), None)


def on_impact(
    name: str,
    label: str | Promise,
    count: Callable[[Release, Release], int],
    url: Callable[[Release, Release], str],
) -> None:
    """Register a list of what a new release touches (charts, items, lessons): shown where two releases are compared."""
    _impacts.add(name, Impact(label, count, url))


def impacts(older: Release, newer: Release) -> list[tuple[str, int, str]]:
    """Name, count and address of each list that apps keep of what changes from `older` to `newer`."""
    return [(str(one.label), one.count(older, newer), one.url(older, newer)) for one in _impacts.values()]
