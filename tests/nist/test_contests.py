"""What a contest is in the words of NIST SP 1500-100: of candidates, lists, answers, or on a person."""

import datetime
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from testigo.election.contests import Contest, Decides
from testigo.nist.report import reports
from testigo.snapshot import Snapshot, derive
from tests import world
from tests.nist.nist_rules import against_schema, breaches
from tests.publication.elections import snapshot_of

SCHEMA = (
    Path(__file__).resolve().parents[2]
    / "../shared/vectors/nist/err/NIST_V2_election_results_reporting.schema.json"
)
DAY = datetime.date(2030, 1, 7)
Json = dict[str, Any]
LINES = (("r1", "red"), ("r2", "red"), ("b1", "blue"))


def reports_of(snapshot: Snapshot) -> list[Json]:
    """Every report, each of which keeps the schema (where it is here) and the rules beyond it."""
    found = [json.loads(report) for _, report in reports(snapshot, DAY, "testigo 0")]
    for report in found:
        broken = list(breaches(report))
        if SCHEMA.exists():
            broken += against_schema(report, json.loads(SCHEMA.read_bytes()))
        assert broken == []
    return found


def summary_of(contest: Contest, *rows: Json) -> Json:
    """The summary of an election of one contest."""
    return reports_of(snapshot_of((contest,), {contest.contest: rows}))[0]


def contest_in(report: Json) -> Json:
    found: Json = report["Election"][0]["Contest"][0]
    return found


def whole(selection: Json) -> int | None:
    """The votes of a selection in the whole country."""
    return next((each["Count"] for each in selection["VoteCounts"] if each["GpUnitId"].endswith("-X")), None)


def of_kind(kind: str, **changed: Any) -> Contest:
    return replace(world.contest("mayor", **changed), options_are=kind)


READ = world.reading("A1-1.01", red=5, blue=4, valid_votes=9, null_votes=2, total_votes=11)
BY_LINE = READ | {"line_r1": 3, "line_r2": 2, "line_b1": 4}


# --- candidates -------------------------------------------------------------------------------------------


def test_candidates_have_a_selection_each_and_one_vote_elects_one() -> None:
    report = summary_of(of_kind("candidates"), READ)
    found = contest_in(report)
    assert (found["@type"], found["VotesAllowed"], found["NumberElected"], found["VoteVariation"]) == (
        "ElectionResults.CandidateContest",
        1,
        1,
        "plurality",
    )
    assert [(whole(each), each["SequenceOrder"]) for each in found["ContestSelection"]] == [(5, 1), (4, 2)]
    assert [each["ExternalIdentifier"][0]["Value"] for each in report["Election"][0]["Candidate"]] == [
        "red",
        "blue",
    ]


@pytest.mark.parametrize(
    ("decides", "variation", "elected", "allowed"),
    [
        (Decides("first n", 3), "n-of-m", 3, 3),
        (Decides("majority", None), "majority", None, 1),
        (Decides("seats", None), "proportional", None, 1),
        (Decides("other", None), "other", None, 1),
    ],
)
def test_how_a_contest_is_decided_is_its_variation(
    decides: Decides, variation: str, elected: int | None, allowed: int
) -> None:
    found = contest_in(summary_of(of_kind("candidates", decides=decides), READ))
    assert (found["VoteVariation"], found.get("NumberElected"), found["VotesAllowed"]) == (
        variation,
        elected,
        allowed,
    )


def test_under_fusion_a_candidate_has_a_selection_a_line_with_its_party_and_its_votes() -> None:
    report = summary_of(of_kind("candidates", lines=LINES), BY_LINE)
    found = contest_in(report)["ContestSelection"]
    assert [(each["EndorsementPartyIds"], whole(each)) for each in found] == [
        (["party-mayor-r1"], 3),
        (["party-mayor-r2"], 2),
        (["party-mayor-b1"], 4),
    ]
    assert [each["CandidateIds"] for each in found] == [
        ["candidate-mayor-red"],
        ["candidate-mayor-red"],
        ["candidate-mayor-blue"],
    ]
    assert [each["SequenceOrder"] for each in found] == [1, 2, 3]
    assert len(report["Party"]) == 3


def test_where_a_form_has_totals_only_a_candidate_has_one_selection_with_all_her_parties() -> None:
    only_totals = world.reading("A1-1.02", red=1, blue=1, valid_votes=2, null_votes=0, total_votes=2)
    found = contest_in(summary_of(of_kind("candidates", lines=LINES), BY_LINE, only_totals))
    assert [(each["EndorsementPartyIds"], whole(each)) for each in found["ContestSelection"]] == [
        (["party-mayor-r1", "party-mayor-r2"], 6),
        (["party-mayor-b1"], 5),
    ]


def test_an_annulled_form_without_lines_takes_no_line_from_the_others() -> None:
    annulled = world.reading(
        "A1-1.02", red=0, blue=0, valid_votes=0, null_votes=9, total_votes=9, document_class="annulled"
    )
    found = contest_in(summary_of(of_kind("candidates", lines=LINES), BY_LINE, annulled))
    assert [whole(each) for each in found["ContestSelection"]] == [3, 2, 4]


