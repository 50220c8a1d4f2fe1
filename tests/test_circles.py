"""No file of the house imports, by any way round, a file that imports it."""

from __future__ import annotations

import grimp


def circles(imported_by: dict[str, set[str]]) -> list[list[str]]:
    """Return the groups of modules that lead back to themselves (Tarjan's strongly connected components)."""
    place: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: list[str] = []
    found: list[list[str]] = []
    for start in sorted(imported_by):
        if start in place:
            continue
        work = [(start, iter(sorted(imported_by[start])))]
        place[start] = lowest[start] = len(place)
        path.append(start)
        while work:
            module, rest = work[-1]
            for other in rest:
                if other not in place:
                    place[other] = lowest[other] = len(place)
                    path.append(other)
                    work.append((other, iter(sorted(imported_by[other]))))
                    break
                if other in path:
                    lowest[module] = min(lowest[module], place[other])
            else:
                work.pop()
                if work:
                    above = work[-1][0]
                    lowest[above] = min(lowest[above], lowest[module])
                if lowest[module] == place[module]:
                    group = path[path.index(module) :]
                    del path[path.index(module) :]
                    if len(group) > 1:
                        found.append(sorted(group))
    return found


def test_a_circle_is_found_however_long() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": set()}) == [["a", "b", "c"]]
    assert circles({"a": {"b"}, "b": {"c"}, "c": set()}) == []


def test_no_file_of_the_house_stands_in_a_circle() -> None:
    graph = grimp.build_graph("codeward", cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert circles(imports) == []
