"""The only door out: what leaves suffices to derive everything, and names nobody."""

import datetime
import json
import os
from collections.abc import Mapping
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testigo.columns import CLAIMS, DECLARED, ERRATA, FINDINGS, conform, decisions_schema, readings_schema
from testigo.record.disclose import disclose, is_pseudonym
from testigo.record.names import EarlierNames, Names, keyed, wanted, with_drawn
from testigo.snapshot import Snapshot, derive
from testigo.standing.gather import Evidence
from tests import world
from tests.amounts import amount
from tests.keys import invented_names
from tests.nights import CONTEST, POLICIES, evidences
from tests.world import STATION_CODES, reading

NAMES = invented_names()
DAY = datetime.date(2030, 1, 7)
STATIONS = world.stations()["station"]
Row = Mapping[str, object]


def everything_that_counts(snapshot: Snapshot) -> list[pl.DataFrame]:
    """Statuses and figures for every station and place, as a publication shows them."""
    frames = [snapshot.results, snapshot.tallies, snapshot.bounds, snapshot.by_basis, snapshot.by_provenance]
    return [frame for of_contests in frames for frame in of_contests.values()]


@settings(max_examples=amount(60, 400), deadline=None)
@given(evidences(), st.sampled_from(POLICIES))
def test_what_is_disclosed_derives_to_what_the_evidence_derives_to(evidence: Evidence, rules: object) -> None:
    election = world.election((CONTEST,), rules)  # type: ignore[arg-type]
    private = derive(election, {"form": world.PROFILE}, evidence)
    public = derive(election, {"form": world.PROFILE}, disclose(evidence, STATIONS, NAMES, DAY))
    for before, after in zip(everything_that_counts(private), everything_that_counts(public), strict=True):
        assert before.equals(after)
    assert private.unknown_readings == public.unknown_readings


@settings(deadline=None)
@given(evidences())
def test_disclosing_twice_under_one_key_gives_the_same_names(evidence: Evidence) -> None:
    once, again = (disclose(evidence, STATIONS, NAMES, DAY) for _ in range(2))
    assert once.readings["mayor"].equals(again.readings["mayor"])


@settings(deadline=None)
@given(evidences(), st.integers(0, 999))
def test_the_order_in_which_readings_came_does_not_leave(evidence: Evidence, seed: int) -> None:
    shuffled = evidence.readings["mayor"].sample(fraction=1.0, shuffle=True, seed=seed)
    other = world.evidence({"mayor": shuffled}, dict(evidence.decisions))
    ordered = disclose(evidence, STATIONS, NAMES, DAY).readings["mayor"]
    assert ordered.equals(disclose(other, STATIONS, NAMES, DAY).readings["mayor"])


def written(evidence: Evidence) -> str:
    """Everything of a public evidence as text."""
    frames = [
        *evidence.readings.values(),
        *evidence.decisions.values(),
        evidence.claims,
        evidence.pixel_findings,
    ]
    texts = [json.dumps(frame.to_dicts()) for frame in frames]
    return "".join([*texts, str(evidence.last_statement), evidence.chain, str(evidence.unknown_readings)])


def test_no_private_name_leaves() -> None:
    secrets = {"reading": "41.0:secret", "exhibit": "ab" * 32, "form": "photo-of-a-table", "reader": "ana"}
    rows = [reading(STATION_CODES[0], red=1, blue=2, method="person", **secrets)]
    evidence = world.evidence({"mayor": world.readings(rows)})
    text = written(disclose(evidence, STATIONS, NAMES, DAY))
    assert not [value for value in secrets.values() if value in text]


def test_the_columns_that_leave_are_an_allow_list() -> None:
    rows = world.readings([reading(STATION_CODES[0], red=1, blue=2)])
    public = disclose(world.evidence({"mayor": rows}), STATIONS, NAMES, DAY)
    assert public.readings["mayor"].columns == list(readings_schema(world.figures_of(world.contest())))
    assert (public.last_statement, public.chain) == (0, "")


def test_readings_of_one_form_share_its_public_name_and_rows_of_one_table_share_none() -> None:
    form = {"exhibit": "photo", "form": "photo", "red": 1, "blue": 2}
    photos = [reading(STATION_CODES[0], method=method, **form) for method in ("machine code", "person")]
    table = [reading(code, exhibit="table", red=1, blue=2) for code in STATION_CODES[1:3]]
    frame = disclose(
        world.evidence({"mayor": world.readings([*photos, *table])}), STATIONS, NAMES, DAY
    ).readings["mayor"]
    assert frame.filter(pl.col("form").is_not_null())["exhibit"].n_unique() == 1
    assert frame.filter(pl.col("form").is_null())["exhibit"].n_unique() == 2


def test_a_reader_has_another_pseudonym_at_every_station() -> None:
    rows = [reading(code, method="person", reader="ana", red=1, blue=2) for code in STATION_CODES]
    frame = disclose(world.evidence({"mayor": world.readings(rows)}), STATIONS, NAMES, DAY).readings["mayor"]
    assert frame["reader"].n_unique() == len(STATION_CODES)


