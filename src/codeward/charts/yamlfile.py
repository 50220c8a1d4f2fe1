"""Read YAML strictly: the C loader, only plain values, and a key given twice is an error."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import yaml

from codeward.errors import ChartError, quoted

__all__ = ["parse_yaml"]


class _StrictLoader(yaml.CSafeLoader):
    """The safe C loader, which refuses what YAML readers silently swallow: a key given twice."""


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


def parse_yaml(text: str, path: str) -> Any:
    """Return the plain value of the YAML document *text*. Raises ChartError naming *path* and the line."""
    try:
        # The loader is a subclass of the safe one: no Python objects can be made.
        return yaml.load(text, Loader=_StrictLoader)  # noqa: S506
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        problem = getattr(error, "problem", None) or str(error)
        raise ChartError(
            f"not readable as YAML: {problem}",
            "Mend the line; quote text that holds a colon, a hash sign or a leading dash",
            path=path,
            where=where,
        ) from None
    except (ValueError, RecursionError) as error:
        raise ChartError(f"not readable as YAML: {error}", "Mend the value", path=path) from None
