"""A report says of a publication only what is so: each message of a failure stands where it failed alone.

Where each fails is tested in the files beside this one; here, that none of it is said of what holds, and
those that no other file makes fail.
"""

import datetime
import re
import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from testigo.note import parse_note
from testigo.publication.format import NOTE, VERIFIER_KEY, parse_announcement, previous_path
from testigo.verification.disclosed import Disclosed
from testigo.verification.facts import Facts
from testigo.verification.made_again import derived
from testigo.verification.report import Report
from testigo.verification.report_words import in_words
from tests import world
from tests.publication.said import every_message_names_itself, keys_of
from tests.publication.test_catalogues import messages
from tests.verification import made
from tests.verification.made import (
    OUR_KEY,
    OURS,
    announce,
    by_another,
    codes,
    forge,
    publication,
    relist,
    report,
)

TESTS = Path(__file__).parent
PLAIN = ("step.", "outcome.", "checked.", "open.")
FAILURES = tuple(
    key
    for key in messages("verification", "en")
    if not key.startswith((*PLAIN, "heading.", "verdict.")) and key != "more"
)


def said(found: Report) -> frozenset[str]:
    """The keys of the messages of a report."""
    with every_message_names_itself():
        return frozenset(key for key in keys_of(in_words(found, "en")) if not key.startswith(PLAIN))


PUBLICATION = {"heading.publication", "heading.list", "heading.key"}


def test_of_what_holds_nothing_is_said_to_fail(whole: Path) -> None:
    assert said(report(whole, OUR_KEY)) == PUBLICATION | {"verdict.0"}
    assert said(report(whole)) == PUBLICATION | {"verdict.3"}


def test_a_drill_is_said_to_be_one_and_nothing_else(tmp_path: Path) -> None:
    drill = publication(tmp_path / "drill", drill=True)
    assert said(report(drill, OUR_KEY)) == PUBLICATION | {"heading.drill", "verdict.0"}


def test_of_what_other_software_made_alike_only_that_is_said(copy: Path) -> None:
    by_another(copy)
    assert said(report(copy, OUR_KEY)) - {"heading.program"} == PUBLICATION | {
        "heading.software",
        "verdict.0",
    }


def test_what_fails_is_said_and_nothing_beside_it(copy: Path) -> None:
    (copy / "added.html").write_bytes(b"")
    assert said(report(copy, OUR_KEY)) == PUBLICATION | {"file.added", "verdict.1"}


@pytest.mark.parametrize("key", FAILURES)
def test_every_failure_is_made_to_happen_in_a_test(key: str) -> None:
    places = (*TESTS.glob("*.py"), TESTS.parent / "cli" / "test_published_statistics.py")
    files = [path for path in places if f'"{key}"' in path.read_text(encoding="utf-8")]
    assert files


def test_a_file_of_a_library_of_another_version_is_said_to_hold_the_same(copy: Path) -> None:
    path = copy / "data/results-mayor.parquet"
    pl.read_parquet(path).write_parquet(path, compression="uncompressed")
    by_another(copy)
    found = report(copy, OUR_KEY)
    assert found.failures == ()
    assert ("rebuild.by_content", "data/results-mayor.parquet") in {
        (one.code, one.file) for one in found.noted
    }


def test_a_key_that_is_none_is_said_to_be_unreadable(copy: Path) -> None:
    (copy / VERIFIER_KEY).write_text("no key")
    assert "key.unreadable" in codes(report(copy, OUR_KEY))


def test_a_list_without_a_definition_lacks_it(copy: Path) -> None:
    shutil.rmtree(copy / "data/definition")
    forge(copy, OURS)
    assert "definition.missing" in codes(report(copy, OUR_KEY))


def test_an_earlier_publication_of_a_later_day_is_found(tmp_path: Path) -> None:
    first = publication(tmp_path / "first")
    second = publication(tmp_path / "second", earlier=(first,))
    note = parse_announcement(parse_note((first / NOTE).read_bytes())[0])
    announce(first, OURS, replace(note, day=note.day + datetime.timedelta(days=1)))
    (second / previous_path(1, NOTE)).write_bytes((first / NOTE).read_bytes())
    relist(second)
    announce(second, OURS)
    assert "chain.days" in codes(report(second, OUR_KEY))


def test_a_page_without_its_head_is_found_where_other_software_made_it(copy: Path) -> None:
    front = copy / "en/index.html"
    front.write_text(re.sub(r"<!DOCTYPE html>", "<!doctype html>", front.read_text()))
    assert ("page.head", "en/index.html") in made.found_by_rules(copy)


def test_readings_of_which_nothing_can_be_computed_are_said_to_be_so() -> None:
    files = made.definition()
    state = made.snapshot(files)
    bent = {"mayor": state.evidence.readings["mayor"].drop("votes_red")}
    disclosed = Disclosed(
        state.election, {"form": world.PROFILE}, replace(state.evidence, readings=bent), Facts(), files
    )
    nothing, failures = derived(None, disclosed, frozenset())
    assert nothing is None
    assert [failure.code for failure in failures] == ["evidence.not_derivable"]