def test_readings_of_unknown_stations_leave_as_a_count_only() -> None:
    rows = [reading("nowhere.01", red=1, blue=2), reading(STATION_CODES[0], red=1, blue=2)]
    public = disclose(world.evidence({"mayor": world.readings(rows)}), STATIONS, NAMES, DAY)
    assert public.unknown_readings == 1
    assert "nowhere" not in written(public)


def test_names_cannot_be_tried_without_the_key() -> None:
    others = invented_names(bytes(32))
    assert NAMES.reader("ana", "001", "mayor") != others.reader("ana", "001", "mayor")
    assert NAMES.reader("ana", "001", "mayor") != NAMES.reader("ana", "001 mayor", "")


def test_with_the_key_alone_no_number_person_or_hash_can_be_tried() -> None:
    """The random bytes of every thing are others, and so is every name."""
    number, person, photo = "41", "reader-7", "ab" * 32
    others = Names(NAMES.key, {thing: bytes(16) for thing in (("reading", number), ("reader", person))})
    assert NAMES.reading("mayor", number) != others.reading("mayor", number)
    assert NAMES.reader(person, "001", "mayor") != others.reader(person, "001", "mayor")
    tried = {
        keyed(NAMES.key, kind, *parts)
        for kind, *parts in (
            ("reading", "mayor", number),
            ("reader", person, "001", "mayor"),
            ("exhibit", photo),
            ("form", photo),
        )
    }
    given = {NAMES.reading("mayor", number), NAMES.reader(person, "001", "mayor"), NAMES.exhibit(photo, None)}
    assert tried.isdisjoint(given | {NAMES.form(photo)})


def test_a_name_that_was_told_before_stays() -> None:
    told: dict[tuple[str, ...], str] = {("reading", "mayor", "41"): "as it was told"}
    names = Names(NAMES.key, NAMES.random, told)
    assert names.reading("mayor", "41") == "as it was told"
    assert names.reading("mayor", "42") == NAMES.reading("mayor", "42")


def test_the_names_of_before_are_made_again_and_kept() -> None:
    names = EarlierNames(NAMES.key, {})
    assert names.reading("mayor", "7.0:001") == keyed(NAMES.key, "reading", "mayor", "7.0:001")
    assert names.given == {("reading", "mayor", "7.0:001"): names.reading("mayor", "7.0:001")}


@settings(deadline=None)
@given(evidences())
def test_everything_that_is_disclosed_has_random_bytes_of_its_own(evidence: Evidence) -> None:
    drawn = with_drawn({}, wanted(evidence), os.urandom)
    disclose(evidence, STATIONS, Names(NAMES.key, drawn), DAY)
    assert {len(random) for random in drawn.values()} <= {16}
    assert len(set(drawn.values())) == len(drawn)
    assert with_drawn(drawn, wanted(evidence), os.urandom) == drawn


PHOTO = {"width": 3024, "height": 4032, "sharpness": 212, "contrast": 181}


@pytest.mark.parametrize(
    ("measures", "told"),
    [
        (PHOTO, {}),
        ({}, {}),
        ({**PHOTO, "width": 699}, {"too_small": 1}),
        ({**PHOTO, "width": 700}, {}),
        ({**PHOTO, "height": 300, "contrast": 3}, {"too_small": 1}),
        ({**PHOTO, "contrast": 59}, {"faint": 1}),
        ({**PHOTO, "contrast": 60}, {}),
        ({**PHOTO, "sharpness": 49}, {"blurred": 1}),
        ({**PHOTO, "sharpness": 50}, {}),
    ],
)
def test_of_a_photo_without_a_code_a_class_leaves_and_no_measure(
    measures: dict[str, int], told: dict[str, int]
) -> None:
    assert figures_of("R.603", measures) == told


def test_of_a_print_the_figures_of_the_form_leave_and_nothing_that_is_none() -> None:
    assert figures_of("R.604", {"votes_red": 12, "width": 3024}) == {"votes_red": 12}


def figures_of(code: str, figures: dict[str, int]) -> dict[str, int]:
    """What leaves of the figures of one finding on pixels."""
    rows = [reading(STATION_CODES[0], reading="41", red=1, blue=2)]
    found = {
        "code": code,
        "version": 1,
        "severity": "warning",
        "station": STATION_CODES[0],
        "contest": "mayor",
        "reading": "41",
        "figures": [{"name": name, "value": value} for name, value in figures.items()],
        "related": None,
    }
    frame = pl.DataFrame([found], schema=FINDINGS)
    evidence = replace(world.evidence({"mayor": world.readings(rows)}), pixel_findings=frame)
    (left,) = disclose(evidence, STATIONS, NAMES, DAY).pixel_findings.iter_rows(named=True)
    return {each["name"]: each["value"] for each in left["figures"]}


