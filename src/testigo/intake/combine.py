"""Stage 2, fifth step: several files, or several tables of one mapping, become one set of readings.

In   the readings of each file, contest by contest.
Out  the same readings together; or one InputError with every problem.

Files of one `[[table]]` are parts of one table: no station stands in two of them. Several `[[table]]` give
different figures of the same readings: they hold the same stations in each contest that they share.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

import polars as pl

from testigo.errors import InputError, Place, Problem
from testigo.intake.mapping import Mapping as TableMapping
from testigo.intake.readings import PART, figure_names
from testigo.numbered import numbered
from testigo.tables.cells import MOST_SHOWN, ROW, further

KEY = [PART, "station"]


@dataclass(frozen=True)
class FileReadings:
    """What one file holds, as one `[[table]]` reads it.

    frames   contest -> ROW, part, station, document_class, a column a figure
    rows     rows below the header, read or left out
    counted  rows that the mapping does not leave out
    unused   columns that the mapping neither reads nor lists as `unused`
    notes    what else a person should know
    absent   names in `unused` that the file has not
    """

    file: str
    frames: Mapping[str, pl.DataFrame]
    rows: int = 0
    counted: int = 0
    unused: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


class Frames(Protocol):
    """What was read of one file, or of one table of a mapping."""

    @property
    def file(self) -> str:
        """Its name."""

    @property
    def frames(self) -> Mapping[str, pl.DataFrame]:
        """Contest -> part, station, document_class, a column a figure."""


def together(files: Sequence[FileReadings]) -> FileReadings:
    """Put the files of one `[[table]]` together; InputError where a station stands in two of them."""
    if len(files) == 1:
        return files[0]
    problems: list[Problem] = []
    frames: dict[str, pl.DataFrame] = {}
    for contest in _contests(files):
        holding = [one for one in files if contest in one.frames]
        before = holding[0].frames[contest].select(KEY)
        for one in holding[1:]:
            problems += _in_two_files(one.file, contest, one.frames[contest], before)
            before = pl.concat([before, one.frames[contest].select(KEY)])
        frames[contest] = pl.concat([one.frames[contest] for one in holding], how="diagonal")
    if problems:
        raise InputError(problems)
    return FileReadings(", ".join(one.file for one in files), frames)


def _contests(files: Iterable[FileReadings]) -> list[str]:
    return list(dict.fromkeys(contest for one in files for contest in one.frames))


def _in_two_files(file: str, contest: str, frame: pl.DataFrame, before: pl.DataFrame) -> list[Problem]:
    twice = frame.join(before, on=KEY, how="semi", maintain_order="left")
    message = f"an earlier file has this station in the contest {contest}, too"
    remedy = "Take one of them; where each has some of the figures, write a [[table]] for each"
    rows = twice[ROW] if ROW in twice.columns else [None] * twice.height
    problems = [
        Problem(Place(file, row, "station"), station, message, remedy)
        for row, station in islice(zip(rows, twice["station"], strict=True), MOST_SHOWN)
    ]
    return problems + further(file, "station", twice.height - MOST_SHOWN, "stations of an earlier file")


def one_reading(tables: Sequence[FileReadings]) -> dict[str, pl.DataFrame]:
    """Join the tables of a mapping: contest -> part, station, document_class, a column a figure.

    InputError where two tables of a contest hold different stations, or the same figure.
    """
    problems: list[Problem] = []
    joined: dict[str, pl.DataFrame] = {}
    for contest in _contests(tables):
        first, *others = [table for table in tables if contest in table.frames]
        frame = first.frames[contest]
        for other in others:
            right = other.frames[contest]
            found = [
                *_only_in_one(contest, first.file, frame, other.file, right),
                *_twice_given(contest, other.file, frame, right),
            ]
            problems += found
            if not found:
                frame = _joined(frame, right)
        joined[contest] = frame.drop(ROW)
    if problems:
        raise InputError(problems)
    return joined


def _only_in_one(
    contest: str, file: str, left: pl.DataFrame, other: str, right: pl.DataFrame
) -> list[Problem]:
    problems: list[Problem] = []
    for here, there, mine, theirs in ((file, other, left, right), (other, file, right, left)):
        alone = mine.join(theirs, on=KEY, how="anti", maintain_order="left")
        if not alone.is_empty():
            stations = numbered(alone.height, "station")
            verb = "is" if alone.height == 1 else "are"
            message = f"{stations} of the contest {contest} {verb} not in {there}"
            remedy = "Tables of one reading hold the same stations; write other ones a mapping of their own"
            problems.append(
                Problem(Place(here, alone[ROW][0], "station"), alone["station"][0], message, remedy)
            )
    return problems


def _twice_given(contest: str, other: str, left: pl.DataFrame, right: pl.DataFrame) -> list[Problem]:
    remedy = "Map it in one of them"
    return [
        Problem(
            Place(other, column=name), name, f"two tables give this figure of the contest {contest}", remedy
        )
        for name in figure_names(right)
        if name in left.columns
    ] + _two_classes(other, left, right)


def _two_classes(other: str, left: pl.DataFrame, right: pl.DataFrame) -> list[Problem]:
    both = left.join(right.select(*KEY, theirs="document_class"), on=KEY)
    differing = both.filter(pl.col("document_class") != pl.col("theirs"))
    message, remedy = "two tables give this station different document classes", "Map it in one of them"
    return [
        Problem(Place(other, column="document_class"), station, message, remedy)
        for station in differing["station"].head(1)
    ]


def _joined(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    theirs = right.drop(ROW).rename({"document_class": "theirs"})
    both = left.join(theirs, on=KEY, how="left", maintain_order="left")
    return both.with_columns(pl.coalesce("document_class", "theirs").alias("document_class")).drop("theirs")


def file_groups(mapping: TableMapping, files: Sequence[str]) -> list[list[str]]:
    """Return the files that make one table of readings each, the look-ups of the mapping in every group.

    A file of the only `[[table]]` of a mapping is a table by itself; the files of several make one reading.
    """
    lookups = [name for name in files if any(lookup.is_of(name) for lookup in mapping.lookup)]
    tables = sorted(name for name in files if name not in lookups)
    if len(mapping.table) > 1 or not tables:
        return [[*tables, *lookups]]
    return [[name, *lookups] for name in tables]


def in_two_tables(tables: Sequence[Frames]) -> list[Problem]:
    """Return the stations that two tables of one mapping have in one contest."""
    problems: list[Problem] = []
    seen: dict[str, list[pl.DataFrame]] = {}
    for table in tables:
        for contest, frame in table.frames.items():
            before = seen.setdefault(contest, [])
            if before:
                problems += _in_two_files(table.file, contest, frame, pl.concat(before))
            before.append(frame.select(KEY))
    return problems
