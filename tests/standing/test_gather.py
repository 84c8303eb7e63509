from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo import columns
from testigo.errors import StoreError
from testigo.evidence.statements import EMPTY_CHAIN, Body, Kind, spelt_once
from testigo.standing.gather import Evidence
from tests.standing.told import FIGURES, Figures, Told, claims, decision_body, reading_body


def names(evidence: Evidence, contest: str = "mayor") -> list[str]:
    return evidence.readings[contest]["reading"].to_list()


def test_of_an_empty_evidence_every_frame_is_there_and_empty() -> None:
    evidence = Told().gathered()
    assert (evidence.last_statement, evidence.chain) == (-1, EMPTY_CHAIN)
    assert {contest: frame.schema for contest, frame in evidence.readings.items()} == {
        contest: pl.Schema(columns.readings_schema(figures)) for contest, figures in FIGURES.items()
    }
    assert {contest: frame.schema for contest, frame in evidence.decisions.items()} == {
        contest: pl.Schema(columns.decisions_schema(figures)) for contest, figures in FIGURES.items()
    }
    assert evidence.claims.schema == pl.Schema(columns.CLAIMS)
    assert evidence.pixel_findings.schema == pl.Schema(columns.FINDINGS)


def test_a_row_of_a_table_becomes_a_reading_with_its_reader_and_its_exhibit() -> None:
    told = Told()
    told.say(Kind.OPENED)
    told.imported({"A1": {"votes_red": 3, "votes_blue": None}}, document_class="annulled")
    (row,) = told.gathered().readings["mayor"].to_dicts()
    assert row == {
        "reading": "1.0:A1",
        "station": "A1",
        "exhibit": "a" * 64,
        "form": None,
        "reader": "publisher",
        "method": "published table",
        "provenance_class": "third party",
        "document_class": "annulled",
        "confidence": None,
        "registered_voters": None,
        "votes_red": 3,
        "votes_blue": None,
        "valid_votes": None,
        "blank_votes": None,
        "null_votes": None,
        "total_votes": None,
    }


def test_two_parts_of_one_table_are_two_readings() -> None:
    told = Told()
    told.imported_long([(0, "A1", "mayor", None, "votes_red", 3), (1, "A1", "mayor", None, "votes_red", 4)])
    frame = told.gathered().readings["mayor"]
    assert frame.select("reading", "method", "votes_red").rows() == [
        ("0.0:A1", "published table", 3),
        ("0.1:A1", "machine code", 4),
    ]


def test_each_contest_of_a_table_has_its_own_frame() -> None:
    told = Told()
    told.imported_long(
        [(0, "A1", "mayor", None, "votes_red", 3), (0, "A1", "council", None, "other_spoiled", 4)]
    )
    evidence = told.gathered()
    assert evidence.readings["mayor"]["votes_red"].to_list() == [3]
    assert evidence.readings["council"]["other_spoiled"].to_list() == [4]


def test_of_a_table_only_the_newest_release_stands() -> None:
    told = Told()
    told.imported({"A1": {"votes_red": 1}, "A2": {"votes_red": 2}}, file="1" * 64)
    told.imported({"A1": {"votes_red": 3}}, file="2" * 64, replaces="1" * 64)
    told.imported({"A1": {"votes_red": 4}}, file="3" * 64, replaces="2" * 64)
    assert names(told.gathered()) == ["2.0:A1"]
    assert names(told.gathered(upto=1)) == ["1.0:A1"]


def test_two_tables_of_which_none_replaces_the_other_stand_side_by_side() -> None:
    told = Told()
    told.imported({"A1": {"votes_red": 1}}, file="1" * 64)
    told.imported({"A1": {"votes_red": 3}}, file="2" * 64)
    assert names(told.gathered()) == ["0.0:A1", "1.0:A1"]


def test_a_transcription_becomes_a_reading_by_its_person() -> None:
    told = Told()
    told.transcribed("A1", {"votes_red": 3, "null_votes": None})
    (row,) = told.gathered().readings["mayor"].to_dicts()
    assert (row["reading"], row["reader"], row["form"], row["exhibit"]) == (
        "0",
        "reader-7",
        "form-1",
        "f" * 64,
    )
    assert (row["votes_red"], row["votes_blue"], row["null_votes"], row["confidence"]) == (3, None, None, 0.5)


def test_what_a_program_read_becomes_a_reading_by_that_program() -> None:
    told = Told()
    body: Body = {**reading_body("A1", {"votes_red": 3}), "method": "machine code", "reader": "zxing 2"}
    told.say(Kind.READ, body, subject="f" * 64, contest="mayor")
    assert told.gathered().readings["mayor"].select("reader", "method").rows() == [
        ("zxing 2", "machine code")
    ]


@pytest.mark.parametrize("kind", [Kind.WITHDRAWN, Kind.INVALIDATED])
def test_a_withdrawn_or_invalidated_reading_is_gone(kind: Kind) -> None:
    told = Told()
    told.imported({"A1": {"votes_red": 1}, "A2": {"votes_red": 2}})
    told.transcribed("A1", {"votes_red": 1})
    told.withdrawn("0.0:A2", "1", kind=kind)
    assert names(told.gathered()) == ["0.0:A1"]
    assert names(told.gathered(upto=1)) == ["0.0:A1", "1", "0.0:A2"]


def test_many_withdrawn_readings_are_named_by_an_exhibit() -> None:
    told = Told()
    told.imported({f"A{number}": {"votes_red": 1} for number in range(300)})
    fallen = told.keep(pl.DataFrame({"reading": [f"0.0:A{number}" for number in range(299)]}))
    told.say(Kind.WITHDRAWN, {"readings_exhibit": fallen, "reason": "a false table"})
    assert names(told.gathered()) == ["0.0:A299"]


