"""What web tests share: a small fixed cast of users, a browser, axe, screenshots, a pseudo language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client

from codeward.web.accounts.models import User

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
SIZES = {"1280": {"width": 1280, "height": 720}, "390": {"width": 390, "height": 844}}
PASSWORD = "correct horse battery"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


HERE = Path(__file__).parent
# Saving goes through the page, the outbox of the browser and the database: it is walked on both.
ON_BOTH = {"test_saving_browser.py"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark looks, walks and faults of processes: the database's kind does not show in them, so one is enough."""
    for item in items:
        if not item.path.is_relative_to(HERE) or item.path.name in ON_BOTH:
            continue
        fault = item.path.parent.name == "serving" and "postgres" not in getattr(item, "fixturenames", ())
        look = item.path.parent.name == "ui" or item.path.name == "test_pseudo_locale.py"
        if fault or look or item.get_closest_marker("browser"):
            item.add_marker("one_database")


@pytest.fixture(autouse=True)
def _real_outbox(settings: Any) -> None:
    """Mails go the school's own way: Django's test set-up would keep them in memory."""
    settings.EMAIL_BACKEND = "codeward.web.mail.backend.OutboxBackend"


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
    return make_user("staff@example.org", "Stefanie", is_staff=True)


@pytest.fixture
def as_alice(alice: User) -> Client:
    """A test client signed in as Alice."""
    client = Client()
    client.force_login(alice, backend="codeward.web.accounts.backends.AccountBackend")
    return client


@pytest.fixture
def as_bob(bob: User) -> Client:
    """A test client signed in as Bob."""
    client = Client()
    client.force_login(bob, backend="codeward.web.accounts.backends.AccountBackend")
    return client


@pytest.fixture
def as_staff(staff: User) -> Client:
    """A test client signed in as staff."""
    client = Client()
    client.force_login(staff, backend="codeward.web.accounts.backends.AccountBackend")
    return client


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One Chromium for all tests."""
    if not CHROMIUM.exists():
        pytest.skip(f"Chromium is not installed ({CHROMIUM}); apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Any, live_server: Any) -> Iterator[Any]:
    """A browser context of its own, at 1280 by 720, on the live server. Page errors and CSP breaches fail."""
    made = chromium.new_context(base_url=live_server.url, viewport=SIZES["1280"], reduced_motion="reduce")
    made.set_default_timeout(10_000)
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
        client = Client()
        client.force_login(user, backend="codeward.web.accounts.backends.AccountBackend")
        value = client.cookies[django_settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": django_settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
        )

    return signed


@pytest.fixture
def axe() -> Callable[[Any], None]:
    """``axe(page)`` asserts: no WCAG 2.2 AA violation on the page as it stands, no role or heading out of place."""
    from axe_playwright_python.sync_playwright import Axe

    runner = Axe()

    def check(page: Any) -> None:
        beside = {rule: {"enabled": True} for rule in ("aria-allowed-role", "heading-order")}
        options = {"runOnly": {"type": "tag", "values": WCAG}, "rules": beside}
        found = runner.run(page, options=options).response["violations"]
        told = [
            f"{one['id']}: {one['help']} {[(n['target'], n.get('failureSummary', '')) for n in one['nodes'][:4]]}"
            for one in found
        ]
        assert told == [], "\n".join(told)

    return check


@pytest.fixture
def screenshot() -> Callable[..., list[Path]]:
    """``screenshot(page, name)`` writes ``test-artifacts/name-{1280,390}-{light,dark}.png``.

    Asserts on the way that the page never scrolls sideways. ``full=False`` keeps to the window.
    """

    def take(page: Any, name: str, *, full: bool = True) -> list[Path]:
        ARTIFACTS.mkdir(exist_ok=True)
        made = []
        before = page.viewport_size
        for size, viewport in SIZES.items():
            page.set_viewport_size(viewport)
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wide <= 0, f"{name} scrolls sideways by {wide} px at {size}"
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                path = ARTIFACTS / f"{name}-{size}-{scheme}.png"
                page.screenshot(path=str(path), full_page=full, animations="disabled")
                made.append(path)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(before)
        return made

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
