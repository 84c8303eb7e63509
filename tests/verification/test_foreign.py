"""Publications that another version made: read as far as bytes and strict rules go, and no more is said."""

import subprocess
from pathlib import Path

import pytest

from testigo.verification.releases import RELEASES, commit_of
from testigo.verification.report import Report
from testigo.verification.report_words import in_json, in_words
from tests.verification import made
from tests.verification.made import OUR_KEY, OURS, by_another, codes, report

FIXTURE = Path(__file__).parents[1] / "fixtures" / "before_safe.tar.xz"
FRONT = "en/index.html"


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The report on the publication that was made before the safety work."""
    folder = tmp_path_factory.mktemp("before")
    subprocess.run(["tar", "-xJf", FIXTURE, "-C", folder], check=True)
    return report(folder / "op" / "public")


def test_a_publication_from_before_is_read_and_nothing_in_it_fails(before: Report) -> None:
    assert before.failures == ()
    assert before.exit_code == 4
    assert all(step.done for step in before.steps)


TOWNS = {
    "1c9ec3d": "a0759126af4f2d2625863281a4b5debdfeebb985959994f8235536517fcdaa1a",
    "5d7c123": "a48a2b9a1ebc385f344dc8452d6d35a939b119aac0c20738c7d7fe83dabfd0ee",
    "be86c8b": "7812935b37e17c66ab41f19e81ce8845d886b7ea26c755afd676cd59e2aa56cb",
}
"""Commit -> fingerprint of the key that signed the town of its demo: a key that signs nothing real."""


@pytest.mark.parametrize(("commit", "key"), TOWNS.items())
def test_the_town_of_a_commit_that_was_handed_over_is_read_and_nothing_in_it_fails(
    tmp_path: Path, commit: str, key: str
) -> None:
    subprocess.run(["tar", "-xJf", FIXTURE.parent / f"town_{commit}.tar.xz", "-C", tmp_path], check=True)
    found = report(tmp_path / "public", key)
    assert found.failures == ()
    assert found.exit_code in {0, 4}  # 0 as long as its pages are what is made here, too
    assert any(release.commit.startswith(commit) for release in RELEASES)


def test_each_file_that_was_not_compared_byte_by_byte_is_named(before: Report) -> None:
    assert before.unchecked
    assert {one.code for one in before.unchecked} <= {
        "foreign.differs",
        "foreign.missing",
        "foreign.not_made",
    }
    assert "words" in before.open


def test_the_commit_that_made_it_is_named_with_how_to_get_it(before: Report) -> None:
    assert f"git checkout {RELEASES[0].commit}" in in_words(before, "en")
    assert f'"commit": "{RELEASES[0].commit}"' in in_json(before, "en")


def test_a_program_that_nobody_entered_is_named_by_its_hash_with_how_to_find_it(copy: Path) -> None:
    by_another(copy, program="ab" * 32)
    assert commit_of("ab" * 32) is None
    assert f"scripts/release_entry.py {'ab' * 32}" in in_words(report(copy, OUR_KEY), "en")


def test_what_another_version_made_in_the_same_bytes_holds(copy: Path) -> None:
    by_another(copy)
    found = report(copy, OUR_KEY)
    assert (found.failures, found.unchecked, found.exit_code) == ((), (), 0)
    assert found.other_makers is not None


def test_who_claims_another_version_never_gets_the_exit_code_of_one_that_holds(copy: Path) -> None:
    page = copy / FRONT
    page.write_text(page.read_text().replace("ahead", "behind"))
    by_another(copy)
    found = report(copy, OUR_KEY)
    assert [(one.code, one.file) for one in found.unchecked] == [("foreign.differs", FRONT)]
    assert found.exit_code == 4


def test_two_figures_that_changed_places_in_a_page_that_is_built_as_ours_fail(copy: Path) -> None:
    from tests.verification.test_rebuild import swap_two_marks

    (copy / FRONT).write_text(swap_two_marks((copy / FRONT).read_text()))
    assert ("page.figure", FRONT) in made.found_by_rules(copy)


def test_a_table_in_another_version_of_its_library_is_compared_by_what_it_holds(copy: Path) -> None:
    import polars as pl

    path = copy / "data/results-mayor.parquet"
    before = path.read_bytes()
    pl.read_parquet(path).write_parquet(path, compression="uncompressed")
    assert path.read_bytes() != before
    by_another(copy)
    found = report(copy, OUR_KEY)
    assert "data/results-mayor.parquet" in {one.file for one in found.noted}
    assert found.failures == ()


def test_a_picture_in_another_version_of_its_library_is_compared_by_what_it_shows(copy: Path) -> None:
    from PIL import Image

    path = copy / "cards/en/X.png"
    with Image.open(path) as picture:
        picture.load()
        picture.save(path, compress_level=1)
    by_another(copy)
    assert "cards/en/X.png" in {one.file for one in report(copy, OUR_KEY).noted}


def test_the_same_version_may_not_write_other_bytes(copy: Path) -> None:
    import polars as pl

    path = copy / "data/results-mayor.parquet"
    pl.read_parquet(path).write_parquet(path, compression="uncompressed")
    made.forge(copy, OURS)
    assert ("rebuild.differs", "data/results-mayor.parquet") in made.found_by_bytes(copy)


def test_a_cell_of_a_table_decides_whoever_made_it(copy: Path) -> None:
    path = copy / "data/results-mayor.csv"
    path.write_text(path.read_text().replace("137", "138", 1))
    by_another(copy)
    assert "table.cell" in codes(report(copy, OUR_KEY))


@pytest.mark.parametrize("asset", ["testigo.css", "testigo.js", "search.js", "check.js"])
def test_a_style_or_script_of_no_release_fails_whoever_made_it(copy: Path, asset: str) -> None:
    path = copy / "assets" / asset
    path.write_bytes(b"/* */" + path.read_bytes())
    assert ("page.script", f"assets/{asset}") in made.found_by_rules(copy)
