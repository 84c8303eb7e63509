"""Sentences in the state in which they would be false: there they are not said."""

import re

import polars as pl

from testigo.columns import Provenance, decisions_schema
from testigo.election.policy import Policy
from testigo.findings import Severity
from testigo.intake.mapping_tables import Reading
from tests import world
from tests.publication.conftest import made
from tests.publication.elections import html_pages, site_of_election, snapshot_of, two_persons
from tests.publication.test_catalogues import messages
from tests.publication.test_states import heading, station, text_of

STATION = world.STATION_CODES[0]
UNKNOWN = dict.fromkeys("XAB", ("unknown", None, None)) | dict.fromkeys(world.TOWNS, ("unknown", None, None))


def excluding(knew: list[str]) -> pl.DataFrame:
    row = {"station": STATION, "decision": "exclude", "reason": "written by one hand", "knew": knew}
    schema = decisions_schema(world.figures_of(world.contest()))
    return pl.DataFrame([{**dict.fromkeys(schema), **row, "persons": 2, "organisations": 2}], schema=schema)


def with_exclusion(knew: list[str]) -> str:
    read = {"mayor": [world.reading(STATION, red=2, blue=1)]}
    snapshot = snapshot_of([world.contest()], read, decisions={"mayor": excluding(knew)})
    return station(html_pages(site_of_election(snapshot)), STATION)


def test_a_form_that_people_excluded_waits_for_nobody_and_says_why() -> None:
    page = with_exclusion(["r0"])
    assert heading(page) == f"Station {STATION}: excluded by people, outside every total"
    assert "Reason: written by one hand" in text_of(page)
    for waiting in ("until people decide", "a finding holds it", "A finding holds it"):
        assert waiting not in text_of(page)


def test_a_decision_that_a_new_reading_reopened_is_not_said_to_have_been_made() -> None:
    assert "Decided by people" in text_of(with_exclusion(["r0"]))
    assert "Decided by people" not in text_of(with_exclusion([]))


def test_a_form_in_quarantine_that_nobody_decided_on_is_not_called_excluded() -> None:
    page = station(html_pages(made("every state")[1]), "B1-1.02")
    assert "xcluded" not in text_of(page)
    assert "a finding holds it" in text_of(page)


def test_no_bar_is_drawn_of_a_whole_that_nobody_knows() -> None:
    read = {"mayor": [world.reading(code, red=2, blue=1) for code in world.STATION_CODES]}
    election = world.election(frames=UNKNOWN)
    assert election.jurisdictions["stations"].null_count() == 7
    pages = html_pages(site_of_election(snapshot_of([world.contest()], read, frames=UNKNOWN)))
    front = pages["en/index.html"]
    stages = front[front.index('<ol class="cov">') : front.index("</ol>", front.index('<ol class="cov">'))]
    assert "<svg" not in stages
    known = html_pages(site_of_election(snapshot_of([world.contest()], read)))["en/index.html"]
    assert "<svg" in known[known.index('<ol class="cov">') : known.index("</ol>", known.index('class="cov"'))]


def test_nothing_is_said_of_what_others_did_before_the_day_or_on_the_radio() -> None:
    """The software hears no radio, and does not know who saw what when it was typed."""
    for name in ("every state", "lines and classes"):
        for path, page in html_pages(made(name)[1]).items():
            if path.startswith("en/"):
                text = text_of(page)
                for said in ("was given to radio", "read on the radio", "neither seeing", "here to see"):
                    assert said not in text, (path, said)


def test_a_basis_of_two_persons_does_not_say_what_they_saw() -> None:
    read = {"mayor": two_persons(STATION, red=2, blue=1, green=0)}
    of = world.contest(options=("red", "blue", "green"))
    snapshot = snapshot_of([of], read, rules=world.TWO_PERSONS)
    text = text_of(station(html_pages(site_of_election(snapshot)), STATION))
    assert "on this basis: two persons." in text.replace(" .", ".")


def test_a_table_of_our_own_is_not_said_to_be_somebody_elses() -> None:
    read = {"mayor": [world.reading(STATION, red=2, blue=1, provenance_class="our own table")]}
    text = text_of(station(html_pages(site_of_election(snapshot_of([world.contest()], read))), STATION))
    assert "somebody else" not in text
    assert "third party" not in text
    assert "a table of the organisation itself" in text


