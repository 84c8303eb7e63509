"""What the authority claims, as it printed it.

In   a claims file: CSV with the columns of columns.CLAIMS, values as printed.
Out  CLAIMS, or one InputError with every problem.

`figure` is a column of READINGS or TALLY (`votes_NM`, `valid_votes`, `stations_accepted`), a share of the
valid votes (`share_NM`) or of the ballots cast (`share_of_ballots_NM`, `share_of_ballots_null_votes`), a
named group of options (`votes_others:LM+AE`, `share_others:LM+AE`), or how many stations the claim says it
covers: `stations_counted`, or `share_of_stations_counted` of all. A claim is compared, never counted.
"""

import csv
import io
import re
from collections.abc import Iterable

import polars as pl

from testigo.characters import REMEDY, words_fault
from testigo.columns import CLAIMS, COUNT, TEXT, Made, PlaceKind, conform, figure_columns
from testigo.election.contests import Contest
from testigo.election.definition import Election
from testigo.election.table import Rule, broken
from testigo.errors import InputError, Message, Place, Problem
from testigo.official.printed import THOUSANDS, with_printed

SHARE_OF_STATIONS_COUNTED = "share_of_stations_counted"
STATIONS_COUNTED = "stations_counted"
COVERING = (SHARE_OF_STATIONS_COUNTED, STATIONS_COUNTED)
"""Figures that say how much a claim covers: they are of the claim, and nothing of ours is like them."""
VALID_VOTES, BALLOTS = "valid_votes", "total_votes"
OF_BALLOTS = "share_of_ballots_"
COLUMNS = tuple(CLAIMS)
OPTIONAL = ("thousands", "place_kind", "shares", "order")
RATIOS = r"\A(?:share_|coverage_|turnout\z)"
"""Figures that are ratios, whatever their denominator."""
ORDER = r"\A[1-9][0-9]{0,3}\z"
TALLIED = re.compile(r"(stations|registered_voters)(_[a-z_]+)?|turnout|coverage_of_[a-z_]+")


def options_of(figure: str, contest: Contest) -> tuple[str, ...] | None:
    """Return the vote columns that a claimed figure adds up (`votes_A`, `share_g:A+B`,
    `share_of_ballots_A`); None if no such.
    """
    if figure in COVERING:
        return None
    for prefix in ("votes_", OF_BALLOTS, "share_"):
        if figure.startswith(prefix) and (columns := _votes(figure.removeprefix(prefix), contest)):
            return columns
    return None


def _votes(named: str, contest: Contest) -> tuple[str, ...]:
    name, group, members = named.partition(":")
    columns = tuple(f"votes_{option}" for option in (members.split("+") if group else [name]))
    known = set(columns) <= set(contest.vote_columns) and len(set(columns)) == len(columns)
    return columns if known else ()


def part_of(figure: str, contest: Contest) -> tuple[tuple[str, ...], str | None]:
    """Return which columns a claimed figure adds up, and the column that it is a share of (None: a count).

    `share_of_ballots_null_votes` gives (("null_votes",), "total_votes"); a figure that is neither votes nor
    such a share gives ((), None).
    """
    columns = options_of(figure, contest)
    if columns is None:
        counter = figure.removeprefix(OF_BALLOTS)
        is_share = figure.startswith(OF_BALLOTS) and counter in _counters(contest)
        return ((counter,), BALLOTS) if is_share else ((), None)
    if figure.startswith("votes_"):
        return columns, None
    of_ballots = figure.startswith(OF_BALLOTS) and _votes(figure.removeprefix(OF_BALLOTS), contest)
    return columns, BALLOTS if of_ballots else VALID_VOTES


def _counters(contest: Contest) -> tuple[str, ...]:
    """The figures beside votes of which an authority prints the share among all ballots."""
    return (*contest.line_columns, VALID_VOTES, "null_votes", "blank_votes")


