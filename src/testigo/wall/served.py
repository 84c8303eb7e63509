"""One template behind the wall, as it is seen from in front: started, asked, ended.

In   a `Task`, its settings, a request.
Out  the bytes of an answer, or a `Failure`.

A clock runs beside each request: when it is over, the template is ended, and with it who answers.
This file starts processes, and ends them.
"""

import json
import os
import signal
import socket
from contextlib import suppress
from dataclasses import asdict
from threading import Timer

from testigo.errors import StoreError
from testigo.processes.frames import FrameError, is_at_its_end, read_frame, write_frame
from testigo.processes.start import start
from testigo.wall.task import Failure, Task
from testigo.wall.template import NO_BEGIN, NO_MEMORY, READY, STATUS, Bounds

TEMPLATE = "testigo.wall.template"


class Served:
    """A template, and what was said to it."""

    def __init__(self, task: Task, settings: bytes, built: tuple[str, ...]) -> None:
        self._task = task
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = start(TEMPLATE, theirs, task.environment)
        bounds = Bounds(task.module, task.memory, task.cpu_seconds, task.most_asked, built)
        with suppress(OSError):  # it ended: then it is not ready either
            write_frame(self._control.fileno(), json.dumps(asdict(bounds)).encode())
            write_frame(self._control.fileno(), settings)
        if self._said(len(READY)) != READY:
            self.end()
            raise StoreError(
                f"The process that decodes what strangers sent ({task.module}) does not begin on this "
                "machine, so nothing was read. Install Testigo anew; if that does not help, report it."
            )

    def ask(self, request: bytes) -> bytes | Failure:
        """Have one request answered; after a failure this template is not to be asked again."""
        late = False

        def end() -> None:
            nonlocal late
            late = True
            self._process.kill()

        clock = Timer(self._task.seconds, end)
        clock.daemon = True
        clock.start()
        try:
            answer = self._asked(request)
        finally:
            clock.cancel()
            clock.join()
        return Failure.TOO_LONG if late else answer

    def end(self) -> None:
        """End the template, and the process that it made, at once."""
        self._process.kill()
        self._process.wait()
        self._control.close()

    def _asked(self, request: bytes) -> bytes | Failure:
        answer = self._exchanged(request)
        if isinstance(answer, Failure):
            self._process.kill()  # it says too much, or something else: no need to hear the rest
            return answer
        status = self._said(STATUS.size)
        if len(status) < STATUS.size:
            return Failure.BROKEN
        return _judged(STATUS.unpack(status)[0], answer)

    def _exchanged(self, request: bytes) -> bytes | Failure | None:
        """Hand a request over, and read what comes: an answer, None where there is none, or NO_ANSWER."""
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()
        try:
            try:
                socket.send_fds(self._control, [b"?"], [theirs_in, theirs_out])
            finally:
                os.close(theirs_in)
                os.close(theirs_out)
            with suppress(BrokenPipeError):
                write_frame(ours_out, request)
            answer = read_frame(ours_in, self._task.most_answered)
            return answer if is_at_its_end(ours_in) else Failure.NO_ANSWER
        except FrameError:
            return Failure.NO_ANSWER
        except OSError:
            return None
        finally:
            os.close(ours_out)
            os.close(ours_in)

    def _said(self, length: int) -> bytes:
        """Read what the template itself says; fewer bytes where it ended."""
        said = b""
        with suppress(OSError):
            while len(said) < length and (more := self._control.recv(length - len(said))):
                said += more
        return said


def _judged(status: int, answer: bytes | None) -> bytes | Failure:
    """Say what came of a request, by how its process ended."""
    code = os.waitstatus_to_exitcode(status)
    if code == NO_BEGIN:
        raise StoreError(
            "The wall around what strangers sent could not be closed on this machine, though its kernel says "
            "that it can. Nothing was read. Report it, with the version of the kernel."
        )
    if code == 0 and answer is not None:
        return answer
    return FAILURES.get(code, Failure.BROKEN)


FAILURES = {
    NO_MEMORY: Failure.TOO_MUCH_MEMORY,
    -signal.SIGXCPU: Failure.TOO_LONG,
    -signal.SIGSYS: Failure.FORBIDDEN,
}
