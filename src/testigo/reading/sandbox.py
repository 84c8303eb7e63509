"""Stage 3, the wall: an image from outside is decoded only in a process that has nothing to lose.

In   bytes of photos, and which forms are sought.
Out  a `Look` for each, in the order in which they came; a photo that breaks its process is one `Look` with a
     reason, and the others go on.

Each photo has a process of its own behind the wall (`testigo.wall`), and `photo_work` is what is done there.
What comes back is bytes, held against what a `Look` may be.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from testigo.errors import StoreError
from testigo.reading.container import MOST_BYTES, Refusal
from testigo.reading.look import Look, Sought
from testigo.reading.look_answer import MOST_ANSWERED, parse_look
from testigo.reading.photo_request import OURS, THEIRS, write_sought
from testigo.reading.trial import FIGURES, TRIAL, trial_photo
from testigo.wall.task import MEBIBYTE, Failure, Task
from testigo.wall.wall import Wall

ENVIRONMENT = {
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    # A process lives for one photo: memory comes in large pages, and is not given back in between.
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=33554432"
    ":glibc.malloc.trim_threshold=268435456",
}
PHOTO = Task(
    module="testigo.reading.photo_work",
    memory=900 * MEBIBYTE,  # about 250 MiB of it for the libraries
    cpu_seconds=8,
    seconds=30,
    most_asked=MOST_BYTES + 1,
    most_answered=MOST_ANSWERED,
    environment=ENVIRONMENT,
)
REFUSALS = {
    Failure.TOO_LONG: Refusal.TOO_LONG,
    Failure.TOO_MUCH_MEMORY: Refusal.TOO_LARGE,
    Failure.FORBIDDEN: Refusal.FORBIDDEN,
    Failure.BROKEN: Refusal.KILLED,
    Failure.NO_ANSWER: Refusal.KILLED,
}


@dataclass(frozen=True)
class Sandbox:
    """Looks at photos in `jobs` processes at a time.

    without_wall  go on where this system cannot build the whole wall
    """

    jobs: int
    sought: tuple[Sought, ...]
    without_wall: bool = False

    def look_at(self, photos: Iterable[bytes]) -> Iterator[Look]:
        """Yield what is on each photo, in their order; they are asked for as processes become free.

        RefusedError where the wall cannot be built; StoreError where no photo can be read on this machine.
        """
        with Wall(PHOTO, write_sought(self.sought), self.jobs, without=self.without_wall) as wall:
            _try_out(wall.ask(OURS + trial_photo()))
            yield from map(_look, wall.answers(THEIRS + content for content in photos))


def _try_out(answer: bytes | Failure) -> None:
    """Hold what was seen on our own photo against it: where nothing can be read, no form is unreadable."""
    seen = _look(answer)
    if seen.codes != (TRIAL.encode(),) or tuple(each.digits for each in seen.figures) != FIGURES:
        raise StoreError(
            "The processes that decode photos do not work on this machine: they cannot read a photo of "
            f"our own ({seen.refusal or 'code or figures were not found'}). Nothing was read. Install "
            "Testigo anew; if that does not help, report it."
        )


def _look(answer: bytes | Failure) -> Look:
    if isinstance(answer, Failure):
        return Look(REFUSALS[answer])
    return parse_look(answer) or Look(Refusal.KILLED)
