"""From readings to the status of a polling station: spec/settlement.md."""

from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.columns import BASIS_OF_PEOPLE, FINDINGS, Status, conform, decisions_schema, empty
from testigo.election.policy import Policy
from testigo.findings import Severity
from testigo.review.settlement import Settlement, settle
from testigo.standing.gather import Evidence
from tests import world
from tests.nights import CONTEST, POLICIES, evidences
from tests.world import ANY_TABLE, PROFILE, TWO_PERSONS, reading

STATION = world.STATION_CODES[0]
MAYOR = world.contest()


def settled(
    rows: Sequence[dict[str, object]],
    rules: Policy = ANY_TABLE,
    findings: pl.DataFrame | None = None,
    decisions: pl.DataFrame | None = None,
    stations: pl.DataFrame | None = None,
) -> Settlement:
    return settle(
        world.readings(rows),
        empty(FINDINGS) if findings is None else findings,
        world.no_decisions() if decisions is None else decisions,
        world.stations() if stations is None else stations,
        MAYOR,
        PROFILE,
        rules,
    )


def row_of(settlement: Settlement, station: str = STATION) -> dict[str, object]:
    return settlement.results.filter(pl.col("station") == station).to_dicts()[0]


def status_of(rows: Sequence[dict[str, object]], rules: Policy = ANY_TABLE, **more: pl.DataFrame) -> str:
    return str(row_of(settled(rows, rules, **more))["status"])


def blocking(*readings: str, code: str = "S.201") -> pl.DataFrame:
    rows = [
        {"code": code, "severity": "blocking", "station": STATION, "contest": "mayor", "reading": name}
        for name in readings
    ]
    return conform(pl.DataFrame(rows), FINDINGS)


def person(name: str, **votes: object) -> dict[str, object]:
    return reading(STATION, method="person", reader=name, **votes)


def decision(kind: str, knew: Sequence[str], **figures: object) -> pl.DataFrame:
    row = {"station": STATION, "decision": kind, "knew": list(knew), "persons": 2, "organisations": 2}
    return conform(pl.DataFrame([{**row, **figures}]), decisions_schema(world.figures_of(MAYOR)))


def test_a_station_without_a_reading_is_missing() -> None:
    assert status_of([]) == Status.MISSING


def test_one_row_of_a_published_table_suffices_where_the_policy_says_so() -> None:
    row = row_of(settled([reading(STATION, red=10, blue=5)]))
    assert (row["status"], row["basis"], row["votes_red"]) == ("accepted", "one row of a published table", 10)


def test_one_row_of_a_published_table_does_not_suffice_where_two_persons_must_agree() -> None:
    assert status_of([reading(STATION, red=10, blue=5)], TWO_PERSONS) == Status.PENDING


def test_a_person_cannot_agree_with_herself() -> None:
    again = [person("ana", red=1, blue=2), person("ana", red=1, blue=2)]
    assert status_of(again, TWO_PERSONS) == Status.PENDING
    assert status_of([*again, person("ben", red=1, blue=2)], TWO_PERSONS) == Status.ACCEPTED


def test_two_releases_by_one_publisher_are_one_reader() -> None:
    rules = world.policy("two rows of published tables")
    twice = [reading(STATION, red=1, blue=2), reading(STATION, red=1, blue=2, exhibit="later release")]
    assert status_of(twice, rules) == Status.PENDING
    assert status_of([*twice, reading(STATION, red=1, blue=2, reader="another")], rules) == Status.ACCEPTED


def test_two_machine_codes_of_one_form_are_one() -> None:
    rules = world.policy("two machine codes")
    code = {"method": "machine code", "red": 1, "blue": 2}
    same = [reading(STATION, exhibit="a", form="f", **code), reading(STATION, exhibit="b", form="f", **code)]
    assert status_of(same, rules) == Status.PENDING
    assert status_of([*same, reading(STATION, exhibit="c", form="g", **code)], rules) == Status.ACCEPTED


def test_the_code_and_the_print_of_one_photo_are_two_readings_and_never_two_copies() -> None:
    both = [
        reading(STATION, method="machine code", exhibit="photo", red=1, blue=2),
        reading(STATION, method="machine reading", exhibit="photo", red=1, blue=2),
    ]
    assert status_of(both, world.policy("one machine code and one machine reading")) == Status.ACCEPTED
    assert status_of(both, world.policy("two machine codes")) == Status.PENDING


