"""Stage 7: the authority's own tables become claims, figure by figure, as they were printed.

In   the files of a claim, their mapping, the election.
Out  CLAIMS, or one InputError with every problem.

Values stay text: a share keeps its decimals, because they say how far it was rounded. A cell that is empty
claims nothing. Places that the definition does not have are a problem: nothing is left out in silence, so
rows that are no places (subtotals) are left out by `skip`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from testigo.columns import CLAIMS, COUNT, TEXT
from testigo.election.definition import Election
from testigo.election.table import Rule, broken, repeated
from testigo.errors import InputError, Message, Place, Problem
from testigo.intake.codes import unknown_spellings
from testigo.intake.dates import dates_among_codes
from testigo.intake.joined import needed, own_columns, read_lookups, with_lookups
from testigo.intake.language import CodeTable
from testigo.intake.rows import kept, read_parts
from testigo.intake.values import expression, is_left_out
from testigo.official.claim_mapping import ClaimMapping, ClaimTable
from testigo.official.claims import OF_BALLOTS, RATIOS, claim_problems, in_order
from testigo.tables.cells import ROW


@dataclass(frozen=True)
class Claimant:
    """Who claims what, and when: what every row of the tables has in common.

    order  where the claim stands among all on the pages; None = behind those that say
    """

    name: str
    source: str
    date: str  # ISO
    order: int | None = None


class ClaimsRead(NamedTuple):
    """The claims of tables, columns.CLAIMS; and what of the tables is hidden in their workbook, in words."""

    claims: pl.DataFrame
    hidden: tuple[str, ...]


def read_claim_tables(
    files: Mapping[str, Iterable[bytes]], mapping: ClaimMapping, made: Claimant, election: Election
) -> ClaimsRead:
    """Read the tables of a claim; InputError with every problem.

    files  name -> its bytes in chunks; each is of a `[[table]]`, of several where each reads other columns of
           it, or of a `[[lookup]]`; and each `[[table]]` has its file
    """
    _refuse(_misplaced(files, mapping))
    problems: list[Problem] = []
    read: list[pl.DataFrame] = []
    notes: list[str] = []
    used = [column for table in mapping.table for column in table.used]
    lookups = read_lookups(files, needed(used, mapping.lookup))
    for table in mapping.table:
        for file in (file for file in files if _is_of(file, table, mapping)):
            try:
                for part in read_parts(file, files[file], table, own_columns(table.used, lookups)):
                    cells = with_lookups(part, table, table.used, lookups)
                    claims = _read(part.file, cells, table, mapping, made, _codes(election))
                    problems += in_order(claim_problems(part.file, claims, election))
                    read.append(claims.with_columns(file=pl.lit(part.file)))
                    notes += part.hidden
            except InputError as error:
                problems += error.problems
    _refuse(problems)
    whole = pl.concat(read)
    _refuse(_said_twice(whole))
    return ClaimsRead(whole.select(list(CLAIMS)), tuple(dict.fromkeys(notes)))


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise InputError(problems)


def _misplaced(files: Iterable[str], mapping: ClaimMapping) -> list[Problem]:
    strange = [
        Problem(Place(file), None, Message("claims.of_no_table"), Message("claims.correct_file"))
        for file in files
        if not any(one.is_of(file) for one in (*mapping.table, *mapping.lookup))
    ]
    absent = [
        Problem(Place(table.file), None, Message("claims.file_not_given"), Message("claims.give_all"))
        for table in mapping.table
        if not any(_is_of(file, table, mapping) for file in files)
    ]
    return strange + absent


def _is_of(file: str, table: ClaimTable, mapping: ClaimMapping) -> bool:
    """Whether a file is one of a `[[table]]`, and not that of a look-up."""
    return table.is_of(file) and not any(lookup.is_of(file) for lookup in mapping.lookup)


def _read(
    file: str,
    rows: pl.DataFrame,
    table: ClaimTable,
    mapping: ClaimMapping,
    made: Claimant,
    codes: Collection[str],
) -> pl.DataFrame:
    """Return `row` and columns.CLAIMS of one file, or of one part of it."""
    cells = kept(rows, table)
    _refuse(
        [
            problem
            for key, value in table.values.items()
            for problem in unknown_spellings(file, cells, key, value, mapping.tables)
        ]
        + dates_among_codes(file, cells, table.values, lambda: codes)
    )
    long = _long(cells, table, mapping.tables).filter(pl.col("value").is_not_null())
    _refuse(_fractions(file, long))
    groups = {
        f"{kind}{name}": f"{kind}{name}:{'+'.join(options)}"
        for name, options in mapping.groups.items()
        for kind in ("votes_", "share_", OF_BALLOTS)
    }
    return long.select(
        row=pl.col(ROW),
        claim=pl.lit(made.name),
        source=pl.lit(made.source),
        date=pl.lit(made.date),
        place="place",
        contest="contest",
        figure=pl.col("figure").replace(groups),
        value=_as_printed(table),
        thousands=pl.lit(table.thousands, dtype=TEXT),
        place_kind=pl.lit(table.place_kind.value),
        shares=pl.when(_is_ratio()).then(pl.lit(table.shares, dtype=TEXT)),
        order=pl.lit(made.order, dtype=COUNT),
    ).select(pl.col("row").cast(COUNT), *CLAIMS)


def _codes(election: Election) -> list[str]:
    """Return every code by which a claim may name its place or contest."""
    places = (election.stations["station"], election.jurisdictions["jurisdiction"])
    return [*places[0], *places[1], *(contest.contest for contest in election.contests)]


def _long(cells: pl.DataFrame, table: ClaimTable, tables: Mapping[str, CodeTable]) -> pl.DataFrame:
    """Return ROW, place, contest, figure, value; rows that a code table leaves out are gone."""
    codes = {key: expression(value, tables) for key, value in table.values.items()}
    numbers = {"value": table.value} if table.value is not None else dict(table.figures)
    read = cells.select(ROW, **codes, **{name: pl.col(column) for name, column in numbers.items()})
    left = read.filter(~pl.any_horizontal(is_left_out(pl.col(key)) for key in codes))
    if table.value is not None:
        return left
    return left.unpivot(list(numbers), index=[ROW, *codes], variable_name="figure", value_name="value")


def _fractions(file: str, long: pl.DataFrame) -> list[Problem]:
    """Return a problem where every share without a sign is at most 1: then a spreadsheet keeps fractions.

    Read as percentages, they would make the authority contradict its own votes.
    """
    value = pl.col("value").str.strip_chars(" ")
    bare = long.filter(_is_ratio() & ~value.str.ends_with("%"))
    numbers = bare.select(
        value.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    ).to_series()
    if numbers.is_empty() or not numbers.is_between(0, 1).all() or not numbers.sum():
        return []
    row, figure, first = bare.select(ROW, "figure", "value").row(0)
    message, remedy = Message("claims.fractions"), Message("claims.write_as_printed")
    return [Problem(Place(file, row, figure), first, message, remedy)]


def _as_printed(table: ClaimTable) -> pl.Expr:
    value = pl.col("value").str.strip_chars(" ")
    if table.whole_decimals:
        value = pl.when(~_is_ratio()).then(value.str.replace(r"\.0+\z", "")).otherwise(value)
    bare = _is_ratio() & ~value.str.ends_with("%")
    return pl.when(bare).then(value + " %").otherwise(value)


def _is_ratio() -> pl.Expr:
    return pl.col("figure").str.contains(RATIOS)


def _said_twice(claims: pl.DataFrame) -> list[Problem]:
    key = ("contest", "place", "figure")
    rule = Rule(
        "figure",
        repeated(*key),
        "the figure of this place is claimed twice",
        "Leave one of them out with `skip`, or make two claims of them",
    )
    file = str(claims["file"][0]) if claims["file"].n_unique() == 1 else "the files of the claim"
    return broken(file, claims, [rule])
