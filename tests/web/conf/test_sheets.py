"""One sheet for `ui` and one an app; all of them together stay small."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.test import Client

from codeward.web.conf.sheets import SheetFinder, joined, packed

pytestmark = pytest.mark.django_db

WEB = Path(__file__).resolve().parents[3] / "src" / "codeward" / "web"
# The brief's bound: what a reader's browser ever loads of our styles, compressed.
MOST = 41_000


def sheets() -> dict[str, bytes]:
    """Every sheet of ours by its address, as it is served."""
    found = {}
    for path, storage in SheetFinder().list(None):
        if path.endswith(".css") and (WEB / path.split("/")[0]).is_dir():
            with storage.open(path) as stream:
                found[path] = stream.read()
    return found


def test_an_app_has_one_sheet_and_links_only_what_there_is() -> None:
    served = sheets()
    many = {app: n for app, n in Counter(path.split("/")[0] for path in served).items() if n > 1}
    assert many == {}
    linked = {
        name
        for page in WEB.rglob("*.html")
        for name in re.findall(r"static '([\w/.-]+\.css)'", page.read_text(encoding="utf-8"))
    }
    assert linked == set(served)


def test_the_whole_school_is_dressed_in_forty_one_thousand_bytes() -> None:
    packed = {path: len(gzip.compress(text, 9)) for path, text in sheets().items()}
    told = ", ".join(f"{path} {size}" for path, size in sorted(packed.items(), key=lambda one: -one[1]))
    assert sum(packed.values()) <= MOST, f"{sum(packed.values())} bytes compressed: {told}"


# Parts that a page sets otherwise, knowing it: the workspace in its window, the result on a phone and on paper.
OTHERWISE = {
    "charts/css/charts.css": {"toasts", "splitter", "concept"},
    "results/css/result.css": {"fold"},
}


def names(sheet: str) -> set[str]:
    """The classes that a sheet gives a look of their own, anywhere: selectors of one class alone."""
    selectors = re.findall(r"([^{}]+)\{", re.sub(r"/\*.*?\*/", "", sheet, flags=re.S))
    return {
        name for one in selectors for name in re.findall(r"^\s*\.([\w-]+)\s*$", one.replace(",", "\n"), re.M)
    }


def test_an_app_gives_no_class_of_the_look_another_meaning() -> None:
    served = {path: text.decode() for path, text in sheets().items()}
    ours = names(served.pop("ui/css/ui.css"))
    taken = {path: (names(text) & ours) - OTHERWISE.get(path, set()) for path, text in served.items()}
    assert {path: sorted(found) for path, found in taken.items() if found} == {}


def test_parts_come_in_one_order_everywhere(tmp_path: Path) -> None:
    parts = tmp_path / "shop" / "css" / "parts"
    parts.mkdir(parents=True)
    for name in ("zoo", "shop", "base", "art", "components", "tokens"):
        (parts / f"{name}.css").write_text(f"/* {name} */\n", encoding="utf-8")
    assert re.findall(r"\w+", joined(parts)) == ["tokens", "base", "components", "shop", "art", "zoo"]


def test_a_sheet_is_found_and_its_parts_are_not(client: Client) -> None:
    answer = client.get("/static/ui/css/ui.css")
    assert answer["Content-Type"].startswith("text/css")
    text = b"".join(answer).decode()
    assert text.index("--canvas") < text.index("body{") < text.index(".button{")
    assert text == packed(joined(WEB / "ui" / "static" / "ui" / "css" / "parts"))
    assert finders.find("ui/css/parts/tokens.css") is None
    assert client.get("/static/ui/css/parts/tokens.css").status_code == 404


def test_a_changed_part_is_served_at_once(tmp_path: Path) -> None:
    parts = tmp_path / "shop" / "css" / "parts"
    parts.mkdir(parents=True)
    finder = SheetFinder(["codeward.web.ui"])
    finder.storages = {"codeward.web.ui": FileSystemStorage(tmp_path)}
    seen = []
    for color in ("red", "green"):
        (parts / "shop.css").write_text(f"a {{ color: {color} }}", encoding="utf-8")
        seen.append(Path(finder.find("shop/css/shop.css")).read_text(encoding="utf-8"))
    assert seen == ["a{color: red}", "a{color: green}"]


@pytest.mark.parametrize(
    ("written", "served"),
    [
        ("a  ,\n b > c {\n  color: red;\n}\n", "a,b > c{color: red;}"),
        ("/* one */ a { } /* two\n lines */ b { }", "a{}b{}"),
        ("a/**/b { }", "a b{}"),
        ('a::before { content: "/* no  comment; { } */"; }', 'a::before{content: "/* no  comment; { } */";}'),
        (
            "a { content: '\\'  ,  '; width: calc(1px  +  2px) }",
            "a{content: '\\'  ,  ';width: calc(1px + 2px)}",
        ),
        (
            'a { src: url("../x.woff2") format("woff2"),  url("y") }',
            'a{src: url("../x.woff2") format("woff2"),url("y")}',
        ),
        (
            "@media (min-width: 48rem) and (max-width: 64rem) { a { } }",
            "@media (min-width: 48rem) and (max-width: 64rem){a{}}",
        ),
    ],
)
def test_comments_and_needless_space_are_not_served(written: str, served: str) -> None:
    assert packed(written) == served
    assert packed(served) == served


def test_whoever_develops_reads_a_sheet_as_it_was_written(settings: Any) -> None:
    settings.DEBUG = True
    found = Path(SheetFinder().find("ui/css/ui.css")).read_text(encoding="utf-8")
    assert found == joined(WEB / "ui" / "static" / "ui" / "css" / "parts")


def test_the_server_gets_hashed_and_compressed_sheets(tmp_path: Path, settings: Any) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "codeward.web.conf.storage.ManifestStorage"},
    }
    call_command(
        "collectstatic", interactive=False, verbosity=0, ignore_patterns=["ext", "htmax-*", "htmx-4*"]
    )
    (hashed,) = (tmp_path / "ui" / "css").glob("ui.????????????.css")
    assert hashed.with_name(hashed.name + ".gz").exists()
    fonts = re.findall(r'url\("\.\./fonts/([\w.-]+\.woff2)"\)', hashed.read_text(encoding="utf-8"))
    assert len(fonts) == 8
    assert all((tmp_path / "ui" / "fonts" / font).exists() for font in fonts)
    assert not (tmp_path / "ui" / "css" / "parts").exists()
