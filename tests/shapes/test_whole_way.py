"""Odd contests the whole way: imported, added up, published, verified, and said in the right words."""

import re
from pathlib import Path

import pytest

from testigo.acts.operation import Operation
from testigo.acts.tally import at_level, one_table
from testigo.errors import InputError
from testigo.snapshot import Snapshot
from tests.shapes.invented import (
    CONTESTS,
    JURISDICTIONS,
    OPTIONS,
    STATIONS,
    TABLE,
    operation,
    result,
    take,
    total,
)
from tests.shapes.publishing import BOTH_LANGUAGES, assert_holds, published
from tests.verification.made import OUR_KEY, OURS, forge, report

QUESTION = {
    "contests": "contest,name,form,decides,blank_votes,null_votes,options_are\n"
    "q1,Shall the bridge be built?,form,majority,not valid,not valid,answers\n",
    "options": "contest,option,name,name_es,position\nq1,yes,Yes,Sí,1\nq1,no,No,No,2\n",
}
ANSWERS = (
    TABLE + 'contest = { constant = "q1" }\n[table.figures]\nvotes_yes = "yes"\nvotes_no = "no"\n'
    'blank_votes = "blank"\nnull_votes = "null"\n'
)
BALLOTS = "station,yes,no,blank,null\nA1,50,30,4,1\nA2,20,40,3,0\nB1,40,9,2,1\n"


def made(folder: Path, mapping: str, table: str, **changed: str) -> tuple[Operation, Snapshot]:
    """An operation with one imported table, and what is derived."""
    into = operation(folder / "operation", **{"election": BOTH_LANGUAGES, **changed})
    return into, take(into, mapping, {"table.csv": table})


