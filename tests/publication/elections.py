"""Small elections in every state that a page must know how to say, and the pages made of them."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import polars as pl

from testigo.columns import BALLOTS, CLAIMS, Method, Provenance, conform
from testigo.election.contests import Contest
from testigo.publication.dataset import dataset
from testigo.publication.files import published_files
from testigo.publication.imprint import Imprint
from testigo.publication.site import pages
from testigo.record.disclose import disclose
from testigo.snapshot import Snapshot, derive
from tests import world
from tests.keys import invented_names

DEFINITION = {"election.toml": b"# as sealed\n", "stations.csv": b"station,polling_place\nA1-1.01,A1-1\n"}
IMPRINT = Imprint(
    number=3,
    day=datetime.date(2030, 1, 7),
    previous="0" * 64,
    signing_key="example.org/x+00000000+AAAA",
    fingerprint="ab12" * 16,
    software="testigo 0",
)


def snapshot_of(
    contests: Sequence[Contest],
    readings: Mapping[str, Sequence[Mapping[str, object]]],
    claims: pl.DataFrame | None = None,
    decisions: Mapping[str, pl.DataFrame] | None = None,
    **settings: object,
) -> Snapshot:
    """Derive, as a stranger would, what is disclosed of some readings: contest -> rows of world.reading."""
    drill = bool(settings.pop("drill", False))
    election = replace(world.election(contests, **settings), drill=drill)  # type: ignore[arg-type]
    frames = {of.contest: world.readings(readings.get(of.contest, ()), of) for of in contests}
    evidence = world.evidence(frames, decisions, claims)
    public = disclose(evidence, election.stations["station"], invented_names(), IMPRINT.day)
    return derive(election, {"form": world.PROFILE}, public)


def by_person(station: str, reader: str, **figures: object) -> dict[str, object]:
    """One person's reading of a photo."""
    votes = [figures.get(option) for option in ("red", "blue", "green")]
    known = [vote for vote in votes if isinstance(vote, int)]
    row = {
        "reader": reader,
        "method": Method.PERSON,
        "provenance_class": Provenance.PHOTO,
        "exhibit": f"photo-{station}",
        "form": f"photo-{station}",
        "valid_votes": sum(known),
        "null_votes": 1,
        "total_votes": sum(known) + 1,
        "registered_voters": 500,
    }
    return world.reading(station, **{**row, **figures})


def two_persons(station: str, **figures: object) -> list[dict[str, object]]:
    """Two persons who agree: the result is accepted."""
    return [by_person(station, reader, **figures) for reader in ("ana-1", "ben-2")]


MAYOR = replace(
    world.contest("mayor", ("red", "blue", "green")),
    options=(
        replace(world.option("red", 1), name="Ñ. Ó", short_name="Ó", colour="#1b5795", dark_colour="#9ccaf6"),
        replace(
            world.option("blue", 2),
            name="María de los Ángeles Rodríguez-Villavicencio y Fernández de Córdoba (Alianza Patriótica)",
            short_name="Rodríguez-Villavicencio",
            colour="#d0483c",
        ),
        replace(world.option("green", 3), name="Lista 7 <b>&", short_name="Lista 7"),
    ),
)
COUNCIL = world.contest("council/Erie 1", ("yes", "no"))


def every_state(*, drill: bool = False) -> Snapshot:
    """A country where a station is in each status, one hangs on the whole, and the authority contradicts."""
    stations = pl.concat(
        [
            world.stations(),
            world.stations(codes=["Erie/Del 001"]).with_columns(
                polling_place=pl.lit(None, pl.String),
                jurisdiction=pl.lit("X"),
                level_2=pl.lit(None, pl.String),
                level_3=pl.lit(None, pl.String),
            ),
        ]
    )
    mayor = [
        *two_persons("A1-1.01", red=100, blue=90, green=3),
        *two_persons("A1-1.02", red=120, blue=20, green=0),
        *two_persons("A2-1.01", red=10, blue=200, green=0),
        *two_persons("B1-1.01", red=50, blue=50, green=1),
        *two_persons("Erie/Del 001", red=7, blue=5, green=2),
        by_person("A1-1.03", "ana-1", red=10, blue=20, green=0),  # pending
        by_person("A2-1.02", "ana-1", red=10, blue=20, green=0),  # disputed
        by_person("A2-1.02", "ben-2", red=11, blue=20, green=0),
        *two_persons("B1-1.02", red=10, blue=20, green=0, valid_votes=99),  # quarantined
        *two_persons("B1-1.03", red=480, blue=10, green=1),  # a warning: turnout
    ]
    council = [*two_persons("A1-1.01", yes=1, no=2, valid_votes=3, total_votes=4)]
    return snapshot_of(
        (MAYOR, COUNCIL),
        {"mayor": mayor, COUNCIL.contest: council},
        claims=claims(("votes_red", "3"), ("votes_blue", "20000"), ("share_of_stations_counted", "80 %")),
        rules=world.TWO_PERSONS,
        frames={"X": ("declared", 20, 9_000), "B": ("unknown", None, None)},
        station_frame=stations,
        drill=drill,
    )


