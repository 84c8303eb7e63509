"""What is refused before a publication is made: what no stranger would take."""

import datetime

import polars as pl

from testigo.acts.operation import Operation
from testigo.errors import Message, RefusedError, StoreError
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
        raise RefusedError(Message("publish.no_key_sealed"))
    if fingerprint(signer.verifier_key.public_key) not in sealed:
        raise RefusedError(Message("publish.another_key_sealed"))


def refuse_a_broken_chain(operation: Operation) -> None:
    """Raise StoreError where a statement was changed or taken away: nobody signs what follows from that."""
    problems = check_chain(operation.journal)
    if problems:
        raise StoreError(Message("evidence.see_everything", problem=problems[0], folder=operation.folder))


def refuse_a_fork(operation: Operation, last: Announcement | None) -> None:
    """Raise StoreError where the evidence names a later publication than the one in `public`.

    A second one under the same number would be signed proof that we told two people two things.
    """
    here = 0 if last is None else last.number
    said = operation.journal.statements(kinds=(Kind.PUBLISHED,))
    published = [statement.body.get("number") for statement in said]
    later = [number for number in published if isinstance(number, int) and number > here]
    if later:
        raise StoreError(Message("publish.fork", number=max(later), public=operation.public_folder))


def refuse_a_day_before(day: datetime.date, last: Announcement | None) -> None:
    """Raise RefusedError where the last publication has a later day: no stranger would take this one."""
    if last is not None and day < last.day:
        raise RefusedError(Message("publish.day_before_the_last", day=day, number=last.number, last=last.day))


def refuse_a_day_to_come(day: datetime.date, public: Evidence) -> None:
    """Raise RefusedError where a published statement has a day after the publication's."""
    late = public.errata.filter(pl.col("day") > day.isoformat())
    if not late.is_empty():
        what = late.row(0, named=True)
        raise RefusedError(
            Message("publish.day_to_come", today=day, place=what["place"], kind=what["kind"], day=what["day"])
        )
