"""Stage 0: the files of `election/` become one `Election`, or one error with every problem in them.

In   path -> bytes: everything that the seal is over. A stranger calls `load` on the definition files of a
     publication, so nothing else is needed: no disk, no clock, no network.
Out  `definition.Election`; beside it warnings, for the coordinator.

Only `read_folder` touches the disk. The rules are in the file of their subject; here they are called.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from testigo.columns import BALLOTS, POLLING_PLACES
from testigo.election import contests, geography, people, settings, stations
from testigo.election.contest_rules import colour_warnings, contest_problems
from testigo.election.definition import Election
from testigo.election.seal import seal
from testigo.election.settings import Settings, parse_settings
from testigo.election.spelling import (
    code_warnings,
    colliding_codes,
    day_warnings,
    spelling_problems,
    word_problems,
)
from testigo.election.table import Column, empty_table, read_table
from testigo.errors import InputError, Message, Place, Problem, StoreError

GEOMETRY = "geometry.geojson"
FORMS = "forms/"
DRAFTS = "draft"
"""Where `testigo election draft` leaves a draft of a file that holds rows; nothing of it is a definition."""
PATH = re.compile(r"[0-9A-Za-z._-]+(?:/[0-9A-Za-z._-]+)*")
"""A path as a publication's manifest has it."""
TABLES: dict[str, tuple[Column, ...]] = {
    geography.FILE: geography.COLUMNS,
    stations.PLACES_FILE: stations.PLACES_COLUMNS,
    stations.FILE: stations.COLUMNS,
    contests.FILE: contests.COLUMNS,
    stations.BALLOTS_FILE: stations.BALLOTS_COLUMNS,
    contests.OPTIONS_FILE: contests.OPTIONS_COLUMNS,
    contests.LINES_FILE: contests.LINES_COLUMNS,
}
MAY_BE_ABSENT = frozenset({stations.PLACES_FILE, stations.BALLOTS_FILE, contests.LINES_FILE})


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return path (with /, relative to `folder`) -> bytes of every file below it, sorted by path.

    Hidden files (a name that begins with a dot) are left out: desktops and spreadsheets leave them there. So
    is the roster of people with its salt: of these only their salted hash is part of a definition.
    """
    if not folder.is_dir():
        raise StoreError(Message("definition.no_folder", folder=folder.name))
    try:
        paths = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
        seen = {name.as_posix(): path for name, path in paths.items() if not _is_hidden(name)}
        seen = {name: path for name, path in seen.items() if name not in people.PRIVATE}
        return {name: seen[name].read_bytes() for name in sorted(seen)}
    except OSError as error:
        raise StoreError(
            Message("definition.cannot_be_read", folder=folder.name, reason=error.strerror)
        ) from None


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def load(files: Mapping[str, bytes]) -> Election:
    """Return the election that the files define; InputError with every problem where they do not.

    What `check` refuses for its spelling is read here: it may have been sealed before that was refused.
    """
    known, tables, problems = _read(files)
    if problems or known is None:
        raise InputError(problems)
    return _election(files, known, tables)


def check(files: Mapping[str, bytes], *, is_sealed: bool = False) -> tuple[Election, tuple[Problem, ...]]:
    """Return the election and what a coordinator should look at again; InputError as `load`.

    is_sealed  what is spelt so that it could not be sealed today is a warning, for nobody can mend it
    """
    known, tables, problems = _read(files)
    spelling = [] if known is None else _spelling_problems(known, tables)
    problems += [] if is_sealed else spelling
    if problems or known is None:
        raise InputError(problems)
    election = _election(files, known, tables)
    return election, (*(spelling if is_sealed else ()), *_warnings(election, tables))


def _read(files: Mapping[str, bytes]) -> tuple[Settings | None, "_Tables", list[Problem]]:
    known, problems = _settings(files)
    tables, found = _tables(files)
    problems += found + _unknown_files(files) + tables.problems(len(known.levels) if known else None)
    problems += _geometry_problems(files.get(GEOMETRY), tables) + _station_pages_problems(known, tables)
    return known, tables, problems


@dataclass(frozen=True)
class _Tables:
    """The tables of the definition; one that could not be read is empty and in `unreadable`."""

    frames: Mapping[str, pl.DataFrame]
    unreadable: frozenset[str]

    def __getitem__(self, file: str) -> pl.DataFrame:
        return self.frames[file]

    def problems(self, levels: int | None) -> list[Problem]:
        """Return what is wrong within and between the tables; an unreadable one is held against nothing."""
        problems = []
        for needs, rule in _rules(self, settings.MOST_LEVELS if levels is None else levels):
            if not self.unreadable & needs:
                problems += rule()
        return problems


def _rules(tables: _Tables, levels: int) -> list[tuple[frozenset[str], Callable[[], list[Problem]]]]:
    places, listed, ballots = geography.FILE, stations.FILE, stations.BALLOTS_FILE
    what, options, lines = contests.FILE, contests.OPTIONS_FILE, contests.LINES_FILE
    buildings = stations.PLACES_FILE

    def rule(
        check: Callable[..., list[Problem]], *needs: str
    ) -> tuple[frozenset[str], Callable[[], list[Problem]]]:
        return frozenset(needs), lambda: check(*(tables[name] for name in needs))

    return [
        rule(lambda tree: geography.jurisdiction_problems(tree, levels), places),
        rule(stations.polling_place_problems, buildings),
        rule(stations.station_problems, listed, places),
        rule(lambda here, tree: _frame_problems(here, tree, levels), listed, places),
        rule(contest_problems, what, options, lines),
        rule(stations.ballot_problems, ballots, what, listed, places),
    ]


def _frame_problems(listed: pl.DataFrame, tree: pl.DataFrame, levels: int) -> list[Problem]:
    return stations.frame_problems(stations.stations_with_levels(listed, tree, levels), tree, levels)


def _settings(files: Mapping[str, bytes]) -> tuple[Settings | None, list[Problem]]:
    if settings.FILE not in files:
        return None, [_missing(settings.FILE)]
    return parse_settings(files[settings.FILE])


def _tables(files: Mapping[str, bytes]) -> tuple[_Tables, list[Problem]]:
    frames: dict[str, pl.DataFrame] = {}
    unreadable: set[str] = set()
    problems: list[Problem] = []
    for file, columns in TABLES.items():
        frame: pl.DataFrame | None = None
        if file in files:
            frame, found = read_table(file, files[file], columns)
            problems += found
        elif file in MAY_BE_ABSENT:
            frame = empty_table(columns)
        else:
            problems.append(_missing(file))
        if frame is None:
            unreadable.add(file)
        frames[file] = empty_table(columns) if frame is None else frame
    return _Tables(frames, frozenset(unreadable)), problems


def _missing(file: str) -> Problem:
    return Problem(Place(file), None, Message("definition.file_missing"), Message("definition.write_it"))


def _unknown_files(files: Mapping[str, bytes]) -> list[Problem]:
    known = {settings.FILE, GEOMETRY, people.SEALED_FILE, *TABLES}
    drafts = [file for file in files if file.startswith(f"{DRAFTS}/")]
    strange = [
        file for file in files if file not in known and file not in drafts and not file.startswith(FORMS)
    ]
    unwritable = [file for file in files if file not in strange and not PATH.fullmatch(file)]
    wrong = (
        (strange, "definition.file_of_none", "definition.delete_or_mend_it"),
        (drafts, "definition.draft_is_no_part", "definition.take_over"),
        (unwritable, "definition.file_without_name", "definition.write_letters"),
    )
    return [
        Problem(Place(file), None, Message(message), Message(remedy))
        for found, message, remedy in wrong
        for file in found
    ]


def _geometry_problems(geometry: bytes | None, tables: _Tables) -> list[Problem]:
    """Hold the shapes against the jurisdictions: each feature's property `code` is one, and is there once."""
    if geometry is None:
        return []
    place = Place(GEOMETRY)
    try:
        features = json.loads(geometry)["features"]
        codes = [feature["properties"]["code"] for feature in features]
    except (ValueError, KeyError, TypeError, RecursionError):
        message, remedy = Message("definition.no_geojson"), Message("definition.export_geojson")
        return [Problem(place, None, message, remedy)]
    if geography.FILE in tables.unreadable:
        return []
    left = set(tables[geography.FILE]["jurisdiction"])
    problems = []
    for code in codes:
        if isinstance(code, str) and code in left:
            left.remove(code)
            continue
        message, remedy = Message("definition.no_code_of_a_place"), Message("definition.code_a_feature")
        problems.append(Problem(place, str(code), message, remedy))
    return problems


