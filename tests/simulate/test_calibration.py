"""Votes resemble the data set on which they were calibrated."""

from pathlib import Path

import polars as pl
import pytest

from testigo.errors import RefusedError
from testigo.simulate.calibration import Calibration, default_calibration, measured
from testigo.simulate.chance import Chance
from testigo.simulate.shape import Shape
from tests.simulate.invented import invent

RESULTS = Path(__file__).resolve().parents[2] / ".." / "shared/data/venezuela-2024/RESULTADOS_2024_CSV_V1.csv"
OPTIONS = ("EG", "NM", "LM", "JABE", "JOBR", "AE", "CF", "DC", "EM", "BERA")


@pytest.fixture(scope="module")
def venezuela() -> Calibration:
    if not RESULTS.exists():
        pytest.skip("the results of Venezuela 2024 are not beside the repository")
    rows = pl.read_csv(RESULTS, infer_schema=False)
    counts = {"registered_voters": "RE", "null_votes": "VOTOS_NULOS", **{name: name for name in OPTIONS}}
    results = rows.select(
        station=pl.col("CENTRO") + "." + pl.col("MESA"),
        polling_place="CENTRO",
        **{name: pl.col(column).cast(pl.Int64) for name, column in counts.items()},
    )
    return measured(results, OPTIONS)


def test_a_country_like_venezuela_has_its_turnout_and_shares(venezuela: Calibration) -> None:
    """67.14 % and 30.41 % of the valid votes, 60.07 % turnout, within the chance of drawing places."""
    invented = invent(Shape(20_000), 1, venezuela)
    (contest,) = invented.election.contests
    summed = invented.truth["contest-1"].select(pl.all().exclude("station").sum()).row(0, named=True)
    shares = sorted((summed[column] / summed["valid_votes"] for column in contest.vote_columns), reverse=True)
    assert shares[0] == pytest.approx(0.6714, abs=0.02)
    assert shares[1] == pytest.approx(0.3041, abs=0.02)
    assert summed["total_votes"] / summed["registered_voters"] == pytest.approx(0.6007, abs=0.02)


def test_stations_of_a_place_differ_by_a_little_more_than_chance(venezuela: Calibration) -> None:
    """The variance within places over the binomial's is 1.2, as measured on the published forms."""
    invented = invent(Shape(20_000, options=2, lines=0), 1, venezuela)
    (contest,) = invented.election.contests
    a, b = contest.vote_columns
    stations = invented.truth["contest-1"].join(invented.election.stations, on="station")
    placed = stations.select("polling_place", a, n=pl.col(a) + pl.col(b)).with_columns(
        p=pl.col(a).sum().over("polling_place") / pl.col("n").sum().over("polling_place"),
        k=pl.len().over("polling_place"),
    )
    several = placed.filter((pl.col("k") > 1) & (pl.col("p") > 0.05) & (pl.col("p") < 0.95))
    chi = (
        (pl.col(a) - pl.col("n") * pl.col("p")) ** 2 / (pl.col("n") * pl.col("p") * (1 - pl.col("p")))
    ).sum()
    freedom = several.height - several["polling_place"].n_unique()
    assert several.select(chi).item() / freedom == pytest.approx(1.2, abs=0.05)


@pytest.mark.parametrize("options", [1, 2, 9, 10, 11, 30])
def test_shares_for_any_number_of_options_add_up_to_one(options: int) -> None:
    shares = default_calibration(Chance.of(1)).shares_of(options)
    assert shares.shape[1] == options
    assert shares.sum(axis=1) == pytest.approx(1.0)


def test_results_without_votes_are_refused() -> None:
    nothing = pl.DataFrame(
        {
            "station": ["1"],
            "polling_place": ["1"],
            "registered_voters": [0],
            "null_votes": [0],
            "votes_a": [0],
        }
    )
    with pytest.raises(RefusedError, match="nothing can be measured"):
        measured(nothing, ["votes_a"])
