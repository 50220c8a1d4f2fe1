"""Write the list of all third-party parts of this version, as CycloneDX 1.6 JSON (ASVS 5.0.0, 15.1.2).

    python scripts/sbom.py [FILE]        writes dist/sbom.cdx.json

What is listed is what is installed: every line of requirements.lock with its digests, the fonts that we carry, and
Codeward itself. Licenses are what the installed packages say of themselves. The same lock makes the same file: it holds
no time and no random number, so that two builds can be compared.
"""

from __future__ import annotations

import hashlib
import sys
import tomllib
import uuid
from importlib import metadata
from pathlib import Path
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from pip_requirements_parser import RequirementsFile

ROOT = Path(__file__).parents[1]
FONTS = ROOT / "src/codeward/web/ui/static/ui/fonts"


def main() -> int:
    """Write the file; exit code 1, with what is wrong, where it does not fit the schema."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / "sbom.cdx.json"
    text = written(bom())
    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if wrong is not None:
        print(wrong, file=sys.stderr)  # noqa: T201
        return 1
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text + "\n", encoding="utf-8")
    return 0


def bom(lock: Path = ROOT / "requirements.lock") -> Bom:
    """The list of `lock`, with our own fonts, under Codeward as the root."""
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    root = Component(
        name=project["name"],
        version=project["version"],
        type=ComponentType.APPLICATION,
        bom_ref=f"{project['name']}@{project['version']}",
        licenses=[LicenseFactory().make_from_string(project["license"])],
    )
    parts = [*packages(lock), *fonts()]
    made = Bom(
        components=parts,
        serial_number=uuid.uuid5(uuid.NAMESPACE_OID, hashlib.sha256(lock.read_bytes()).hexdigest()),
    )
    made.metadata.component = root
    made.register_dependency(root, parts)
    return made


def packages(lock: Path) -> list[Component]:
    """A component a line of the lock, with the SHA-256 of each of its files."""
    found = []
    for line in RequirementsFile.from_file(str(lock)).requirements:
        name, version = line.name.lower(), line.get_pinned_version
        url = PackageURL("pypi", None, name, version)
        found.append(
            Component(
                name=name,
                version=version,
                purl=url,
                bom_ref=str(url),
                hashes=[
                    HashType(alg=HashAlgorithm.SHA_256, content=one.partition(":")[2])
                    for one in line.hash_options
                ],
                licenses=licenses(name),
            )
        )
    return found


def licenses(name: str) -> list[Any]:
    """What the installed package says of its license; nothing where it is not installed on this machine."""
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return []
    text = said.get("License-Expression") or said.get("License") or ""
    if not text or len(text) > 60:
        named = [one for one in said.get_all("Classifier") or [] if one.startswith("License :: ")]
        text = named[0].rpartition(" :: ")[2] if named else ""
    return [LicenseFactory().make_from_string(text)] if text else []


def fonts() -> list[Component]:
    """The fonts in our own folder: one component a family, with the SHA-256 of its files."""
    made = []
    for terms in sorted(FONTS.glob("*-OFL.txt")):
        family = terms.name.removesuffix("-OFL.txt")
        files = sorted(FONTS.glob(f"{family}-latin-*.woff2"))
        made.append(
            Component(
                name=family,
                type=ComponentType.FILE,
                bom_ref=f"font:{family}",
                hashes=[
                    HashType(alg=HashAlgorithm.SHA_256, content=hashlib.sha256(one.read_bytes()).hexdigest())
                    for one in files
                ],
                licenses=[LicenseFactory().make_with_id("OFL-1.1")],
            )
        )
    return made


def written(made: Bom) -> str:
    """The list as text, without the time of its making."""
    import json

    data = json.loads(JsonV1Dot6(made).output_as_string())
    data["metadata"].pop("timestamp", None)
    return json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False)


if __name__ == "__main__":
    raise SystemExit(main())
