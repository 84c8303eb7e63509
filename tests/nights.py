"""Random evidences of the invented country, for property tests: readings, forms, decisions, strangers."""

import json
from collections.abc import Iterable
from dataclasses import replace

import polars as pl
from hypothesis import strategies as st

from testigo.columns import (
    FINDINGS,
    Decision,
    DocumentClass,
    Method,
    Provenance,
    conform,
    decisions_schema,
    empty,
)
from testigo.standing.gather import Evidence
from tests import world

COUNTS = st.integers(min_value=0, max_value=3)  # few values, so that readings often agree
CONTEST = world.contest(lines=(("red-a", "red"), ("red-b", "red")))
READERS = ("ana-1", "ben-2", "publisher")
SUFFICIENT = (
    ("one row of a published table",),
    ("two persons", "one machine code whose sums hold"),
    ("one person and one machine reading of the same cells", "two persons"),
)
POLICIES = tuple(world.policy(*sentences) for sentences in SUFFICIENT)


def definition(sufficient: tuple[str, ...], origin: str, key: str) -> dict[str, bytes]:
    """The files of a definition of the invented country, with the contest of these nights."""
    jurisdictions = [("X", "", 1), ("A", "X", 2), ("B", "X", 2), *((t, t[0], 3) for t in world.TOWNS)]
    stations = [(code, code[:4], code[:2], code[:1], world.ROLL) for code in world.STATION_CODES]
    settings = {
        "origin": origin,
        "time_zone": "UTC",
        "languages": ["es", "en"],
        "levels": ["country", "state", "town"],
        "drill": False,
        "key_fingerprints": [key],
        "name": "Invented",
        "place": "X",
    }
    lines = [f"{name} = {json.dumps(value)}\n" for name, value in settings.items()]
    return {
        "election.toml": "".join(
            ["date = 2030-01-06\n", *lines, f"[policy]\nsufficient = {json.dumps(sufficient)}\n"]
        ).encode(),
        "jurisdictions.csv": table(
            "jurisdiction,parent,level,name,frame,stations,registered_voters,source",
            [(*row, f"Place {row[0]}", "listed", "", "", "") for row in jurisdictions],
        ),
        "stations.csv": table("station,polling_place,jurisdiction,stratum,registered_voters", stations),
        "contests.csv": table(
            "contest,name,form,decides,blank_votes,null_votes",
            [("mayor", "Mayor", "form", "plurality", "not on the form", "not valid")],
        ),
        "options.csv": table(
            "contest,option,name,position", [("mayor", "red", "Red", 1), ("mayor", "blue", "Blue", 2)]
        ),
        "lines.csv": table(
            "contest,line,option,party,position",
            [("mayor", "red-a", "red", "A", 1), ("mayor", "red-b", "red", "B", 2)],
        ),
        "forms/form/form.toml": b'[fields]\ncounts = ["registered_voters", "valid_votes", "null_votes"]\n'
        b'[sums]\nvalid_votes = "options"\ntotal_votes = "valid_votes + null_votes"\n',
    }


def table(header: str, rows: Iterable[tuple[object, ...]]) -> bytes:
    """A CSV of plain cells."""
    return "".join(f"{line}\n" for line in (header, *(",".join(map(str, row)) for row in rows))).encode()


@st.composite
def reading_rows(draw: st.DrawFn) -> dict[str, object]:
    """One reading of any station, some of them unknown, some figures unread."""
    number = draw(st.integers(0, 3))
    unread = st.none()
    return world.reading(
        draw(st.sampled_from([*world.STATION_CODES[:4], "nowhere.01"])),
        method=draw(st.sampled_from(list(Method))).value,
        reader=draw(st.sampled_from(READERS)),
        exhibit=f"photo-{number}",
        form=draw(st.sampled_from([None, f"form-{number}"])),
        provenance_class=draw(st.sampled_from(list(Provenance))).value,
        document_class=draw(st.sampled_from([None, None, None, *(kind.value for kind in DocumentClass)])),
        red=draw(st.one_of(COUNTS, COUNTS, unread)),
        blue=draw(st.one_of(COUNTS, COUNTS, unread)),
        registered_voters=draw(st.sampled_from([None, 500, 2])),
        valid_votes=draw(st.one_of(st.none(), st.integers(0, 6))),
        null_votes=draw(st.one_of(st.none(), st.integers(0, 1))),
        **{"line_red-a": draw(st.one_of(st.none(), COUNTS))},
    )


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    """What stands on a random night, with some decisions that knew all readings and some that did not."""
    readings = world.readings(draw(st.lists(reading_rows(), max_size=14)), CONTEST)
    decisions = []
    for station in draw(st.sets(st.sampled_from(world.STATION_CODES[:4]), max_size=2)):
        names = readings.filter(pl.col("station") == station)["reading"].to_list()
        kind = draw(st.sampled_from(list(Decision)))
        excluded = kind is Decision.EXCLUDE
        decisions.append(
            {
                "station": station,
                "decision": kind.value,
                "reason": "seen together",
                "knew": names[: draw(st.integers(0, len(names)))] if draw(st.booleans()) else names,
                "persons": 2,
                "organisations": 2,
                "votes_red": None if excluded else draw(COUNTS),
                "votes_blue": None if excluded else draw(COUNTS),
            }
        )
    schema = decisions_schema(world.figures_of(CONTEST))
    frame = conform(pl.DataFrame(decisions, schema_overrides={"knew": pl.List(pl.String)}), schema)
    told = world.evidence({"mayor": readings}, {"mayor": frame if decisions else empty(schema)})
    return replace(told, pixel_findings=draw(codes_without_form(readings)))


@st.composite
def codes_without_form(draw: st.DrawFn, readings: pl.DataFrame) -> pl.DataFrame:
    """FINDINGS R.605 on some of the photos: every reading of a photo has what was found on it."""
    photos = draw(st.sets(st.sampled_from([f"photo-{number}" for number in range(4)])))
    found = readings.filter(pl.col("exhibit").is_in(list(photos)))
    said = {"code": "R.605", "version": 1, "severity": "warning", "contest": "mayor"}
    rows = found.select("station", "reading").with_columns(**{name: pl.lit(it) for name, it in said.items()})
    nothing = pl.Series("figures", [[]] * rows.height, FINDINGS["figures"])
    return conform(rows.with_columns(nothing), FINDINGS)
