"""What is said against the forms, and what the forms say: each accusation with its test and its figures.

In   a snapshot.
Out  one `Answer` an accusation of which the data can tell; those of which they cannot are left out.

An accusation that the figures bear out is answered with the same prominence as one that they do not: who
shows only what suits convinces nobody. Each says what its test does not refute. Words: `locale/*/answers.po`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import polars as pl

from testigo.columns import HUNDREDTHS_OF_A_PERCENT, DocumentClass, Status, votes_column
from testigo.columns import Answer as Decides
from testigo.election.geography import made_of_results
from testigo.forms.arithmetic import comparisons
from testigo.snapshot import Snapshot
from testigo.statistics.accepted import FEWEST_VOTES, NOBODY_VOTED, table_of
from testigo.statistics.arrays import Whole
from testigo.statistics.calibrated import LOW, calibrated_p
from testigo.statistics.clean import binomials
from testigo.statistics.disclosed import simulated_in
from testigo.statistics.dispersion import identical
from testigo.statistics.stream import Stream

CLEAN = 39
"""Clean elections beside which repeated vectors are held; the smallest p is 1/40."""
A_POINT = Fraction(1, 100)
FEWEST_VALID = 100  # votes of a place whose share is looked at
FIGURES = (
    "accepted", "expected", "lead", "missing", "places", "share_lowest", "share_highest", "led_by_others",
    "share_counted", "share_weighed", "share_least", "share_most", "compared", "differing", "empty",
    "kept_out", "beyond", "stations", "repeated", "clean", "draws",
)  # fmt: skip
"""The numbers of exact answers; each has only its own."""


@dataclass(frozen=True)
class Answer:
    """One accusation, of one contest.

    accusation  its key in the catalogue
    borne_out   whether the forms say what it says
    figures     what its sentence names; shares are in hundredths of a percent
    stations    to look at, the first of them; the figures say how many there are
    """

    accusation: str
    borne_out: bool
    figures: Mapping[str, int | str] = field(default_factory=dict)
    stations: tuple[str, ...] = ()


def answers(snapshot: Snapshot, contest: str, *, exact: bool = False) -> tuple[Answer, ...]:
    """Return the answers to the accusations of which the data of a contest can tell, in a fixed order.

    exact  the one that is simulated only by what a publication discloses of it
    """
    asked: tuple[Callable[[Snapshot, str], Answer | None], ...] = (
        few_forms,
        same_everywhere,
        only_strongholds,
        altered_copies,
        disclosed_copies if exact else copies_of_one_form,
        zero_tapes,
        sums_do_not_hold,
        stations_that_do_not_exist,
    )
    found = (ask(snapshot, contest) for ask in asked)
    return tuple(each for each in found if each is not None)


def few_forms(snapshot: Snapshot, contest: str) -> Answer | None:
    """Answer “They have only N forms”.

    Can what is missing change who is first? Not told where that is unknown, and not of a contest won by a
    majority: its answer is whether somebody has more than half.
    """
    if next(each for each in snapshot.election.contests if each.contest == contest).decides.by_half:
        return None
    root = snapshot.election.root
    bounds = snapshot.bounds[contest].row(by_predicate=pl.col("jurisdiction") == root, named=True)
    tally = snapshot.tallies[contest].row(by_predicate=pl.col("jurisdiction") == root, named=True)
    if bounds["answer"] not in (Decides.YES, Decides.NO) or tally["stations"] is None:
        return None
    figures = {
        "accepted": int(tally["stations_accepted"]),
        "expected": int(tally["stations"]),
        "lead": int(bounds["lead"]),
        "missing": int(bounds["outstanding_registered_voters"]),
    }
    return Answer("few_forms", bounds["answer"] == Decides.YES, figures)


def same_everywhere(snapshot: Snapshot, contest: str) -> Answer | None:
    """Answer “The same percentage everywhere”: is the first within one point everywhere, at level 2?"""
    first = snapshot.bounds[contest].row(
        by_predicate=pl.col("jurisdiction") == snapshot.election.root, named=True
    )["first"]
    places = snapshot.tallies[contest].filter(pl.col("level") == 2, pl.col("valid_votes") >= FEWEST_VALID)
    if first is None or places.height < 2:
        return None
    votes = places[votes_column(first)].to_list()
    shares = [
        (Fraction(int(here), int(valid)), place)
        for here, valid, place in zip(votes, places["valid_votes"], places["jurisdiction"], strict=True)
        if here is not None
    ]
    if len(shares) < 2:
        return None
    (lowest, low_place), (highest, high_place) = min(shares), max(shares)
    leads = snapshot.leads[contest].filter(
        pl.col("jurisdiction") == snapshot.election.root, pl.col("option") != first
    )
    deepest = leads if leads.is_empty() else leads.filter(pl.col("level") == pl.col("level").max())
    figures: dict[str, int | str] = {
        "option": first,
        "places": len(shares),
        "share_lowest": percent(lowest),
        "lowest_place": low_place,
        "share_highest": percent(highest),
        "highest_place": high_place,
        "led_by_others": int(deepest["jurisdictions"].sum()),
    }
    return Answer("same_everywhere", highest - lowest < A_POINT, figures)


def only_strongholds(snapshot: Snapshot, contest: str) -> Answer | None:
    """Answer “Only from strongholds”: is another first where each place of level 2 counts by its roll?"""
    places = snapshot.tallies[contest].filter(
        pl.col("level") == 2, pl.col("registered_voters_of_frame").fill_null(0) > 0
    )
    everywhere = snapshot.tallies[contest].filter(pl.col("level") == 2).height
    options = snapshot.election.contest(contest).options
    rolls = places["registered_voters_accepted"]
    if places.height < max(everywhere, 2) or len(options) < 2 or not (rolls.fill_null(0) > 0).all():
        return None
    weight = places["registered_voters_of_frame"] / rolls
    plain = {one.option: float(places[votes_column(one.option)].sum() or 0) for one in options}
    weighed = {
        one.option: float((places[votes_column(one.option)].fill_null(0) * weight).sum() or 0)
        for one in options
    }
    first, whole, all_weighed = max(plain, key=plain.__getitem__), sum(plain.values()), sum(weighed.values())
    if not whole:
        return None
    covered = rolls / places["registered_voters_of_frame"]
    figures: dict[str, int | str] = {
        "option": first,
        "share_counted": percent(Fraction(plain[first] / whole)),
        "share_weighed": percent(Fraction(weighed[first] / all_weighed)),
        "share_least": percent(Fraction(float(covered.sort()[0]))),
        "share_most": percent(Fraction(float(covered.sort()[-1]))),
    }
    return Answer("only_strongholds", max(weighed, key=weighed.__getitem__) != first, figures)


def altered_copies(snapshot: Snapshot, contest: str) -> Answer | None:
    """Answer “The copies were altered”.

    Do several readings of one station differ? Not told where none has two.
    """
    results = snapshot.results[contest].filter(pl.col("readings") >= 2)
    if results.is_empty():
        return None
    differ = results.filter(pl.col("status") == Status.DISPUTED)["station"].sort()
    figures = {"compared": results.height, "differing": differ.len()}
    return Answer("altered_copies", differ.len() > 0, figures, tuple(differ))


def copies_of_one_form(snapshot: Snapshot, contest: str) -> Answer | None:
    """Answer “Copies of one form”.

    Are more whole vectors repeated than in clean elections on the same stations?
    """
    repeats = repeats_of(snapshot, contest)
    if repeats is None:
        return None
    clean = clean_repeats(repeats, snapshot.election.seal)
    p = calibrated_p(float(repeats.repeated), np.array(clean, dtype=np.float64))
    return answer_of_copies(repeats, CLEAN, max(clean), p)


@dataclass(frozen=True)
class Repeats:
    """Stations with at least FEWEST_VOTES, and those that have the votes of another for every option.

    vectors  option -> votes, (n,); valid likewise
    groups   codes of stations with the same votes
    """

    vectors: Mapping[str, Whole]
    valid: Whole
    groups: tuple[tuple[str, ...], ...]

    @property
    def repeated(self) -> int:
        """How many stations have the votes of another."""
        return sum(map(len, self.groups))


def repeats_of(snapshot: Snapshot, contest: str) -> Repeats | None:
    """Return the repeated vectors of a contest; None where the data cannot tell of any."""
    table = table_of(snapshot, contest)
    large = np.flatnonzero(table.valid >= FEWEST_VOTES)
    if len(large) < 2 or len(table.votes) < 2:
        return None
    vectors = {option: votes[large] for option, votes in table.votes.items()}
    groups = [large[rows] for rows in identical(np.column_stack(list(vectors.values())))]
    named = tuple(tuple(table.stations[row] for row in rows) for rows in groups)
    return Repeats(vectors, table.valid[large], named)


def clean_repeats(of: Repeats, seed: str) -> list[int]:
    """Return how many stations have the votes of another in each of CLEAN clean elections."""
    stream = Stream(seed).to("repeated vectors")
    tables = {option: binomials(np.maximum(of.valid, votes), votes) for option, votes in of.vectors.items()}
    clean = []
    for draw in range(CLEAN):
        drawn = [
            table.draw(stream.to(option).to(str(draw)).fractions(len(of.valid)))
            for option, table in tables.items()
        ]
        clean.append(sum(len(rows) for rows in identical(np.column_stack(drawn))))
    return clean


def answer_of_copies(of: Repeats, draws: int, most: int, p: float) -> Answer:
    """Return the answer: more repeated vectors than clean elections have, or not."""
    figures = {"stations": len(of.valid), "repeated": of.repeated, "clean": most, "draws": draws}
    return Answer(
        "copies_of_one_form", p <= LOW, figures, tuple(code for group in of.groups for code in group)
    )


def disclosed_copies(snapshot: Snapshot, contest: str) -> Answer | None:
    """Return the same by the simulation that a publication discloses; None where it discloses none."""
    simulated = simulated_in(snapshot.evidence.statistics, contest)
    repeats = repeats_of(snapshot, contest)
    if simulated is None or simulated.copies is None or repeats is None:
        return None
    of = simulated.copies
    return answer_of_copies(repeats, of.draws, of.most, (1 + of.as_odd) / (1 + of.draws))


def zero_tapes(snapshot: Snapshot, contest: str) -> Answer | None:
    """Answer “Zero tapes passed as results”.

    Is an accepted result without any vote, and nobody declared why?
    """
    results = snapshot.results[contest].filter(pl.col("status") == Status.ACCEPTED)
    if results.is_empty():
        return None
    declared = pl.col("document_class").is_in(NOBODY_VOTED)
    empty = results.filter(pl.col("valid_votes") == 0, ~declared.fill_null(value=False))["station"].sort()
    papers = snapshot.evidence.readings[contest].filter(
        pl.col("document_class") == DocumentClass.ZERO_REPORT.value
    )
    figures = {"accepted": results.height, "empty": empty.len(), "kept_out": papers.height}
    return Answer("zero_tapes", empty.len() > 0, figures, tuple(empty))


def sums_do_not_hold(snapshot: Snapshot, contest: str) -> Answer | None:
    """Answer “The totals do not add up”: does a printed sum of an accepted form differ from its parts?"""
    of = snapshot.election.contest(contest)
    tried = comparisons(of, snapshot.profiles[of.form])
    accepted = snapshot.results[contest].filter(pl.col("status") == Status.ACCEPTED)
    if not tried or accepted.is_empty():
        return None
    readings = snapshot.evidence.readings[contest].join(accepted.select("station"), on="station")
    checked = readings.select(
        "station",
        compared=pl.any_horizontal(each.checked for each in tried),
        differs=pl.any_horizontal(each.contradicts.fill_null(value=False) for each in tried),
    ).filter("compared")
    if checked.is_empty():
        return None
    differing = checked.filter("differs")["station"].unique().sort()
    figures = {"compared": checked["station"].n_unique(), "differing": differing.len()}
    return Answer("sums_do_not_hold", differing.len() > 0, figures, tuple(differing))


def stations_that_do_not_exist(snapshot: Snapshot, contest: str) -> Answer | None:
    """Answer “Forms of stations that do not exist”.

    Has a place more accepted stations than the authority's number?

    Not told where the list of stations comes from the results: then every form is of a listed station.
    """
    of_results = made_of_results(
        snapshot.election.jurisdictions.select("jurisdiction", "parent", "frame").iter_rows()
    )
    tally = snapshot.tallies[contest].filter(
        ~pl.col("jurisdiction").is_in(list(of_results)), pl.col("stations").is_not_null()
    )
    if tally.is_empty() or snapshot.election.root in of_results:
        return None
    beyond = tally.filter(pl.col("stations_accepted") > pl.col("stations"))
    figures = {"places": tally.height, "beyond": beyond.height, "kept_out": snapshot.unknown_readings}
    return Answer("stations_that_do_not_exist", beyond.height > 0, figures)


def percent(share: Fraction) -> int:
    """Return a share in hundredths of a percent, rounded half up."""
    return int(share * HUNDREDTHS_OF_A_PERCENT + Fraction(1, 2))


def exact_figures(snapshot: Snapshot) -> pl.DataFrame:
    """Return the counted figures of the exact answers: contest, accusation, and a column a figure."""
    rows = [
        {"contest": contest.contest, "accusation": each.accusation, **whole_numbers(each)}
        for contest in snapshot.election.contests
        for each in answers(snapshot, contest.contest, exact=True)
    ]
    return pl.DataFrame(
        rows, schema={"contest": pl.String, "accusation": pl.String, **dict.fromkeys(FIGURES, pl.Int64())}
    )


def whole_numbers(answer: Answer) -> dict[str, int]:
    """Return the figures of an answer that are numbers."""
    return {name: value for name, value in answer.figures.items() if isinstance(value, int)}
