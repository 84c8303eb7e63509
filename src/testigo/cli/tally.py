"""`testigo tally DIR`: the sums, with what they cover and what could still change them."""

from collections.abc import Mapping
from pathlib import Path

import click
import polars as pl

from testigo.cli.arguments import folder_argument
from testigo.cli.operation import Operation
from testigo.cli.shown import count, output_options, percent, print_csv, print_json, print_table
from testigo.cli.tally_readers import show_readers
from testigo.election.contests import Contest
from testigo.errors import RefusedError
from testigo.numbered import numbered
from testigo.snapshot import Snapshot

LANGUAGE = "en"
"""Of the command line."""


@click.command()
@folder_argument
@click.option("--level", type=int, default=1, show_default=True, help="1 = the whole, 2 = its parts, ...")
@click.option("--contest", "contest_code", help="Only this contest.")
@click.option("--by", type=click.Choice(["reader"]), help="Add up the readings of each reader instead.")
@output_options
def command(
    folder: Path, *, level: int, contest_code: str | None, by: str | None, as_json: bool, as_csv: bool
) -> None:
    """Add up the accepted results at one level of the geography.

    Every total stands beside the number of stations behind it where they differ. With --csv all contests are
    one table; a column that a contest does not have, such as the votes of an option, is empty there.

    \b
    Examples:
        testigo tally my-operation
        testigo tally my-operation --level 2 --csv
        testigo tally my-operation --contest president --json
        testigo tally my-operation --by reader
    """
    snapshot = Operation(folder).snapshot()
    contests = chosen(snapshot, contest_code)
    if by is not None:
        show_readers(snapshot, contests, as_json=as_json, as_csv=as_csv)
        return
    check_level(snapshot, level)
    frames = {contest.contest: at_level(snapshot, contest, level) for contest in contests}
    if as_csv:
        print_csv(one_table(frames))
    elif as_json:
        print_json({"level": level, "contests": frames})
    else:
        for contest in contests:
            show(snapshot, contest, frames[contest.contest])


def chosen(snapshot: Snapshot, code: str | None) -> tuple[Contest, ...]:
    """Return the contests to show; RefusedError where the code is not one."""
    contests = snapshot.election.contests
    found = tuple(contest for contest in contests if code is None or contest.contest == code)
    if not found:
        known = ", ".join(contest.contest for contest in contests)
        raise RefusedError(f"There is no contest {code!r}. Known are: {known}.")
    return found


def check_level(snapshot: Snapshot, level: int) -> None:
    """Raise RefusedError where the geography has no such level."""
    levels = snapshot.election.levels
    if not 1 <= level <= len(levels):
        named = ", ".join(f"{number} = {name}" for number, name in enumerate(levels, start=1))
        raise RefusedError(f"There is no level {level}. The levels are: {named}.")


def at_level(snapshot: Snapshot, contest: Contest, level: int) -> pl.DataFrame:
    """Return TALLY beside BOUNDS of one level, with the jurisdictions' names."""
    names = snapshot.election.jurisdictions.select("jurisdiction", "name")
    tally, bounds = snapshot.tallies[contest.contest], snapshot.bounds[contest.contest]
    return (
        tally.filter(pl.col("level") == level)
        .join(names, on="jurisdiction", maintain_order="left")
        .join(bounds, on="jurisdiction", maintain_order="left")
        .select("jurisdiction", "name", pl.exclude("jurisdiction", "name"))
    )


