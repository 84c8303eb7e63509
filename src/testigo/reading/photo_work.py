"""Stage 3, behind the wall: what is done with the bytes of one photo.

In   what is sought; then, in a process of its own, one photo.
Out  the `Look` at it, as plain bytes.
"""

import importlib
import re

from testigo.reading.look import Sought, look
from testigo.reading.look_answer import write_look
from testigo.reading.photo_request import OURS, parse_sought
from testigo.reading.trial import FIGURES, TRIAL, trial_layout, trial_photo
from testigo.wall.task import Work

LOADED_LATE = ("PIL.ImageOps", "PIL.MpoImagePlugin", "PIL.TiffImagePlugin", "json")
"""Libraries load what a photo needs when it needs it: Pillow for EXIF (TIFF) and for several pictures (MPO),
zxing-cpp for what it knows of a code beside its text."""

TRIED = (Sought(re.compile(TRIAL), trial_layout(), len(FIGURES)),)
SOUGHT: list[Sought] = []
"""What this process was prepared for."""


def prepare(settings: bytes) -> None:
    """Look at photos of our own, so that nothing has to be opened or loaded afterwards."""
    SOUGHT[:] = parse_sought(settings)
    for name in LOADED_LATE:
        importlib.import_module(name)
    for kind in ("JPEG", "PNG"):
        write_look(look(trial_photo(kind), TRIED))


def answer(request: bytes) -> bytes:
    """Look at one photo."""
    whose, photo = request[:1], request[1:]
    return write_look(look(photo, TRIED if whose == OURS else SOUGHT))


WORK = Work(prepare, answer)
