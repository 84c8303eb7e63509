"""What a publication that holds gives, and what each step says when something does not."""

import hashlib
import shutil
from pathlib import Path

import polars as pl
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from testigo.note import Signer, parse_note, sign_note, write_verifier_key
from testigo.publication.format import (
    MANIFEST,
    NOTE,
    VERIFIER_KEY,
    Announcement,
    parse_announcement,
    write_announcement,
)
from testigo.record.keys import fingerprint
from testigo.verification.report import Outcome, StepName
from tests.elements import DRILL_MARK
from tests.verification import made
from tests.verification.made import OUR_KEY, OURS, STRANGER, blamed, codes, found_by_rules, report


def test_a_whole_publication_signed_by_the_named_key_holds(whole: Path) -> None:
    found = report(whole, OUR_KEY)
    assert found.failures == ()
    assert {step.outcome for step in found.steps} == {Outcome.HOLDS}
    assert found.exit_code == 0


def test_without_a_named_key_all_holds_but_nobody_knows_who_signed(whole: Path) -> None:
    found = report(whole)
    assert found.failures == ()
    assert found.exit_code == 3


def test_the_steps_are_taken_in_the_order_of_trust(whole: Path) -> None:
    assert [step.name for step in report(whole).steps] == list(StepName)


def test_the_report_counts_what_was_checked(whole: Path) -> None:
    checked = {step.name: dict(step.checked) for step in report(whole).steps}
    assert checked[StepName.FILES]["files_hashed"] == len(made.listed(whole))
    assert checked[StepName.DEFINITION] == {"definition_files": 6, "stations": 6, "readings": 5}
    assert checked[StepName.FIGURES]["tables"] == 11
    assert checked[StepName.PAGES]["pages"] == len(list(whole.rglob("*.html")))


def test_the_report_gives_the_manifest_hash_that_the_radio_reads(whole: Path) -> None:
    assert report(whole).manifest == hashlib.sha256((whole / MANIFEST).read_bytes()).hexdigest()


def test_a_drill_holds_and_is_announced_as_a_drill(tmp_path: Path) -> None:
    found = report(made.publication(tmp_path, drill=True), OUR_KEY)
    assert found.failures == ()
    assert found.announcement is not None
    assert found.announcement.drill


def test_another_key_than_the_named_one_fails(whole: Path) -> None:
    found = report(whole, "0" * 64)
    assert found.exit_code == 1
    assert codes(found) == {"key.another"}


def test_of_what_another_key_signed_nothing_is_read_but_list_and_signature(copy: Path) -> None:
    """Its data may be made to harm who reads them."""
    (copy / "data/evidence/readings-mayor.parquet").write_bytes(b"PAR1 a bomb")
    made.forge(copy, STRANGER)
    found = report(copy, OUR_KEY)
    assert codes(found) == {"key.another"}
    assert {step.outcome for step in found.steps[2:]} == {Outcome.NOT_CHECKED}
    assert found.exit_code == 1


def test_of_a_list_that_the_named_key_did_not_sign_nothing_is_read(copy: Path) -> None:
    (copy / "en/index.html").write_text("Red has won")
    made.relist(copy)
    found = report(copy, OUR_KEY)
    assert codes(found) == {"list.not_signed"}
    assert {step.outcome for step in found.steps[2:]} == {Outcome.NOT_CHECKED}


def test_a_publication_made_whole_by_a_stranger_holds_only_for_who_names_no_key(tmp_path: Path) -> None:
    """Everything in it agrees, the sealed key too: that is why people must hear the fingerprint elsewhere."""
    theirs = fingerprint(STRANGER.verifier_key.public_key)
    folder = made.publication(tmp_path, signer=STRANGER, sealed=theirs)
    assert report(folder).exit_code == 3
    assert report(folder, OUR_KEY).exit_code == 1


def test_a_key_that_is_not_sealed_in_the_definition_fails(tmp_path: Path) -> None:
    folder = made.publication(tmp_path, signer=STRANGER)
    assert codes(report(folder)) == {"key.not_sealed"}


def test_a_published_test_key_fails_though_it_was_named(tmp_path: Path) -> None:
    everybodys = Signer(made.ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes(32)))
    mark = fingerprint(everybodys.verifier_key.public_key)
    folder = made.publication(tmp_path, signer=everybodys, sealed=mark)
    assert codes(report(folder, mark)) == {"key.everybodys"}


def test_a_second_signature_by_an_unknown_key_changes_nothing(copy: Path) -> None:
    text = parse_note((copy / NOTE).read_bytes())[0]
    theirs = sign_note(text, STRANGER).decode().removeprefix(f"{text}\n")
    (copy / NOTE).write_bytes((copy / NOTE).read_bytes() + theirs.encode())
    found = report(copy, OUR_KEY)
    assert found.exit_code == 0


def test_a_key_under_another_name_fails(copy: Path) -> None:
    renamed = Signer("testigo.example/otra", OURS.private_key)
    made.forge(copy, renamed)
    assert codes(report(copy, OUR_KEY)) == {"key.another_name"}


