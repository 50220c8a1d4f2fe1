"""Maximum-weight one-to-one matching, exactly, in whole numbers: the Hungarian algorithm with potentials.

Kuhn (1955), Munkres (1957); this form augments one row at a time along shortest paths and takes
O(rows² · columns). The same matrix always gives the same pairs.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["best_pairs"]


def best_pairs(weights: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Return (row, column) pairs of a matching with the greatest total weight, sorted by row.

    *weights* is rows by columns, not negative; a 0 means that the two are not paired.
    """
    rows = len(weights)
    columns = len(weights[0]) if rows else 0
    if rows == 0 or columns == 0:
        return []
    if rows > columns:
        turned = [[weights[r][c] for r in range(rows)] for c in range(columns)]
        return sorted((r, c) for c, r in best_pairs(turned))
    return [(row, column) for row, column in _assign(weights, rows, columns) if weights[row][column] > 0]


def _assign(weights: Sequence[Sequence[int]], rows: int, columns: int) -> list[tuple[int, int]]:
    """Assign every row to a column of its own (rows ≤ columns) with the least sum of negated weights."""
    limit = sum(max(row) for row in weights) + 1
    row_potential = [0] * (rows + 1)
    column_potential = [0] * (columns + 1)
    owner = [0] * (columns + 1)  # the row (from 1) that holds each column (from 1); column 0 is the start
    for row in range(1, rows + 1):
        owner[0] = row
        column = 0
        shortest = [4 * limit * (rows + columns)] * (columns + 1)
        came_from = [0] * (columns + 1)
        done = [False] * (columns + 1)
        while owner[column]:
            done[column] = True
            current = owner[column]
            step, following = 4 * limit * (rows + columns), 0
            for c in range(1, columns + 1):
                if done[c]:
                    continue
                reduced = -weights[current - 1][c - 1] - row_potential[current] - column_potential[c]
                if reduced < shortest[c]:
                    shortest[c], came_from[c] = reduced, column
                if shortest[c] < step:
                    step, following = shortest[c], c
            for c in range(columns + 1):
                if done[c]:
                    row_potential[owner[c]] += step
                    column_potential[c] -= step
                else:
                    shortest[c] -= step
            column = following
        while column:
            owner[column] = owner[came_from[column]]
            column = came_from[column]
    return sorted((owner[c] - 1, c - 1) for c in range(1, columns + 1) if owner[c])
