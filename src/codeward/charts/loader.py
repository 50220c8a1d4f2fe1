"""Read charts from their folders: strictly, and each error names the file, the place and the way out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError

from codeward import settings
from codeward.charts.base import Mark, StrictModel
from codeward.charts.chart import Chart, ChartHead
from codeward.charts.document import Document
from codeward.charts.key import Key
from codeward.charts.packs import (
    MAX_CHART_ID,
    PACK_FILE,
    candidates,
    charts_folder,
    charts_in,
    pack_of,
    pack_text,
    shown_id,
)
from codeward.charts.teaching import Stop, path_faults, path_text, read_path, stops
from codeward.charts.text import find_quote, not_canonical
from codeward.charts.upgrade import NotInSchema1Error, chart_from_1, key_from_1
from codeward.charts.yamlfile import parse_yaml
from codeward.errors import ChartError, UnknownChart, quoted
from codeward.faults import faults

__all__ = ["Curriculum", "load_chart", "load_curriculum", "load_snapshot", "version_of"]

MAX_FILE_BYTES = 1_000_000
Model = TypeVar("Model", bound=StrictModel)


class Curriculum(NamedTuple):
    """All charts by id, those of each pack sorted by their number, and what could not be loaded.

    `minutes` are those that the packs' paths give, by chart id and in teaching order.
    """

    charts: dict[str, Chart]
    errors: tuple[ChartError, ...] = ()
    minutes: Mapping[str, int] = MappingProxyType({})

    def practice(self) -> dict[str, Chart]:
        """Return the charts that are open to practice (`Chart.practiced`)."""
        return {chart_id: chart for chart_id, chart in self.charts.items() if chart.practiced}

    def path(self) -> tuple[Stop, ...]:
        """Return the charts that are open to practice in the order in which they are taught."""
        return stops(self.practice(), self.minutes)

    def find(self, asked: str) -> Chart:
        """Return the chart that *asked* means: its id, with its pack, or its slug where only one chart has it.

        Raises UnknownChart naming the nearest or the several that are meant, or the ChartError that keeps the chart
        from being read.
        """
        meant = candidates(self.charts, asked)
        if len(meant) == 1:
            return self.charts[meant[0]]
        for error in self.errors:
            if error.path.split("/")[0] == asked:
                raise error
        if meant:
            raise UnknownChart(asked, tuple(meant), several=True)
        raise UnknownChart(asked, tuple(get_close_matches(asked, self.charts, 3)))


def load_chart(folder: Path | str) -> Chart:
    """Read the chart in *folder*. Raises ChartError for the first thing that is wrong."""
    path = Path(folder)
    return _only(_build(_read_folder(path), path.name))


def load_snapshot(files: Mapping[str, str]) -> Chart:
    """Build a chart from its files ({relative path: text}), as `Chart.files` gave them. Raises ChartError."""
    return _only(_build(files))


def _only(built: tuple[Chart | None, list[ChartError]]) -> Chart:
    chart, errors = built
    if chart is None:
        raise errors[0]
    return chart


def load_curriculum(
    root: Path | str | None = None, *, more: Iterable[Path | str] | None = None, strict: bool = True
) -> Curriculum:
    """Read every chart of the pack in *root*, and those of the packs in *more*, side by side.

    Without *root* it is our own pack, with the packs that CODEWARD_CURRICULUM names beside it where *more* is None.
    Strict raises ChartError for the first fault; otherwise charts with faults are left out and every fault
    is listed in `.errors`.
    """
    if root is None:
        folders = [charts_folder(), *(settings.curriculum() if more is None else more)]
    else:
        folders = [Path(root), *(more or ())]
    charts: dict[str, Chart] = {}
    errors: list[ChartError] = []
    minutes: dict[str, int] = {}
    for folder in dict.fromkeys(charts_in(Path(folder)) for folder in folders):
        found, faults_there, paced = _read_pack(folder)
        minutes.update(paced)
        for chart in found:
            if chart.id in charts:
                message = f"the chart {chart.id} is in two folders"
                faults_there.append(
                    ChartError(message, "Give one pack another id", path=f"{folder}/{PACK_FILE}")
                )
            else:
                charts[chart.id] = chart
        errors += faults_there
    if strict and errors:
        raise errors[0]
    return Curriculum(charts, tuple(errors), minutes)


def _read_pack(base: Path) -> tuple[list[Chart], list[ChartError], dict[str, int]]:
    """Return the charts in *base*, sorted by number, what keeps others from being read, and the path's minutes."""
    if not base.is_dir():
        raise ChartError("there is no such folder", "Give a folder that holds charts", path=str(base))
    try:
        pack = pack_of({PACK_FILE: text} if (text := pack_text(base)) is not None else {})
    except ChartError as error:  # told once, not for each chart
        return [], [error], {}
    charts: list[Chart] = []
    errors: list[ChartError] = []
    folders = sorted(path for path in base.iterdir() if (path / "chart.yaml").is_file())
    for folder in folders:
        try:
            chart, found = _build(_read_folder(folder), folder.name)
        except ChartError as error:
            chart, found = None, [error]
        if chart is not None:
            charts.append(chart)
            slug = chart.full_id.partition(":")[2]
            if slug != folder.name:
                message = f"the chart {slug} lies in a folder called {folder.name}"
                path = f"{folder.name}/chart.yaml"
                found.append(ChartError(message, "Give both one name", path=path, where="id"))
        errors += found
    errors += _numbers_twice(charts)
    minutes: dict[str, int] = {}
    try:
        if (written := path_text(base)) is not None:
            taught = read_path(written)
            errors += path_faults(taught, charts, [folder.name for folder in folders])
            minutes = {shown_id(pack, entry.chart): entry.minutes for entry in taught.charts}
    except ChartError as error:
        errors.append(error)
    return sorted(charts, key=lambda chart: (chart.number, chart.id)), errors, minutes


