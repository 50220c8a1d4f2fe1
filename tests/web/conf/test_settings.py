"""Typed settings: each read, each refused when wrong, each documented; what Django makes of them."""

from __future__ import annotations

import re
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from codeward.errors import CodewardError
from codeward.web.conf import settings as typed
from codeward.web.conf.database import database, mail_server
from codeward.web.conf.secret import secret_key

DOC = Path(__file__).resolve().parents[3] / "docs" / "reference" / "settings.md"
SHARED_VARIABLES = ("CODEWARD_HOME", "CODEWARD_CACHE")


@pytest.mark.parametrize("variable", [*typed.variables(), *SHARED_VARIABLES])
def test_every_setting_is_documented(variable: str) -> None:
    assert re.search(rf"^\| `{variable}` \|", DOC.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("field", fields(typed.WebSettings), ids=lambda field: field.name)
def test_the_documented_default_is_the_real_one(field: Any) -> None:
    variable = typed.PREFIX + field.name.upper()
    line = next(
        one for one in DOC.read_text(encoding="utf-8").splitlines() if one.startswith(f"| `{variable}` |")
    )
    shown = line.split("|")[2].strip().strip("`")
    default = field.default
    expected = {True: "1", False: "0"}.get(default) if isinstance(default, bool) else default
    if isinstance(default, tuple):
        expected = ",".join(default)
    assert shown == (str(expected) or "—")


def test_nothing_set_is_safe() -> None:
    given = typed.read({})
    assert given.debug is False
    assert given.design_gallery is False
    assert given.verification == "optional"
    assert given.https is False


def test_every_setting_is_read() -> None:
    given = typed.read(
        {
            "CODEWARD_DEBUG": "yes",
            "CODEWARD_DESIGN_GALLERY": "1",
            "CODEWARD_SITE_URL": "https://school.example",
            "CODEWARD_ALLOWED_HOSTS": "school.example, www.school.example",
            "CODEWARD_HSTS_SUBDOMAINS": "0",
            "CODEWARD_TRUSTED_PROXIES": "1",
            "CODEWARD_DATABASE_URL": "postgresql://u@h/d",
            "CODEWARD_WEB_WORKERS": "8",
            "CODEWARD_GRACEFUL_SECONDS": "5",
            "CODEWARD_REQUEST_SECONDS": "9",
            "CODEWARD_LOG_FORMAT": "json",
            "CODEWARD_LOG_LEVEL": "DEBUG",
            "CODEWARD_SMTP_URL": "smtps://u:p@mail.example",
            "CODEWARD_MAIL_FROM": "a@b.example",
            "CODEWARD_EMAIL_VERIFICATION": "optional",
            "CODEWARD_SCHOOL_NAME": "Alder Street",
            "CODEWARD_CONTACT": "mei@school.example",
            "CODEWARD_SIGNUP": "closed",
            "CODEWARD_TIME_ZONE": "America/Chicago",
            "CODEWARD_GUEST_DAYS": "7",
        }
    )
    changed = [field.name for field in fields(given) if getattr(given, field.name) != field.default]
    assert changed == [field.name for field in fields(given)]
    assert given.allowed_hosts == ("school.example", "www.school.example")
    assert given.https is True
    assert given.verification == "optional"


def test_with_a_mail_server_addresses_must_be_confirmed() -> None:
    assert typed.read({"CODEWARD_SMTP_URL": "smtp://mail.example"}).verification == "mandatory"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("CODEWARD_DEBUG", "perhaps"),
        ("CODEWARD_WEB_WORKERS", "two"),
        ("CODEWARD_WEB_WORKERS", "0"),
        ("CODEWARD_LOG_FORMAT", "xml"),
        ("CODEWARD_DATABASE_URL", "mysql://u@h/d"),
        ("CODEWARD_SITE_URL", "school.example"),
        ("CODEWARD_SMTP_URL", "mail.example:25"),
        ("CODEWARD_SIGNUP", "maybe"),
    ],
)
def test_a_wrong_value_names_the_variable_and_the_way_out(variable: str, value: str) -> None:
    with pytest.raises(typed.SettingError) as caught:
        typed.read({variable: value})
    assert variable in caught.value.message
    assert caught.value.way_out.startswith("Use ")


def test_a_password_in_a_wrong_address_is_not_told() -> None:
    with pytest.raises(typed.SettingError) as caught:
        typed.read({"CODEWARD_DATABASE_URL": "mysql://user:hunter2@host/db"})
    assert "hunter2" not in str(caught.value)


def test_sqlite_waits_for_its_turn() -> None:
    options = database("", Path("/home"))["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]
    assert database("sqlite:///data/a%20b.sqlite3", Path("/home"))["NAME"] == "/data/a b.sqlite3"


def test_postgresql_addresses_are_taken_apart() -> None:
    made = database("postgresql://us%40er:pa%2Fss@db.example:5433/school?sslmode=require", Path("/home"))
    assert made["ENGINE"] == "django.db.backends.postgresql"
    assert (made["USER"], made["PASSWORD"], made["HOST"], made["PORT"]) == (
        "us@er",
        "pa/ss",
        "db.example",
        "5433",
    )
    assert (made["NAME"], made["OPTIONS"]) == ("school", {"sslmode": "require"})


def test_mail_servers_are_taken_apart() -> None:
    assert mail_server("") == {}
    made = mail_server("smtp+starttls://me:secret@mail.example")
    assert (made["host"], made["port"], made["use_tls"], made["use_ssl"]) == (
        "mail.example",
        587,
        True,
        False,
    )
    assert mail_server("smtps://mail.example")["port"] == 465
    assert mail_server("smtp://mail.example:2525")["port"] == 2525


def test_the_key_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    home = tmp_path / "home"
    key = secret_key(home)
    assert len(key) > 60
    assert secret_key(home) == key
    assert stat.S_IMODE((home / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_starts_at_once_agree_on_the_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(secret_key, [tmp_path / "home"] * 8))
    assert len(keys) == 1
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["secret_key"]


def test_a_damaged_key_or_home_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("")
    with pytest.raises(CodewardError, match="damaged"):
        secret_key(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(CodewardError, match="CODEWARD_HOME"):
        secret_key(tmp_path / "file")
