"""What tests of practice exams share: a bank of our own, a form of three questions, a sitting of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from codeward.curriculum import program
from codeward.web.accounts.models import User
from codeward.web.exams.models import Form, Sitting
from codeward.web.exams.sittings import begin
from tests.web.exams.bank import write_bank
from tests.web.exams.made import made_form


@pytest.fixture(autouse=True, scope="package")
def _with_our_bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Forms are drawn from the questions of `bank` alone while these tests run: ours grow all the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CODEWARD_CURRICULUM", str(write_bank(tmp_path_factory.mktemp("bank"))))
        program.cache_clear()
        ours = program().form_items
        made = {name: item for name, item in ours.items() if name.startswith("made-")}
        patch.setitem(program().__dict__, "form_items", made)
        yield
    program.cache_clear()


@pytest.fixture
def form(db: None) -> Form:
    """A form of three questions and an hour."""
    return made_form()


@pytest.fixture
def sitting(alice: User, form: Form) -> Sitting:
    """A timed sitting of alice's, under way."""
    return begin(alice, form, timed=True)
