"""A whole publication as one ZIP, for mirrors: the same publication gives the same bytes each time.

In   the paths and contents of the files, one after the other; a binary stream to write into.
Out  a ZIP (with Zip64 where it is needed) that holds them sorted by path below one folder, with the day of
     the publication and no trace of the machine. Only one file is in memory at a time.

The bytes are the same for one version of zlib: deflated text may differ between two. What is inside is held
by the manifest in any case.
"""

import datetime
import zipfile
from collections.abc import Iterable
from typing import BinaryIO

LEVEL = 6
PACKED = (".png", ".parquet", ".zip")
"""Ends of files that are compressed already, and are stored as they are."""
HASH_END = ".sha256"
"""Of the file beside it that holds its hash, as `sha256sum -c` reads it."""
READABLE_FILE = 0o100644 << 16
UNIX = 3


def archive_name(number: int) -> str:
    """Return the name of the ZIP of a publication."""
    return f"publication-{number:04d}.zip"


def write_zip(
    files: Iterable[tuple[str, bytes]], folder: str, to: BinaryIO, day: datetime.date, number: int
) -> None:
    """Write a ZIP of some files, sorted by path, below `folder`; ValueError where they are not sorted.

    day, number  of the publication: every file has midnight as its time, and two seconds (a ZIP counts by
                 twos) more for each number, so that whoever serves the files tells two publications apart
    """
    midnight = datetime.datetime.combine(day, datetime.time())
    when = (midnight + datetime.timedelta(seconds=2 * number)).timetuple()[:6]
    before = ""
    with zipfile.ZipFile(to, "w", allowZip64=True) as packed:
        for path, content in files:
            if path <= before:
                raise ValueError(f"{path} comes after {before}: the files of a ZIP are sorted by path")
            before = path
            entry = zipfile.ZipInfo(f"{folder}/{path}", when)
            entry.create_system = UNIX
            entry.external_attr = READABLE_FILE
            entry.compress_type = zipfile.ZIP_STORED if path.endswith(PACKED) else zipfile.ZIP_DEFLATED
            packed.writestr(entry, content, compresslevel=LEVEL)
