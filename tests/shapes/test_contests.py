"""Several contests on one form, contests for some only, lists inside parties, fusion, a question."""

from pathlib import Path

from tests.shapes.invented import (
    CONTESTS,
    MAYOR,
    OPTIONS,
    READING,
    TABLE,
    derived,
    operation,
    result,
    take,
    total,
)

TWO = CONTESTS + "council,Council,form,seats,not valid,not valid\n"
TWO_OPTIONS = OPTIONS + "council,green,Green,1\ncouncil,blue,Blue,2\n"
SIDE_BY_SIDE = (
    MAYOR
    + '[table.figures]\nvotes_red = "m red"\nvotes_blue = "m blue"\n[[table]]\nfile = "*.csv"\n'
    + 'station = "station"\ncontest = { constant = "council" }\nskip = [{ "c green" = "" }]\n'
    + '[table.figures]\nvotes_green = "c green"\nvotes_blue = "c blue"\n'
)


def test_two_contests_side_by_side_on_one_form_are_two_results(tmp_path: Path) -> None:
    table = "station,m red,m blue,c green,c blue\nA1,5,3,4,4\nA2,1,0,1,0\nB1,2,2,0,3\n"
    snapshot = derived(tmp_path, SIDE_BY_SIDE, table, contests=TWO, options=TWO_OPTIONS)
    assert (total(snapshot, "X")["votes_red"], total(snapshot, "X")["votes_blue"]) == (8, 5)
    assert (
        total(snapshot, "X", "council")["votes_green"],
        total(snapshot, "X", "council")["votes_blue"],
    ) == (5, 7)


def test_stations_that_do_not_vote_in_a_contest_are_no_part_of_it(tmp_path: Path) -> None:
    ballots = "contest,place,stratum\nmayor,X,\ncouncil,A,\n"
    table = "station,m red,m blue,c green,c blue\nA1,5,3,4,4\nA2,1,0,1,0\nB1,2,2,,\n"
    snapshot = derived(tmp_path, SIDE_BY_SIDE, table, contests=TWO, options=TWO_OPTIONS, ballots=ballots)
    assert snapshot.results["council"]["station"].to_list() == ["A1", "A2"]
    assert total(snapshot, "X", "council")["stations_accepted"] == 2
    assert total(snapshot, "X")["stations_accepted"] == 3


def test_lists_inside_parties_add_up_to_their_party(tmp_path: Path) -> None:
    """Preferential votes: those for the party alone and for each candidate are lines of one option."""
    lines = (
        "contest,line,option,party,position\nmayor,red-list,red,Red list,1\nmayor,red-1,red,Red first,2\n"
        "mayor,red-2,red,Red second,3\nmayor,blue-list,blue,Blue list,4\nmayor,blue-1,blue,Blue first,5\n"
    )
    mapping = (
        TABLE + 'contest = { constant = "mayor" }\nvalue = "votes"\nabsent = "zero"\n'
        'figure = { join = [{ constant = "line_" }, { join = ["party", "candidate"], with = "-" }] }\n'
    )
    table = (
        "station,party,candidate,votes\nA1,red,list,10\nA1,red,1,4\nA1,red,2,1\nA1,blue,list,7\n"
        "A2,red,list,2\nB1,blue,1,3\n"
    )
    snapshot = derived(tmp_path, mapping, table, lines=lines, **{"forms/form/form": WITH_LINES})
    assert (result(snapshot, "A1")["votes_red"], result(snapshot, "A1")["votes_blue"]) == (15, 7)
    assert (total(snapshot, "X")["votes_red"], total(snapshot, "X")["votes_blue"]) == (17, 10)
    assert total(snapshot, "X")["line_red-1"] == 4


FUSION = "contest,line,option,party,position\nmayor,R,red,Red,1\nmayor,W,red,Workers,2\nmayor,B,blue,Blue,3\n"
WITH_LINES = '[fields]\ncounts = ["valid_votes"]\n[sums]\noptions = "lines"\nvalid_votes = "options"\n'


