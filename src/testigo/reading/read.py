"""Stage 3, the whole: photos become evidence, each once.

In   photos, a sandbox, the forms of the election, what the evidence knows already.
Out  for each photo an `Outcome`, in their order; before it the exhibit, *received*, and *read* statements.

A photo is kept before it is looked at, so nothing that comes is lost, whatever it does to the reader. After a
crash the same call goes on where it stopped: a photo that was kept and not read is read, and nothing is said
twice. The name of a file is shown to who called, and enters no statement.
"""

import datetime
import hashlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from testigo.columns import DocumentClass, Method, Provenance
from testigo.errors import StoreError
from testigo.evidence.exhibits import FolderStore
from testigo.evidence.journal import Journal
from testigo.evidence.statements import Body, Json, Kind, Statement
from testigo.intake.photo import receive
from testigo.reading.classify import CodeReading, Form, FormReading, classify
from testigo.reading.container import are_one_picture
from testigo.reading.formless import finding_on_code
from testigo.reading.known import GIVEN_UP, READER, Again, Known
from testigo.reading.printed import finding_on_print
from testigo.reading.sandbox import Sandbox
from testigo.reading.unreadable import finding_on


@dataclass(frozen=True)
class Photo:
    """One file: its name, for the screen only, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Outcome:
    """What became of one photo.

    reading     None where nothing was read now: the same file came before (`again`), or in an earlier run
    first       the exhibit that came first of that picture, or is said to
    statements  numbers of its *read* statements, the names of its readings, in the order of `reading.codes`
    """

    name: str
    exhibit: str
    reading: FormReading | None
    again: Again | None
    statements: tuple[int, ...]
    first: str | None = None


@dataclass(frozen=True)
class PhotoReader:
    """Reads photos into the evidence of one operation.

    day    UTC, of the statements
    known  what the evidence says of photos; it grows
    """

    sandbox: Sandbox
    forms: Sequence[Form]
    exhibits: FolderStore
    journal: Journal
    day: datetime.date
    known: Known

    def read(self, photos: Iterable[Photo]) -> Iterator[Outcome]:
        """Keep and read photos; yields what became of each, in their order.

        StoreError where the disk or the database cannot keep one; those before it are kept.
        """
        waiting: deque[Outcome | tuple[Photo, str]] = deque()
        for look in self.sandbox.look_at(self._kept(photos, waiting)):
            while isinstance(one := waiting.popleft(), Outcome):
                yield one
            photo, exhibit = one
            yield self._say(photo, exhibit, classify(look, self.forms))
        yield from (one for one in waiting if isinstance(one, Outcome))

    def _kept(self, photos: Iterable[Photo], waiting: deque[Outcome | tuple[Photo, str]]) -> Iterator[bytes]:
        """Keep each photo, and yield those that are to be looked at; `waiting` has all, in their order."""
        came: set[str] = set()
        for photo in photos:
            exhibit = hashlib.sha256(photo.content).hexdigest()
            if exhibit in came or exhibit in self.known.read:
                again = Again.FILE if exhibit in came else None
                waiting.append(Outcome(photo.name, exhibit, None, again, ()))
            else:
                if exhibit not in self.known.received:
                    receive(photo.content, self.exhibits, self.journal, self.day)
                waiting.append((Photo(photo.name, b""), exhibit))
                yield photo.content
            came.add(exhibit)

    def _say(self, photo: Photo, exhibit: str, reading: FormReading) -> Outcome:
        again, first = self.known.again(exhibit, reading, self._are_one_picture)
        form = self.known.paper(first if again is Again.PIXELS and first else exhibit, reading.look.pixels)
        if reading.reason in GIVEN_UP and exhibit in self.known.given_up:
            return Outcome(photo.name, exhibit, reading, again, (), first)
        said: list[tuple[str | None, Body]] = [
            (code.contest, _read(code, reading, again, form)) for code in reading.codes
        ]
        # All codes of a photo at once: after a crash it was either read or not.
        statements = self.journal.append_all(
            [
                Statement(-1, self.day, Kind.READ, subject=exhibit, contest=contest, body=body)
                for contest, body in said or [(None, _unread(reading, again, form))]
            ]
        )
        if reading.reason not in GIVEN_UP:
            self.known.add(exhibit, reading)
        numbers = tuple(statement.number for statement in statements)
        return Outcome(photo.name, exhibit, reading, again, numbers, first)

    def _are_one_picture(self, first: str, exhibit: str) -> bool:
        try:
            return are_one_picture(self.exhibits.get(first), self.exhibits.get(exhibit))
        except StoreError:  # the first one is damaged or gone: nothing is lost by its being another
            return False


def _read(code: CodeReading, reading: FormReading, again: Again | None, form: str | None) -> Body:
    """Write the body of a *read*: a result is what nobody has to declare, so its class stays open."""
    kind = DocumentClass.DUPLICATE if again is Again.PIXELS else code.document_class
    figures: dict[str, Json] = dict(code.figures)
    beside = reading.print
    findings: Body = {}
    if beside is not None and beside.contradicts:
        findings = {"findings": [finding_on_print(beside)]}
    elif code.formless:
        findings = {"findings": [finding_on_code()]}
    return {
        "reader": READER,
        "station": code.station,
        "form": form,
        "method": Method.MACHINE_CODE.value,
        "provenance_class": Provenance.PHOTO.value,
        "document_class": None if kind is DocumentClass.RESULT else kind.value,
        "confidence": None,
        "figures": figures,
        **findings,
    }


def _unread(reading: FormReading, again: Again | None, form: str | None) -> Body:
    kind = DocumentClass.DUPLICATE if again is Again.PIXELS else reading.document_class
    return {
        "reader": READER,
        "document_class": kind.value,
        "reason": reading.reason,
        "form": form,
        "findings": [finding_on(reading.look)],
    }
