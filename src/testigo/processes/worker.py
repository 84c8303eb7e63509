"""A process that works for another of ours: it is told once what to do, and then item after item.

in   a frame with what to do, then a frame for each item, pickled by the process that started this one
out  for each item a frame: DONE and what came of it, or FAILED and what is to be said of it
"""

import errno
import json
import os
import pickle

from testigo.errors import TestigoError
from testigo.processes.frames import read_frame, write_frame

CONTROL = 0
DONE, FAILED = b"d", b"f"
MOST_ASKED = 1 << 40  # bytes; they are ours


def main() -> None:
    """Work until nobody asks any more."""
    control = os.dup(CONTROL)
    work, write, state = pickle.loads(read_frame(control, MOST_ASKED) or b"")  # noqa: S301 (it is ours)
    while (asked := read_frame(control, MOST_ASKED)) is not None:
        try:
            answer = DONE + write(work(state, pickle.loads(asked)))  # noqa: S301 (it is ours)
        except OSError as error:
            file = None if error.filename is None else str(error.filename)
            answer = FAILED + json.dumps({"errno": error.errno or errno.EIO, "file": file}).encode()
        except TestigoError as error:
            answer = FAILED + json.dumps({"words": str(error)}).encode()
        except Exception as error:  # a fault of ours: it is told in one line
            words = f"A fault of Testigo itself: {type(error).__name__}. Report it."
            answer = FAILED + json.dumps({"words": words}).encode()
        write_frame(control, answer)
