"""The results in the words of NIST SP 1500-100: those of the snapshot, by the standard, always the same."""

import datetime
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.checks.registry import RULES
from testigo.election.policy import Policy
from testigo.findings import Severity
from testigo.nist.report import reports
from testigo.nist.units import identifier
from testigo.publication.format import data_path, nist_name
from testigo.snapshot import Snapshot, derive
from tests import world
from tests.nist.nist_breach import Rule
from tests.nist.nist_rules import against_schema, breaches
from tests.publication.conftest import made
from tests.publication.elections import ELECTIONS

VECTORS = Path(__file__).resolve().parents[2] / ".." / "shared/vectors/nist/err"
SCHEMA = VECTORS / "NIST_V2_election_results_reporting.schema.json"
DAY = datetime.date(2030, 1, 7)
WRONG_EXAMPLES = {
    # The published examples that break a rule which their schema cannot say.
    "jetsons_election_definition.json": {Rule.REFERENCE},
    "example_2.json": {Rule.DUPLICATE, Rule.OTHER, Rule.REFERENCE},
}
needs_vectors = pytest.mark.skipif(not SCHEMA.exists(), reason="the published schema is not here")
Report = dict[str, Any]


def reports_of(snapshot: Snapshot) -> dict[str | None, Report]:
    return {code: json.loads(report) for code, report in reports(snapshot, DAY, "testigo 0")}


def counts(report: Report, contest: int, selection: int) -> dict[str, int]:
    of_selection = report["Election"][0]["Contest"][contest]["ContestSelection"][selection]
    return {count["GpUnitId"]: count["Count"] for count in of_selection["VoteCounts"]}


def units(report: Report) -> dict[str, Report]:
    return {unit["@id"]: unit for unit in report["GpUnit"]}


def small(
    *rows: dict[str, object],
    station_frame: pl.DataFrame | None = None,
    roll: int = 500,
    rules: Policy = world.ANY_TABLE,
) -> Snapshot:
    frame = world.stations(roll) if station_frame is None else station_frame
    election = world.election(station_frame=frame, rules=rules)
    return derive(election, {"form": world.PROFILE}, world.evidence({"mayor": world.readings(rows)}))


# --- what they say ------------------------------------------------------------------------------------------


def test_there_is_a_summary_and_a_report_a_jurisdiction_below_the_country() -> None:
    found = reports_of(small())
    assert list(found) == [None, "A", "B"]
    assert [each["SequenceStart"] for each in found.values()] == [1, 2, 3]
    assert {each["SequenceEnd"] for each in found.values()} == {3}
    assert [each["Format"] for each in found.values()] == [
        "summary-contest",
        "precinct-level",
        "precinct-level",
    ]


def test_a_station_has_its_counts_and_every_place_above_it_their_sum() -> None:
    found = reports_of(
        small(world.reading("A1-1.01", red=3, blue=4), world.reading("A1-1.02", red=5, blue=0))
    )
    assert counts(found["A"], 0, 0) == {
        identifier("station", "A1-1.01"): 3,
        identifier("station", "A1-1.02"): 5,
        identifier("place", "A1", "A1-1"): 8,
        identifier("jurisdiction", "A1"): 8,
        identifier("jurisdiction", "A"): 8,
    }
    assert counts(found[None], 0, 0) == {identifier("jurisdiction", code): 8 for code in ("X", "A", "A1")}
    assert counts(found["B"], 0, 0) == {}


def test_a_station_is_a_precinct_of_its_polling_place_with_its_roll_and_code() -> None:
    found = units(reports_of(small())["A"])
    station, place = found[identifier("station", "A1-1.01")], found[identifier("place", "A1", "A1-1")]
    assert (station["Type"], station["VotersRegistered"]) == ("precinct", 500)
    assert station["ExternalIdentifier"][0]["Value"] == "A1-1.01"
    assert (place["Type"], place["VotersRegistered"]) == ("polling-place", 1500)
    assert station["@id"] in place["ComposingGpUnitIds"]


def test_what_was_not_read_has_no_count_and_is_said_not_to_be_processed() -> None:
    report = reports_of(small(world.reading("A1-1.01", red=3, blue=4)))["A"]
    missing = identifier("station", "A2-1.03")
    assert units(report)[missing]["CountStatus"][0]["Status"] == "not-processed"
    assert missing not in counts(report, 0, 0)
    assert units(report)[identifier("station", "A1-1.01")]["CountStatus"][0]["Status"] == "completed"
    assert units(report)[identifier("jurisdiction", "A1")]["CountStatus"][0]["Status"] == "in-process"


def test_the_whole_is_complete_only_when_every_station_is_accepted() -> None:
    some = small(world.reading("A1-1.01", red=3, blue=4))
    every = small(*(world.reading(code, red=3, blue=4) for code in world.STATION_CODES))
    assert reports_of(some)[None]["Status"] == "unofficial-partial"
    assert reports_of(every)[None]["Status"] == "unofficial-complete"