def test_under_fusion_the_lines_of_a_candidate_count_apart_and_add_up(tmp_path: Path) -> None:
    lines = (
        "contest,line,option,party,position\nmayor,R,red,Red,1\nmayor,W,red,Workers,2\nmayor,B,blue,Blue,3\n"
    )
    mapping = MAYOR + '[table.figures]\nline_R = "R"\nline_W = "W"\nline_B = "B"\n'
    table = "station,R,W,B\nA1,5,2,3\nA2,1,0,4\nB1,2,2,2\n"
    snapshot = derived(tmp_path, mapping, table, lines=lines, **{"forms/form/form": WITH_LINES})
    country = total(snapshot, "X")
    assert (country["line_R"], country["line_W"], country["votes_red"], country["votes_blue"]) == (
        8,
        4,
        12,
        9,
    )
    assert country["valid_votes"] == 21


def test_a_line_that_was_not_read_leaves_its_option_unread(tmp_path: Path) -> None:
    lines = (
        "contest,line,option,party,position\nmayor,R,red,Red,1\nmayor,W,red,Workers,2\nmayor,B,blue,Blue,3\n"
    )
    mapping = MAYOR + '[table.figures]\nline_R = "R"\nline_W = "W"\nline_B = "B"\n'
    snapshot = derived(
        tmp_path, mapping, "station,R,W,B\nA1,5,,3\n", lines=lines, **{"forms/form/form": WITH_LINES}
    )
    assert result(snapshot, "A1")["status"] == "pending"
    assert total(snapshot, "X")["votes_red"] is None


def test_a_question_is_a_contest_of_yes_and_no(tmp_path: Path) -> None:
    contests = (
        "contest,name,form,decides,blank_votes,null_votes\nq1,Question,form,majority,not valid,not valid\n"
    )
    options = "contest,option,name,position\nq1,yes,Yes,1\nq1,no,No,2\n"
    mapping = (
        TABLE + 'contest = { constant = "q1" }\nvalue = "number"\nabsent = "unknown"\n'
        'figure = { column = "answer", table = "answers" }\n'
        '[tables.answers]\n"SÍ" = "votes_yes"\n"NO" = "votes_no"\n"EN BLANCO" = "blank_votes"\n'
    )
    table = "station,answer,number\nA1,SÍ,5\nA1,NO,3\nA1,EN BLANCO,1\nA2,SÍ,1\nA2,NO,4\n"
    snapshot = derived(tmp_path, mapping, table, contests=contests, options=options)
    country = total(snapshot, "X", "q1")
    assert (country["votes_yes"], country["votes_no"], country["valid_votes"]) == (6, 7, 13)
    assert (country["blank_votes"], country["blank_votes_stations"]) == (1, 1)


def test_a_file_a_contest_with_columns_of_its_own_comes_in_by_one_mapping(tmp_path: Path) -> None:
    mapping = (
        READING + '[[table]]\nfile = "mayor.csv"\nstation = "station"\ncontest = { constant = "mayor" }\n'
        '[table.figures]\nvotes_red = "red"\nvotes_blue = "blue"\n'
        '[[table]]\nfile = "council.csv"\ndelimiter = ";"\n'
        'station = "number"\ncontest = { constant = "council" }\n'
        '[table.figures]\nvotes_green = "list 1"\nvotes_blue = "list 2"\n'
    )
    files = {
        "mayor.csv": "station,red,blue\nA1,5,3\nB1,1,1\n",
        "council.csv": "number;list 1;list 2\nA1;2;6\n",
    }
    snapshot = take(operation(tmp_path / "operation", contests=TWO, options=TWO_OPTIONS), mapping, files)
    assert (total(snapshot, "X")["votes_red"], total(snapshot, "X", "council")["votes_blue"]) == (6, 6)
    assert snapshot.evidence.last_statement == 1
