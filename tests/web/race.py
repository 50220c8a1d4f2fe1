"""Many threads at once on one thing, each with a database connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def at_once(count: int, work: Callable[[Callable[[], object]], T]) -> list[T]:
    """What `count` threads return from ``work(pause)``, all started at the same instant.

    A naive form calls ``pause()`` between its look and its write: nobody goes on before all have looked.
    """
    gate, middle = threading.Barrier(count), threading.Barrier(count)
    results: list[T] = []
    errors: list[BaseException] = []

    def one() -> None:
        try:
            gate.wait()
            results.append(work(middle.wait))
        except BaseException as error:  # noqa: BLE001 - told by the test
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == [], errors
    return results
