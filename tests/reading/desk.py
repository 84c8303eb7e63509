"""A small operation that reads photos, with the invented country of `tests.world` and a form with a code."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from testigo.columns import Status
from testigo.evidence.connect import EVIDENCE_FILE, open_journal
from testigo.evidence.exhibits import FolderStore
from testigo.evidence.journal import Journal
from testigo.evidence.statements import Json, Kind, Statement
from testigo.forms.profile import FormProfile, MachineCode
from testigo.reading.classify import Form, sought_of
from testigo.reading.known import KINDS, known_in
from testigo.reading.read import Outcome, Photo, PhotoReader
from testigo.reading.sandbox import Sandbox
from testigo.snapshot import Snapshot, derive
from testigo.standing.gather import Evidence, gather
from tests import world
from tests.reading.drawn import jpeg, symbol

DAY = datetime.date(2030, 1, 6)
CODE = MachineCode(
    pattern=re.compile(
        r"(?P<station>[A-B][12]-1\.[0-9]{2})!(?P<votes>[0-9]{1,3},[0-9]{1,3})!(?P<valid>[0-9]{1,3})!(?P<null>[0-9])"
    ),
    station="{station}",
    lines="votes",
    votes_by="options",
    separator=",",
    fields=(("valid", "valid_votes"), ("null", "null_votes")),
)
PROFILE: FormProfile = replace(world.PROFILE, machine_code=CODE)
MAYOR = Form(PROFILE, world.contest())
ELECTION = world.election([MAYOR.contest], world.policy("one machine code whose sums hold", "two persons"))


def form(station: str, red: int, blue: int, valid: int | None = None, *, module: int = 4) -> bytes:
    """A photo of a form; another size of module is another photo of it."""
    total = red + blue if valid is None else valid
    return jpeg(symbol(f"{station}!{red},{blue}!{total}!5", module))


@dataclass(frozen=True)
class Desk:
    """Where photos are read."""

    exhibits: FolderStore
    journal: Journal

    def read(self, *photos: bytes) -> list[Outcome]:
        reader = PhotoReader(
            sandbox=Sandbox(1, sought_of([MAYOR])),
            forms=(MAYOR,),
            exhibits=self.exhibits,
            journal=self.journal,
            day=DAY,
            known=known_in(self.journal.statements(kinds=KINDS)),
        )
        return list(reader.read(Photo(f"photo {number}", each) for number, each in enumerate(photos)))

    def type(self, exhibit: str, station: str, person: str, red: int, blue: int) -> Statement:
        body: dict[str, Json] = {
            "station": station,
            "form": None,
            "method": "person",
            "provenance_class": "photo only",
            "document_class": None,
            "confidence": None,
            "figures": {"votes_red": red, "votes_blue": blue},
        }
        return self.journal.append(
            DAY, Kind.TRANSCRIBED, subject=exhibit, contest="mayor", person=person, body=body
        )

    def said(self, *kinds: Kind) -> list[Statement]:
        return list(self.journal.statements(kinds=kinds))

    def evidence(self) -> Evidence:
        figures = {"mayor": world.figures_of(MAYOR.contest, PROFILE)}
        return gather(self.journal.statements(), self.exhibits.get, figures)

    def snapshot(self) -> Snapshot:
        return derive(ELECTION, {"form": PROFILE}, self.evidence())

    def statuses(self, *stations: str) -> list[Status]:
        results = self.snapshot().results["mayor"]
        known = dict(results.select("station", "status").iter_rows())
        return [Status(known[station]) for station in stations]

    def findings(self) -> list[tuple[str, str]]:
        return self.snapshot().findings.select("code", "station").rows()


def desk(folder: Path) -> Desk:
    journal = open_journal(folder / EVIDENCE_FILE, create=True)
    journal.append(DAY, Kind.OPENED, body={"seal": ELECTION.seal})
    return Desk(FolderStore(folder / "exhibits"), journal)


def classes(outcomes: Sequence[Outcome]) -> list[str | None]:
    """The class of each photo, as its own reading says; None where nothing was read now."""
    return [None if each.reading is None else each.reading.document_class.value for each in outcomes]
