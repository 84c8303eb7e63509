"""Who has the private evidence of a night and its publications learns no photo, person or order from them.

Every column that is published is looked at, whatever its name: a new one is held to the same from the start.
"""

import datetime
import hashlib
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import polars as pl
import pytest

from testigo.columns import Decision, Method, Provenance
from testigo.evidence.statements import Body, Json, Kind, Statement
from testigo.record.disclose import disclose
from testigo.standing.gather import Evidence, gather
from tests import world
from tests.keys import invented_names

STATIONS = tuple(f"S{number:03}" for number in range(120))
CONTEST = "mayor"
FIGURES = {CONTEST: world.figures_of(world.contest())}
DAY = datetime.date(2030, 1, 7)
PERSONS = tuple(f"reader-{number}" for number in range(1, 9))
SHUFFLES = 400
MOST_CLASSES = 16
"""A column that is neither a name nor on the paper has at most so many values."""
ON_THE_PAPER = {"station", "place", *FIGURES[CONTEST], "before", "after", "figure"}
"""What stands on the forms, and where they are from."""


class Night:
    """A night of photos without a code, each typed by two of eight persons, in an order drawn by lot."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        self.statements: list[Statement] = []
        self.private: dict[str, dict[str, object]] = {}  # reading -> what nobody outside may learn
        order = list(STATIONS)
        chance.shuffle(order)
        for turn, station in enumerate(order):
            photo = hashlib.sha256(f"photo {seed} {station}".encode()).hexdigest()
            measures: dict[str, int] = {
                "width": chance.randrange(500, 4000),
                "height": chance.randrange(500, 5000),
                "sharpness": chance.randrange(0, 400),
                "contrast": chance.randrange(20, 255),
            }
            self.say(Kind.RECEIVED, {}, subject=photo)
            found: Json = {"code": "R.603", "version": 1, "severity": "warning", "figures": {**measures}}
            unread: Body = {
                "reader": "machine",
                "document_class": "unreadable",
                "reason": "no code",
                "form": hashlib.sha256(photo.encode()).hexdigest(),
                "findings": [found],
            }
            self.say(Kind.READ, unread, subject=photo)
            votes: dict[str, Json] = {"votes_red": chance.randrange(50, 200), "votes_blue": 60}
            for person in chance.sample(PERSONS, 2):
                number = self.type(station, photo, person, votes)
                self.private[str(number)] = {
                    "photo": photo,
                    "person": person,
                    "order": turn,
                    "hour": turn // 10,
                    "sender": chance.randrange(10**6),
                    **measures,
                }

    def say(self, kind: Kind, body: Body, **columns: str) -> int:
        number = len(self.statements)
        day = DAY - datetime.timedelta(days=number % 3)
        self.statements.append(Statement(number, day, kind, body=dict(body), **columns))
        return number

    def type(self, station: str, photo: str, person: str, votes: dict[str, Json]) -> int:
        body: Body = {
            "station": station,
            "form": None,
            "method": Method.PERSON.value,
            "provenance_class": Provenance.PHOTO.value,
            "document_class": None,
            "confidence": None,
            "figures": votes,
        }
        return self.say(Kind.TRANSCRIBED, body, subject=photo, contest=CONTEST, person=person)

    def withdraw(self, kind: Kind, names: Sequence[str], reason: str) -> None:
        body: Body = {"reason": reason, "readings": [*names], "makes_a_result": False}
        self.say(kind, body, person="judge-1")

    def of(self, person: str) -> list[str]:
        return [name for name, known in self.private.items() if known["person"] == person]

    def gathered(self) -> Evidence:
        return gather(self.statements, lambda _: b"", FIGURES)

    def published(self) -> Evidence:
        return disclose(self.gathered(), pl.Series(STATIONS), invented_names(), DAY)


@pytest.fixture(scope="module")
def night() -> Night:
    """A night after which one person's whole work was withdrawn, and single forms of others."""
    made = Night(3)
    others = [name for name in made.private if name not in made.of("reader-1")]
    for number, name in enumerate(others[::9]):
        made.withdraw(Kind.WITHDRAWN, [name], f"Typed from another form, the {number}th.")
    made.withdraw(Kind.INVALIDATED, made.of("reader-1"), "Her device was taken.")
    decided = {
        "station": "S000",
        "decision": Decision.ACCEPT.value,
        "reason": "Seen.",
        "knew": [name for name, known in made.private.items()][:2],
        "organisations": 1,
        "document_class": None,
        "figures": {"votes_red": 1, "votes_blue": 2},
    }
    made.say(Kind.ADJUDICATED, decided, contest=CONTEST, person="judge-1")  # type: ignore[arg-type]
    return made


def tables(night: Night) -> Iterator[tuple[str, pl.DataFrame, list[Mapping[str, object] | None]]]:
    """Yield every published table of rows about readings, each row with what is private of its reading."""
    public, names = night.published(), invented_names()
    private = {names.reading(CONTEST, name): known for name, known in night.private.items()}
    of_readings = {
        "readings": public.readings[CONTEST],
        "findings": public.pixel_findings,
        "errata": public.errata.filter(pl.col("reading").is_not_null()),
    }
    for table, frame in of_readings.items():
        assert frame.height > 20, table
        yield table, frame, [private.get(name) for name in frame["reading"]]


