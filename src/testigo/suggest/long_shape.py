"""Stage 2, before a mapping: whether each row of a table is one figure of a station, found by its keys.

In   `TableProfile`, the columns of the station's code where they are known, the definition where it is there.
Out  `Long`: which columns name the contest and the figure, and which one holds the number; or None.

Words of a header are not needed: in such a table the station is repeated, and with the columns that name what
was counted (few values, the same in each station) it tells every row apart. One column of numbers is left.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import polars as pl

from testigo.election.definition import Election
from testigo.suggest.table_profile import TableProfile

MOST_LABELS = 2_000
MOST_KEYS = 2
"""Columns that name what was counted: the figure, and the contest."""
ROWS_A_STATION = 2
FILLED = 0.5
"""Rows that there are, of those that there would be if every station had a row of everything."""
KNOWN = 0.5
"""Share of the values of a column that are codes of the definition, from which on it holds them."""


@dataclass(frozen=True)
class Long:
    """Columns of a table in which a row is a figure."""

    contest: str | None
    label: str
    value: str


def long_shape(
    profile: TableProfile, station: Sequence[str], values: Sequence[str], election: Election | None
) -> Long | None:
    """Return how a row is a figure; None where a row is a station.

    station  columns of its code
    values   columns that may hold the number, the likeliest first
    """
    cells = profile.cells
    stations = cells.select(station).n_unique()
    if not stations or cells.height < ROWS_A_STATION * stations:
        return None
    few = [
        name
        for name in cells.columns
        if name not in station
        and 1 < cells[name].n_unique() <= min(MOST_LABELS, cells.height // ROWS_A_STATION)
        and not cells[name].has_nulls()
    ]
    for size in range(1, MOST_KEYS + 1):
        for keys in _likeliest_first(cells, few, size, election):
            number = next((name for name in values if name not in (*station, *keys)), None)
            if number is not None and _are_keys(cells, station, keys, stations):
                contest, label = _parted(cells, keys, election)
                return Long(contest, label, number)
    return None


def _likeliest_first(
    cells: pl.DataFrame, few: Sequence[str], size: int, election: Election | None
) -> list[tuple[str, ...]]:
    """Return the sets of columns: codes of the definition first, then texts, then few values."""

    def doubt(keys: tuple[str, ...]) -> tuple[float, int, int]:
        known = sum(max(_known(cells[name], election)) for name in keys)
        numbers = sum(bool(cells[name].str.contains(r"^[0-9]+$").all()) for name in keys)
        return -known, numbers, sum(cells[name].n_unique() for name in keys)

    return sorted(combinations(few, size), key=doubt)


def _are_keys(cells: pl.DataFrame, station: Sequence[str], keys: Sequence[str], stations: int) -> bool:
    together = cells.select(keys).n_unique()
    is_filled = cells.height >= FILLED * stations * together
    return is_filled and not cells.select([*station, *keys]).is_duplicated().any()


def _parted(cells: pl.DataFrame, keys: Sequence[str], election: Election | None) -> tuple[str | None, str]:
    """Return which of the keys is the contest, by the codes of the definition or by having fewer values."""
    if len(keys) == 1:
        return None, keys[0]

    def as_contest(name: str) -> tuple[float, int]:
        of_contests, of_options = _known(cells[name], election)
        return of_options - of_contests, cells[name].n_unique()

    contest, label = sorted(keys, key=as_contest)
    return contest, label


def _known(column: pl.Series, election: Election | None) -> tuple[float, float]:
    """Return which share of the values of a column are contests of the definition, and which are options."""
    if election is None:
        return 0.0, 0.0
    values = column.drop_nulls().unique()
    contests = {text for one in election.contests for text in (one.contest, one.name)}
    options = {
        text for one in election.contests for option in one.options for text in (option.option, option.name)
    }
    shares = (sum(value in known for value in values) / max(1, values.len()) for known in (contests, options))
    of_contests, of_options = (share if share >= KNOWN else 0.0 for share in shares)
    return of_contests, of_options
