"""A mail server for the tests of mails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.smtp import MailServer, mail_server


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    """A mail server that the school is told of."""
    with mail_server() as running:
        settings.SMTP = {"host": "127.0.0.1", "port": running.server_address[1], "timeout": 5}
        yield running
