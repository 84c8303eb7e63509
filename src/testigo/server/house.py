"""One operation, as headquarters has it open: its folder, its clock, and who writes in it.

Each request opens the operation anew, so that no statement is seen half; what was read of it is kept, and
only what is new is read (`state`). One act writes at a time: here by a lock, against other programs by
`at_work`.
"""

import datetime
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from testigo.acts.at_work import at_work
from testigo.acts.definition import definition_folder, is_sealed
from testigo.acts.kept_state import KeptState, state_now
from testigo.acts.night import Night, night
from testigo.acts.operation import Operation
from testigo.acts.passed_in import Progress, RandomBytes
from testigo.acts.read_received import read_received
from testigo.acts.take_in import Desk, desk_of
from testigo.server.door import Door
from testigo.server.pieces import FolderOfPieces
from testigo.server.tokens import Tokens
from testigo.server.works import Works
from testigo.snapshot import Snapshot

NAME = "testigo headquarters"
OWN = "headquarters"
OF_A_CORE = 4
"""What is derived for who looks takes one part in so many of a core's time."""
RECEIVED = "received"
"""The work that reads what was taken in."""
"""The folder in an operation where headquarters keeps what is no evidence: uploads that wait for a person."""
OF_THE_OWNER = 0o700
LEAST_FREE = 512 * 1024 * 1024
"""Bytes that stay free on the disk: with less nothing more is taken in, so that what was can be kept."""


@dataclass
class House:
    """An operation behind pages.

    today   the day, as whoever runs it has it
    random  bytes that nobody can foretell
    cores   processes that one act may use
    least_free  bytes that stay free on the disk
    site    address at which the publication is shown: another origin than that of these pages
    """

    folder: Path
    today: Callable[[], datetime.date]
    random: RandomBytes
    cores: int
    door: Door
    site: str = ""
    least_free: int = LEAST_FREE
    works: Works = field(default_factory=Works)
    _writing: threading.Lock = field(default_factory=threading.Lock)
    _deriving: threading.Lock = field(default_factory=threading.Lock)
    _kept: KeptState | None = None
    _desk: Desk | None = None
    _nights: threading.Lock = field(default_factory=threading.Lock)
    _night: Night | None = None
    _next_night: float = 0.0
    is_ending: Callable[[], bool] = lambda: False

    @property
    def is_made(self) -> bool:
        """Whether the folder holds an operation yet."""
        return definition_folder(self.folder).is_dir()

    @property
    def is_sealed(self) -> bool:
        """Whether its definition was sealed."""
        return self.is_made and is_sealed(self.folder)

    @contextmanager
    def looking(self) -> Iterator[Operation]:
        """Open the operation to look; the database refuses every statement."""
        with Operation(self.folder, only_look=True) as operation:
            yield operation

    @contextmanager
    def writing(self) -> Iterator[Operation]:
        """Open the operation to say something; RefusedError where another program is at work in it."""
        with self.alone(), Operation(self.folder) as operation:
            yield operation

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the operation against every other writer."""
        with self._writing, at_work(self.folder, NAME):
            yield

    def state(self, operation: Operation) -> Snapshot:
        """Return what stands, reading only what is new; the one place that derives it for pages."""
        with self._deriving:
            self._kept = state_now(operation, self._kept)
            return self._kept.snapshot

    @cached_property
    def pieces(self) -> FolderOfPieces:
        """Pieces of files that are being sent."""
        return FolderOfPieces(self.own_folder("pieces"))

    @cached_property
    def tokens(self) -> Tokens:
        """Tokens of programs that hand in."""
        return Tokens(self.own_folder("tokens"))

    def desk(self, operation: Operation) -> Desk:
        """Return who takes in; called by whoever holds the operation."""
        if self._desk is None:
            self._desk = desk_of(operation, self.own_folder("keys"), self.today(), self.random)
        return self._desk

    def read_what_came(self) -> None:
        """Begin to read what was taken in, unless that waits to begin already."""
        if not any(work.kind == RECEIVED and not work.is_begun for work in self.works.running):
            self.works.begin(RECEIVED, self._read)

    def _read(self, progress: Progress) -> object:
        with Operation(self.folder) as operation:
            return read_received(operation, self.cores, self.today(), progress)

    def night(self) -> Night:
        """Return how the night stands, derived once for all who look, and for at most a quarter of a core."""
        with self._nights:
            if time.monotonic() >= self._next_night or self._night is None:
                begun = time.monotonic()
                with self.looking() as operation:
                    last = operation.journal.last()
                    if self._night is None or last is None or last.number != self._night.statement:
                        self._night = night(operation, self.state(operation))
                took = time.monotonic() - begun
                self._next_night = time.monotonic() + max(1.0, took * (OF_A_CORE - 1))
            return self._night

    def own_folder(self, name: str) -> Path:
        """Return a folder of headquarters in the operation, for the owner alone."""
        own = self.folder / OWN
        own.mkdir(mode=OF_THE_OWNER, exist_ok=True)
        found = own / name
        found.mkdir(mode=OF_THE_OWNER, exist_ok=True)
        return found
