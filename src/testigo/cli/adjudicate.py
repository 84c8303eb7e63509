"""`testigo adjudicate`: what people decide of a form that is pending, disputed or quarantined."""

from collections.abc import Callable
from pathlib import Path

import click

from testigo.acts.decide import Choice, Decided, adjudicate, figures_in
from testigo.acts.decide_table import adjudicate_table
from testigo.acts.files import content_of
from testigo.acts.operation import Operation
from testigo.acts.signing import Signed
from testigo.cli.signers import NOTHING_CHANGED, people_command
from testigo.columns import Decision, DocumentClass
from testigo.numbered import numbered

STATION = click.argument("station", metavar="STATION")
CONTEST = click.argument("contest", metavar="CONTEST")
FIGURES_OF_THE_PAPER = (
    click.option(
        "--figure",
        "written",
        metavar="NAME=N",
        multiple=True,
        help="What the paper says; once for each figure.",
    ),
    click.option(
        "--figures",
        "table",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="The same from a CSV with the columns `figure` and `value`.",
    ),
    click.option(
        "--class",
        "declared",
        type=click.Choice([kind.value for kind in DocumentClass]),
        help="What the paper is, where the people declare it.",
    ),
)


@people_command(
    click.argument("station", metavar="[STATION]", required=False),
    click.argument("contest", metavar="[CONTEST]", required=False),
    click.option("--decision", type=click.Choice([one.value for one in Decision]), help="What is decided."),
    click.option(
        "--table",
        "many",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Decide on many forms: a CSV with `station`, `contest`, `decision`, and `reading`, `class`, "
        "`figures`, `reason` where wanted.",
    ),
    click.option("--reading", metavar="NAME", help="With `accept`: the reading that is right."),
    *FIGURES_OF_THE_PAPER,
)
def command(
    operation: Operation,
    *,
    station: str | None,
    contest: str | None,
    decision: str | None,
    many: Path | None,
    reading: str | None,
    written: tuple[str, ...],
    table: Path | None,
    declared: str | None,
    signed: Signed,
) -> None:
    """Decide on the form of STATION in CONTEST; the decision holds until another reading comes.

    accept: one reading is right (--reading), or all agree. correct: the paper says what --figure gives.
    exclude: the form stays out of every total, and is counted as quarantined. See the readings first, with
    `testigo history DIR STATION`. Nobody decides on what she typed. What is accepted already is changed
    by `testigo correct`; excluding it needs two persons of two organisations.

    With --table many forms are decided on at once, all or none: every problem of every row is named. Figures
    stand in one cell with spaces between, such as `votes_red=212 votes_blue=96`; --reason holds where a row
    has none of its own.

    \b
    Examples:
        testigo adjudicate my-operation 001.02 mayor --decision accept --reading 14 \\
            --person judge-2 --reason "The photo shows 212; reading 15 has two digits turned round."
        testigo adjudicate my-operation 001.02 mayor --decision exclude \\
            --person judge-2 --reason "The paper is of another election."
        testigo adjudicate my-operation --table decisions.csv --person judge-2 \\
            --reason "Seen with the originals." --dry-run
    """
    if many is not None:
        if any((station, contest, decision, reading, written, table, declared)):
            raise click.UsageError("--table says all of that in its rows: give it alone.")
        decide_many(operation, many, signed)
        return
    if station is None or contest is None or decision is None:
        raise click.UsageError("Say STATION, CONTEST and --decision; or many of them by --table FILE.")
    figures = figures_of_the_paper(written, table)
    choice = Choice(station, contest, Decision(decision), reading, figures, class_of(declared))
    decide(adjudicate, operation, choice, signed)


def decide(
    act: Callable[[Operation, Choice, Signed], Decided], operation: Operation, choice: Choice, signed: Signed
) -> None:
    """Say the decision, and what the station is after it; in a dry run, what would be said."""
    done = act(operation, choice, signed)
    click.echo(f"{choice.station}, {choice.contest}: {done.before} before.")
    for name, value in done.figures.items():
        if value is not None:
            click.echo(f"  {name} = {value}")
    for name, value in done.no_longer_known.items():
        click.echo(f"  {name}: not given, so the {value} of the readings does not count any more")
    recorded = f"Recorded as statement {done.statement}. Now {done.after}."
    click.echo(NOTHING_CHANGED if done.statement is None else recorded)


def decide_many(operation: Operation, table: Path, signed: Signed) -> None:
    """Say the decisions of a table, and what the stations are after them; a dry run says what would be."""
    done = adjudicate_table(operation, table.name, content_of(table), signed)
    for choice, one in done:
        after = "" if one.after is None else f", now {one.after}"
        click.echo(f"{choice.station}, {choice.contest}: {choice.decision}; {one.before} before{after}.")
    first, last = done[0][1].statement, done[-1][1].statement
    recorded = f"{numbered(len(done), 'decision')}: recorded as statements {first} to {last}."
    click.echo(NOTHING_CHANGED if first is None else recorded)


def figures_of_the_paper(written: tuple[str, ...], table: Path | None) -> tuple[str, ...]:
    """Return the figures given one by one and those of a table, each as `NAME=N`."""
    return written if table is None else (*written, *figures_in(table.name, content_of(table)))


def class_of(written: str | None) -> DocumentClass | None:
    """Read `--class`, whose words the option has checked."""
    return None if written is None else DocumentClass(written)