def test_a_note_without_a_valid_signature_fails(copy: Path) -> None:
    text = parse_note((copy / NOTE).read_bytes())[0]
    (copy / NOTE).write_bytes(sign_note(text, STRANGER))
    found = report(copy, OUR_KEY)
    assert "note.not_signed" in codes(found)
    assert blamed(found) == {NOTE}


def test_a_note_about_something_else_fails(copy: Path) -> None:
    (copy / NOTE).write_bytes(sign_note("hello\n", OURS))
    assert codes(report(copy, OUR_KEY)) == {"note.unreadable"}


@pytest.mark.parametrize("name", [NOTE, VERIFIER_KEY])
def test_a_publication_without_note_or_key_fails(copy: Path, name: str) -> None:
    (copy / name).unlink()
    found = report(copy, OUR_KEY)
    assert found.exit_code == 1
    assert name in blamed(found)


def test_what_the_announcement_says_must_be_what_the_publication_says_of_itself(copy: Path) -> None:
    said = parse_announcement(parse_note((copy / NOTE).read_bytes())[0])
    other = Announcement(said.origin, 2, said.day, said.manifest, "ab" * 32, said.drill)
    (copy / NOTE).write_bytes(sign_note(write_announcement(other), OURS))
    found = report(copy, OUR_KEY)
    differing = {failure.cell for failure in found.failures if failure.code == "facts.differ"}
    assert differing == {"number", "previous"}
    assert blamed(found) == {"data/publication.json", "previous/0001/manifest.note"}


def test_an_election_announced_as_a_drill_fails(copy: Path) -> None:
    said = parse_announcement(parse_note((copy / NOTE).read_bytes())[0])
    other = Announcement(said.origin, 1, said.day, said.manifest, None, True)
    (copy / NOTE).write_bytes(sign_note(write_announcement(other), OURS))
    assert "announcement.another_election" in codes(report(copy, OUR_KEY))


def test_a_definition_that_cannot_be_loaded_names_its_problems_and_ends_what_needs_it(copy: Path) -> None:
    stations = copy / "data" / "definition" / "stations.csv"
    stations.write_bytes(stations.read_bytes().replace(b"500", b"5x0"))
    made.forge(copy, OURS)
    found = report(copy, OUR_KEY)
    assert codes(found) == {"definition.broken"}
    assert blamed(found) == {"data/definition/stations.csv"}
    assert [step.outcome for step in found.steps[5:]] == [Outcome.NOT_CHECKED, Outcome.NOT_CHECKED]


def test_a_definition_other_than_the_sealed_one_fails(copy: Path) -> None:
    toml = copy / "data" / "definition" / "election.toml"
    toml.write_bytes(toml.read_bytes() + b"# one remark more\n")
    made.forge(copy, OURS)
    found = report(copy, OUR_KEY)
    assert {(failure.code, failure.cell) for failure in found.failures} == {("facts.differ", "seal")}


def test_a_reading_that_was_changed_shows_in_every_figure_that_it_makes(copy: Path) -> None:
    path = copy / "data" / "evidence" / "readings-mayor.parquet"
    frame = pl.read_parquet(path)
    frame.with_columns(votes_red=pl.col("votes_red") + 1).write_parquet(path)
    made.forge(copy, OURS)
    found = report(copy, OUR_KEY)
    assert "data/results-mayor.csv" in blamed(found)
    assert "es/index.html" in blamed(found)


def test_an_unknown_table_among_the_data_fails(copy: Path) -> None:
    (copy / "data" / "results-mayor-corrected.csv").write_text("station,votes_red\nA-1.01,1\n")
    made.forge(copy, OURS)
    assert codes(report(copy, OUR_KEY)) == {"table.unknown"}


def test_a_figure_that_is_not_marked_fails(copy: Path) -> None:
    page = copy / "en" / "index.html"
    page.write_bytes(page.read_bytes().replace(b"</body>", b"<p>Red has 9,999 votes</p></body>"))
    assert found_by_rules(copy) == {("page.unmarked", "en/index.html")}


def test_a_page_of_an_election_that_bears_the_mark_of_a_drill_fails(copy: Path) -> None:
    page = copy / "en" / "index.html"
    page.write_bytes(page.read_bytes().replace(b"<body>", b"<body>" + DRILL_MARK.encode() + b"Drill</b>"))
    assert ("page.drill", "en/index.html") in found_by_rules(copy)


def test_a_drill_without_its_mark_on_one_page_fails(tmp_path: Path) -> None:
    folder = made.publication(tmp_path, drill=True)
    page = folder / "es" / "index.html"
    page.write_bytes(page.read_bytes().replace(DRILL_MARK.encode(), b"<b>"))
    assert found_by_rules(folder) == {("page.drill", "es/index.html")}


def test_the_same_folder_gives_the_same_report(whole: Path) -> None:
    assert report(whole, OUR_KEY) == report(whole, OUR_KEY)


def test_verifying_changes_nothing(copy: Path, whole: Path) -> None:
    report(copy, OUR_KEY)
    assert made.listed(copy) == made.listed(whole)
    assert (copy / MANIFEST).read_bytes() == (whole / MANIFEST).read_bytes()
    shutil.rmtree(copy)


def test_the_verifier_key_file_is_one_line(whole: Path) -> None:
    assert (whole / VERIFIER_KEY).read_text() == write_verifier_key(OURS.verifier_key) + "\n"
