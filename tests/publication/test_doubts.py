"""What is in doubt, on the page of corrections: how many forms, what differs, what that does to the lead."""

import re
from dataclasses import replace

import polars as pl

from testigo.cells import doubt_counts, doubts_of
from testigo.columns import CLAIMS, Decision, Method, conform, decisions_schema
from testigo.publication.falls import falling
from testigo.snapshot import Snapshot
from testigo.tally.doubts import Doubt
from tests import world
from tests.elements import stray_numerals
from tests.publication.conftest import made
from tests.publication.elections import site_of_election, snapshot_of

CONTEST = world.contest()
ROWS = [
    world.reading("A1-1.01", red=200, blue=100, valid_votes=300, null_votes=0, total_votes=300),
    world.reading("A1-1.02", red=10, blue=6, valid_votes=16, null_votes=0, total_votes=16),
    world.reading(
        "A1-1.02", red=10, blue=5, valid_votes=15, null_votes=0, total_votes=15,
        method=Method.MACHINE_CODE, reader="others",
    ),
    world.reading("A1-1.03", red=3, blue=4, valid_votes=7, null_votes=0, total_votes=7, method=Method.PERSON),
    world.reading("A2-1.01", red=50, blue=20, valid_votes=70, null_votes=0, total_votes=70),
]  # fmt: skip


def decided() -> pl.DataFrame:
    """Station A2-1.01 is corrected: red had 50 votes and has 45, blue 20 and 22."""
    row = {
        "station": "A2-1.01", "decision": Decision.CORRECT, "reason": "Typed wrongly.", "knew": ["r4"],
        "persons": 2, "organisations": 2, "votes_red": 45, "votes_blue": 22, "valid_votes": 67,
        "null_votes": 0, "total_votes": 67,
    }  # fmt: skip
    return conform(pl.DataFrame([row]), decisions_schema(world.figures_of(CONTEST)))


def claimed(*totals: tuple[str, str, str]) -> pl.DataFrame:
    """Claims of the votes of blue in the whole: name, day, as printed."""
    rows = [
        {"claim": claim, "source": "authority", "date": day, "place": "X", "contest": "mayor"}
        | {"figure": "votes_blue", "value": value}
        for claim, day, value in totals
    ]
    return conform(pl.DataFrame(rows), CLAIMS)


def doubted(claims: pl.DataFrame | None = None) -> Snapshot:
    return snapshot_of([CONTEST], {"mayor": ROWS}, claims, {"mayor": decided()})


def page_of(snapshot: Snapshot, language: str = "en") -> str:
    return site_of_election(snapshot)[f"{language}/errata.html"].decode()


