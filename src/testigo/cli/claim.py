"""`testigo claim DIR FILE`: record what the authority claims, as it printed it."""

import datetime
from pathlib import Path

import click

from testigo.acts.claim import Claimed, ClaimRequest, claim
from testigo.acts.operation import Operation
from testigo.cli.alone import alone
from testigo.cli.arguments import EXISTING_FILE, folder_argument
from testigo.cli.signers import today
from testigo.errors import InputError, Message, Place, Problem
from testigo.numbered import numbered
from testigo.official.claim_mapping import MOST_CLAIMS, ClaimHeading


@click.command()
@folder_argument
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--mapping",
    "mapping_file",
    metavar="MAP.toml",
    type=EXISTING_FILE,
    help="How the authority's own tables are written; without it FILE has our columns.",
)
@click.option(
    "--claim", "name", metavar="NAME", help="What the claim is called, if the mapping does not say."
)
@click.option("--source", metavar="TEXT", help="Who claims it, if the mapping does not say.")
@click.option("--date", metavar="YYYY-MM-DD", help="Its day, if the mapping does not say.")
@click.option(
    "--order",
    metavar="N",
    type=click.IntRange(1, MOST_CLAIMS),
    help="Where it stands among the claims on the pages, if the mapping does not say.",
)
@click.option("--dry-run", is_flag=True, help="Check the files and change nothing.")
@alone
def command(
    folder: Path,
    files: tuple[Path, ...],
    *,
    mapping_file: Path | None,
    name: str | None,
    source: str | None,
    date: str | None,
    order: int | None,
    dry_run: bool,
) -> None:
    """Record what the authority claims; it is compared with the forms and never counted.

    FILE is a CSV with the columns claim, source, date, place, contest, figure, value, and thousands, shares,
    order where they say something; values stand as printed (5,150,092 with `,` as thousands, or 51.20 %).
    docs/operate/claims explains each. Tables
    of the authority itself, of any level, are read by a mapping: all its files at once.

    \b
    Examples:
        testigo claim my-operation official/claims.csv
        testigo claim my-operation votes.csv parties.csv --mapping claims.toml
    """
    asked = ClaimHeading(name or None, source or None, day_given(date), order)
    request = ClaimRequest(files, mapping_file, asked)
    with Operation(folder) as operation:
        click.echo(words_of(claim(operation, request, today(), dry_run=dry_run)))


def day_given(text: str | None) -> datetime.date | None:
    """Read --date; InputError where it is no day."""
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError:
        problem = Problem(Place("--date"), text, Message("claim.no_day"), Message("claim.write_a_day"))
        raise InputError([problem]) from None


def words_of(done: Claimed) -> str:
    """Say what was claimed, and what became of it."""
    of = numbered(done.places, "place") if done.by_mapping else numbered(done.claims, "claim")
    notes = "".join(f"Note: {note}\n" for note in done.notes)
    said = f"{notes}{numbered(done.figures, 'claimed figure')} of {of}"
    if done.statement is None:
        return f"{said}: no problem found. Nothing was changed."
    if not done.is_new:
        return f"{said}: already recorded as statement {done.statement}. Nothing was changed."
    return f"{said}: recorded as statement {done.statement}."
