"""Cards in every script: a name that the fonts cannot draw is its place on the ballot, never boxes."""

import dataclasses

import pytest

from testigo.election.load import check
from testigo.publication.cards import SIZES, is_mixed
from testigo.publication.letters import (
    can_be_drawn,
    names_without_letters,
    option_on_card,
    place_on_card,
)
from tests.election.definitions import OPTIONS, changed, definition
from tests.publication.conftest import made
from tests.publication.elections import site_of_election
from tests.world import contest

DRAWN = ("Peñaloza", "Ψήφος", "Київ", "विकास", "حزب", "Đặng", "№ 3 – «Да»")
NOT_DRAWN = ("ประชาชน", "דוד", "ქართული", "ሕዝብ", "한국", "Հայ", "বাংলা", "臺北")
RED, BLUE = contest(options=("red", "blue")).options


@pytest.mark.parametrize("name", DRAWN)
def test_what_the_fonts_have_is_drawn(name: str) -> None:
    assert can_be_drawn(name)
    assert option_on_card(dataclasses.replace(RED, short_name=name), "en") == name


@pytest.mark.parametrize("name", NOT_DRAWN)
def test_what_they_lack_is_the_place_on_the_ballot(name: str) -> None:
    option = dataclasses.replace(RED, short_name=name, position=3)
    assert not can_be_drawn(name)
    assert option_on_card(option, "en") == "number 3 on the ballot"
    assert option_on_card(option, "es") == "número 3 de la boleta"


def test_without_a_place_on_the_ballot_it_is_the_code_and_else_nothing() -> None:
    option = dataclasses.replace(RED, short_name="臺北", position=None)
    assert option_on_card(option, "en") == "red"
    assert option_on_card(dataclasses.replace(option, option="臺"), "en") == "—"
    assert place_on_card("臺北", "63") == "63"


def test_the_card_of_a_place_is_drawn_with_them_and_has_no_box() -> None:
    snapshot = made("every state")[0]
    (only, *others) = snapshot.election.contests
    options = tuple(
        dataclasses.replace(option, short_name="臺北", names=(), short_names=(), position=number)
        for number, option in enumerate(only.options, start=1)
    )
    election = dataclasses.replace(
        snapshot.election, contests=(dataclasses.replace(only, options=options), *others)
    )
    files = site_of_election(dataclasses.replace(snapshot, election=election))
    cards = [
        content.decode()
        for path, content in files.items()
        if path.startswith("cards/") and path.endswith("svg")
    ]
    assert cards
    assert all(can_be_drawn(svg) for svg in cards)
    assert any("on the ballot" in svg for svg in cards)


def test_a_check_warns_of_each_name_that_no_card_can_show() -> None:
    election, _ = check(definition(options=changed(OPTIONS, "Rosa Red", "臺北")))
    found = names_without_letters(election)
    assert [(problem.place.file, problem.value) for problem in found] == [("options.csv", "臺北")] * 2


@pytest.mark.parametrize(
    ("name", "direction", "mixed"),
    [
        ("حزب", "ltr", True),
        ("Red", "ltr", False),
        ("Red", "rtl", True),
        ("حزب", "rtl", False),
        ("7", "rtl", False),
    ],
)
def test_a_name_that_would_scatter_the_figures_beside_it_stands_apart(
    name: str, direction: str, mixed: bool
) -> None:
    assert is_mixed(name, direction) is mixed
    assert SIZES["figures"] == SIZES["name"]
