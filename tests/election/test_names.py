"""Names in every language: a column a language beside the name for all."""

import dataclasses

from testigo.election.amend import amended_once
from testigo.election.definition import Amendment
from testigo.election.geography import names_in
from testigo.election.load import load
from tests.election.definitions import JURISDICTIONS, definition, problems_of

CONTESTS = """\
contest,name,name_es,form,blank_votes,null_votes
president,President,Presidencia,venezuela-2024,not valid,not valid
council,Council,,form,valid,not on the form
"""
OPTIONS = """\
contest,option,name,name_es,short_name,short_name_es,position
president,blue,Beatriz Blue,Beatriz Azul,Blue,Azul,2
president,red,Rosa Red,Rosa Roja,,,1
council,yes,Yes,Sí,Y,,
council,no,No,,,,
"""
LINES = """\
contest,line,option,party,party_es,position
president,R1,red,Red Party,Partido Rojo,1
president,B1,blue,Blue Party,,2
president,B2,blue,Sky Party,,3
"""
ELECTION = load(definition(contests=CONTESTS, options=OPTIONS, lines=LINES))
PRESIDENT, COUNCIL = ELECTION.contests
RED, BLUE = PRESIDENT.options


def test_a_name_is_that_of_the_language_else_the_one_for_all() -> None:
    assert (PRESIDENT.called("es"), PRESIDENT.called("en")) == ("Presidencia", "President")
    assert COUNCIL.called("es") == "Council"
    assert (BLUE.called("es"), BLUE.called("en")) == ("Beatriz Azul", "Beatriz Blue")


def test_a_short_name_falls_back_on_the_short_one_for_all_then_on_the_name_of_the_language() -> None:
    yes, no = COUNCIL.options
    assert (BLUE.called_in_short("es"), BLUE.called_in_short("en")) == ("Azul", "Blue")
    assert (RED.called_in_short("es"), RED.called_in_short("en")) == ("Rosa Roja", "Rosa Red")
    assert yes.called_in_short("es") == "Y"
    assert no.called_in_short("es") == "No"


def test_a_party_line_has_its_party_in_each_language() -> None:
    red, blue, _ = PRESIDENT.lines
    assert (red.called("es"), red.called("en"), blue.called("es")) == (
        "Partido Rojo",
        "Red Party",
        "Blue Party",
    )


def places(named: str) -> str:
    """The small tree with a Spanish name for one place."""
    header, *rows = JURISDICTIONS.splitlines()
    return "\n".join(
        [f"{header},name_es", *(f"{row},{named if row.startswith('A,') else ''}" for row in rows)]
    )


def test_jurisdictions_keep_their_names_in_languages() -> None:
    election = load(definition(jurisdictions=places("Estado A")))
    assert names_in(election, "es")["A"] == "Estado A"
    assert names_in(election, "en")["A"] == "State A"
    assert names_in(election, "es")["B"] == "State B"


def test_an_amendment_keeps_and_adds_names_in_languages() -> None:
    election = load(definition(jurisdictions=places("Estado A")))
    content = b"jurisdiction,name_es\nB,Estado B\n"
    amended = amended_once(election, Amendment("names.csv", content, "a name was missing"))
    assert (names_in(amended, "es")["A"], names_in(amended, "es")["B"]) == ("Estado A", "Estado B")


def test_an_amendment_brings_the_first_name_in_a_language() -> None:
    content = b"jurisdiction,name_es\nB,Estado B\n"
    amended = amended_once(load(definition()), Amendment("names.csv", content, "a name was missing"))
    assert names_in(amended, "es")["B"] == "Estado B"


def test_a_column_in_a_language_that_has_no_catalogue_is_not_known() -> None:
    contests = CONTESTS.replace("name_es", "name_xx")
    assert [problem.place.column for problem in problems_of(definition(contests=contests))] == ["name_xx"]


def test_names_in_languages_move_the_seal_and_no_code() -> None:
    plain = load(definition())
    assert ELECTION.seal != plain.seal
    assert [dataclasses.replace(each, name="", names=()).contest for each in ELECTION.contests] == [
        each.contest for each in plain.contests
    ]