def test_a_table_of_which_nobody_says_how_it_was_come_by_is_said_to_be_nothing() -> None:
    """The mapping says nothing of it (the default), so the page does not call it anybody's."""
    assert Reading("publisher").provenance is Provenance.NOT_SAID
    read = {"mayor": [world.reading(STATION, red=2, blue=1, provenance_class=Provenance.NOT_SAID)]}
    pages = html_pages(site_of_election(snapshot_of([world.contest()], read)))
    page, front = text_of(station(pages, STATION)), text_of(pages["en/index.html"])
    assert "How we have it: not said." in page
    assert "Provenance: not said" in front
    for claimed in ("third party", "of the organisation itself", "paper seen by", "a photo only"):
        assert claimed not in page + front


def test_a_list_of_stations_made_of_the_results_is_said_to_be_so_and_never_a_whole() -> None:
    frames = {
        "X": ("sum of parts", None, None),
        "A": ("from results", None, None),
        "A1": ("from results", None, None),
    }
    read = {"mayor": [world.reading(code, red=2, blue=1) for code in world.STATION_CODES]}
    snapshot = snapshot_of([world.contest()], read, frames=frames)
    pages = html_pages(site_of_election(snapshot))
    said = "In some places the list of polling stations comes from the results themselves"
    assert [path for path, page in pages.items() if path.startswith("en/") and said not in page] == []
    of_place = "so this page does not say what share is covered"
    for path, is_so in (("en/index.html", True), ("en/A/index.html", True), ("en/B/index.html", False)):
        assert (of_place in text_of(pages[path])) == is_so, path
    assert "100" not in text_of(pages["en/index.html"])
    assert snapshot.tallies["mayor"]["coverage_of_stations"].to_list()[:3] == [None, None, 10_000]


def test_a_weight_that_the_policy_left_as_shipped_is_not_said_to_be_changed() -> None:
    said = "changed by the policy of this election"
    read = {"mayor": [world.reading(STATION, red=2, blue=1)]}
    warns = Policy(world.ANY_TABLE.sufficient, {"T.301": Severity.WARNING})
    for rules, times in ((world.ANY_TABLE, 0), (warns, 2)):  # the page of the method, and of the rule
        pages = html_pages(site_of_election(snapshot_of([world.contest()], read, rules=rules)))
        assert (
            sum(text_of(page).count(said) for path, page in pages.items() if path.startswith("en/")) == times
        )


def test_where_every_list_of_stations_is_made_of_the_results_every_page_says_so() -> None:
    frames = dict.fromkeys(["X", "A", "B", *world.TOWNS], ("from results", None, None))
    read = {"mayor": [world.reading(code, red=2, blue=1) for code in world.STATION_CODES]}
    pages = html_pages(site_of_election(snapshot_of([world.contest()], read, frames=frames)))
    for language, said in (
        ("en", "The list of polling stations comes from the results themselves"),
        ("es", "La lista de mesas sale de los propios resultados"),
    ):
        of_language = {path: page for path, page in pages.items() if path.startswith(f"{language}/")}
        assert f"{language}/A/stations/A1-1.01.html" in of_language
        assert [path for path, page in of_language.items() if said not in page] == []
        for path, page in of_language.items():
            assert not re.search(r"100[.,]0|100\s?%", text_of(page)), path


def test_where_no_list_is_made_of_the_results_no_page_says_so() -> None:
    for path, page in html_pages(made("every state")[1]).items():
        assert "from the results themselves" not in page, path


def test_no_image_is_promised_and_no_empty_cell_is_said_to_be_unread() -> None:
    """Of a table of others nobody here has an image; a cell is empty, too, where a result is not accepted."""
    for path, page in html_pages(made("every state")[1]).items():
        text = text_of(page)
        assert not re.search(r"not published yet|aún no se publican|no se publican todavía", text), path
        assert "something that was not read, never" not in text, path
        assert "look at the images" not in text, path


def test_what_a_machine_read_is_said_to_be_read_and_not_to_be_so() -> None:
    for language, is_read in (("en", "read"), ("es", "leyó|leyeron")):
        for key in ("S.201", "S.202", "T.301", "T.302", "T.303", "R.604"):
            assert re.search(is_read, str(messages("checks", language)[f"{key}.sentence"].string)), key


def test_high_turnout_is_called_high_and_neither_rare_nor_unusual() -> None:
    """Where voting is a duty it is neither."""
    for key in ("T.302.sentence", "T.302.advice.public", "T.302.name"):
        assert not re.search("unusual|rare|strange", str(messages("checks", "en")[key].string).lower())
    assert "usual" not in str(messages("pages", "en")["checked.T.302"].string)