def claims(*figures: tuple[str, str]) -> pl.DataFrame:
    """What the authority says of the whole in one bulletin: (figure, value as printed)."""
    rows = [
        {
            "claim": "bulletin-1",
            "source": "Authority",
            "date": "2030-01-07",
            "place": "X",
            "contest": "mayor",
            "figure": figure,
            "value": value,
            "thousands": None,
        }
        for figure, value in figures
    ]
    return conform(pl.DataFrame(rows), CLAIMS)


def nothing_yet() -> Snapshot:
    """A country before the first form."""
    return snapshot_of((MAYOR,), {}, rules=world.TWO_PERSONS)


def sixty_options() -> Snapshot:
    """A ballot with sixty candidates, whose votes one station reports."""
    contest = world.contest("mayor", [f"c{number}" for number in range(1, 61)])
    votes: dict[str, object] = {f"votes_c{number}": number % 17 for number in range(1, 61)}
    total = sum(number % 17 for number in range(1, 61))
    rows = [world.reading("A1-1.01", valid_votes=total, null_votes=0, total_votes=total, **votes)]
    return snapshot_of((contest,), {"mayor": rows})


def one_option_and_a_tie() -> Snapshot:
    """Three contests: a single candidate, a tie, and seats, which sums cannot decide."""
    alone, tied = world.contest("alone", ("only",)), world.contest("tied")
    seats = replace(world.contest("seats"), decides=replace(alone.decides, rule="seats", winners=None))
    two = {"red": 5, "blue": 5, "valid_votes": 10, "null_votes": 0, "total_votes": 10}
    rows = {
        "alone": [world.reading("A1-1.01", only=4, valid_votes=4, null_votes=0, total_votes=4)],
        "tied": [world.reading("A1-1.01", **two)],
        "seats": [world.reading("A1-1.01", **two)],
    }
    return snapshot_of((alone, tied, seats), rows)


def lines_and_classes() -> Snapshot:
    """Party lines under fusion, an annulled form and a station that was not installed."""
    contest = world.contest("mayor", lines=(("r1", "red"), ("r2", "red"), ("b1", "blue")))
    lines = {"line_r1": 3, "line_r2": 2, "line_b1": 4}
    rows = [
        world.reading("A1-1.01", red=5, blue=4, valid_votes=9, null_votes=0, total_votes=9, **lines),
        world.reading(
            "A1-1.02", red=0, blue=0, valid_votes=0, null_votes=9, total_votes=9, document_class="annulled"
        ),
        world.reading("A1-1.03", document_class="not installed", registered_voters=500),
        world.reading("A2-1.01", red=3, blue=1),
    ]
    return snapshot_of((contest,), {"mayor": rows})


def contests_by_turns(contests: int) -> Snapshot:
    """Contests that are each voted in one of two states, turn by turn."""
    named = [world.contest(f"contest-{number}") for number in range(1, contests + 1)]
    rows = {
        of.contest: [world.reading(station, red=30 + number, blue=20, valid_votes=50 + number)]
        for number, of in enumerate(named)
        for station in [STATION_OF_STATE[PLACES_IN_TURN[number % 2]]]
    }
    places = [(of.contest, PLACES_IN_TURN[number % 2], None) for number, of in enumerate(named)]
    ballots = pl.DataFrame(places, schema=BALLOTS, orient="row")
    return snapshot_of(named, rows, ballots=ballots)


PLACES_IN_TURN = ("A", "B")
STATION_OF_STATE = {"A": "A1-1.01", "B": "B1-1.01"}

ELECTIONS: Mapping[str, Callable[[], Snapshot]] = {
    "every state": every_state,
    "a drill": lambda: every_state(drill=True),
    "nothing yet": nothing_yet,
    "sixty options": sixty_options,
    "one option, a tie, seats": one_option_and_a_tie,
    "lines and classes": lines_and_classes,
    "contests of some places": lambda: contests_by_turns(3),
    "many contests": lambda: contests_by_turns(14),
}
"""Name -> how to make it."""


def site_of_election(snapshot: Snapshot, imprint: Imprint = IMPRINT) -> dict[str, bytes]:
    """Return every page and data file of an election's publication."""
    files = list(dataset(snapshot, DEFINITION, imprint))
    return dict(files) | dict(pages(snapshot, imprint, published_files(files)))


def html_pages(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the pages among some files, as text."""
    return {path: content.decode() for path, content in files.items() if path.endswith(".html")}
