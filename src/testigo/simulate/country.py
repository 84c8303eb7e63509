"""Stage 0, invented: a country of any size and shape, as the files that a coordinator would have written.

In   a `Shape`, the rolls to draw from, a source of chance.
Out  path -> bytes of the definition, which `election.load.load` accepts, form profiles included.

Every name is made of syllables. Polling places have 9 digits and stations two more, as on the form of
Venezuela 2024; with one contest of 38 party lines its form is that very form.
"""

import numpy as np
import polars as pl

from testigo.columns import FrameKind
from testigo.forms.load import path_of_form
from testigo.simulate.chance import Chance, Whole
from testigo.simulate.contests import contest_tables, form_of, profile_of
from testigo.simulate.names import words
from testigo.simulate.shape import Shape
from testigo.simulate.tree import ROOT, lowest_of, tree_of

LEVELS = ("country", "state", "municipality", "parish", "sector", "block")


def definition(shape: Shape, rolls: Whole, chance: Chance) -> dict[str, bytes]:
    """Return the files of an invented country's definition.

    rolls  registered voters of stations, to draw from
    """
    stations, places = _stations(shape, rolls, chance.to("stations"))
    tree = _jurisdictions(shape, stations, places.height, chance.to("jurisdictions"))
    contests = [contest_tables(shape, number, chance.to(f"contest {number}")) for number in _numbers(shape)]
    files = {
        "election.toml": _settings(shape, chance, tree).encode(),
        "jurisdictions.csv": _csv(tree),
        "polling_places.csv": _csv(places),
        "stations.csv": _csv(_placed(shape, stations, places.height)),
        "contests.csv": _csv(pl.concat([contest.row for contest in contests])),
        "ballots.csv": _csv(_ballots(shape, tree)),
        "options.csv": _csv(pl.concat([contest.options for contest in contests])),
        "lines.csv": _csv(pl.concat([contest.lines for contest in contests])),
    }
    forms = {path_of_form(form_of(shape, number)): profile_of(shape, number) for number in _numbers(shape)}
    return {**files, **forms}


def _numbers(shape: Shape) -> range:
    return range(1, shape.contests + 1)


def _csv(frame: pl.DataFrame) -> bytes:
    return frame.write_csv().encode()


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


def _placed(shape: Shape, stations: pl.DataFrame, places: int) -> pl.DataFrame:
    """Add to each station its lowest jurisdiction and its stratum, the state."""
    tree = tree_of(shape.levels, places)
    lowest = [tree.code(shape.levels, number) for number in range(tree.widths[-1])]
    state = tree.digits(2) if shape.levels > 1 else len(ROOT)
    number = pl.Series([lowest_of(tree, place) for place in range(places)]).gather(stations["place"])
    return stations.with_columns(jurisdiction=pl.Series(lowest).gather(number)).select(
        "station",
        "polling_place",
        "jurisdiction",
        pl.col("jurisdiction").str.head(state).alias("stratum"),
        "registered_voters",
    )


def _jurisdictions(shape: Shape, stations: pl.DataFrame, places: int, chance: Chance) -> pl.DataFrame:
    tree = tree_of(shape.levels, places)
    rows = []
    for level, width in enumerate(tree.widths, start=1):
        names = words(chance.to(f"level {level}"), width)
        for number, name in enumerate(names):
            parent = None if level == 1 else tree.code(level - 1, tree.parent(level, number))
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
    """Everybody votes in everything, or every second contest is for every second state; or as many as wished
    at each station, by turns."""
    if shape.contests_a_station:
        return _by_turns(shape, tree)
    states = tree.filter(pl.col("level") == 2)["jurisdiction"].to_list()[::2]
    rows: list[tuple[str, str, str | None]] = []
    if shape.contests > 1 and states:
        for number in _numbers(shape):
            places = states if number % 2 == 0 else [ROOT]
            rows += [(f"contest-{number}", place, None) for place in places]
    return pl.DataFrame(
        rows, schema={"contest": pl.String, "place": pl.String, "stratum": pl.String}, orient="row"
    )


def _by_turns(shape: Shape, tree: pl.DataFrame) -> pl.DataFrame:
    """The first contest is for all; of the others each place of one level has some, in turn."""
    level, others, each = min(3, shape.levels), shape.contests - 1, shape.contests_a_station - 1
    places = tree.filter(pl.col("level") == level)["jurisdiction"]
    rows = [("contest-1", ROOT, None)] + [
        (f"contest-{2 + (number * each + turn) % others}", place, None)
        for number, place in enumerate(places)
        for turn in range(each)
    ]
    return pl.DataFrame(
        rows, schema={"contest": pl.String, "place": pl.String, "stratum": pl.String}, orient="row"
    )


def _with_pages(shape: Shape, tree: pl.DataFrame) -> str:
    """Return the setting that says in which states the stations have pages; empty where all have."""
    if shape.pages_of_states is None:
        return ""
    states = tree.filter(pl.col("level") == 2)["jurisdiction"].head(shape.pages_of_states)
    codes = ", ".join(f'"{code}"' for code in states)
    return f"station_pages = [{codes}]\n"


def _settings(shape: Shape, chance: Chance, tree: pl.DataFrame) -> str:
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
{_with_pages(shape, tree)}
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
