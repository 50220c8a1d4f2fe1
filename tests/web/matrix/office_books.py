"""The Books page: whoever reads settings sees it, whoever writes them installs, whoever decides removes."""

from __future__ import annotations

from codeward.codesets import books
from codeward.web.grants.table import Area, Need
from codeward.web.office.books.models import BookJob
from tests.web.matrix.kinds import Act, Row, World, by

OPEN: dict[str, str] = {}
ANSWERS = frozenset({200, 302, 400, 409, 422})
SYSTEM = {"system": "icd10cm"}


def build(world: World) -> None:
    """A piece of work that the other director asked for."""
    world.things["work"] = BookJob.objects.create(
        kind="verify",
        system="icd10cm",
        release=_release(world)["release"],
        home="h",
        actor=world.other_director,
    )


def _release(_world: World) -> dict[str, str]:
    return {"release": books.open("icd10cm").release.id}


def _work(world: World) -> dict[str, str]:
    return {"public_id": world.things["work"].public_id}


def _reads(url: str, **more: object) -> Act:
    return by(Area.SETTINGS, Need.READ, url, **more)


def _writes(url: str, need: Need = Need.WRITE, **more: object) -> Act:
    return by(Area.SETTINGS, need, url, "POST", ok=ANSWERS, **more)


ROWS = [
    Row(
        "office.BookJob",
        (
            _reads("office:book_job", args=_work),
            _reads("office:book_progress", args=_work),
            _writes("office:book_stop", args=_work),
            _writes("office:book_again", args=_work),
            _writes("office:book_verify", args=_release),
            _writes("office:book_install", args=lambda _w: SYSTEM, data=lambda _w: {"release": "none"}),
            _writes("office:book_files", args=lambda _w: SYSTEM),
            # Without a file there is nothing to take in: it is told so.
            _writes("office:book_begin", args=lambda _w: SYSTEM),
            _writes("office:book_piece"),
            _writes("office:book_end"),
        ),
        lambda world: BookJob.objects.filter(pk=world.things["work"].pk),
    ),
    Row("office.BookHome", (_reads("office:books"), _reads("office:books_of", args=lambda _w: SYSTEM))),
    Row(
        "office.BookHolding",
        (
            _reads("office:books_of", args=lambda _w: SYSTEM),
            by(Area.SETTINGS, Need.READ, "office:book_compare", args=lambda _w: SYSTEM, ok=ANSWERS),
            by(Area.SETTINGS, Need.DECIDE, "office:book_remove", args=_release),
            _writes("office:book_remove", Need.DECIDE, args=_release),
        ),
    ),
    Row("office.BookOutcome", (_reads("office:book_job", args=_work),)),
]
