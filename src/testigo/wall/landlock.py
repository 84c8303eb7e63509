"""No file and no connection for a process behind the wall, whatever its user may do elsewhere (Landlock).

In   how much of Landlock the kernel knows (its ABI).
Out  a rule that takes every right that this kernel can take, and gives none back.

It holds for the thread that takes it and for those that it starts afterwards. Beneath it stands the filter of
calls, which knows no file at all; neither needs the other.
Source: Linux, Documentation/userspace-api/landlock.rst; include/uapi/linux/landlock.h.
"""

import ctypes
import os
import struct

from testigo.kernel import KernelError, call

CREATE_RULES, RESTRICT_SELF = 444, 446  # of every architecture
TELL_VERSION = 1
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""ABI -> how many rights to files there are; each is a bit, from the lowest."""
BIND_AND_CONNECT = 0b11  # TCP, from ABI 4
ABSTRACT_SOCKETS_AND_SIGNALS = 0b11  # of processes outside, from ABI 6


def version() -> int:
    """Return the ABI of Landlock that this kernel has; 0 where it has none, or it is switched off."""
    try:
        return call(CREATE_RULES, 0, 0, TELL_VERSION)
    except KernelError:
        return 0


def rights(abi: int) -> bytes:
    """Return all rights that an ABI knows, as `struct landlock_ruleset_attr`: files, network, scope."""
    files = (1 << FILE_RIGHTS[min(abi, max(FILE_RIGHTS))]) - 1
    network = [BIND_AND_CONNECT] if abi >= 4 else []
    scope = [ABSTRACT_SOCKETS_AND_SIGNALS] if abi >= 6 else []
    return b"".join(struct.pack("@Q", part) for part in (files, *network, *scope))


def close() -> None:
    """Take every right from this thread; KernelError where the kernel has no Landlock."""
    taken = rights(version() or 1)
    attributes = ctypes.create_string_buffer(taken, len(taken))
    rules = call(CREATE_RULES, ctypes.addressof(attributes), len(taken), 0)
    call(RESTRICT_SELF, rules, 0)
    os.close(rules)
