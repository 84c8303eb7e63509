"""A person's table: which form each row is of, what is new, what is refused; nothing is repaired."""

import datetime
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.columns import figure_columns
from testigo.errors import InputError
from testigo.evidence.statements import Json, Kind, Statement
from testigo.review.transcriptions import (
    Transcription,
    forms_in,
    label_name,
    new_transcriptions,
    paper_label,
    read_typed,
)
from tests.election.definitions import told

FIGURES = {
    "mayor": figure_columns(["votes_red", "votes_blue"], [], []),
    "council": figure_columns(["votes_sun"], [], ["other_spoiled"]),
}
DAY = datetime.date(2030, 1, 6)
PHOTO, OTHER = "a" * 64, "b" * 64
HEADER = "exhibit,station,contest,document_class,votes_red,votes_blue,votes_sun"


def read(*rows: str, header: str = HEADER) -> list[Mapping[str, int]]:
    return [row.figures for row in read_typed("t.csv", table(*rows, header=header), FIGURES)]


def table(*rows: str, header: str = HEADER) -> bytes:
    return ("\n".join([header, *rows]) + "\n").encode()


def problems(*rows: str, header: str = HEADER) -> list[tuple[int | None, str | None, str | None]]:
    with pytest.raises(InputError) as refused:
        read_typed("t.csv", table(*rows, header=header), FIGURES)
    return [(row, column, value) for _, row, column, value in told(refused.value.problems)]


def said(exhibit: str, station: str, person: str = "reader-9", red: int = 1) -> Statement:
    body: dict[str, Json] = {"station": station, "form": "form-1", "figures": {"votes_red": red}}
    return Statement(1, DAY, Kind.TRANSCRIBED, exhibit, "mayor", person, body=body)


def new(row: str, *statements: Statement, person: str = "reader-1") -> tuple[Transcription, ...]:
    typed = read_typed("t.csv", table(row), FIGURES)
    return new_transcriptions("t.csv", typed, forms_in(statements), person)


def test_what_was_read_is_taken_as_it_stands_and_the_rest_is_absent() -> None:
    assert read(",001.01,mayor,,10,,", ",001.01,council,,,,0") == [{"votes_red": 10}, {"votes_sun": 0}]


def test_a_figure_of_another_contest_is_refused_in_its_cell() -> None:
    assert problems(",001.01,mayor,,10,,3") == [(2, "votes_sun", "3")]


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (",001.01,major,,1,,", (2, "contest", "major")),
        (",,mayor,,1,,", (2, "station", None)),
        ("abc,,mayor,,1,,", (2, "exhibit", "abc")),
        (",001.01,mayor,,,,", (2, "station", "001.01")),
        (",001.01,mayor,nonsense,1,,", (2, "document_class", "nonsense")),
        (",001.01,mayor,,1.5,,", (2, "votes_red", "1.5")),
        (",001.01,mayor,,1000000000,,", (2, "votes_red", "1000000000")),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_with_its_cell(
    row: str, place: tuple[int | None, str | None, str | None]
) -> None:
    assert place in problems(row)


def test_a_form_stands_once_in_a_table() -> None:
    assert problems(",001.01,mayor,,1,,", ",001.01,mayor,,1,,") == [(3, "contest", "mayor")]


def test_without_a_photo_the_paper_itself_is_meant() -> None:
    (one,) = new(",001.01,mayor,,1,,")
    assert (one.exhibit, one.label) == (label_name("001.01"), paper_label("001.01"))
    assert one.body["provenance_class"] == "paper seen by us"


def test_the_only_photo_of_the_station_is_meant_with_the_name_of_its_paper() -> None:
    (one,) = new(",001.01,mayor,,1,,", said(PHOTO, "001.01"))
    assert (one.exhibit, one.label, one.body["form"]) == (PHOTO, None, "form-1")


def test_an_exhibit_says_of_which_station_it_is() -> None:
    (one,) = new(f"{PHOTO},,mayor,,1,,", said(PHOTO, "001.01"))
    assert one.body["station"] == "001.01"


def test_a_person_may_read_another_station_on_the_photo_than_others_did() -> None:
    (one,) = new(f"{PHOTO},002.01,mayor,,1,,", said(PHOTO, "001.01"))
    assert one.body["station"] == "002.01"


@pytest.mark.parametrize("row", [f"{OTHER},001.01,mayor,,1,,", ",001.01,mayor,,1,,"])
def test_a_form_that_is_not_clear_is_refused(row: str) -> None:
    with pytest.raises(InputError):
        new(row, said(PHOTO, "001.01"), said("c" * 64, "001.01"))


def test_one_form_named_in_two_ways_is_refused() -> None:
    typed = read_typed("t.csv", table(f"{PHOTO},,mayor,,1,,", ",001.01,mayor,,1,,"), FIGURES)
    with pytest.raises(InputError, match="twice"):
        new_transcriptions("t.csv", typed, forms_in([said(PHOTO, "001.01")]), "reader-1")


def test_what_the_person_said_in_the_same_way_is_not_new() -> None:
    (one,) = new(",001.01,mayor,,1,,")
    earlier = Statement(1, DAY, Kind.TRANSCRIBED, one.exhibit, "mayor", "reader-1", body=one.body)
    assert new(",001.01,mayor,,1,,", earlier) == ()


def test_what_the_person_said_otherwise_is_refused() -> None:
    with pytest.raises(InputError, match="otherwise before"):
        new(",001.01,mayor,,2,,", said(PHOTO, "001.01", person="reader-1"))


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_problems_and_never_a_crash(content: bytes) -> None:
    assert_read_or_refused(content)


@given(st.lists(st.text(alphabet='01,"\n=mayor', max_size=30), max_size=5))
def test_any_rows_are_read_or_refused(rows: list[str]) -> None:
    assert_read_or_refused(table(*rows))


def assert_read_or_refused(content: bytes) -> None:
    outcome: object
    try:
        outcome = read_typed("t.csv", content, FIGURES)
    except InputError as error:
        outcome = error.problems
    assert outcome
