"""How quick the evidence is, beside what no store can beat on the same disk.

Writing   durable appends a second, beside a bare write and fsync of the same bytes: the ratio is what the
          chain, the database's own rules and its log cost.
Reading   `gather` of one table of 1,000,000 stations x 13 figures, beside only reading its Parquet and
          beside Polars' own pivot; and of 200,000 transcriptions.
"""

import datetime
import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.figures import keep
from testigo import columns
from testigo.evidence.connect import EVIDENCE_FILE, open_journal
from testigo.evidence.exhibits import EXHIBITS_FOLDER, FolderStore
from testigo.evidence.statements import Json, Kind, Statement, write_statement
from testigo.standing.gather import gather

DAY = datetime.date(2024, 7, 28)
APPENDS = 200
PUTS = 60
TURNS = 6
PHOTO = 200_000  # bytes
STATIONS = 1_000_000
TRANSCRIPTIONS = 200_000
FIGURES = columns.figure_columns([f"votes_{number}" for number in range(8)], [], [])


def run() -> None:
    """Print every figure with its limit."""
    with tempfile.TemporaryDirectory() as folder:
        appends(Path(folder))
        puts(Path(folder))
        table = Path(folder) / "table.parquet"
        in_a_process_of_its_own(make_table, table)
        for job in (only_read, pivot, gather_table, gather_transcriptions):
            print(in_a_process_of_its_own(measured, job, table))


def in_a_process_of_its_own(work: Callable[..., Any], *arguments: object) -> Any:
    """Run `work` where no other work's memory counts."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


def seconds(work: Callable[[], object]) -> float:
    """Return how long `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def appends(folder: Path) -> None:
    """Statements a second, beside as many bytes written and fsynced to the end of one file."""
    journal = open_journal(folder / EVIDENCE_FILE, create=True)
    line = write_statement(journal.append(DAY, Kind.RECEIVED, subject="a" * 64))

    def append() -> None:
        for _ in range(APPENDS):
            journal.append(DAY, Kind.RECEIVED, subject="a" * 64)

    def write() -> None:
        with (folder / "lines").open("ab", buffering=0) as target:
            for _ in range(APPENDS):
                target.write(line)
                os.fsync(target.fileno())

    compare("append a statement", APPENDS, append, write)


def puts(folder: Path) -> None:
    """Photos a second, beside a new file each, written and fsynced with nothing else."""
    store = FolderStore(folder / EXHIBITS_FOLDER)

    def put() -> None:
        for _ in range(PUTS):
            store.put(os.urandom(PHOTO))

    def write() -> None:
        for _ in range(PUTS):
            with tempfile.NamedTemporaryFile(dir=folder, delete=False) as target:
                target.write(os.urandom(PHOTO))
                target.flush()
                os.fsync(target.fileno())

    compare(f"put an exhibit of {PHOTO:,} bytes", PUTS, put, write)


def compare(what: str, number: int, ours: Callable[[], None], bare: Callable[[], None]) -> None:
    """Print both at their best of several turns, taken in turn: others use the disk too."""
    turns = [(seconds(ours), seconds(bare)) for _ in range(TURNS)]
    quick, limit = (number / min(times) for times in zip(*turns, strict=True))
    print(
        f"{what}: {quick:,.0f}/s; bare write and fsync of as much {limit:,.0f}/s; ratio {quick / limit:.2f}"
    )
    keep("evidence", f"{what.split(' of ')[0]}, to bare write and fsync", limit / quick)


def make_table(path: Path) -> None:
    """Write a long table of 1,000,000 stations x 13 figures as an import keeps it."""
    stations = pl.select(station=pl.format("{}.01", pl.int_range(STATIONS).cast(pl.String).str.zfill(9)))
    frames = [
        columns.conform(
            stations.with_columns(
                part=pl.lit(0), contest=pl.lit("P"), figure=pl.lit(figure), value=pl.int_range(STATIONS) % 500
            ),
            columns.IMPORTED,
        )
        for figure in FIGURES
    ]
    pl.concat(frames).sort("part", "station", "figure").write_parquet(path, compression="zstd")


def only_read(path: Path) -> pl.DataFrame:
    """Read the Parquet and nothing more."""
    return pl.read_parquet(path)


def pivot(path: Path) -> pl.DataFrame:
    """Make it wide as Polars' own `pivot` does, unsorted."""
    return pl.read_parquet(path).pivot(on="figure", index=["part", "station"], values="value")


def gather_table(path: Path) -> pl.DataFrame:
    """Gather one *imported* statement."""
    name = "a" * 64
    part: dict[str, Json] = {
        "reader": "publisher",
        "method": "published table",
        "provenance_class": "third party",
    }
    body: dict[str, Json] = {
        "files": [name],
        "mapping": name,
        "readings": name,
        "parts": [part],
        "rows": STATIONS,
        "replaces": None,
    }
    statement = Statement(0, DAY, Kind.IMPORTED, subject=name, body=body)
    return gather([statement], lambda _: path.read_bytes(), {"P": FIGURES}).readings["P"]


def gather_transcriptions(_: Path) -> pl.DataFrame:
    """Gather 200,000 *transcribed* statements ."""
    statements = (
        Statement(
            number,
            DAY,
            Kind.TRANSCRIBED,
            subject="f" * 64,
            contest="P",
            person="reader",
            body=transcription(number),
        )
        for number in range(TRANSCRIPTIONS)
    )
    return gather(statements, lambda _: b"", {"P": FIGURES}).readings["P"]


def transcription(number: int) -> dict[str, Json]:
    return {
        "station": f"{number:09d}.01",
        "form": None,
        "method": "person",
        "provenance_class": "photo only",
        "document_class": None,
        "confidence": None,
        "figures": dict.fromkeys(FIGURES, number % 500),
    }


def measured(job: Callable[[Path], pl.DataFrame], path: Path) -> str:
    """Say how long a job took in this process, and what the process needed at most."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    start = time.perf_counter()
    rows = job(path).height
    took = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"{job.__name__}: {took:.2f} s, {rows:,} rows, peak {peak:,} MiB ({before:,} before it)"
