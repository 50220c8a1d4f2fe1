"""kill -9 while digests are written and mails are sent: each digest once, each mail at least once."""

from __future__ import annotations

import re
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.web.serving.school import environment, run
from tests.web.smtp import mail_server

pytestmark = [pytest.mark.proof]
PEOPLE = 60
SETUP = """
import os, sys
import django
django.setup()
from datetime import timedelta
from allauth.account.models import EmailAddress
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone
from codeward.web.accounts.models import User
from codeward.web.charts.corrections import KEY_CORRECTED
from codeward.web.mail import sending
from codeward.web.mail.models import OutboxMail
from codeward.web.notices import mailing
from codeward.web.notices.api import Notice, tell
"""
FILL = f"""{SETUP}
for number in range({PEOPLE}):
    person = User.objects.create_user(f"p{{number}}@example.org")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    for key in "ab":
        tell(person, KEY_CORRECTED, key, context=KEY_CORRECTED.previews()[0], url="/charts/")
Notice.objects.update(made_at=timezone.now() - timedelta(days=3))
"""
# A worker that is killed at the n-th call of something, before it or after it.
WORK = f"""{SETUP}
what, when, left = sys.argv[1], sys.argv[2], int(sys.argv[3])

def dying(name, real):
    def call(*given, **more):
        global left
        left -= name == what
        if name == what and left == 0 and when == "before":
            os.kill(os.getpid(), 9)
        answer = real(*given, **more)
        if name == what and left == 0 and when == "after":
            os.kill(os.getpid(), 9)
        return answer
    return call

mailing.write = dying("write", mailing.write)
EmailBackend.send_messages = dying("send", EmailBackend.send_messages)
mailing.digests()
OutboxMail.objects.filter(state="sending").update(state="waiting")  # what the sweep does after ten minutes
for pk in OutboxMail.objects.filter(state="waiting").values_list("pk", flat=True):
    sending.deliver.call(pk)
"""
DEATHS = [
    ("write", "before", 20),
    ("write", "after", 20),
    ("send", "before", 10),
    ("send", "after", 10),
    ("send", "after", 10),
]


def one(home: Path, query: str) -> int:
    """A number from the school's database."""
    with sqlite3.connect(home / "codeward.sqlite3", timeout=30) as database:
        return int(database.execute(query).fetchone()[0])


def test_each_digest_is_written_once_and_each_mail_arrives(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with mail_server() as server:
        url = f"smtp://127.0.0.1:{server.server_address[1]}"
        env = environment(home, tmp_path / "cache", CODEWARD_SMTP_URL=url)
        env["DJANGO_SETTINGS_MODULE"] = "codeward.web.conf.django"
        assert run("manage", "migrate", "--verbosity=0", env=env).returncode == 0
        subprocess.run([sys.executable, "-c", FILL], env=env, check=True, timeout=120)
        written = []
        for what, when, nth in DEATHS:
            work = [sys.executable, "-c", WORK, what, when, str(nth)]
            died = subprocess.run(work, env=env, check=False, timeout=120)
            assert died.returncode == -signal.SIGKILL
            written.append(one(home, "SELECT count(*) FROM mail_outboxmail"))
        last = [sys.executable, "-c", WORK, "nothing", "before", "0"]
        subprocess.run(last, env=env, check=True, timeout=120, capture_output=True)
    assert written == [19, 38, PEOPLE, PEOPLE, PEOPLE], "a mail and its rows, both or neither"
    assert one(home, "SELECT count(*) FROM notices_digest") == PEOPLE
    assert one(home, "SELECT count(*) FROM mail_outboxmail") == PEOPLE
    assert one(home, "SELECT count(*) FROM mail_outboxmail WHERE state = 'sent' AND body = ''") == PEOPLE
    assert one(home, "SELECT count(*) FROM notices_notice WHERE mail = 'sent'") == 2 * PEOPLE
    seen = Counter(re.findall(r"^Message-ID: (\S+)", "\n".join(server.mails), re.MULTILINE))
    assert len(seen) == PEOPLE, "nobody's mail is lost"
    assert sum(seen.values()) == PEOPLE + 2, "a second copy where a worker died between sending and saying so"
