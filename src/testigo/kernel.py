"""The few calls of the kernel that Python does not have: through the C library, with plain numbers.

`prctl` changes what holds for this process, `call` is any call by its number.
"""

import ctypes
import errno
import os
from functools import cache

END_WITH_PARENT = 1  # PR_SET_PDEATHSIG
DUMPABLE = 4  # PR_SET_DUMPABLE
NO_NEW_PRIVILEGES = 38  # PR_SET_NO_NEW_PRIVS


class KernelError(OSError):
    """The kernel refused a call, or has none such."""


def prctl(option: int, value: int) -> None:
    """Set an option of this process (Linux)."""
    _checked("prctl", ctypes.c_int, option, value, 0, 0, 0)


def call(number: int, *arguments: int) -> int:
    """Call the kernel by number; addresses are numbers too."""
    return _checked("syscall", ctypes.c_long, number, *arguments)


def hide_memory() -> None:
    """Let no other process of this user look into this one, and leave no core when it breaks."""
    prctl(DUMPABLE, 0)


def _checked(name: str, answers: type[ctypes.c_int | ctypes.c_long], *arguments: int) -> int:
    function = getattr(_library(), name, None)
    if function is None:
        raise KernelError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    function.restype = answers
    result = int(function(*(ctypes.c_long(argument) for argument in arguments)))
    if result < 0:
        number = ctypes.get_errno()
        raise KernelError(number, os.strerror(number))
    return result


@cache
def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
