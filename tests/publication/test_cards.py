"""Cards to share: small pictures with the figures of the pages."""

import json
import re
import struct
from itertools import pairwise

from markupsafe import Markup

from testigo.publication.cards import LONGEST_LINE, drawn, wrapped
from testigo.publication.format import MARK
from testigo.publication.letters import fonts
from tests import pseudo
from tests.publication.conftest import Made, made
from tests.publication.elections import site_of_election


def test_the_whole_and_each_first_jurisdiction_has_a_card_in_every_language(publication: Made) -> None:
    _, files = publication
    cards = {path for path in files if path.startswith("cards/") and path.endswith(".svg")}
    assert cards == {f"cards/{language}/{code}.svg" for language in ("es", "en") for code in "XAB"}


def test_a_png_is_drawn_of_its_svg_in_the_size_of_previews(publication: Made) -> None:
    _, files = publication
    png = files["cards/en/X.png"]
    assert png.startswith(b"\x89PNG")
    assert struct.unpack(">II", png[16:24]) == (1200, 630)
    assert png == drawn(files["cards/en/X.svg"].decode())


def test_every_figure_of_a_card_is_in_its_list(publication: Made) -> None:
    for card in json.loads(publication[1]["cards/cards.json"])["cards"]:
        svg = publication[1][f"{card['card']}.svg"].decode()
        assert all(figure["text"] in svg.replace("&#x27;", "'") for figure in card["figures"])


def test_only_shipped_fonts_are_used() -> None:
    assert [re.sub(r".*/", "", font) for font in fonts()] == [
        "NotoSans[wdth,wght].ttf",
        "NotoSansArabic[wdth,wght].ttf",
    ]


def test_a_long_headline_is_three_lines_at_most(publication: Made) -> None:
    svg = publication[1]["cards/es/X.svg"].decode()
    lines = re.findall(r'<text x="60" y="(\d+)" font-size="52"[^>]*>([^<]*)</text>', svg)
    assert 1 <= len(lines) <= 3
    assert all(int(one[0]) < int(other[0]) for one, other in pairwise(lines))


def test_marks_survive_wrapping() -> None:
    figure = '<data value="1234" data-cell="totals/x/value">1,234</data>'
    lines = wrapped(Markup("In " + figure + " forms " + "somebody is ahead of " * 5))
    assert sum(len(MARK.findall(str(line))) for line in lines) == 1
    assert all(len(re.sub("<[^>]*>", "", str(line))) <= LONGEST_LINE for line in lines)


def test_a_drill_says_so_on_its_cards() -> None:
    assert "DRILL" in made("a drill")[1]["cards/en/X.svg"].decode()
    assert "DRILL" not in made("every state")[1]["cards/en/X.svg"].decode()


def test_from_right_to_left_a_card_begins_at_the_right() -> None:
    with pseudo.spoken(pseudo.mirrored, "ar"):
        svg = site_of_election(made("every state")[0])["cards/es/X.svg"].decode()
    assert 'text-anchor="end"' in svg
