"""Stage 2, before a mapping: what each column of a file probably holds.

In   `Seen`, and the election where its definition is there already.
Out  `Roles`: which columns make the station's code, hold figures, names of options, their votes. Guesses, by
     the words of the header, by which columns tell the rows apart, and by the codes of the definition.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations, takewhile

import polars as pl

from testigo.election.definition import Election
from testigo.suggest.table_profile import Column, Seen
from testigo.tables.digits import with_latin_digits

STATION = re.compile(
    r"mesa|table|station|precinct|acta|casilla|junta|seccion|section|booth|urna|bureau|tps|secao|"
    r"קלפי|محطة|لجنة|უბან|участ|τμημα|หนวย|หน่วย|केंद|बूथ"
)
PLACE = re.compile(r"centro|center|centre|local|place|recinto|school|county|ward")
CODE = re.compile(
    r"^(row)?_?id$|cod(e|_|$)|ubigeo|fips|altitud|(^|_)(lat|lon)|year|date|hora|hour|pct|percent|%|^n_|_n_"
)
LABEL = re.compile(r"candidat|votavel|option|choice|opcion|metric|party|partido|lista")
VALUE = re.compile(r"^(votes?|votos?|qt_votos|voix|stimmen|total_votos|cantidad|value|count)$")
SUM = re.compile(r"^total(_votes|_votos|_votes_cast)?$")
"""The number of a long table that has its parts beside it."""
CONTEST = re.compile(r"^(office|contest|cargo|ds_cargo\w*|race|election|eleccion)$")
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
ROWS_TRIED = 2_000
ENOUGH = 0.9
"""Share of rows by which a guess with the definition's codes is taken."""


@dataclass(frozen=True)
class StationCode:
    """How the station's code is probably made: columns, their lengths with zeros in front, and the mark."""

    columns: tuple[str, ...]
    pads: tuple[int | None, ...]
    mark: str
    known: float | None  # share of the rows whose code the definition has; None without a definition


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
def plain(text: str) -> str:
    """Return a header's words for comparison: small letters without accents, and `_` for everything else."""
    bare = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(letter for letter in bare if not _is_accent(letter))
    kept = (letter if unicodedata.category(letter)[0] in "LNM" else "_" for letter in letters)
    return re.sub(r"_+", "_", "".join(kept)).strip("_")


def _is_accent(letter: str) -> bool:
    """Whether a mark is an accent or a point for reading aloud; vowels of other scripts are letters."""
    place = unicodedata.combining(letter)
    return place >= 200 or 10 <= place <= 35  # Unicode's classes of such marks


def guess(seen: Seen, election: Election | None) -> Roles:
    """Return what the columns of a file probably hold."""
    columns = {column.name: column for column in seen.columns}
    station = _known_station(seen, election) if election is not None else None
    counts = [name for name in columns if columns[name].is_count]
    value = _first(counts, VALUE) or _first(counts, SUM)
    label = _first((name for name in columns if not columns[name].is_count), LABEL) if value else None
    station = station or _telling_apart(seen, label)
    taken = {*(station.columns if station else ())}
    contest = _first((name for name in columns if name not in taken), CONTEST)
    figures: dict[str, str] = {}
    doubts: dict[str, str] = {}
    if label is None or value is None:
        figures, doubts = _figures([column for column in seen.columns if column.name not in taken], election)
        figures |= _total_among(seen, figures)
        label = value = None
    in_use = {*taken, *figures, contest, label, value}
    left = tuple(name for name, of in columns.items() if name not in in_use and not of.is_nothing)
    if label is not None:
        doubts = {name: "figure" for name in left if LABEL.search(plain(name)) and not columns[name].is_count}
    return Roles(station, contest, figures, label, value, left, doubts, _summed(seen, figures))


def _first(names: Iterable[str], pattern: re.Pattern[str]) -> str | None:
    return next((name for name in names if pattern.search(plain(name))), None)


def _known_station(seen: Seen, election: Election) -> StationCode | None:
    """Return the columns whose text, with zeros and marks as the definition writes them, are its codes."""
    codes = election.stations["station"]
    if codes.is_empty():
        return None
    rows = seen.cells.head(ROWS_TRIED)
    known = frozenset(codes)  # made once: a table of sixty columns has thousands of pairs to try
    found: list[StationCode] = []
    width = _one_width(codes)
    for name in rows.columns:
        for pad in dict.fromkeys((None, width)):
            found.append(_tried(rows, (name,), (pad,), "", known))
    for mark in (".", "-", "/", "_", " "):
        parts = codes.str.split(mark)
        if (parts.list.len() == 2).all():
            pads = (_one_width(parts.list.get(0)), _one_width(parts.list.get(1)))
            for pair in permutations(_short(seen), 2):
                found.append(_tried(rows, pair, pads, mark, known))
    best = max(found, key=lambda each: (each.known or 0, -len(each.columns)), default=None)
    return best if best is not None and (best.known or 0) >= ENOUGH else None


