"""The election definition as lines for a terminal."""

from collections.abc import Iterator
from dataclasses import asdict

import polars as pl

from testigo.columns import FrameKind
from testigo.election.contests import Contest
from testigo.election.definition import Election
from testigo.election.stations import stations_of
from testigo.numbered import numbered


def lines_of(election: Election) -> Iterator[str]:
    """Yield what the definition holds: names, levels with their frames, contests, policy, seal."""
    language = election.languages[0]
    yield f"{election.name[language]}, {election.place[language]}, {election.date.isoformat()}"
    if election.drill:
        yield "This is a drill."
    yield f"origin     {election.origin}"
    if election.address is not None:
        yield f"address    {election.address}"
    if election.operator is not None:
        yield f"operator   {election.operator.name[language]}, {election.operator.contact}"
    yield f"languages  {', '.join(election.languages)}"
    yield ""
    yield from _levels(election)
    yield ""
    yield from _stations(election)
    yield ""
    for contest in election.contests:
        yield from _contest(election, contest)
    yield ""
    yield "A result counts where one of these agrees, the first first:"
    for combination in election.policy.sufficient:
        yield f"  {combination.name}"
    for code, severity in election.policy.severity.items():
        yield f"  rule {code} weighs: {severity.value}"
    yield ""
    yield "Keys that may sign publications:"
    for fingerprint in election.key_fingerprints or ("none yet",):
        yield f"  {fingerprint}"
    yield f"seal       {election.seal}"


def as_dictionary(election: Election) -> dict[str, object]:
    """Return the same as `lines_of` for programs: every key is a word of the definition's files."""
    rolls = election.stations["registered_voters"]
    return {
        "name": dict(election.name),
        "place": dict(election.place),
        "date": election.date.isoformat(),
        "time_zone": election.time_zone,
        "polls_close": None if election.polls_close is None else election.polls_close.isoformat(),
        "drill": election.drill,
        "origin": election.origin,
        "address": election.address,
        "operator": None if election.operator is None else asdict(election.operator),
        "languages": list(election.languages),
        "levels": [
            {"level": number, "name": name, "frames": _frames(election, number)}
            for number, name in enumerate(election.levels, start=1)
        ],
        "stations": election.stations.height,
        "stations_without_roll": rolls.null_count(),
        "registered_voters": rolls.sum(),
        "polling_places": election.stations["polling_place"].n_unique(),
        "contests": [_contest_as_dictionary(election, contest) for contest in election.contests],
        "sufficient": [combination.name for combination in election.policy.sufficient],
        "severity": {code: severity.value for code, severity in election.policy.severity.items()},
        "key_fingerprints": list(election.key_fingerprints),
        "seal": election.seal,
    }


def _frames(election: Election, level: int) -> dict[str, int]:
    here = election.jurisdictions.filter(pl.col("level") == level)
    return {kind.value: here.filter(pl.col("frame") == kind.value).height for kind in FrameKind}


def _contest_as_dictionary(election: Election, contest: Contest) -> dict[str, object]:
    return {
        "contest": contest.contest,
        "name": contest.name,
        "names": dict(contest.names),
        "form": contest.form,
        "decides": contest.decides.rule,
        "stations": stations_of(election, contest).height,
        "options": [option.option for option in contest.options],
        "lines": [line.line for line in contest.lines],
    }


def _levels(election: Election) -> Iterator[str]:
    kinds = tuple(FrameKind)
    yield f"{'level':<20}{'jurisdictions':>15}" + "".join(f"{kind.value:>15}" for kind in kinds)
    for number, name in enumerate(election.levels, start=1):
        counts = _frames(election, number).values()
        yield f"{name:<20}{sum(counts):>15,}" + "".join(f"{count:>15,}" for count in counts)
    for row in election.jurisdictions.filter(pl.col("frame") == FrameKind.DECLARED.value)[:20].iter_rows(
        named=True
    ):
        yield (
            f"declared: {row['name']}: {numbered(row['stations'], 'station')}, "
            f"{numbered(row['registered_voters'], 'registered voter')} ({row['source']})"
        )


def _stations(election: Election) -> Iterator[str]:
    rolls = election.stations["registered_voters"]
    yield f"stations   {election.stations.height:,} listed, {rolls.null_count():,} without a roll"
    yield f"           {numbered(int(rolls.sum()), 'registered voter')} on the rolls that are known"
    yield f"           {numbered(election.stations['polling_place'].n_unique(), 'polling place')}"


def _contest(election: Election, contest: Contest) -> Iterator[str]:
    stations = stations_of(election, contest).height
    yield f"contest    {contest.contest}: {contest.name}"
    options, lines = numbered(len(contest.options), "option"), numbered(len(contest.lines), "party line")
    yield f"           {options}, {lines}"
    voting = numbered(stations, "station")
    yield f"           {voting}, form {contest.form}, decided by {contest.decides.rule}"
