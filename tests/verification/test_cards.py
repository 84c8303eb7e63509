"""Cards to share: what they list and show is what is published."""

import json
from pathlib import Path

from tests.verification.made import found_by_bytes, found_by_rules

LIST = "cards/cards.json"
CARD = "cards/en/X.svg"


def test_the_cards_of_a_publication_hold(copy: Path) -> None:
    assert found_by_bytes(copy) == set()


def test_a_listed_figure_that_is_not_its_cell_fails(copy: Path) -> None:
    cards = json.loads((copy / LIST).read_text())
    card = next(card for card in cards["cards"] if f"{card['card']}.svg" == CARD)
    card["figures"][0]["text"] = "9,999"
    (copy / LIST).write_text(json.dumps(cards))
    assert ("page.figure", CARD) in found_by_rules(copy)


def test_a_figure_that_is_not_listed_fails(copy: Path) -> None:
    svg = (copy / CARD).read_text()
    (copy / CARD).write_text(svg.replace("<text ", '<text x="1">Red 9,999</text><text ', 1))
    assert found_by_rules(copy) == {("page.unmarked", CARD)}


def test_a_picture_inside_a_card_fails(copy: Path) -> None:
    svg = (copy / CARD).read_text()
    (copy / CARD).write_text(svg.replace("</svg>", '<image href="x.png"/></svg>'))
    assert found_by_rules(copy) == {("page.tag", CARD)}


def test_a_card_that_is_not_listed_fails(copy: Path) -> None:
    (copy / "cards/en/more.svg").write_text("<svg/>")
    assert found_by_bytes(copy) == {("rebuild.not_made", "cards/en/more.svg")}


def test_cards_without_their_list_fail(copy: Path) -> None:
    (copy / LIST).unlink()
    assert found_by_bytes(copy) == {("rebuild.missing", LIST)}
