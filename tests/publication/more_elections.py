"""More small elections: one for each answer, kind of winner, claim and doubt that a page must know to say.

Each is a state; `tests.publication.said` makes its pages.
"""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import polars as pl

from testigo.columns import (
    CLAIMS,
    DECLARED,
    ERRATA,
    ErratumKind,
    Method,
    Provenance,
    conform,
    decisions_schema,
)
from testigo.election.contests import Decides
from testigo.election.policy import Policy
from testigo.findings import Severity
from testigo.snapshot import Snapshot
from tests import world
from tests.publication.elections import ELECTIONS, snapshot_of, two_persons
from tests.publication.said import named_pages

ALL = world.STATION_CODES
MAJORITY = Decides("majority", None)
THREE = ("red", "blue", "green")
Claims = Sequence[tuple[str, str]]


def same(votes: Sequence[int], stations: int = 12, **settings: object) -> Snapshot:
    """The same votes at each of the first stations."""
    options = THREE[: len(votes)]
    decides = settings.pop("decides", Decides("plurality", 1))
    more = settings.pop("figures", {})
    contest = world.contest(options=options, decides=decides)  # type: ignore[arg-type]
    row = {**dict(zip(options, votes, strict=True)), "valid_votes": sum(votes), **more}  # type: ignore[dict-item]
    read = [world.reading(code, **row) for code in ALL[:stations]]
    return snapshot_of([contest], {"mayor": read}, **settings)  # type: ignore[arg-type]


def claimed(*figures: tuple[str, str], stations: int = 12, names: Sequence[str] = ("b1",)) -> Snapshot:
    """Red 200 and blue 100 at each station, 60 null, and what an authority says of the whole or a place."""
    rows = [
        {"claim": name, "source": "authority", "date": f"2030-01-0{7 + number}", "contest": "mayor"}
        | {"place": figure.partition("@")[2] or "X", "figure": figure.partition("@")[0], "value": value}
        for number, name in enumerate(names)
        for figure, value in figures
    ]
    said = conform(pl.DataFrame(rows, schema=CLAIMS), CLAIMS)
    figures_ = {"null_votes": 60, "total_votes": 360}
    return same((200, 100), stations, figures=figures_, claims=said)


def of_percentages() -> Snapshot:
    """What an authority says is exactly percentages of its sum."""
    votes = (("red", "20000"), ("blue", "12000"), ("green", "8000"))
    rows = [
        {"claim": "b1", "source": "authority", "date": "2030-01-07", "contest": "mayor", "place": "X"}
        | {"figure": f"votes_{option}", "value": value}
        for option, value in votes
    ]
    return same((20, 10, 5), claims=conform(pl.DataFrame(rows, schema=CLAIMS), CLAIMS))


def two_questions(first: Sequence[int], second: Sequence[int], *, roll: int | None = world.ROLL) -> Snapshot:
    """A plurality and a majority; at the last station of each one person's reading waits."""
    contests = [world.contest("mayor", THREE), world.contest("council", THREE, decides=MAJORITY)]
    read: dict[str, list[dict[str, object]]] = {}
    for contest, votes in zip(contests, (first, second), strict=True):
        figures = {**dict(zip(THREE, votes, strict=True)), "registered_voters": roll}
        rows = [row for code in ALL[:11] for row in two_persons(code, **figures)]
        read[contest.contest] = rows + two_persons(ALL[11], **figures)[:1]
    return snapshot_of(contests, read, rules=world.TWO_PERSONS, station_frame=world.stations(roll=roll))


def of_nobody_and_somebody() -> Snapshot:
    """A contest that what waits cannot change, and one of which nothing is accepted."""
    contests = [world.contest("mayor", THREE), world.contest("council", THREE)]
    figures = {"red": 300, "blue": 30, "green": 1}
    read = {
        "mayor": [row for code in ALL[:11] for row in two_persons(code, **figures)]
        + two_persons(ALL[11], **figures)[:1],
        "council": two_persons(ALL[11], **figures)[:1],
    }
    return snapshot_of(contests, read, rules=world.TWO_PERSONS)


def falling() -> Snapshot:
    """A source whose later total is smaller."""
    rows = [
        {"claim": name, "source": "authority", "date": day, "place": "X", "contest": "mayor"}
        | {"figure": "votes_blue", "value": votes}
        for name, day, votes in (("one", "2030-01-07", "1300"), ("two", "2030-01-08", "1290"))
    ]
    return same((200, 100), claims=conform(pl.DataFrame(rows, schema=CLAIMS), CLAIMS))


def decision(station: str, kind: str, knew: Sequence[str], **figures: int) -> dict[str, pl.DataFrame]:
    """What two persons decided of a station."""
    row: dict[str, object] = {
        "station": station,
        "decision": kind,
        "reason": "Seen on paper.",
        "knew": list(knew),
    }
    row |= {"persons": 2, "organisations": 2, **figures}
    return {"mayor": conform(pl.DataFrame([row]), decisions_schema(world.figures_of(world.contest())))}


