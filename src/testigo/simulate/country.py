"""Stage 0, invented: a country of any size and shape, as the files that a coordinator would have written.

In   a `Shape`, the rolls to draw from, a source of chance.
Out  path -> bytes of the definition, which `election.load.load` accepts, form profiles included.

Every name is made of syllables. Polling places have 9 digits and stations two more, as on the form of
Venezuela 2024; with one contest of 38 party lines its form is that very form.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from testigo.columns import FrameKind
from testigo.election.settings import MOST_LEVELS
from testigo.errors import RefusedError
from testigo.forms.load import path_of_form, shipped
from testigo.simulate.chance import Chance, Whole
from testigo.simulate.names import persons, words

VENEZUELAN_FORM, VENEZUELAN_LINES = "venezuela-2024", 38
MOST_FIGURES = 150
"""Options and lines of a contest together: more do not fit the 4 KiB of a statement."""
MOST_STATIONS_A_PLACE = 33
PLACES_A_JURISDICTION = 12
LEVELS = ("country", "state", "municipality", "parish", "sector", "block")
ROOT = "country"


@dataclass(frozen=True)
class Shape:
    """How large a country is, and of what form.

    stations          polling stations that are listed
    levels            1 (no jurisdiction but the country) to 6
    stations_a_place  mean; a polling place has 1 to about twice as many
    contests          every second one after the first is voted on in every second state only
    options           a contest
    lines             party lines a contest: 0 = none, else at least one an option
    unlisted          stations that the country is said to have besides the listed ones (a declared frame)
    sufficient        the policy's combinations
    """

    stations: int
    levels: int = 4
    stations_a_place: int = 2
    contests: int = 1
    options: int = 10
    lines: int = VENEZUELAN_LINES
    unlisted: int = 0
    sufficient: tuple[str, ...] = ("one machine code whose sums hold", "two persons")
    date: datetime.date = datetime.date(2030, 1, 6)

    def __post_init__(self) -> None:
        wrong = [words for words, holds in self._bounds() if not holds]
        if wrong:
            raise RefusedError(f"No country has this shape: {'; '.join(wrong)}.")

    def _bounds(self) -> Iterable[tuple[str, bool]]:
        yield "it needs 1 to 10,000,000 stations", 1 <= self.stations <= 10_000_000
        yield f"it needs 1 to {MOST_LEVELS} levels", 1 <= self.levels <= MOST_LEVELS
        places = MOST_STATIONS_A_PLACE
        yield f"a place has 1 to {places} stations in the mean", 1 <= self.stations_a_place <= places
        yield "it needs 1 to 99 contests", 1 <= self.contests <= 99
        yield "a contest needs an option", self.options >= 1
        yield "there are fewer lines than options", self.lines == 0 or self.lines >= self.options
        most = f"options and lines together are more than {MOST_FIGURES}"
        yield most, self.options + self.lines <= MOST_FIGURES
        yield "the unlisted stations are fewer than none", self.unlisted >= 0


def definition(shape: Shape, rolls: Whole, chance: Chance) -> dict[str, bytes]:
    """Return the files of an invented country's definition.

    rolls  registered voters of stations, to draw from
    """
    stations, places = _stations(shape, rolls, chance.to("stations"))
    tree = _jurisdictions(shape, stations, places.height, chance.to("jurisdictions"))
    contests = [_contest(shape, number, chance.to(f"contest {number}")) for number in _numbers(shape)]
    files = {
        "election.toml": _settings(shape, chance).encode(),
        "jurisdictions.csv": _csv(tree),
        "polling_places.csv": _csv(places),
        "stations.csv": _csv(_placed(shape, stations, places.height)),
        "contests.csv": _csv(pl.concat([contest.row for contest in contests])),
        "ballots.csv": _csv(_ballots(shape, tree)),
        "options.csv": _csv(pl.concat([contest.options for contest in contests])),
        "lines.csv": _csv(pl.concat([contest.lines for contest in contests])),
    }
    forms = {path_of_form(_form(shape, number)): _profile(shape, number) for number in _numbers(shape)}
    return {**files, **forms}


def _numbers(shape: Shape) -> range:
    return range(1, shape.contests + 1)


def _csv(frame: pl.DataFrame) -> bytes:
    return frame.write_csv().encode()


# --- places ---------------------------------------------------------------------------------------------


def _stations(shape: Shape, rolls: Whole, chance: Chance) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the stations (place number, station, roll) and the polling places with their names."""
    sizes = chance.to("sizes").whole(shape.stations, 1, 2 * shape.stations_a_place - 1)
    ends = np.cumsum(sizes)
    place = np.searchsorted(ends, np.arange(shape.stations), side="right")
    number = np.arange(shape.stations) - np.where(place > 0, ends[np.maximum(place - 1, 0)], 0) + 1
    drawn = rolls[chance.to("rolls").whole(shape.stations, 0, len(rolls) - 1)]
    code = pl.col("place").cast(pl.String).str.zfill(9)
    stations = pl.DataFrame({"place": place + 1, "number": number, "registered_voters": drawn}).select(
        (pl.col("place") - 1).alias("place"),
        station=code + "." + pl.col("number").cast(pl.String).str.zfill(2),
        polling_place=code,
        registered_voters="registered_voters",
    )
    codes = stations["polling_place"].unique(maintain_order=True)
    named = [f"Escuela {word}" for word in words(chance.to("names"), len(codes))]
    return stations, pl.DataFrame({"polling_place": codes, "name": named})


