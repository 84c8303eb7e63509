"""Type one form: which ones a person may type, and what she typed of one.

In   an operation, what stands, the code of a person; the form and its figures as she typed them.
Out  the forms that lack a person's reading, the most wanted first; on a difference the figures to look at
     again; else the statement.

She sees no reading of another: not what a machine read, not what the other typed, only on which figures both
differ. Nothing is added up or repaired.
"""

import datetime
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from testigo.acts.operation import Operation
from testigo.acts.signing import person_code, refuse, refuse_an_unknown_reader
from testigo.acts.status import waiting_photos
from testigo.acts.withdraw import withdrawn_before
from testigo.characters import code_fault
from testigo.columns import DocumentClass, Status
from testigo.errors import Message, RefusedError
from testigo.evidence.statements import Kind
from testigo.forms.arithmetic import figures
from testigo.review.permission import may_transcribe
from testigo.review.queue import Queue, Wanted
from testigo.review.transcriptions import FORMS, Forms, Typed, forms_in, new_transcriptions
from testigo.snapshot import Snapshot

FILE = "form"
MOST_COUNT = 999_999_999


@dataclass(frozen=True)
class FormToType:
    """A form that lacks a reading by a person.

    exhibit  the photo
    station  None where nobody knows it yet
    """

    exhibit: str
    station: str | None
    contest: str
    figures: tuple[str, ...]


@dataclass(frozen=True)
class TypedForm:
    """What somebody typed of a form: a figure that she could not read is not among `figures`."""

    exhibit: str
    station: str
    contest: str
    document_class: str
    figures: Mapping[str, int]


@dataclass(frozen=True)
class Typing:
    """What became of it.

    differs    figures on which another person read something else: to be looked at again, nothing was said
    statement  its number; None where nothing was said
    """

    differs: tuple[str, ...] = ()
    statement: int | None = None


def forms_to_type(operation: Operation, snapshot: Snapshot, person: str) -> tuple[FormToType, ...]:
    """Return the forms that a person may type now, in the order of `review.queue`.

    RefusedError where she is written as no code, or the roster does not have her as a reader.
    """
    refuse_an_unknown_reader(operation, person_code(person))
    forms = forms_in(operation.journal.statements(kinds=FORMS))
    wanted = [*_pending(snapshot), *_unread(operation, snapshot)]
    found = (
        _to_type(snapshot, forms, exhibit, contest, person) for exhibit, contest in dict.fromkeys(wanted)
    )
    return _in_order(snapshot, forms, [form for form in found if form is not None])


def type_form(
    operation: Operation, typed: TypedForm, person: str, day: datetime.date, *, looked_again: bool
) -> Typing:
    """Say what a person typed of one form, unless it differs from what another typed, the first time.

    looked_again  whether she has looked again at what differed: then what she typed is said as it is

    InputError, RefusedError where the form is not clear, or she may not type it.
    """
    refuse_an_unknown_reader(operation, person_code(person))
    operation.refuse_a_changed_definition()
    forms = forms_in(operation.journal.statements(kinds=FORMS))
    if typed.contest not in operation.figures:
        raise RefusedError(
            Message("contest.unknown", contest=typed.contest, known=", ".join(operation.figures))
        )
    refuse_what_no_form_has(typed, operation.figures[typed.contest])
    refuse(may_transcribe(forms.said_of.get(typed.exhibit, ()), typed.contest, person))
    gone = withdrawn_before(operation)
    differs = () if looked_again else _differing(forms, typed, gone)
    if differs:
        return Typing(differs)
    row = Typed(1, typed.exhibit, typed.station, typed.contest, typed.document_class, typed.figures)
    (one,) = new_transcriptions(FILE, [row], forms, person)
    if one.label is not None:
        operation.exhibits.put(one.label)
    said = operation.journal.append(
        day, Kind.TRANSCRIBED, subject=one.exhibit, contest=one.contest, person=person, body=one.body
    )
    return Typing(statement=said.number)


def refuse_what_no_form_has(typed: TypedForm, names: tuple[str, ...]) -> None:
    """Raise RefusedError where a figure is none of the form or no count, or station or class are none."""
    figures = typed.figures
    if not set(figures) <= set(names) or not all(0 <= value <= MOST_COUNT for value in figures.values()):
        raise RefusedError(Message("typed.strange_figure"))
    if not typed.station or code_fault(typed.station) is not None:
        raise RefusedError(Message("typed.strange_station"))
    if typed.document_class not in set(DocumentClass):
        raise RefusedError(Message("typed.strange_class"))


def _in_order(snapshot: Snapshot, forms: Forms, found: Sequence[FormToType]) -> tuple[FormToType, ...]:
    """Return forms in the order in which they are wanted: a form is one for each contest that is on it."""
    stations = snapshot.election.stations
    voters = dict(stations.select("station", "registered_voters").iter_rows())
    of_exhibit: dict[str, list[FormToType]] = {}
    for form in found:
        of_exhibit.setdefault(form.exhibit, []).append(form)
    decided = [
        results.filter(status=Status.ACCEPTED.value)["station"].to_list()
        for results in snapshot.results.values()
    ]
    queue = Queue(decided=set(decided[0]).intersection(*decided[1:]) if decided else ())
    for exhibit, (first, *_) in of_exhibit.items():
        arrived = forms.said_of[exhibit][0].number
        leverage = voters.get(first.station) or 0
        queue.add(Wanted(exhibit, first.station, None, leverage, arrived))
    return tuple(form for taken in iter(queue.take, None) for form in of_exhibit[taken.exhibit])


def _pending(snapshot: Snapshot) -> list[tuple[str, str]]:
    """Return exhibit and contest of the forms that need another reading."""
    found: list[tuple[str, str]] = []
    for contest, results in snapshot.results.items():
        pending = results.filter(status=Status.PENDING.value)["station"]
        readings = snapshot.evidence.readings[contest]
        of = readings.filter(readings["station"].is_in(pending.implode())).drop_nulls("exhibit")
        found += [(exhibit, contest) for exhibit in of["exhibit"].unique(maintain_order=True)]
    return found


def _unread(operation: Operation, snapshot: Snapshot) -> list[tuple[str, str]]:
    """Return the photos of which no figure is known, once a contest: nobody knows of which they are."""
    waits = waiting_photos(operation, snapshot).to_type
    return [(exhibit, contest.contest) for exhibit in waits for contest in snapshot.election.contests]


def _to_type(snapshot: Snapshot, forms: Forms, exhibit: str, contest: str, person: str) -> FormToType | None:
    """Return a form as one to type; None where the person has typed it."""
    if may_transcribe(forms.said_of.get(exhibit, ()), contest, person) is not None:
        return None
    of = snapshot.election.contest(contest)
    names = figures(of, snapshot.profiles[of.form])
    return FormToType(exhibit, forms.station_of.get(exhibit), contest, names)


def _differing(forms: Forms, typed: TypedForm, gone: Container[str]) -> tuple[str, ...]:
    """Return the figures on which another person, whose reading stands, read something else."""
    differs: dict[str, None] = {}
    for statement in forms.said_of.get(typed.exhibit, ()):
        is_of_form = (statement.kind, statement.contest) == (Kind.TRANSCRIBED, typed.contest)
        if not is_of_form or str(statement.number) in gone:
            continue
        other = statement.body.get("figures")
        read = other if isinstance(other, dict) else {}
        differs |= {
            name: None for name in (*read, *typed.figures) if read.get(name) != typed.figures.get(name)
        }
        if statement.body.get("station") != typed.station:
            differs["station"] = None
    return tuple(differs)
