"""Stage 2, the way of a table: from the bytes of published files to the readings that they hold.

In   the files, the mapping, the election definition and its form profiles.
Out  an `ImportedTable`, or one InputError with every problem.

Small steps, each with its own refusals: text, cells, columns, rows, look-ups, codes and counts, repeated
rows (`table_file`), then several files (`combine`). A step whose input is broken waits until that is mended;
all that can be seen at once is said at once. Figures are recorded as the paper says: nothing is repaired, and
a station that nobody knows is kept and counted.
"""

import difflib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from testigo.election.definition import Election
from testigo.election.stations import stations_of
from testigo.errors import InputError, Place, Problem
from testigo.forms.arithmetic import figures
from testigo.forms.profile import FormProfile
from testigo.intake.combine import FileReadings, one_reading, together
from testigo.intake.joined import needed, read_lookups
from testigo.intake.mapping import Mapping as TableMapping
from testigo.intake.mapping_tables import Lookup, Reading
from testigo.intake.readings import long_form
from testigo.intake.subtotals import subtotal_notes
from testigo.intake.table_file import Columns, Known, read_file
from testigo.intake.triage import nothing_known, triage
from testigo.numbered import numbered

PATTERN = frozenset("*?[")
"""Characters that make the name of a file a pattern."""


@dataclass(frozen=True)
class ImportedTable:
    """What a published table, or the tables of one mapping, hold.

    file     name of the file, or of all of them
    frames   contest -> part, station, document_class, a column a figure: a row a reading
    parts    whose readings they are; columns.IMPORTED counts them from 0
    rows     rows of the files below their headers, read or left out
    counted  those that the mapping does not leave out
    unknown  triage.UNKNOWN: stations that the definition does not have; their readings are kept
    unused   columns of the files that the mapping neither reads nor lists as `unused`
    notes    what else a person should know
    """

    file: str
    frames: Mapping[str, pl.DataFrame]
    parts: tuple[Reading, ...]
    rows: int
    counted: int
    unknown: pl.DataFrame
    unused: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def contests(self) -> tuple[str, ...]:
        """The contests of which there are readings, sorted."""
        return tuple(sorted(self.frames))

    @property
    def number(self) -> int:
        """How many readings there are."""
        return sum(frame.height for frame in self.frames.values())

    @cached_property
    def readings(self) -> pl.DataFrame:
        """All readings side by side, with their contest: for a few contests, not for hundreds."""
        named = [frame.with_columns(contest=pl.lit(contest)) for contest, frame in self.frames.items()]
        return pl.concat(named, how="diagonal") if named else long_form({}).collect().drop("figure", "value")

    def long(self) -> pl.LazyFrame:
        """Return the readings as columns.IMPORTED, in one order whatever the order of the rows was."""
        return long_form(self.frames)

    def parquet(self) -> bytes:
        """Write the readings as the Parquet exhibit of an import: the same readings give the same bytes."""
        written = io.BytesIO()
        self.long().sink_parquet(written, compression="zstd", row_group_size=1 << 20, maintain_order=True)
        return written.getvalue()


def read_table(
    files: Mapping[str, Iterable[bytes]],
    mapping: TableMapping,
    election: Election,
    profiles: Mapping[str, FormProfile],
    mapping_file: str = "mapping",
) -> ImportedTable:
    """Read published tables; InputError with every problem, each with file, row, column, value, remedy.

    files     name -> its bytes in chunks of any size; each is walked once for each [[table]] that is of it
    profiles  by name; the contests' `form` names them
    mapping_file  its name, for the problems
    """
    columns = {contest.contest: figures(contest, profiles[contest.form]) for contest in election.contests}
    _refuse(_unknown_names(mapping_file, mapping, columns) + _without_a_part(files, mapping, mapping_file))
    known = Known(mapping, election, profiles, columns, read_lookups(files, _lookups(mapping)))
    parts = _parts(files, known)
    _refuse(_unused_nowhere(mapping, parts, mapping_file))
    tables = [together(of_table) for of_table in parts]
    frames = one_reading(tables)
    stations = pl.concat([frame["station"] for frame in frames.values()] or [pl.Series(dtype=pl.String)])
    unknown = triage(stations, election.stations["station"])
    _refuse(nothing_known(tables[0].file, len(stations), unknown, mapping.table[0].station))
    return ImportedTable(
        file=", ".join(name for name in sorted(files)),
        frames=frames,
        parts=mapping.reading,
        rows=sum(one.rows for of_table in parts for one in of_table),
        counted=sum(one.counted for of_table in parts for one in of_table),
        unknown=unknown,
        unused=_unused(parts),
        notes=(
            *(told for looked in known.lookups for told in looked.hidden),
            *_notes(mapping, parts),
            *_not_voting(frames, election),
            *subtotal_notes(frames, election.stations),
        ),
    )


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise InputError(problems)


def _lookups(mapping: TableMapping) -> list[Lookup]:
    """Return the look-ups that a table needs; those of drafts are not read here."""
    used = [column for table in mapping.table for column in table.with_counts_of(mapping.reading).used]
    return needed(used, mapping.lookup)


