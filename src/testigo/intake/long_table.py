"""Stage 2, fourth step: rows of a long table, one figure each, become readings.

In   rows that count, with their codes, and what the mapping says of a row that is not there.
Out  a frame a contest, as a wide table gives it: ROW (the first of a station), part, station, document_class,
     and a column a figure that occurs.

An empty cell and an absent row are two things. An empty cell is a figure that nobody read. An absent row is
what `absent` says: "unknown", or "zero" for the contest's options and party lines, in each reading by itself,
so that a table gives the same whether it is imported whole or in parts. Counters are never filled in.
"""

from collections.abc import Mapping, Sequence

import polars as pl

from testigo.columns import COUNT, TEXT
from testigo.election.contests import Contest
from testigo.election.nearest import proposing
from testigo.errors import Place, Problem
from testigo.intake.counts import count
from testigo.intake.mapping_tables import Table
from testigo.intake.readings import PART
from testigo.numbered import numbered
from testigo.tables.cells import MOST_SHOWN, ROW, further

KEY = ["contest", "station", "figure"]


def figure_rows(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return ROW, station, contest, document_class, figure, value; the counts have been checked."""
    has_class = "\0document_class" in rows.columns
    return rows.select(
        ROW,
        pl.col("\0station").alias("station"),
        pl.col("\0contest").alias("contest"),
        (pl.col("\0document_class") if has_class else pl.lit(None, dtype=TEXT)).alias("document_class"),
        pl.col("\0figure").alias("figure"),
        pl.sum_horizontal([count(column, table) for column in table.value], ignore_nulls=False).alias(
            "value"
        ),
    )


def strange_figures(file: str, rows: pl.DataFrame, columns: Mapping[str, tuple[str, ...]]) -> list[Problem]:
    """Return every figure that its contest does not have, once, with its number of rows."""
    known = pl.DataFrame(
        [(contest, figure) for contest, figures in columns.items() for figure in figures],
        schema={"contest": TEXT, "figure": TEXT},
        orient="row",
    )
    of_known = rows.filter(pl.col("contest").is_in(list(columns)) & pl.col("figure").is_not_null())
    each = (
        of_known.group_by("contest", "figure", maintain_order=True)
        .agg(pl.col(ROW).first(), number=pl.len())
        .join(known, on=["contest", "figure"], how="anti", maintain_order="left")
    )
    remedy = "Translate it with a code table; to leave such rows out give it the code `skip`"
    problems = [
        Problem(
            Place(file, row, "figure"),
            figure,
            f"the contest {contest} has no such figure ({numbered(number, 'row')})",
            proposing(figure, columns[contest], remedy),
        )
        for contest, figure, row, number in each.head(MOST_SHOWN).iter_rows()
    ]
    return problems + further(
        file, "figure", each.height - MOST_SHOWN, "figures that their contests do not have"
    )


def with_known_codes(rows: pl.DataFrame, columns: Mapping[str, tuple[str, ...]]) -> pl.DataFrame:
    """Write contest and figure as numbers of known codes, null where they are none: a third of the memory."""
    names = dict.fromkeys(name for figures in columns.values() for name in figures)
    return rows.with_columns(
        pl.col("contest").cast(pl.Enum(list(columns)), strict=False),
        pl.col("figure").cast(pl.Enum(list(names)), strict=False),
    )


def repeated_figures(file: str, rows: pl.DataFrame, table: Table) -> list[Problem]:
    """Return every row that repeats the figure of a station, unless the mapping adds them up."""
    if table.repeated == "add":
        return []
    twice = rows.drop_nulls(KEY).group_by(KEY).agg(pl.len()).filter(pl.col("len") > 1)
    if twice.is_empty():
        return []
    again = (
        rows.join(twice.select(KEY), on=KEY, how="semi")
        .sort(ROW)
        .with_columns(first_row=pl.col(ROW).first().over(KEY), first=pl.col("value").first().over(KEY))
        .filter(pl.col(ROW) != pl.col("first_row"))
    )
    remedy = 'Look which one holds, and whether `skip` should leave one out; repeated = "add" adds them up'
    problems = [
        Problem(
            Place(file, row, "figure"),
            f"{station}, {figure}",
            f"the row repeats a figure of a station, with {'the same' if same else 'another'} number "
            f"(first in row {first_row})",
            remedy,
        )
        for row, station, figure, first_row, same in again.select(
            ROW, "station", "figure", "first_row", pl.col("value").eq_missing(pl.col("first"))
        )
        .head(MOST_SHOWN)
        .iter_rows()
    ]
    return problems + further(file, "figure", again.height - MOST_SHOWN, "rows that repeat a figure")


def differing_classes(file: str, rows: pl.DataFrame) -> list[Problem]:
    """Return the stations whose rows have different document classes."""
    if rows["document_class"].null_count() == rows.height:
        return []
    mixed = (
        rows.group_by("contest", "station")
        .agg(pl.col(ROW).min(), kinds=pl.col("document_class").n_unique())
        .filter(pl.col("kinds") > 1)
        .sort(ROW)
    )
    problems = [
        Problem(Place(file, row, "station"), station, "rows of one station with different document classes",
                "Ask its publisher which one holds")
        for station, row in mixed.select("station", ROW).head(MOST_SHOWN).iter_rows()
    ]  # fmt: skip
    return problems + further(file, "station", mixed.height - MOST_SHOWN, "stations with different classes")


def from_long(
    rows: pl.DataFrame,
    table: Table,
    contests: Sequence[Contest],
    columns: Mapping[str, tuple[str, ...]],
) -> dict[str, pl.DataFrame]:
    """Return a frame a contest; the rows have no problem.

    rows     as `with_known_codes` gives them
    columns  contest -> its figure columns
    """
    known = {contest.contest: contest for contest in contests}
    parts = rows.partition_by("contest", as_dict=True, include_key=False, maintain_order=True)
    return {
        str(contest): _widened(part, table, known[str(contest)], columns[str(contest)])
        for (contest,), part in parts.items()
    }


def _widened(rows: pl.DataFrame, table: Table, contest: Contest, columns: tuple[str, ...]) -> pl.DataFrame:
    """Turn the rows of one contest into a row a station; a figure of which a row is empty is not read."""
    occurring = rows["figure"].unique()
    present = [column for column in columns if column in set(occurring)]
    sums = []
    for name in present:
        of_figure = pl.col("value").filter(pl.col("figure") == name)
        sums += [
            pl.when(of_figure.null_count() == 0).then(of_figure.sum()).alias(name),
            of_figure.len().alias(f"\0rows of {name}"),
        ]
    wide = rows.group_by("station", maintain_order=True).agg(pl.col(ROW, "document_class").first(), *sums)
    figures = [
        pl.when(pl.col(f"\0rows of {name}") > 0).then(name).cast(COUNT).alias(name) for name in present
    ]
    if table.absent == "zero":
        figures = [*figures, *_zeros(contest, present)]
    named = {expression.meta.output_name(): expression for expression in figures}
    return wide.select(ROW, pl.lit(0, dtype=COUNT).alias(PART), "station", "document_class", **named)


def _zeros(contest: Contest, present: Sequence[str]) -> list[pl.Expr]:
    """Return the options and party lines of a contest, 0 where a reading has no row of them.

    The lines of an option are left alone where the reading has the option's own number.
    """

    def has_row(name: str) -> pl.Expr:
        return pl.col(f"\0rows of {name}") > 0 if name in present else pl.lit(value=False)

    def or_zero(name: str, is_absent: pl.Expr) -> pl.Expr:
        read = pl.when(has_row(name)).then(name) if name in present else pl.when(False).then(None)
        return read.when(is_absent).then(0).cast(COUNT).alias(name)

    filled = []
    for option, votes in zip(contest.options, contest.vote_columns, strict=True):
        lines = contest.lines_of(option.option)
        if lines:
            filled += [or_zero(line, ~has_row(line) & ~has_row(votes)) for line in lines]
        else:
            filled.append(or_zero(votes, ~has_row(votes)))
    return filled
