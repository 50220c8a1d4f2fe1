"""One style sheet for an app, kept in parts and served without its comments.

``<app>/static/<app>/css/parts/*.css`` is served as ``<app>/css/<app>.css``: the parts one after the other. Tokens come
first, then the page, then components, then the part with the app's name, then the rest by name. An app whose styles
fit one file keeps one file and needs no parts.

What is served is a file in the cache folder, so that development, tests and ``collectstatic`` (and with it the hashed
and compressed files of ``codeward serve``) all get it by Django's own way of finding static files.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder
from django.core.files.storage import FileSystemStorage

from codeward.settings import cache_dir

__all__ = ["SheetFinder", "joined", "packed"]

FIRST = ("tokens", "base", "components")
# A text in quotes stays as it is; a comment separates as a space does.
_COMMENT = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|/\*.*?\*/""", re.DOTALL)
_SPACE = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|\s*([{};,])\s*|\s+""")


def joined(parts: Path) -> str:
    """The sheet of a folder of parts: all of them in their order.

    The order depends on names alone, so that every machine serves the same bytes.
    """
    app = parts.parents[1].name

    def place(part: Path) -> tuple[int, str]:
        order = (*FIRST, app)
        return (order.index(part.stem) if part.stem in order else len(order), part.stem)

    return "\n".join(part.read_text(encoding="utf-8") for part in sorted(parts.glob("*.css"), key=place))


def packed(sheet: str) -> str:
    """`sheet` without comments and without the white space that only people need."""
    bare = _COMMENT.sub(lambda found: found[1] or " ", sheet)
    return _SPACE.sub(lambda found: found[1] or found[2] or " ", bare).strip()


class SheetFinder(AppDirectoriesFinder):
    """Django's finder of the apps' static files, with our own sheets found as they are served."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[Any]:
        """Every static file of every app as (path, storage); sheets in place of their parts."""
        sheets = self._sheets()
        for path, storage in super().list(ignore_patterns):
            if path not in sheets and "/css/parts/" not in path:
                yield path, storage
        for name in sorted(sheets):
            yield name, FileSystemStorage(self._made(name))

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file at `path` of /static/, or nothing. A part by itself is no file of the site."""
        if path in self._sheets():
            found = str(self._made(path) / path)
            return [found] if find_all else found
        if "/css/parts/" in path:
            return []
        return super().find(path, find_all, **kwargs)  # type: ignore[call-overload] # django-stubs knows literals only

    def _sheets(self) -> dict[str, Path]:
        """What each sheet of ours is made of, by its address: a folder of parts, or one file."""
        found: dict[str, Path] = {}
        for app, storage in self.storages.items():
            if not app.startswith("codeward."):
                continue
            root = Path(storage.location)
            for path in root.rglob("*.css"):
                if path.parent.name != "parts":
                    found[path.relative_to(root).as_posix()] = path
                else:
                    name = path.parents[2].name
                    found[f"{name}/css/{name}.css"] = path.parent
        return found

    def _made(self, name: str) -> Path:
        """The folder under which the sheet `name` lies, written anew when its source has changed."""
        source = self._sheets()[name]
        text = joined(source) if source.is_dir() else source.read_text(encoding="utf-8")
        # Whoever develops reads it in the browser as it was written.
        text = text if settings.DEBUG else packed(text)
        # Two checkouts of one person share the cache folder and not their sheets.
        root = cache_dir() / "sheets" / hashlib.sha256(str(source).encode()).hexdigest()[:16]
        path = root / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Two processes may write at once; a page never gets half a sheet.
            with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as new:
                new.write(text)
            Path(new.name).replace(path)
        return root
