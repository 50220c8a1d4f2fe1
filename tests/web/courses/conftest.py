"""A lesson of the tests' own, with every kind of block, beside the school's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from codeward.curriculum import Lesson, program

CONTENT = Path(__file__).parent / "content"


@pytest.fixture(autouse=True, scope="package")
def _with_our_lesson() -> Iterator[None]:
    """The program holds the lesson z1 while these tests run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CODEWARD_CURRICULUM", str(CONTENT))
        program.cache_clear()
        yield
    program.cache_clear()


@pytest.fixture
def lesson() -> Lesson:
    """The lesson z1."""
    return program().lessons["z1"]


Send = Callable[..., HttpResponse]


@pytest.fixture
def send(client: Client) -> Send:
    """``send(key, answer, act="check", part=True, **more)`` answers something of z1, as the page's script does."""
    return sender(client)


def sender(client: Client) -> Send:
    """The same for another client."""

    def sent(
        ask: str, answer: object = "", act: str = "check", *, part: bool = True, **more: str
    ) -> HttpResponse:
        fields = {"ask": ask, "answer": answer, "act": act, "key": str(uuid4()), **more}
        headers = {"X-Part": "1"} if part else {}
        return client.post("/lessons/z1/answer", fields, headers=headers)

    return sent
