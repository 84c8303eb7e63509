"""Polling stations: where each one is, and which ones vote in a contest.

In   stations.csv, polling_places.csv and ballots.csv as tables, and the tree of jurisdictions.
Out  columns.STATIONS with level_1 ... level_n, and the problems between the files.
"""

import polars as pl

from testigo.columns import STATIONS, TEXT, FrameKind
from testigo.election import geography
from testigo.election.contests import Contest
from testigo.election.definition import Election
from testigo.election.table import CellKind, Column, Rule, broken, repeated
from testigo.errors import Place, Problem
from testigo.numbered import numbered

FILE = "stations.csv"
COLUMNS = (
    Column("station", CellKind.CODE, filled=True),
    Column("polling_place", CellKind.CODE, optional=True),
    Column("jurisdiction", CellKind.CODE, filled=True),
    Column("stratum", optional=True),
    Column("registered_voters", CellKind.COUNT, optional=True),
)
PLACES_FILE = "polling_places.csv"
PLACES_COLUMNS = (Column("polling_place", CellKind.CODE, filled=True), Column("name", optional=True))
BALLOTS_FILE = "ballots.csv"
BALLOTS_COLUMNS = (
    Column("contest", CellKind.CODE, filled=True),
    Column("place", CellKind.CODE, filled=True),
    Column("stratum", optional=True),
)


def stations_with_levels(table: pl.DataFrame, jurisdictions: pl.DataFrame, levels: int) -> pl.DataFrame:
    """Return columns.STATIONS with level_1 ... level_n, in the order of the file."""
    placed = table.select(*STATIONS)
    return placed.join(
        geography.paths(jurisdictions, levels), on="jurisdiction", how="left", maintain_order="left"
    )


def station_problems(table: pl.DataFrame, jurisdictions: pl.DataFrame) -> list[Problem]:
    """Return what is wrong with stations.csv beside the jurisdictions."""
    places = jurisdictions["jurisdiction"].implode()
    rules = (
        Rule("station", repeated("station"), "The code is repeated", "Give each station one row."),
        Rule(
            "jurisdiction",
            ~pl.col("jurisdiction").is_in(places),
            "There is no jurisdiction of this code",
            "Mend the code; where the place is unknown write the root's.",
            jurisdictions["jurisdiction"].to_list(),
        ),
    )
    return broken(FILE, table, rules)


def frame_problems(stations: pl.DataFrame, jurisdictions: pl.DataFrame, levels: int) -> list[Problem]:
    """Return where the list of stations contradicts the numbers of a declared or listed jurisdiction."""
    columns = [f"level_{number}" for number in range(1, levels + 1)]
    listed = pl.concat(
        stations.group_by(pl.col(column).alias("jurisdiction")).agg(
            listed=pl.len().cast(pl.Int64), listed_voters=pl.col("registered_voters").sum()
        )
        for column in columns
    ).drop_nulls("jurisdiction")
    compared = jurisdictions.join(listed, on="jurisdiction", how="left", maintain_order="left").with_columns(
        pl.col("listed", "listed_voters").fill_null(0)
    )
    said = pl.col("stations")
    complete = pl.col("frame") == FrameKind.LISTED
    rules = (
        Rule(
            "stations",
            pl.col("listed") > said,
            "stations.csv lists more stations here than this number",
            "Mend the number, or the jurisdiction of the stations that are not of this place.",
        ),
        Rule(
            "stations",
            complete & (pl.col("listed") < said),
            "stations.csv lists fewer stations here, yet the list is said to be complete",
            "Write `declared` as the frame, or add the stations.",
        ),
        Rule(
            "registered_voters",
            pl.col("listed_voters") > pl.col("registered_voters"),
            "The stations listed here have more registered voters than this number",
            "Mend the number, or the rolls in stations.csv.",
        ),
    )
    return broken(geography.FILE, compared, rules)


def polling_place_problems(places: pl.DataFrame) -> list[Problem]:
    """Return what is wrong with polling_places.csv itself."""
    rule = Rule(
        "polling_place", repeated("polling_place"), "The code is repeated", "Give each place one row."
    )
    return broken(PLACES_FILE, places, [rule])


def empty_list_warnings(table: pl.DataFrame) -> list[Problem]:
    """Say that there is no station at all: then every result is of an unknown station."""
    if not table.is_empty():
        return []
    remedy = "Add a row for each polling station that is known."
    return [Problem(Place(FILE), None, "There is no polling station", remedy)]


def polling_place_warnings(places: pl.DataFrame, stations: pl.DataFrame) -> list[Problem]:
    """Return the stations whose polling place has no row, where there is a list of polling places."""
    if places.is_empty():
        return []
    unknown = ~pl.col("polling_place").is_in(places["polling_place"].implode())
    message, known = "polling_places.csv has no row for this polling place", places["polling_place"].to_list()
    return broken(
        FILE,
        stations,
        [Rule("polling_place", unknown, message, "Add it there, or mend the code.", known)],
    )


def ballot_problems(
    ballots: pl.DataFrame, contests: pl.DataFrame, stations: pl.DataFrame, jurisdictions: pl.DataFrame
) -> list[Problem]:
    """Return what is wrong with ballots.csv beside the contests and places."""
    listed, places = stations["station"].implode(), jurisdictions["jurisdiction"].implode()
    strata = stations["stratum"].unique().implode()
    rules = (
        Rule(
            "contest",
            ~pl.col("contest").is_in(contests["contest"].implode()),
            "There is no contest of this code",
            "Mend the code, or add the contest to contests.csv.",
            contests["contest"].to_list(),
        ),
        Rule(
            "place",
            ~pl.col("place").is_in(listed) & ~pl.col("place").is_in(places),
            "There is no station and no jurisdiction of this code",
            "Mend the code.",
            [*jurisdictions["jurisdiction"], *stations["station"]],
        ),
        Rule(
            "place",
            pl.col("place").is_in(listed) & pl.col("place").is_in(places),
            "A station and a jurisdiction have this code, so it is not clear who votes",
            "Name the stations of the jurisdiction, or the jurisdictions around the station.",
        ),
        Rule(
            "stratum",
            ~pl.col("stratum").is_in(strata),
            "No station has this stratum",
            "Mend it, or leave it empty where all stations of the place vote.",
            stations["stratum"].unique().drop_nulls().sort().to_list(),
        ),
    )
    return broken(BALLOTS_FILE, ballots, rules)