def test_null_votes_are_its_overvotes() -> None:
    report = reports_of(small(world.reading("A1-1.01", red=3, blue=4, null_votes=2)))["A"]
    others = report["Election"][0]["Contest"][0]["OtherCounts"]
    assert [each["Overvotes"] for each in others] == [2, 2, 2, 2]
    assert "Undervotes" not in others[0]


def test_a_roll_that_the_votes_exceed_is_left_out() -> None:
    all_warnings = replace(world.ANY_TABLE, severity=dict.fromkeys(RULES, Severity.WARNING))
    report = reports_of(small(world.reading("A1-1.01", red=3, blue=4), roll=6, rules=all_warnings))["A"]
    assert counts(report, 0, 0)[identifier("station", "A1-1.01")] == 3
    assert "VotersRegistered" not in units(report)[identifier("station", "A1-1.01")]
    assert units(report)[identifier("station", "A1-1.02")]["VotersRegistered"] == 6
    assert list(breaches(report)) == []


def test_a_station_of_unknown_place_stands_in_the_summary_and_adds_up() -> None:
    lost = world.stations().with_columns(
        **{
            name: pl.when(pl.col("station") == "B2-1.03").then(pl.lit(value)).otherwise(name)
            for name, value in (("jurisdiction", "X"), ("level_2", None), ("level_3", None))
        },
        polling_place=pl.when(pl.col("station") != "B2-1.03").then("polling_place"),
    )
    rows = [world.reading(code, red=1, blue=0) for code in ("B2-1.02", "B2-1.03")]
    found = reports_of(small(*rows, station_frame=lost))
    assert counts(found[None], 0, 0)[identifier("jurisdiction", "X")] == 2
    assert counts(found[None], 0, 0)[identifier("station", "B2-1.03")] == 1
    assert identifier("station", "B2-1.03") not in units(found["B"])
    assert [each for report in found.values() for each in breaches(report)] == []


def test_two_runs_give_the_same_bytes() -> None:
    one, two = (list(reports(small(), DAY, "testigo 0")) for _ in range(2))
    assert one == two


@given(
    st.lists(st.text(max_size=4), min_size=2, max_size=2),
    st.lists(st.text(max_size=4), min_size=1, max_size=2),
)
def test_other_codes_give_other_identifiers(one: list[str], other: list[str]) -> None:
    assert (identifier("place", *one) == identifier("place", *other)) == (one == other)


# --- by the standard ----------------------------------------------------------------------------------------


@needs_vectors
@pytest.mark.parametrize("name", ELECTIONS)
def test_every_report_of_every_small_election_keeps_the_schema_and_the_rules(name: str) -> None:
    snapshot, files = made(name)
    schema = json.loads(SCHEMA.read_bytes())
    drill = snapshot.election.drill
    found = {path: content for path, content in files.items() if "nist" in path}
    assert data_path(nist_name(None), drill=drill) in found
    for path, content in found.items():
        report = json.loads(content)
        assert report["IsTest"] is drill
        assert [*against_schema(report, schema), *breaches(report)] == [], path


@needs_vectors
def test_every_broken_document_is_refused() -> None:
    schema = json.loads(SCHEMA.read_bytes())
    cases = json.loads((VECTORS / "derived-invalid.json").read_bytes())["cases"]
    assert len(cases) == 31
    for case in cases:
        by_schema = list(against_schema(case["document"], schema))
        assert bool(by_schema) is case["schema_refuses"], case["name"]
        assert by_schema or list(breaches(case["document"])), case["name"]


@needs_vectors
def test_the_valid_document_is_taken() -> None:
    report = json.loads((VECTORS / "derived-valid.json").read_bytes())
    schema = json.loads(SCHEMA.read_bytes())
    assert [*against_schema(report, schema), *breaches(report)] == []


@needs_vectors
def test_the_published_examples_are_taken_but_for_what_is_wrong_in_two_of_them() -> None:
    schema = json.loads(SCHEMA.read_bytes())
    examples = sorted((VECTORS / "trustthevote").glob("*.json"))
    assert len(examples) == 6
    for example in examples:
        report = json.loads(example.read_bytes())
        assert list(against_schema(report, schema)) == [], example.name
        assert {each.rule for each in breaches(report)} == WRONG_EXAMPLES.get(example.name, set())


SOME_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "@id",
                    "@type",
                    "GpUnit",
                    "ComposingGpUnitIds",
                    "ContestSelection",
                    "VoteCounts",
                    "Count",
                    "Type",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["GpUnit", "Election", "Contest", "ContestSelection"]), SOME_JSON))
def test_the_rules_ask_nothing_of_a_document(report: Report) -> None:
    for each in breaches(report):
        assert isinstance(each.rule, Rule)
