"""What `testigo publish` refuses before anything is made: what no stranger would take."""

import datetime

import polars as pl

from testigo.cli.operation import Operation
from testigo.errors import RefusedError, StoreError
from testigo.evidence.check import check_chain
from testigo.evidence.statements import Kind
from testigo.note import Signer
from testigo.publication.format import Announcement
from testigo.record.keys import fingerprint
from testigo.standing.gather import Evidence


def refuse_a_key_that_is_not_sealed(operation: Operation, signer: Signer) -> None:
    """Raise RefusedError where the sealed definition does not name this key: no stranger would accept it."""
    sealed = operation.election.key_fingerprints
    if not sealed:
        raise RefusedError(
            "The definition was sealed without the fingerprint of any key: a stranger would refuse every "
            "signature. Name the key in election.toml (key_fingerprints) before the definition is sealed"
        )
    if fingerprint(signer.verifier_key.public_key) not in sealed:
        raise RefusedError(
            "The definition was sealed with other keys than this one: a stranger would refuse the signature. "
            "Use the key whose fingerprint stands in election.toml"
        )


def refuse_a_broken_chain(operation: Operation) -> None:
    """Raise StoreError where a statement was changed or taken away: nobody signs what follows from that."""
    problems = check_chain(operation.journal)
    if problems:
        raise StoreError(f"{problems[0]} See everything with: testigo evidence check {operation.folder}")


def refuse_a_fork(operation: Operation, last: Announcement | None) -> None:
    """Raise StoreError where the evidence names a later publication than the one in `public`.

    A second one under the same number would be signed proof that we told two people two things.
    """
    here = 0 if last is None else last.number
    published = [
        statement.body.get("number")
        for statement in operation.journal.statements()
        if statement.kind is Kind.PUBLISHED
    ]
    later = [number for number in published if isinstance(number, int) and number > here]
    if later:
        raise StoreError(
            f"The evidence says that publication {max(later)} was made, and it is not in "
            f"{operation.public_folder}: another one under that number would contradict it. Bring back "
            "`public` and `publications` from a backup, or from a copy of the site"
        )


def refuse_a_day_before(day: datetime.date, last: Announcement | None) -> None:
    """Raise RefusedError where the last publication has a later day: no stranger would take this one."""
    if last is not None and day < last.day:
        raise RefusedError(
            f"Today is {day} on this machine, and publication {last.number} is of {last.day}. Set the clock, "
            "or wait: nobody who verifies takes a publication that is older than the one before it"
        )


def refuse_a_day_to_come(day: datetime.date, public: Evidence) -> None:
    """Raise RefusedError where a published statement has a day after the publication's."""
    late = public.errata.filter(pl.col("day") > day.isoformat())
    if not late.is_empty():
        what = late.row(0, named=True)
        raise RefusedError(
            f"Today is {day} on this machine, and what was said of {what['place']} ({what['kind']}) has the "
            f"day {what['day']}. Nobody who verifies takes that. Set the clock, or publish on that day"
        )
