"""`testigo evidence check DIR`: is the evidence still what it was?"""

import json
from pathlib import Path

import click

from testigo.acts.check_evidence import check_evidence
from testigo.cli.progress import progress_bar
from testigo.evidence.check import EvidenceReport
from testigo.numbered import numbered

DAMAGED = 1  # exit code


@click.group()
def command() -> None:
    """Check the evidence store."""


@command.command("check")
@click.argument("operation", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option(
    "--replay", is_flag=True, help="Also derive what each withdrawal and amendment by one person made."
)
@click.pass_context
def check_command(context: click.Context, operation: Path, *, as_json: bool, replay: bool) -> None:
    """Re-hash every exhibit, walk the chain of statements, and hold it against the publications kept here.

    Each signed note commits to the evidence that it was made from: a statement that was written anew, with a
    new chain, or a tail that was cut off since the last publication, contradicts it.

    With --replay the state is derived before and after each withdrawal and amendment that one person signed:
    one by which a result became accepted needed two persons of two organisations.

    Exit code 0: the evidence is whole. 1: something is missing, damaged or was changed. 2: there is no
    evidence, or it cannot be opened.

    \b
    Examples:
        testigo evidence check my-operation
        testigo evidence check my-operation --json
        testigo evidence check my-operation --replay
    """
    report = checked(operation, replay=replay)
    click.echo(as_text_of_json(report) if as_json else as_text(report))
    context.exit(DAMAGED if report.problems else 0)


def checked(operation: Path, *, replay: bool = False) -> EvidenceReport:
    """Check the evidence of an operation, with a progress bar."""
    with progress_bar("Checking exhibits") as progress:
        return check_evidence(operation, progress, replay=replay)


def as_text(report: EvidenceReport) -> str:
    """Say for people what was looked at and what is wrong."""
    statements, exhibits = numbered(report.statements, "statement"), numbered(report.exhibits, "exhibit")
    looked_at = f"{statements} and {exhibits} were checked."
    if not report.problems:
        return f"{looked_at} All is whole.\nChain: {report.chain}"
    lines = [f"Problem: {problem}" for problem in report.problems]
    return "\n".join([*lines, f"{looked_at} Problems: {len(lines):,}.", f"Chain: {report.chain}"])


def as_text_of_json(report: EvidenceReport) -> str:
    """Say the same for programs."""
    problems = [
        {"place": str(problem.place), "message": problem.message, "remedy": problem.remedy}
        for problem in report.problems
    ]
    counts = {"statements": report.statements, "exhibits": report.exhibits, "chain": report.chain}
    return json.dumps({**counts, "problems": problems}, indent=2)
