"""One operation, as headquarters has it open: its folder, its clock, and who writes in it.

Each request opens the operation anew, so that no statement is seen half; what is derived of it is kept as
long as nothing was said since (`state`). One act writes at a time: here by a lock, against other programs by
`at_work`.
"""

import datetime
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from testigo.acts.at_work import at_work
from testigo.acts.definition import definition_folder, is_sealed
from testigo.acts.operation import Operation
from testigo.acts.passed_in import RandomBytes
from testigo.server.door import Door
from testigo.server.works import Works
from testigo.snapshot import Snapshot

NAME = "testigo headquarters"
OWN = "headquarters"
"""The folder in an operation where headquarters keeps what is no evidence: uploads that wait for a person."""
OF_THE_OWNER = 0o700


@dataclass
class House:
    """An operation behind pages.

    today   the day, as whoever runs it has it
    random  bytes that nobody can foretell
    cores   processes that one act may use
    site    address at which the publication is shown: another origin than that of these pages
    """

    folder: Path
    today: Callable[[], datetime.date]
    random: RandomBytes
    cores: int
    door: Door
    site: str = ""
    works: Works = field(default_factory=Works)
    _writing: threading.Lock = field(default_factory=threading.Lock)
    _deriving: threading.Lock = field(default_factory=threading.Lock)
    _kept: tuple[int, Snapshot] | None = None

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
        """Return what stands: kept as long as nothing is said; the one place that derives it for pages."""
        last = operation.journal.last()
        number = -1 if last is None else last.number
        with self._deriving:
            if self._kept is None or self._kept[0] != number:
                self._kept = (number, operation.snapshot(number))
            return self._kept[1]

    def own_folder(self, name: str) -> Path:
        """Return a folder of headquarters in the operation, for the owner alone."""
        own = self.folder / OWN
        own.mkdir(mode=OF_THE_OWNER, exist_ok=True)
        found = own / name
        found.mkdir(mode=OF_THE_OWNER, exist_ok=True)
        return found
