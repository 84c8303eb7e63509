"""Stages 1 to 5, invented: a whole election night, and the truth of each thing that happened in it.

In   an `Election`, its form profiles, the truth of its votes, rates of mishaps, a source of chance.
Out  `Night`: what arrived, who read what (READINGS), and beside every reading what was done to it.

A night does not say what the software should make of it. What it guarantees is that where independent
readings agree on the figures of an existing station, they agree on its truth.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from testigo.election.contests import Contest
from testigo.election.definition import Election
from testigo.forms.arithmetic import figures
from testigo.forms.profile import FormProfile
from testigo.simulate.chance import Chance
from testigo.simulate.mishaps import Rates
from testigo.simulate.papers import Papers, arrivals
from testigo.simulate.readers import Readers


@dataclass(frozen=True)
class ContestNight:
    """One contest's night.

    truth     a row a station: station, and every figure
    readings  READINGS; `exhibit` is the photo's name (or the table's), `form` the paper's
    marks     readers.TRUTH_OF_READINGS, a row a reading, in the same order
    """

    contest: Contest
    profile: FormProfile
    truth: pl.DataFrame
    papers: Papers
    readings: pl.DataFrame
    marks: pl.DataFrame

    @property
    def figures(self) -> tuple[str, ...]:
        """The figures of the contest's READINGS."""
        return figures(self.contest, self.profile)

    def printed(self) -> pl.DataFrame:
        """Return every paper with the figures that it prints."""
        return self.papers.printed(self.papers.papers, self.truth)

    def coded(self) -> pl.DataFrame:
        """Return every paper with the figures that its code says."""
        return self.papers.coded(self.papers.papers, self.truth)


@dataclass(frozen=True)
class Night:
    """A whole night: contest -> its night."""

    election: Election
    contests: Mapping[str, ContestNight]

    @property
    def readings(self) -> dict[str, pl.DataFrame]:
        """Contest -> READINGS, as `standing.gather` would find them."""
        return {code: night.readings for code, night in self.contests.items()}


def make_night(
    election: Election,
    profiles: Mapping[str, FormProfile],
    truth: Mapping[str, pl.DataFrame],
    rates: Rates,
    chance: Chance,
) -> Night:
    """Return a night.

    truth  contest -> a row a station: station, and every figure (simulate.votes.truth)
    """
    nights = {}
    for contest in election.contests:
        source = chance.to(contest.contest)
        of_contest = truth[contest.contest]
        papers = arrivals(of_contest, contest, rates, source.to("papers"))
        made = Readers(contest, profiles[contest.form], of_contest, papers, rates, source.to("readings"))
        readings, marks = made.all()
        nights[contest.contest] = ContestNight(
            contest, profiles[contest.form], of_contest, papers, readings, marks
        )
    return Night(election, nights)
