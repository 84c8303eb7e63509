"""Strange elections and nights, through publication and verification: every page is made, all holds."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
import pytest

from testigo.columns import conform, decisions_schema, empty, readings_schema
from testigo.election.load import load
from testigo.errors import InputError
from testigo.forms.arithmetic import figures
from testigo.forms.load import load_profiles
from testigo.record.disclose import disclose
from testigo.snapshot import Snapshot, derive
from tests import world
from tests.keys import invented_names
from tests.nist.nist_rules import breaches
from tests.verification import made
from tests.verification.made import OUR_KEY

SCHEMA = (
    Path(__file__).resolve().parents[2]
    / "../shared/vectors/nist/err/NIST_V2_election_results_reporting.schema.json"
)
Rows = Sequence[Mapping[str, object]]
CONTESTS = "contest,name,form,decides,blank_votes,null_votes,options_are\n"
OPTIONS = "contest,option,name,position\n"
JURISDICTIONS = "jurisdiction,parent,level,name,frame,stations,registered_voters,source\n"
STATIONS = "station,polling_place,jurisdiction,stratum,registered_voters\n"


def definition(**changed: str) -> dict[str, bytes]:
    """The small definition of the tests of verification, some of its files changed (names without ending)."""
    files = made.definition()
    for name, text in changed.items():
        files["election.toml" if name == "election" else f"{name}.csv"] = text.encode()
    return files


def levels(*names: str) -> str:
    """Settings of an election with those levels."""
    written = ", ".join(f'"{name}"' for name in names)
    return made.definition()["election.toml"].decode().replace('"country", "state"', written)


def night(files: Mapping[str, bytes], rows: Mapping[str, Rows]) -> Snapshot:
    """What is derived from some readings of a definition, as a stranger derives it."""
    election = load(files)
    profiles = load_profiles(files, election)
    readings, decisions = {}, {}
    for contest in election.contests:
        names = figures(contest, profiles[contest.form])
        named = [
            {"reading": f"{contest.contest}-{n}", **row}
            for n, row in enumerate(rows.get(contest.contest, ()))
        ]
        schema = readings_schema(names)
        readings[contest.contest] = (
            conform(pl.DataFrame(named, schema=dict(schema)), schema) if named else empty(schema)
        )
        decisions[contest.contest] = empty(decisions_schema(names))
    public = disclose(
        world.evidence(readings, decisions), election.stations["station"], invented_names(), made.DAY
    )
    return derive(election, profiles, public)


def statuses(snapshot: Snapshot, contest: str = "mayor") -> list[str]:
    return sorted(set(snapshot.results[contest]["status"]))


def holds(folder: Path, files: Mapping[str, bytes], snapshot: Snapshot) -> dict[str, str]:
    """Publish, verify, and hold the NIST reports to their rules; return the pages."""
    made.publication(folder, files=files, state=snapshot)
    found = made.report(folder, OUR_KEY)
    assert found.failures == ()
    assert found.exit_code == 0
    for path in [*folder.glob("data/nist-*.json"), *folder.glob("data/nist/*.json")]:
        assert list(breaches(json.loads(path.read_bytes()))) == [], path.name
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.html")}


def row(station: str, red: int, blue: int, null: int = 0, **more: object) -> dict[str, object]:
    figures = {"valid_votes": red + blue, "null_votes": null, "total_votes": red + blue + null}
    return world.reading(station, **{"red": red, "blue": blue, **figures, **more})


CODES = [f"{state}-1.0{number}" for state in ("A", "B") for number in (1, 2, 3)]


# --- strange nights -----------------------------------------------------------------------------------------


def test_a_night_on_which_nothing_came(tmp_path: Path) -> None:
    snapshot = night(definition(), {})
    assert statuses(snapshot) == ["missing"]
    holds(tmp_path, definition(), snapshot)


def test_a_night_on_which_everything_is_disputed(tmp_path: Path) -> None:
    rows = [row(code, 5 + n, 4, reader=f"publisher-{n}") for code in CODES for n in (0, 1)]
    snapshot = night(definition(), {"mayor": rows})
    assert statuses(snapshot) == ["disputed"]
    holds(tmp_path, definition(), snapshot)


def test_a_night_on_which_every_form_is_forged(tmp_path: Path) -> None:
    snapshot = night(definition(), {"mayor": [row(code, 400, 90, valid_votes=600) for code in CODES]})
    assert statuses(snapshot) == ["quarantined"]
    holds(tmp_path, definition(), snapshot)


def test_a_night_on_which_nobody_voted(tmp_path: Path) -> None:
    snapshot = night(definition(), {"mayor": [row(code, 0, 0, document_class="result") for code in CODES]})
    assert statuses(snapshot) == ["accepted"]
    assert snapshot.tallies["mayor"]["valid_votes"].to_list() == [0, 0, 0]
    holds(tmp_path, definition(), snapshot)


def test_a_night_that_ends_in_a_tie(tmp_path: Path) -> None:
    snapshot = night(definition(), {"mayor": [row(code, 7, 7, 1) for code in CODES]})
    country = snapshot.tallies["mayor"].row(0, named=True)
    assert country["votes_red"] == country["votes_blue"] == 42
    holds(tmp_path, definition(), snapshot)


def test_a_night_of_null_votes_only(tmp_path: Path) -> None:
    snapshot = night(definition(), {"mayor": [row(code, 0, 0, 50) for code in CODES]})
    assert statuses(snapshot) == ["accepted"]
    holds(tmp_path, definition(), snapshot)


# --- strange shapes -----------------------------------------------------------------------------------------


def test_an_election_of_one_station_and_one_option(tmp_path: Path) -> None:
    files = definition(
        election=levels("village"),
        jurisdictions=JURISDICTIONS + "X,,1,X,listed,,,\n",
        stations=STATIONS + "1,,X,,10\n",
        options=OPTIONS + "mayor,red,Red,1\n",
    )
    only = world.reading("1", red=3, valid_votes=3, null_votes=0, total_votes=3)
    snapshot = night(files, {"mayor": [only]})
    assert snapshot.tallies["mayor"]["votes_red"].to_list() == [3]
    holds(tmp_path, files, snapshot)


def test_an_election_of_sixty_options_with_lines(tmp_path: Path) -> None:
    codes = [f"o{number}" for number in range(1, 61)]
    lines = "".join(f"mayor,l{n},o{n},Party {n},{n}\n" for n in range(1, 61))
    files = definition(
        options=OPTIONS
        + "".join(f"mayor,{code},Candidate {code},{n}\n" for n, code in enumerate(codes, start=1)),
        lines="contest,line,option,party,position\n" + lines,
    )
    files["forms/form/form.toml"] = files["forms/form/form.toml"].replace(
        b"[sums]", b'[sums]\noptions = "lines"'
    )
    figures = {f"votes_{code}": n for n, code in enumerate(codes)} | {
        f"line_l{n}": n - 1 for n in range(1, 61)
    }
    rows = [
        world.reading(
            code, valid_votes=1770, null_votes=0, total_votes=1770, registered_voters=2000, **figures
        )
        for code in CODES
    ]
    files["stations.csv"] = files["stations.csv"].replace(b",500", b",2000")
    snapshot = night(files, {"mayor": rows})
    assert statuses(snapshot) == ["accepted"]
    holds(tmp_path, files, snapshot)


def test_an_election_of_five_contests_of_every_kind(tmp_path: Path) -> None:
    kinds = ["candidates", "lists", "answers", "answers on a person", "candidates"]
    decides = ["plurality", "seats", "majority", "other", "first 2"]
    both = zip(kinds, decides, strict=True)
    files = definition(
        contests=CONTESTS
        + "".join(
            f"c{n},Contest {n},form,{how},not on the form,not valid,{kind}\n"
            for n, (kind, how) in enumerate(both)
        ),
        options=OPTIONS + "".join(f"c{n},red,Red,1\nc{n},blue,Blue,2\n" for n in range(5)),
        ballots="contest,place,stratum\nc0,X,\nc1,A,\nc2,A-1.01,\nc3,B,\nc4,X,\n",
    )
    rows = {f"c{n}": [row("A-1.01", 5, n), row("B-1.01", n, 4)] for n in range(5)}
    snapshot = night(files, rows)
    assert snapshot.results["c2"]["station"].to_list() == ["A-1.01"]
    holds(tmp_path, files, snapshot)


def chain(depth: int) -> str:
    return "".join(
        f"J{n},{f'J{n - 1}' if n > 1 else ''},{n},Place {n},listed,,,\n" for n in range(1, depth + 1)
    )


def test_an_election_six_levels_deep(tmp_path: Path) -> None:
    files = definition(
        election=levels(*(f"level {n}" for n in range(1, 7))),
        jurisdictions=JURISDICTIONS + chain(6),
        stations=STATIONS + "1,p,J6,,10\n2,,J3,,10\n",
    )
    snapshot = night(files, {"mayor": [row("1", 2, 1), row("2", 1, 1)]})
    assert snapshot.tallies["mayor"]["votes_red"].to_list() == [3, 3, 3, 2, 2, 2]
    holds(tmp_path, files, snapshot)


def test_an_election_twelve_levels_deep_is_refused_by_name() -> None:
    names = [f"level {n}" for n in range(1, 13)]
    with pytest.raises(InputError) as refused:
        load(definition(election=levels(*names), jurisdictions=JURISDICTIONS + chain(12)))
    assert any(problem.place.column == "levels" for problem in refused.value.problems)


LONG = "Very long " * 60
STRANGE_NAMES = {
    "right to left": "مدرسة الأمل 12 (القديمة)",
    "both ways": "Escuela مدرسة 12 School",
    "emoji": "School 🏫👩🏽‍🏫 №1",
    "markup": "<b>&amp;\"'</b> {{ x }} {% raw %}",
    "a formula": '=HYPERLINK("x")',
    "long": LONG.strip(),
    "long, with numbers": "District 12 of Area 7 " * 20 + "9",
    "combining": "Z̸a̷l̵g̶o̷",
    "numbers": "12.345,6 %",
}


@pytest.mark.parametrize("name", STRANGE_NAMES.values(), ids=STRANGE_NAMES)
def test_an_election_of_strange_names(tmp_path: Path, name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    files = definition(
        jurisdictions=JURISDICTIONS
        + f"X,,1,{quoted},listed,,,\nA,X,2,{quoted},listed,,,\nB,X,2,B,listed,,,\n",
        polling_places=f"polling_place,name\nA-1,{quoted}\nB-1,{quoted}\n",
        contests=CONTESTS + f"mayor,{quoted},form,plurality,not on the form,not valid,\n",
        options=OPTIONS + f"mayor,red,{quoted},1\nmayor,blue,Blue,2\n",
        lines=f"contest,line,option,party,position\nmayor,r,red,{quoted},1\nmayor,b,blue,Blue,2\n",
    )
    snapshot = night(files, {"mayor": [row("A-1.01", 5, 4), row("B-1.01", 3, 4)]})
    holds(tmp_path, files, snapshot)


@pytest.mark.parametrize("code", ["007", "a/b", "..", "ñ 1", "مكتب-١", "CON", "x" * 78, "1.0", "-1", "=1"])
def test_an_election_of_strange_codes(tmp_path: Path, code: str) -> None:
    files = definition(
        jurisdictions=JURISDICTIONS + f"X,,1,X,listed,,,\n{code},X,2,Area,listed,,,\n",
        stations=STATIONS + f"{code}.1,{code},{code},,100\n",
    )
    snapshot = night(files, {"mayor": [row(f"{code}.1", 5, 4)]})
    holds(tmp_path, files, snapshot)