def _station_pages_problems(known: Settings | None, tables: _Tables) -> list[Problem]:
    """Return the codes in `station_pages` of which there is no first jurisdiction."""
    if known is None or known.station_pages is None or geography.FILE in tables.unreadable:
        return []
    tree = tables[geography.FILE]
    firsts = set(tree.filter(pl.col("level") <= 2)["jurisdiction"])
    place = Place(settings.FILE, None, "station_pages")
    return [
        Problem(place, code, Message("definition.no_first_place"), Message("definition.write_level_2"))
        for code in sorted(known.station_pages - firsts)
    ]


def _election(files: Mapping[str, bytes], known: Settings, tables: _Tables) -> Election:
    jurisdictions = geography.jurisdictions_of(tables[geography.FILE])
    return Election(
        name=known.name,
        place=known.place,
        date=known.date,
        time_zone=known.time_zone,
        languages=known.languages,
        levels=known.levels,
        drill=known.drill,
        key_fingerprints=known.key_fingerprints,
        origin=known.origin,
        sources=known.sources,
        policy=known.policy,
        contests=contests.contests_of(
            tables[contests.FILE], tables[contests.OPTIONS_FILE], tables[contests.LINES_FILE]
        ),
        jurisdictions=jurisdictions,
        polling_places=tables[stations.PLACES_FILE].select(*POLLING_PLACES),
        stations=stations.stations_with_levels(tables[stations.FILE], jurisdictions, len(known.levels)),
        ballots=tables[stations.BALLOTS_FILE].select(*BALLOTS),
        geometry=files.get(GEOMETRY),
        seal=seal(files),
        address=known.address,
        station_pages=known.station_pages,
        polls_close=known.polls_close,
        operator=known.operator,
        people=_sealed_people(files),
    )


