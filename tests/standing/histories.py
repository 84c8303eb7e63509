"""Random histories: what people and programs may say of two contests, undone and brought back."""

from collections.abc import Callable

from hypothesis import strategies as st

from testigo.evidence.statements import Json, Kind
from tests.standing.told import Figures, Told, claims

STATIONS = st.sampled_from(["A1", "A2", "A3", "nowhere"])
COUNTS = st.none() | st.integers(0, 3)
VOTES = st.fixed_dictionaries({"votes_red": COUNTS}, optional={"votes_blue": COUNTS})
FILES = st.sampled_from(["a" * 64, "b" * 64, "c" * 64])
PHOTOS = st.sampled_from(["d" * 64, "e" * 64])
MOST = 25


@st.composite
def histories(draw: st.DrawFn) -> Told:
    """A history of both contests, up to 25 statements."""
    told = Told()
    told.say(Kind.OPENED)
    for _ in range(draw(st.integers(0, MOST))):
        draw(st.sampled_from(SAYINGS))(draw, told)
    return told


def imported(draw: st.DrawFn, told: Told) -> None:
    rows: dict[str, Figures] = draw(st.dictionaries(STATIONS, VOTES, max_size=3))
    told.imported(rows, file=draw(FILES), replaces=draw(st.none() | FILES))


def imported_in_two_parts(draw: st.DrawFn, told: Told) -> None:
    keys = st.tuples(st.integers(0, 1), STATIONS, st.sampled_from(["mayor", "council"]))
    names = {"mayor": "votes_red", "council": "votes_sun"}
    rows = [(*key, None, names[key[2]], draw(COUNTS)) for key in sorted(draw(st.sets(keys, max_size=4)))]
    told.imported_long(rows, file=draw(FILES), replaces=draw(st.none() | FILES))


def transcribed(draw: st.DrawFn, told: Told) -> None:
    told.transcribed(draw(STATIONS), draw(VOTES), person=draw(st.sampled_from(["reader-7", "reader-07"])))


def read(draw: st.DrawFn, told: Told) -> None:
    finding: Json = {
        "code": "R.603",
        "version": 1,
        "severity": "warning",
        "figures": {"width": draw(COUNTS) or 0},
    }
    body: dict[str, Json] = {
        "reader": "machine",
        "station": draw(STATIONS),
        "form": draw(st.sampled_from([None, "paper-1", "paper-2"])),
        "method": "machine code",
        "provenance_class": "photo only",
        "document_class": None,
        "confidence": None,
        "figures": {**draw(VOTES)},
        "findings": draw(st.sampled_from([[], [finding]])),
    }
    told.say(Kind.READ, body, subject=draw(PHOTOS), contest="mayor")


def decided(draw: st.DrawFn, told: Told) -> None:
    knew: list[Json] = [*draw(st.lists(names_of(told), max_size=3))]
    told.decided(draw(STATIONS), draw(st.sampled_from(["accept", "exclude"])), draw(VOTES), knew=knew)


def withdrawn(draw: st.DrawFn, told: Told) -> None:
    kind = draw(st.sampled_from([Kind.WITHDRAWN, Kind.INVALIDATED]))
    told.withdrawn(*draw(st.lists(names_of(told), min_size=1, max_size=3)), kind=kind)


def withdrawn_for_a_release(draw: st.DrawFn, told: Told) -> None:
    names: list[Json] = [*draw(st.lists(names_of(told), min_size=1, max_size=3))]
    told.say(Kind.WITHDRAWN, {"reason": "Read anew.", "readings": names, "release": draw(FILES)})


def claimed(draw: st.DrawFn, told: Told) -> None:
    told.claimed(claims(draw(st.sampled_from(["first", "second"]))))


def claims_withdrawn(draw: st.DrawFn, told: Told) -> None:
    made: list[Json] = [str(one.body["claims"]) for one in told.statements if one.kind is Kind.CLAIMED]
    told.say(Kind.WITHDRAWN, {"reason": "Misread.", "readings": [], "claims": made[-1:]})


def declared(draw: st.DrawFn, told: Told) -> None:
    body: dict[str, Json] = {"place": "X", "held": draw(COUNTS), "scanned": None, "source": "we"}
    told.say(Kind.DECLARED, body)


def published(draw: st.DrawFn, told: Told) -> None:
    told.say(Kind.PUBLISHED, draw(st.sampled_from([{}, {"disclosure": 2}])))


def names_of(told: Told) -> st.SearchStrategy[str]:
    """The name of any statement so far, or of any row of an import, of its releases before and of none."""
    numbers = [str(one.number) for one in told.statements]
    imports = [str(one.number) for one in told.statements if one.kind is Kind.IMPORTED] or ["99"]
    rows = st.tuples(st.sampled_from(imports), st.integers(0, 1), STATIONS)
    return st.sampled_from(numbers) | rows.map(lambda row: f"{row[0]}.{row[1]}:{row[2]}")


SAYINGS: tuple[Callable[[st.DrawFn, Told], None], ...] = (
    imported,
    imported_in_two_parts,
    transcribed,
    read,
    decided,
    withdrawn,
    withdrawn,
    withdrawn_for_a_release,
    claimed,
    claims_withdrawn,
    declared,
    published,
)