def columns(night: Night) -> Iterator[tuple[str, list[object], list[Mapping[str, object]]]]:
    """Yield every published column: its name, its values, what is private of each; a row a photo.

    The readings of one photo are of one station, as everybody sees: they are no finding.
    """
    for table, frame, known in tables(night):
        first: dict[object, int] = {}
        for at, one in enumerate(known):
            if one is not None:
                first.setdefault(one["photo"], at)
        for column in frame.columns:
            pairs = [
                (str(frame[column][at]), one)
                for at in sorted(first.values())
                if (one := known[at]) is not None
            ]
            yield f"{table}.{column}", [value for value, _ in pairs], [one for _, one in pairs]


def test_no_published_value_is_a_private_one_or_an_unkeyed_hash_of_one(night: Night) -> None:
    secrets = {str(value) for known in night.private.values() for value in known.values() if value}
    secrets = {value for value in secrets if len(value) > 3}
    hashed = {
        getattr(hashlib, kind)(value.encode()).hexdigest()[:32]
        for value in secrets
        for kind in ("sha256", "sha1", "md5")
    }
    for name, values, _ in columns(night):
        if name.partition(".")[2] not in ON_THE_PAPER:
            assert not {str(value)[:32] for value in values} & (hashed | secrets), name


def test_every_column_is_on_the_paper_a_keyed_name_or_a_class(night: Night) -> None:
    for name, values, _ in columns(night):
        is_name = all(
            len(str(value)) == 32 and set(str(value)) <= set("0123456789abcdef") for value in values
        )
        if name.partition(".")[2] not in ON_THE_PAPER and not is_name:
            assert len(set(values)) <= MOST_CLASSES, name


def shared(values: Sequence[object], private: Sequence[object]) -> int:
    """Return how many pairs of rows share both the public and the private value."""
    return sum(count * (count - 1) // 2 for count in Counter(zip(values, private, strict=True)).values())


@pytest.mark.parametrize("secret", ["person", "hour"])
def test_no_column_gathers_the_forms_of_a_person_or_an_hour(night: Night, secret: str) -> None:
    chance = random.Random(5)
    for name, values, known in columns(night):
        private = [one[secret] for one in known]
        if name.startswith("errata.") or len(set(values)) in (1, len(values)):
            continue  # withdrawals have their own test; what is one or another everywhere gathers nothing
        seen = shared(values, private)
        by_lot = [shared(values, chance.sample(private, len(private))) for _ in range(SHUFFLES)]
        assert seen <= max(by_lot), name


def test_no_column_and_no_row_is_in_the_order_in_which_forms_came(night: Night) -> None:
    chance = random.Random(6)
    for name, values, known in columns(night):
        turns = [int(str(one["order"])) for one in known]
        by_value = sorted(zip(map(str, values), turns, strict=True), key=lambda pair: pair[0])
        for ordered in (turns, [turn for _, turn in by_value]):
            by_lot = [falls(chance.sample(ordered, len(ordered))) for _ in range(SHUFFLES)]
            assert min(by_lot) <= falls(ordered) <= max(by_lot), name


def falls(turns: Sequence[int]) -> int:
    """Return how often a row came before the one above it."""
    return sum(later < earlier for earlier, later in pairwise(turns))


def guessed(night: Night) -> float:
    """What the best rule over any one column of the withdrawals adds to a guess by lot: 0 = nothing.

    An adversary compares two publications, groups what fell between them by each column, and takes the group
    in which one person's forms are densest.
    """
    public, names = night.published(), invented_names()
    hers = {names.reading(CONTEST, name) for name in night.of("reader-1")}
    fell = public.errata.filter(pl.col("reading").is_not_null()).unique("reading")
    rate = fell.filter(pl.col("reading").is_in(hers)).height / fell.height
    told = [column for column in fell.columns if column not in (*ON_THE_PAPER, "reading")]
    best = 0.0
    for column in told:
        for (_,), group in fell.group_by(column):
            share = group.filter(pl.col("reading").is_in(hers)).height / group.height
            best = max(best, abs(share - rate))
    return best


def test_withdrawals_of_one_persons_whole_work_are_no_others_than_single_ones(night: Night) -> None:
    assert guessed(night) == 0
    fell = night.published().errata.filter(pl.col("reading").is_not_null())
    assert fell["day"].unique().to_list() == [DAY.isoformat()]
    assert fell["reason"].null_count() == fell.height


def test_a_later_publication_tells_the_earlier_withdrawals_as_they_were_told(night: Night) -> None:
    before = night.published().errata
    later = Night(3)
    later.statements = [*night.statements]
    later.say(Kind.PUBLISHED, {"number": 1, "manifest": "ab" * 32, "disclosure": 2})
    told = replace(later.statements[-1], day=DAY)
    later.statements[-1] = told
    later.withdraw(Kind.WITHDRAWN, [later.of("reader-2")[0]], "A second look.")
    next_day = DAY + datetime.timedelta(days=1)
    after = disclose(later.gathered(), pl.Series(STATIONS), invented_names(), next_day).errata
    assert before.join(after, on=before.columns, how="anti", nulls_equal=True).is_empty()
    assert after.filter(pl.col("day") == next_day.isoformat())["reading"].n_unique() == 1
