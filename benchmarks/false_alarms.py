"""How often C.401 and N.501 speak in a clean country: Venezuela 2024 drawn anew, so that all is chance.

The stations, their places and numbers of votes are real; votes are drawn from a station's own shares (for
copies) or from those of its polling place (for neighbours). The figures stand in docs/rules.
"""

from importlib import resources

import numpy as np
import polars as pl

from testigo.checks.copies import twins
from testigo.checks.registry import RULES, Context
from testigo.columns import conform, readings_schema
from testigo.election.definition import Election
from testigo.election.load import load, read_folder
from testigo.forms.arithmetic import figures
from testigo.forms.load import load_profiles
from testigo.forms.profile import FormProfile

DRAWS = 20
SEED = 20240728


def published() -> tuple[pl.DataFrame, Election, FormProfile]:
    """Return the shipped example: READINGS with places, its definition, its form."""
    with resources.as_file(resources.files("testigo") / "examples" / "venezuela-2024") as example:
        files = read_folder(example / "election")
        table = pl.read_csv(example / "results" / "results.csv", infer_schema=False)
    election = load(files)
    contest = election.contests[0]
    profile = load_profiles(files, election)[contest.form]
    counts = table.with_columns(pl.exclude("station").cast(pl.Int64), reading="station")
    read = conform(counts, readings_schema(figures(contest, profile)))
    places = election.stations.select("station", "polling_place", roll="registered_voters")
    return read.join(places, on="station", maintain_order="left"), election, profile


def drawn(
    read: pl.DataFrame, votes: list[str], shares: pl.DataFrame, chance: np.random.Generator
) -> pl.DataFrame:
    """Return READINGS with as many votes at each station, drawn from `shares`."""
    cast = read.select(pl.sum_horizontal(votes)).to_series().to_numpy()
    likely = shares.select(votes).to_numpy().astype(float)
    likely = likely / likely.sum(axis=1, keepdims=True)
    return read.with_columns(pl.DataFrame(chance.multinomial(cast, likely), schema=votes))


def run() -> None:
    """Print the mean number of findings a country, over DRAWS draws."""
    read, election, profile = published()
    contest = election.contests[0]
    votes = list(contest.vote_columns)
    chance = np.random.default_rng(SEED)
    print(f"{read.height:,} stations drawn anew {DRAWS} times; findings a country in the mean")

    by_station = [drawn(read, votes, read, chance) for _ in range(DRAWS)]
    for options in range(1, 7):
        found = sum(twins(each, votes, options).height for each in by_station)
        print(f"  C.401 with votes for at least {options} options: {found / DRAWS:.1f}")

    of_place = read.with_columns(pl.col(votes).sum().over("polling_place"))
    context = Context(contest, profile, election.stations["station"])
    neighbours = RULES["N.501"].find
    assert neighbours is not None
    found = sum(neighbours(drawn(read, votes, of_place, chance), context).height for _ in range(DRAWS))
    print(f"  N.501: {found / DRAWS:.2f}")


if __name__ == "__main__":
    run()
