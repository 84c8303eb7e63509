"""Claims about places below the whole, from the authority's table to the pages that a stranger verifies."""

import shutil
from pathlib import Path

import pytest

from tests.cli.small import Small, make_small
from tests.keys import make_keys

PASSPHRASE = "four words without sense"
CLAIMS = """claim,source,date,place,contest,figure,value,thousands
count,authority,2030-01-07,A,mayor,votes_red,90,
count,authority,2030-01-07,A,mayor,votes_blue,60,
count,authority,2030-01-07,B,mayor,votes_red,500,
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """Two forms of A accepted (red 110, blue 55), none of B; the authority says red 90 and blue 60 of A."""
    folder = tmp_path_factory.mktemp("claims")
    keys = make_keys(folder, "example.org/x")
    small = make_small(folder, keys.fingerprint)
    for reader in ("reader-1", "reader-2"):
        assert small.typed(reader, "001.01,mayor,100,50", "001.02,mayor,10,5") == 0
    assert small.run("claim", small.write("claims.csv", CLAIMS)) == 0
    assert small.run("publish", *keys.options, "--processes", "1") == 0
    return small


def page(small: Small, name: str) -> str:
    return (small.folder / "public" / "en" / name).read_text(encoding="utf-8")


def test_the_page_of_a_place_says_what_its_claim_cannot_be(published: Small) -> None:
    written = page(published, "A/index.html")
    assert "<b>Impossible.</b>" in written
    assert 'data-cell="contradictions/fewer votes than the forms/count/mayor/A/votes_red/votes"' in written


def test_where_forms_are_missing_a_larger_claim_is_called_neither_wrong_nor_impossible(
    published: Small,
) -> None:
    written = page(published, "B/index.html")
    assert "cannot be compared" in written
    assert "Impossible" not in written
    assert "is not what the forms add up to" not in written


def test_the_page_of_the_claims_says_how_the_places_below_stand(published: Small) -> None:
    written = page(published, "official.html")
    for column, number in (("agrees", 0), ("differs", 1), ("incomparable", 1)):
        assert f'value="{number}" data-cell="claims_below/count/mayor/X/2/{column}"' in written


def test_a_stranger_finds_every_figure_of_it_again(published: Small) -> None:
    assert Small(published.folder / "public").run("verify") == 3  # all holds; nobody named the key here


def test_compare_prints_each_contradiction_with_its_place(published: Small) -> None:
    assert published.run("compare") == 0
    assert "* A " in published.out
    assert "* B " not in published.out


def test_the_number_of_a_place_below_cannot_be_changed_unseen(published: Small, tmp_path: Path) -> None:
    copy = Small(shutil.copytree(published.folder / "public", tmp_path / "public"))
    path = copy.folder / "en" / "official.html"
    written = path.read_text(encoding="utf-8")
    path.write_text(written.replace('value="1" data-cell="claims_below', 'value="0" data-cell="claims_below'))
    assert copy.run("verify") == 1