def test_a_person_and_a_machine_must_have_read_the_same_cells_where_the_policy_says_so() -> None:
    rules = world.policy("one person and one machine reading of the same cells")
    machine = reading(STATION, method="machine reading", exhibit="photo", red=1, blue=2)
    same = reading(STATION, method="person", exhibit="photo", reader="ana", red=1, blue=2)
    other = reading(STATION, method="person", exhibit="copy", reader="ana", red=1, blue=2)
    assert status_of([machine, same], rules) == Status.ACCEPTED
    assert status_of([machine, other], rules) == Status.PENDING


def test_a_machine_code_must_have_sums_that_hold_even_where_the_rule_only_warns() -> None:
    rules = world.policy("one machine code whose sums hold")
    code = [reading(STATION, method="machine code", red=1, blue=2, valid_votes=3)]
    warning = blocking("r0").with_columns(severity=pl.lit(Severity.WARNING.value))
    assert status_of(code, rules) == Status.ACCEPTED
    assert status_of(code, rules, findings=warning) != Status.ACCEPTED


def test_the_sums_of_a_code_hold_only_where_one_at_least_was_checked() -> None:
    rules = world.policy("one machine code whose sums hold")
    code = {"method": "machine code", "red": 1, "blue": 2}
    assert status_of([reading(STATION, **code, null_votes=1)], rules) == Status.PENDING
    assert status_of([reading(STATION, **code, null_votes=1, total_votes=4)], rules) == Status.ACCEPTED


def test_readings_that_differ_on_an_option_are_disputed() -> None:
    assert status_of([reading(STATION, red=10, blue=5), reading(STATION, red=11, blue=5)]) == Status.DISPUTED


def test_a_further_reading_that_differs_opens_a_dispute_although_two_persons_agree() -> None:
    agreed = [person("ana", red=1, blue=2), person("ben", red=1, blue=2)]
    assert status_of([*agreed, reading(STATION, red=1, blue=3)], TWO_PERSONS) == Status.DISPUTED


def test_an_unread_figure_neither_agrees_nor_differs() -> None:
    rows = [reading(STATION, red=10, blue=5), reading(STATION, red=10, blue=None)]
    assert status_of(rows) == Status.ACCEPTED


def test_a_reading_without_a_required_option_does_not_suffice() -> None:
    assert status_of([reading(STATION, red=10, blue=None)]) == Status.PENDING


def test_a_code_that_gives_only_lines_has_the_options_that_they_add_up_to() -> None:
    code = reading(STATION, method="machine code", **{"line_red-a": 3, "line_red-b": 4, "blue": 5})
    results = settle(
        world.readings([code], CONTEST),
        empty(FINDINGS),
        world.no_decisions(CONTEST),
        world.stations(),
        CONTEST,
        PROFILE,
        world.policy("one machine code"),
    ).results
    assert results.select("status", "votes_red", "valid_votes").row(0) == ("accepted", 7, 12)


def test_a_blocking_finding_quarantines_what_would_suffice() -> None:
    rows = [reading(STATION, red=10, blue=5)]
    row = row_of(settled(rows, findings=blocking("r0")))
    assert (row["status"], row["votes_red"], row["basis"]) == ("quarantined", None, None)


def test_a_blocking_finding_takes_out_only_its_own_reading() -> None:
    rows = [reading(STATION, red=10, blue=5, reader="a"), reading(STATION, red=10, blue=5, reader="b")]
    assert status_of(rows, findings=blocking("r1")) == Status.ACCEPTED


def test_a_blocked_reading_still_disputes_a_good_one() -> None:
    rows = [reading(STATION, red=10, blue=5), reading(STATION, red=99, blue=5)]
    assert status_of(rows, findings=blocking("r1")) == Status.DISPUTED


def test_a_finding_on_another_contest_blocks_nothing() -> None:
    rows = [reading(STATION, red=10, blue=5)]
    elsewhere = blocking("r0").with_columns(contest=pl.lit("council"))
    assert status_of(rows, findings=elsewhere) == Status.ACCEPTED


@pytest.mark.parametrize("kind", ["zero report", "duplicate", "other contest", "unreadable", "not a form"])
def test_a_paper_that_is_no_result_neither_counts_nor_disputes(kind: str) -> None:
    no_result = reading(STATION, red=0, blue=0, document_class=kind)
    assert status_of([no_result]) == Status.PENDING
    assert status_of([no_result, reading(STATION, red=10, blue=5)]) == Status.ACCEPTED


