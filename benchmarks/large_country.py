"""Two invented countries as large as the largest: the files that a coordinator there would bring.

`country` has five levels and 837,000 polling stations, each read by two readers: in one row, or in a table
each. Some readings are missing, some differ, some do not add up; every fourth regency is without fault.
`long_country` has 4,000,000 rows of 204 contests, a row an option, each contest held at a part of the
stations. Every cell is a function of its row's number, so each run makes the same files.
"""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

STATIONS = 837_000
LEVELS = {"province": 23_400, "regency": 1_800, "district": 120, "village": 10}
"""How many stations a place of each level below the country has: 36, 465, 6,975 and 83,700 places."""
CANDIDATES = ("anggrek", "melati", "teratai")
READERS = ("scan", "watcher")
LACKS_EVERY, DIFFERS_EVERY, WRONG_SUM_EVERY, WRONG_CLAIM_EVERY = 200, 400, 300, 50

LONG_STATIONS = 20_000
CONTESTS, CONTESTS_A_STATION, OPTIONS = 204, 20, 10

NUMBER = pl.col("number")


@dataclass(frozen=True)
class Work:
    """What a coordinator brings: files of the definition, tables, and mappings that say how they are read."""

    definition: dict[str, str]
    tables: dict[str, pl.DataFrame]
    mappings: dict[str, str]

    def write(self, folder: Path, definition: Path) -> None:
        """Write the tables and mappings, and the files of the definition that no table gives."""
        for name, table in self.tables.items():
            table.write_csv(folder / f"{name}.csv")
        for name, text in self.mappings.items():
            (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        for name, text in self.definition.items():
            path = definition / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def country(stations: int = STATIONS) -> Work:
    """Return a country of so many stations, with two readings of nearly all."""
    rows = counted(stations)
    readings = {reader: read(rows, reader) for reader in READERS}
    both = pl.concat(
        [rows.select("station", "roll"), *(_prefixed(own, name) for name, own in readings.items())],
        how="horizontal",
    )
    apart = {
        name: pl.concat([rows.select("station", "roll"), own], how="horizontal").drop_nulls()
        for name, own in readings.items()
    }
    tables = {"roll": rows.select("station", *LEVELS, "roll"), "both": both, "claims": claims(rows), **apart}
    mappings = {"roll": ROLL, "both": BOTH, **{name: ONE.format(name=name) for name in READERS}}
    return Work({"election.toml": SETTINGS, **ONE_CONTEST, **FORM}, tables, mappings)


def long_country(stations: int = LONG_STATIONS) -> Work:
    """Return a country of many contests: a long table, a row an option of each contest of each station."""
    slots = pl.select(slot=pl.int_range(CONTESTS_A_STATION)).join(
        pl.select(option=pl.int_range(OPTIONS)), how="cross"
    )
    contest = (NUMBER + pl.col("slot") * OPTIONS) % CONTESTS
    long = (
        counted(stations)
        .select("number", "station")
        .join(slots, how="cross")
        .select(
            "station",
            contest=pl.format("c{}", contest.cast(pl.String).str.zfill(3)),
            option=pl.format("o{}", "option"),
            votes=(NUMBER * 7 + pl.col("option") * 13) % 25,
        )
    )
    codes = [f"c{number:03}" for number in range(CONTESTS)]
    contests = "contest,name,form,blank_votes,null_votes\n" + "".join(
        f"{code},Council {code},form,not on the form,not valid\n" for code in codes
    )
    options = "contest,option,name\n" + "".join(
        f"{code},o{number},Candidate {number}\n" for code in codes for number in range(OPTIONS)
    )
    settings = SETTINGS.replace("two rows of published tables", "one row of a published table")
    written = {"election.toml": settings, "contests.csv": contests, "options.csv": options, **FORM}
    tables = {"roll": counted(stations).select("station", *LEVELS, "roll"), "long": long}
    ballots = '[[draft]]\nwhat = "ballots"\nfile = "long.csv"\n[draft.columns]\n'
    drafted = ROLL + ballots + 'contest = "contest"\nplace = "station"\n'
    return Work(written, tables, {"roll": drafted, "long": LONG})


def counted(stations: int) -> pl.DataFrame:
    """Return what was counted at each station: number, station, its place at each level, roll and figures."""
    places = {
        level: (NUMBER // size).cast(pl.String).str.zfill(6) + f"-{level}" for level, size in LEVELS.items()
    }
    votes = {name: (NUMBER * 7919 * (place + 3)) % 97 for place, name in enumerate(CANDIDATES)}
    return (
        pl.select(number=pl.int_range(stations, dtype=pl.Int64))
        .with_columns(
            **places,
            station=(NUMBER // 10).cast(pl.String).str.zfill(7) + "." + (NUMBER % 10).cast(pl.String),
            roll=280 + NUMBER % 20,
            spoiled=NUMBER % 4,
            **votes,
        )
        .with_columns(valid=pl.sum_horizontal(CANDIDATES))
    )


def read(rows: pl.DataFrame, reader: str) -> pl.DataFrame:
    """Return what a reader read of each station: null where it has no form, and wrong in its own places."""
    own = NUMBER + READERS.index(reader) * 53
    faultless = NUMBER // LEVELS["regency"] % 4 == 0
    differs = ((own % DIFFERS_EVERY == 1) & ~faultless).cast(pl.Int64)
    wrong_sum = ((own % WRONG_SUM_EVERY == 2) & ~faultless).cast(pl.Int64)
    has_form = faultless | (own % LACKS_EVERY != 0)
    return rows.with_columns(
        pl.col(CANDIDATES[0]) + differs, valid=pl.col("valid") + differs + wrong_sum
    ).select(pl.when(has_form).then(name).alias(name) for name in ("valid", "spoiled", *CANDIDATES))


def claims(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the authority's figures of every province and regency; those of some regencies are wrong."""
    names = {f"votes_{name}": pl.col(name).sum() for name in CANDIDATES}
    sums = pl.concat(
        rows.group_by(place=level, maintain_order=True)
        .agg(**names)
        .with_row_index("row")
        .with_columns(
            pl.col("votes_melati")
            + (pl.lit(level == "regency") & (pl.col("row") % WRONG_CLAIM_EVERY == 1)) * 1000
        )
        for level in ("province", "regency")
    )
    figures = sums.drop("row").unpivot(index="place", variable_name="figure")
    return figures.select(
        claim=pl.lit("all"),
        source=pl.lit("authority"),
        date=pl.lit("2030-01-20"),
        place="place",
        contest=pl.lit("president"),
        figure="figure",
        value=pl.col("value").cast(pl.String),
    )


def _prefixed(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    return frame.rename(lambda column: f"{name} {column}")


SETTINGS = """\
origin = "example.org/large"
date = 2030-01-06
time_zone = "UTC"
languages = ["en", "es"]
levels = ["country", "province", "regency", "district", "village"]
drill = true
key_fingerprints = ["FINGERPRINT"]
name = "A large election"
place = "A large country"
[policy]
sufficient = ["two rows of published tables"]
"""
ONE_CONTEST = {
    "contests.csv": "contest,name,form,blank_votes,null_votes\n"
    "president,President,form,not on the form,not valid\n",
    "options.csv": "contest,option,name\n"
    + "".join(f"president,{name},{name.title()}\n" for name in CANDIDATES),
}
FORM = {
    "forms/form/form.toml": '[fields]\ncounts = ["registered_voters", "valid_votes", "null_votes"]\n'
    '[sums]\nvalid_votes = "options"\n'
}
ROLL = (
    """\
[[draft]]
what = "jurisdictions"
file = "roll.csv"
[[draft.levels]]
jurisdiction = { constant = "X" }
name = { constant = "A large country" }
frame = { constant = "sum of parts" }
"""
    + "".join(
        f'[[draft.levels]]\njurisdiction = "{level}"\nname = "{level}"\n'
        f'frame = {{ constant = "{"listed" if level == "village" else "sum of parts"}" }}\n'
        for level in LEVELS
    )
    + """\
[[draft]]
what = "stations"
file = "roll.csv"
[draft.columns]
station = "station"
jurisdiction = "village"
registered_voters = { count = "roll" }
"""
)


def _figures(prefix: str) -> str:
    votes = "".join(f'votes_{name} = "{prefix}{name}"\n' for name in CANDIDATES)
    return f'valid_votes = "{prefix}valid"\nnull_votes = "{prefix}spoiled"\n{votes}'


TABLE = '[[table]]\nfile = "{name}.csv"\nstation = "station"\ncontest = {{ constant = "president" }}\n'
ROLL_FIGURE = '[table.figures]\nregistered_voters = "roll"\n'
BOTH = (
    "".join(
        f'[[reading]]\nreader = "{reader}"\nneed = ["votes_anggrek"]\n[reading.figures]\n'
        + _figures(f"{reader} ")
        for reader in READERS
    )
    + TABLE.format(name="both")
    + ROLL_FIGURE
)
ONE = '[[reading]]\nreader = "{name}"\n' + TABLE + ROLL_FIGURE + _figures("")
LONG = """\
[[reading]]
reader = "authority"
[[table]]
file = "long.csv"
station = "station"
contest = "contest"
figure = { join = [{ constant = "votes_" }, "option"] }
value = "votes"
absent = "zero"
"""
