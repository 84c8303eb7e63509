"""Rule D.701: readings that count agree on the options and differ on another figure (made by settlement)."""

from dataclasses import replace

import polars as pl
import pytest

from testigo.checks.registry import RULES
from testigo.election.stations import stations_of
from testigo.forms.profile import FormProfile
from testigo.review.settlement import settle
from tests import world
from tests.checks.checking import Row, figures, good


def settled(*rows: Row, profile: FormProfile = world.PROFILE) -> pl.DataFrame:
    contest = world.contest()
    election = world.election([contest])
    return settle(
        readings=world.readings(rows, contest),
        findings=pl.DataFrame(
            schema={"reading": pl.String, "contest": pl.String, "code": pl.String, "severity": pl.String}
        ),
        decisions=world.no_decisions(contest),
        stations=stations_of(election, contest),
        contest=contest,
        profile=profile,
        policy=election.policy,
    ).findings


@pytest.mark.parametrize(("null", "expected"), [(4, ["D.701"]), (5, []), (6, ["D.701"]), (None, [])])
def test_d701_fires_where_readings_that_count_differ_on_null_votes(
    null: int | None, expected: list[str]
) -> None:
    said = settled(good(), good(reader="another publisher", null_votes=null))
    assert said["code"].to_list() == expected


def test_d701_is_silent_where_all_readings_agree() -> None:
    assert settled(good(), good(reader="another publisher")).is_empty()


@pytest.mark.parametrize(("total", "expected"), [(104, ["D.702"]), (105, []), (106, ["D.702"])])
def test_d702_fires_where_figures_of_several_readings_together_do_not_add_up(
    total: int, expected: list[str]
) -> None:
    one = {"valid_votes": None, "total_votes": None}
    said = settled(good(**one), good(reader="another publisher", null_votes=None, total_votes=total))
    assert said["code"].to_list() == expected


def test_d702_is_silent_where_a_part_was_read_by_nobody() -> None:
    assert settled(good(null_votes=None)).is_empty()


def test_d702_is_silent_on_a_form_that_has_no_sums() -> None:
    assert settled(good(), profile=replace(world.PROFILE, sums=())).is_empty()


def test_d701_weighs_and_counts_versions_as_the_register_says() -> None:
    said = settled(good(), good(reader="another publisher", null_votes=4))
    rule = RULES["D.701"]
    assert said.select("severity", "version").rows() == [(rule.severity.value, rule.version)]
    assert figures(said) == [{"null_votes": 1}]