def _parts(files: Mapping[str, Iterable[bytes]], known: Known) -> list[list[FileReadings]]:
    """Return for each `[[table]]` what its files hold; InputError with the problems of all of them."""
    problems: list[Problem] = []
    parts: list[list[FileReadings]] = []
    for table in known.mapping.table:
        of_table = []
        for name in sorted(files):
            if known.mapping.is_table_file(name, table):
                try:
                    of_table += read_file(name, files[name], table, known)
                except InputError as error:
                    problems += error.problems
        parts.append(of_table)
    _refuse(problems)
    return parts


def _without_a_part(
    files: Mapping[str, Iterable[bytes]], mapping: TableMapping, mapping_file: str
) -> list[Problem]:
    """Return the files that the mapping does not describe, and what it describes and nobody gave."""
    described = [*mapping.table, *mapping.lookup]
    named = ", ".join(dict.fromkeys(written.file for written in described))
    remedy = f"Take the mapping that was written for it, or correct `file` there: {named}"
    problems = [
        Problem(Place(name), None, "the mapping is of another file", remedy)
        for name in files
        if not any(written.is_of(name) for written in described)
    ]
    if problems:
        return problems
    return [
        Problem(Place(mapping_file), written.file, "no such file is given", "Give it beside the others")
        for written in [*mapping.table, *_lookups(mapping)]
        if not any(written.is_of(name) for name in files)
    ]


def _unused_nowhere(
    mapping: TableMapping, parts: Sequence[Sequence[FileReadings]], mapping_file: str
) -> list[Problem]:
    """Return the names in `unused` that no file of their `[[table]]` has.

    A mapping of many files by a pattern names what some of them have: each may be imported alone.
    """
    problems = []
    for number, (table, of_table) in enumerate(zip(mapping.table, parts, strict=True), start=1):
        nowhere = set.intersection(*(set(one.absent) for one in of_table)) if of_table else set()
        problems += [
            Problem(
                Place(mapping_file, column=f"table.{number}.unused"),
                name,
                "the file has no such column",
                "Write it as the header has it, or take it out; columns without a name are column_1, ...",
            )
            for name in table.unused
            if name in nowhere and table.columns_as_rows is None and not PATTERN.intersection(table.file)
        ]
    return problems


def _unused(parts: Sequence[Sequence[FileReadings]]) -> tuple[str, ...]:
    """Return the columns of each file that no `[[table]]` of it reads."""
    of_file: dict[str, list[set[str]]] = {}
    ordered: dict[str, None] = {}
    for one in (one for of_table in parts for one in of_table):
        of_file.setdefault(one.file, []).append(set(one.unused))
        ordered.update(dict.fromkeys(one.unused))
    never = set().union(*(set.intersection(*unused) for unused in of_file.values())) if of_file else set()
    return tuple(column for column in ordered if column in never)


def _notes(mapping: TableMapping, parts: Sequence[Sequence[FileReadings]]) -> list[str]:
    draft = ["[[draft]] in the mapping is not read: it writes definition files"] if mapping.draft else []
    return [*draft, *dict.fromkeys(note for of_table in parts for one in of_table for note in one.notes)]


def _not_voting(frames: Mapping[str, pl.DataFrame], election: Election) -> list[str]:
    """Say how many readings are of stations that do not vote in their contest: they change nothing."""
    if election.ballots.is_empty():
        return []
    notes = []
    for contest, frame in frames.items():
        listed = frame.join(election.stations.select("station"), on="station", how="semi")
        voting = stations_of(election, election.contest(contest))
        number = listed.join(voting.select("station"), on="station", how="anti").height
        if number:
            of = f"of the contest {contest}"
            readings = numbered(number, f"reading {of} is", f"readings {of} are")
            notes.append(
                f"{readings} of stations that do not vote in it "
                "(ballots.csv); they are kept and counted nowhere"
            )
    return notes


def _unknown_names(mapping_file: str, mapping: TableMapping, columns: Columns) -> list[Problem]:
    """Return the contests and the figures of the mapping that the definition does not have."""
    problems: list[Problem] = []
    for number, table in enumerate(mapping.table, start=1):
        constant = table.contest.constant if table.contest.table is None else None
        if constant is not None and constant not in columns:
            place = Place(mapping_file, column=f"table.{number}.contest")
            remedy = f"The definition has: {', '.join(list(columns)[:40])}"
            problems.append(Problem(place, constant, "no such contest", remedy))
            continue
        known = (
            [name for names in columns.values() for name in names] if constant is None else columns[constant]
        )
        written = {f"table.{number}.figures.{figure}": figure for figure in table.figures}
        for part, reading in enumerate(mapping.reading, start=1):
            written |= {f"reading.{part}.figures.{figure}": figure for figure in reading.figures}
        for path, figure in written.items():
            if figure not in known:
                problems.append(_unknown_figure(Place(mapping_file, column=path), figure, known))
    return problems


def _unknown_figure(place: Place, figure: str, known: Sequence[str]) -> Problem:
    near = difflib.get_close_matches(figure, known, n=1)
    remedy = f"Did you mean `{near[0]}`?" if near else f"It has: {', '.join(dict.fromkeys(known))}"
    return Problem(place, figure, "the form of this contest has no such figure", remedy)
