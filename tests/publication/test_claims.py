"""What the pages say of official claims, and what they must not say of them."""

import polars as pl
import pytest

from testigo.columns import CLAIMS, Made, conform
from testigo.publication.claim_names import claim_name
from testigo.publication.shard import Site, site_of
from tests import world
from tests.publication.elections import IMPRINT, html_pages, site_of_election, snapshot_of
from tests.publication.test_states import heading, text_of

FRONT, CLAIMED = "en/index.html", "en/official.html"
ALL = world.STATION_CODES


def claim(figure: str, value: str, **more: object) -> dict[str, object]:
    said = {"claim": "b1", "source": "authority", "date": "2030-01-07", "place": "X", "contest": "mayor"}
    return {**said, "figure": figure, "value": value, **more}


def claims(*rows: dict[str, object]) -> pl.DataFrame:
    return conform(pl.DataFrame(list(rows), schema=CLAIMS), CLAIMS)


def pages_of(*rows: dict[str, object], forms: int = 12, **figures: object) -> dict[str, str]:
    """Red 200 and blue 100 at each of the first stations."""
    row = {"red": 200, "blue": 100, "valid_votes": 300, "null_votes": 60, "total_votes": 360, **figures}
    read = [world.reading(code, **row) for code in ALL[:forms]]
    snapshot = snapshot_of([world.contest()], {"mayor": read}, claims(*rows))
    return html_pages(site_of_election(snapshot))


def site_with(*rows: dict[str, object]) -> Site:
    return site_of(snapshot_of([world.contest()], {"mayor": []}, claims(*rows)), IMPRINT)


def official_heading(pages: dict[str, str]) -> str:
    return heading(pages[CLAIMED])


VOTES = (claim("votes_red", "2400"), claim("votes_blue", "1200"))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ((*VOTES, claim("share_red", "66.66 %")), "What the authority says is what the forms add up to"),
        (
            (*VOTES, claim("share_red", "66.66 %", shares=Made.ROUNDED.value)),
            "What the authority says differs from the forms by a hundredth of a percentage point at most",
        ),
        ((*VOTES, claim("share_red", "60 %")), "What the authority says is not what the forms add up to"),
        ((claim("votes_red", "2401"),), "What the authority says is not what the forms add up to"),
        (
            (claim("votes_red", "2400"), claim("blank_votes", "7")),
            "What can be compared of what the authority says is what the forms add up to",
        ),
        ((claim("blank_votes", "7"),), "The forms give none of the figures that the authority gives here"),
        ((claim("votes_red", "2399"),), "The authority gives Red fewer votes than the forms published here"),
        (
            (claim("votes_red", "2300"), claim("stations_counted", "11")),
            "The authority says that it counted a part of the stations: "
            "what it says of less cannot be compared",
        ),
    ],
)
def test_the_heading_of_the_claims_says_what_they_come_to(
    said: tuple[dict[str, object], ...], expected: str
) -> None:
    assert official_heading(pages_of(*said)) == expected


def test_a_claim_that_only_disagrees_with_itself_is_not_said_to_contradict_the_forms() -> None:
    said = [claim("votes_red", "2500"), claim("votes_blue", "1200"), claim("share_red", "50 %")]
    found = pages_of(*said, forms=11)
    assert official_heading(found) == "What the authority says does not agree with itself"
    assert "contradicts the forms" not in found[CLAIMED]


def test_nothing_is_said_to_be_proved_where_nothing_is() -> None:
    assert "A part cannot be larger than the whole" not in pages_of(*VOTES)[CLAIMED]
    assert "A part cannot be larger than the whole" in pages_of(claim("votes_red", "1"))[CLAIMED]


