"""Photos become evidence, each once, and results where the policy says so."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from testigo.columns import Status
from testigo.evidence.statements import Json, Kind
from testigo.reading.container import Refusal
from testigo.reading.known import READER, Again
from testigo.record.disclose import disclose
from testigo.snapshot import derive
from tests.keys import invented_names
from tests.reading.desk import DAY, ELECTION, PROFILE, Desk, classes, desk, form
from tests.reading.drawn import jpeg, page, symbol

ONE, TWO, THREE = "A1-1.01", "A1-1.02", "A1-1.03"
GOOD = form(ONE, 60, 40)
POSTER = jpeg(symbol("https://example.org"))
BLANK = jpeg(symbol("x")[:1])


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    opened = desk(tmp_path)
    yield opened
    opened.journal.close()


def withdraw(at: Desk, number: int, reason: str) -> None:
    body: dict[str, Json] = {"reason": reason, "readings": [str(number)], "makes_a_result": False}
    at.journal.append(ELECTION.date, Kind.WITHDRAWN, person="judge-1", body=body)


def test_a_photo_is_received_then_read_and_nothing_is_said_of_its_sender_or_file_name(at: Desk) -> None:
    (outcome,) = at.read(GOOD)
    received, read = at.said(Kind.RECEIVED, Kind.READ)
    assert (received.subject, received.contest, received.person, received.body) == (
        outcome.exhibit,
        None,
        None,
        {},
    )
    assert (read.subject, read.contest, read.person) == (outcome.exhibit, "mayor", None)
    assert read.body == {
        "reader": READER,
        "station": ONE,
        "form": outcome.reading.look.pixels if outcome.reading else "",
        "method": "machine code",
        "provenance_class": "photo only",
        "document_class": None,
        "confidence": None,
        "figures": {"votes_red": 60, "votes_blue": 40, "valid_votes": 100, "null_votes": 5},
    }
    assert outcome.statements == (read.number,)
    assert at.exhibits.get(outcome.exhibit) == GOOD


def test_what_is_no_image_is_kept_and_said_to_be_unreadable(at: Desk) -> None:
    (outcome,) = at.read(b"no image")
    (read,) = at.said(Kind.READ)
    assert (read.contest, read.body["document_class"]) == (None, "unreadable")
    assert read.body["reason"] == "neither a JPEG nor a PNG"
    assert at.exhibits.get(outcome.exhibit) == b"no image"


def test_one_machine_code_whose_sums_hold_is_accepted(at: Desk) -> None:
    at.read(GOOD)
    assert at.statuses(ONE, TWO) == [Status.ACCEPTED, Status.MISSING]
    (result,) = at.snapshot().results["mayor"].filter(pl.col("station") == ONE).to_dicts()
    assert (result["votes_red"], result["votes_blue"], result["basis"]) == (
        60,
        40,
        "one machine code whose sums hold",
    )


def test_a_forged_code_with_a_bad_sum_or_over_the_roll_is_quarantined(at: Desk) -> None:
    at.read(form(ONE, 60, 40, valid=101), form(TWO, 500, 40))
    assert at.statuses(ONE, TWO) == [Status.QUARANTINED, Status.QUARANTINED]
    assert {("S.201", ONE), ("T.301", TWO)} <= set(at.findings())


def test_two_codes_of_a_station_that_differ_dispute_it_and_both_are_named(at: Desk) -> None:
    at.read(GOOD, form(ONE, 40, 60), form(TWO, 1, 2))
    assert at.statuses(ONE, TWO) == [Status.DISPUTED, Status.ACCEPTED]
    assert at.findings() == [("R.602", ONE), ("R.602", ONE)]


def test_a_zero_report_never_counts_and_does_not_dispute_the_result(at: Desk) -> None:
    zero_one, zero_two = (jpeg(symbol(f"{station}!0,0!0!0")) for station in (ONE, TWO))
    assert classes(at.read(zero_one, zero_two, GOOD)) == ["zero report", "zero report", "result"]
    assert at.statuses(ONE, TWO) == [Status.ACCEPTED, Status.PENDING]
    assert at.findings() == []


def test_the_same_file_is_read_once_and_counted_once(at: Desk) -> None:
    outcomes = at.read(GOOD, GOOD)
    assert [each.again for each in outcomes] == [None, Again.FILE]
    assert len(at.said(Kind.RECEIVED, Kind.READ)) == 2


def test_the_same_pixels_in_another_file_are_a_duplicate_that_says_nothing(at: Desk) -> None:
    again = GOOD + b"a trailer"
    outcomes = at.read(GOOD, again)
    assert [each.again for each in outcomes] == [None, Again.PIXELS]
    first, second = at.said(Kind.READ)
    assert second.body["document_class"] == "duplicate"
    assert first.body["form"] == second.body["form"]
    assert at.statuses(ONE) == [Status.ACCEPTED]


def test_the_same_code_on_another_photo_is_named_and_agrees(at: Desk) -> None:
    outcomes = at.read(GOOD, form(ONE, 60, 40, module=5))
    assert [each.again for each in outcomes] == [None, Again.CODE]
    assert [read.body["document_class"] for read in at.said(Kind.READ)] == [None, None]
    assert at.statuses(ONE) == [Status.ACCEPTED]
    assert at.findings() == []


def test_two_forms_on_one_photo_are_two_readings_and_people_are_told(at: Desk) -> None:
    both = page(symbol(f"{ONE}!60,40!100!5"), symbol(f"{TWO}!1,2!3!0"))
    (outcome,) = at.read(jpeg(both))
    assert len(outcome.statements) == 2
    assert at.statuses(ONE, TWO) == [Status.ACCEPTED, Status.ACCEPTED]
    assert at.findings() == [("C.402", ONE), ("C.402", TWO)]


def test_a_station_that_the_definition_does_not_have_counts_nowhere(at: Desk) -> None:
    at.read(form("A1-1.99", 60, 40))
    assert at.findings() == [("I.101", "A1-1.99")]
    assert at.snapshot().unknown_readings == 1


def test_what_people_type_of_a_photo_without_a_code_says_so(at: Desk) -> None:
    (outcome,) = at.read(BLANK)
    assert at.findings() == []
    at.type(outcome.exhibit, ONE, "ana", 60, 40)
    at.type(outcome.exhibit, ONE, "ben", 60, 40)
    assert at.statuses(ONE) == [Status.ACCEPTED]
    assert [said for said in at.findings() if said[0] == "R.603"] == [("R.603", ONE), ("R.603", ONE)]


def test_a_finding_on_pixels_falls_with_the_statement_that_made_it(at: Desk) -> None:
    (outcome,) = at.read(BLANK)
    at.type(outcome.exhibit, ONE, "ana", 60, 40)
    withdraw(at, outcome.statements[0], "another photo")
    assert "R.603" not in {code for code, _ in at.findings()}


def test_a_photo_on_which_a_process_ended_is_tried_again_when_it_is_asked_for_again(at: Desk) -> None:
    exhibit = at.exhibits.put(GOOD)
    at.journal.append(ELECTION.date, Kind.RECEIVED, subject=exhibit)
    gave_up: dict[str, Json] = {
        "reader": READER,
        "document_class": "unreadable",
        "reason": Refusal.KILLED.value,
        "form": None,
        "findings": [],
    }
    at.journal.append(ELECTION.date, Kind.READ, subject=exhibit, body=gave_up)
    assert classes(at.read(GOOD)) == ["result"]
    assert at.statuses(ONE) == [Status.ACCEPTED]


def test_what_people_type_is_of_the_same_form_as_the_machines_reading(at: Desk) -> None:
    (outcome,) = at.read(GOOD)
    at.type(outcome.exhibit, ONE, "ana", 60, 40)
    readings = at.evidence().readings["mayor"]
    assert readings["form"].n_unique() == 1
    assert readings["form"].null_count() == 0


def test_a_photo_with_a_code_of_something_else_is_not_read_and_only_a_person_says_that_it_is_no_form(
    at: Desk,
) -> None:
    assert classes(at.read(POSTER)) == ["unreadable"]


def test_reading_again_says_nothing_new(at: Desk) -> None:
    photos = (GOOD, POSTER, BLANK, b"no image")
    at.read(*photos)
    before = len(at.said())
    assert classes(at.read(*photos, form(TWO, 1, 2))) == [None, None, None, None, "result"]
    assert len(at.said()) == before + 2


def test_a_photo_that_was_kept_and_not_read_before_a_crash_is_read_and_received_once(at: Desk) -> None:
    at.journal.append(ELECTION.date, Kind.RECEIVED, subject=at.exhibits.put(GOOD))
    assert classes(at.read(GOOD)) == ["result"]
    assert len(at.said(Kind.RECEIVED)) == 1


def test_a_reading_that_was_withdrawn_is_not_made_again(at: Desk) -> None:
    (outcome,) = at.read(GOOD)
    withdraw(at, outcome.statements[0], "the paper says otherwise")
    at.read(GOOD)
    assert at.statuses(ONE) == [Status.MISSING]


def test_photos_come_out_in_their_order_whatever_becomes_of_them(at: Desk) -> None:
    photos = [GOOD, GOOD, b"", form(TWO, 1, 2), POSTER, b"", form(THREE, 3, 4)]
    assert [each.name for each in at.read(*photos)] == [f"photo {number}" for number in range(7)]


def test_a_stranger_derives_the_same_from_what_is_disclosed(at: Desk) -> None:
    outcomes = at.read(GOOD, form(ONE, 40, 60), form(TWO, 1, 2), GOOD + b" ", BLANK)
    at.type(outcomes[-1].exhibit, THREE, "ana", 3, 4)
    ours = at.snapshot()
    public = derive(
        ELECTION,
        {"form": PROFILE},
        disclose(at.evidence(), ELECTION.stations["station"], invented_names(), DAY),
    )
    assert public.results["mayor"].equals(ours.results["mayor"])
    told = ["code", "station", "severity", "figures", "related"]
    measured = pl.col("code") == "R.603"  # of its measures a class leaves
    figures = pl.when(~measured).then("figures")
    one, other = (
        sorted(map(str, found.with_columns(figures=figures).select(told).rows()))
        for found in (public.findings, ours.findings)
    )
    assert one == other
    (left,) = public.findings.filter(measured)["figures"]
    assert [figure["name"] for figure in left] == ["too_small"]
    assert "R.603" in ours.findings["code"]
