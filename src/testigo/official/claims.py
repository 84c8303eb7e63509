"""What the authority claims, as it printed it.

In   a claims file: CSV with the columns of columns.CLAIMS, values as printed.
Out  CLAIMS, or one InputError with every problem.

`figure` is a column of READINGS or TALLY (`votes_NM`, `valid_votes`, `stations_accepted`), a share of the
valid votes (`share_NM`), a named group of options (`votes_others:LM+AE`, `share_others:LM+AE`), or
`share_of_stations_counted`: the part of all stations that the claim says it covers. A claim is compared,
never counted.
"""

import csv
import datetime
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from testigo.columns import CLAIMS, figure_columns
from testigo.election.contests import Contest
from testigo.election.definition import Election
from testigo.errors import InputError, Place, Problem

STATIONS_COUNTED = "share_of_stations_counted"
THOUSANDS = (",", ".", " ", "'", "")
COLUMNS = tuple(CLAIMS)
OPTIONAL = ("thousands",)
COUNT_PRINTED = re.compile(r"[0-9]{1,3}(?:(?P<mark>[,. '])[0-9]{3})*|[0-9]+")
SHARE_PRINTED = re.compile(r"(?P<number>[0-9]{1,3}(?:[.,][0-9]{1,4})?) ?%")
TALLIED = re.compile(r"(stations|registered_voters)(_[a-z_]+)?|turnout|coverage_of_[a-z_]+")


@dataclass(frozen=True)
class Printed:
    """A printed figure: the interval that rounds to it, both ends included, in votes or percent."""

    lowest: Decimal
    highest: Decimal
    is_share: bool


def printed(value: str, thousands: str | None) -> Printed | None:
    """Read a figure as printed; None where it is neither a count nor a share.

    `51.20 %` may stand for anything from 51.195 to 51.205. A count is exact; a thousands mark is read only
    where the claim names it, because `1.234` is a thousand in Caracas and one in London.
    """
    share = SHARE_PRINTED.fullmatch(value)
    if share is not None:
        number = Decimal(share["number"].replace(",", "."))
        exponent = number.as_tuple().exponent
        half = Decimal(5).scaleb(int(exponent) - 1)
        return Printed(max(number - half, Decimal(0)), min(number + half, Decimal(100)), is_share=True)
    count = COUNT_PRINTED.fullmatch(value)
    if count is None or (count["mark"] is not None and count["mark"] != thousands):
        return None
    digits = Decimal(value.replace(thousands, "") if thousands else value)
    return Printed(digits, digits, is_share=False)


def options_of(figure: str, contest: Contest) -> tuple[str, ...] | None:
    """Return the vote columns that a claimed figure adds up (`votes_A`, `share_g:A+B`); None if no such."""
    kind, _, rest = figure.partition("_")
    if kind not in {"votes", "share"} or figure == STATIONS_COUNTED:
        return None
    name, group, members = rest.partition(":")
    options = members.split("+") if group else [name]
    columns = tuple(f"votes_{option}" for option in options)
    return (
        columns if set(columns) <= set(contest.vote_columns) and len(set(columns)) == len(columns) else None
    )


def read_claims(name: str, content: bytes, election: Election) -> pl.DataFrame:
    """Read a claims file (UTF-8 CSV); InputError with every problem, each with row, column and remedy."""
    header, *rows = _rows(name, content)
    problems: list[Problem] = []
    claims: list[dict[str, str | None]] = []
    for number, cells in enumerate(rows, start=2):
        if len(cells) != len(header):
            message = f"{len(cells)} cells, the header has {len(header)}"
            problems.append(Problem(Place(name, number), None, message, "Write one cell for each column."))
            continue
        said = {key: cell or None for key, cell in zip(header, cells, strict=True)}
        claim = {**dict.fromkeys(COLUMNS), **said}
        problems.extend(_problems(Place(name, number), claim, election))
        claims.append(claim)
    if not claims and not problems:
        problems.append(Problem(Place(name), None, "no claim in it", "Write one row a claimed figure."))
    if problems:
        raise InputError(problems)
    return pl.DataFrame(claims, schema=CLAIMS)


def _rows(name: str, content: bytes) -> list[list[str]]:
    """The rows, the header first; InputError where the file is no CSV with our columns."""
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except UnicodeDecodeError as error:
        message, remedy = f"byte {error.start} is not UTF-8", "Save the file as UTF-8."
        raise InputError([Problem(Place(name), None, message, remedy)]) from None
    except csv.Error as error:
        message, remedy = f"not a CSV file: {error}", "Save the table as CSV (comma separated)."
        raise InputError([Problem(Place(name), None, message, remedy)]) from None
    header = rows[0] if rows else []
    missing = [column for column in COLUMNS if column not in {*header, *OPTIONAL}]
    unknown = [column for column in header if column not in COLUMNS]
    if missing or unknown or len(set(header)) != len(header):
        message = f"columns missing: {', '.join(missing) or 'none'}; unknown: {', '.join(unknown) or 'none'}"
        remedy = f"The first row must name, once each: {', '.join(COLUMNS)}."
        raise InputError([Problem(Place(name, 1), ",".join(header), message, remedy)])
    return rows


def _problems(place: Place, claim: Mapping[str, str | None], election: Election) -> list[Problem]:
    found: list[Problem] = []

    def wrong(column: str, message: str, remedy: str) -> None:
        found.append(Problem(Place(place.file, place.row, column), claim[column], message, remedy))

    for column in ("claim", "source", "place", "contest", "figure", "value"):
        if not claim[column]:
            wrong(column, "empty", "Write what the authority said.")
    if found:
        return found
    if not _is_day(claim["date"] or ""):
        wrong("date", "not a day", "Write the day as 2024-07-29.")
    places = set(election.jurisdictions["jurisdiction"])
    if claim["place"] not in places:
        wrong("place", "not a jurisdiction of the definition", "Use a code of jurisdictions.csv.")
    if claim["thousands"] not in {None, *THOUSANDS}:
        wrong("thousands", "not a thousands mark", "Write one of , . ' a space, or nothing.")
    contests = {contest.contest: contest for contest in election.contests}
    if claim["contest"] not in contests:
        wrong("contest", "not a contest of the definition", "Use a code of contests.csv.")
    elif not _is_figure(str(claim["figure"]), contests[str(claim["contest"])]):
        remedy = "Use votes_OPTION, share_OPTION, votes_NAME:A+B, or a column of the tally."
        wrong("figure", "not a figure", remedy)
    if printed(str(claim["value"]), claim["thousands"]) is None:
        wrong(
            "value",
            "neither a count nor a share in %",
            "Write it as printed, such as 5150092 or 51.20 %; name the mark of `5,150,092` in `thousands`.",
        )
    return found


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_figure(figure: str, contest: Contest) -> bool:
    plain = figure_columns(contest.vote_columns, contest.line_columns, ())
    known = figure in plain or figure == STATIONS_COUNTED or TALLIED.fullmatch(figure) is not None
    return known or options_of(figure, contest) is not None
