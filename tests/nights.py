"""Random evidences of the invented country, for property tests: readings, forms, decisions, strangers."""

import polars as pl
from hypothesis import strategies as st

from testigo.columns import Decision, DocumentClass, Method, Provenance, conform, decisions_schema, empty
from testigo.evidence.gather import Evidence
from tests import world

COUNTS = st.integers(min_value=0, max_value=3)  # few values, so that readings often agree
CONTEST = world.contest(lines=(("red-a", "red"), ("red-b", "red")))
READERS = ("ana-1", "ben-2", "publisher")
POLICIES = (
    world.policy("one row of a published table"),
    world.policy("two persons", "one machine code whose sums hold"),
    world.policy("one person and one machine reading of the same cells", "two persons"),
)


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
    return world.evidence({"mayor": readings}, {"mayor": frame if decisions else empty(schema)})
