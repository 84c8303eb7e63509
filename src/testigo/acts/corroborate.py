"""Our results beside anyone's readings, which are never counted and never kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from testigo.acts.import_tables import read_tables
from testigo.acts.operation import Operation
from testigo.acts.passed_in import Progress, unwatched
from testigo.errors import Message, RefusedError
from testigo.intake.table import ImportedTable
from testigo.official.corroborate import Corroboration
from testigo.official.corroborate import corroborate as held_against
from testigo.snapshot import Snapshot


@dataclass(frozen=True)
class Corroborated:
    """The readings of others, and how our results stand beside them."""

    snapshot: Snapshot
    table: ImportedTable
    found: Corroboration


def corroborate(
    operation: Operation, files: Sequence[Path], mapping_file: Path, progress: Progress = unwatched
) -> Corroborated:
    """Hold the accepted results against a table of readings; RefusedError where the files are several."""
    read = read_tables(operation, files, mapping_file, progress)
    if len(read) > 1:
        raise RefusedError(Message("corroborate.several_tables"))
    snapshot = operation.snapshot()
    return Corroborated(snapshot, read[0], held_against(snapshot.results, read[0].long()))
