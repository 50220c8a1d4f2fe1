"""``manage sign_in_link``: whoever has the machine's command line owns the school."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from codeward.web.accounts.api import lock
from codeward.web.accounts.models import User
from codeward.web.audit.api import rows
from codeward.web.grants.models import Grant
from codeward.web.grants.rights import may
from codeward.web.grants.table import Area, Need, Role
from tests.web.grants.cast import member

pytestmark = pytest.mark.django_db


def link(*words: str) -> str:
    """The path that the command prints."""
    out, beside = StringIO(), StringIO()
    call_command("sign_in_link", *words, stdout=out, stderr=beside)
    assert ("Office" in beside.getvalue()) == ("--staff" in words)
    url = out.getvalue().strip()
    assert url.startswith("http://127.0.0.1:8000/start/")
    return url.removeprefix("http://127.0.0.1:8000")


def test_the_command_makes_the_first_director_and_prints_a_way_in(client: Client) -> None:
    assert client.post(link("Boss@Example.org", "--new", "--staff")).status_code == 302
    boss = User.objects.get(email="boss@example.org")
    assert may(boss, Area.PEOPLE, Need.DECIDE)
    held = Grant.objects.get()
    assert (held.role, held.way, held.giver) == ("director", "shell", None)
    row = rows().get(act="grants.given")
    assert (row.actor, row.role, row.about) == ("", "operator", boss.public_id)
    assert "own server" in row.reason


def test_the_command_is_let_through_in_a_school_with_directors_and_written_down(alice: User) -> None:
    member(Role.DIRECTOR)
    link("alice@example.org", "--staff")
    link("alice@example.org", "--staff")
    assert may(alice, Area.PEOPLE, Need.DECIDE)
    assert rows().filter(act="grants.given").count() == 1


def test_a_way_in_alone_gives_no_role(alice: User) -> None:
    link("alice@example.org")
    assert not Grant.objects.exists()


def test_a_locked_account_is_made_no_director(alice: User) -> None:
    lock(alice, member(Role.DIRECTOR), "Left.")
    with pytest.raises(CommandError, match="no account that may sign in"):
        link("alice@example.org", "--staff")


def test_the_command_makes_nobody_by_a_typing_mistake() -> None:
    with pytest.raises(CommandError, match="Add --new"):
        call_command("sign_in_link", "bos@example.org")
    assert not User.objects.exists()


def test_djangos_own_word_for_it_says_the_way() -> None:
    with pytest.raises(CommandError, match="sign_in_link EMAIL --new --staff"):
        call_command("createsuperuser")
    assert not User.objects.exists()
