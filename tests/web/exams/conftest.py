"""What tests of practice exams share: a form of three questions of our own."""

from __future__ import annotations

import pytest

from codeward.web.accounts.models import User
from codeward.web.exams.models import Form, Sitting
from codeward.web.exams.sittings import begin
from tests.web.exams.made import made_form


@pytest.fixture
def form(db: None) -> Form:
    """A form of three questions and an hour."""
    return made_form()


@pytest.fixture
def sitting(alice: User, form: Form) -> Sitting:
    """A timed sitting of alice's, under way."""
    return begin(alice, form, timed=True)
