"""What is wrong with a definition: every problem at once, each with its place, and the warnings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.election.load import check
from tests.election.definitions import (
    BALLOTS,
    CONTESTS,
    ELECTION,
    JURISDICTIONS,
    LINES,
    OPTIONS,
    STATIONS,
    changed,
    definition,
    problems_of,
    told,
)


def test_every_problem_is_reported_at_once() -> None:
    files = definition(
        election=changed(ELECTION, "drill = false", ""),
        jurisdictions=changed(JURISDICTIONS, "A1,A,3", "A1,Z,3"),
        stations=changed(STATIONS, "001,A1,urban,500", "001,A9,urban,many"),
        contests=changed(CONTESTS, "not on the form", "nothing"),
        options=changed(OPTIONS, "#1b5795", "blue"),
        lines=changed(LINES, "B2,blue", "B2,green"),
        ballots=changed(BALLOTS, "council,A,", "mayor,A,"),
    )

    assert told(problems_of(files)) == [
        ("election.toml", None, "drill", None),
        ("stations.csv", 2, "registered_voters", "many"),
        ("contests.csv", 3, "null_votes", "nothing"),
        ("jurisdictions.csv", 5, "parent", "Z"),
        ("stations.csv", 2, "jurisdiction", "A9"),
        ("options.csv", 2, "colour", "blue"),
        ("lines.csv", 4, "option", "green"),
        ("ballots.csv", 3, "contest", "mayor"),
    ]
    assert all(problem.remedy.endswith(".") for problem in problems_of(files))


def test_a_station_may_have_the_code_of_a_jurisdiction_but_ballots_cannot_name_it() -> None:
    stations = changed(STATIONS, "001.02", "B1")

    assert problems_of(definition(stations=stations)) == ()
    found = problems_of(definition(stations=stations, ballots=BALLOTS + "council,B1,\n"))
    assert told(found) == [("ballots.csv", 5, "place", "B1")]


def test_a_missing_file_is_a_problem_and_hides_no_other() -> None:
    files = definition(stations=None, options=changed(OPTIONS, "#1b5795", "blue"))

    assert told(problems_of(files)) == [
        ("stations.csv", None, None, None),
        ("options.csv", 2, "colour", "blue"),
    ]


def test_a_file_that_does_not_belong_there_is_a_problem_because_the_seal_is_over_it() -> None:
    files = definition() | {"stations (copy).csv": b"x"}

    assert told(problems_of(files)) == [("stations (copy).csv", None, None, None)]


@pytest.mark.parametrize("name", ["forms/ácta/form.toml", "forms/a b/form.toml", "forms/a\nb/form.toml"])
def test_a_form_has_a_name_that_a_manifest_can_hold(name: str) -> None:
    assert told(problems_of(definition() | {name: b"x"})) == [(name, None, None, None)]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        # jurisdictions
        (
            "jurisdictions",
            JURISDICTIONS + "B1,B,3,Town B1 again,unknown,,,\n",
            [("jurisdictions.csv", 8, "jurisdiction", "B1")],
        ),
        (
            "jurisdictions",
            changed(JURISDICTIONS, "B1,B,3", "B1,B,2"),
            [("jurisdictions.csv", 7, "level", "2")],
        ),
        (
            "jurisdictions",
            changed(JURISDICTIONS, "B,X,2", "B,,2"),
            [("jurisdictions.csv", 4, "parent", "B"), ("jurisdictions.csv", 4, "level", "2")],
        ),
        (
            "jurisdictions",
            changed(JURISDICTIONS, "X,,1,", "X,B1,1,"),
            [
                ("jurisdictions.csv", None, "parent", None),
                ("jurisdictions.csv", 2, "level", "1"),
                ("jurisdictions.csv", 2, "parent", "X > B1 > B > X"),
            ],
        ),
        (
            "jurisdictions",
            JURISDICTIONS + "B11,B1,4,Parish,listed,,,\n",
            [("jurisdictions.csv", 8, "level", "4")],
        ),
        # frames
        (
            "jurisdictions",
            changed(JURISDICTIONS, "B,unknown", "B,guessed"),
            [("jurisdictions.csv", 4, "frame", "guessed")],
        ),
        (
            "jurisdictions",
            changed(JURISDICTIONS, "10,5000,", ",5000,"),
            [("jurisdictions.csv", 2, "stations", None)],
        ),
        (
            "jurisdictions",
            changed(JURISDICTIONS, '"press, January 2030"', ""),
            [("jurisdictions.csv", 2, "source", None)],
        ),
        (
            "jurisdictions",
            changed(JURISDICTIONS, "B,unknown,,", "B,unknown,7,"),
            [("jurisdictions.csv", 4, "stations", "7")],
        ),
        (
            "jurisdictions",
            changed(JURISDICTIONS, "sum of parts,,", "sum of parts,,900"),
            [("jurisdictions.csv", 3, "registered_voters", "900")],
        ),
        (
            "jurisdictions",
            changed(JURISDICTIONS, "Town B1,unknown", "Town B1,sum of parts"),
            [("jurisdictions.csv", 7, "frame", "sum of parts")],
        ),
        (
            "jurisdictions",
            changed(JURISDICTIONS, "declared,10", "declared,3"),
            [("jurisdictions.csv", 2, "stations", "3")],
        ),
        (
            "jurisdictions",
            changed(JURISDICTIONS, "10,5000", "10,1199"),
            [("jurisdictions.csv", 2, "registered_voters", "1199")],
        ),
        (
            "jurisdictions",
            changed(JURISDICTIONS, "Town A1,listed,,", "Town A1,listed,3,"),
            [("jurisdictions.csv", 5, "stations", "3")],
        ),
        # stations
        (
            "stations",
            changed(STATIONS, "001.02", "001.01"),
            [("stations.csv", 3, "station", "001.01")],
        ),
        (
            "stations",
            changed(STATIONS, "urban,500", "urban,-500"),
            [("stations.csv", 2, "registered_voters", "-500")],
        ),
        (
            "stations",
            changed(STATIONS, "urban,500", "urban,500.0"),
            [("stations.csv", 2, "registered_voters", "500.0")],
        ),
        (
            "stations",
            changed(STATIONS, "urban,500", "urban,5e2"),
            [("stations.csv", 2, "registered_voters", "5e2")],
        ),
        ("stations", changed(STATIONS, "009.01,,X", "009.01,,"), [("stations.csv", 5, "jurisdiction", None)]),
        # contests, options, lines
        (
            "contests",
            changed(CONTESTS, "first 3", "first three"),
            [("contests.csv", 3, "decides", "first three")],
        ),
        (
            "contests",
            CONTESTS + "president,Again,form,,valid,valid\n",
            [("contests.csv", 4, "contest", "president")],
        ),
        (
            "contests",
            CONTESTS + "mayor,Mayor,form,,valid,valid\n",
            [("contests.csv", 4, "contest", "mayor")],
        ),
        ("options", OPTIONS + "mayor,a,A,,,,\n", [("options.csv", 6, "contest", "mayor")]),
        (
            "options",
            changed(OPTIONS, "red,Rosa Red,,1", "red,Rosa Red,,2"),
            [("options.csv", 3, "position", "2")],
        ),
        (
            "options",
            OPTIONS + "council,no,Never,,,,\n",
            [("options.csv", 6, "option", "no")],
        ),
        ("options", OPTIONS + "council,a+b,Both,,,,\n", [("options.csv", 6, "option", "a+b")]),
        (
            "options",
            OPTIONS + "council,no_stations,Collides,,,,\n",
            [("options.csv", 6, "option", "no_stations")],
        ),
        ("lines", LINES + "president,B2,red,Again,9\n", [("lines.csv", 5, "line", "B2")]),
        ("lines", changed(LINES, "Sky Party,3", "Sky Party,2"), [("lines.csv", 4, "position", "2")]),
        # ballots
        ("ballots", BALLOTS + "council,Z,\n", [("ballots.csv", 5, "place", "Z")]),
        ("ballots", BALLOTS + "council,B,abroad\n", [("ballots.csv", 5, "stratum", "abroad")]),
    ],
)
def test_each_fault_is_named_with_file_row_column_and_value(
    name: str, text: str, expected: list[tuple[str, int | None, str, str | None]]
) -> None:
    assert told(problems_of(definition(**{name: text}))) == expected


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ('origin = "example.org/x"', 'origin = "not an origin\\n"', "origin"),
        ("drill = false", 'drill = false\naddress = "http://x.example/"', "address"),
        ("date = 2030-01-06", 'date = "6 January"', "date"),
        ("date = 2030-01-06", "date = 2030-01-06T08:00:00", "date"),
        ('time_zone = "UTC"', 'time_zone = "two o\'clock"', "time_zone"),
        ('languages = ["es", "en"]', 'languages = ["es", "en", "qu"]', "languages"),
        ('en = "Election"', 'fr = "Élection"', "name"),
        ("key_fingerprints = []", 'key_fingerprints = ["abc"]', "key_fingerprints"),
        ('levels = ["country", "state", "town"]', "levels = []", "levels"),
        ('levels = ["country", ', 'levels = ["1", "2", "3", "4", "5", ', "levels"),
        ('languages = ["es", "en"]', 'languages = ["es", "en", "es"]', "languages"),
        ('["two persons"]', '["two people"]', "policy.sufficient"),
        ('["two persons"]', "[]", "policy.sufficient"),
        ('["two persons"]', '["two persons"]\nseverity = { "S.2" = "warning" }', "policy.severity.S.2"),
        ('["two persons"]', '["two persons"]\nseverity = { "S.202" = "mild" }', "policy.severity.S.202"),
        ("drill = false", 'drill = "no"', "drill"),
        ("drill = false", "drill = false\ncolour = 1", "colour"),
    ],
)
def test_each_wrong_setting_is_named_with_its_path(old: str, new: str, path: str) -> None:
    problems = problems_of(definition(election=changed(ELECTION, old, new)))

    assert path in {problem.place.column for problem in problems}
    assert {problem.place.file for problem in problems} == {"election.toml"}


def test_a_file_that_is_no_toml_is_said_to_be_none() -> None:
    assert told(problems_of(definition(election="origin = "))) == [("election.toml", None, None, None)]


def test_settings_with_separate_accents_are_a_problem_of_their_row() -> None:
    apart = changed(ELECTION, "Elección", "Eleccio\u0301n")

    assert [problem.place.row for problem in problems_of(definition(election=apart))] == [8]


def test_a_code_of_a_shape_is_that_of_one_jurisdiction() -> None:
    shape = '{"features": [{"properties": {"code": "%s"}}, {"properties": {"code": "%s"}}]}'

    assert not problems_of(definition() | {"geometry.geojson": (shape % ("A", "B")).encode()})
    for codes in (("A", "A"), ("A", "Q")):
        found = problems_of(definition() | {"geometry.geojson": (shape % codes).encode()})
        assert told(found) == [("geometry.geojson", None, None, codes[1])]


@pytest.mark.parametrize("broken", [b"", b"{}", b"[1]", b'{"features": [1]}', b"[" * 100_000])
def test_a_geometry_that_is_none_is_one_problem(broken: bytes) -> None:
    found = problems_of(definition() | {"geometry.geojson": broken})

    assert told(found) == [("geometry.geojson", None, None, None)]


def test_a_station_that_votes_in_no_contest_is_a_warning() -> None:
    _, warnings = check(
        definition(ballots=changed(BALLOTS, "president,X,", "president,A,").replace("council,009.01,\n", ""))
    )

    assert told(warnings) == [("stations.csv", 5, "station", "009.01")]


def test_a_polling_place_that_is_not_in_the_list_is_a_warning() -> None:
    _, warnings = check(definition(polling_places="polling_place,name\n001,School\n"))

    assert told(warnings) == [("stations.csv", 4, "polling_place", "002")]


def test_parts_that_declare_more_than_the_whole_are_a_warning() -> None:
    rows = changed(JURISDICTIONS, "State B,unknown,,,", "State B,declared,11,5000,an estimate")
    _, warnings = check(definition(jurisdictions=rows))

    assert told(warnings) == [("jurisdictions.csv", 2, "stations", "10")]


def test_a_definition_without_stations_is_a_warning() -> None:
    rows = STATIONS.split("\n")[0] + "\n"
    _, warnings = check(definition(stations=rows, ballots=None, polling_places=None))

    assert told(warnings) == [("stations.csv", None, None, None)]


def test_a_colour_without_contrast_is_a_warning_and_is_moved() -> None:
    election, warnings = check(definition(options=changed(OPTIONS, "#1b5795", "#ffff00")))

    assert told(warnings) == [("options.csv", 2, "colour", "#ffff00")]
    assert election.contest("president").options[1].colour != "#ffff00"


def test_a_million_faults_are_listed_up_to_a_thousand_and_counted_after_that() -> None:
    rows = "".join(f"{number},,Q,,\n" for number in range(3_000))
    found = problems_of(definition(stations=STATIONS.split("\n")[0] + "\n" + rows, ballots=None))

    assert len(found) == 1_001
    assert "2,000 more rows" in found[-1].message


@given(st.dictionaries(st.sampled_from([*definition()]), st.binary(max_size=200), max_size=3))
def test_any_bytes_give_an_election_or_problems_and_never_a_crash(broken: dict[str, bytes]) -> None:
    assert all(problem.remedy for problem in problems_of(definition() | broken))


SCHOOL = STATIONS + "".join(f"003.0{number},003,A1,rural,100\n" for number in range(1, 5))
"""Four stations of one town and stratum, beside the others."""


@pytest.mark.parametrize(
    ("named", "warns"), [((1, 2), False), ((1, 2, 3), True), ((1, 2, 3, 4), False), ((), False)]
)
def test_most_stations_of_a_place_named_one_by_one_look_like_a_list_of_results(
    named: tuple[int, ...], *, warns: bool
) -> None:
    rows = BALLOTS + "".join(f"council,003.0{number},\n" for number in named)
    places = "polling_place,name\n001,School\n002,\n003,\n"
    _, warnings = check(definition(stations=SCHOOL, ballots=rows, polling_places=places))

    assert told(warnings) == ([("ballots.csv", None, "place", "council")] if warns else [])


@pytest.mark.parametrize(
    ("file", "text", "meant"),
    [
        ("stations", STATIONS.replace("001.01,001,A1", "001.01,001,a1"), "A1"),
        ("jurisdictions", JURISDICTIONS.replace("A1,A,", "A1,a,"), "A"),
        ("ballots", BALLOTS.replace("council,009.01", "councill,009.01"), "council"),
        ("ballots", BALLOTS.replace("council,009.01", "council,9.1"), "009.01"),
        ("ballots", BALLOTS.replace("council,A,urban", "council,A,Urban"), "urban"),
        ("options", OPTIONS.replace("president,blue", "presidente,blue"), "president"),
        ("lines", LINES.replace("R1,red", "R1,redd"), "red"),
    ],
)
def test_the_code_that_may_be_meant_is_proposed(file: str, text: str, meant: str) -> None:
    found = problems_of(definition(**{file: text}))
    assert any((problem.remedy or "").startswith(f"Did you mean '{meant}'?") for problem in found)


@pytest.mark.parametrize(
    ("file", "text", "at"),
    [
        ("stations", STATIONS.replace("009.01,,X", "4-Jan,,X"), ("stations.csv", 5, "station", "4-Jan")),
        (
            "polling_places",
            "polling_place,name\n001,1-Apr\n002,\n",
            ("polling_places.csv", 2, "name", "1-Apr"),
        ),
        (
            "options",
            OPTIONS.replace("council,no", "council,2024-04-01"),
            ("options.csv", 5, "option", "2024-04-01"),
        ),
        ("options", OPTIONS.replace("council,no", "council,1-4"), None),
        (
            "jurisdictions",
            JURISDICTIONS.replace("State B,unknown,,,", "State B,declared,4,2000,2024-04-01"),
            None,
        ),
    ],
)
def test_a_cell_that_a_spreadsheet_made_a_day_is_named(
    file: str, text: str, at: tuple[str, int, str, str] | None
) -> None:
    changed_ = {file: text} | ({"ballots": None} if file == "stations" else {})
    _, warnings = check(definition(**changed_))
    days = [warning for warning in warnings if "a date where a" in warning.message]
    assert told(tuple(days)) == ([at] if at else [])
