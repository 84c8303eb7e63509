"""The two releases of Venezuela's table, and the amendment of the frame between them, for tests.

`grown` is an operation of the first release whose frame is amended and whose table is replaced by the second,
by the real commands.
"""

import csv
import io
import shutil
from collections.abc import Iterable
from pathlib import Path

from testigo.acts.operation import Operation
from testigo.evidence.statements import Kind
from tests.commands import run
from tests.conftest import SHARED

DATA = SHARED / "data" / "venezuela-2024"
MODEL = SHARED / "design" / "model" / "venezuela-2024"
SECOND = DATA / "RESULTADOS_2024_CSV_V2.csv"
REASON = "The publisher took two rows of one polling place back, and added 543."
FOUND = "Stations that the second release found; no list of all stations is public."


def found_stations(operation: Operation) -> str:
    """The stations that the second release found, as a table that amends the definition (CSV)."""
    with SECOND.open(encoding="iso-8859-1", newline="") as file:
        rows = list(csv.DictReader(file))
    known = set(operation.election.stations["station"])
    stations = []
    for row in rows:
        polling_place = row["CENTRO"].zfill(9)
        station = f"{polling_place}.{row['MESA'].zfill(2)}"
        if station not in known:
            stations.append((station, polling_place, polling_place[:6], polling_place[:2], ""))
    return table("station,polling_place,jurisdiction,stratum,registered_voters", stations)


def table(header: str, rows: Iterable[tuple[object, ...]]) -> str:
    """Write a CSV."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return written.getvalue()


def amend(folder: Path, working: Path) -> None:
    """Amend the frame by what the second release found."""
    file = working / "found.csv"
    file.write_text(found_stations(Operation(folder)), encoding="utf-8")
    assert run("election", "amend", folder, file, "--reason", FOUND, "--person", "desk-1") == 0


def import_second(folder: Path, *options: object) -> int:
    """Import the second release; the exit code."""
    return run("import", folder, SECOND, "--mapping", MODEL / "map-v2.toml", *options)


def first_import(operation: Operation) -> int:
    """The number of the statement that imported the first release."""
    return next(operation.journal.statements(kinds=(Kind.IMPORTED,))).number


def grown(first: Operation, working: Path) -> Operation:
    """Copy the operation of the first release, and let frame and table grow."""
    folder = working / "operation"
    shutil.copytree(first.folder, folder)
    amend(folder, working)
    assert import_second(folder, "--replaces", first_import(first), "--reason", REASON) == 0
    return Operation(folder)
