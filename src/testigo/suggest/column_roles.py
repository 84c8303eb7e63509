"""Stage 2, before a mapping: what each column of a file probably holds.

In   `TableProfile`, and the election where its definition is there already.
Out  `Roles`: which columns make the station's code, hold figures, names of options, their votes. Guesses, by
     the words of the header, by which columns tell the rows apart, and by the codes of the definition.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import permutations, takewhile

import polars as pl

from testigo.election.definition import Election
from testigo.intake.language import Value
from testigo.intake.values import expression
from testigo.suggest.long_shape import long_shape
from testigo.suggest.sums_among import ENOUGH as ENOUGH
from testigo.suggest.sums_among import ROWS_TRIED, roll_among, summed, total_among
from testigo.suggest.table_profile import Column, TableProfile

STATION = re.compile(
    r"mesa|table|station|precinct|acta|casilla|junta|seccion|section|booth|urna|bureau|tps|secao|"
    r"קלפי|محطة|لجنة|უბან|участ|τμημα|หนวย|หน่วย|केंद|बूथ"
)
PLACE = re.compile(r"centro|center|centre|local|place|recinto|school|county|ward")
CODE = re.compile(
    r"^(row)?_?id$|cod(e|_|$)|ubigeo|fips|altitud|(^|_)(lat|lon)|year|date|hora|hour|pct|percent|%|^n_|_n_"
)
LABEL = re.compile(r"candidat|votavel|option|choice|opcion|metric|party|partido|lista|agrupacion")
VALUE = re.compile(r"^(votes?|votos?|qt_votos|voix|stimmen|total_votos|cantidad|value|count)$")
SUM = re.compile(r"^total(_votes|_votos|_votes_cast)?$")
"""The number of a long table that has its parts beside it."""
CONTEST = re.compile(r"^(office|contest|cargo|categoria|ds_cargo\w*|race|election|eleccion)$")
COUNTERS = (
    (
        re.compile(
            r"^re$|^roll$|voters|regist|elector|habil|inscrit|padron|nominal|eligible|aptos|^dpt$|"
            r"المسجل|المقيد|זכות_בחירה|ამომრჩეველთა|избирател|εγγεγραμμ|ผมสทธ|मतदाता"
        ),
        "registered_voters",
    ),
    (
        re.compile(
            r"nul(o|os|l|ls|le|a|as)?($|_)|invalid|spoil|void|reject|tidak_sah|"
            r"باطل|فاسد|ملغا|פסול|ბათილი|недействит|ακυρ|บตรเสย|अवैध"
        ),
        "null_votes",
    ),
    (re.compile(r"blanc|blank|branco|بيضاء|לבנ"), "blank_votes"),
    (re.compile(r"impugn|challeng"), "other_impugned"),
    (re.compile(r"valid|exprim|sah$|صحيح|כשרים|действит|εγκυρ|บตรด|वैध"), "valid_votes"),
    (
        re.compile(
            r"emitid|cast|votaron|votants|votantes|comparec|turnout|ballots|^total(_votes|_votos)?$|מצביעים|المصوت"
        ),
        "total_votes",
    ),
)
"""Words of a header -> figure; the first that fits."""
CODE_ALREADY = re.compile(r"\w{1,40}")
MANY_ROWS = 100
PLAIN_CODE = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"


@dataclass(frozen=True)
class StationCode:
    """How the station's code is probably made: columns, their lengths with zeros in front, and the mark."""

    columns: tuple[str, ...]
    pads: tuple[int | None, ...]
    mark: str
    known: float | None  # share of the rows whose code the definition has; None without a definition
    readable: bool = False  # names are made codes that can be read in an address


@dataclass(frozen=True)
class Roles:
    """What the columns probably hold.

    figures    column -> figure, in a wide table
    label      column with the names of options and counters, in a long one; `value` has their numbers
    left       columns without a role, in the order of the file, but for empty ones without a name
    doubts     column without a role -> the figure, or `label`, for which another one was taken
    summed     share of the rows whose options add up to the valid votes; None where that cannot be tried
    """

    station: StationCode | None
    contest: str | None
    figures: dict[str, str]
    label: str | None
    value: str | None
    left: tuple[str, ...]
    doubts: dict[str, str]
    summed: float | None

    @property
    def is_long(self) -> bool:
        """Whether a row is a figure."""
        return self.label is not None


@lru_cache(maxsize=50_000)
def comparable(text: str) -> str:
    """Return a header's words for comparison: small letters without accents, and `_` for everything else."""
    bare = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(letter for letter in bare if not _is_accent(letter))
    kept = (letter if unicodedata.category(letter)[0] in "LNM" else "_" for letter in letters)
    return re.sub(r"_+", "_", "".join(kept)).strip("_")


