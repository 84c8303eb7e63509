"""Where one rule of settlement ends and the next begins: each case stands on the border, and beside it."""

from dataclasses import replace

import polars as pl
import pytest

from testigo.columns import Status
from testigo.findings import Severity
from tests import world
from tests.review.test_settlement import STATION, blocking, person, row_of, settled, status_of
from tests.world import TWO_PERSONS, reading

CODE = {"method": "machine code", "red": 1, "blue": 2, "valid_votes": 3}
SUMS_MUST_HOLD = world.policy("one machine code whose sums hold")


@pytest.mark.parametrize("code", ["S.201", "S.202"])
def test_a_finding_of_any_sum_breaks_sums_that_must_hold(code: str) -> None:
    warning = blocking("r0", code=code).with_columns(severity=pl.lit(Severity.WARNING.value))
    assert status_of([reading(STATION, **CODE)], SUMS_MUST_HOLD, findings=warning) == Status.QUARANTINED


def test_a_finding_that_is_of_no_sum_leaves_the_sums_whole() -> None:
    warning = blocking("r0", code="N.501").with_columns(severity=pl.lit(Severity.WARNING.value))
    assert status_of([reading(STATION, **CODE)], SUMS_MUST_HOLD, findings=warning) == Status.ACCEPTED


def test_a_form_read_twice_holds_its_sums_only_if_both_readings_do() -> None:
    twice = [reading(STATION, exhibit=photo, form="f", **CODE) for photo in ("a", "b")]
    warning = blocking("r1").with_columns(severity=pl.lit(Severity.WARNING.value))
    assert status_of(twice, SUMS_MUST_HOLD) == Status.ACCEPTED
    assert status_of(twice, SUMS_MUST_HOLD, findings=warning) == Status.QUARANTINED


def test_what_would_not_suffice_without_its_finding_is_pending_not_quarantined() -> None:
    one, two = [person("ana", red=1, blue=2)], [person("ana", red=1, blue=2), person("ben", red=1, blue=2)]
    assert status_of(one, TWO_PERSONS, findings=blocking("r0")) == Status.PENDING
    assert status_of(two, TWO_PERSONS, findings=blocking("r0")) == Status.QUARANTINED


@pytest.mark.parametrize(
    ("sentences", "basis"),
    [
        (("one row of a published table", "two persons"), "one row of a published table"),
        (("two persons", "one row of a published table"), "two persons"),
    ],
)
def test_the_basis_is_the_first_combination_of_the_policy_that_is_fulfilled(
    sentences: tuple[str, str], basis: str
) -> None:
    rows = [person("ana", red=1, blue=2), person("ben", red=1, blue=2), reading(STATION, red=1, blue=2)]
    assert row_of(settled(rows, world.policy(*sentences)))["basis"] == basis


def test_every_part_of_a_combination_is_needed() -> None:
    rules = world.policy("one machine code and one machine reading")
    code = reading(STATION, exhibit="a", **CODE)
    machine = reading(STATION, exhibit="a", **{**CODE, "method": "machine reading"})
    assert status_of([code], rules) == Status.PENDING
    assert status_of([machine], rules) == Status.PENDING
    assert status_of([code, machine], rules) == Status.ACCEPTED


@pytest.mark.parametrize("weight", [Severity.WARNING, Severity.BLOCKING])
def test_a_figure_on_which_readings_differ_weighs_what_the_policy_says(weight: Severity) -> None:
    rules = replace(world.ANY_TABLE, severity={"D.701": weight})
    rows = [reading(STATION, red=1, blue=2, null_votes=number, reader=f"r{number}") for number in (3, 4)]
    said = settled(rows, rules).findings
    assert said.select("code", "severity").rows() == [("D.701", weight.value)]