def decided(kind: str, knew: Sequence[str] = ("r0",), **figures: int) -> Snapshot:
    read = [world.reading(code, red=20, blue=10, valid_votes=30) for code in ALL[:3]]
    return snapshot_of([world.contest()], {"mayor": read}, decisions=decision(ALL[0], kind, knew, **figures))


def unread(decides: Decides) -> Snapshot:
    """Nobody read the votes of an option that a form need not have, nor how many votes are valid."""
    contest = world.contest(options=THREE, decides=decides)
    options = tuple(replace(each, required=each.option != "green") for each in contest.options)
    read = [world.reading(code, red=50, blue=40, total_votes=150) for code in ALL]
    return snapshot_of([replace(contest, options=options)], {"mayor": read})


def forged() -> Snapshot:
    """A code that claims 999,999,999 ballots where nobody confirms it."""
    row = {"red": 0, "blue": 999_999_999, "null_votes": 0, "total_votes": 999_999_999}
    read = [world.reading(code, red=200, blue=10, valid_votes=210) for code in ALL[:11]]
    read += [world.reading(ALL[11], method=Method.MACHINE_CODE, form="f", **row)]
    return snapshot_of([world.contest()], {"mayor": read})


def over_roll() -> Snapshot:
    read = [world.reading(code, red=200, blue=10, valid_votes=210) for code in ALL[:10]]
    read += [world.reading(ALL[10], red=480, blue=21, valid_votes=501)]
    rules = Policy(world.ANY_TABLE.sufficient, {"T.301": Severity.WARNING})
    return snapshot_of([world.contest()], {"mayor": read}, rules=rules)


def pending(
    votes: Sequence[int], *, stations: int = 11, decides: Decides | None = None, roll: int | None = world.ROLL
) -> Snapshot:
    """Two persons everywhere, and one at the last station."""
    contest = world.contest(options=THREE, decides=decides or Decides("plurality", 1))
    figures = {**dict(zip(THREE, votes, strict=True)), "registered_voters": roll}
    read = [row for code in ALL[:stations] for row in two_persons(code, **figures)]
    read += two_persons(ALL[stations], **figures)[:1]
    return snapshot_of(
        [contest], {"mayor": read}, rules=world.TWO_PERSONS, station_frame=world.stations(roll=roll)
    )


def of_methods() -> Snapshot:
    """Results by one code, by a machine, and by a person beside a machine."""
    rows = {"red": 20, "blue": 10, "valid_votes": 30, "null_votes": 0, "total_votes": 30}
    photo = {"provenance_class": Provenance.PHOTO, "form": "p", "exhibit": "p"}
    read = [
        world.reading(ALL[0], method=Method.MACHINE_CODE, **photo, **rows),
        world.reading(
            ALL[1], method=Method.MACHINE_READING, **{**photo, "form": "q", "exhibit": "q"}, **rows
        ),
        world.reading(
            ALL[1], method=Method.PERSON, reader="a", **{**photo, "form": "q", "exhibit": "q"}, **rows
        ),
        world.reading(ALL[2], provenance_class=Provenance.OWN_TABLE, **rows),
        world.reading(ALL[4], provenance_class=Provenance.NOT_SAID, **rows),
        world.reading(ALL[3], provenance_class=Provenance.PAPER, **rows),
    ]
    rules = world.policy(
        "one machine code whose sums hold",
        "one person and one machine reading of the same cells",
        "one row of a published table",
    )
    return snapshot_of([world.contest()], {"mayor": read}, rules=rules)


def corrected(*kinds: ErratumKind, reason: str | None = "Typed twice.") -> Snapshot:
    """Entries of what was taken back, with or without a reason."""
    snapshot = same((200, 100))
    rows: list[dict[str, object]] = [
        {
            "day": "2030-01-07",
            "kind": kind.value,
            "contest": "mayor",
            "place_kind": "station",
            "place": ALL[0],
        }
        | {"reading": None, "reason": reason, "figure": "votes_red", "before": "20", "after": None}
        for kind in kinds
    ]
    frame = conform(pl.DataFrame(rows, schema_overrides={"after": pl.String}), ERRATA)
    return replace(snapshot, evidence=replace(snapshot.evidence, errata=frame))


def of_a_source() -> Snapshot:
    """A source declared how many forms it holds and has scanned."""
    snapshot = same((20, 10), 3)
    row = {"place": "X", "source": "The party", "held": 11, "scanned": 7}
    declared = conform(pl.DataFrame([row]), DECLARED)
    return replace(snapshot, evidence=replace(snapshot.evidence, declared=declared))