def test_write_ins_together_are_no_candidate() -> None:
    contest = of_kind("candidates")
    red, blue = contest.options
    contest = replace(contest, options=(red, replace(blue, write_ins=True)))
    report = summary_of(contest, READ)
    written = contest_in(report)["ContestSelection"][1]
    assert (written["IsWriteIn"], "CandidateIds" in written, whole(written)) == (True, False, 4)
    assert len(report["Election"][0]["Candidate"]) == 1


# --- lists ------------------------------------------------------------------------------------------------


def test_a_contest_of_lists_is_one_of_parties_with_their_short_names_and_colours() -> None:
    contest = of_kind("lists", decides=Decides("seats", None))
    red, blue = contest.options
    contest = replace(contest, options=(replace(red, short_name="R", colour="#1b5795"), blue))
    report = summary_of(contest, READ)
    found = contest_in(report)
    assert found["@type"] == "ElectionResults.PartyContest"
    assert [(each["PartyIds"], whole(each)) for each in found["ContestSelection"]] == [
        (["list-mayor-red"], 5),
        (["list-mayor-blue"], 4),
    ]
    assert report["Party"][0]["Color"] == "1b5795"
    assert report["Party"][0]["Abbreviation"]["Text"][0]["Content"] == "R"
    assert report["Election"][0]["Candidate"] == []


def test_a_list_of_several_parties_is_their_coalition_and_each_party_has_its_votes() -> None:
    report = summary_of(of_kind("lists", lines=LINES), BY_LINE)
    coalition = next(each for each in report["Party"] if each["@id"] == "list-mayor-red")
    assert (coalition["@type"], coalition["PartyIds"]) == (
        "ElectionResults.Coalition",
        ["party-mayor-r1", "party-mayor-r2"],
    )
    assert [(each["PartyIds"], whole(each)) for each in contest_in(report)["ContestSelection"]] == [
        (["party-mayor-r1"], 3),
        (["party-mayor-r2"], 2),
        (["party-mayor-b1"], 4),
    ]


def test_a_list_of_several_parties_with_totals_only_is_voted_for_as_a_whole() -> None:
    found = contest_in(summary_of(of_kind("lists", lines=LINES), READ))
    assert [(each["PartyIds"], whole(each)) for each in found["ContestSelection"]] == [
        (["list-mayor-red"], 5),
        (["party-mayor-b1"], 4),
    ]


# --- answers ----------------------------------------------------------------------------------------------


def test_a_question_is_a_ballot_measure_with_its_answers() -> None:
    contest = of_kind("answers", options=("red", "blue"))
    found = contest_in(summary_of(contest, READ))
    assert found["@type"] == "ElectionResults.BallotMeasureContest"
    assert [each["@type"] for each in found["ContestSelection"]] == [
        "ElectionResults.BallotMeasureSelection"
    ] * 2
    assert [each["Selection"]["Text"][0]["Content"] for each in found["ContestSelection"]] == ["Red", "Blue"]
    assert "VotesAllowed" not in found
    assert "NumberElected" not in found


def test_answers_on_a_person_are_a_retention_of_her_whose_name_the_contest_has() -> None:
    report = summary_of(of_kind("answers on a person"), READ)
    found = contest_in(report)
    (person,) = report["Election"][0]["Candidate"]
    assert found["@type"] == "ElectionResults.RetentionContest"
    assert found["CandidateId"] == person["@id"]
    assert person["BallotName"]["Text"][0]["Content"] == "Mayor"
    assert [whole(each) for each in found["ContestSelection"]] == [5, 4]


# --- other counts and coverage ------------------------------------------------------------------------------


def test_blank_ballots_are_undervotes_only_where_a_ballot_has_one_vote() -> None:
    blank = READ | {"blank_votes": 7}
    profile = replace(world.PROFILE, counters=("valid_votes", "blank_votes", "null_votes", "total_votes"))

    def others(contest: Contest) -> Json:
        evidence = world.evidence({"mayor": world.readings([blank], contest, profile)})
        election = world.election((contest,), rules=world.ANY_TABLE)
        snapshot = derive(election, {"form": profile}, evidence)
        found: Json = contest_in(reports_of(snapshot)[0])["OtherCounts"][0]
        return found

    assert (others(of_kind("candidates"))["Undervotes"], others(of_kind("candidates"))["Overvotes"]) == (7, 2)
    assert "Undervotes" not in others(of_kind("candidates", decides=Decides("first n", 2)))


def test_a_place_says_how_many_of_its_stations_are_accepted() -> None:
    town = reports_of(snapshot_of((of_kind("candidates"),), {"mayor": [READ]}))[1]
    units = {unit["@id"]: unit for unit in town["GpUnit"]}
    place, station = units["place-A1-A1_2d1"], units["station-A1_2d1.01"]
    assert (place["SubUnitsReported"], place["TotalSubUnits"]) == (1, 3)
    assert (units["jurisdiction-A"]["SubUnitsReported"], units["jurisdiction-A"]["TotalSubUnits"]) == (1, 6)
    assert "SubUnitsReported" not in station


def test_a_place_with_several_contests_says_no_coverage_because_each_has_its_own() -> None:
    two = (of_kind("candidates"), replace(world.contest("q", ("yes", "no")), options_are="answers"))
    report = reports_of(snapshot_of(two, {"mayor": [READ]}))[0]
    assert all("SubUnitsReported" not in unit for unit in report["GpUnit"])
    assert [each["SubUnitsReported"] for each in report["Election"][0]["Contest"]] == [1, 0]
