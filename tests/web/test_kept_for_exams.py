"""Items of forms and charts kept for an examination: no page, no search and no API gives them to anybody.

A school's own pool lies in a folder of content beside ours; here one with an item and a chart whose words stand nowhere
else, so that whatever lets them through shows it.
"""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from codeward import settings
from codeward.curriculum import charts_folder, program
from codeward.web.charts import snapshots
from tests.practice.test_bank import BURN, lay

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SOURCE = Path(__file__).parents[2] / "src" / "codeward"
ITEM, CHART, WORD = "cpc-d-901", "kept-for-later", "Zyzzyvasmith"
# Who may take items of forms: the check, the counts and the drawing of forms. The preview of an author shows the files
# of a folder on the author's own machine. A sitting comes with its own door.
MAY = {
    "cli/commands/exams.py",
    "curriculum/hanging.py",
    "curriculum/whole.py",
    "practice/check.py",
    "practice/impacting.py",
    "practice/stats.py",
    "web/courses/preview/views.py",
}
SITTINGS = "web/exams/"


@pytest.fixture
def _pool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folder = tmp_path / "pool"
    lay(folder, {**BURN, "id": ITEM, "stem": f"{WORD} has a second degree burn, right. Which code?"})
    kept = folder / "charts" / CHART
    shutil.copytree(charts_folder() / "walk-in-cough", kept)
    chart = yaml.safe_load((kept / "chart.yaml").read_text())
    chart.update(id=CHART, number=990, title=f"{WORD} coughs", reserved=True)
    (kept / "chart.yaml").write_text(yaml.safe_dump(chart, sort_keys=False))
    key = yaml.safe_load((kept / "key.yaml").read_text())
    (kept / "key.yaml").write_text(yaml.safe_dump({**key, "chart": CHART}, sort_keys=False))
    monkeypatch.setenv(settings.CURRICULUM, str(folder))
    for cache in (program, snapshots.curriculum, snapshots.version_of):
        cache.cache_clear()
    yield
    for cache in (program, snapshots.curriculum, snapshots.version_of):
        cache.cache_clear()


def names() -> Iterator[tuple[str, bool]]:
    """Give the name of every address of the school, and whether it takes something."""
    waiting: list[tuple[str, URLPattern | URLResolver]] = [("", one) for one in get_resolver().url_patterns]
    while waiting:
        space, one = waiting.pop()
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            waiting += [(inner, below) for below in one.url_patterns]
        elif one.name:
            yield f"{space}{one.name}", bool(one.pattern.regex.groups)


def addresses() -> Iterator[str]:
    """Give addresses that could lead to the item or the chart, by every way that takes one name."""
    for name, takes in names():
        for given in (ITEM, CHART, f"pool:{CHART}") if takes else (None,):
            try:
                yield reverse(name, args=[given] if given else None)
            except NoReverseMatch:
                continue
    for asked in (WORD, ITEM, CHART):
        yield f"/find?q={asked}"
        yield f"/codebook/search?q={asked}"
        yield f"/api/v1/search?q={asked}"
    yield f"/skills/{BURN['skill']}/"
    yield f"/drill/?skill={BURN['skill']}"


@pytest.mark.usefixtures("_pool")
def test_no_page_gives_an_item_of_a_form_or_a_chart_that_is_kept(as_alice: Client, client: Client) -> None:
    assert ITEM in program().form_items
    assert f"pool:{CHART}" in program().charts.charts
    as_alice.raise_request_exception = False
    told = set()
    walked = 0
    open_to_all = ("/find", "/codebook", "/api", "/skills", "/drill", "/charts", "/program")
    asked = [(as_alice, address) for address in dict.fromkeys(addresses())]
    asked += [(client, address) for _, address in asked if address.startswith(open_to_all)]
    for one, address in asked:
        answer = one.get(address)
        walked += 1
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        kept = WORD.encode() in body.replace(f"q={WORD}".encode(), b"").replace(
            f'value="{WORD}"'.encode(), b""
        )
        if kept and "find" not in address and "search" not in address:
            told.add(address)
        if b"second degree burn, right. Which" in body or f"{WORD} coughs".encode() in body:
            told.add(address)
    assert told == set()
    assert walked > 60


@pytest.mark.usefixtures("_pool")
def test_a_chart_that_is_kept_cannot_be_begun(as_alice: Client) -> None:
    for name in (CHART, f"pool:{CHART}"):
        assert as_alice.get(f"/charts/{name}/").status_code == 404
        begun = as_alice.post(f"/charts/{name}/start", {}, content_type="application/json")
        assert begun.status_code == 404
    assert CHART not in as_alice.get("/charts/").content.decode()


@pytest.mark.usefixtures("_pool")
def test_what_is_practiced_holds_no_item_of_a_form() -> None:
    assert all(item.use == "practice" for item in program().items.values())
    assert ITEM not in program().items


def test_only_named_modules_take_the_items_of_forms() -> None:
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            # `bank` of a blueprint or of the loader itself is another thing than that of a program.
            other = isinstance(node, ast.Attribute) and ast.unparse(node.value) in {"blueprint", "loader"}
            if isinstance(node, ast.Attribute) and node.attr in {"bank", "form_items"} and not other:
                found.add(path.relative_to(SOURCE).as_posix())
    found -= {"curriculum/blueprint.py", "curriculum/loader.py"}
    assert {name for name in found if not name.startswith(SITTINGS)} == MAY