def of_two_classes() -> Snapshot:
    """One reader has votes, another says that the form was annulled, and reads none."""
    read = [
        world.reading(ALL[0], red=5, blue=4, valid_votes=9),
        world.reading(ALL[0], reader="others", document_class="annulled", null_votes=9, total_votes=9),
    ]
    return snapshot_of([world.contest()], {"mayor": read})


def unlisted() -> Snapshot:
    read = [world.reading(code, red=20, blue=10, valid_votes=30) for code in (*ALL[:2], "Z9")]
    return snapshot_of([world.contest()], {"mayor": read})


STATES: Mapping[str, Callable[[], Snapshot]] = {
    **{name: ELECTIONS[name] for name in ("every state", "one option, a tie, seats", "lines and classes")},
    "nothing yet": ELECTIONS["nothing yet"],
    "complete": lambda: same((200, 100)),
    "one missing, decided": lambda: same((200, 100), 11),
    "one missing, open": lambda: same((50, 10), 11),
    "tied": lambda: same((50, 50)),
    "alike": lambda: same((20, 10), 2),
    "nobody": lambda: same((0, 0), figures={"null_votes": 5, "total_votes": 5}),
    "two winners": lambda: same((9, 7, 3), decides=Decides("first n", 2)),
    "majority open": lambda: same((100, 90, 30), 11, decides=MAJORITY),
    "majority has": lambda: same((400, 10), 11, decides=MAJORITY),
    "majority nobody": lambda: same((100, 100, 80), 11, decides=MAJORITY),
    "majority complete": lambda: same((100, 90, 30), decides=MAJORITY),
    "majority waits, open": lambda: pending((100, 90, 30), decides=MAJORITY),
    "majority waits, decided": lambda: pending((300, 30, 1), decides=MAJORITY),
    "majority waits, unknown": lambda: pending((100, 90, 30), stations=2, decides=MAJORITY),
    "two questions, open": lambda: two_questions((50, 40, 1), (100, 90, 30)),
    "two questions, decided": lambda: two_questions((300, 30, 1), (300, 30, 1)),
    "two questions, unknown": lambda: two_questions((50, 40, 1), (100, 90, 30), roll=None),
    "nobody and somebody": of_nobody_and_somebody,
    "majority waits, roll unknown": lambda: pending((100, 90, 30), decides=MAJORITY, roll=None),
    "waits, decided": lambda: pending((300, 30, 1)),
    "waits, open": lambda: pending((50, 40, 1)),
    "waits, unknown": lambda: pending((50, 40, 1), roll=None),
    "unread": lambda: unread(Decides("plurality", 1)),
    "unread majority": lambda: unread(MAJORITY),
    "forged": forged,
    "over roll": over_roll,
    "from results": lambda: same(
        (20, 10), frames=dict.fromkeys(("X", "A", "A1"), ("from results", None, None))
    ),
    "frame unknown": lambda: same((20, 10), frames=dict.fromkeys("XAB", ("unknown", None, None))),
    "some rolls": lambda: same(
        (20, 10),
        10,
        station_frame=world.stations().with_columns(
            registered_voters=pl.when(pl.col("station") != ALL[11]).then("registered_voters")
        ),
    ),
    "declared": of_a_source,
    "roll at most": lambda: same(
        (20, 10),
        frames={"X": ("declared", 20, 1_000)},
        station_frame=world.stations(roll=None),
    ),
    "excluded": lambda: decided("exclude"),
    "reopened": lambda: decided("exclude", ()),
    "people corrected": lambda: decided(
        "correct", votes_red=21, votes_blue=10, valid_votes=31, null_votes=0, total_votes=31
    ),
    "methods": of_methods,
    "two classes": of_two_classes,
    "unlisted": unlisted,
    "claim equal": lambda: claimed(("votes_red", "2400"), ("votes_blue", "1200")),
    "claim fewer": lambda: claimed(("votes_red", "1"), ("share_of_stations_counted", "99 %")),
    "claim adds": lambda: claimed(("votes_red", "2450"), ("votes_blue", "1000"), names=("b1", "b2")),
    "claim itself": lambda: claimed(("votes_red", "2400"), ("votes_blue", "1200"), ("share_red", "50 %")),
    "claim itself of ballots": lambda: claimed(
        ("votes_red", "2400"), ("total_votes", "4320"), ("share_of_ballots_red", "66 %")
    ),
    "claim moves": lambda: claimed(("votes_red", "2250"), ("votes_blue", "1400")),
    "claim of percentages": of_percentages,
    "claim below": lambda: claimed(("votes_red@A", "1200")),
    "claim falls": falling,
    "withdrawn": lambda: corrected(ErratumKind.WITHDRAWAL),
    "every erratum": lambda: corrected(*ErratumKind, reason=None),
}  # fmt: skip
"""Name -> how to make it."""


@functools.cache
def state(name: str) -> tuple[Snapshot, dict[str, str]]:
    """Return a state and its pages, in which every message names itself; made once."""
    snapshot = STATES[name]()
    return snapshot, named_pages(snapshot)