def test_of_two_decisions_on_a_station_the_later_stands() -> None:
    told = Told()
    told.decided("A1", "accept", {"votes_red": 1}, knew=["9", "10"])
    told.decided("A2", "exclude", {})
    told.decided("A1", "accept", {"votes_red": 2}, knew=["9", "10", "11"])
    frame = told.gathered().decisions["mayor"]
    assert frame["station"].to_list() == ["A1", "A2"]
    assert frame["votes_red"].to_list() == [2, None]
    assert frame["knew"].to_list() == [["10", "11", "9"], []]
    assert frame["persons"].to_list() == [2, 2]
    assert frame["organisations"].to_list() == [2, 2]


def test_a_correction_is_a_decision_to_correct() -> None:
    told = Told()
    body = decision_body("A1", "accept", {"votes_red": 7}, [])
    told.say(Kind.CORRECTED, body, contest="mayor", person="judge-1", second_person="judge-2")
    assert told.gathered().decisions["mayor"].select("decision", "votes_red").rows() == [("correct", 7)]


def test_claims_stand_side_by_side_and_the_same_exhibit_counts_once() -> None:
    told = Told()
    exhibit = told.claimed(claims("first"))
    told.claimed(claims("second"))
    told.claimed_again(exhibit)
    assert told.gathered().claims["claim"].to_list() == ["first", "second"]


def test_withdrawn_claims_are_gone_until_they_are_made_again() -> None:
    told = Told()
    exhibit = told.claimed(claims("first"))
    told.say(Kind.WITHDRAWN, {"claims": [exhibit], "reason": "a forgery"})
    assert told.gathered().claims.is_empty()
    told.claimed_again(exhibit)
    assert told.gathered().claims["claim"].to_list() == ["first"]


def test_upto_ends_with_its_statement_and_its_chain() -> None:
    told = Told()
    for _ in range(3):
        told.say(Kind.RECEIVED, subject="f" * 64)
    evidence = told.gathered(upto=1)
    assert (evidence.last_statement, evidence.chain) == (1, f"{1:064x}")


@pytest.mark.parametrize(
    "tell",
    [
        lambda told: told.imported({"A1": {"votes_green": 1}}),
        lambda told: told.imported({"A1": {"votes_red": 1}}, contest="sheriff"),
        lambda told: told.transcribed("A1", {"votes_green": 1}),
        lambda told: told.decided("A1", "accept", {"votes_green": 1}),
        lambda told: told.say(
            Kind.TRANSCRIBED, reading_body("A1", {}), subject="f" * 64, contest="sheriff", person="reader-7"
        ),
        lambda told: told.say(Kind.READ, {"what": "ever"}, subject="f" * 64, contest="mayor"),
    ],
)
def test_what_the_definition_does_not_have_is_an_error_and_not_left_out(tell: Callable[[Told], int]) -> None:
    told = Told()
    told.say(Kind.OPENED)
    tell(told)
    with pytest.raises(StoreError, match="Statement 1"):
        told.gathered()


@pytest.mark.parametrize(
    "content", [b"", b"a letter", b"PAR1" + bytes(50) + b"PAR1"], ids=["empty", "text", "damaged Parquet"]
)
def test_claims_that_are_no_parquet_are_an_error_in_words(content: bytes) -> None:
    told = Told()
    told.exhibits[told.claimed(claims("first"))] = content
    with pytest.raises(StoreError, match="no Parquet"):
        told.gathered()


def test_a_table_with_other_columns_is_an_error_in_words() -> None:
    told = Told()
    told.claimed(claims("first").with_columns(value=pl.lit(1234)))
    with pytest.raises(StoreError, match="each of its kind"):
        told.gathered()


tables = st.dictionaries(
    st.text("AB12.", min_size=1, max_size=5),
    st.dictionaries(
        st.sampled_from(FIGURES["mayor"]), st.none() | st.integers(0, 999_999_999), min_size=1, max_size=7
    ),
    max_size=8,
)


@given(tables, st.randoms(use_true_random=False))
def test_a_long_table_becomes_wide_whatever_the_order_of_its_rows(
    table: dict[str, Figures], chance: "object"
) -> None:
    rows = [
        (0, station, "mayor", None, figure, value)
        for station, read in table.items()
        for figure, value in read.items()
    ]
    chance.shuffle(rows)  # type: ignore[attr-defined]
    told = Told()
    told.imported_long(rows)
    frame = told.gathered().readings["mayor"]
    assert frame["station"].to_list() == sorted(table)
    for row in frame.to_dicts():
        assert [row[figure] for figure in FIGURES["mayor"]] == [
            table[row["station"]].get(figure) for figure in FIGURES["mayor"]
        ]


def test_a_person_of_two_spellings_is_one_reader_and_one_signature() -> None:
    """Evidence from before has `reader-07` beside `reader-7`: she must not agree with herself."""
    told = Told()
    for person in ("reader-07", "reader-7"):
        body = reading_body("A1", {"votes_red": 5})
        told.say(Kind.TRANSCRIBED, body, subject="f" * 64, contest="mayor", person=person)
    assert set(told.gathered().readings["mayor"]["reader"]) == {"reader-7"}


@pytest.mark.parametrize("code", ["reader-7", "judge-0", "reader", "reader-²", "", "reader-"])
def test_a_code_of_one_spelling_keeps_it(code: str) -> None:
    assert spelt_once(code) == code