def _numbers_twice(charts: list[Chart]) -> list[ChartError]:
    seen: dict[int, str] = {}
    errors = []
    for chart in charts:
        if chart.number in seen:
            message = f"the number {chart.number} is taken by {seen[chart.number]}"
            errors.append(ChartError(message, "Give another", path=f"{chart.id}/chart.yaml", where="number"))
        seen.setdefault(chart.number, chart.id)
    return errors


def _read_folder(folder: Path) -> dict[str, str]:
    if not folder.is_dir():
        raise ChartError(
            "there is no such folder", "List the charts", path=str(folder), command="codeward charts"
        )
    names = ["chart.yaml", "key.yaml"]
    documents = folder / "documents"
    if documents.is_dir():
        names += sorted(f"documents/{path.name}" for path in documents.iterdir() if path.is_file())
    files = {name: _read(folder / name, f"{folder.name}/{name}") for name in names}
    pack = pack_text(folder.parent)
    return files if pack is None else {**files, PACK_FILE: pack}


def _read(path: Path, shown: str) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ChartError("the file is missing", "Write it", path=shown) from None
    except OSError as error:
        raise ChartError(f"cannot be read: {error.strerror}", "Check its permissions", path=shown) from None
    if len(data) > MAX_FILE_BYTES:
        raise ChartError(f"larger than {MAX_FILE_BYTES} bytes", "Shorten it", path=shown)
    try:
        # Not in text mode: that would turn CRLF into LF unseen.
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ChartError(f"not UTF-8 at byte {error.start}", "Save it as UTF-8", path=shown) from None


def version_of(files: Mapping[str, str]) -> str:
    """Return 16 hex digits that name this content: SHA-256 over names, lengths and bytes, in name order."""
    digest = hashlib.sha256()
    for name in sorted(files):
        data = files[name].encode("utf-8")
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()[:16]


def _build(files: Mapping[str, str], folder: str = "") -> tuple[Chart | None, list[ChartError]]:
    try:
        written = _mapping(files, "chart.yaml", folder)
        label = str(written.get("id", "?"))[:64]
        raw = _newest(chart_from_1, written, f"{label}/chart.yaml")
        head, errors = _validated(ChartHead, raw, f"{label}/chart.yaml")
        pack = pack_of(files)
        raw_key = _newest(key_from_1, _mapping(files, "key.yaml", label), f"{label}/key.yaml")
        key, key_errors = _validated(Key, raw_key, f"{label}/key.yaml")
    except ChartError as error:
        return None, [error]
    errors += key_errors
    if head is None or key is None:
        return None, errors
    texts = {name[10:-4]: text for name, text in files.items() if name.startswith("documents/")}
    errors += _document_faults(head, texts)
    if errors:
        return None, errors
    errors += _mark_faults(head, key, texts)
    if errors:
        return None, errors
    raw["documents"] = [{**document.model_dump(), "text": texts[document.id]} for document in head.documents]
    shown = shown_id(pack, head.id)
    if len(shown) > MAX_CHART_ID:
        message = f"the id {quoted(shown)} is longer than {MAX_CHART_ID} characters"
        return None, [ChartError(message, "Shorten it or its pack's", path=f"{label}/chart.yaml", where="id")]
    own = {"id": shown, "pack": pack, "key": key, "version": version_of(files), "files": dict(files)}
    return Chart.model_validate({**raw, **own}), []


def _mapping(files: Mapping[str, str], name: str, label: str = "") -> dict[str, Any]:
    shown = f"{label}/{name}" if label else name
    if name not in files:
        raise ChartError("the file is missing", "Write it", path=shown)
    value = parse_yaml(files[name], shown)
    if not isinstance(value, dict):
        raise ChartError("the file holds no mapping", "See docs/reference/chart-format.md", path=shown)
    return value


