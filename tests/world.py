"""The tests' world: a small invented country, its stations, readings and decisions.

Country X has two states (A, B), each with two towns (A1, A2, B1, B2); every town has one polling place with
three stations: A1-1.01, A1-1.02, ... Two options that run (red, blue) and one contest by default.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from testigo.columns import (
    BALLOTS,
    CLAIMS,
    FINDINGS,
    JURISDICTIONS,
    POLLING_PLACES,
    STATIONS,
    Method,
    Provenance,
    conform,
    decisions_schema,
    empty,
    figure_columns,
    readings_schema,
)
from testigo.election.contests import Contest, Decides, Line, Option
from testigo.election.definition import Election
from testigo.election.policy import Policy, parse_combination
from testigo.forms.profile import FormProfile, Sum
from testigo.standing.gather import Evidence

TOWNS = ("A1", "A2", "B1", "B2")
STATION_CODES = tuple(f"{town}-1.0{number}" for town in TOWNS for number in (1, 2, 3))
ROLL = 500


def option(code: str, position: int | None = None, *, required: bool = True) -> Option:
    return Option(option=code, name=code.title(), position=position, colour=None, required=required)


def contest(
    code: str = "mayor",
    options: Sequence[str] = ("red", "blue"),
    lines: Iterable[tuple[str, str]] = (),
    optional: Sequence[str] = (),
    decides: Decides = Decides("plurality", 1),  # noqa: B008
) -> Contest:
    return Contest(
        contest=code,
        name=code.title(),
        form="form",
        decides=decides,
        blank_votes="not on the form",
        null_votes="not valid",
        options=tuple(
            option(name, number, required=name not in optional)
            for number, name in enumerate(options, start=1)
        ),
        lines=tuple(Line(line, of, line, number) for number, (line, of) in enumerate(lines, start=1)),
    )


PROFILE = FormProfile(
    name="form",
    counters=("registered_voters", "valid_votes", "null_votes", "total_votes"),
    sums=(
        Sum("valid_votes", ("options",)),
        Sum("options", ("lines",)),
        Sum("total_votes", ("valid_votes", "null_votes")),
    ),
    machine_code=None,
)


def policy(*sentences: str) -> Policy:
    combinations = [parse_combination(sentence) for sentence in sentences]
    return Policy(sufficient=tuple(found for found in combinations if found is not None), severity={})


TWO_PERSONS = policy("two persons")
ANY_TABLE = policy("one row of a published table")


def jurisdictions(frames: Mapping[str, tuple[str, int | None, int | None]] | None = None) -> pl.DataFrame:
    frames = frames or {}
    codes = [("X", None, 1), ("A", "X", 2), ("B", "X", 2), *((town, town[0], 3) for town in TOWNS)]
    rows = []
    for code, parent, level in codes:
        frame, stations, voters = frames.get(code, ("listed", None, None))
        rows.append(
            {
                "jurisdiction": code,
                "parent": parent,
                "level": level,
                "name": f"Place {code}",
                "frame": frame,
                "stations": stations,
                "registered_voters": voters,
                "source": None,
            }
        )
    return pl.DataFrame(rows, schema=JURISDICTIONS)


def stations(roll: int | None = ROLL, codes: Sequence[str] = STATION_CODES) -> pl.DataFrame:
    frame = pl.DataFrame({"station": list(codes)}, schema={"station": pl.String}).with_columns(
        polling_place=pl.col("station").str.slice(0, 4),
        jurisdiction=pl.col("station").str.slice(0, 2),
        stratum=pl.col("station").str.slice(0, 1),
        registered_voters=pl.lit(roll, pl.Int64),
    )
    return conform(frame, STATIONS).with_columns(
        level_1=pl.lit("X"),
        level_2=pl.col("jurisdiction").str.slice(0, 1),
        level_3=pl.col("jurisdiction"),
    )


def election(
    contests: Sequence[Contest] = (contest(),),
    rules: Policy = ANY_TABLE,
    frames: Mapping[str, tuple[str, int | None, int | None]] | None = None,
    station_frame: pl.DataFrame | None = None,
    ballots: pl.DataFrame | None = None,
) -> Election:
    frame = stations() if station_frame is None else station_frame
    return Election(
        name={"es": "Elección de prueba", "en": "Invented election"},
        place={"es": "País X", "en": "Country X"},
        date=datetime.date(2030, 1, 6),
        time_zone="UTC",
        languages=("es", "en"),
        levels=("country", "state", "town"),
        drill=False,
        key_fingerprints=(),
        origin="example.org/x",
        sources={},
        policy=rules,
        contests=tuple(contests),
        jurisdictions=jurisdictions(frames),
        polling_places=conform(frame.select("polling_place").unique(maintain_order=True), POLLING_PLACES),
        stations=frame,
        ballots=empty(BALLOTS) if ballots is None else ballots,
        geometry=None,
        seal="0" * 64,
    )


def figures_of(of: Contest, profile: FormProfile = PROFILE) -> tuple[str, ...]:
    return figure_columns(of.vote_columns, of.line_columns, profile.other_columns)


def reading(station: str, **values: object) -> dict[str, object]:
    """One row of READINGS by a published table, unless `values` says otherwise; options by their code."""
    row: dict[str, object] = {
        "station": station,
        "method": Method.PUBLISHED_TABLE,
        "provenance_class": Provenance.THIRD_PARTY,
        "reader": "publisher",
        "exhibit": "exhibit-1",
    }
    known = set(readings_schema(()))
    for key, value in values.items():
        plain = key in known or key.endswith("_votes") or key.startswith(("votes_", "line_", "other_"))
        row[key if plain or key == "registered_voters" else f"votes_{key}"] = value
    return row


def readings(
    rows: Iterable[Mapping[str, object]], of: Contest | None = None, profile: FormProfile = PROFILE
) -> pl.DataFrame:
    """READINGS from rows; those without a name are named by their place in the list."""
    schema = readings_schema(figures_of(of or contest(), profile))
    named = [{"reading": f"r{number}", **row} for number, row in enumerate(rows)]
    return conform(pl.DataFrame(named, schema={**schema}) if named else empty(schema), schema)


def evidence(
    read: Mapping[str, pl.DataFrame],
    decisions: Mapping[str, pl.DataFrame] | None = None,
    claims: pl.DataFrame | None = None,
) -> Evidence:
    return Evidence(
        last_statement=1,
        chain="0" * 64,
        readings=dict(read),
        decisions=dict(decisions or {}),
        claims=empty(CLAIMS) if claims is None else claims,
        pixel_findings=empty(FINDINGS),
        unknown_readings=0,
    )


def no_decisions(of: Contest | None = None) -> pl.DataFrame:
    return empty(decisions_schema(figures_of(of or contest())))
