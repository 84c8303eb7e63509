"""How the tables of a snapshot are printed: for people, as CSV, as JSON."""

import json
import sys
from collections.abc import Mapping, Sequence

import click
import polars as pl
from rich.console import Console
from rich.table import Table

from testigo.characters import printable_line
from testigo.cli.arguments import Function
from testigo.publication.format import Unit, for_machines, shown, unit_of
from testigo.spreadsheet import inert


def output_options(command: Function) -> Function:
    """Add `--json`, `--csv` to a command."""
    as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
    as_csv = click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
    return as_json(as_csv(command))


def print_csv(frame: pl.DataFrame) -> None:
    """Print a frame as CSV: ratios in percent with two decimals, codes as text, formulas inert."""
    ratios = [_plain(name) for name in frame.columns if is_ratio(frame, name)]
    click.echo(inert(frame).with_columns(ratios).write_csv(), nl=False)


def print_json(value: Mapping[str, object]) -> None:
    """Print a mapping as JSON; frames become lists of rows, ratios percent with two decimals."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, default=_rows))


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows for people; every column but the first stands to the right."""
    table = Table(title=printable_line(title), title_justify="left", title_style="")
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right", overflow="fold")
    for row in rows:
        table.add_row(*map(printable_line, row))
    width = None if sys.stdout.isatty() else 120
    # Neither colour nor markup: a cell is words of other people, and `[bold]` in it is a name.
    plain_console = Console(width=width, highlight=False, markup=False, emoji=False, force_terminal=False)
    plain_console.print(table)


def count(value: int | None) -> str:
    """Write a count for people; a dash where it is not known."""
    return "-" if value is None else shown(value, Unit.COUNT, "en")


def percent(value: int | None) -> str:
    """Write a ratio (hundredths of a percent) for people; a dash where it is not known."""
    return "-" if value is None else shown(value, Unit.HUNDREDTHS, "en")


def is_ratio(frame: pl.DataFrame, column: str) -> bool:
    """Whether a column holds ratios in hundredths of a percent."""
    return frame.schema[column] == pl.Int64 and unit_of(column) is Unit.HUNDREDTHS


def _plain(column: str) -> pl.Expr:
    return pl.col(column).map_elements(
        lambda value: for_machines(value, Unit.HUNDREDTHS), return_dtype=pl.String
    )


def _rows(frame: object) -> object:
    if not isinstance(frame, pl.DataFrame):
        raise TypeError(f"{type(frame).__name__} has no place in JSON")
    ratios = {column for column in frame.columns if is_ratio(frame, column)}
    return [
        {
            name: float(for_machines(value, Unit.HUNDREDTHS))
            if name in ratios and value is not None
            else value
            for name, value in row.items()
        }
        for row in frame.iter_rows(named=True)
    ]
