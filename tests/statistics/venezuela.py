"""The 24,532 published stations of Venezuela 2024 as arrays, in the order of the published table."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl

from testigo.statistics.arrays import Real, Whole
from tests import needs
from tests.conftest import SHARED

FILE = SHARED / "data" / "venezuela-2024" / "RESULTADOS_2024_CSV_V1.csv"
SEED = "20240728193400112358"
OPTIONS = ("EG", "NM", "LM", "JABE", "JOBR", "AE", "CF", "DC", "EM", "BERA")


@dataclass(frozen=True)
class Country:
    """Figures of every station, each (24532,), and all options in (24532, 10)."""

    codes: list[str]  # `CENTRO-MESA`, as the oracle writes them
    state: Whole  # numbered from 0
    place: Whole  # numbered from 0
    roll: Whole
    valid: Whole
    cast: Whole
    first: Whole  # EG
    second: Whole  # NM
    votes: Whole

    @property
    def states(self) -> Whole:
        """Stations of each state."""
        return np.bincount(self.state).astype(np.int64)


@cache
def country() -> Country:
    """Read the table once."""
    if not FILE.is_file():
        needs.beside("the shared data of Venezuela 2024")
    table = pl.read_csv(FILE, encoding="utf8-lossy")
    codes = [f"{place}-{number}" for place, number in table.select("CENTRO", "MESA").iter_rows()]
    numbered = {
        name: np.unique(table[name].to_numpy(), return_inverse=True)[1] for name in ("COD_EDO", "CENTRO")
    }
    figures = ("RE", "VOTOS_VALIDOS", "VOTOS_NULOS", *OPTIONS)
    whole = {name: table[name].cast(pl.Int64).to_numpy() for name in figures}
    return Country(
        codes=codes,
        state=numbered["COD_EDO"].astype(np.int64),
        place=numbered["CENTRO"].astype(np.int64),
        roll=whole["RE"],
        valid=whole["VOTOS_VALIDOS"],
        cast=whole["VOTOS_VALIDOS"] + whole["VOTOS_NULOS"],
        first=whole["EG"],
        second=whole["NM"],
        votes=np.column_stack([whole[name] for name in OPTIONS]),
    )


def real(counts: Whole) -> Real:
    """Return counts as floating numbers."""
    return counts.astype(np.float64)
