"""A command beside the running school prints the address at which it is served."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from codeward.settings import SERVED_AT
from codeward.web.conf.served import note, served_at


def told(home: Path, **more: str) -> str:
    """The site's address as a command would print it."""
    env = {key: value for key, value in os.environ.items() if key != "CODEWARD_SITE_URL"}
    env |= {"CODEWARD_HOME": str(home), **more}
    ask = "from codeward.web.conf import django as d; print(d.CODEWARD.site_url)"
    return subprocess.run(
        [sys.executable, "-c", ask], env=env, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_it_is_the_port_really_served(tmp_path: Path) -> None:
    """S, low: `sign_in_link` printed port 8000 always."""
    assert told(tmp_path) == "http://127.0.0.1:8000"
    note(tmp_path, "http://127.0.0.1:8123")
    assert told(tmp_path) == "http://127.0.0.1:8123"
    assert told(tmp_path, CODEWARD_SITE_URL="https://school.example") == "https://school.example"


def test_where_others_come_in_by_a_name_we_do_not_know_nothing_is_guessed(tmp_path: Path) -> None:
    note(tmp_path, "http://[::1]:9000")
    assert served_at(tmp_path) == "http://[::1]:9000"
    note(tmp_path, "")
    assert served_at(tmp_path) == ""


@pytest.mark.parametrize(
    "text", ["", "javascript:alert(1)", "http://evil.example/x:80", "http://a:1\nhttp://b:2", "\xff"]
)
def test_a_damaged_note_counts_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / SERVED_AT).write_text(text, encoding="latin-1")
    assert served_at(tmp_path) == ""
