"""`testigo claim DIR FILE`: record what the authority claims, as it printed it."""

import datetime
import io
from pathlib import Path

import click
import polars as pl

from testigo.cli.operation import Operation
from testigo.errors import StoreError
from testigo.evidence.statements import Kind
from testigo.official.claims import read_claims


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check the file and change nothing.")
def command(folder: Path, file: Path, *, dry_run: bool) -> None:
    """Record the claims of FILE; they are compared with the forms and never counted.

    FILE is a CSV with the columns claim, source, date, place, contest, figure, value, thousands; values
    stand as printed (5,150,092 with `,` as thousands, or 51.20 %). docs/operate/claims explains each.

    \b
    Example:
        testigo claim my-operation official/claims.csv
    """
    click.echo(
        record_claims(Operation(folder), file, datetime.datetime.now(datetime.UTC).date(), dry_run=dry_run)
    )


def record_claims(operation: Operation, file: Path, day: datetime.date, *, dry_run: bool = False) -> str:
    """Record a claims file as exhibits and one *claimed* statement; say what was done.

    The same claims twice change nothing.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise StoreError(f"{file}: cannot be read: {error.strerror}.") from None
    claims = read_claims(file.name, content, operation.election)
    number = claims["claim"].n_unique()
    said = f"{claims.height} claimed figures of {number} claims"
    if dry_run:
        return f"{said}: no problem found. Nothing was changed."
    operation.refuse_a_changed_definition()
    exhibit = parquet_of(claims)
    known = operation.exhibits.put(exhibit)
    for statement in operation.journal.statements():
        if statement.kind is Kind.CLAIMED and statement.body.get("claims") == known:
            return f"{said}: already recorded as statement {statement.number}. Nothing was changed."
    statement = operation.journal.append(
        day,
        Kind.CLAIMED,
        subject=operation.exhibits.put(content),
        body={"source": ", ".join(sorted(set(claims["source"]))), "claims": known, "rows": claims.height},
    )
    return f"{said}: recorded as statement {statement.number}."


def parquet_of(frame: pl.DataFrame) -> bytes:
    """Write a frame as Parquet bytes."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd")
    return buffer.getvalue()
