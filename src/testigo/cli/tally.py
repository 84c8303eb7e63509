"""`testigo tally DIR`: the sums, with what they cover and what could still change them."""

from collections.abc import Mapping
from pathlib import Path

import click
import polars as pl

from testigo.acts.operation import Operation
from testigo.acts.tally import one_table, tally, tally_by_reader
from testigo.checks.sentences import figure_word
from testigo.cli.arguments import folder_argument
from testigo.cli.printing import count, output_options, percent, print_csv, print_json, print_table
from testigo.cli.tally_readers import show_readers
from testigo.columns import Answer
from testigo.election.contests import Contest
from testigo.election.geography import made_of_results
from testigo.numbered import numbered
from testigo.snapshot import Snapshot

Row = Mapping[str, int | str | bool | None]

LANGUAGE = "en"
"""Of the command line."""

OF_RESULTS = "The list of stations comes from the results themselves"
MOST_NAMED = 5


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
    with Operation(folder, only_look=True) as operation:
        if by is not None:
            show_readers(tally_by_reader(operation, contest_code), as_json=as_json, as_csv=as_csv)
            return
        found = tally(operation, level, contest_code)
    if as_csv:
        print_csv(one_table(found.contests))
    elif as_json:
        print_json({"level": level, "contests": found.contests})
    else:
        for contest in found.snapshot.election.contests:
            show(found.snapshot, contest, found.contests[contest.contest])


def show(snapshot: Snapshot, contest: Contest, frame: pl.DataFrame) -> None:
    """Print one contest for people: a single place whole, several places a line each; nothing for none."""
    if frame.is_empty():
        return
    if frame.height == 1:
        row = frame.row(0, named=True)
        show_place(contest, row, of_results=row["jurisdiction"] in places_of_results(snapshot))
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
    for line in of_results_in_words(snapshot, frame):
        click.echo(line)


def show_place(contest: Contest, row: Row, *, of_results: bool) -> None:
    """Print every figure of one place, so that they add up before the reader, and what could change it."""
    numbers = numbers_of(row)
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
    lines = [
        (line.called(LANGUAGE), _total(numbers, column))
        for line, column in zip(contest.lines, contest.line_columns, strict=True)
        if numbers[column] is not None
    ]
    if lines:
        print_table("Party lines", ("line", "votes"), lines)
    for column in further_figures(contest, numbers):
        word = figure_word(column, contest, LANGUAGE)
        click.echo(f"{word[0].upper()}{word[1:]}: {_total(numbers, column)}")
    for line in (*coverage_in_words(numbers, of_results=of_results), *bounds_in_words(contest, row)):
        click.echo(line)


def numbers_of(row: Row) -> dict[str, int | None]:
    """Return the figures of a row; what is no number is left out."""
    return {name: value for name, value in row.items() if isinstance(value, int) or value is None}


def further_figures(contest: Contest, numbers: Mapping[str, int | None]) -> list[str]:
    """Return the figures of the form beside options and lines that any station has, in the form's order."""
    votes = {*contest.vote_columns, *contest.line_columns, "turnout"}
    figures = [name.removesuffix("_stations") for name in numbers if name.endswith("_stations")]
    return [name for name in figures if name in numbers and name not in votes and numbers[name] is not None]


def places_of_results(snapshot: Snapshot) -> frozenset[str]:
    """Return the places whose list of stations was made of the results themselves."""
    return made_of_results(
        snapshot.election.jurisdictions.select("jurisdiction", "parent", "frame").iter_rows()
    )


def of_results_in_words(snapshot: Snapshot, places: pl.DataFrame) -> list[str]:
    """Say of which places nobody knows the coverage because their list of stations is made of results."""
    found = places.filter(pl.col("jurisdiction").is_in(list(places_of_results(snapshot))))
    names = found["name"].unique(maintain_order=True)
    if names.is_empty():
        return []
    more = f" and {names.len() - MOST_NAMED:,} more" if names.len() > MOST_NAMED else ""
    return [f"{OF_RESULTS} (of {', '.join(names.head(MOST_NAMED))}{more}): no coverage is known there."]