def test_claims_and_findings_on_pixels_leave_with_public_names() -> None:
    claim = {
        "claim": "c",
        "source": "s",
        "place": "X",
        "contest": "mayor",
        "figure": "votes_red",
        "value": "1",
    }
    finding = {"code": "R.602", "station": STATION_CODES[0], "contest": "mayor", "reading": "41.0:secret"}
    evidence = Evidence(
        9, "ff", {}, {}, conform(pl.DataFrame([claim]), CLAIMS), conform(pl.DataFrame([finding]), FINDINGS), 0
    )
    public = disclose(evidence, STATIONS, NAMES, DAY)
    assert public.claims["value"].to_list() == ["1"]
    assert public.pixel_findings["reading"].to_list() == [NAMES.reading("mayor", "41.0:secret")]


CLAIM = {"claim": "c", "source": "s", "place": "X", "contest": "mayor", "figure": "votes_red", "value": "1"}


def told(**parts: object) -> Evidence:
    """What leaves of an evidence with two readings and these parts."""
    rows = [reading(STATION_CODES[0], reading=name, red=1, blue=2) for name in ("41", "42")]
    evidence = replace(world.evidence({"mayor": world.readings(rows)}), **parts)  # type: ignore[arg-type]
    return disclose(evidence, STATIONS, NAMES, DAY)


def both_ways(schema: Mapping[str, pl.DataType], one: Row, other: Row) -> list[pl.DataFrame]:
    """Return a frame of two rows, and one of them in the other order."""
    return [conform(pl.DataFrame(rows), schema) for rows in ([one, other], [other, one])]


@pytest.mark.parametrize(
    ("part", "frames"),
    [
        ("claims", both_ways(CLAIMS, CLAIM, {**CLAIM, "claim": "b"})),
        ("declared", both_ways(DECLARED, {"station": "A1-1"}, {"station": "A1-2"})),
    ],
)
def test_the_order_in_which_it_was_said_does_not_leave(part: str, frames: list[pl.DataFrame]) -> None:
    one, other = (getattr(told(**{part: frame}), part) for frame in frames)
    assert one.equals(other)


def test_the_order_in_which_the_readings_of_a_decision_came_does_not_leave() -> None:
    """The evidence has them in the order of their statements; the public names are sorted."""
    names = [str(number) for number in range(20, 40)]
    decision = {"station": STATION_CODES[0], "contest": "mayor", "decision": "accept", "knew": names}
    decisions = conform(pl.DataFrame([decision]), decisions_schema(world.figures_of(world.contest())))
    (knew,) = told(decisions={"mayor": decisions}).decisions["mayor"]["knew"].to_list()
    assert knew == sorted(NAMES.reading("mayor", name) for name in names)


def test_findings_of_stations_that_are_not_in_the_definition_stay_inside() -> None:
    finding = {"code": "R.602", "contest": "mayor", "reading": "41"}
    rows = [{**finding, "station": station} for station in ("nowhere.01", STATION_CODES[0])]
    left = told(pixel_findings=conform(pl.DataFrame(rows), FINDINGS)).pixel_findings
    assert left["station"].to_list() == [STATION_CODES[0]]


def test_errata_of_readings_at_stations_that_are_not_in_the_definition_stay_inside() -> None:
    entry = {"kind": "withdrawal", "contest": "mayor", "place_kind": "station", "reading": "41"}
    rows = [
        {**entry, "place": "nowhere.01"},
        {**entry, "place": STATION_CODES[0]},
        {**entry, "kind": "amendment", "contest": None, "reading": None, "place": "found.01"},
    ]
    left = told(errata=conform(pl.DataFrame(rows), ERRATA)).errata
    assert set(left["place"].to_list()) == {STATION_CODES[0], "found.01"}


def with_institutions(rows: list[dict[str, object]], *names: str) -> list[str]:
    evidence = replace(world.evidence({"mayor": world.readings(rows)}), institutions=frozenset(names))
    return disclose(evidence, STATIONS, NAMES, DAY).readings["mayor"].sort("station")["reader"].to_list()


def test_an_institution_is_disclosed_by_its_name_and_nobody_else_is() -> None:
    rows = [
        reading(STATION_CODES[0], reader="Authority", red=1, blue=2),
        reading(STATION_CODES[1], reader="somebody", red=1, blue=2),
        reading(STATION_CODES[2], reader="ana", method="person", red=1, blue=2),
    ]
    first, second, third = with_institutions(rows, "Authority")
    assert first == "Authority"
    assert is_pseudonym(second)
    assert is_pseudonym(third)


def test_who_typed_anything_is_a_person_whatever_a_mapping_calls_her() -> None:
    rows = [
        reading(STATION_CODES[0], reader="ana", red=1, blue=2),
        reading(STATION_CODES[1], reader="ana", method="person", red=1, blue=2),
    ]
    assert all(is_pseudonym(name) for name in with_institutions(rows, "ana"))


def test_no_name_of_an_institution_passes_for_a_pseudonym() -> None:
    fake = "ab" * 16
    assert with_institutions([reading(STATION_CODES[0], reader=fake, red=1, blue=2)], fake) != [fake]
