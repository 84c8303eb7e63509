"""The first files of a definition from the rows of a table: what is written, asked, refused."""

from collections.abc import Mapping

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.election.load import TABLES
from testigo.errors import InputError
from testigo.suggest.definition_draft import ROW, TARGETS, Drafted, Rows, draft


def rows(what: str, *given: Mapping[str, object], file: str = "roll.csv", levels: bool = False) -> Rows:
    frame = pl.DataFrame(list(given)).with_row_index(ROW, offset=2)
    return Rows(what, file, (frame,), levels)


def text(drafted: Drafted, file: str) -> list[str]:
    return drafted.files[file].decode().splitlines()


def asked(drafted: Drafted) -> list[tuple[str, int | None, str | None]]:
    return [(each.place.file, each.place.row, each.place.column) for each in drafted.questions]


def test_the_targets_are_the_tables_of_a_definition() -> None:
    assert {target.file: target.columns for target in TARGETS.values()} == TABLES


def test_rows_of_one_code_are_one_and_sorted() -> None:
    drafted = draft(
        [rows("polling_places", {"polling_place": "2"}, {"polling_place": "1"}, {"polling_place": "2"})]
    )
    assert text(drafted, "polling_places.csv") == ["polling_place,name", "1,", "2,"]
    assert drafted.questions == ()


def test_contests_and_options_keep_the_order_of_the_table() -> None:
    drafted = draft(
        [
            rows(
                "options",
                {"contest": "mayor", "option": "z", "name": "Zoe"},
                {"contest": "mayor", "option": "a", "name": "Ann"},
            )
        ]
    )
    assert [line.split(",")[1] for line in text(drafted, "options.csv")[1:]] == ["z", "a"]


def test_an_empty_cell_is_filled_by_a_later_row_of_the_same_code() -> None:
    drafted = draft(
        [
            rows(
                "polling_places",
                {"polling_place": "1", "name": None},
                {"polling_place": "1", "name": "School"},
            )
        ]
    )
    assert text(drafted, "polling_places.csv") == ["polling_place,name", "1,School"]
    assert drafted.questions == ()


def test_two_values_for_one_code_are_asked_at_the_row_of_the_second_and_the_first_is_taken() -> None:
    drafted = draft(
        [
            rows(
                "stations",
                {"station": "1", "jurisdiction": "A", "registered_voters": 500},
                {"station": "1", "jurisdiction": "A", "registered_voters": 501},
            )
        ]
    )
    assert text(drafted, "stations.csv")[1:] == ["1,,A,,500"]
    assert asked(drafted) == [("roll.csv", 3, "registered_voters")]


def test_a_cell_that_must_be_filled_and_is_not_given_is_asked_in_the_drafted_file() -> None:
    drafted = draft([rows("contests", {"contest": "mayor", "name": "Mayor"})])
    assert asked(drafted) == [
        ("contests.csv", 2, "form"),
        ("contests.csv", 2, "blank_votes"),
        ("contests.csv", 2, "null_votes"),
    ]


def test_every_row_without_its_code_is_refused_at_once() -> None:
    with pytest.raises(InputError) as refused:
        draft(
            [
                rows(
                    "stations", {"station": None, "jurisdiction": "A"}, {"station": "1", "jurisdiction": "A"}
                ),
                rows("options", {"contest": "mayor", "option": None}),
            ]
        )
    assert [(problem.place.row, problem.place.column) for problem in refused.value.problems] == [
        (2, "station"),
        (2, "option"),
    ]


def test_stations_of_unknown_place_hang_on_the_root() -> None:
    drafted = draft([rows("stations", {"station": "1", "jurisdiction": None})], root="X")
    assert text(drafted, "stations.csv")[1:] == ["1,,X,,"]


def ballots(*pairs: tuple[str, str]) -> Rows:
    return rows("ballots", *({"contest": contest, "place": place} for contest, place in pairs))


