"""The list of third-party parts: whole, of the schema, and the same for the same lock."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def sbom() -> ModuleType:
    """scripts/sbom.py as a module."""
    spec = importlib.util.spec_from_file_location("sbom", ROOT / "scripts" / "sbom.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def made(sbom: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What it writes."""
    target = tmp_path_factory.mktemp("sbom") / "sbom.cdx.json"
    before, sys.argv = sys.argv, ["sbom.py", str(target)]
    try:
        assert sbom.main() == 0
    finally:
        sys.argv = before
    found: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return found


def test_every_line_of_the_lock_is_a_component_with_its_digests(made: dict[str, Any]) -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = {(m[1].lower(), m[2]) for m in re.finditer(r"^([\w.-]+)(?:\[.*?\])?==([^\s;\\]+)", lock, re.M)}
    listed = {(c["name"], c["version"]): c for c in made["components"] if "purl" in c}
    assert set(listed) == pinned
    assert len(pinned) > 40
    digests = {one["content"] for c in listed.values() for one in c["hashes"]}
    assert digests == set(re.findall(r"--hash=sha256:([0-9a-f]{64})", lock))


def test_what_we_carry_ourselves_is_listed(made: dict[str, Any]) -> None:
    fonts = [c for c in made["components"] if c["bom-ref"].startswith("font:")]
    assert [c["name"] for c in fonts] == ["source-code-pro", "source-sans-3", "source-serif-4"]
    assert all(c["licenses"][0]["license"]["id"] == "OFL-1.1" for c in fonts)
    assert made["metadata"]["component"]["name"] == "codeward"


def test_licenses_are_told(made: dict[str, Any]) -> None:
    silent = [c["name"] for c in made["components"] if not c.get("licenses")]
    assert "django" not in silent
    assert len(silent) <= 3  # of other systems, and not installed here


def test_the_same_lock_makes_the_same_list(sbom: ModuleType) -> None:
    assert sbom.written(sbom.bom()) == sbom.written(sbom.bom())


def test_another_lock_makes_another(sbom: ModuleType, tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("django==5.2.0 \\\n    --hash=sha256:" + "a" * 64 + "\n")
    one = json.loads(sbom.written(sbom.bom(lock)))
    assert [c["version"] for c in one["components"] if "purl" in c] == ["5.2.0"]
    assert one["serialNumber"] != json.loads(sbom.written(sbom.bom()))["serialNumber"]


def test_a_list_that_does_not_fit_the_schema_is_refused(sbom: ModuleType) -> None:
    broken = json.loads(sbom.written(sbom.bom()))
    broken["components"][0]["hashes"] = [{"alg": "MD4", "content": "x"}]
    checker = sbom.JsonStrictValidator(sbom.SchemaVersion.V1_6)
    assert checker.validate_str(json.dumps(broken)) is not None
    assert checker.validate_str(sbom.written(sbom.bom())) is None


def test_every_build_makes_it() -> None:
    assert re.search(r"^make .*\bsbom\b", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)
