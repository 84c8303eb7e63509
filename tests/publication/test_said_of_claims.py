"""Each sentence about official claims, and about corrections and doubts, stands only where it is true.

As `test_said_of_places.py`: over the page of claims and over the page of corrections of every small election.
Which heading the claims of a place have is `test_claims.py`.
"""

from collections.abc import Callable, Mapping

import pytest

from testigo.cells import doubt_counts, doubts_of
from testigo.columns import ErratumKind, Status
from testigo.official.claims import BALLOTS, part_of
from testigo.official.contradiction import ContradictionKind
from testigo.snapshot import Snapshot
from testigo.tally.doubts import Doubt
from tests.publication.more_elections import STATES, state
from tests.publication.said import says

Condition = Callable[[Snapshot], bool]


def found(kind: ContradictionKind) -> Condition:
    return lambda snapshot: kind.value in snapshot.contradictions["kind"].to_list()


def share_of(over: str | None) -> Condition:
    """Whether a claimed share, of ballots or else of valid votes, is not the quotient of its own figures."""

    def holds(snapshot: Snapshot) -> bool:
        contest = snapshot.election.contests[0]
        figures = snapshot.contradictions.filter(kind=ContradictionKind.SHARE_IS_NOT_ITS_VOTES.value)[
            "figure"
        ].to_list()
        return any((part_of(figure, contest)[1] == BALLOTS) is (over == BALLOTS) for figure in figures)

    return holds


def against_forms(snapshot: Snapshot) -> bool:
    kinds = (
        ContradictionKind.FEWER_THAN_FORMS,
        ContradictionKind.FEWER_THAN_ALL_BUT_THE_BEST,
        ContradictionKind.MORE_FOR_ONE_THAN_FOR_ALL,
    )
    return any(found(kind)(snapshot) for kind in kinds)


def claims_of(*, below: bool) -> Condition:
    """Whether something is claimed of a place below the total."""
    return lambda snapshot: (
        below
        is bool([place for place in snapshot.evidence.claims["place"] if place != snapshot.election.root])
    )


CLAIMS: Mapping[str, Condition] = {
    "official.fewer": found(ContradictionKind.FEWER_THAN_FORMS),
    "official.fewer_best": found(ContradictionKind.FEWER_THAN_ALL_BUT_THE_BEST),
    "official.more": found(ContradictionKind.MORE_FOR_ONE_THAN_FOR_ALL),
    "official.percentages": found(ContradictionKind.VOTES_ARE_PERCENTAGES),
    "official.share": share_of(None),
    "official.share.ballots": share_of(BALLOTS),
    "official.text.proved": against_forms,
    "official.text": lambda snapshot: not against_forms(snapshot),
    "official.nothing_below": claims_of(below=False),
    "official.below": claims_of(below=True),
    "official.heading.below": claims_of(below=True),
    "official.heading.fewer": found(ContradictionKind.FEWER_THAN_FORMS),
}


@pytest.mark.parametrize("key", CLAIMS)
def test_a_sentence_about_claims_stands_only_where_it_is_true(key: str) -> None:
    pages = {name: state(name)[1].get("en/official.html", "") for name in STATES}
    said = [name for name, page in pages.items() if says(page, key)]
    assert [name for name in said if not CLAIMS[key](state(name)[0])] == []
    assert said
    assert any(page and not says(page, key) for page in pages.values())


def test_there_is_no_official_result_where_nothing_is_claimed() -> None:
    for name in STATES:
        snapshot, pages = state(name)
        nothing = snapshot.evidence.claims.is_empty()
        assert nothing or not says(pages["en/official.html"], "official.none"), name


def number(*doubts: Doubt) -> Condition:
    """Whether forms are in one of these doubts."""

    def holds(snapshot: Snapshot) -> bool:
        counts = dict(doubt_counts(doubts_of(snapshot)).rows())
        return any(counts[doubt] for doubt in doubts)

    return holds