def test_where_every_station_occurs_in_every_contest_ballots_are_empty() -> None:
    drafted = draft([ballots(("mayor", "1"), ("mayor", "2"), ("council", "1"), ("council", "2"))])
    assert text(drafted, "ballots.csv") == ["contest,place,stratum"]
    assert drafted.questions == ()


def test_stations_of_some_contests_only_are_listed_and_asked() -> None:
    drafted = draft([ballots(("mayor", "1"), ("mayor", "2"), ("council", "2"))], root="X")
    assert text(drafted, "ballots.csv")[1:] == ["mayor,X,", "council,2,"]
    (question,) = drafted.questions
    assert question.value == "council"
    assert question.message.endswith("1 do not: 1")


def test_a_listed_station_without_a_row_does_not_occur() -> None:
    drafted = draft([rows("stations", {"station": "3", "jurisdiction": "A"}), ballots(("mayor", "1"))])
    assert text(drafted, "ballots.csv")[1:] == ["mayor,1,"]


@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from(["A", "B", None]), st.integers(0, 2)), min_size=1
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_rows_changes_neither_the_stations_nor_how_many_are_asked_of(
    given_rows: list[tuple[str, str | None, int]], order: object
) -> None:
    def drafted(of: list[tuple[str, str | None, int]]) -> Drafted:
        schema = {"station": pl.String, "polling_place": pl.String, "registered_voters": pl.Int64}
        frame = pl.DataFrame(of, schema=schema, orient="row").with_columns(jurisdiction=pl.lit("A"))
        return draft([Rows("stations", "roll.csv", (frame.with_row_index(ROW, offset=2),))])

    shuffled = list(given_rows)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = drafted(given_rows), drafted(shuffled)
    assert [line.split(",")[0] for line in text(one, "stations.csv")] == [
        line.split(",")[0] for line in text(other, "stations.csv")
    ]
    assert len(one.questions) == len(other.questions)


def roll_of(**places: str) -> Rows:
    return rows("stations", *({"station": code, "jurisdiction": place} for code, place in places.items()))


def test_where_the_roll_is_known_a_place_votes_and_not_only_the_stations_that_occur() -> None:
    """Three of four stations of A occur: the fourth is missing, and not left out of the contest."""
    roll = roll_of(a1="A", a2="A", a3="A", a4="A", b1="B", b2="B", b3="B")
    drafted = draft([roll, ballots(("mayor", "a1"), ("mayor", "a2"), ("mayor", "a3"), ("mayor", "b1"))])
    assert text(drafted, "ballots.csv")[1:] == ["mayor,A,", "mayor,b1,"]
    assert "4 of 7 stations occur in this contest; 3 do not" in str(drafted.questions[0])


PLACES = rows("jurisdictions", {"jurisdiction": "A", "level": 1, "name": "Town"}, file="places.csv")
ROLL = rows("stations", {"station": "1", "jurisdiction": "A"})


def frames(drafted: Drafted) -> list[str]:
    return [line.split(",")[4] for line in text(drafted, "jurisdictions.csv")[1:]]


@pytest.mark.parametrize("results", [("roll.csv",), ("roll.csv", "places.csv")])
def test_stations_of_a_table_of_results_are_a_list_made_of_the_results(results: tuple[str, ...]) -> None:
    drafted = draft([PLACES, ROLL], results=results)
    assert frames(drafted) == ["from results"]
    assert "because stations were drafted from a table of results" in drafted.questions[0].message


def test_so_are_stations_of_the_table_that_says_who_votes_in_what() -> None:
    assert frames(draft([PLACES, ROLL, ballots(("mayor", "1"), ("council", "1"))])) == ["from results"]


def test_stations_of_a_roll_are_not() -> None:
    elsewhere = rows("ballots", {"contest": "mayor", "place": "1"}, file="results.csv")
    drafted = draft([PLACES, ROLL, elsewhere], results=["results.csv"])
    assert frames(drafted) == ["unknown"]
    assert "from results" in (drafted.questions[0].remedy or "")
