"""A later release of a table: what it adds, keeps, changes and takes back."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.acts.operation import Operation
from testigo.columns import IMPORTED
from testigo.evidence.statements import Kind
from testigo.intake.release import Case, compare_releases
from testigo.snapshot import Snapshot
from tests.commands import run
from tests.conftest import SHARED
from tests.releases import REASON, amend, first_import, grown, import_second

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data is not beside this repository")


def release(*rows: tuple[str, int | None, int | None], blank: bool = False) -> pl.LazyFrame:
    """A release with (station, red, blue) a row; with a further figure where `blank`."""
    long = [
        (0, station, "mayor", None, figure, value)
        for station, red, blue in rows
        for figure, value in (("votes_red", red), ("votes_blue", blue))
    ]
    if blank:
        long += [(0, station, "mayor", None, "blank_votes", 1) for station, _, _ in rows]
    return pl.LazyFrame(long, schema=IMPORTED, orient="row")


def numbers(before: pl.LazyFrame, after: pl.LazyFrame) -> dict[Case, int]:
    found = compare_releases(before, after)
    return {case: found.number(case) for case in Case}


def test_the_same_release_changes_nothing() -> None:
    one = release(("A1-1.01", 1, 2), ("A1-1.02", None, 2))
    assert numbers(one, one) == {Case.ADDED: 0, Case.UNCHANGED: 2, Case.CHANGED: 0, Case.VANISHED: 0}


def test_rows_are_added_changed_and_vanish() -> None:
    before = release(("A1-1.01", 1, 2), ("A1-1.02", 3, 4), ("A1-1.03", 5, 6))
    after = release(("A1-1.01", 1, 2), ("A1-1.02", 3, 40), ("A2-1.01", 7, 8))
    assert numbers(before, after) == dict.fromkeys(Case, 1)
    found = compare_releases(before, after)
    assert found.moved.rows() == [(0, "A1-1.02", "mayor", "votes_blue", 4, 40)]
    assert found.fallen["station"].to_list() == ["A1-1.02", "A1-1.03"]


def test_a_number_that_is_no_longer_there_is_a_change() -> None:
    found = compare_releases(release(("A1-1.01", 1, 2)), release(("A1-1.01", 1, None)))
    assert found.moved.select("before", "after").row(0) == (2, None)


def test_a_figure_that_one_release_never_prints_is_not_compared() -> None:
    found = compare_releases(release(("A1-1.01", 1, 2), blank=True), release(("A1-1.01", 1, 2)))
    assert (found.number(Case.UNCHANGED), found.silent) == (1, ("blank_votes",))


def test_another_document_class_is_a_change() -> None:
    before = release(("A1-1.01", 0, 0))
    after = before.with_columns(document_class=pl.lit("annulled"))
    assert numbers(before, after)[Case.CHANGED] == 1


TABLES = st.dictionaries(st.sampled_from("abcdef"), st.tuples(st.integers(0, 2), st.integers(0, 2)))


@given(TABLES, TABLES)
def test_every_row_of_either_release_is_in_one_case_and_backwards_added_is_vanished(
    before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]
) -> None:
    old, new = (release(*((key, *value) for key, value in table.items())) for table in (before, after))
    there, back = numbers(old, new), numbers(new, old)
    assert sum(there.values()) == len(before.keys() | after.keys())
    assert there[Case.UNCHANGED] == sum(before[key] == after[key] for key in before.keys() & after.keys())
    assert there == {**back, Case.ADDED: back[Case.VANISHED], Case.VANISHED: back[Case.ADDED]}


@pytest.fixture(scope="module")
def second(venezuela: Operation, tmp_path_factory: pytest.TempPathFactory) -> Operation:
    """The real election after its second release, the frame amended."""
    return grown(venezuela, tmp_path_factory.mktemp("second"))


@pytest.fixture(scope="module")
def second_snapshot(second: Operation) -> Snapshot:
    return second.snapshot()


@needs_shared
def test_the_second_release_takes_two_named_rows_back(second: Operation) -> None:
    (said,) = second.journal.statements(kinds=(Kind.WITHDRAWN,))
    assert said.body["reason"] == REASON
    named = [str(name).partition(":")[2] for name in said.body["readings"]]  # type: ignore[union-attr]
    assert named == ["210510003.01", "210510003.03"]


@needs_shared
def test_the_second_release_keeps_24530_rows_and_adds_543(
    second: Operation, venezuela_snapshot: Snapshot, second_snapshot: Snapshot
) -> None:
    before, after = (
        snapshot.evidence.readings["president"] for snapshot in (venezuela_snapshot, second_snapshot)
    )
    votes = ["station", *second.election.contest("president").vote_columns]
    same = after.select(votes).join(before.select(votes), on=votes)
    added = after.join(before, on="station", how="anti")
    assert (after.height, same.height, added.height) == (25_073, 24_530, 543)
    assert (added["votes_EG"].sum(), added["votes_NM"].sum()) == (147_762, 74_797)


@needs_shared
def test_the_totals_of_the_second_release_are_those_of_the_press(second_snapshot: Snapshot) -> None:
    country = second_snapshot.tallies["president"].row(0, named=True)
    totals = {
        "EG": 7_303_480, "NM": 3_316_142, "LM": 86_225, "AE": 51_011, "BERA": 38_620, "EM": 26_067,
        "JOBR": 22_097, "JABE": 20_404, "CF": 12_632, "DC": 10_584,
    }  # fmt: skip
    assert {option: country[f"votes_{option}"] for option in totals} == totals
    assert (country["valid_votes"], country["null_votes"]) == (10_887_262, 1_213)
    assert country["stations_accepted"] == 25_073


@needs_shared
def test_the_543_without_a_roll_stand_with_their_ballots_and_the_lead_is_decided(
    second_snapshot: Snapshot,
) -> None:
    bounds = second_snapshot.bounds["president"].row(0, named=True)
    assert (bounds["outstanding_registered_voters"], bounds["outstanding_at_most"]) == (3_419_952, True)
    assert (bounds["decided"], bounds["margin_if_all_outstanding"]) == (True, 567_386)


@needs_shared
def test_the_same_release_a_second_time_changes_nothing(
    second: Operation, capsys: pytest.CaptureFixture[str]
) -> None:
    last = second.journal.last()
    assert import_second(second.folder, "--replaces", first_import(second), "--reason", REASON) == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert second.journal.last() == last


@needs_shared
def test_without_any_roll_nothing_is_decided(venezuela: Operation, tmp_path: Path) -> None:
    folder = tmp_path / "without-roll"
    definition = folder / "election"
    for path, content in venezuela.definition_files.items():
        file = definition / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    stations = pl.read_csv(definition / "stations.csv", infer_schema=False)
    stations.with_columns(registered_voters=pl.lit(None)).write_csv(definition / "stations.csv")
    assert run("election", "seal", folder) == 0
    amend(folder, tmp_path)
    assert import_second(folder) == 0
    bounds = Operation(folder).snapshot().bounds["president"].row(0, named=True)
    assert (bounds["outstanding_registered_voters"], bounds["outstanding_at_most"]) == (10_503_989, True)
    assert (bounds["decided"], bounds["answer"]) == (None, "roll unknown")  # fewer may be missing