@dataclass(frozen=True)
class _Tree:
    """A tree of places, all branches alike: level 1 is the root, level j has widths[j - 1] jurisdictions."""

    widths: tuple[int, ...]
    branches: int  # children of a jurisdiction

    def code(self, level: int, number: int) -> str:
        """Return the code: the parent's, and the place among its children."""
        if level == 1:
            return ROOT
        parent, child = divmod(number, self.branches)
        above = "" if level == 2 else self.code(level - 1, parent)
        return above + str(child + 1).zfill(len(str(self.branches)))


def _tree(levels: int, places: int) -> _Tree:
    below = levels - 1
    if below == 0:
        return _Tree((1,), 1)
    lowest = max(1, -(-places // PLACES_A_JURISDICTION))
    branches = 1
    while branches**below < lowest:
        branches += 1
    widths = [lowest]
    while len(widths) < below:
        widths.insert(0, -(-widths[0] // branches))
    return _Tree((1, *widths), branches)


def _placed(shape: Shape, stations: pl.DataFrame, places: int) -> pl.DataFrame:
    """Add to each station its lowest jurisdiction and its stratum, the state."""
    tree = _tree(shape.levels, places)
    lowest = [tree.code(shape.levels, number) for number in range(tree.widths[-1])]
    state = len(str(tree.branches)) if shape.levels > 1 else len(ROOT)
    number = pl.min_horizontal(pl.col("place") // PLACES_A_JURISDICTION, tree.widths[-1] - 1)
    return stations.with_columns(jurisdiction=pl.lit(pl.Series(lowest)).gather(number)).select(
        "station",
        "polling_place",
        "jurisdiction",
        pl.col("jurisdiction").str.head(state).alias("stratum"),
        "registered_voters",
    )


def _jurisdictions(shape: Shape, stations: pl.DataFrame, places: int, chance: Chance) -> pl.DataFrame:
    tree = _tree(shape.levels, places)
    rows = []
    for level, width in enumerate(tree.widths, start=1):
        names = words(chance.to(f"level {level}"), width)
        for number, name in enumerate(names):
            parent = None if level == 1 else tree.code(level - 1, number // tree.branches)
            rows.append((tree.code(level, number), parent, level, name))
    declared = shape.unlisted > 0
    frame = FrameKind.UNKNOWN if declared else FrameKind.LISTED
    voters = int(stations["registered_voters"].sum())
    known = pl.DataFrame(rows, schema=["jurisdiction", "parent", "level", "name"], orient="row")
    root = pl.col("level") == 1

    def of_root(value: int | str) -> pl.Expr:
        return pl.when(root & declared).then(pl.lit(value))

    each = voters // shape.stations
    return known.with_columns(
        frame=pl.when(root & declared).then(pl.lit(FrameKind.DECLARED.value)).otherwise(pl.lit(frame.value)),
        stations=of_root(shape.stations + shape.unlisted),
        registered_voters=of_root(voters + shape.unlisted * each),
        source=of_root("invented"),
    )


def _ballots(shape: Shape, tree: pl.DataFrame) -> pl.DataFrame:
    """Everybody votes in everything, or every second contest is for every second state."""
    states = tree.filter(pl.col("level") == 2)["jurisdiction"].to_list()[::2]
    rows: list[tuple[str, str, str | None]] = []
    if shape.contests > 1 and states:
        for number in _numbers(shape):
            places = states if number % 2 == 0 else [ROOT]
            rows += [(f"contest-{number}", place, None) for place in places]
    return pl.DataFrame(
        rows, schema={"contest": pl.String, "place": pl.String, "stratum": pl.String}, orient="row"
    )


# --- contests -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Contest:
    row: pl.DataFrame
    options: pl.DataFrame
    lines: pl.DataFrame


def _contest(shape: Shape, number: int, chance: Chance) -> _Contest:
    contest = f"contest-{number}"
    codes = [f"O{place:02d}" for place in range(1, shape.options + 1)]
    lines = _line_owners(codes, shape.lines, chance.to("lines"))
    return _Contest(
        row=pl.DataFrame(
            {
                "contest": [contest],
                "name": [f"Contest {number}"],
                "form": [_form(shape, number)],
                "decides": ["plurality"],
                "blank_votes": ["not on the form"],
                "null_votes": ["not valid"],
            }
        ),
        options=pl.DataFrame(
            {
                "contest": [contest] * len(codes),
                "option": codes,
                "name": persons(chance.to("persons"), len(codes)),
                "position": list(range(1, len(codes) + 1)),
            }
        ),
        lines=pl.DataFrame(
            {
                "contest": [contest] * len(lines),
                "line": [f"L{place:02d}" for place in range(1, len(lines) + 1)],
                "option": lines,
                "party": words(chance.to("parties"), len(lines)),
                "position": list(range(1, len(lines) + 1)),
            },
            schema={
                "contest": pl.String,
                "line": pl.String,
                "option": pl.String,
                "party": pl.String,
                "position": pl.Int64,
            },
        ),
    )


def _line_owners(options: Sequence[str], lines: int, chance: Chance) -> list[str]:
    """Return whose each line is, in ballot order: one line an option, the others where chance has it."""
    if not lines:
        return []
    more = chance.whole(lines - len(options), 0, len(options) - 1)
    owned = 1 + np.bincount(more, minlength=len(options))
    return [option for option, count in zip(options, owned, strict=True) for _ in range(count)]


def _form(shape: Shape, number: int) -> str:
    venezuelan = shape.contests == 1 and shape.lines == VENEZUELAN_LINES
    return VENEZUELAN_FORM if venezuelan else f"strip-{number}"


def _profile(shape: Shape, number: int) -> bytes:
    """Return the form of a contest: Venezuela's, or one like it for so many lines (or options)."""
    known = shipped(_form(shape, number))
    if known is not None:
        return known
    votes = shape.lines or shape.options
    more = f"(?:,[0-9]{{1,5}}){{{votes - 1}}}" if votes > 1 else ""
    sums = 'options = "lines"\n' if shape.lines else ""
    kind = "LINES" if shape.lines else "OPTIONS"
    return f"""# An invented form like that of Venezuela 2024, for contest {number}: its code bears {number} after the station.
[fields]
counts = ["registered_voters", "valid_votes", "null_votes", "other_control"]

[sums]
{sums}valid_votes = "options"
total_votes = "valid_votes + null_votes"

[machine_code]
pattern = '(?P<place>[0-9]{{9}})\\.(?P<number>[0-9]{{2}})\\.{number}\\.[0-9]{{4}}!(?P<votes>[0-9]{{1,5}}{more})!(?P<null_votes>[0-9]{{1,5}})!(?P<control>[0-9]{{1,5}})'
station = "{{place}}.{{number}}"

[machine_code.figures]
votes = "votes by {kind}.position"
null_votes = "null_votes"
control = "other_control"
""".encode()  # noqa: E501 (a pattern is one line)


def _settings(shape: Shape, chance: Chance) -> str:
    place = words(chance.to("country"), 1)[0]
    levels = ", ".join(f'"{level}"' for level in LEVELS[: shape.levels])
    sufficient = ", ".join(f'"{sentence}"' for sentence in shape.sufficient)
    return f"""# An invented country: every place, person and party in this folder is made of syllables.
origin = "testigo.example/{place.lower()}"
date = {shape.date.isoformat()}
time_zone = "UTC"
languages = ["es", "en"]
levels = [{levels}]
drill = true
key_fingerprints = []

[name]
es = "Simulacro: elección inventada de {place}"
en = "Drill: invented election of {place}"

[place]
es = "{place}"
en = "{place}"

[policy]
sufficient = [{sufficient}]

[policy.severity]

[sources]
"Invented by testigo simulate" = "no rights reserved"
"""
