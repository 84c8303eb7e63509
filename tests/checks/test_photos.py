"""Rules R.602 to R.605: what the photos of a station's forms say, and where they say nothing."""

import polars as pl
import pytest

from testigo.checks.registry import RULES
from testigo.checks.run import weighed
from testigo.columns import FINDINGS, DocumentClass, Method
from testigo.election.policy import Policy
from testigo.evidence.bodies import PixelFinding
from testigo.findings import Severity
from testigo.reading.unreadable import CODE, SEVERITY, VERSION
from testigo.standing.pixel_findings import PhotoFinding, pixel_findings
from tests import world
from tests.checks.checking import Row, figures, findings, fires, good

PHOTO, OTHER_PHOTO = "a" * 64, "b" * 64


def code(**changed: object) -> Row:
    return good(**{"method": Method.MACHINE_CODE.value, "form": "paper-1", **changed})


@pytest.mark.parametrize(
    ("changed", "expected"),
    [({"red": 61, "blue": 39}, 2), ({"null_votes": 6}, 2), ({"null_votes": None}, 0), ({}, 0)],
)
def test_r602_fires_where_two_codes_of_a_station_differ(changed: Row, expected: int) -> None:
    assert fires("R.602", code(), code(form="paper-2", **changed)) == expected


def test_r602_says_how_many_codes_there_are_and_in_how_many_figures_they_differ() -> None:
    said = findings([code(), code(), code(red=61, blue=39)]).filter(pl.col("code") == "R.602")
    assert figures(said) == [{"codes": 3, "differing_figures": 2}] * 3


def test_r602_is_silent_on_other_stations_on_people_and_on_a_zero_report() -> None:
    nothing: Row = {"red": 0, "blue": 0, "valid_votes": 0, "null_votes": 0, "total_votes": 0}
    zero = code(document_class=DocumentClass.ZERO_REPORT.value, **nothing)
    assert fires("R.602", code(), code(station="A1-1.02", red=61, blue=39, form="paper-2")) == 0
    assert fires("R.602", code(), good(method=Method.PERSON.value, red=61, blue=39)) == 0
    assert fires("R.602", code(), zero) == 0


def unread(**figures_of: int) -> PixelFinding:
    return PixelFinding(code=CODE, version=VERSION, severity=SEVERITY, figures=figures_of)


def on_photo(finding: PixelFinding, contest: str | None = None) -> PhotoFinding:
    return PhotoFinding(PHOTO, contest, finding)


def read(*rows: Row) -> dict[str, pl.DataFrame]:
    return {"mayor": world.readings(rows)}


def test_r603_fires_for_each_reading_of_a_photo_without_a_readable_code() -> None:
    readings = read(good(exhibit=PHOTO, reader="ana"), good(exhibit=PHOTO, reader="ben"))
    said = pixel_findings([on_photo(unread(width=800, height=2_600))], readings)
    assert said.select("code", "station", "contest", "reading", "severity").rows() == [
        ("R.603", "A1-1.01", "mayor", "r0", "warning"),
        ("R.603", "A1-1.01", "mayor", "r1", "warning"),
    ]
    assert figures(said) == [{"width": 800, "height": 2_600}] * 2
    assert said.schema == pl.Schema(FINDINGS)


def test_r603_is_silent_on_other_photos_and_where_nobody_read_the_photo() -> None:
    assert pixel_findings([on_photo(unread())], read(good(exhibit=OTHER_PHOTO))).is_empty()
    assert pixel_findings([on_photo(unread())], read()).is_empty()
    assert pixel_findings([], read(good(exhibit=PHOTO))).is_empty()


def test_of_two_findings_of_one_code_on_one_photo_the_last_stands() -> None:
    twice = [on_photo(unread(width=1)), on_photo(unread(width=2))]
    assert figures(pixel_findings(twice, read(good(exhibit=PHOTO)))) == [{"width": 2}]


def test_the_policy_weighs_what_was_found_on_pixels() -> None:
    said = pixel_findings([on_photo(unread())], read(good(exhibit=PHOTO)))
    blocking = Policy(sufficient=(), severity={"R.603": Severity.BLOCKING})
    assert weighed(said, blocking)["severity"].to_list() == ["blocking"]
    assert weighed(said, Policy(sufficient=(), severity={}))["severity"].to_list() == ["warning"]


def test_r603_weighs_and_counts_versions_as_the_register_says() -> None:
    finding = unread()
    assert (RULES["R.603"].severity, RULES["R.603"].version) == (finding.severity, finding.version)


def contradicted(**printed: int) -> PixelFinding:
    return PixelFinding(code="R.604", version=1, severity=Severity.BLOCKING, figures=printed)


def test_r604_fires_for_each_reading_of_its_contest_on_a_photo_whose_print_contradicts_its_code() -> None:
    readings = read(code(exhibit=PHOTO), good(exhibit=PHOTO, reader="ana"))
    said = pixel_findings([on_photo(contradicted(votes_red=36, votes_blue=64), "mayor")], readings)
    assert said.select("code", "contest", "reading", "severity").rows() == [
        ("R.604", "mayor", "r0", "blocking"),
        ("R.604", "mayor", "r1", "blocking"),
    ]
    assert figures(said) == [{"votes_red": 36, "votes_blue": 64}] * 2


def test_r604_is_silent_on_other_photos_and_on_other_contests_of_its_photo() -> None:
    found = contradicted(votes_red=36, votes_blue=64)
    assert pixel_findings([on_photo(found, "mayor")], read(good(exhibit=OTHER_PHOTO))).is_empty()
    assert pixel_findings([on_photo(found, "council")], read(good(exhibit=PHOTO))).is_empty()


def test_r604_weighs_and_counts_versions_as_the_register_says() -> None:
    finding = contradicted()
    assert (RULES["R.604"].severity, RULES["R.604"].version) == (finding.severity, finding.version)


def formless() -> PixelFinding:
    return PixelFinding(code="R.605", version=1, severity=Severity.WARNING, figures={})


def test_r605_fires_for_a_code_on_a_photo_on_which_no_form_was_seen() -> None:
    said = pixel_findings([on_photo(formless(), "mayor")], read(code(exhibit=PHOTO)))
    assert said.select("code", "contest", "reading", "severity").rows() == [
        ("R.605", "mayor", "r0", "warning")
    ]


def test_r605_is_silent_on_other_photos_and_on_other_contests_of_its_photo() -> None:
    assert pixel_findings([on_photo(formless(), "mayor")], read(code(exhibit=OTHER_PHOTO))).is_empty()
    assert pixel_findings([on_photo(formless(), "council")], read(code(exhibit=PHOTO))).is_empty()


def test_r605_weighs_and_counts_versions_as_the_register_says() -> None:
    finding = formless()
    assert (RULES["R.605"].severity, RULES["R.605"].version) == (finding.severity, finding.version)
