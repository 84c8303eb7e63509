"""`testigo correct`: two persons of two organisations change what was accepted."""

from pathlib import Path

import click

from testigo.cli.adjudicate import Choice, all_written, class_of, decide, form_of, paper_options
from testigo.cli.alone import alone
from testigo.cli.arguments import folder_argument
from testigo.cli.operation import Operation
from testigo.cli.signers import Signed, refuse, signed_options
from testigo.columns import Decision
from testigo.evidence.statements import Kind
from testigo.review.permission import may_correct


@click.command()
@folder_argument
@click.argument("station", metavar="STATION")
@click.argument("contest", metavar="CONTEST")
@paper_options
@alone
@signed_options
def command(
    folder: Path,
    station: str,
    contest: str,
    *,
    written: tuple[str, ...],
    table: Path | None,
    declared: str | None,
    signed: Signed,
) -> None:
    """Correct the result of STATION in CONTEST: what the paper says, figure by figure.

    Two persons of two organisations sign, neither of whom typed a reading of the form. The published list of
    corrections shows both figures and the reason, never the persons.

    \b
    Example:
        testigo correct my-operation 001.02 mayor --figure votes_red=212 --figure votes_blue=96 \\
            --person judge-2 --organisation observers --second-person judge-5 \\
            --second-organisation university --reason "Both readers took the 1 for a 7."
    """
    operation = Operation(folder)
    form = form_of(operation.snapshot(), station, contest)
    refuse(may_correct(form.case, signed.by))
    choice = Choice(Decision.CORRECT, None, all_written(written, table), class_of(declared))
    decide(operation, Kind.CORRECTED, form, choice, signed)
