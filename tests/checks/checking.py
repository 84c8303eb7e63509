"""How the tests of this room ask: readings in, codes of findings out."""

from collections.abc import Iterable

import polars as pl

from testigo.checks.run import run
from testigo.election.contests import Contest
from testigo.election.definition import Election
from testigo.findings import findings_in
from testigo.forms.profile import FormProfile
from tests import world

Row = dict[str, object]
TEN_OPTIONS = world.contest(options=[f"o{number}" for number in range(1, 11)])


def findings(
    rows: Iterable[Row],
    of: Contest | None = None,
    election: Election | None = None,
    profile: FormProfile = world.PROFILE,
) -> pl.DataFrame:
    contest = of or world.contest()
    counts = election or world.election([contest])
    read = world.readings(rows, contest, profile)
    return run({contest.contest: read}, counts, {contest.form: profile})


def codes(
    rows: Iterable[Row],
    of: Contest | None = None,
    election: Election | None = None,
    profile: FormProfile = world.PROFILE,
) -> list[str]:
    """The codes of all findings, in their order, a code as often as it fires."""
    return findings(rows, of, election, profile)["code"].to_list()


def fires(
    code: str,
    *rows: Row,
    of: Contest | None = None,
    election: Election | None = None,
    profile: FormProfile = world.PROFILE,
) -> int:
    """How often a rule fires."""
    return codes(rows, of, election, profile).count(code)


def figures(said: pl.DataFrame) -> list[dict[str, int | None]]:
    """The numbers of each finding, by name."""
    return [dict(finding.figures) for finding in findings_in(said)]


def good(**changed: object) -> Row:
    """A form of the invented country on which no rule has anything to say, unless `changed`."""
    row: Row = {
        "station": "A1-1.01",
        "registered_voters": world.ROLL,
        "red": 60,
        "blue": 40,
        "valid_votes": 100,
        "null_votes": 5,
        "total_votes": 105,
        **changed,
    }
    station = str(row.pop("station"))
    return world.reading(station, **row)


def votes(station: str, *of_options: int, **changed: object) -> Row:
    """A form of TEN_OPTIONS with these votes, 0 for the other options, whose sums hold."""
    cast = [*of_options, *[0] * (10 - len(of_options))]
    named: Row = {f"o{number}": count for number, count in enumerate(cast, start=1)}
    totals: Row = {"valid_votes": sum(cast), "null_votes": 0, "total_votes": sum(cast)}
    return world.reading(station, **{"registered_voters": world.ROLL, **named, **totals, **changed})
