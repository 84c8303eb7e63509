"""Stage 2, before a mapping: the `[[draft]]` sections of a definition that a table can give.

In   `TableProfile` and `Roles`.
Out  TOML: places, polling places, stations, contests and options, with what a person has to fill in; and who
     votes in what, as comments to be taken up where not everybody votes in everything.
"""

from collections.abc import Iterator, Sequence

import polars as pl

from testigo.intake.language import as_toml
from testigo.suggest.column_roles import PLACE, STATION, Roles, StationCode, comparable, is_of_names
from testigo.suggest.table_profile import TableProfile
from testigo.suggest.written_keys import how_it_is_written

ASK = '""'
"""The empty value that a person fills; the parser refuses it."""
MOST_LEVELS = 5
"""Of places, below the whole."""


def code_of(profile: TableProfile, column: str, pad: int | None = None, *, readable: bool = True) -> str:
    """Return the value of a code that is in a column; of names a readable one."""
    steps = ["readable = true"] if readable and is_of_names(profile.cells[column]) else []
    steps += [f"pad = {pad}"] if pad is not None else []
    return f"{{ {', '.join([f'column = {as_toml(column)}', *steps])} }}" if steps else as_toml(column)


def value_of(profile: TableProfile, code: StationCode) -> str:
    """Return the value of a station's code."""
    parts = [
        code_of(profile, name, pad, readable=code.readable)
        for name, pad in zip(code.columns, code.pads, strict=True)
    ]
    if len(parts) == 1:
        return parts[0]
    return f"{{ join = [{', '.join(parts)}], with = {as_toml(code.mark)} }}"


def drafts(profile: TableProfile, roles: Roles) -> Iterator[str]:
    """Yield the drafts of a definition that the file can give; its places are for a person to look at."""
    place, building = places(profile, roles), _building(roles)
    yield ""
    yield "# For `testigo election draft`, as long as there is no definition; an import does not read it."
    if place:
        yield from _jurisdictions(profile, place)
    if building is not None:
        yield from _draft("polling_places", profile)
        yield f"polling_place = {code_of(profile, building)}"
        yield f"name = {as_toml(building)}"
    yield from _draft("stations", profile)
    yield (
        f"station = {ASK}  # ?" if roles.station is None else f"station = {value_of(profile, roles.station)}"
    )
    if place:
        yield f"jurisdiction = {_code_of_level(profile, place, len(place))}  # ? its lowest place"
    else:
        yield "# ? jurisdiction = the code of the lowest place; polling_place = the code of the building"
    if building is not None:
        yield f"polling_place = {code_of(profile, building)}"
    roll = [column for column, figure in roles.figures.items() if figure == "registered_voters"]
    if roll:
        yield f"registered_voters = {{ count = {as_toml(roll[0])} }}"
    if not roles.is_long:
        yield from _contest(profile, roles)
    yield from _ballots(profile, roles)


def _draft(what: str, profile: TableProfile) -> Iterator[str]:
    yield "[[draft]]"
    yield f'what = "{what}"'
    yield from how_it_is_written(profile)
    yield "[draft.columns]"


def _jurisdictions(profile: TableProfile, place: Sequence[str]) -> Iterator[str]:
    yield "[[draft]]"
    yield 'what = "jurisdictions"  # the whole first; its levels are those of election.toml'
    yield from how_it_is_written(profile)
    yield "[[draft.levels]]"
    yield f"jurisdiction = {{ constant = {ASK} }}  # ? a code for the whole"
    yield f"name = {{ constant = {ASK} }}  # ? its name"
    for number, column in enumerate(place, start=1):
        yield "[[draft.levels]]"
        yield f"jurisdiction = {_code_of_level(profile, place, number)}"
        yield f"name = {as_toml(column)}"
    yield '# ? frame = { constant = "listed" } belongs here if the table has every station of these places.'


def _code_of_level(profile: TableProfile, place: Sequence[str], number: int) -> str:
    """Return the code of a place: its own name where that is unique, else with those above it."""
    column = place[number - 1]
    within = [name for name in place[: number - 1] if not _tells(profile, column, name)]
    if not within:
        return code_of(profile, column)
    parts = ", ".join(code_of(profile, name) for name in (*within, column))
    return f'{{ join = [{parts}], with = "-" }}'


def places(profile: TableProfile, roles: Roles) -> list[str]:
    """Return the columns that name places, the largest first: each place lies in one of those before it."""
    known = {*(roles.station.columns if roles.station else ())}
    texts = [
        column.name
        for column in profile.columns
        if column.name in roles.left
        and column.name not in known
        and not column.is_count
        and column.filled == profile.cells.height
        and 1 < column.distinct < profile.cells.height
        and not STATION.search(comparable(column.name))
    ]
    texts.sort(key=lambda name: profile.cells[name].n_unique())
    found: list[str] = []
    for name in texts:
        if all(_tells(profile, name, above) or _is_below(profile, name, found) for above in found):
            found.append(name)
    return found[:MOST_LEVELS]


def _tells(profile: TableProfile, name: str, above: str) -> bool:
    """Whether the place of a name says in which of those above it lies."""
    pairs = profile.cells.select(name, above).n_unique()
    return pairs == profile.cells[name].n_unique()


def _is_below(profile: TableProfile, name: str, above: Sequence[str]) -> bool:
    """Whether nearly all of a column's names lie in one place above: a few are called alike."""
    inside = profile.cells.group_by(name).agg(pl.col(above[-1]).n_unique().alias("places"))["places"]
    return 2 * int((inside == 1).sum()) > inside.len()


def _building(roles: Roles) -> str | None:
    """Return the column of the building, where the station's code is made of it and of a number."""
    columns = roles.station.columns if roles.station is not None and len(roles.station.columns) > 1 else ()
    return next((name for name in columns if PLACE.search(comparable(name))), None)


def _contest(profile: TableProfile, roles: Roles) -> Iterator[str]:
    """Yield the contest, as far as the table tells it, and its options."""
    yield from _draft("contests", profile)
    yield f"contest = {{ constant = {ASK} }}  # ? as above"
    yield f"name = {{ constant = {ASK} }}  # ? as the paper has it"
    yield f"form = {{ constant = {ASK} }}  # ? a folder in election/forms"
    for figure in ("blank_votes", "null_votes"):
        word = "not valid" if figure in roles.figures.values() else "not on the form"
        yield f"{figure} = {{ constant = {as_toml(word)} }}  # ? or valid, not valid, not on the form"
    yield "[[draft]]"
    yield 'what = "options"  # from [table.figures]'


def _ballots(profile: TableProfile, roles: Roles) -> Iterator[str]:
    """Yield as comments how to say who votes in what, and how to take some rows only."""
    contest = (
        f'{{ column = {as_toml(roles.contest)}, table = "contests" }}'
        if roles.contest
        else '{ constant = "CODE" }'
    )
    place = value_of(profile, roles.station) if roles.station is not None else '"COLUMN"'
    yield ""
    yield "# ? Where not everybody votes in everything, say who does; `only` keeps rows with these cells."
    yield "# [[draft]]"
    yield '# what = "ballots"'
    yield f"# file = {as_toml(profile.file)}"
    yield '# only = [{ "COLUMN" = "CELL" }]'
    yield "# [draft.columns]"
    yield f"# contest = {contest}"
    yield f"# place = {place}  # a station, or a place with all below it"
    yield '# stratum = "COLUMN"  # where only some of them vote'