def read_claims(name: str, content: bytes, election: Election) -> pl.DataFrame:
    """Read a claims file (UTF-8 CSV); InputError with every problem, each with row, column and remedy."""
    header, *rows = _rows(name, content)
    problems: list[Problem] = []
    claims: list[dict[str, object]] = []
    for number, cells in enumerate(rows, start=2):
        if len(cells) != len(header):
            message = Message("claims.other_cells", counted=len(cells), header=len(header))
            problems.append(Problem(Place(name, number), None, message, Message("claims.one_cell_a_column")))
            continue
        said = {key: cell or None for key, cell in zip(header, cells, strict=True)}
        claims.append({"row": number, **dict.fromkeys(CLAIMS), **said})
    if not claims and not problems:
        message, remedy = Message("claims.no_claim"), Message("claims.one_row_a_figure")
        problems.append(Problem(Place(name), None, message, remedy))
    frame = pl.DataFrame(claims, schema={"row": COUNT, **CLAIMS, "order": TEXT})
    problems += claim_problems(name, frame, election)
    if problems:
        raise InputError(in_order(problems))
    return conform(frame, CLAIMS)


def _rows(name: str, content: bytes) -> list[list[str]]:
    """The rows, the header first; InputError where the file is no CSV with our columns."""
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except UnicodeDecodeError as error:
        message = Message("claims.not_utf8", byte=error.start)
        remedy = Message("form.save_as_utf8")
        raise InputError([Problem(Place(name), None, message, remedy)]) from None
    except csv.Error as error:
        message, remedy = Message("claims.no_csv", reason=error), Message("claims.save_as_csv")
        raise InputError([Problem(Place(name), None, message, remedy)]) from None
    header = rows[0] if rows else []
    missing = [column for column in COLUMNS if column not in {*header, *OPTIONAL}]
    unknown = [column for column in header if column not in COLUMNS]
    if missing or unknown or len(set(header)) != len(header):
        wrong = f"columns missing: {', '.join(missing) or 'none'}; unknown: {', '.join(unknown) or 'none'}"
        names = f"The first row must name, once each: {', '.join(COLUMNS)}."
        raise InputError([Problem(Place(name, 1), ",".join(header), wrong, names)])
    return rows


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems by row and column, as one goes through the file."""
    at = {column: number for number, column in enumerate(COLUMNS)}
    return sorted(problems, key=lambda one: (one.place.row or 0, at.get(one.place.column or "", -1)))


def claim_problems(file: str, claims: pl.DataFrame, election: Election) -> list[Problem]:
    """Return everything that is wrong with claims, by the rows of the file that they were read from.

    claims  `row` and columns.CLAIMS; `order` may still be text
    """
    filled = ("claim", "source", "place", "contest", "figure", "value")
    empty = [Rule(name, pl.col(name).is_null(), "empty", "Write what the authority said.") for name in filled]
    problems = broken(file, claims, empty)
    problems += [one for name in PUBLISHED for one in _wordings(file, claims, name)]
    whole = with_printed(claims.drop_nulls(filled))
    return problems + broken(file, whole, [*_rules(election), _figure_rule(whole, election)])


PUBLISHED = ("claim", "source", "figure")
"""Columns whose words are published as they are written."""


def _wordings(file: str, claims: pl.DataFrame, column: str) -> list[Problem]:
    """Return the cells that break the rule of texts: they are published, and opened in spreadsheets."""
    faults = {text: words_fault(text) for text in claims[column].drop_nulls().unique(maintain_order=True)}
    return [
        problem
        for text, fault in faults.items()
        if fault is not None
        for problem in broken(file, claims, [Rule(column, pl.col(column) == text, fault, REMEDY)])
    ]


def _rules(election: Election) -> list[Rule]:
    contests = [contest.contest for contest in election.contests]
    return [
        *_rules_of_day_and_place(election),
        Rule(
            "thousands",
            ~pl.col("thousands").is_in(THOUSANDS),
            "not a thousands mark",
            "Write one of , . ' a space, or nothing.",
        ),
        Rule(
            "contest",
            ~pl.col("contest").is_in(contests),
            "not a contest of the definition",
            "Use a code of contests.csv.",
            contests,
        ),
        Rule(
            "shares",
            ~pl.col("shares").is_in([made.value for made in Made]),
            "not a way in which shares are made",
            f"Write {' or '.join(Made)}, or nothing where the authority does not say.",
        ),
        Rule(
            "order",
            ~pl.col("order").cast(TEXT).str.contains(ORDER),
            "not a place in an order",
            "Write a whole number from 1, the same in every row of the claim, or nothing.",
        ),
        Rule(
            "value",
            pl.col("figure").str.contains(RATIOS) != pl.col("is_share"),
            "a count where the figure is a share, or a share where it is a count",
            "Write a share with its %, and a count without.",
        ),
        Rule(
            "value",
            pl.col("lowest").is_null(),
            "neither a count nor a share in %",
            "Write it as printed, such as 5150092 or 51.20 %; name the mark of `5,150,092` in `thousands`.",
        ),
    ]


def _rules_of_day_and_place(election: Election) -> list[Rule]:
    of_station = pl.col("place_kind").eq_missing(PlaceKind.STATION.value)
    stations = pl.col("place").is_in(election.stations["station"].implode())
    places = pl.col("place").is_in(election.jurisdictions["jurisdiction"].implode())
    kinds = [kind.value for kind in PlaceKind]
    dates = pl.col("date").str.to_date("%Y-%m-%d", strict=False).dt.to_string("%Y-%m-%d")
    is_no_day = ~dates.eq_missing(pl.col("date")) | dates.is_null()
    return [
        Rule("date", is_no_day, "not a day", "Write it as 2024-07-29."),
        Rule(
            "place_kind", ~pl.col("place_kind").is_in(kinds), "no such kind", f"Write {' or '.join(kinds)}."
        ),
        Rule(
            "place",
            ~of_station & ~places,
            "not a jurisdiction of the definition",
            "Use a code of jurisdictions.csv; for stations, write place_kind = station.",
            election.jurisdictions["jurisdiction"].to_list(),
        ),
        Rule(
            "place",
            of_station & ~stations,
            "not a station of the definition",
            "Use a code of stations.csv, or leave place_kind out for a jurisdiction.",
            election.stations["station"].to_list(),
        ),
    ]


def _figure_rule(claims: pl.DataFrame, election: Election) -> Rule:
    contests = {contest.contest: contest for contest in election.contests}
    strange = [
        (code, figure)
        for code, figure in claims.select("contest", "figure").unique().iter_rows()
        if code in contests and not _is_figure(figure, contests[code])
    ]
    wrong = pl.any_horizontal(
        pl.col("figure").is_null(),
        *((pl.col("contest") == code) & (pl.col("figure") == figure) for code, figure in strange),
    )
    return Rule(
        "figure",
        wrong,
        "not a figure",
        "Use votes_OPTION, share_OPTION, share_of_ballots_OPTION, votes_NAME:A+B, or a column of the tally.",
        list(dict.fromkeys(figure for code, _ in strange for figure in _figures(contests[code]))),
    )


def _figures(contest: Contest) -> list[str]:
    """The figures that may be claimed of a contest, but for sums of several and numbers of stations."""
    votes = contest.vote_columns
    ratios = [f"{kind}{name.removeprefix('votes_')}" for kind in ("share_", OF_BALLOTS) for name in votes]
    ratios += [f"{OF_BALLOTS}{counter}" for counter in _counters(contest)]
    return [*figure_columns(votes, contest.line_columns, ()), *ratios]


def _is_figure(figure: str, contest: Contest) -> bool:
    plain = figure_columns(contest.vote_columns, contest.line_columns, ())
    known = figure in plain or figure in COVERING or TALLIED.fullmatch(figure) is not None
    return known or bool(part_of(figure, contest)[0])