def _is_accent(letter: str) -> bool:
    """Whether a mark is an accent or a point for reading aloud; vowels of other scripts are letters."""
    place = unicodedata.combining(letter)
    return place >= 200 or 10 <= place <= 35  # Unicode's classes of such marks


def guess(profile: TableProfile, election: Election | None) -> Roles:
    """Return what the columns of a file probably hold."""
    columns = {column.name: column for column in profile.columns}
    station = _known_station(profile, election) if election is not None else None
    counts = [name for name in columns if columns[name].is_count]
    value = _first(counts, VALUE) or _first(counts, SUM)
    label = _first((name for name in columns if not columns[name].is_count), LABEL) if value else None
    station = station or _telling_apart(profile, label)
    if station is not None and election is None:
        station = replace(station, readable=True)
    contest = None
    if label is None:
        repeated = station or _repeated(profile)
        values = [*([value] if value else []), *(name for name in counts if name != value)]
        shape = long_shape(profile, repeated.columns, values, election) if repeated else None
        if shape is not None:
            station, contest, label, value = repeated, shape.contest, shape.label, shape.value
    taken = {*(station.columns if station else ())}
    contest = contest or _first((name for name in columns if name not in taken and name != label), CONTEST)
    figures: dict[str, str] = {}
    doubts: dict[str, str] = {}
    if label is None or value is None:
        others = [column for column in profile.columns if column.name not in taken]
        figures, doubts = _figures(others, election, _codes_of_names(profile))
        figures |= total_among(profile, figures)
        figures |= roll_among(profile, figures)
        label = value = None
    in_use = {*taken, *figures, contest, label, value}
    left = tuple(name for name, of in columns.items() if name not in in_use and not of.is_nothing)
    if label is not None:
        doubts = {
            name: "figure" for name in left if LABEL.search(comparable(name)) and not columns[name].is_count
        }
    return Roles(station, contest, figures, label, value, left, doubts, summed(profile, figures))


def _first(names: Iterable[str], pattern: re.Pattern[str]) -> str | None:
    return next((name for name in names if pattern.search(comparable(name))), None)


def _known_station(profile: TableProfile, election: Election) -> StationCode | None:
    """Return the columns whose text, with zeros and marks as the definition writes them, are its codes."""
    codes = election.stations["station"]
    if codes.is_empty():
        return None
    rows = profile.cells.head(ROWS_TRIED)
    known = frozenset(codes)  # made once: a table of sixty columns has thousands of pairs to try
    found: list[StationCode] = []
    width = _one_width(codes)
    for name in rows.columns:
        for pad in dict.fromkeys((None, width)):
            found += [_tried(rows, (name,), (pad,), "", known, readable=way) for way in _ways(rows, name)]
    for mark in (".", "-", "/", "_", " "):
        parts = codes.str.split(mark)
        if (parts.list.len() == 2).all():
            pads = (_one_width(parts.list.get(0)), _one_width(parts.list.get(1)))
            for pair in permutations(_short(profile), 2):
                ways = _ways(rows, *pair)
                found += [_tried(rows, pair, pads, mark, known, readable=way) for way in ways]
    best = max(found, key=lambda each: (each.known or 0, -len(each.columns)), default=None)
    return best if best is not None and (best.known or 0) >= ENOUGH else None


def _one_width(texts: pl.Series) -> int | None:
    """Return the number of letters that all have, where the first begins with zeros somewhere; else None."""
    widths = texts.str.len_chars().unique()
    return int(widths[0]) if widths.len() == 1 and texts.str.starts_with("0").any() else None


def _short(profile: TableProfile) -> list[str]:
    """Return the columns that can be a part of a code: more than one text, and no long ones."""
    return [
        column.name
        for column in profile.columns
        if column.distinct > 1 and (profile.cells[column.name].str.len_chars().max() or 0) <= 40  # type: ignore[operator]
    ]


def _tried(
    rows: pl.DataFrame,
    columns: tuple[str, ...],
    pads: tuple[int | None, ...],
    mark: str,
    codes: frozenset[str],
    *,
    readable: bool = False,
) -> StationCode:
    values = [
        Value(column=name, pad=pad, readable=readable and is_of_names(rows[name]))
        for name, pad in zip(columns, pads, strict=True)
    ]
    parts = [expression(value, {}) for value in values]
    made = rows.select(pl.concat_str(parts, separator=mark)).to_series()
    known = sum(code in codes for code in made)
    return StationCode(columns, pads, mark, known / max(1, rows.height), readable)


def _ways(rows: pl.DataFrame, *columns: str) -> tuple[bool, ...]:
    """Return whether names may have been made readable codes: that is tried where there are names."""
    return (False, True) if any(is_of_names(rows[name]) for name in columns) else (False,)


def is_of_names(cells: pl.Series) -> bool:
    """Whether a column has names, such as "Río Alto", of which an address needs readable codes."""
    return not cells.drop_nulls().str.contains(PLAIN_CODE).all()


