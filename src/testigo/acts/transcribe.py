"""Take what one person typed from forms: a statement a form.

In   a table of hers: a row a form and contest.
Out  what of it is new, and what of it does not add up; then the statements.
"""

import datetime
from dataclasses import dataclass

from testigo.acts.operation import Operation
from testigo.acts.passed_in import Progress, unwatched
from testigo.acts.signing import refuse_an_unknown_reader
from testigo.evidence.statements import Kind
from testigo.review.transcriptions import (
    FORMS,
    Transcription,
    TypedSums,
    forms_in,
    new_transcriptions,
    read_typed,
    sums_typed,
)


@dataclass(frozen=True)
class TypedForms:
    """What a person typed.

    rows              of the table
    new               what is to be said of it; the others were known already
    sums              which rows do not add up, and of which nobody could tell
    unknown_stations  of the new ones: stations that the definition does not have
    """

    person: str
    rows: int
    new: tuple[Transcription, ...]
    sums: TypedSums
    unknown_stations: tuple[str, ...]


def typed_forms(operation: Operation, file: str, content: bytes, person: str) -> TypedForms:
    """Read what a person typed; InputError with every problem of the table.

    file  the name of the table

    RefusedError where the roster does not have her as a reader; StoreError where the definition was changed.
    """
    refuse_an_unknown_reader(operation, person)
    operation.refuse_a_changed_definition()
    typed = read_typed(file, content, operation.figures)
    forms = forms_in(operation.journal.statements(kinds=FORMS))
    new = new_transcriptions(file, typed, forms, person)
    known = set(operation.election.stations["station"])
    unknown = dict.fromkeys(str(one.body["station"]) for one in new if one.body["station"] not in known)
    return TypedForms(
        person,
        len(typed),
        new,
        sums_typed(typed, operation.election.contests, operation.profiles),
        tuple(unknown),
    )


def transcribe(
    operation: Operation, typed: TypedForms, day: datetime.date, progress: Progress = unwatched
) -> None:
    """Say each transcription that is new. Where this stops half way, doing it again says the rest."""
    for done, one in enumerate(typed.new, start=1):
        if one.label is not None:
            operation.exhibits.put(one.label)
        operation.journal.append(
            day,
            Kind.TRANSCRIBED,
            subject=one.exhibit,
            contest=one.contest,
            person=typed.person,
            body=one.body,
        )
        progress(done, len(typed.new))