def coverage_in_words(numbers: Mapping[str, int | None], *, of_results: bool) -> list[str]:
    """Say turnout and coverage, and what of them is not known.

    of_results  whether the list of stations was made of the results themselves
    """
    turnout = "Turnout: not known, no accepted station has both a roll and its ballots."
    if numbers["turnout"] is not None:
        turnout = (
            f"Turnout: {percent(numbers['turnout'])} of {count(numbers['turnout_registered_voters'])} "
            f"registered voters, in {numbered(numbers['turnout_stations'] or 0, 'station')}"
        )
    accepted = count(numbers["stations_accepted"])
    if numbers["stations"] is None:
        here = numbered(numbers["stations_accepted"] or 0, "station")
        unknown = [f"{OF_RESULTS}: what they lack, it lacks too."] if of_results else []
        return [turnout, f"Coverage: {here}; how many there are in all is not known.", *unknown]
    of_voters = numbers["coverage_of_registered_voters"]
    voters = (
        "of registered voters: not known"
        if of_voters is None
        else f"{percent(of_voters)} of registered voters"
    )
    stations = percent(numbers["coverage_of_stations"])
    return [turnout, f"Coverage: {accepted} of {count(numbers['stations'])} stations ({stations}), {voters}"]


def _total(row: Mapping[str, int | None], column: str) -> str:
    """A total, with the stations behind it where some accepted ones lack the figure."""
    stations = row[f"{column}_stations"]
    if stations == row["stations_accepted"]:
        return count(row[column])
    return f"at least {count(row[column])} (in {numbered(stations or 0, 'station')})"


def _short(row: Mapping[str, int | None], column: str) -> str:
    """A total; with a sign where some accepted stations lack the figure."""
    return ("" if row[f"{column}_stations"] == row["stations_accepted"] else "≥ ") + count(row[column])


def bounds_in_words(contest: Contest, row: Row) -> list[str]:
    """Say whether what is not accepted can change who is first: the one answer (tally.answer) in words."""
    numbers, answer = numbers_of(row), Answer(str(row["answer"]))
    names = {option.option: option.called(LANGUAGE) for option in contest.options}
    first, second = names.get(str(row["first"]), "nobody"), names.get(str(row["second"]), "nobody")
    if not numbers["first_votes"]:
        return ["Nothing is accepted yet." if row["first"] is None else "No votes are accepted yet."]
    missing, margin = numbers["outstanding_registered_voters"], numbers["margin_if_all_outstanding"]
    at_most = "at most " if row["outstanding_at_most"] else ""
    known = "not known" if missing is None else f"{at_most}{count(missing)}"
    outstanding = f"outstanding registered voters: {known}."
    if row["more_than_half"] is not None:
        half = f"{first} has" if row["more_than_half"] else "Nobody has"
        lines = [f"{half} more than half of the valid votes; {outstanding}"]
    elif numbers["lead"] == 0:
        lines = [f"{first} and {second} are tied; {outstanding}"]
    else:
        lines = [f"{first} leads {second} by {count(numbers['lead'])}; {outstanding}"]
    if numbers["ballots_claimed_beyond"]:
        beyond = numbered(numbers["ballots_claimed_beyond"], "ballot")
        lines.append(f"Other readings there claim {beyond} beyond that; not added.")
    words: Mapping[Answer, str] = ANSWERS_OF_HALF if contest.decides.by_half else ANSWERS
    said = words.get(answer, ANSWERS[answer])
    over = count(numbers["stations_over_roll"])
    lines.append(said.format(margin=count(margin), second=second, over=over))
    if numbers["forms_to_undo"] is not None:
        forms = numbered(numbers["forms_to_undo"], "form")
        lines.append(f"At least {forms} would have to be wholly false.")
    return lines


GENUINE = "if the accepted forms are genuine"
ANSWERS = {
    Answer.ANOTHER_RULE: "In this contest it is not simply the largest sum that wins.",
    Answer.NO_VOTES: "No votes are accepted yet.",
    Answer.ALONE: "There is only one option: nobody else can be first.",
    Answer.TIED: "No voter is outstanding, and the sum decides nobody.",
    Answer.COMPLETE: f"Nothing is missing: decided by {{margin}}, {GENUINE}.",
    Answer.VOTES_UNREAD: "Not known: accepted forms lack votes of an option, which could change it.",
    Answer.VALID_VOTES_UNKNOWN: "Some stations lack their valid votes: half of what is not known.",
    Answer.ROLLS_DO_NOT_BOUND: "Not known, rolls do not bound it: accepted stations with more ballots than "
    "voters on their roll: {over}.",
    Answer.FRAME_UNKNOWN: "How many stations there are in all is not known: nothing can be called decided.",
    Answer.ROLL_UNKNOWN: "How many voters are outstanding is not known here: nothing can be called decided.",
    Answer.NO: f"Decided by {{margin}}, {GENUINE}: even if every outstanding voter chose {{second}}.",
    Answer.YES: "Not decided: what is outstanding could still change it.",
}
ANSWERS_OF_HALF = {
    Answer.COMPLETE: f"Nothing is missing, {GENUINE}.",
    Answer.NO: f"What is outstanding cannot change that, {GENUINE}: whoever every outstanding voter chose.",
    Answer.YES: "What is outstanding could still change that.",
}
"""Whether somebody has more than half."""