def test_an_annulled_form_is_accepted_with_no_valid_votes_and_its_ballots_cast() -> None:
    row = row_of(settled([reading(STATION, document_class="annulled", total_votes=200)]))
    assert (row["status"], row["valid_votes"], row["total_votes"]) == ("accepted", 0, 200)


@pytest.mark.parametrize("kind", ["annulled", "not installed"])
def test_one_person_s_votes_are_never_accepted_because_another_says_that_there_are_none(kind: str) -> None:
    nothing, votes = person("ana", document_class=kind), person("ben", red=400, blue=3)
    assert status_of([nothing, votes], TWO_PERSONS) == Status.DISPUTED
    assert status_of([nothing, person("ben", document_class=kind)], TWO_PERSONS) == Status.ACCEPTED


def test_annulled_and_never_installed_contradict_each_other() -> None:
    rows = [person("ana", document_class="annulled"), person("ben", document_class="not installed")]
    assert status_of(rows, TWO_PERSONS) == Status.DISPUTED


def test_no_vote_counts_that_a_source_prints_of_an_annulled_form() -> None:
    row = row_of(settled([reading(STATION, document_class="annulled", red=400, blue=3, total_votes=403)]))
    assert (row["votes_red"], row["votes_blue"], row["valid_votes"], row["total_votes"]) == (0, 0, 0, 403)


def test_a_station_that_was_never_installed_is_accepted_with_its_roll() -> None:
    row = row_of(settled([reading(STATION, document_class="not installed")]))
    assert (row["status"], row["registered_voters"]) == ("accepted", world.ROLL)


def test_the_roll_that_counts_is_the_definitions() -> None:
    rows = [reading(STATION, red=1, blue=2, registered_voters=7)]
    without = world.stations(roll=None)
    assert row_of(settled(rows))["registered_voters"] == world.ROLL
    assert row_of(settled(rows, stations=without))["registered_voters"] == 7


def test_a_figure_other_than_options_on_which_readings_differ_is_null_and_warned_of() -> None:
    rows = [
        reading(STATION, red=1, blue=2, null_votes=3),
        reading(STATION, red=1, blue=2, null_votes=5),
    ]
    settlement = settled(rows)
    row = row_of(settlement)
    assert (row["status"], row["null_votes"]) == ("accepted", None)
    finding = settlement.findings.to_dicts()[0]
    assert (finding["code"], finding["severity"]) == ("D.701", "warning")
    assert finding["figures"] == [{"name": "null_votes", "value": 2}]


def test_a_total_on_which_readings_differ_is_null_and_so_is_what_would_follow_from_it() -> None:
    """Where a failing sum is a warning, both readings count, and the parts do not decide between them."""
    lenient = Policy(ANY_TABLE.sufficient, {"S.201": Severity.WARNING})
    rows = [
        reading(STATION, red=10, blue=5, valid_votes=15, null_votes=1),
        reading(STATION, red=10, blue=5, valid_votes=14, null_votes=1),
    ]
    settlement = settled(rows, lenient)
    row = row_of(settlement)
    assert (row["valid_votes"], row["total_votes"]) == (None, None)
    assert settlement.findings["code"].to_list() == ["D.701"]


def test_people_may_decide_a_total_on_which_readings_differ() -> None:
    rows = [
        reading(STATION, red=10, blue=5, valid_votes=15),
        reading(STATION, red=10, blue=5, valid_votes=14),
    ]
    decided = decision("correct", ["r0", "r1"], votes_red=10, votes_blue=5, null_votes=0)
    row = row_of(settled(rows, decisions=decided))
    assert (row["valid_votes"], row["total_votes"]) == (15, 15)


def test_readings_that_agree_and_together_do_not_add_up_are_warned_of() -> None:
    """One has the valid votes and no total, the other the total: neither sum could be checked alone."""
    rows = [
        reading(STATION, red=10, blue=5, null_votes=1),
        reading(STATION, red=10, blue=5, total_votes=20),
    ]
    settlement = settled(rows)
    assert row_of(settlement)["status"] == "accepted"
    finding = settlement.findings.to_dicts()[0]
    assert (finding["code"], finding["severity"], finding["reading"]) == ("D.702", "warning", None)
    named = {each["name"]: each["value"] for each in finding["figures"]}
    assert named == {"total_votes": 20, "sum": 16}


