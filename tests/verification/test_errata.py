"""The list of errata is held against the evidence: each way to bend it is refused, by what it contradicts."""

import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from testigo.columns import ERRATA
from testigo.standing.errata import sorted_errata
from tests.verification.corrected import TABLE, Corrected
from tests.verification.made import codes, forge, report

Change = Callable[[pl.DataFrame], pl.DataFrame]


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Corrected:
    return Corrected(tmp_path_factory.mktemp("corrected"))


@pytest.fixture
def bent(corrected: Corrected, tmp_path: Path) -> Callable[[Change], set[str]]:
    """Bend the errata of a copy; the codes of what fails in them."""

    def bend(change: Change) -> set[str]:
        folder = Path(shutil.copytree(corrected.public, tmp_path / "copy"))
        corrected.bend(folder, change)
        found = report(folder, corrected.fingerprint)
        return {code for code in codes(found) if code.startswith("errata.")}

    return bend


def is_of(kind: str, place: str, figure: str | None = None) -> pl.Expr:
    found = (pl.col("kind") == kind) & (pl.col("place") == place)
    return found if figure is None else found & (pl.col("figure") == figure)


def without(which: pl.Expr) -> Change:
    return lambda errata: errata.filter(~which.fill_null(value=False))


def with_value(which: pl.Expr, column: str, value: object) -> Change:
    kind = ERRATA[column]
    return lambda errata: sorted_errata(
        errata.with_columns(
            pl.when(which.fill_null(value=False)).then(pl.lit(value, kind)).otherwise(column).alias(column)
        )
    )


def with_row(**cells: object) -> Change:
    row = {**dict.fromkeys(ERRATA), "day": "2026-01-01", "place_kind": "station", "reason": "x", **cells}
    return lambda errata: sorted_errata(pl.concat([errata, pl.DataFrame([row], schema=ERRATA)]))


def test_the_publication_as_it_was_made_holds_and_has_every_kind_of_entry(corrected: Corrected) -> None:
    assert report(corrected.public, corrected.fingerprint).exit_code == 0
    errata = pl.read_parquet(corrected.public / TABLE)
    assert errata.select("kind", "place").unique().sort("kind", "place").rows() == [
        ("amendment", "001.02"),
        ("correction", "001.01"),
        ("restoration", "001.02"),
        ("withdrawal", "001.02"),
        ("withdrawal", "002.01"),
    ]


CORRECTED = is_of("correction", "001.01", "votes_red")
AMENDED = is_of("amendment", "001.02")
BROUGHT_BACK = is_of("restoration", "001.02", "votes_red")
UNDONE = is_of("withdrawal", "001.02", "votes_red")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(with_value(CORRECTED, "after", 102), "errata.figure", id="a correction's new figure"),
        pytest.param(with_value(CORRECTED, "before", 99), "errata.figure", id="a correction's old figure"),
        pytest.param(with_value(CORRECTED, "figure", "votes_blue"), "errata.figure", id="its option"),
        pytest.param(
            with_value(CORRECTED, "figure", "votes_sun"), "errata.figure", id="an option nobody has"
        ),
        pytest.param(with_value(CORRECTED, "place", "001.02"), "errata.no_decision", id="its station"),
        pytest.param(with_value(CORRECTED, "reason", "x"), "errata.decision_unlisted", id="its reason"),
        pytest.param(with_value(CORRECTED, "kind", "recount"), "errata.kind", id="a kind that there is not"),
        pytest.param(with_value(CORRECTED, "day", "2999-01-01"), "errata.day", id="a day to come"),
        pytest.param(without(CORRECTED), "errata.decision_unlisted", id="a correction left out"),
        pytest.param(with_value(AMENDED, "after", 480), "errata.no_amendment", id="an amended roll"),
        pytest.param(with_value(AMENDED, "before", 480), "errata.no_amendment", id="the roll before it"),
        pytest.param(with_value(AMENDED, "place", "001.01"), "errata.no_amendment", id="an amended station"),
        pytest.param(with_value(AMENDED, "reason", "x"), "errata.no_amendment", id="an amendment's reason"),
        pytest.param(without(AMENDED), "errata.amendment_unlisted", id="an amendment left out"),
        pytest.param(without(is_of("restoration", "001.02")), "errata.stands", id="a return left out"),
        pytest.param(without(is_of("withdrawal", "001.02")), "errata.never_fell", id="a fall left out"),
        pytest.param(with_value(BROUGHT_BACK, "after", 11), "errata.figure", id="a figure brought back"),
        pytest.param(with_value(UNDONE, "before", 11), "errata.figure", id="a figure that fell"),
        pytest.param(with_value(UNDONE, "after", 77), "errata.figure", id="what is said to stand now"),
        pytest.param(with_value(BROUGHT_BACK, "place", "001.01"), "errata.place", id="a reading's station"),
        pytest.param(
            with_row(kind="decision", contest="mayor", place="002.01"), "errata.no_decision", id="a decision"
        ),
        pytest.param(
            with_row(kind="amendment", place="001.01", figure="registered_voters", before=500, after=400),
            "errata.no_amendment",
            id="an amendment that nobody made",
        ),
        pytest.param(
            with_row(kind="restoration", contest="mayor", place="001.01", reading="f" * 32),
            "errata.never_fell",
            id="a return of what never fell",
        ),
        pytest.param(
            with_row(kind="withdrawal", contest="mayor", place="nowhere", reading="f" * 32),
            "errata.place",
            id="a station that there is not",
        ),
        pytest.param(
            with_row(kind="correction", place="001.01"), "errata.contest", id="a correction of no contest"
        ),
        pytest.param(lambda errata: errata.reverse(), "errata.order", id="another order"),
    ],
)
def test_a_bent_erratum_is_refused(bent: Callable[[Change], set[str]], change: Change, code: str) -> None:
    assert code in bent(change)


def test_an_erratum_of_a_contest_that_there_is_not_lets_nothing_be_made_again(
    corrected: Corrected, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(corrected.public, tmp_path / "copy"))
    corrected.bend(folder, with_value(CORRECTED, "contest", "king"))
    assert codes(report(folder, corrected.fingerprint)) == {"rebuild.not_makeable"}


def test_a_reading_that_stands_cannot_be_said_to_be_withdrawn(
    corrected: Corrected, bent: Callable[[Change], set[str]]
) -> None:
    readings = pl.read_parquet(corrected.public / "data" / "evidence" / "readings-mayor.parquet")
    name = readings.filter(pl.col("station") == "001.01")["reading"].item()
    row = with_row(kind="withdrawal", contest="mayor", place="001.01", reading=name)
    assert bent(row) == {"errata.stands"}


def test_errata_that_differ_in_their_two_files_are_refused(corrected: Corrected, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(corrected.public, tmp_path / "copy"))
    table = folder / "data" / "errata.csv"
    table.write_text(table.read_text().replace(",100,101", ",100,102"))
    forge(folder, corrected.signer)
    assert codes(report(folder, corrected.fingerprint)) == {"table.cell"}