def _telling_apart(profile: TableProfile, label: str | None) -> StationCode | None:
    """Return the column, or the place and its number, that tells the rows apart (with the label, if long)."""
    named = [column.name for column in profile.columns if STATION.search(comparable(column.name))]
    places = [column.name for column in profile.columns if PLACE.search(comparable(column.name))]
    codes = [column.name for column in profile.columns if column.is_code or not column.is_count]
    numbers = [column.name for column in profile.columns if column.is_count and not column.is_code]
    first = [name for name in profile.cells.columns if name in numbers]
    # Of many rows only a code is in none twice; of few, votes may be, too: then only the first column is one.
    unique = (
        first
        if profile.cells.height >= MANY_ROWS
        else [name for name in first if name == profile.cells.columns[0]]
    )
    singles = [
        name for name in unique if not VALUE.search(comparable(name)) and _counter(comparable(name)) is None
    ]
    choices = [(name,) for name in dict.fromkeys((*named, *codes, *singles))] + [
        (place, name) for place in places for name in named if place != name
    ]
    for choice in choices:
        if label is None and not profile.cells.select(choice).is_duplicated().any():
            return StationCode(choice, (None,) * len(choice), "." if len(choice) > 1 else "", None)
    if label is None or not named:
        return None
    return StationCode((named[0],), (None,), "", None)


def _repeated(profile: TableProfile) -> StationCode | None:
    """Return the column that is named like a station's though several rows have each, as in a long table."""
    named = [column.name for column in profile.columns if STATION.search(comparable(column.name))]
    return StationCode((named[0],), (None,), "", None) if named else None


def _codes_of_names(profile: TableProfile) -> frozenset[str]:
    """Return the columns of numbers that go one with one with the names in another column: their codes."""
    found = set()
    texts = [column for column in profile.columns if not column.is_count and column.distinct > 1]
    for column in profile.columns:
        if not column.is_count or not 1 < column.distinct < profile.cells.height:
            continue
        for text in texts:
            rows = profile.cells.select(column.name, text.name).head(ROWS_TRIED)
            if rows[column.name].n_unique() == rows[text.name].n_unique() == rows.n_unique():
                found.add(column.name)
    return frozenset(found)


def _is_place(name: str) -> bool:
    """Whether a header names a station or a place: its numbers are codes, and no votes."""
    return any(pattern.fullmatch(word) for word in name.split("_") for pattern in (STATION, PLACE))


def _figures(
    columns: list[Column], election: Election | None, codes: frozenset[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return column -> figure (counters by their words, other counts as options), and the doubts."""
    figures: dict[str, str] = {}
    doubts: dict[str, str] = {}
    options: list[str] = []
    for column in columns:
        name = comparable(column.name)
        if not column.is_count or column.is_code or CODE.search(name) or column.name in codes:
            continue
        counter = _counter(name)
        if counter is None and not _is_place(name):
            options.append(column.name)
        elif counter is None:
            continue
        elif counter in figures.values():
            doubts[column.name] = counter
        else:
            figures[column.name] = counter
    prefix = _shared_beginning(options)
    votes: dict[str, str] = {}
    for name in options:
        figure = f"votes_{_option(name.removeprefix(prefix), election)}"
        alike = sum(other.rpartition("_")[0] == figure or other == figure for other in votes.values())
        votes[name] = f"{figure}_{alike + 1}" if alike else figure
    return {**figures, **votes}, doubts


def _counter(name: str) -> str | None:
    return next((figure for pattern, figure in COUNTERS if pattern.search(name)), None)


def _shared_beginning(names: list[str]) -> str:
    """Return what all names begin with, up to its last `_`, such as the `v1_` of v1_red and v1_blue."""
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    shared = "".join(letters[0] for letters in alike) if len(names) > 1 else ""
    return shared[: shared.rfind("_") + 1]


def _option(name: str, election: Election | None) -> str:
    """Return the code of the option that a column or a label is called after; else the name, or its words."""
    written = comparable(name)
    for contest in election.contests if election is not None else ():
        for option in contest.options:
            words = {comparable(text) for text in (option.option, option.short_name, option.name)}
            if written in words or any(written.endswith(f"_{word}") for word in words):
                return option.option
    return name if CODE_ALREADY.fullmatch(name) else written[:40] or "option"


def contest_of(label: str, election: Election | None) -> str | None:
    """Return the code of the contest that a label names; None where the definition has none of that name."""
    contests = election.contests if election is not None else ()
    found = (
        one.contest
        for one in contests
        if comparable(label) in (comparable(one.contest), comparable(one.name))
    )
    return next(found, None)


def figure_of(label: str, election: Election | None) -> str:
    """Return the figure that a label of a long table probably names."""
    return _counter(comparable(label)) or f"votes_{_option(label, election)}"
