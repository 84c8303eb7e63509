"""What stands for election is called in the language of the page."""

import dataclasses

from testigo.checks.sentences import figure_word
from testigo.official.sentences import name_of
from testigo.publication.dictionary import meaning
from testigo.publication.shard import Place
from testigo.publication.view import option_name
from tests.world import contest

PLAIN = contest(options=("red", "blue"), lines=(("R1", "red"),))
MAYOR = dataclasses.replace(
    PLAIN,
    options=(dataclasses.replace(PLAIN.options[0], names=(("es", "Roja"),)), PLAIN.options[1]),
    lines=(dataclasses.replace(PLAIN.lines[0], names=(("es", "Partido Rojo"),)),),
)


def test_pages_call_an_option_by_its_name_in_their_language() -> None:
    red, blue = MAYOR.options
    assert option_name(red, "es", numbered=True) == "<bdi>1. Roja</bdi>"
    assert "Red" in option_name(red, "en", numbered=False)
    assert "Blue" in option_name(blue, "es", numbered=False)


def test_findings_claims_and_the_dictionary_do_too() -> None:
    assert "Roja" in figure_word("votes_red", MAYOR, "es")
    assert "Partido Rojo" in figure_word("line_R1", MAYOR, "es")
    assert "Red" in figure_word("votes_red", MAYOR, "en")
    assert name_of("votes_red", MAYOR, "es") == "Roja"
    assert "Roja" in meaning("results-mayor.csv", "votes_red", "es", MAYOR)


def test_the_dictionary_says_what_a_column_of_names_in_a_language_is() -> None:
    assert "es" in meaning("definition/contests.csv", "name_es", "en", None)


def test_a_place_is_called_by_its_name_in_the_language_of_the_page() -> None:
    place = Place("A", "X", 2, "State A", "listed", None, "A", (("es", "Estado A"),))
    assert (place.called("es"), place.called("en")) == ("Estado A", "State A")