def _one_width(texts: pl.Series) -> int | None:
    """Return the number of letters that all have, where the first begins with zeros somewhere; else None."""
    widths = texts.str.len_chars().unique()
    return int(widths[0]) if widths.len() == 1 and texts.str.starts_with("0").any() else None


def _short(seen: Seen) -> list[str]:
    """Return the columns that can be a part of a code: more than one text, and no long ones."""
    return [
        column.name
        for column in seen.columns
        if column.distinct > 1 and (seen.cells[column.name].str.len_chars().max() or 0) <= 40  # type: ignore[operator]
    ]


def _tried(
    rows: pl.DataFrame,
    columns: tuple[str, ...],
    pads: tuple[int | None, ...],
    mark: str,
    codes: frozenset[str],
) -> StationCode:
    parts = [
        rows[name] if pad is None else rows[name].str.pad_start(pad, "0")
        for name, pad in zip(columns, pads, strict=True)
    ]
    made = pl.select(pl.concat_str(parts, separator=mark)).to_series()
    known = sum(code in codes for code in made)
    return StationCode(columns, pads, mark, known / max(1, rows.height))


def _telling_apart(seen: Seen, label: str | None) -> StationCode | None:
    """Return the column, or the place and its number, that tells the rows apart (with the label, if long)."""
    named = [column.name for column in seen.columns if STATION.search(plain(column.name))]
    places = [column.name for column in seen.columns if PLACE.search(plain(column.name))]
    codes = [column.name for column in seen.columns if column.is_code or not column.is_count]
    choices = [(name,) for name in dict.fromkeys((*named, *codes))] + [
        (place, name) for place in places for name in named if place != name
    ]
    for choice in choices:
        if label is None and not seen.cells.select(choice).is_duplicated().any():
            return StationCode(choice, (None,) * len(choice), "." if len(choice) > 1 else "", None)
    if label is None or not named:
        return None
    return StationCode((named[0],), (None,), "", None)


def _figures(columns: list[Column], election: Election | None) -> tuple[dict[str, str], dict[str, str]]:
    """Return column -> figure (counters by their words, other counts as options), and the doubts."""
    figures: dict[str, str] = {}
    doubts: dict[str, str] = {}
    options: list[str] = []
    for column in columns:
        name = plain(column.name)
        if not column.is_count or column.is_code or CODE.search(name):
            continue
        counter = _counter(name)
        if counter is None:
            options.append(column.name)
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
    written = plain(name)
    for contest in election.contests if election is not None else ():
        for option in contest.options:
            words = {plain(text) for text in (option.option, option.short_name, option.name)}
            if written in words or any(written.endswith(f"_{word}") for word in words):
                return option.option
    return name if CODE_ALREADY.fullmatch(name) else written[:40] or "option"


def figure_of(label: str, election: Election | None) -> str:
    """Return the figure that a label of a long table probably names."""
    return _counter(plain(label)) or f"votes_{_option(label, election)}"


def _total_among(seen: Seen, figures: dict[str, str]) -> dict[str, str]:
    """Return the column that is the sum of all other votes, or of all but one, which is then the roll.

    It needs no word of the header, so it works in any script; what words said already stands.
    """
    votes = [name for name, figure in figures.items() if figure.startswith("votes_")]
    known = [name for name, figure in figures.items() if figure == "valid_votes"]
    has_roll = "registered_voters" in figures.values()
    if len(votes) < 3:
        return {}
    digits = _digits(seen, [*votes, *known]).head(ROWS_TRIED)
    for total in known or votes:
        others = [name for name in votes if name != total]
        more = digits.select(others).sum_horizontal() - digits[total]
        if _share(more == 0) >= ENOUGH and digits[total].sum():
            return {total: "valid_votes"}
        rolls = () if has_roll else [name for name in others if (digits[name] >= digits[total]).all()]
        for roll in rolls:
            if _share(more == digits[roll]) >= ENOUGH:
                return {total: "valid_votes", roll: "registered_voters"}
    return {}


def _digits(seen: Seen, names: list[str]) -> pl.DataFrame:
    """Return the numbers of count columns, marks between digits taken out, of the rows that have all."""
    return seen.cells.select(
        with_latin_digits(pl.col(name)).str.replace_all(r"\.0+ *$|[^0-9]", "").cast(pl.Int64, strict=False)
        for name in names
    ).drop_nulls()


def _share(holds: pl.Series) -> float:
    return int(holds.sum()) / max(1, holds.len())


def _summed(seen: Seen, figures: dict[str, str]) -> float | None:
    votes = [name for name, figure in figures.items() if figure.startswith("votes_")]
    valid = [name for name, figure in figures.items() if figure == "valid_votes"]
    if not votes or not valid:
        return None
    digits = _digits(seen, [*votes, *valid])
    holds = digits.select(pl.sum_horizontal(votes) == pl.col(valid[0])).to_series()
    return _share(holds) if holds.len() else None
