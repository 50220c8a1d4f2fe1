"""The table of code systems: whatever it and the other tables name is there."""

from __future__ import annotations

import pytest

from codeward.codesets.compile.compilers import COMPILERS
from codeward.codesets.container.system import resolved
from codeward.codesets.install.sniff import KINDS
from codeward.codesets.releases import packaged
from codeward.codesets.systems import CODING, SYSTEMS, candidates, system, system_of_release
from codeward.codesets.validity.opening import READERS
from codeward.errors import CodewardError

NAMED = {
    **{f"compiler {name}": target for name, target in COMPILERS.items()},
    **{f"validator of {name}": row.validator for name, row in SYSTEMS.items()},
    **{f"reader {name}": target for name, target in READERS.items()},
}


@pytest.mark.parametrize("what", NAMED)
def test_every_importable_string_leads_to_a_function(what: str) -> None:
    assert callable(resolved(NAMED[what]))


def test_every_system_can_be_installed_by_compilers_that_there_are() -> None:
    for row in SYSTEMS.values():
        assert row.recipes
        assert {recipe.compiler for recipe in row.recipes} <= set(COMPILERS)
        kinds = {kind for recipe in row.recipes for kind in (*recipe.first, *recipe.second)}
        assert kinds <= set(KINDS)


def test_every_packaged_release_names_a_compiler_and_a_system() -> None:
    for row in packaged():
        assert row.compiler in COMPILERS
        assert row.release.system in SYSTEMS
        assert system_of_release(row.release.id) == row.release.system


def test_a_url_or_alias_belongs_to_one_system() -> None:
    urls = [url for row in SYSTEMS.values() for url in (row.url, *row.aliases) if url]
    assert len(urls) == len(set(urls))


@pytest.mark.parametrize("name", CODING)
def test_an_example_looks_like_its_own_system(name: str) -> None:
    assert name in candidates(SYSTEMS[name].example)


def test_an_unknown_system_is_told_with_those_there_are() -> None:
    with pytest.raises(CodewardError, match="icd10cm, icd10pcs"):
        system("icd11")


@pytest.mark.parametrize(
    ("name", "key", "written"),
    [
        ("icd10cm", "E119", "E11.9"),
        ("icd10cm", "I10", "I10"),
        ("icd10pcs", "0DTJ4ZZ", "0DTJ4ZZ"),
        ("cpt", "99213", "99213"),
    ],
)
def test_a_key_is_written_as_its_system_writes_codes(name: str, key: str, written: str) -> None:
    assert SYSTEMS[name].written(key) == written


def test_only_cpt_has_descriptors_that_are_licensed() -> None:
    assert [name for name, row in SYSTEMS.items() if row.licensed] == ["cpt"]
