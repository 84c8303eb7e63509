"""Which calls of the kernel a process behind the wall may still make; any other ends it.

In   an architecture: its number, and the numbers of its calls.
Out  the program that the kernel runs before every call (classic BPF, an array of `struct sock_filter`).

It is a list of what is allowed. Files, sockets, processes, signals and code that is written while it runs are
not on it. Source: Linux, Documentation/userspace-api/seccomp_filter.rst; include/uapi/linux/seccomp.h,
filter.h, audit.h; the tables of calls of x86 (syscall_64.tbl) and of arm64 (asm-generic/unistd.h).
The program for arm64 was never run, only compared.
"""

import ctypes
import os
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from testigo.kernel import KernelError, call

REQUEST, ANSWER, WORDS = 0, 1, 2
"""Open behind the wall: whence the request comes, whither the answer goes, and what is thrown away."""

READ_OR_WRITE = 0b011  # PROT_READ | PROT_WRITE
ANONYMOUS = 0x20  # MAP_ANONYMOUS

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
CALL_NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16  # bytes from the begin of `struct seccomp_data`
ALLOW, KILL_PROCESS = 0x7FFF0000, 0x80000000
X32 = 0x40000000
"""From here on x86-64 has the calls of its 32-bit kind, which are others."""

SET_FILTER, IS_AVAILABLE = 1, 2  # SECCOMP_SET_MODE_FILTER, SECCOMP_GET_ACTION_AVAIL
ALL_THREADS = 1  # SECCOMP_FILTER_FLAG_TSYNC


class Bound(Enum):
    """What an argument may be: its place among the arguments, how it is compared, with what."""

    FROM_REQUEST = (0, "one of", (REQUEST,))
    TO_ANSWER = (0, "one of", (ANSWER, WORDS))
    NO_CODE = (2, "only bits", (READ_OR_WRITE,))
    NO_FILE = (3, "has bit", (ANONYMOUS,))


ALLOWED: Mapping[str, tuple[Bound, ...]] = {
    # call: what its arguments are held to
    "read": (Bound.FROM_REQUEST,),
    "write": (Bound.TO_ANSWER,),
    "mmap": (Bound.NO_CODE, Bound.NO_FILE),
    "mprotect": (Bound.NO_CODE,),
    "munmap": (),
    "mremap": (),
    "madvise": (),
    "brk": (),
    "futex": (),
    "sched_yield": (),
    "nanosleep": (),
    "clock_nanosleep": (),
    "clock_gettime": (),
    "gettimeofday": (),
    "getrandom": (),
    "exit": (),
    "exit_group": (),
}


@dataclass(frozen=True)
class Architecture:
    """A kind of processor: its number for the kernel (AUDIT_ARCH), and the number of each call.

    waiting  what libraries with threads wait with, through files without a name that were opened before; how
             they ask for the number of processors; and what a thread of theirs calls when it ends, as idle
             ones do (it holds signals off, and gives the stack for them back)
    """

    number: int
    calls: Mapping[str, int]
    waiting: Mapping[str, int]
    has_x32: bool = False


X86_64 = Architecture(
    0xC000003E,
    {
        "read": 0,
        "write": 1,
        "mmap": 9,
        "mprotect": 10,
        "munmap": 11,
        "brk": 12,
        "sched_yield": 24,
        "mremap": 25,
        "madvise": 28,
        "nanosleep": 35,
        "exit": 60,
        "gettimeofday": 96,
        "futex": 202,
        "clock_gettime": 228,
        "clock_nanosleep": 230,
        "exit_group": 231,
        "getrandom": 318,
    },
    {
        "epoll_wait": 232,
        "epoll_pwait": 281,
        "sched_getaffinity": 204,
        "rt_sigprocmask": 14,
        "sigaltstack": 131,
    },
    has_x32=True,
)
ARM64 = Architecture(
    0xC00000B7,
    {
        "read": 63,
        "write": 64,
        "exit": 93,
        "exit_group": 94,
        "futex": 98,
        "nanosleep": 101,
        "clock_gettime": 113,
        "clock_nanosleep": 115,
        "sched_yield": 124,
        "gettimeofday": 169,
        "brk": 214,
        "munmap": 215,
        "mremap": 216,
        "mmap": 222,
        "mprotect": 226,
        "madvise": 233,
        "getrandom": 278,
    },
    {"epoll_pwait": 22, "sched_getaffinity": 123, "rt_sigprocmask": 135, "sigaltstack": 132},
)
ARCHITECTURES = {"x86_64": (X86_64, 317), "aarch64": (ARM64, 277)}
"""What `uname -m` says -> the architecture, and the number of the call `seccomp`."""


def program(architecture: Architecture, kept: Sequence[int] = ()) -> bytes:
    """Return the filter for an architecture.

    kept  further numbers that may be read, written, and waited for: files without a name
    """
    lines = [
        _line(LOAD, ARCHITECTURE),
        _line(EQUAL, architecture.number, then=1),
        _line(RETURN, KILL_PROCESS),
        _line(LOAD, CALL_NUMBER),
    ]
    if architecture.has_x32:
        lines += [_line(AT_LEAST, X32, otherwise=1), _line(RETURN, KILL_PROCESS)]
    numbers = {name: architecture.calls[name] for name in ALLOWED}
    for name, number in {**numbers, **(architecture.waiting if kept else {})}.items():
        bounds = ALLOWED.get(name, ())
        judged = [line for bound in bounds for line in _judged(bound, kept)] + [_line(RETURN, ALLOW)]
        lines += [_line(EQUAL, number, otherwise=len(judged)), *judged]
    return b"".join([*lines, _line(RETURN, KILL_PROCESS)])


def _judged(bound: Bound, kept: Sequence[int]) -> Iterator[bytes]:
    """Yield the lines that kill unless the lower half of an argument is what it may be.

    The kernel looks at no more of a file's number; of the others the upper half means nothing.
    """
    place, how, values = bound.value
    yield _line(LOAD, ARGUMENTS + 8 * place)
    if how == "one of":
        for left, value in reversed(list(enumerate((*values, *kept)))):
            yield _line(EQUAL, value, then=left + 1)
    elif how == "has bit":
        yield _line(ANY_BIT, values[0], then=1)
    else:
        yield _line(ANY_BIT, ~values[0] & 0xFFFFFFFF, otherwise=1)
    yield _line(RETURN, KILL_PROCESS)


def _line(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    """Return one `struct sock_filter`: how many lines to pass over if the comparison holds, and if not."""
    return struct.pack("<HBBI", code, then, otherwise, value)


def is_available() -> bool:
    """Return whether this kernel filters calls, on an architecture whose calls are known here."""
    if os.uname().machine not in ARCHITECTURES or ctypes.sizeof(ctypes.c_void_p) != 8:
        return False
    wanted = ctypes.c_uint32(KILL_PROCESS)
    try:
        call(ARCHITECTURES[os.uname().machine][1], IS_AVAILABLE, 0, ctypes.addressof(wanted))
    except KernelError:
        return False
    return True


def close(kept: Sequence[int] = ()) -> None:
    """Let every thread of this process make only the calls that are allowed, from now on."""
    architecture, number = ARCHITECTURES[os.uname().machine]
    lines = program(architecture, kept)
    text = ctypes.create_string_buffer(lines, len(lines))
    filled = struct.pack("@HxxxxxxQ", len(lines) // 8, ctypes.addressof(text))  # struct sock_fprog
    whole = ctypes.create_string_buffer(filled, len(filled))
    if call(number, SET_FILTER, ALL_THREADS, ctypes.addressof(whole)) != 0:
        raise KernelError("a thread does not take the filter of calls")