def stations_of(election: Election, contest: Contest) -> pl.DataFrame:
    """Return the stations that vote in `contest` (columns.STATIONS with levels), in the file's order.

    A row of ballots.csv names a station, or a jurisdiction with all below it, and a stratum where only
    that stratum votes; no row at all for any contest means that everybody votes in everything.
    """
    if election.ballots.is_empty():
        return election.stations
    rows = election.ballots.filter(pl.col("contest") == contest.contest)
    return election.stations.filter(_is_named(election, rows))


def places_of(election: Election, contest: Contest) -> pl.DataFrame:
    """Return the jurisdictions in which `contest` is voted (columns.JURISDICTIONS), in the file's order.

    Those of its stations with all above them, the whole, and what ballots.csv names as far as nobody knows
    all its stations. Where nothing is voted at all is the first contest, so that no place is without one.
    """
    if election.ballots.is_empty():
        return election.jurisdictions
    voted = _places_named(election, election.ballots.filter(pl.col("contest") == contest.contest))
    is_voted = pl.col("jurisdiction").is_in(voted.implode())
    if contest.contest == election.contests[0].contest:
        any_contest = _places_named(election, election.ballots)
        is_voted = is_voted | ~pl.col("jurisdiction").is_in(any_contest.implode())
    return election.jurisdictions.filter(is_voted)


def _places_named(election: Election, rows: pl.DataFrame) -> pl.Series:
    """Return the jurisdictions in which somebody votes, or may vote, by these rows of ballots.csv."""
    levels = election.level_columns
    voting = election.stations.filter(_is_named(election, rows)).select(levels)
    frames = election.jurisdictions.select("jurisdiction", "frame")
    inside = [pl.col(level).is_in(rows["place"].implode()) for level in levels]
    open_ = (
        geography.paths(election.jurisdictions, len(levels))
        .join(frames, on="jurisdiction")
        .filter(pl.col("frame").is_in(_OPEN_FRAMES) & pl.any_horizontal(inside))
        .select(levels)
    )
    root = pl.Series([election.root], dtype=TEXT)
    return pl.concat([root, *(frame[level] for frame in (voting, open_) for level in levels)]).unique()


_OPEN_FRAMES = [kind.value for kind in (FrameKind.DECLARED, FrameKind.UNKNOWN, FrameKind.FROM_RESULTS)]
"""Frames of places of which stations may exist that are on no list."""


def idle_station_warnings(election: Election, table: pl.DataFrame) -> list[Problem]:
    """Return the stations that vote in no contest: no form is expected of them."""
    if election.ballots.is_empty():
        return []
    idle = ~_is_named(election, election.ballots)
    stations = election.stations.with_columns(table["row"])
    message = "This station votes in no contest"
    remedy = "Add it, or a jurisdiction above it, to ballots.csv."
    return broken(FILE, stations, [Rule("station", idle, message, remedy)])


def named_singly_warnings(election: Election) -> list[Problem]:
    """Return the contests that name most stations of a place one by one, and not all of them.

    So a list looks that was made of the results: whatever is lost there is not expected, and never missing.
    """
    problems = []
    for contest in election.contests:
        rows = election.ballots.filter(pl.col("contest") == contest.contest)
        by_code = rows.filter(pl.col("place").is_in(election.stations["station"].implode()))
        voting = _is_named(election, rows)
        of_places = election.stations.group_by("jurisdiction", "stratum").agg(
            listed=pl.len(),
            voting=voting.sum(),
            singly=pl.col("station").is_in(by_code["place"].implode()).sum(),
        )
        most = of_places.filter(
            pl.col("singly") > 0, 2 * pl.col("voting") > pl.col("listed"), pl.col("voting") < pl.col("listed")
        )
        left_out = int((most["listed"] - most["voting"]).sum())
        if left_out:
            problems.append(_named_singly(contest, most.height, left_out))
    return problems


def _named_singly(contest: Contest, places: int, left_out: int) -> Problem:
    where = numbered(places, "place is", "places are")
    message = (
        f"Most stations of {where} named one by one, and {numbered(left_out, 'other')} not: those are not "
        "expected, and nothing of them is ever missing"
    )
    remedy = "If the list was made of results, name the places instead, with a stratum where it needs one."
    return Problem(Place(BALLOTS_FILE, None, "place"), contest.contest, message, remedy)


def _is_named(election: Election, rows: pl.DataFrame) -> pl.Expr:
    """True for the stations that one of these rows of ballots.csv names."""
    named = [_is_in_place(election, rows.filter(pl.col("stratum").is_null())["place"])]
    for (stratum,), group in rows.drop_nulls("stratum").group_by("stratum"):
        named.append(_is_in_place(election, group["place"]) & (pl.col("stratum") == stratum))
    return pl.any_horizontal(named).fill_null(value=False)


def _is_in_place(election: Election, places: pl.Series) -> pl.Expr:
    inside = [pl.col(level).is_in(places.implode()) for level in election.level_columns]
    return pl.any_horizontal(pl.col("station").is_in(places.implode()), *inside)