def text_of(page: Path) -> str:
    """What a reader sees of a page, without marks and with single spaces."""
    visible = re.sub(r"<(style|svg)\b.*?</\1>", " ", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", visible).split())


def test_a_question_says_which_answer_is_ahead_and_leaves_the_majority_to_its_law(tmp_path: Path) -> None:
    into, snapshot = made(tmp_path, ANSWERS, BALLOTS, **QUESTION)
    country = total(snapshot, "X", "q1")
    assert (country["votes_yes"], country["votes_no"], country["blank_votes"]) == (110, 79, 9)
    assert snapshot.bounds["q1"]["decided"].null_count() == snapshot.bounds["q1"].height
    public, found = published(into)
    assert_holds(found)
    english, spanish = text_of(public / "en/index.html"), text_of(public / "es/index.html")
    assert "Yes is ahead of No by 31 votes" in english
    assert "Sí aventaja a No por 31 votos" in spanish
    assert "Blank: 9." in english
    assert "En blanco: 9." in spanish
    for words in ("candidate", "candidatur"):
        assert words not in (english + spanish).casefold()


MAYOR = TABLE + 'contest = { constant = "mayor" }\n[table.figures]\nvotes_red = "red"\nvotes_blue = "blue"\n'
ROWS = "station,red,blue\nA1,5,3\nA2,1,0\nB1,2,4\n"


def test_stations_have_pages_where_the_sealed_definition_says_and_data_everywhere(tmp_path: Path) -> None:
    """A country of 837,000 stations may not want a page of each; what is left out is said and counted."""
    only_a = BOTH_LANGUAGES.replace("drill = false", 'drill = false\nstation_pages = ["A"]')
    into, _ = made(tmp_path, MAYOR, ROWS, election=only_a)
    public, found = published(into)
    assert_holds(found)
    pages = sorted(path.name for path in public.glob("en/*/stations/*.html"))
    assert pages == ["A1.html", "A2.html"]
    assert "B1,accepted" in (public / "data/results-mayor.csv").read_text()
    assert "These stations have no page of their own" in text_of(public / "en/B/index.html")
    counts = {name: number for step in found.steps for name, number in step.checked.items()}
    assert counts["stations_without_page"] == 1
    dead = [
        link
        for page in public.glob("en/**/*.html")
        for link in re.findall(r'href="([^"#:]+\.html)', page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]
    assert dead == []


def test_a_page_that_the_definition_wants_fails_where_it_lacks(tmp_path: Path) -> None:
    only_a = BOTH_LANGUAGES.replace("drill = false", 'drill = false\nstation_pages = ["A"]')
    into, _ = made(tmp_path, MAYOR, ROWS, election=only_a)
    public, _ = published(into)
    (public / "en/A/stations/A1.html").unlink()
    assert not report(public, OUR_KEY).holds


def test_pages_of_a_jurisdiction_that_is_none_are_an_error_of_the_definition(tmp_path: Path) -> None:
    wrong = BOTH_LANGUAGES.replace("drill = false", 'drill = false\nstation_pages = ["A", "A1"]')
    with pytest.raises(InputError, match="There is no first jurisdiction of this code"):
        operation(tmp_path / "operation", election=wrong)


LISTS = 60
HOUSE = {
    "contests": "contest,name,form,decides,blank_votes,null_votes,options_are\n"
    "house,House,form,seats,not valid,not valid,lists\n",
    "options": "contest,option,name,name_es,position\n"
    + "".join(f"house,L{n},List {n} of the union,Lista {n} de la unión,{n}\n" for n in range(1, LISTS + 1)),
    "stations": STATIONS.replace(",100", ",3000"),
}
OF_LISTS = (
    TABLE
    + 'contest = { constant = "house" }\n[table.figures]\n'
    + "".join(f'votes_L{n} = "L{n}"\n' for n in range(1, LISTS + 1))
)


def test_sixty_lists_for_seats_are_all_named_and_no_sum_is_said_to_win(tmp_path: Path) -> None:
    header = "station," + ",".join(f"L{n}" for n in range(1, LISTS + 1))
    votes = ",".join(str(n) for n in range(1, LISTS + 1))
    into, snapshot = made(tmp_path, OF_LISTS, f"{header}\nA1,{votes}\nA2,{votes}\n", **HOUSE)
    assert total(snapshot, "X", "house")["valid_votes"] == LISTS * (LISTS + 1)
    public, found = published(into)
    assert_holds(found)
    english, spanish = text_of(public / "en/index.html"), text_of(public / "es/index.html")
    assert "List 60 of the union is ahead of List 59 of the union by 2 votes" in english
    assert "it is not simply the largest sum that wins" in english
    assert "58 other options" in english
    assert all(f"Lista {number} de la unión" in spanish for number in range(1, LISTS + 1))
    station = text_of(public / "es/A/stations/A1.html")
    assert "Lista" in station
    assert "Candidatura" not in station


PARTIES = {
    "options": "contest,option,name,position\nmayor,red,Red party,1\nmayor,blue,Blue party,2\n",
    "contests": CONTESTS.replace("form,,", "form,seats,"),
    "lines": "contest,line,option,party,position\nmayor,red-0,red,Red list alone,1\n"
    "mayor,red-1,red,Ana,2\nmayor,red-2,red,Ben,3\nmayor,blue-0,blue,Blue list alone,4\n",
    "forms/form/form": '[fields]\ncounts = ["valid_votes", "null_votes"]\n'
    '[sums]\noptions = "lines"\nvalid_votes = "options"\n',
}
OF_PARTIES = (
    TABLE + 'contest = { constant = "mayor" }\n[table.figures]\n"line_red-0" = "list"\n"line_red-1" = "ana"\n'
    '"line_red-2" = "ben"\n"line_blue-0" = "blue"\n'
)


def test_a_party_is_the_sum_of_its_list_and_its_candidates_down_to_its_pages(tmp_path: Path) -> None:
    table = "station,list,ana,ben,blue\nA1,10,4,1,7\nA2,2,0,3,0\nB1,0,1,1,5\n"
    into, snapshot = made(tmp_path, OF_PARTIES, table, **PARTIES)
    country = total(snapshot, "X")
    assert (country["votes_red"], country["line_red-1"], country["votes_blue"]) == (22, 5, 12)
    public, found = published(into)
    assert_holds(found)
    assert "Red list alone" in text_of(public / "en/A/stations/A1.html")


def test_two_of_five_that_win_are_told_by_the_last_of_them(tmp_path: Path) -> None:
    options = "contest,option,name,position\n" + "".join(f"mayor,o{n},Name {n},{n}\n" for n in range(1, 6))
    contests = CONTESTS.replace("form,,", "form,first 2,")
    mapping = TABLE + 'contest = { constant = "mayor" }\n[table.figures]\n'
    mapping += "".join(f'votes_o{n} = "o{n}"\n' for n in range(1, 6))
    rows = "station,o1,o2,o3,o4,o5\nA1,50,40,9,1,0\nA2,50,39,10,1,0\nB1,60,30,10,0,0\n"
    into, snapshot = made(tmp_path, mapping, rows, contests=contests, options=options)
    country = snapshot.bounds["mayor"].row(0, named=True)
    assert (country["first"], country["second"], country["lead"]) == ("o2", "o3", 80)
    assert country["decided"] is True
    public, found = published(into)
    assert_holds(found)
    assert "Name 2 is the last to win, ahead of Name 3 by 80 votes" in text_of(public / "en/index.html")


ODD_STATIONS = STATIONS + "ABROAD-1,,ABROAD,,\nONLINE,,X,,\nB2,,B,,0\nB3,,B,,100\nB4,,B,,100\n"
ODD_PLACES = JURISDICTIONS + "ABROAD,X,2,Abroad,unknown,,,\n"
ODD_RULES = BOTH_LANGUAGES + '[policy.severity]\n"T.301" = "warning"\n'
CLASSES = (
    TABLE + 'contest = { constant = "mayor" }\ndocument_class = { column = "state", table = "states" }\n'
    '[table.figures]\nvotes_red = "red"\nvotes_blue = "blue"\nnull_votes = "null"\ntotal_votes = "cast"\n'
    '[tables.states]\nOK = "result"\nVOID = "annulled"\nCLOSED = "not installed"\n'
)
ODD_ROWS = (
    "station,state,red,blue,null,cast\nA1,OK,5,3,2,10\nA2,OK,1,2,0,3\nB1,OK,4,4,0,8\nABROAD-1,OK,50,40,0,90\n"
    "ONLINE,OK,7,8,0,15\nB2,OK,1,0,0,1\nB3,VOID,,,60,60\nB4,CLOSED,,,,0\n"
)


def test_stations_abroad_online_without_roll_annulled_and_never_installed_go_the_whole_way(
    tmp_path: Path,
) -> None:
    into, snapshot = made(
        tmp_path, CLASSES, ODD_ROWS, stations=ODD_STATIONS, jurisdictions=ODD_PLACES, election=ODD_RULES
    )
    country = total(snapshot, "X")
    assert (country["votes_red"], country["votes_blue"]) == (68, 57)
    assert (country["stations_accepted"], country["stations_not_installed"]) == (8, 1)
    assert (result(snapshot, "B3")["valid_votes"], result(snapshot, "B3")["total_votes"]) == (0, 60)
    assert total(snapshot, "B")["turnout_registered_voters"] == 200
    _, found = published(into)
    assert_holds(found)


def test_a_contest_of_some_stations_is_published_of_those_alone(tmp_path: Path) -> None:
    contests = CONTESTS + "council,Council,form,seats,not valid,not valid\n"
    options = OPTIONS + "council,green,Green,1\ncouncil,blue,Blue,2\n"
    mapping = (
        MAYOR + "[[table]]\n"
        'file = "*.csv"\nstation = "station"\ncontest = { constant = "council" }\n'
        'skip = [{ green = "" }]\n[table.figures]\nvotes_green = "green"\nvotes_blue = "c blue"\n'
    )
    table = "station,red,blue,green,c blue\nA1,5,3,4,1\nA2,1,0,2,2\nB1,2,4,,\n"
    into, snapshot = made(
        tmp_path,
        mapping,
        table,
        contests=contests,
        options=options,
        ballots="contest,place,stratum\nmayor,X,\ncouncil,A,\n",
    )
    assert snapshot.results["council"]["station"].to_list() == ["A1", "A2"]
    public, found = published(into)
    assert_holds(found)
    assert "Green" not in text_of(public / "en/B/stations/B1.html")


def test_the_tallies_of_several_contests_are_one_table(tmp_path: Path) -> None:
    contests = CONTESTS + "council,Council,form,seats,not valid,not valid\n"
    options = OPTIONS + "council,green,Green,1\n"
    _, snapshot = made(tmp_path, MAYOR, ROWS, contests=contests, options=options)
    frames = {contest.contest: at_level(snapshot, contest, 2) for contest in snapshot.election.contests}
    table = one_table(frames)
    assert table.select("contest", "jurisdiction").rows() == [
        ("mayor", "A"),
        ("mayor", "B"),
        ("council", "A"),
        ("council", "B"),
    ]
    assert table["votes_red"].to_list() == [6, 2, None, None]


def test_a_name_with_a_number_that_a_card_has_to_cut_is_no_strange_figure(tmp_path: Path) -> None:
    long = "of the united provinces of the north and the islands"
    options = (
        f"contest,option,name,position\nmayor,red,Coalition 48 {long},1\nmayor,blue,Alliance 2030 {long},2\n"
    )
    into, _ = made(tmp_path, MAYOR, ROWS, options=options)
    public, found = published(into)
    assert "…" in (public / "cards/en/X.svg").read_text(encoding="utf-8")
    assert_holds(found)


PLACES_OF_DIGITS = {
    "jurisdictions": "jurisdiction,parent,level,name,frame,stations,registered_voters,source\n"
    "X,,1,60,listed,,,\nA,X,2,2,listed,,,\nB,X,2,37,listed,,,\n"
}
"""The country is called `60`, and 65.60 % are for one: names of places may be the authority's numbers."""
MANY_VOTES = ROWS.splitlines()[0] + "\nA1,61,32\nB1,21,11\n"


def test_places_whose_names_are_numbers_are_no_strange_figures(tmp_path: Path) -> None:
    into, _ = made(tmp_path, MAYOR, MANY_VOTES, **PLACES_OF_DIGITS)
    _, found = published(into)
    assert_holds(found)


def test_the_name_of_a_place_that_is_a_number_hides_no_figure_on_its_card(tmp_path: Path) -> None:
    into, _ = made(tmp_path, MAYOR, MANY_VOTES, **PLACES_OF_DIGITS)
    public, _ = published(into)
    card = public / "cards/en/X.svg"
    card.write_text(card.read_text(encoding="utf-8").replace("Red", "Red 60,60", 1), encoding="utf-8")
    forge(public, OURS)
    changed = {(failure.code, failure.file) for failure in report(public, OUR_KEY).failures}
    assert ("rebuild.differs", "cards/en/X.svg") in changed


def test_a_card_may_not_cut_a_name_into_another_number(tmp_path: Path) -> None:
    long = "of the united provinces of the north and the islands"
    options = (
        f"contest,option,name,position\nmayor,red,Coalition 48 {long},1\nmayor,blue,Alliance 2030 {long},2\n"
    )
    into, _ = made(tmp_path, MAYOR, ROWS, options=options)
    public, _ = published(into)
    card = public / "cards/en/X.svg"
    card.write_text(card.read_text(encoding="utf-8").replace("2030", "203"), encoding="utf-8")
    forge(public, OURS)
    changed = {(failure.code, failure.file) for failure in report(public, OUR_KEY).failures}
    assert ("rebuild.differs", "cards/en/X.svg") in changed
