"""What leaves of that which people said, in a real publication."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.people import CORRECTION, FORM, FOUND_STATION, JUDGE, PAIR
from tests.cli.small import FILES, Small, make_small
from tests.keys import make_keys


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The publication of an operation with a correction, a declaration and two amendments, made once."""
    folder = tmp_path_factory.mktemp("published")
    keys = make_keys(folder, "example.org/x")
    small = make_small(folder, keys.fingerprint)
    small.typed("reader-1", "001.01,mayor,100,50", "003.01,mayor,7,8")
    small.typed("reader-2", "001.01,mayor,100,50", "003.01,mayor,7,8")
    small.run("correct", *FORM, *CORRECTION, *PAIR)
    small.run("declare", "--held", "4", "--scanned", "3", "--source", "Press")
    small.run("election amend", small.write("private-name.csv", FOUND_STATION), *PAIR)
    rolls = small.write("rolls.csv", "station,registered_voters\n003.01,310\n")
    small.run("election amend", rolls, *JUDGE)
    assert small.run("publish", *keys.options, "--processes", "1") == 0
    return small.folder / "public"


@pytest.fixture
def public(published: Path, tmp_path: Path) -> Small:
    return Small(shutil.copytree(published, tmp_path / "public", symlinks=False))


def test_a_stranger_derives_the_same_from_corrections_declarations_and_amendments(public: Small) -> None:
    assert public.run("verify", "--rebuild") == 3  # all holds; nobody named the key here


def test_amendments_are_published_in_order_with_their_reasons(public: Small) -> None:
    folder = public.folder / "data" / "amendments"
    assert (folder / "stations-0001.csv").read_text() == FOUND_STATION
    assert json.loads((folder / "amendments.json").read_text()) == {
        "amendments": [
            {"reason": "The photo shows it.", "table": "stations-0001.csv"},
            {"reason": "The photo shows it.", "table": "stations-0002.csv"},
        ]
    }


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_method_page_names_each_amendment_with_its_reason(public: Small, language: str) -> None:
    page = (public.folder / language / "method.html").read_text()
    assert page.count("The photo shows it.") == 2
    assert page.index('data/amendments/stations-0001.csv"') < page.index('data/amendments/stations-0002.csv"')


def test_no_code_of_a_person_and_no_name_of_a_private_file_is_published(public: Small) -> None:
    secrets = (b"reader-1", b"judge-1", b"observers-9", b"private-name")
    for path in public.folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert [secret for secret in secrets if secret in content or secret in path.name.encode()] == []


@pytest.mark.parametrize("hidden", ["amendments.json", "stations-0002.csv"])
def test_a_hidden_amendment_is_found(public: Small, hidden: str) -> None:
    (public.folder / "data" / "amendments" / hidden).unlink()
    assert public.run("verify") == 1
    assert hidden in public.out


def test_a_stranger_derives_the_same_where_a_found_station_was_given_its_contests(tmp_path: Path) -> None:
    keys = make_keys(tmp_path, "example.org/x")
    ballots = "contest,place,stratum\nmayor,001.01,\nmayor,B,\n"
    small = make_small(tmp_path, keys.fingerprint, files={**FILES, "ballots.csv": ballots})
    small.typed("reader-1", "003.01,mayor,7,8")
    small.typed("reader-2", "003.01,mayor,7,8")
    found = small.write("found.csv", FOUND_STATION.replace(",B,", ",A,"))
    votes_in = small.write("votes-in.csv", "contest,place\nmayor,003.01\n")
    assert small.run("election amend", found, *PAIR) == 0
    assert small.run("election amend", votes_in, *PAIR) == 0
    assert small.run("publish", *keys.options, "--processes", "1") == 0
    errata = (small.folder / "public" / "data" / "errata.csv").read_text()
    assert sum("amendment" in line and "003.01" in line for line in errata.splitlines()) == 2
    assert Small(small.folder / "public").run("verify", "--rebuild") == 3
