"""Read YAML strictly: the C loader, only plain values, and a key given twice is an error."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from typing import Any

import yaml

from codeward.errors import ChartError, quoted

__all__ = ["YamlError", "parse_yaml", "read_yaml", "yaml_line"]

_BOOL = "tag:yaml.org,2002:bool"
_ALIAS = re.compile(r"(?:^|[\s\[{,:-])[*&]\w", re.MULTILINE)


class YamlError(ValueError):
    """What keeps a text from being read as YAML, and where: `line` and `column` count from 1, 0 where unknown."""

    def __init__(self, message: str, way_out: str, line: int = 0, column: int = 0) -> None:
        self.message = message
        self.way_out = way_out
        self.line = line
        self.column = column
        super().__init__(message)


class _StrictLoader(yaml.CSafeLoader):
    """The safe C loader, which refuses what YAML readers silently swallow: a key given twice."""


class _PlainLoader(_StrictLoader):
    """The strict loader with `true` and `false` as its only booleans: yes, no, on and off are words."""


def _mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Hashable, Any]:
    seen: set[Hashable] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, Hashable) or key in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {quoted(key)} is given twice", key_node.start_mark
            )
        seen.add(key)
    result: dict[Hashable, Any] = loader.construct_mapping(node, deep=True)
    return result


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL]
    for first, resolvers in _StrictLoader.yaml_implicit_resolvers.items()
}
_PlainLoader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|false)$"), ["t", "f"])


def read_yaml(text: str, *, plain: bool = False) -> Any:
    """Return the plain value of the YAML document *text*. Raises YamlError.

    *plain* is the reading of lessons: `true` and `false` are the only booleans, and nothing is repeated by alias, so
    that no text is longer than it looks.
    """
    try:
        # Each loader is a subclass of the safe one: no Python objects can be made.
        if plain:
            _refuse_aliases(text)
            return yaml.load(text, Loader=_PlainLoader)  # noqa: S506
        return yaml.load(text, Loader=_StrictLoader)  # noqa: S506
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        problem = getattr(error, "problem", None) or str(error)
        way_out = "Mend the line; quote text that holds a colon, a hash sign or a leading dash"
        raise YamlError(f"not readable as YAML: {problem}", way_out, line, column) from None
    except YamlError:
        raise
    except (ValueError, RecursionError) as error:
        raise YamlError(f"not readable as YAML: {error}", "Mend the value") from None


def _refuse_aliases(text: str) -> None:
    if not _ALIAS.search(text):
        return
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            mark = event.start_mark
            place = (0, 0) if mark is None else (mark.line + 1, mark.column + 1)
            way_out = "Write the value out; quote text that begins with * or &"
            raise YamlError("an anchor or an alias", way_out, *place)


def yaml_line(text: str, location: Sequence[str | int]) -> int:
    """Return the line, from 1, on which the value at *location* (keys and places) of the YAML *text* begins.

    Where a step of the way is not there, the line of the last that is; 1 where nothing can be said. Asked only where
    something is wrong: it reads the text a second time.
    """
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return 1
    if node is None:
        return 1
    line = _line(node)
    for step in location:
        found = _below(node, step)
        if found is None:
            continue  # pydantic names the kind of a union on its way, which is no key
        key, node = found
        line = _line(key)
    return line


def _line(node: yaml.Node) -> int:
    mark = node.start_mark
    return 1 if mark is None else mark.line + 1


def _below(node: yaml.Node, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def parse_yaml(text: str, path: str) -> Any:
    """Return the plain value of the YAML document *text*. Raises ChartError naming *path* and the line."""
    try:
        return read_yaml(text)
    except YamlError as fault:
        where = f"line {fault.line}, column {fault.column}" if fault.line else ""
        raise ChartError(fault.message, fault.way_out, path=path, where=where) from None