def one_table(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return the tallies of several contests below each other; a column that a contest lacks is empty."""
    named = [frame.select(pl.lit(code).alias("contest"), pl.all()) for code, frame in frames.items()]
    return pl.concat(named, how="diagonal")


def show(snapshot: Snapshot, contest: Contest, frame: pl.DataFrame) -> None:
    """Print one contest for people: a single place whole, several places a line each."""
    if frame.height == 1:
        show_place(contest, frame.row(0, named=True))
        return
    first_two = sorted(contest.options, key=lambda o: -(frame[f"votes_{o.option}"].sum() or 0))[:2]
    rows = [
        (
            row["name"],
            count(row["stations_accepted"]),
            _short(row, "valid_votes"),
            *(f"{_short(row, f'votes_{o.option}')} ({percent(row[f'share_{o.option}'])})" for o in first_two),
            percent(row["turnout"]),
            percent(row["coverage_of_stations"]),
        )
        for row in frame.iter_rows(named=True)
    ]
    columns = (
        "place",
        "stations",
        "valid votes",
        *(o.called(LANGUAGE) for o in first_two),
        "turnout",
        "coverage",
    )
    print_table(
        f"{contest.called(LANGUAGE)}, by {snapshot.election.levels[frame['level'][0] - 1]}", columns, rows
    )


def show_place(contest: Contest, row: dict[str, int | str | bool | None]) -> None:
    """Print the whole result of one place, and what could still change it."""
    numbers = {key: value for key, value in row.items() if isinstance(value, int) or value is None}
    rows = [
        (
            option.called(LANGUAGE),
            _total(numbers, f"votes_{option.option}"),
            percent(numbers[f"share_{option.option}"]),
            f"{percent(numbers[f'share_lowest_{option.option}'])} to "
            f"{percent(numbers[f'share_highest_{option.option}'])}",
        )
        for option in contest.options
    ]
    print_table(
        f"{contest.called(LANGUAGE)}, {row['name']}",
        ("option", "votes", "of valid", "whatever is missing"),
        rows,
    )
    for label, column in (
        ("Valid votes", "valid_votes"),
        ("Null votes", "null_votes"),
        ("Ballots", "total_votes"),
    ):
        if numbers[column] is not None:
            click.echo(f"{label}: {_total(numbers, column)}")
    click.echo(f"Turnout: {percent(numbers['turnout'])} of {count(numbers['turnout_registered_voters'])}")
    click.echo(
        f"Coverage: {count(numbers['stations_accepted'])} of {count(numbers['stations'])} stations "
        f"({percent(numbers['coverage_of_stations'])}), "
        f"{percent(numbers['coverage_of_registered_voters'])} of registered voters"
    )
    for line in bounds_in_words(contest, row):
        click.echo(line)


def _total(row: dict[str, int | None], column: str) -> str:
    """A total, with the stations behind it where some accepted ones lack the figure."""
    stations = row[f"{column}_stations"]
    if stations == row["stations_accepted"]:
        return count(row[column])
    return f"at least {count(row[column])} (in {numbered(stations or 0, 'station')})"


def _short(row: dict[str, int | None], column: str) -> str:
    """A total; with a sign where some accepted stations lack the figure."""
    return ("" if row[f"{column}_stations"] == row["stations_accepted"] else "≥ ") + count(row[column])


def bounds_in_words(contest: Contest, row: dict[str, int | str | bool | None]) -> list[str]:
    """Say whether what is not accepted can change who is first."""
    names = {option.option: option.called(LANGUAGE) for option in contest.options}
    if row["first"] is None:
        return ["Nothing is accepted yet."]
    lead, outstanding = row["lead"], row["outstanding_registered_voters"]
    if not isinstance(lead, int) or not isinstance(outstanding, int):
        return ["How many voters are outstanding is not known here: nothing can be called decided."]
    first, second = names[str(row["first"])], names.get(str(row["second"]), "nobody")
    at_most = "at most " if row["outstanding_at_most"] else ""
    lines = [
        f"{first} leads {second} by {count(lead)}; "
        f"outstanding registered voters: {at_most}{count(outstanding)}."
    ]
    if row["decided"]:
        forms = row["forms_to_undo"]
        undone = numbered(forms, "form") if isinstance(forms, int) else "an unknown number of forms"
        lines.append(
            f"Decided by {count(lead - outstanding)}, if the accepted forms are genuine: even if every "
            f"outstanding voter chose {second}. "
            f"At least {undone} would have to be wholly false."
        )
    elif row["decided"] is False:
        lines.append("Not decided: what is outstanding could still change it.")
    return lines