def verdict(*answers: bool | None, half: set[bool]) -> Condition:
    """Whether forms wait in contests of these questions, and what they could do is one of these."""

    def holds(snapshot: Snapshot) -> bool:
        waiting = [
            (contest.decides.by_half, row["unsettled_could_change"])
            for contest in snapshot.election.contests
            for row in snapshot.bounds[contest.contest].iter_rows(named=True)
            if row["jurisdiction"] == snapshot.election.root and row["unsettled_forms"]
        ]
        told = [could for _, could in waiting]
        worst = True if True in told else None if None in told else False
        return {asked for asked, _ in waiting} == half and worst in answers

    return holds


def kind_of(kind: ErratumKind) -> Condition:
    return lambda snapshot: kind.value in snapshot.evidence.errata["kind"].to_list()


def nothing_moved(snapshot: Snapshot) -> bool:
    return snapshot.evidence.errata.is_empty()


def waits(*statuses: Status) -> Condition:
    return lambda snapshot: any(
        status.value in results["status"].to_list()
        for results in snapshot.results.values()
        for status in statuses
    )


REVIEWED, PENDING = number(Doubt.UNDER_REVIEW), number(Doubt.TO_BE_INCORPORATED)
CORRECTIONS: Mapping[str, Condition] = {
    "errata.heading.none": nothing_moved,
    "errata.heading": lambda snapshot: not nothing_moved(snapshot),
    "errata.no_reason": lambda snapshot: None in snapshot.evidence.errata["reason"].to_list(),
    **{
        f"errata.{kind.value}.text": kind_of(kind) for kind in ErratumKind
    },
    "doubt.heading.under review": REVIEWED,
    "doubt.heading.to be incorporated": PENDING,
    "doubt.heading.corrected": number(Doubt.CORRECTED),
    "doubt.heading.excluded": number(Doubt.EXCLUDED),
    "doubt.excluded.note": number(Doubt.EXCLUDED),
    "doubt.could": verdict(True, half={False}),
    "doubt.cannot": verdict(False, half={False}),
    "doubt.unknown": verdict(None, half={False}),
    "doubt.could.half": verdict(True, half={True}),
    "doubt.cannot.half": verdict(False, half={True}),
    "doubt.unknown.half": verdict(None, half={True}),
    "doubt.could.both": verdict(True, half={True, False}),
    "doubt.cannot.both": verdict(False, half={True, False}),
    "doubt.unknown.both": verdict(None, half={True, False}),
    "doubt.review.text": REVIEWED,
    "doubt.review.none": lambda snapshot: not REVIEWED(snapshot),
    "doubt.held": waits(Status.DISPUTED, Status.QUARANTINED),
    "doubt.pending.text": PENDING,
    "doubt.pending.none": lambda snapshot: not PENDING(snapshot),
    "doubt.unlisted": lambda snapshot: snapshot.unknown_readings > 0,
    "doubt.to be incorporated.unlisted": lambda snapshot: snapshot.unknown_readings > 0,
    "doubt.effect.text": number(*Doubt),
    "doubt.falls.title": lambda snapshot: snapshot.evidence.claims["claim"].n_unique() > 1,
    "doubt.fall": lambda snapshot: snapshot.evidence.claims["claim"].n_unique() > 1,
}  # fmt: skip


@pytest.mark.parametrize("key", CORRECTIONS)
def test_a_sentence_about_corrections_stands_only_where_it_is_true(key: str) -> None:
    pages = {name: state(name)[1]["en/errata.html"] for name in STATES}
    said = [name for name, page in pages.items() if says(page, key)]
    assert [name for name in said if not CORRECTIONS[key](state(name)[0])] == []
    assert said
    assert any(not says(page, key) for page in pages.values())


def test_where_a_contest_has_no_votes_yet_nothing_is_said_to_be_unable_to_change_it() -> None:
    page = state("nobody and somebody")[1]["en/errata.html"]
    assert says(page, "doubt.unknown")
    assert not says(page, "doubt.cannot")
