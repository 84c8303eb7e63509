"""Each sentence of the pages of contests and places stands only where it is true.

Over every page of every small election: a sentence that stands on it is true of the place; each is seen to
stand somewhere, and each is false somewhere.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache

import pytest

from testigo.columns import Answer
from tests.publication.more_elections import STATES, state
from tests.publication.said import Here, Row, pages_of_places

Condition = Callable[[Here], bool]
STATUSES = ("pending", "disputed", "quarantined", "accepted", "missing")


def of_bounds(holds: Callable[[Row], object]) -> Condition:
    """Whether something holds of the bounds of a contest of the page."""
    return lambda here: any(holds(row) for row in here.rows("bounds"))


def of_tally(holds: Callable[[Row], object]) -> Condition:
    """Whether something holds of the tally of a contest of the page."""
    return lambda here: any(holds(row) for row in here.rows("tallies"))


def answered(*answers: Answer, half: bool | None = None) -> Condition:
    """Whether the answer is one of these, to whether somebody has half (half=True) or to who is first."""

    def holds(here: Here) -> bool:
        asked = {contest.contest: contest.decides.by_half for contest in here.snapshot.election.contests}
        return any(
            row["answer"] in answers and (half is None or asked[contest] is half)
            for (contest, _), row in zip(here.of, here.rows("bounds"), strict=True)
        )

    return holds


def unsettled(could: bool | None, *, half: bool) -> Condition:
    """Whether forms wait, and alone could change the answer, could not, or nobody knows."""

    def holds(here: Here) -> bool:
        asked = {contest.contest: contest.decides.by_half for contest in here.snapshot.election.contests}
        return any(
            bool(row["unsettled_forms"]) and row["unsettled_could_change"] is could and asked[contest] is half
            for (contest, _), row in zip(here.of, here.rows("bounds"), strict=True)
        )

    return holds


def winners(here: Here) -> bool:
    codes = {contest for contest, _ in here.of}
    return any(
        (each.decides.winners or 1) > 1 for each in here.snapshot.election.contests if each.contest in codes
    )


def lead_is(holds: Callable[[int, int | None], bool]) -> Condition:
    """Whether something holds of the votes of the first and the second, where a form is accepted."""
    return of_bounds(lambda row: bool(row["first_votes"]) and holds(row["first_votes"], row["second_votes"]))  # type: ignore[arg-type]


def lacks_a_figure(row: Row) -> bool:
    """Whether an accepted station lacks a figure that others have."""
    names = [name for name in row if name.endswith("_stations") and name != "turnout_stations"]
    return any(0 < row[name] < row["stations_accepted"] for name in names)  # type: ignore[operator]


def lacks_a_roll(row: Row) -> bool:
    return any(row[f"stations_{status}_without_roll"] for status in STATUSES)


def nobody(here: Here) -> bool:
    return any(
        bool(tally["stations_accepted"]) and not bound["first_votes"]
        for tally, bound in zip(here.rows("tallies"), here.rows("bounds"), strict=True)
    )


def declared(here: Here) -> bool:
    declared_of = here.snapshot.evidence.declared["place"].to_list()
    return any(place in declared_of for _, place in here.of)


def known_frame(here: Here) -> bool:
    return of_tally(lambda row: row["stations"] is not None)(here)


def below_have_votes(here: Here) -> bool:
    return any((tally["valid_votes"].sum() or 0) > 0 for tally in here.snapshot.tallies.values())


NOT_HALF, HALF = False, True

CONDITIONS: Mapping[str, Condition] = {
    "decided.no": answered(Answer.NO, half=NOT_HALF),
    "decided.yes": answered(Answer.YES, half=NOT_HALF),
    "decided.complete": answered(Answer.COMPLETE, half=NOT_HALF),
    "decided.tied": answered(Answer.TIED),
    "decided.short.no": answered(Answer.NO, half=NOT_HALF),
    "decided.short.yes": answered(Answer.YES, half=NOT_HALF),
    "decided.short.complete": answered(Answer.COMPLETE, half=NOT_HALF),
    "decided.short.tied": answered(Answer.TIED),
    "decided.if": answered(Answer.NO, Answer.COMPLETE),
    "decided.wait": answered(Answer.YES, half=NOT_HALF),
    "decided.undo": of_bounds(lambda row: row["forms_to_undo"] is not None),
    "decided.beyond": of_bounds(lambda row: row["ballots_claimed_beyond"]),
    "decided.over_roll": answered(Answer.ROLLS_DO_NOT_BOUND),
    "decided.rule": answered(Answer.ANOTHER_RULE),
    "decided.nothing_yet": answered(Answer.NO_VOTES),
    "decided.alone": answered(Answer.ALONE),
    "decided.frame_unknown": answered(Answer.FRAME_UNKNOWN),
    "decided.unread": answered(Answer.VOTES_UNREAD),
    "half.valid_unknown": answered(Answer.VALID_VOTES_UNKNOWN),
    "decided.roll_unknown": answered(Answer.ROLL_UNKNOWN),
    "lead.decided": answered(Answer.NO, half=NOT_HALF),
    "lead.open": answered(Answer.YES, half=NOT_HALF),
    "lead.votes": lead_is(lambda first, second: second is not None),
    "lead.coverage": known_frame,
    "half.no": answered(Answer.NO, half=HALF),
    "half.yes": answered(Answer.YES, half=HALF),
    "half.complete": answered(Answer.COMPLETE, half=HALF),
    "half.short.no": answered(Answer.NO, half=HALF),
    "half.short.yes": answered(Answer.YES, half=HALF),
    "half.short.complete": answered(Answer.COMPLETE, half=HALF),
    "half.has": of_bounds(lambda row: row["more_than_half"] is True),
    "half.nobody": of_bounds(lambda row: row["more_than_half"] is False),
    "national.none": of_tally(lambda row: not row["stations_accepted"]),
    "place.none": of_tally(lambda row: not row["stations_accepted"]),
    "empty.heading": of_tally(lambda row: not row["stations_accepted"]),
    "national.nobody": nobody,
    "place.nobody": nobody,
    "national.alone": lead_is(lambda first, second: second is None),
    "place.alone": lead_is(lambda first, second: second is None),
    "national.tie": lead_is(lambda first, second: first == second),
    "place.tie": lead_is(lambda first, second: first == second),
    "national.last": winners,
    "place.last": winners,
    "national.double": lead_is(lambda first, second: second is not None and first > 2 * second),
    "place.double": lead_is(lambda first, second: second is not None and first > 2 * second),
    "national.ahead": lead_is(lambda first, second: second is not None and first > second),
    "place.ahead": lead_is(lambda first, second: second is not None and first > second),
    "title.leads": lead_is(lambda first, second: second is not None and first > second),
    "at_least": of_tally(lacks_a_figure),
    "rolls.at_least": of_tally(lacks_a_roll),
    "turnout": of_tally(lambda row: row["turnout_stations"]),
    "coverage.heading": known_frame,
    "coverage.heading.unknown": lambda here: not known_frame(here),
    "coverage.note": known_frame,
    "coverage.unknown": of_tally(lambda row: row["stations"] is None and row["frame"] != "from results"),
    "coverage.from_results": of_tally(lambda row: row["stations"] is None),
    "material.none": of_bounds(lambda row: not row["unsettled_forms"]),
    "material.yes": unsettled(could=True, half=NOT_HALF),
    "material.no": unsettled(could=False, half=NOT_HALF),
    "material.unknown": unsettled(could=None, half=NOT_HALF),
    "material.yes.half": unsettled(could=True, half=HALF),
    "material.no.half": unsettled(could=False, half=HALF),
    "material.unknown.half": unsettled(could=None, half=HALF),
    "places.leads": lead_is(lambda _, __: True),
    "places.by_votes": below_have_votes,
    "places.range": below_have_votes,
    "places.same": below_have_votes,
    "stage.declared": declared,
    "stage.undeclared": lambda here: not declared(here),
    "lead.shares": lead_is(lambda first, second: second is not None),
}  # fmt: skip


@cache
def everywhere() -> tuple[Here, ...]:
    return tuple(_everywhere())


def _everywhere() -> Iterator[Here]:
    for name in STATES:
        yield from pages_of_places(name, *state(name))


@pytest.mark.parametrize("key", CONDITIONS)
def test_a_sentence_of_a_place_stands_only_where_it_is_true(key: str) -> None:
    said = [here for here in everywhere() if key in here.keys]
    assert [(here.election, here.path) for here in said if not CONDITIONS[key](here)] == []
    assert said, "it is said of no place of the small elections"
    assert any(key not in here.keys for here in everywhere()), "it is said of every place"
