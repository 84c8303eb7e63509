"""Files that somebody gives: in chunks, hashed as they are handed on; and the code tables of a mapping."""

import hashlib
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field
from pathlib import Path

from testigo.acts.passed_in import Progress, unwatched
from testigo.errors import InputError, Message, StoreError
from testigo.intake.accept import Source
from testigo.intake.code_files import code_files, escaping, filled
from testigo.intake.language import CodeTable
from testigo.intake.mapping import Mapping, with_tables
from testigo.tables.text import CHUNK


@dataclass
class FileChunks:
    """A file in chunks, as often as it is walked; `sha256` is that of what was handed on last.

    progress  is told how many bytes of the file were read, of `total`
    """

    path: Path
    progress: Progress = unwatched
    total: int = 0
    sha256: str = field(default="", init=False)

    def __iter__(self) -> Iterator[bytes]:
        digest = hashlib.sha256()
        done = 0
        try:
            with self.path.open("rb") as file:
                while chunk := file.read(CHUNK):
                    digest.update(chunk)
                    done += len(chunk)
                    self.progress(done, self.total)
                    yield chunk
        except OSError as error:
            raise StoreError(
                Message("file.cannot_be_read", file=self.path.name, reason=error.strerror)
            ) from None
        self.sha256 = digest.hexdigest()


def total_size(paths: Sequence[Path]) -> int:
    """Return the bytes of files together."""
    try:
        return sum(path.stat().st_size for path in paths)
    except OSError as error:
        raise StoreError(Message("file.one_cannot_be_read", reason=error.strerror)) from None


def content_of(path: Path) -> bytes:
    """Return the bytes of a small file."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from None


def unreadable(path: Path, error: OSError) -> StoreError:
    """Return the error of a file that the disk does not give."""
    return StoreError(Message("file.cannot_be_read", file=path.name, reason=error.strerror))


def mapping_with_codes(mapping: Mapping, mapping_file: Path) -> tuple[Mapping, list[Source]]:
    """Read the code tables that lie beside a mapping; return the mapping with them, and the files."""
    tables, sources = tables_with_codes(mapping.tables, mapping_file)
    return with_tables(mapping, tables), sources


def tables_with_codes(
    named: Pairs[str, CodeTable], mapping_file: Path
) -> tuple[dict[str, CodeTable], list[Source]]:
    """Return code tables with the pairs of the files beside the mapping that they name, and these files."""
    problems = escaping(mapping_file.name, named)
    if problems:
        raise InputError(problems)
    paths = {name: mapping_file.parent / name for name in code_files(named)}
    contents = {name: content_of(path) for name, path in paths.items() if path.is_file()}
    tables = filled(mapping_file.name, named, contents)
    return tables, [
        Source(paths[name], hashlib.sha256(content).hexdigest()) for name, content in contents.items()
    ]
