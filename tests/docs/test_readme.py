"""The figures on the first page come out of the example that travels with the software."""

import csv
from importlib import resources
from pathlib import Path

import polars as pl
import pytest

from testigo.columns import ratio
from testigo.election.load import load, read_folder

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
EXAMPLE = resources.files("testigo") / "examples" / "venezuela-2024"


@pytest.fixture(scope="module")
def totals() -> dict[str, int]:
    with (EXAMPLE / "results" / "results.csv").open("rb") as file:
        forms = pl.read_csv(file.read(), infer_schema=False)
    sums = forms.select(pl.exclude("station").cast(pl.Int64).sum()).row(0, named=True)
    return {**sums, "forms": forms.height}


@pytest.fixture(scope="module")
def country() -> dict[str, int]:
    """Polling stations and registered voters, as the definition declares them."""
    with resources.as_file(EXAMPLE / "election") as folder:
        jurisdictions = load(read_folder(folder)).jurisdictions
    return (
        jurisdictions.filter(pl.col("level") == 1).select("stations", "registered_voters").row(0, named=True)
    )


def percent(part: int, whole: int) -> str:
    counts = pl.DataFrame({"part": [part], "whole": [whole]})
    hundredths = counts.select(ratio(pl.col("part"), pl.col("whole"))).item()
    return f"{hundredths // 100}.{hundredths % 100:02d} %"


def test_the_forms_and_their_part_of_all_stations(totals: dict[str, int], country: dict[str, int]) -> None:
    part = percent(totals["forms"], country["stations"])
    assert f"{totals['forms']:,} of {country['stations']:,} polling stations ({part})" in README


def test_the_votes_of_the_first_two(totals: dict[str, int]) -> None:
    valid = totals["valid_votes"]
    first, second = totals["votes_EG"], totals["votes_NM"]
    assert f"{first:,} votes ({percent(first, valid)} of {valid:,} valid)" in README
    assert f"{second:,} votes ({percent(second, valid)})" in README


def test_the_lead_that_no_missing_voter_can_undo(totals: dict[str, int], country: dict[str, int]) -> None:
    missing = country["registered_voters"] - totals["registered_voters"]
    left = totals["votes_EG"] - totals["votes_NM"] - missing
    assert f"still leads by {left:,}" in README


def test_the_votes_that_the_bulletin_lacks(totals: dict[str, int]) -> None:
    with (EXAMPLE / "official" / "claims.csv").open(encoding="utf-8") as file:
        claims = {(row["claim"], row["figure"]): row["value"] for row in csv.DictReader(file)}
    claimed = int(claims["bulletin-2", "votes_EG"].replace(",", ""))
    assert f"{totals['votes_EG'] - claimed:,} votes fewer" in README
