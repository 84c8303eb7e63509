"""`testigo correct`: two persons of two organisations change what was accepted."""

import datetime
from pathlib import Path

import click

from testigo.cli.adjudicate import (
    all_written,
    class_option,
    decided,
    figure_option,
    figures_decided,
    figures_option,
    form_of,
    say,
)
from testigo.cli.operation import Operation
from testigo.cli.signers import day_of, day_option, dry_run_option, reason_option, signer_options, signers
from testigo.columns import Decision, DocumentClass
from testigo.errors import RefusedError
from testigo.evidence.statements import Kind
from testigo.review.permission import may_correct


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("station", metavar="STATION")
@click.argument("contest", metavar="CONTEST")
@figure_option
@figures_option
@class_option
@signer_options
@reason_option
@day_option
@dry_run_option
def command(
    folder: Path,
    station: str,
    contest: str,
    *,
    written: tuple[str, ...],
    table: Path | None,
    declared: str | None,
    person: str,
    second_person: str | None,
    organisation: str | None,
    second_organisation: str | None,
    reason: str,
    day: datetime.datetime | None,
    dry_run: bool,
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
    signed = signers(person, second_person, organisation, second_organisation)
    operation = Operation(folder)
    form = form_of(operation.snapshot(), station, contest)
    refusal = may_correct(form.case, signed)
    if refusal is not None:
        raise RefusedError(refusal.value)
    kind = None if declared is None else DocumentClass(declared)
    said = figures_decided(form, Decision.CORRECT, None, all_written(written, table), kind)
    body = {"decision": Decision.CORRECT.value, **decided(form, said, kind, signed, reason)}
    say(operation, Kind.CORRECTED, form, signed, body, day_of(day), dry_run=dry_run)
