"""Stage 0, after the seal: the election as amended.

In   the sealed election, and tables of what changed since, in order: stations found, and what they vote in,
     rolls corrected, places corrected.
Out  the election as it stands, under the same seal; or InputError with every problem of the first table
     that does not fit.

A table is written like the file of the definition that it changes; its first column says which: `station`
(stations.csv), `jurisdiction` (jurisdictions.csv), `polling_place` (polling_places.csv) or `contest`
(ballots.csv). A row of a new code adds it, a row of a known one gives what now holds; a column that the table
does not have stays as it was, a cell that is empty is empty from then on. A row of ballots.csv has no code of
its own: it is added. Nothing is ever taken out. The whole passes the same rules as on the day of the seal. A
stranger applies the published tables with this function. In words: spec/people.md.
"""

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from testigo.columns import COUNT, TEXT
from testigo.election import geography, people, stations
from testigo.election.definition import Amendment, Election
from testigo.election.table import CellKind, Column, Rule, broken, read_table, repeated
from testigo.errors import InputError, Message, Place, Problem

MERGED = "merged"
SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Amendable:
    """A file of the definition that a table may change, row by row.

    code  the column of the code that a row is about
    key   the columns that together name a row
    """

    file: str
    columns: tuple[Column, ...]
    code: str
    key: tuple[str, ...]

    @property
    def first(self) -> str:
        """The name of the first column, by which a table of this file is known."""
        return self.columns[0].name

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(column.name for column in self.columns)

    @property
    def as_amendment(self) -> tuple[Column, ...]:
        """The columns of an amending table: only those that name a row must be there."""
        return tuple(
            column if column.name in self.key else dataclasses.replace(column, optional=True, filled=False)
            for column in self.columns
        )


def _by_its_code(file: str, columns: tuple[Column, ...]) -> Amendable:
    """Return a file whose first column is the code of a row."""
    return Amendable(file, columns, columns[0].name, (columns[0].name,))


BALLOTS = Amendable(
    stations.BALLOTS_FILE,
    stations.BALLOTS_COLUMNS,
    "place",
    tuple(column.name for column in stations.BALLOTS_COLUMNS),
)
PEOPLE = _by_its_code(people.FILE, (Column("people_sha256", CellKind.CODE, filled=True),))
"""Of another roster of people only its salted hash is public: one row, in the place of the sealed one."""
TABLES = (
    _by_its_code(stations.FILE, stations.COLUMNS),
    _by_its_code(geography.FILE, geography.COLUMNS),
    _by_its_code(stations.PLACES_FILE, stations.PLACES_COLUMNS),
    BALLOTS,
)
AMENDABLE = {table.first: table for table in (*TABLES, PEOPLE)}


@dataclass(frozen=True)
class Change:
    """One cell that an amendment changes; `before` is None for a new row and for an empty cell."""

    file: str  # of the definition
    code: str
    column: str
    before: str | None
    after: str | None
    is_new: bool  # the row was not there before


def amended(election: Election, amendments: Iterable[Amendment]) -> Election:
    """Return the election with all amendments applied in order; InputError where one does not fit."""
    for amendment in amendments:
        election = amended_once(election, amendment)
    return election


def amended_once(election: Election, amendment: Amendment) -> Election:
    """Return the election with one amendment more."""
    table, changed = read_amendment(amendment)
    if table is PEOPLE:
        return _with_people(election, changed, amendment)
    known = _tables(election)
    merged = _merged(known[table.file], changed, table)
    tables = {**known, table.file: merged}
    problems = [
        *_problems_of_rows(changed, table, amendment),
        *_everybody_votes(election, table, amendment),
        *_problems_of_whole(election, tables),
    ]
    if problems:
        raise InputError(_named(problem, table, amendment) for problem in problems)
    jurisdictions = geography.jurisdictions_of(tables[geography.FILE])
    levels = len(election.levels)
    return dataclasses.replace(
        election,
        jurisdictions=jurisdictions,
        polling_places=tables[stations.PLACES_FILE].drop("row"),
        stations=stations.stations_with_levels(tables[stations.FILE], jurisdictions, levels),
        ballots=tables[BALLOTS.file].drop("row"),
        amendments=(*election.amendments, amendment),
    )


def changes_of(before: Election, after: Election) -> tuple[Change, ...]:
    """Return every cell in which two states of one election differ, by file and row."""
    changes: list[Change] = []
    old, new = _tables(before), _tables(after)
    for file, table in ((table.file, table) for table in TABLES):
        columns = [column.name for column in table.columns]
        moved = new[file].join(old[file], on=columns, how="anti", nulls_equal=True, maintain_order="left")
        earlier = old[file].join(moved, on=table.key, how="semi", nulls_equal=True)
        was = {_named_by(row, table): row for row in earlier.iter_rows(named=True)}
        for row in moved.iter_rows(named=True):
            changes += _cells_changed(table, was.get(_named_by(row, table)), row)
    return tuple(changes)


def _named_by(row: Mapping[str, object], table: Amendable) -> tuple[object, ...]:
    return tuple(row[name] for name in table.key)


