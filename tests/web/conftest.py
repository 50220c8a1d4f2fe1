"""What web tests share: a small fixed cast of users, a browser, axe, screenshots, a pseudo language."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.core.management.commands import flush as flush_command
from django.db import connections, transaction
from django.test import Client

from codeward.web.accounts.models import User
from tests.web.signed_in import in_browser, signed_in, with_second_step

CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ARTIFACTS = Path(__file__).resolve().parents[2] / "test-artifacts"
PICTURES = os.environ.get("CODEWARD_TEST_PICTURES") == "1"
SIZES = {"1280": {"width": 1280, "height": 720}, "390": {"width": 390, "height": 844}}
PASSWORD = "correct horse battery"
# How long a browser waits for the page, in milliseconds: more where a machine does much else meanwhile.
PATIENCE = int(os.environ.get("CODEWARD_TEST_PATIENCE", "10000"))
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


HERE = Path(__file__).parent
# Saving goes through the page, the outbox of the browser and the database: it is walked on both.
ON_BOTH = {"test_saving_browser.py", "test_away_browser.py"}
ASK_THE_DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "live_server", "postgres"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark looks, walks, faults of processes and what asks no database: its kind does not show, so one is enough."""
    for item in items:
        if not item.path.is_relative_to(HERE) or item.path.name in ON_BOTH:
            continue
        asked = set(getattr(item, "fixturenames", ()))
        fault = item.path.parent.name == "serving" and "postgres" not in asked
        # pytest-django refuses the database to whoever has not asked for it.
        none = not item.get_closest_marker("django_db") and not asked & ASK_THE_DATABASE
        look = item.path.parent.name == "ui" or item.path.name == "test_pseudo_locale.py"
        if fault or look or none or item.get_closest_marker("browser"):
            item.add_marker("one_database")


@pytest.fixture(autouse=True)
def _real_outbox(settings: Any) -> None:
    """Mails go the school's own way: Django's test set-up would keep them in memory."""
    settings.EMAIL_BACKEND = "codeward.web.mail.backend.OutboxBackend"


@pytest.fixture(autouse=True, scope="session")
def _emptied_between_tests() -> Iterator[None]:
    """A test with real transactions empties all tables at its end, which the audit's own triggers would refuse."""
    kinds = {type(one.ops) for one in connections.all(initialized_only=False)}
    with pytest.MonkeyPatch.context() as patch:
        for kind in kinds:
            patch.setattr(kind, "sql_flush", kept(kind.sql_flush))
            patch.setattr(kind, "execute_sql_flush", emptied(kind.execute_sql_flush))
        # Made anew after each test they took longer than many a test: the names of all models and their permissions.
        patch.setattr(flush_command, "emit_post_migrate_signal", lambda *_, **__: None)
        yield


# What the migrations leave and no test writes: Django's own lists of models and of permissions.
MADE_ONCE = {"django_content_type", "auth_permission"}


def kept(sql_flush: Callable[..., list[str]]) -> Callable[..., list[str]]:
    """`sql_flush` for all tables but those that are made once."""

    def inner(ops: Any, style: Any, tables: list[str], **more: Any) -> list[str]:
        return sql_flush(ops, style, [one for one in tables if one not in MADE_ONCE], **more)

    return inner


def emptied(flush: Callable[[Any, list[str]], None]) -> Callable[[Any, list[str]], None]:
    """`flush` with the audit's triggers set aside, all in one transaction."""

    def inner(ops: Any, sql_list: list[str]) -> None:
        with transaction.atomic(using=ops.connection.alias), ops.connection.cursor() as cursor:
            tables = ("audit_auditrow", "audit_auditorigin")
            if ops.connection.vendor != "sqlite":
                for table in tables:
                    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                flush(ops, sql_list)
                for table in tables:
                    cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
                return
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            flush(ops, sql_list)
            for _, made in triggers:
                cursor.execute(made)

    return inner


@pytest.fixture(autouse=True)
def _fresh_rate_limits(request: pytest.FixtureRequest) -> None:
    """No test inherits another's rate limits (they are in the database's cache)."""
    if "db" in request.fixturenames or "transactional_db" in request.fixturenames:
        cache.clear()


