"""Every notice and every mail of the school is read, in English and in the pseudo language, as text and as HTML."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from django.template import engines

from codeward.web.accounts.models import User
from codeward.web.mail.kinds import MailKind, mail_kinds
from codeward.web.mail.letter import Letter, read_text
from codeward.web.notices import letters
from codeward.web.notices.kinds import NoticeKind, Period, kinds
from codeward.web.notices.models import Notice
from codeward.web.notices.words import words
from tests.web.conftest import pseudo
from tests.web.pseudo import NAMES, WORD, untranslated

pytestmark = pytest.mark.django_db
SITE = "https://school.example"
ADDRESS = re.compile(r"https?://[^\s\"<>]+")
MISSING = "§missing§"
# Of a context what a template chooses its words by, and does not show.
PICKS = {"what", "state", "cause", "way", "role"}
CASES = [
    pytest.param(kind, case, id=f"{kind.name}-{number}")
    for kind in kinds()
    for number, case in enumerate(kind.previews())
]
ACCOUNT = {
    "email_confirmation": {"activate_url": f"{SITE}/accounts/confirm-email/k/", "key": "k"},
    "email_confirmation_signup": {"activate_url": f"{SITE}/accounts/confirm-email/k/", "key": "k"},
    "password_reset_key": {"password_reset_url": f"{SITE}/accounts/password/reset/key/k/"},
    "account_already_exists": {
        "password_reset_url": "https://evil.example/accounts/password/reset/",
        "signup_url": "https://evil.example/accounts/signup/",
    },
}


@pytest.fixture(autouse=True)
def _site(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site of its own, and a word that nobody overlooks where a variable is missing."""
    import dataclasses

    settings.CODEWARD = dataclasses.replace(settings.CODEWARD, site_url=SITE)
    engine: Any = engines["django"]
    monkeypatch.setattr(engine.engine, "string_if_invalid", MISSING)


@pytest.fixture(params=["en", "pseudo"])
def language(request: pytest.FixtureRequest) -> str:
    """English, and the pseudo language."""
    if request.param == "pseudo":
        request.getfixturevalue("pseudo_locale")
    return str(request.param)


def letters_of(kind: NoticeKind, case: dict[str, Any], person: User) -> list[Letter]:
    """The notice as a mail of its own, and in a gathered one. What people and books call things is no word of ours."""
    context = {
        name: pseudo(value) if isinstance(value, str) and name not in PICKS else value
        for name, value in case.items()
    }
    notice = Notice(person=person, kind=kind.name, key="k", context=context, url="/charts/")
    return [letters.single(notice, kind)[0], letters.digest(person, Period.DAILY, [notice])[0]]


def check(letter: Letter, language: str) -> None:
    """No variable lacks, every address is the school's own, nothing is fetched, no word stays untranslated."""
    for text in (letter.subject, letter.text, letter.html):
        assert MISSING not in text
        assert "{{" not in text
        assert "{%" not in text
        assert "None" not in text
        assert all(url.startswith(f"{SITE}/") for url in ADDRESS.findall(text)), ADDRESS.findall(text)
    assert "&lt;" not in letter.html.replace("&lt;b&gt;", "")
    assert not re.search(r"<(img|link|script|iframe)|@import|url\(", letter.html)
    assert len(letter.subject) <= 150
    if language == "pseudo":
        assert untranslated(letter.html) == []
        for text in (letter.subject, ADDRESS.sub("", letter.text)):
            assert [word for word in WORD.findall(text) if word not in NAMES] == []


@pytest.mark.parametrize(("kind", "case"), CASES)
def test_a_notice(kind: NoticeKind, case: dict[str, Any], alice: User, language: str) -> None:
    for letter in letters_of(kind, case, alice):
        check(letter, language)


@pytest.mark.parametrize(("kind", "case"), CASES)
def test_a_preview_has_every_word_as_it_is_kept(kind: NoticeKind, case: dict[str, Any]) -> None:
    said = words(kind, case)
    assert said.subject
    assert said.action
    assert all(paragraph.strip() for paragraph in said.paragraphs)
    assert str(kind.label)


@pytest.mark.parametrize("name", ACCOUNT)
def test_a_mail_of_accounts(name: str, language: str, rf: Any) -> None:
    from allauth.core import context

    request = rf.get("/", headers={"host": "localhost"})
    with context.request_context(request):
        message = get_adapter(request).render_mail(
            f"account/email/{name}", "alice@example.org", {"user": "Alice", "email": "x", **ACCOUNT[name]}
        )
    letter = read_text(message.subject, str(message.body))
    check(letter, language)
    assert letter.text.split() == str(message.body).split()


@pytest.mark.parametrize(
    "kind", [one for one in mail_kinds() if one.preview is not None], ids=lambda one: one.name
)
def test_a_mail_of_an_app(kind: MailKind, language: str) -> None:
    assert kind.preview is not None
    check(kind.preview(), language)


def test_no_mail_is_left_out() -> None:
    """Each kind of mail is read above; what allauth may send has its template here, so none of its own slips in."""
    read = set(ACCOUNT) | {kind.name for kind in mail_kinds() if kind.preview is not None}
    assert {kind.name for kind in mail_kinds()} - read == {"notice", "notice_safety", "digest", "other"}
    folder = Path(letters.__file__).parents[1] / "ui" / "templates" / "account" / "email"
    ours = {path.name.removesuffix("_message.txt") for path in folder.glob("*_message.txt")} - {"base"}
    assert {name.removesuffix("_signup") for name in ACCOUNT} == {
        name.removesuffix("_signup") for name in ours
    }


def test_a_missing_variable_is_seen(alice: User) -> None:
    kind = next(one for one in kinds() if one.name == "notices.safety")
    assert MISSING in " ".join(words(kind, {"what": "address_removed"}).paragraphs)
