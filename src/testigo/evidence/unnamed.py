"""Stage 2: files that no folder names while they are written, so that a killed run leaves nothing of them.

In   a folder.
Out  a new file without a name, and later its name; None on a system or disk that has no such files.

Linux has them (open(2), O_TMPFILE), on every disk that people use there but FAT and some networks. What is
done elsewhere is said by who calls. This file touches the disk.
"""

import errno
import os
from pathlib import Path

NO_UNNAMED = (errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOENT)
"""What a disk says that has no files without a name."""
OPEN_FILES = Path("/proc/self/fd")
"""Where Linux shows a process its open files: the one way to a file without a name."""


def open_unnamed(folder: Path) -> int | None:
    """Open a new file of its owner's alone, to be read and written, in the place of `folder`."""
    unnamed = getattr(os, "O_TMPFILE", 0)
    if not unnamed or not OPEN_FILES.is_dir():
        return None
    try:
        return os.open(folder, unnamed | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        if error.errno not in NO_UNNAMED:
            raise
        return None


def way_to(descriptor: int) -> Path:
    """Return a path that opens an open file once more, whether it has a name or not (Linux)."""
    return OPEN_FILES / str(descriptor)


def give_name(descriptor: int, place: Path) -> None:
    """Name an open file; FileExistsError where the name is taken."""
    shown = os.open(OPEN_FILES, os.O_RDONLY | os.O_DIRECTORY)
    try:
        # Only with a folder does Python follow the link that leads to a file without a name.
        os.link(str(descriptor), place, src_dir_fd=shown, follow_symlinks=True)
    finally:
        os.close(shown)
