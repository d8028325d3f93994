"""Whatever stands in a repository: links lead to the same files afterwards, and a second run changes nothing."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from support.made_vaults import read_tree, vaults
from support.repositories import repository
from support.vault_trees import put_files

from exportconv.normalize import normalize
from exportconv.options import NormalizeOptions

PROMISES = (5, 6)

NAMES_AND_LINKS = NormalizeOptions(select=("XC60", "XC61"), unsafe_fixes=True)
ALL = NormalizeOptions(unsafe_fixes=True)
MANY = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def targets(files: dict[str, bytes]) -> dict[str, list[str | None]]:
    """Note → where its links lead, in the order of the text."""
    vault = repository(files).vault
    return {note.path: [link.target for link in (*note.head_links, *note.links)] for note in vault.notes}


@MANY
@given(files=vaults())
def test_links_lead_to_the_same_files(tmp_path_factory, files):
    folder = tmp_path_factory.mktemp("v", numbered=True)
    put_files(folder, files)
    before = read_tree(folder)
    result = normalize([folder], options=NAMES_AND_LINKS)
    after = read_tree(folder)
    moved = {**{path: path for path in before}, **{change.path: change.new_path for change in result.changes}}
    assert sorted(moved.values()) == sorted(after)
    new = targets(after)
    for path, links in targets(before).items():
        assert new[moved[path]] == [target and moved[target] for target in links]
    untouched = set(before) - {change.path for change in result.changes if change.after is not None}
    assert {path: before[path] for path in untouched} == {path: after[moved[path]] for path in untouched}


@MANY
@given(files=vaults())
def test_a_second_run_changes_nothing(tmp_path_factory, files):
    folder: Path = tmp_path_factory.mktemp("v", numbered=True)
    put_files(folder, files)
    normalize([folder], options=ALL)
    tree = read_tree(folder)
    assert normalize([folder], options=ALL).changes == ()
    assert read_tree(folder) == tree