PAGES = ((geography.FILE, "jurisdiction"), (stations.FILE, "station"), (contests.FILE, "contest"))
"""The columns whose codes name pages."""


def _spelling_problems(known: Settings, tables: _Tables) -> list[Problem]:
    """Return what no definition may hold from now on, though `load` reads it."""
    words = {f"{path}.{key}": text for path, said in known.words.items() for key, text in said.items()}
    return [
        *word_problems(settings.FILE, words),
        *(
            problem
            for file, columns in TABLES.items()
            for problem in spelling_problems(file, tables[file], columns)
        ),
        *(problem for file, column in PAGES for problem in colliding_codes(file, tables[file], column)),
    ]


def _sealed_people(files: Mapping[str, bytes]) -> str | None:
    sealed = files.get(people.SEALED_FILE)
    return None if sealed is None else people.parse_sealed(sealed)


def _warnings(election: Election, tables: _Tables) -> list[Problem]:
    listed = tables[stations.FILE]
    return [
        *(warning for file, column in PAGES for warning in code_warnings(file, tables[file], column)),
        *geography.jurisdiction_warnings(tables[geography.FILE]),
        *colour_warnings(tables[contests.OPTIONS_FILE]),
        *stations.empty_list_warnings(listed),
        *stations.polling_place_warnings(tables[stations.PLACES_FILE], listed),
        *stations.idle_station_warnings(election, listed),
        *stations.named_singly_warnings(election),
        *(one for file, columns in TABLES.items() for one in day_warnings(file, tables[file], columns)),
    ]
