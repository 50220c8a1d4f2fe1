"""The command line as people run it: a process of its own, with a home and a cache of the tests' own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator

from tests.warm import warm_cache

SCHEMAS = Path(__file__).parents[2] / "docs" / "reference" / "schemas"


class Done(NamedTuple):
    """What a finished process left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Done]


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("cli")
    return {
        **os.environ,
        "CODEWARD_HOME": str(folder / "home"),
        "CODEWARD_CACHE": str(warm_cache(tmp_path_factory, folder / "cli-cache")),
        "PYTHONWARNINGS": "error",
    }


@pytest.fixture(scope="session")
def run(environment: dict[str, str]) -> Run:
    def call(*arguments: str, stdin: str | bytes = "", **more: str) -> Done:
        raw = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [sys.executable, "-m", "codeward.cli.main", *arguments],
            input=raw, capture_output=True, timeout=120, check=False, env={**environment, **more},
        )  # fmt: skip
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


def validator(name: str) -> Draft202012Validator:
    """Return the validator of one public JSON shape."""
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)
