"""All rules together: what they get, what they leave alone, in which order they speak."""

import random
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testigo.checks.registry import RULES, severity_of
from testigo.checks.run import run
from testigo.columns import FINDINGS, conform
from testigo.election.contests import Contest
from testigo.findings import Severity
from tests import world
from tests.checks.checking import TEN_OPTIONS, Row, findings, good, votes

FEW = st.integers(min_value=0, max_value=3)
COUNT = st.one_of(st.none(), FEW, st.integers(min_value=0, max_value=600))


@st.composite
def forms(draw: st.DrawFn) -> list[Row]:
    """Forms as they come: good ones, odd ones, several of one station, copies."""
    stations = st.sampled_from([*world.STATION_CODES[:6], "Z9-1.01"])
    cast = st.lists(COUNT, min_size=4, max_size=4)
    return [
        world.reading(
            station,
            **dict(zip(("o1", "o2", "o3", "o4"), of_options, strict=True)),
            **dict.fromkeys(TEN_OPTIONS_LEFT, 0),
            valid_votes=draw(COUNT),
            total_votes=draw(COUNT),
            registered_voters=draw(st.sampled_from([None, 499, 500])),
        )
        for station, of_options in draw(st.lists(st.tuples(stations, cast), max_size=12))
    ]


TEN_OPTIONS_LEFT = [f"o{number}" for number in range(5, 11)]


def renamed(contest: Contest, names: list[str]) -> Contest:
    options = tuple(
        replace(option, option=name, name=name) for option, name in zip(contest.options, names, strict=True)
    )
    return replace(contest, options=options)


def test_findings_have_the_declared_columns() -> None:
    said = findings([good(valid_votes=101)])
    assert dict(said.schema) == FINDINGS


def test_no_reading_gives_an_empty_frame_of_findings() -> None:
    assert dict(run({}, world.election(), {"form": world.PROFILE}).schema) == FINDINGS
    assert dict(findings([]).schema) == FINDINGS


def test_findings_are_sorted_by_contest_station_rule_and_reading() -> None:
    rows = [good(station=code, valid_votes=101, registered_voters=9) for code in ("B1-1.01", "A1-1.01")]
    said = findings([*rows, good(station="A1-1.01", valid_votes=102)])
    keys = said.select("contest", "station", "code", "reading").rows()
    assert keys == sorted(keys)
    assert len(keys) == 8


def test_a_finding_changes_no_figure() -> None:
    contest = world.contest()
    read = world.readings([good(valid_votes=101, total_votes=None)], contest)
    before = read.clone()
    run({contest.contest: read}, world.election([contest]), {"form": world.PROFILE})
    assert read.equals(before)


@pytest.mark.parametrize("severity", list(Severity))
def test_the_policy_may_change_how_heavy_a_rule_is(severity: Severity) -> None:
    rules = replace(world.ANY_TABLE, severity={"S.201": severity})
    said = findings([good(valid_votes=101)], election=world.election(rules=rules))
    assert said.select("code", "severity").unique().rows() == [("S.201", severity.value)]


def test_a_rule_that_the_policy_does_not_name_weighs_as_shipped() -> None:
    for code, rule in RULES.items():
        assert severity_of(code, world.ANY_TABLE) is rule.severity


def test_each_contest_has_its_own_findings() -> None:
    mayor, council = world.contest("mayor"), world.contest("council")
    said = run(
        {
            "mayor": world.readings([good(valid_votes=101)], mayor),
            "council": world.readings([good()], council),
        },
        world.election([mayor, council]),
        {"form": world.PROFILE},
    )
    assert said["contest"].unique().to_list() == ["mayor"]


@given(forms(), st.permutations([f"name {letter}" for letter in "abcdefghij"]))
@settings(max_examples=60, deadline=None)
def test_renaming_the_options_changes_no_finding(rows: list[Row], names: list[str]) -> None:
    """Anonymity of candidates: no rule may depend on who somebody is."""
    before = findings(rows, of=TEN_OPTIONS)
    new_name = dict(zip(TEN_OPTIONS.vote_columns, [f"votes_{name}" for name in names], strict=True))
    renamed_rows = [{new_name.get(column, column): value for column, value in row.items()} for row in rows]
    after = findings(renamed_rows, of=renamed(TEN_OPTIONS, names))
    keys = ("code", "severity", "station", "reading", "related")
    assert after.select(keys).equals(before.select(keys))
    values = pl.col("figures").list.eval(pl.element().struct.field("value"))
    assert after.select(values).equals(before.select(values))


@given(forms(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_readings_changes_no_finding(rows: list[Row], chance: random.Random) -> None:
    named = [{"reading": f"r{number:02}", **row} for number, row in enumerate(rows)]
    shuffled = named.copy()
    chance.shuffle(shuffled)
    assert findings(shuffled, of=TEN_OPTIONS).equals(findings(named, of=TEN_OPTIONS))


@given(forms())
@settings(max_examples=60, deadline=None)
def test_the_names_of_readings_change_no_finding(rows: list[Row]) -> None:
    """Disclosure gives readings other names; who runs the rules on what was disclosed finds the same."""
    private = [{"reading": f"r{number:02}", **row} for number, row in enumerate(rows)]
    public = [{**row, "reading": f"z{99 - number:02}"} for number, row in enumerate(private)]
    keys = ["code", "station", "related", "figures"]

    def bag(named: list[Row]) -> list[str]:
        return sorted(map(repr, findings(named, of=TEN_OPTIONS).select(keys).rows()))

    assert bag(public) == bag(private)


def test_a_copy_and_its_original_are_found_among_many_honest_forms() -> None:
    honest = [votes(code, 90 - number, 30, 20, 10) for number, code in enumerate(world.STATION_CODES)]
    copied = [*honest[:-1], votes(world.STATION_CODES[-1], 90, 30, 20, 10)]
    said = findings(copied, of=TEN_OPTIONS)
    assert said.select("code", "station").rows() == [
        ("C.401", world.STATION_CODES[0]),
        ("C.401", world.STATION_CODES[-1]),
    ]


def test_a_code_without_its_form_makes_no_finding_on_an_honest_form_and_keeps_its_own() -> None:
    """A bare code could say what an honest form says, for another station: a policy may block on that."""
    contest = world.contest(options=("red", "blue", "green", "grey"))
    votes = {"red": 30, "blue": 20, "votes_green": 10, "votes_grey": 5}
    honest = world.reading("A1-1.01", method="machine code", exhibit="photo", form="paper", **votes)
    bare = {"method": "machine code", "exhibit": "picture", "form": "pixels"}
    rows = [
        honest,
        world.reading("B1-1.01", **bare, **votes),
        world.reading("A1-1.01", **bare, **{**votes, "red": 1}),
    ]
    read = world.readings(rows, contest)
    said = [
        {
            "code": "R.605",
            "severity": "warning",
            "station": station,
            "contest": contest.contest,
            "reading": name,
        }
        for station, name in (("B1-1.01", "r1"), ("A1-1.01", "r2"))
    ]
    election = world.election([contest])

    def codes(found: pl.DataFrame | None) -> set[tuple[str, str]]:
        all_of_them = run({contest.contest: read}, election, {"form": world.PROFILE}, found)
        rows = all_of_them.select("code", "reading").rows()
        return {(code, name) for code, name in rows if code in ("C.401", "N.501", "R.602")}

    assert {("C.401", "r0"), ("R.602", "r0")} <= codes(None)
    assert codes(conform(pl.DataFrame(said), FINDINGS)) == set()
