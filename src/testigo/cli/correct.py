"""`testigo correct`: two persons of two organisations change what was accepted."""

from pathlib import Path

from testigo.acts.decide import Choice, correct
from testigo.acts.operation import Operation
from testigo.acts.signing import Signed
from testigo.cli.adjudicate import (
    CONTEST,
    FIGURES_OF_THE_PAPER,
    STATION,
    class_of,
    decide,
    figures_of_the_paper,
)
from testigo.cli.signers import people_command
from testigo.columns import Decision


@people_command(STATION, CONTEST, *FIGURES_OF_THE_PAPER)
def command(
    operation: Operation,
    *,
    station: str,
    contest: str,
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
    figures = figures_of_the_paper(written, table)
    choice = Choice(station, contest, Decision.CORRECT, None, figures, class_of(declared))
    decide(correct, operation, choice, signed)