def _newest(
    upgrade: Callable[[dict[str, Any]], dict[str, Any]], value: dict[str, Any], path: str
) -> dict[str, Any]:
    """Return the values of a file in the newest schema."""
    try:
        return upgrade(value)
    except NotInSchema1Error as error:
        raise ChartError(error.message, error.way_out, path=path, where=error.where) from None


def _validated(model: type[Model], raw: dict[str, Any], path: str) -> tuple[Model | None, list[ChartError]]:
    try:
        return model.model_validate(raw), []
    except ValidationError as error:
        return None, [
            ChartError(message, way_out or "See docs/reference/chart-format.md", path=path, where=where)
            for where, message, way_out in faults(error)
        ]


def _document_faults(head: ChartHead, texts: Mapping[str, str]) -> list[ChartError]:
    errors = []
    named = {document.id for document in head.documents}
    for index, document in enumerate(head.documents):
        path = f"{head.id}/documents/{document.id}.txt"
        text = texts.get(document.id)
        if text is None:
            errors.append(ChartError("the file is missing", "Write it", path=path))
            continue
        if document.text:
            where = f"documents[{index}].text"
            errors.append(
                ChartError("text belongs into its file", "Move it", path=f"{head.id}/chart.yaml", where=where)
            )
        fault = not_canonical(text)
        if fault is not None:
            offset, what = fault
            line = text.count("\n", 0, offset) + 1
            errors.append(ChartError(what, "Mend it", path=path, where=f"offset {offset}, line {line}"))
        if not text.strip():
            errors.append(ChartError("the document is empty", "Write it", path=path))
        errors += _entry_faults(head.id, index, document.model_copy(update={"text": text}))
    for name in sorted(set(texts) - named):
        path = f"{head.id}/documents/{name}.txt"
        errors.append(ChartError("chart.yaml does not list this document", "List it or remove it", path=path))
    return errors


def _entry_faults(chart_id: str, index: int, document: Document) -> list[ChartError]:
    """Return the entries whose first words are not in the document, or not after those of the entry before."""
    errors = []
    last = -1
    for number, (start, entry) in enumerate(zip(document.starts(), document.entries, strict=True)):
        path, where = f"{chart_id}/chart.yaml", f"documents[{index}].entries[{number}]"
        if start is None:
            message = f"{quoted(entry.quote)} is not in the document {document.id}"
            errors.append(ChartError(message, "Copy the entry's first words", path=path, where=where))
        elif start <= last:
            message = f"{quoted(entry.quote)} stands before the entry above it"
            errors.append(ChartError(message, "List the entries as they stand", path=path, where=where))
        last = max(last, -1 if start is None else start)
    return errors


def _mark_faults(head: ChartHead, key: Key, texts: Mapping[str, str]) -> list[ChartError]:
    """Return what is wrong with the places that the key points to, and with the key's chart id."""
    path = f"{head.id}/key.yaml"
    errors = []
    if key.chart != head.id:
        errors.append(
            ChartError(f"the key is of {quoted(key.chart)}", f"Write {head.id}", path=path, where="chart")
        )
    for where, mark in _marks(key):
        text = texts.get(mark.document)
        if text is None:
            known = ", ".join(sorted(texts))
            errors.append(
                ChartError(
                    f"no document {quoted(mark.document)}", f"Use one of {known}", path=path, where=where
                )
            )
        elif find_quote(text, mark.quote, mark.occurrence) is None:
            errors.append(_not_there(text, mark, path, where))
    return errors


def _marks(key: Key) -> list[tuple[str, Mark]]:
    places = [
        (f"lines {line.id}: evidence[{i}]", m) for line in key.lines for i, m in enumerate(line.evidence)
    ]
    places += [(f"queries {q.id}: evidence[{i}]", m) for q in key.queries for i, m in enumerate(q.evidence)]
    places += [
        (f"queries {q.id}: indicators[{i}]", m) for q in key.queries for i, m in enumerate(q.indicators)
    ]
    places += [(f"ledger[{i}]", entry.mark) for i, entry in enumerate(key.ledger)]
    return places


def _not_there(text: str, mark: Mark, path: str, where: str) -> ChartError:
    count = text.count(mark.quote)
    if count:
        message = f"{quoted(mark.quote)} stands {count} times in {mark.document}, not {mark.occurrence}"
        return ChartError(message, "Correct the occurrence", path=path, where=where)
    message = f"{quoted(mark.quote)} is not in the document {mark.document}"
    way_out = "Copy the words exactly from the document"
    if " ".join(mark.quote.split()) in " ".join(text.split()):
        way_out = (
            'The words cross a line break or several blanks: write "…\\n…" in double quotes, blanks kept'
        )
    return ChartError(message, way_out, path=path, where=where)