def _cells_changed(
    table: Amendable, was: Mapping[str, object] | None, row: Mapping[str, object]
) -> Iterable[Change]:
    for column in (name for name in table.names if name != table.code):
        before = None if was is None else was[column]
        if before != row[column]:
            code = str(row[table.code])
            yield Change(table.file, code, column, _text(before), _text(row[column]), was is None)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _tables(election: Election) -> Mapping[str, pl.DataFrame]:
    """The tables of an election as their files have them, with `row` (2 = the first below the header)."""
    frames = {
        stations.FILE: election.stations.select(column.name for column in stations.COLUMNS),
        geography.FILE: election.jurisdictions,
        stations.PLACES_FILE: election.polling_places,
        BALLOTS.file: election.ballots,
    }
    return {
        table.file: frames[table.file].with_columns(
            *(
                pl.lit(None, TEXT).alias(name)
                for name in table.names
                if name not in frames[table.file].columns
            ),
            row=pl.int_range(2, pl.len() + 2, dtype=COUNT),
        )
        for table in TABLES
    }


def read_amendment(amendment: Amendment) -> tuple[Amendable, pl.DataFrame]:
    """Return which file of the definition an amendment changes, and its table: `row` and the columns it has.

    InputError with every problem where it is no such table.
    """
    first = re.split(rb"[,\r\n]", amendment.content.removeprefix(b"\xef\xbb\xbf"), maxsplit=1)[0]
    table = AMENDABLE.get(first.decode("utf-8", "replace"))
    if table is None:
        message = Message("amend.of_what")
        remedy = Message("amend.first_column", columns=", ".join(AMENDABLE))
        raise InputError([Problem(Place(amendment.file, 1), None, message, remedy)])
    frame, problems = read_table(amendment.file, amendment.content, table.as_amendment)
    if frame is None or problems:
        raise InputError(problems)
    if frame.is_empty():
        message, remedy = Message("amend.no_row"), Message("amend.write_a_row")
        raise InputError([Problem(Place(amendment.file), None, message, remedy)])
    header = amendment.content.removeprefix(b"\xef\xbb\xbf").decode().splitlines()[0]
    given = [name.strip('"') for name in header.split(",")]
    return table, frame.select("row", *given)


def _with_people(election: Election, changed: pl.DataFrame, amendment: Amendment) -> Election:
    """Return the election with another roster; InputError where it was sealed with none."""
    found = changed[PEOPLE.first].to_list()
    if election.people is None or len(found) != 1 or not SHA256.fullmatch(found[0]):
        message, remedy = Message("amend.no_hash_of_a_roster"), Message("amend.with_people")
        raise InputError([Problem(Place(amendment.file), None, message, remedy)])
    return dataclasses.replace(election, people=found[0], amendments=(*election.amendments, amendment))


def _merged(known: pl.DataFrame, changed: pl.DataFrame, table: Amendable) -> pl.DataFrame:
    """Known rows in their order, with the changed cells; then the new ones in the order of the table.

    `row` is that of the amending table, and null in the rows that it does not touch.
    """
    key = table.key
    absent = (pl.lit(None, TEXT).alias(name) for name in key if name not in changed.columns)
    once = changed.with_columns(*absent).unique(key, keep="first", maintain_order=True)
    given = [name for name in once.columns if name not in ("row", *key)]
    touched = known.drop("row").join(
        once.rename({name: f"{MERGED}_{name}" for name in given}).with_columns(touched=pl.lit(value=True)),
        on=key,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    kept = touched.with_columns(
        pl.when(pl.col("touched")).then(f"{MERGED}_{name}").otherwise(name).alias(name) for name in given
    )
    found = once.join(known.select(key), on=key, how="anti", nulls_equal=True, maintain_order="left")
    return pl.concat([kept.select("row", *known.drop("row").columns), found], how="diagonal")


def _problems_of_rows(changed: pl.DataFrame, table: Amendable, amendment: Amendment) -> list[Problem]:
    if table is BALLOTS:
        return []
    rule = Rule(table.code, repeated(table.code), "The code is repeated", "Give each code one row.")
    return broken(amendment.file, changed, [rule])


def _everybody_votes(election: Election, table: Amendable, amendment: Amendment) -> list[Problem]:
    """Return why no row can be added to an empty ballots.csv: all other stations would vote no more."""
    if table is not BALLOTS or not election.ballots.is_empty():
        return []
    message, remedy = Message("amend.everybody_votes"), Message("amend.found_ones_too")
    return [Problem(Place(amendment.file), None, message, remedy)]


def _problems_of_whole(election: Election, tables: Mapping[str, pl.DataFrame]) -> list[Problem]:
    """What breaks a rule of the definition in the tables as amended; the same rules as before the seal."""
    listed, tree = tables[stations.FILE], tables[geography.FILE]
    levels = len(election.levels)
    contests = pl.DataFrame({"contest": [contest.contest for contest in election.contests]})
    return [
        *_empty_cells(tables),
        *geography.jurisdiction_problems(tree, levels),
        *stations.polling_place_problems(tables[stations.PLACES_FILE]),
        *stations.station_problems(listed, tree),
        *stations.frame_problems(stations.stations_with_levels(listed, tree, levels), tree, levels),
        *stations.ballot_problems(tables[BALLOTS.file], contests, listed, tree),
    ]


def _empty_cells(tables: Mapping[str, pl.DataFrame]) -> list[Problem]:
    problems: list[Problem] = []
    for table in TABLES:
        rules = [
            Rule(column.name, pl.col(column.name).is_null(), "The cell is empty", f"Write the {column.name}.")
            for column in table.columns
            if column.filled
        ]
        problems += broken(table.file, tables[table.file], rules)
    return problems


def _named(problem: Problem, table: Amendable, amendment: Amendment) -> Problem:
    """Say a problem of the changed file of the table that changed it."""
    if problem.place.file != table.file:
        return problem
    return dataclasses.replace(problem, place=dataclasses.replace(problem.place, file=amendment.file))
