"""Earlier publications: each is named, signed, and leads to this one; an older copy is told so."""

import json
from pathlib import Path

import pytest

from testigo.note import write_verifier_key
from testigo.publication.format import MANIFEST, NOTE, VERIFIER_KEY, Announcement, previous_path
from testigo.verification.report import Report, StepName
from testigo.verification.report_words import in_json, in_words
from testigo.verification.source import open_folder
from testigo.verification.verify import verify
from tests.commands import run
from tests.verification.made import (
    DAY,
    ORIGIN,
    OUR_KEY,
    OURS,
    STRANGER,
    announce,
    codes,
    publication,
    quiet,
    relist,
    report,
)


@pytest.fixture
def three(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Three publications of one operation, one after the other."""
    first = publication(tmp_path / "first")
    second = publication(tmp_path / "second", earlier=(first,))
    return first, second, publication(tmp_path / "third", earlier=(first, second))


def chain_codes(found: Report) -> set[str]:
    return {failure.code for step in found.steps if step.name is StepName.CHAIN for failure in step.failures}


def test_a_publication_that_brings_all_before_it_holds(three: tuple[Path, Path, Path]) -> None:
    found = report(three[2], OUR_KEY)
    assert found.exit_code == 0
    checked = {step.name: step.checked for step in found.steps}
    assert checked[StepName.CHAIN] == {"earlier_publications": 2}


def test_an_earlier_note_that_is_left_out_is_missed(three: tuple[Path, Path, Path]) -> None:
    (three[2] / previous_path(1, NOTE)).unlink()
    relist(three[2])
    announce(three[2], OURS)
    assert chain_codes(report(three[2], OUR_KEY)) == {"chain.unreadable"}


def test_an_earlier_publication_cannot_be_put_in_the_place_of_another(
    three: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    other = publication(tmp_path / "other")
    (other / "assets" / "testigo.css").write_text("p{}\n")
    relist(other)
    announce(other, OURS)
    for file in (MANIFEST, NOTE):
        (three[2] / previous_path(1, file)).write_bytes((other / file).read_bytes())
    relist(three[2])
    announce(three[2], OURS)
    assert chain_codes(report(three[2], OUR_KEY)) == {"chain.broken"}


def test_an_earlier_list_that_is_not_the_announced_one_is_found(three: tuple[Path, Path, Path]) -> None:
    (three[2] / previous_path(2, MANIFEST)).write_text("")
    relist(three[2])
    announce(three[2], OURS)
    assert chain_codes(report(three[2], OUR_KEY)) == {"chain.another_list"}


def test_an_earlier_note_by_a_strangers_key_is_found(three: tuple[Path, Path, Path]) -> None:
    announce(three[0], STRANGER)
    (three[2] / previous_path(1, NOTE)).write_bytes((three[0] / NOTE).read_bytes())
    key = write_verifier_key(STRANGER.verifier_key) + "\n"
    (three[2] / previous_path(1, VERIFIER_KEY)).write_text(key)
    relist(three[2])
    announce(three[2], OURS)
    assert chain_codes(report(three[2], OUR_KEY)) == {"chain.unreadable"}


def test_earlier_publications_in_another_order_are_found(three: tuple[Path, Path, Path]) -> None:
    for file in (MANIFEST, NOTE, VERIFIER_KEY):
        one, other = (three[2] / previous_path(number, file) for number in (1, 2))
        first, second = one.read_bytes(), other.read_bytes()
        one.write_bytes(second)
        other.write_bytes(first)
    relist(three[2])
    announce(three[2], OURS)
    assert chain_codes(report(three[2], OUR_KEY)) == {"chain.another_publication", "chain.broken"}


def test_an_earlier_publication_of_another_election_is_found(three: tuple[Path, Path, Path]) -> None:
    said = Announcement("testigo.example/otra-2030", 1, DAY, "0" * 64, None, drill=False)
    announce(three[0], OURS, said)
    (three[2] / previous_path(1, NOTE)).write_bytes((three[0] / NOTE).read_bytes())
    relist(three[2])
    announce(three[2], OURS)
    assert "chain.another_publication" in chain_codes(report(three[2], OUR_KEY))


def test_a_removed_link_is_found_even_where_the_one_after_it_is_in_its_place(
    three: tuple[Path, Path, Path],
) -> None:
    for file in (MANIFEST, NOTE, VERIFIER_KEY):
        (three[2] / previous_path(2, file)).rename(three[2] / previous_path(1, file))
    relist(three[2])
    announce(three[2], OURS)
    assert {"chain.another_publication", "chain.unreadable"} <= chain_codes(report(three[2], OUR_KEY))


def test_a_first_publication_names_none_before_it(tmp_path: Path) -> None:
    first = publication(tmp_path / "first")
    announce(first, OURS, Announcement(ORIGIN, 1, DAY, "0" * 64, "a" * 64, drill=False))
    assert "chain.broken" in codes(report(first, OUR_KEY))


def test_an_older_copy_says_that_it_is_older_and_holds(three: tuple[Path, Path, Path]) -> None:
    note = (three[2] / NOTE).read_bytes()
    found = verify(open_folder(three[0]), OUR_KEY, quiet, [note])
    assert found.exit_code == 0
    assert found.newer is not None
    assert found.newer.number == 3
    assert "OLDER: publication 3" in in_words(found, "en")
    assert json.loads(in_json(found, "es"))["newer"]["number"] == 3


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_of_several_later_notes_the_newest_is_named(
    three: tuple[Path, Path, Path], order: tuple[int, int]
) -> None:
    found = verify(
        open_folder(three[0]), OUR_KEY, quiet, [(three[which] / NOTE).read_bytes() for which in order]
    )
    assert found.newer is not None
    assert found.newer.number == 3


def test_the_newest_copy_does_not(three: tuple[Path, Path, Path]) -> None:
    notes = [(folder / NOTE).read_bytes() for folder in three]
    found = verify(open_folder(three[2]), OUR_KEY, quiet, notes)
    assert (found.exit_code, found.newer) == (0, None)


def test_two_publications_of_one_number_by_one_key_are_an_alarm(
    three: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    other = publication(tmp_path / "other")
    (other / "assets" / "testigo.css").write_text("p{}\n")
    relist(other)
    announce(other, OURS)
    found = verify(open_folder(other), OUR_KEY, quiet, [(three[0] / NOTE).read_bytes()])
    assert chain_codes(found) == {"chain.forked"}
    found = verify(open_folder(other), OUR_KEY, quiet, [(three[1] / NOTE).read_bytes()])
    assert chain_codes(found) == {"chain.forked"}


def test_a_note_by_a_stranger_or_no_note_at_all_proves_nothing(three: tuple[Path, Path, Path]) -> None:
    announce(three[2], STRANGER)
    for note in ((three[2] / NOTE).read_bytes(), b"", b"\xff"):
        found = verify(open_folder(three[0]), OUR_KEY, quiet, [note])
        assert (found.exit_code, found.newer) == (0, None)


def test_the_command_is_told_by_a_note_and_by_the_operation_around_the_copy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    operation = tmp_path / "operation"
    first = publication(operation / "old")
    second = publication(operation / "public", earlier=(first,))
    assert run("verify", first, "--key", OUR_KEY, "--language", "en") == 0
    assert "OLDER: publication 2" in capsys.readouterr().out
    first.rename(tmp_path / "alone")
    assert run("verify", tmp_path / "alone", "--key", OUR_KEY, "--language", "en") == 0
    assert "OLDER" not in capsys.readouterr().out
    note = second / NOTE
    assert run("verify", tmp_path / "alone", "--key", OUR_KEY, "--language", "en", "--newer", note) == 0
    assert "OLDER: publication 2" in capsys.readouterr().out