def make_user(email: str, name: str, **fields: Any) -> User:
    """A user whose address is confirmed, with the cast's password."""
    user = User.objects.create_user(email, PASSWORD, display_name=name, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


@pytest.fixture
def alice(db: None) -> User:
    """A learner in Chicago."""
    return make_user("alice@example.org", "Alice", time_zone="America/Chicago")


@pytest.fixture
def bob(db: None) -> User:
    """Another learner: what is Alice's must not be his."""
    return make_user("bob@example.org", "Bob")


@pytest.fixture
def staff(db: None) -> User:
    """Whoever runs the school."""
    from codeward.web.grants.models import Grant

    person = make_user("staff@example.org", "Stefanie")
    Grant.objects.create(person=person, role="director", state="live", way="shell", reason="Runs the school.")
    return person


@pytest.fixture
def as_alice(alice: User) -> Client:
    """A test client signed in as Alice."""
    return signed_in(alice)


@pytest.fixture
def as_bob(bob: User) -> Client:
    """A test client signed in as Bob."""
    return signed_in(bob)


@pytest.fixture
def as_staff(staff: User) -> Client:
    """A test client signed in as staff, with the second step of the sign-in."""
    return with_second_step(staff)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One Chromium for all tests."""
    if not CHROMIUM.exists():
        pytest.skip(f"Chromium is not installed ({CHROMIUM}); apt-get install chromium")
    from playwright.sync_api import expect, sync_playwright

    # A page says what it has to say when it can: on a busy machine that is later than five seconds.
    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Any, live_server: Any) -> Iterator[Any]:
    """A browser context of its own, at 1280 by 720, on the live server. Page errors and CSP breaches fail."""
    made = chromium.new_context(base_url=live_server.url, viewport=SIZES["1280"], reduced_motion="reduce")
    made.set_default_timeout(PATIENCE)
    problems: list[str] = []
    made.on("weberror", lambda error: problems.append(str(error.error)))
    made.on("console", lambda message: problems.append(message.text) if _is_breach(message) else None)
    yield made
    made.close()
    assert problems == [], "The browser reported errors"


def _is_breach(message: Any) -> bool:
    return message.type == "error" and "Content Security Policy" in message.text


@pytest.fixture
def page(context: Any) -> Any:
    """A page of the context."""
    return context.new_page()


@pytest.fixture
def sign_in(context: Any, live_server: Any) -> Callable[[User], None]:
    """``sign_in(user)`` gives the browser that user's session without the form."""

    def signed(user: User) -> None:
        in_browser(context, live_server, signed_in(user))

    return signed


@pytest.fixture
def axe() -> Callable[..., None]:
    """``axe(page)`` asserts: no WCAG 2.2 AA violation on the page as it stands, no role or heading out of place.

    ``axe(page, "#dialog")`` asks only what lies in the open dialog: what it covers cannot be pressed meanwhile, and axe
    would call a link that it half covers too small.
    """
    from axe_playwright_python.base import AXE_SCRIPT

    beside = {rule: {"enabled": True} for rule in ("aria-allowed-role", "heading-order")}
    # Every rule is asked; only what breaks one is told whole. To tell what is right as well doubles the time.
    options = {
        "runOnly": {"type": "tag", "values": WCAG}, "rules": beside, "resultTypes": ["violations"],
    }  # fmt: skip

    def check(page: Any, within: str | None = None) -> None:
        page.wait_for_load_state("load")  # a page that only begins has no document for axe to read
        if not page.evaluate("typeof axe === 'object'"):
            page.evaluate(AXE_SCRIPT)
        ask = "([within, options]) => axe.run(within ?? document, options).then((found) => found.violations)"
        found = page.evaluate(ask, [within, options])
        told = [
            f"{one['id']}: {one['help']} {[(n['target'], n.get('failureSummary', '')) for n in one['nodes'][:4]]}"
            for one in found
        ]
        assert told == [], "\n".join(told)

    return check


@pytest.fixture
def screenshot() -> Callable[..., None]:
    """``screenshot(page, name)`` asserts that the page never scrolls sideways, at both widths.

    With ``CODEWARD_TEST_PICTURES=1`` it also writes ``test-artifacts/name-{1280,390}-{light,dark}.png`` for people to
    look at; no test reads them, and they take longer than what is asserted. ``full=False`` keeps to the window.
    """

    def take(page: Any, name: str, *, full: bool = True) -> None:
        before = page.viewport_size
        for size, viewport in SIZES.items():
            page.set_viewport_size(viewport)
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wide <= 0, f"{name} scrolls sideways by {wide} px at {size}"
            for scheme in ("light", "dark") if PICTURES else ():
                ARTIFACTS.mkdir(exist_ok=True)
                page.emulate_media(color_scheme=scheme)
                path = ARTIFACTS / f"{name}-{size}-{scheme}.png"
                page.screenshot(path=str(path), full_page=full, animations="disabled")
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(before)

    return take


PLACEHOLDER = re.compile(r"(%\(\w+\)[sdif]|%[sdif]|\{\w*\}|<[^>]*>|&\w+;)")
ACCENTED = str.maketrans(
    "aceginosuyzACEGINOSUYZbdfhjklmpqrtvwxBDFHJKLMPQRTVWX",
    "áçéğíñóšúýžÁÇÉĞÍÑÓŠÚÝŽƀđƒħĵķľɱƥɋŕŧṽŵẋƁĐƑĦĴĶĽⱮƤɊŔŦṼŴẊ",
)


def pseudo(message: str) -> str:
    """`message` in the pseudo language: every letter changed, placeholders and tags as they are."""
    parts = PLACEHOLDER.split(str(message))
    return "".join(part if n % 2 else part.translate(ACCENTED) for n, part in enumerate(parts))


@pytest.fixture
def pseudo_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every gettext call answers in the pseudo language, as a translation en-XA would."""
    from django.utils import translation

    trans = translation._trans
    monkeypatch.setattr(trans, "gettext", pseudo, raising=False)
    monkeypatch.setattr(trans, "pgettext", lambda context, message: pseudo(message), raising=False)
    monkeypatch.setattr(
        trans, "ngettext", lambda one, many, number: pseudo(one if number == 1 else many), raising=False
    )
    monkeypatch.setattr(
        trans, "npgettext", lambda c, one, many, number: pseudo(one if number == 1 else many), raising=False
    )
