"""How a Python process of ours is started: anew, and with nothing of ours that it does not need.

In   a module of ours with a function `main`, and one end of a socket.
Out  a process that runs `main`; its standard input is that socket.

It has no environment but a few words, no file of ours, and imports nothing that this process could not. It
ends with the thread that started it (Linux; elsewhere when the socket ends).
This file starts processes.
"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping

from testigo.kernel import END_WITH_PARENT, KernelError, prctl
from testigo.safe_path import path_of_this_process

BEGIN = (
    "import sys; parent = int(sys.argv[1]); sys.path[:] = sys.argv[3:]; "
    "from testigo.processes.start import begin; begin(sys.argv[2], parent)"
)
ENVIRONMENT = {"LC_ALL": "C.UTF-8"}


def start(
    module: str, theirs: socket.socket, environment: Mapping[str, str], folder: str | None = os.sep
) -> "subprocess.Popen[bytes]":
    """Start a process that calls `main` of a module of ours.

    theirs       becomes its standard input; nothing else of ours is open there
    environment  words that its libraries need, such as how many threads they may start
    folder       its working directory; None where it is to be that of this process
    """
    # -I and -S: no variable, no folder of the user's, no file of the installation says what is imported.
    arguments = ["-I", "-S", "-c", BEGIN, str(os.getpid()), module, *path_of_this_process()]
    return subprocess.Popen(  # noqa: S603 (Python itself, and words of ours)
        [sys.executable, *arguments],
        stdin=theirs.fileno(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={**ENVIRONMENT, **environment},
    )


def begin(module: str, parent: int) -> None:
    """Begin in the new process."""
    import importlib

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who started it
    end_with(parent)
    importlib.import_module(module).main()


def end_with(parent: int) -> None:
    """End when the parent ends, however it ends."""
    try:
        prctl(END_WITH_PARENT, signal.SIGKILL)
    except KernelError:
        return
    if os.getppid() != parent:
        os._exit(1)
