"""Tables that nobody described: long or wide by their keys, and what is no option though it is a number."""

import tomllib
from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest

from testigo.election.definition import Election
from testigo.intake.values import readable
from testigo.suggest.mapping_draft import suggest
from tests import world

STATIONS, CONTESTS, OPTIONS = range(1000, 1050), ("president", "mayor"), ("131", "133", "135")


def long_table(heading: str, options: tuple[str, ...] = OPTIONS) -> str:
    rows = (
        f"{station},{contest},{option},{(station * 7 + number * 13) % 90}"
        for station in STATIONS
        for contest in CONTESTS
        for number, option in enumerate(options)
    )
    return "\n".join([heading, *rows, ""])


def table(text: str, election: Election | None = None) -> dict[str, Any]:
    (found,) = tomllib.loads(suggest("t.csv", text.encode(), election))["table"]
    return dict(found)


def mapping(text: str, election: Election | None = None) -> Mapping[str, Any]:
    return tomllib.loads(suggest("t.csv", text.encode(), election))


HEADINGS = ("station,contest,candidate,votes", "mesa,categoria,agrupacion,votos", "a,b,c,votes")


@pytest.mark.parametrize("heading", HEADINGS[:2])
@pytest.mark.parametrize("options", [("red", "blue", "green"), OPTIONS])
def test_a_table_is_long_where_station_contest_and_option_together_tell_its_rows_apart(
    heading: str, options: tuple[str, ...]
) -> None:
    found, names = table(long_table(heading, options)), heading.split(",")
    assert found["station"] == names[0]
    assert found["contest"] == {"column": names[1], "table": "contests"}
    assert found["figure"] == {"column": names[2], "table": "figures"}
    assert found["value"] == names[3]
    assert "figures" not in found


def elections() -> Election:
    """A definition with exactly the codes of the long table."""
    contests = [world.contest(contest, OPTIONS) for contest in CONTESTS]
    return world.election(contests, station_frame=world.stations(codes=[str(each) for each in STATIONS]))


def test_with_the_definition_no_word_of_the_header_is_needed() -> None:
    found = mapping(long_table("a,b,c,d"), elections())
    (written,) = found["table"]
    assert (written["station"], written["value"]) == ("a", "d")
    assert written["contest"]["column"] == "b"
    assert written["figure"]["column"] == "c"
    assert found["tables"]["contests"] == {"president": "president", "mayor": "mayor"}
    assert found["tables"]["figures"] == {option: f"votes_{option}" for option in OPTIONS}


def test_a_row_a_station_stays_wide_though_votes_repeat() -> None:
    rows = "\n".join(f"{station},{station % 3},{station % 4}" for station in STATIONS)
    assert table(f"station,red,blue\n{rows}\n")["figures"] == {"votes_red": "red", "votes_blue": "blue"}


def test_numbers_of_tables_and_codes_of_places_are_no_options() -> None:
    rows = "\n".join(
        f"S{number},{17 + number % 4},Town {number % 4},{1 + number % 5},{number % 50},{number % 40}"
        for number in range(200)
    )
    found = table(f"id,semel,yishuv,Mesa,red,blue\n{rows}\n")
    assert found["figures"] == {"votes_red": "red", "votes_blue": "blue"}


def test_a_roll_that_no_word_names_is_the_column_that_the_ballots_never_exceed() -> None:
    rows = "\n".join(f"S{n},{500 + n},{90 + n % 7},{50 + n % 9},{140 + n % 7 + n % 9}" for n in range(50))
    found = table(f"code,bzb,red,blue,total\n{rows}\n")["figures"]
    assert found["registered_voters"] == "bzb"
    assert "votes_bzb" not in found


def test_a_column_of_numbers_that_is_in_no_row_twice_is_the_station() -> None:
    rows = "\n".join(f"{n % 40},{7000 + n},{n % 30}" for n in range(300))
    assert table(f"red,kalpi,blue\n{rows}\n")["station"] == "kalpi"


def test_of_few_rows_unlike_votes_are_no_code() -> None:
    assert table("red,blue\n10,3\n20,4\n31,5\n")["station"] == "red"  # the first column may be one
    assert "station" not in table("Town,blue\nA,3\nA,4\n")["figures"]


def test_a_column_without_a_name_at_the_end_of_every_line_needs_no_word() -> None:
    """Case 26: what was suggested was refused by the import."""
    found = table("station,a,b,\n1,2,3,\n2,4,5,\n")
    assert "unused" not in found
    assert found["figures"] == {"votes_a": "a", "votes_b": "b"}


def test_places_are_drafted_from_the_largest_down_and_lie_within_one_another() -> None:
    rows = "\n".join(f"Río {n // 8},San José,Escuela {n // 2},{1 + n % 2},{n},{n + 1}" for n in range(16))
    drafts = mapping(f"Estado,Parroquia,Centro,Mesa,red,blue\n{rows}\n")["draft"]
    levels = next(draft["levels"] for draft in drafts if draft["what"] == "jurisdictions")
    assert levels[-1]["name"] == "Estado"
    stations = next(draft["columns"] for draft in drafts if draft["what"] == "stations")
    assert stations["polling_place"] == {"column": "Centro", "readable": True}
    assert stations["station"]["join"] == [{"column": "Centro", "readable": True}, "Mesa"]


def test_who_votes_in_what_and_which_rows_are_shown_as_comments() -> None:
    draft = suggest("t.csv", long_table(HEADINGS[0]).encode(), None)
    for line in ('# what = "ballots"', '# only = [{ "COLUMN" = "CELL" }]', "# place = ", "# stratum = "):
        assert line in draft


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Río Alto", "rio-alto"),
        ("Escuela  Bolívar (Nº 2)", "escuela-bolivar-no-2"),
        ("Ñuñoa", "nunoa"),
        ("007", "007"),
        ("القاهرة", "القاهرة"),
        ("--", ""),
    ],
)
def test_a_name_becomes_a_code_that_can_be_read(name: str, code: str) -> None:
    assert pl.select(readable(pl.lit(name))).item() == code
