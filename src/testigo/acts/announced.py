"""Plans and samples on the disk: never written over.

In   a file, its bytes.
Out  nothing; RefusedError where the file is there, StoreError where the disk does not allow it.
"""

from pathlib import Path

from testigo.acts.durable import write_new
from testigo.errors import Message, RefusedError, StoreError
from testigo.evidence.exhibits import reason


def refuse_to_write_over(file: Path) -> None:
    """Raise RefusedError where a file is there already."""
    if file.exists():
        raise RefusedError(Message("statistics.written_already", file=file))


def put(file: Path, content: bytes) -> None:
    """Write a new file, down to the disk."""
    refuse_to_write_over(file)
    try:
        write_new(file, content)
    except OSError as error:
        raise StoreError(Message("statistics.cannot_be_written", file=file, reason=reason(error))) from None
