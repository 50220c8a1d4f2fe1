"""The world of the matrix: the cast, signed in, with one row of everything that is the owner's."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

from django.conf import settings
from django.test import Client, override_settings

import tests.web.matrix
from codeward.web.accounts.api import demo_learner
from codeward.web.accounts.models import User
from codeward.web.grants.table import Role
from tests.web.conftest import make_user
from tests.web.grants.cast import grant, member
from tests.web.matrix.kinds import Actor, Row, World
from tests.web.signed_in import signed_in, with_second_step

__all__ = ["build", "open_addresses", "parts", "rows"]

STAFF = [role for role in Role if role is not Role.LEARNER]
TOOLS = {"kinds", "world", "page", "__main__"}


def parts() -> list[ModuleType]:
    """The rows of every app: one module an app, with ROWS, OPEN and perhaps build(world)."""
    names = sorted(one.name for one in pkgutil.iter_modules(tests.web.matrix.__path__))
    return [importlib.import_module(f"tests.web.matrix.{name}") for name in names if name not in TOOLS]


def rows() -> list[Row]:
    """Every row of the matrix."""
    return [row for part in parts() for row in part.ROWS]


def open_addresses() -> dict[str, str]:
    """Addresses that show and change no row of anybody's, and why."""
    return {name: why for part in parts() for name, why in part.OPEN.items()}


def build() -> World:
    """Make the cast, and every app's rows of the owner."""
    owner = make_user("olive@example.org", "Olivemark", time_zone="America/Chicago")
    world = World(owner, member(Role.DIRECTOR, "otherdirector"))
    add = world.actors.__setitem__
    add("nobody", Actor("nobody", None, Client(), None))
    add("guest", _guest())
    add("owner", Actor("owner", None, signed_in(owner), owner))
    bob = make_user("bob@example.org", "Bob")
    add("learner", Actor("learner", None, signed_in(bob), bob))
    with override_settings(DEMO=True):
        demo = demo_learner()
        add("demo", Actor("demo", None, signed_in(demo), demo, demo=True))
    for role in STAFF:
        person = member(role)
        add(role.value, Actor(role.value, role, with_second_step(person), person))
    once = member(Role.DIRECTOR, "onestep")
    add(
        "director, one step",
        Actor("director, one step", Role.DIRECTOR, signed_in(once), once, second_step=False),
    )
    former = make_user("former@example.org", "Former")
    from django.utils import timezone

    grant(former, Role.DIRECTOR, state="ended", ended_at=timezone.now())
    add("former director", Actor("former director", None, with_second_step(former), former))
    for part in parts():
        if hasattr(part, "build"):
            part.build(world)
    return world


def _guest() -> Actor:
    guest = User.objects.create_guest()
    client = Client()
    session = client.session
    session["guest"] = guest.public_id
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return Actor("guest", None, client, guest)