def test_readings_that_add_up_together_or_already_fail_alone_get_no_second_finding() -> None:
    rows = [
        reading(STATION, red=10, blue=5, null_votes=1),
        reading(STATION, red=10, blue=5, total_votes=16),
    ]
    assert settled(rows).findings.is_empty()
    alone = [reading(STATION, red=10, blue=5, null_votes=1, total_votes=20)]
    found = blocking("r0").with_columns(severity=pl.lit("warning"))
    assert settled(alone, findings=found).findings.is_empty()


def test_figures_that_the_form_gives_as_sums_are_completed_and_never_overwritten() -> None:
    summed = row_of(settled([reading(STATION, red=10, blue=5, null_votes=1)]))
    assert (summed["valid_votes"], summed["total_votes"]) == (15, 16)
    printed = row_of(settled([reading(STATION, red=10, blue=5, valid_votes=14, null_votes=1)]))
    assert printed["valid_votes"] == 14


def test_a_decision_that_knew_all_readings_stands_against_a_dispute() -> None:
    rows = [reading(STATION, red=10, blue=5), reading(STATION, red=11, blue=5)]
    row = row_of(settled(rows, decisions=decision("accept", ["r0", "r1"], votes_red=10, votes_blue=5)))
    assert (row["status"], row["basis"], row["votes_red"]) == ("accepted", BASIS_OF_PEOPLE, 10)


def test_a_new_reading_reopens_a_decision() -> None:
    rows = [
        reading(STATION, red=10, blue=5),
        reading(STATION, red=11, blue=5),
        reading(STATION, red=12, blue=5),
    ]
    decided = decision("accept", ["r0", "r1"], votes_red=10, votes_blue=5)
    assert status_of(rows, decisions=decided) == Status.DISPUTED


def test_an_excluded_form_is_in_quarantine_and_counts_nowhere() -> None:
    row = row_of(settled([reading(STATION, red=1, blue=2)], decisions=decision("exclude", ["r0"])))
    assert (row["status"], row["votes_red"]) == ("quarantined", None)


def test_the_best_provenance_of_the_readings_that_count_is_named() -> None:
    rows = [
        reading(STATION, red=1, blue=2, provenance_class="third party"),
        reading(STATION, red=1, blue=2, provenance_class="photo only"),
    ]
    assert row_of(settled(rows))["provenance_class"] == "photo only"


def settle_night(evidence: Evidence, rules: Policy, findings: pl.DataFrame | None = None) -> pl.DataFrame:
    return settle(
        evidence.readings["mayor"],
        empty(FINDINGS) if findings is None else findings,
        evidence.decisions.get("mayor", world.no_decisions(CONTEST)),
        world.stations(),
        CONTEST,
        PROFILE,
        rules,
    ).results


@given(evidences(), st.sampled_from(POLICIES))
def test_every_station_is_in_exactly_one_of_the_five_buckets(evidence: Evidence, rules: Policy) -> None:
    results = settle_night(evidence, rules)
    assert results["station"].to_list() == list(world.STATION_CODES)
    assert set(results["status"]) <= {status.value for status in Status}


@given(evidences(), st.sampled_from(POLICIES))
def test_only_accepted_stations_have_figures(evidence: Evidence, rules: Policy) -> None:
    results = settle_night(evidence, rules).filter(pl.col("status") != "accepted")
    figures = results.select(world.figures_of(CONTEST))
    assert figures.null_count().sum_horizontal().sum() == figures.height * figures.width


@given(evidences(), st.sampled_from(POLICIES), st.integers(0, 999))
def test_the_order_of_readings_changes_nothing(evidence: Evidence, rules: Policy, seed: int) -> None:
    readings = evidence.readings["mayor"].sample(fraction=1.0, shuffle=True, seed=seed)
    shuffled = world.evidence({"mayor": readings}, dict(evidence.decisions))
    assert settle_night(shuffled, rules).equals(settle_night(evidence, rules))


@given(evidences(), st.sampled_from(POLICIES))
def test_one_more_equal_reading_lowers_no_station_that_is_accepted_by_its_readings(
    evidence: Evidence, rules: Policy
) -> None:
    before = settle_night(evidence, rules)
    again = evidence.readings["mayor"].with_columns(pl.format("again-{}", "reading").alias("reading"))
    after = settle_night(world.evidence({"mayor": pl.concat([evidence.readings["mayor"], again])}), rules)
    by_readings = before.filter((pl.col("status") == "accepted") & (pl.col("basis") != BASIS_OF_PEOPLE))
    still = after.join(by_readings.select("station"), on="station", how="semi")
    assert set(still["status"]) <= {"accepted"}
