"""Five pages that stand for the rest keep the facts of the look: home, charts, an entry, an account, the office."""

from __future__ import annotations

from typing import Any

import pytest

from codeward.web.accounts.models import User
from tests.web.conftest import SIZES
from tests.web.signed_in import in_browser, with_second_step
from tests.web.ui.looking import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = {
    "/": "nobody",
    "/charts/": "nobody",
    "/codebook/icd10cm/E11.22": "nobody",
    "/account/": "learner",
    "/notices/settings": "learner",
    "/office/settings/": "staff",
    "/office/people/": "staff",
}


@pytest.mark.parametrize("address", PAGES)
def test_a_page_keeps_the_facts_of_the_look(
    address: str, page: Any, context: Any, live_server: Any, alice: User, staff: User, sign_in: Any
) -> None:
    if PAGES[address] == "learner":
        sign_in(alice)
    elif PAGES[address] == "staff":
        in_browser(context, live_server, with_second_step(staff))
    found = []
    for size, window in SIZES.items():
        page.set_viewport_size(window)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            page.goto(address)
            found += [(size, theme, *one) for one in faults(page, "main, .site-header", phone=size == "390")]
    assert found == [], "\n".join(" | ".join(one) for one in found)