def text(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_doubts_are_counted_and_weighed_as_their_readings_say() -> None:
    rows = {(row[0], row[1]): row[2:] for row in doubts_of(doubted()).rows()}
    assert rows["mayor", Doubt.UNDER_REVIEW] == (1, 10, 10, 5, 6, 4, 5)
    assert rows["mayor", Doubt.TO_BE_INCORPORATED] == (1, 3, 3, 4, 4, -1, -1)
    assert rows["mayor", Doubt.CORRECTED] == (1, -5, -5, 2, 2, -7, -7)
    assert dict(doubt_counts(doubts_of(doubted())).rows()) == {**dict.fromkeys(Doubt, 1), Doubt.EXCLUDED: 0}


def test_the_heading_counts_what_is_in_doubt_and_says_whether_it_matters() -> None:
    page = text(page_of(doubted()))
    assert "1 form under review, 1 form to be incorporated and 1 form corrected." in page.replace(" ,", ",")
    assert "It could change who is first" in page


def test_each_figure_that_differs_stands_with_what_each_reading_says() -> None:
    page = page_of(doubted())
    review = text(page[page.index('id="e-review"') : page.index('id="e-effect-1"')])
    assert "In the code In the table" in review
    assert "A1-1.02" in review
    assert "Blue 5 6" in review
    assert "Red 10" not in review


def test_the_effect_in_votes_is_a_range_where_readings_differ() -> None:
    page = text(page_of(doubted()))
    assert "If those under review are accepted +10 +5 to +6 +4 to +5" in page
    assert "What corrections moved \N{MINUS SIGN}5 +2 \N{MINUS SIGN}7" in page


def test_a_form_that_somebody_read_is_listed_with_the_way_to_its_page() -> None:
    page = page_of(doubted())
    pending = page[page.index('id="e-pending"') :]
    assert 'stations/A1-1.03.html"' in pending


def test_a_total_of_others_that_falls_is_told_with_both_figures() -> None:
    fallen = claimed(("one", "2030-01-07", "300"), ("two", "2030-01-08", "290"))
    page = text(page_of(doubted(fallen)))
    assert "falls from 300 ( one ) to 290 ( two )." in page


def test_a_total_that_rises_or_is_of_another_source_is_not_told() -> None:
    rising = claimed(("one", "2030-01-07", "300"), ("two", "2030-01-08", "310"))
    assert falling(doubted(rising).discrepancies, rising).is_empty()
    fallen = claimed(("one", "2030-01-07", "300"), ("two", "2030-01-08", "290"))
    others = fallen.with_columns(source=pl.concat_str("source", "claim"))
    assert falling(doubted(others).discrepancies, others).is_empty()


def test_two_totals_of_one_day_are_in_no_order() -> None:
    same = claimed(("one", "2030-01-07", "300"), ("two", "2030-01-07", "290"))
    assert falling(doubted(same).discrepancies, same).is_empty()


def test_where_nothing_is_in_doubt_the_page_says_so() -> None:
    page = text(page_of(snapshot_of([CONTEST], {"mayor": ROWS[:1]})))
    assert "No form is under review." in page
    assert "There is no form whose readings do not suffice yet." in page


def test_readings_of_unknown_stations_are_counted_apart() -> None:
    lost = world.reading("Z9", red=1, blue=1, valid_votes=2, null_votes=0, total_votes=2)
    page = text(page_of(snapshot_of([CONTEST], {"mayor": [*ROWS, lost]})))
    assert "There is also 1 reading of a polling station that the definition does not have" in page


def test_every_digit_of_the_page_is_a_marked_figure_in_each_small_election() -> None:
    for language in ("es", "en"):
        assert stray_numerals(page_of(doubted(), language)) == []


def test_many_doubts_fit_on_a_page_for_a_slow_phone() -> None:
    codes = [f"A1-1.{number:03}" for number in range(1, 200)]
    rows = [
        world.reading(code, red=10 + number, blue=1, valid_votes=11 + number, null_votes=0,
                      total_votes=11 + number, reader=f"reader-{number}")
        for code in codes
        for number in range(2)
    ]  # fmt: skip
    snapshot = snapshot_of([CONTEST], {"mayor": rows}, station_frame=world.stations(codes=codes))
    assert replace(snapshot).results["mayor"].filter(pl.col("status") == "disputed").height == 199
    assert len(page_of(snapshot).encode()) < 30_000


def test_every_small_election_has_the_page() -> None:
    assert "under review" in text(made("every state")[1]["en/errata.html"].decode())


def test_what_people_excluded_is_counted_as_excluded_and_not_as_under_review() -> None:
    row = {"station": "A1-1.02", "decision": Decision.EXCLUDE, "reason": "Forged.", "knew": ["r1", "r2"]}
    said = conform(pl.DataFrame([row]), decisions_schema(world.figures_of(CONTEST)))
    snapshot = snapshot_of([CONTEST], {"mayor": ROWS}, None, {"mayor": said})
    counts = dict(doubt_counts(doubts_of(snapshot)).rows())
    assert (counts[Doubt.UNDER_REVIEW], counts[Doubt.EXCLUDED]) == (0, 1)
    page = text(page_of(snapshot))
    assert "1 form excluded by people" in page
    assert "under review" not in page.split("1 form excluded by people")[0]


def test_a_code_of_party_lines_disputes_the_options_that_its_lines_give() -> None:
    """Lines alone left two columns of dashes, and what the code says stood nowhere."""
    contest = world.contest(lines=[("rose", "red"), ("ruby", "red"), ("sky", "blue")])
    code = world.reading(
        "A1-1.01", line_rose=35, line_ruby=25, line_sky=40, null_votes=5, method=Method.MACHINE_CODE,
        form="f", exhibit="photo",
    )  # fmt: skip
    table = world.reading("A1-1.01", red=61, blue=40, valid_votes=101, null_votes=5, total_votes=106)
    site = site_of_election(snapshot_of([contest], {"mayor": [code, table]}))
    corrections = text(site["en/errata.html"].decode())
    assert re.search(r"Votes of Red|Red 60|60 61|61 60", corrections), corrections
    pages = {path: html.decode() for path, html in site.items() if path.endswith("stations/A1-1.01.html")}
    page = next(html for path, html in pages.items() if path.startswith("en/"))
    assert "60 (added up)" in text(page)
    assert "61" in text(page)