def test_a_figure_that_a_form_lacks_stays_at_least_beside_a_larger_claim() -> None:
    row = {"red": 200, "blue": 100, "valid_votes": 300, "null_votes": 10}
    read = [world.reading(code, **row) for code in ALL]
    read[-1] = world.reading(ALL[-1], **{**row, "null_votes": None})
    snapshot = snapshot_of([world.contest()], {"mayor": read}, claims(claim("null_votes", "120")))
    found = html_pages(site_of_election(snapshot))
    assert "Some forms lack a figure here" in official_heading(found)
    text = text_of(found[CLAIMED])
    assert "Null votes Forms at least 110 (11 stations) Authority 120 Difference cannot be compared" in text


def test_a_share_says_of_what_it_is() -> None:
    text = text_of(pages_of(claim("share_red", "66.67 %"), claim("share_of_ballots_red", "55.56 %"))[CLAIMED])
    assert "Red, % of valid votes" in text
    assert "Red, % of ballots cast" in text


def test_a_share_that_differs_is_in_the_table_below_the_heading_that_says_so() -> None:
    text = text_of(pages_of(*VOTES, claim("share_red", "60 %"))[FRONT])
    assert "is not what the forms add up to" in text
    assert "Red, % of valid votes" in text


def test_the_front_page_shows_every_claim_in_the_order_that_the_coordinator_gave() -> None:
    found = pages_of(
        claim("votes_red", "2400", claim="unordered, older", date="2030-01-06"),
        claim("votes_red", "2400", claim="unordered, newer", date="2030-01-09"),
        claim("votes_red", "2400", claim="second", date="2030-01-09", order=2),
        claim("votes_red", "2401", claim="first", date="2030-01-05", order=1),
    )
    text = text_of(found[FRONT])
    names = ("first", "second", "unordered, newer", "unordered, older")
    places = [text.index(f"{name} · authority") for name in names]
    assert places == sorted(places)
    assert text.count("What the authority says is what the forms add up to") == 3  # each has its own verdict


def test_a_table_of_claims_names_its_contest_where_there_are_several() -> None:
    both = [world.contest("mayor"), world.contest("council")]
    read = {code: [world.reading(ALL[0], red=2, blue=1)] for code in ("mayor", "council")}
    said = claims(claim("votes_red", "2"), claim("votes_red", "2", contest="council"))
    found = html_pages(site_of_election(snapshot_of(both, read, said)))
    assert "compared with the published forms: <bdi>Mayor</bdi></caption>" in found[FRONT]
    assert (
        "compared with the published forms: <bdi>Council</bdi></caption>" in found["en/contest-council.html"]
    )
    assert (
        "<caption>What the authority says, compared with the published forms</caption>"
        in pages_of(*VOTES)[FRONT]
    )


def test_a_claim_with_a_code_is_called_by_who_made_it_and_when_and_its_code_is_a_reference() -> None:
    found = pages_of(claim("votes_red", "2399", claim="bulletin-2"))
    assert '<h2 class="claimed"><bdi>authority</bdi>, <time' in found[CLAIMED]
    assert "7 January 2030" in text_of(found[CLAIMED])
    assert '<small><bdi class="mono" dir="ltr">bulletin-2</bdi></small>' in found[CLAIMED]


def test_a_claim_with_a_name_in_words_keeps_it() -> None:
    found = pages_of(claim("votes_red", "2399", claim="Second bulletin, 96 %"))
    assert "Second bulletin, 96 % · authority · 7 January 2030" in text_of(found[CLAIMED])


def test_of_two_claims_by_the_same_on_one_day_each_is_told_by_its_code() -> None:
    twice = site_with(*VOTES, claim("votes_red", "9", claim="b2"))
    assert str(claim_name(twice, "b1", "en")).endswith('<bdi class="mono" dir="ltr">b1</bdi>')
    assert "b1" not in claim_name(site_with(*VOTES), "b1", "en")


def test_a_claim_of_nobody_keeps_its_code() -> None:
    site = site_with(claim("votes_red", "9", source=None))
    assert claim_name(site, "b1", "en") == "<bdi>b1</bdi>"
    assert claim_name(site, "withdrawn", "en") == "<bdi>withdrawn</bdi>"
