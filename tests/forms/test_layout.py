"""`[layout]` of a form profile: where the paper prints its figures."""

import pytest

from testigo.errors import Problem
from testigo.forms.layout import printed_columns
from testigo.forms.load import included_names, included_profile, parse_profile
from testigo.reading.trial import trial_layout
from testigo.simulate.contests import profile_of
from testigo.simulate.shape import Shape
from tests import world

DIGITS = "\n\n".join("\n".join(picture) for picture in trial_layout().digits)
LAYOUT = f"""
[layout]
module = 6
code_middle = 416
figures_end = 788
row = 36
figures = ["registered_voters", "options and lines", "valid_votes"]
digits = '''
{DIGITS}
'''
"""
PROFILE = """
[fields]
counts = ["registered_voters", "valid_votes"]

[sums]
valid_votes = "options"

[machine_code]
pattern = '(?P<station>[A-B][12]-1)!(?P<votes>[0-9]{1,3},[0-9]{1,3})'
station = "{station}"

[machine_code.figures]
votes = "votes by OPTIONS.position"
"""
WITHOUT_CODE = PROFILE[: PROFILE.index("[machine_code]")]


def problems_of(profile: str, layout: str) -> list[Problem]:
    return parse_profile("x", (profile + layout).encode())[1]


def test_a_layout_is_read_as_it_is_written() -> None:
    profile, problems = parse_profile("x", (PROFILE + LAYOUT).encode())
    assert problems == []
    assert profile is not None
    assert profile.layout is not None
    assert profile.layout.digits == trial_layout().digits
    assert (profile.layout.row, profile.layout.figures_end) == (36, 788)


def test_the_rows_of_a_form_are_its_options_each_with_its_own_lines_in_their_place() -> None:
    profile, _ = parse_profile("x", (PROFILE + LAYOUT).encode())
    assert profile is not None
    assert profile.layout is not None
    contest = world.contest()
    options = [[column, *contest.lines_of(column.removeprefix("votes_"))] for column in contest.vote_columns]
    expected = ["registered_voters", *(column for each in options for column in each), "valid_votes"]
    assert list(printed_columns(profile.layout, contest)) == expected


def test_the_forms_that_are_drawn_have_a_layout_and_the_shipped_one_has_none() -> None:
    drawn, _ = parse_profile("x", profile_of(Shape(3), 1))
    assert drawn is not None
    assert drawn.layout is not None
    for name in included_names():
        profile, _ = parse_profile(name, included_profile(name) or b"")
        assert profile is not None
        assert profile.layout is None


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("row = 36", "row = 0", "layout.row"),
        ("row = 36", "row = 36.5", "layout.row"),
        ("row = 36", "row = 12", "layout.digits"),
        ("row = 36", "", "layout.row"),
        ("row = 36", "row = 36\ncolour = 1", "layout.colour"),
        ('"valid_votes"]', '"void_votes"]', "layout.figures"),
        ('"valid_votes"]', '"valid_votes", "valid_votes"]', "layout.figures"),
        ('"valid_votes"]', '"options"]', "layout.figures"),
        (DIGITS, DIGITS + "\n\n" + DIGITS[:285], "layout.digits"),
        (DIGITS, DIGITS.replace("#", "x", 1), "layout.digits"),
        (DIGITS, DIGITS.replace(".", "", 1), "layout.digits"),
        (DIGITS, "\n\n".join([DIGITS.split("\n\n")[0]] * 10), "layout.digits"),
    ],
)
def test_each_fault_of_a_layout_is_named_with_its_path(old: str, new: str, expected: str) -> None:
    assert old in LAYOUT
    problems = problems_of(PROFILE, LAYOUT.replace(old, new))
    assert {problem.place.column for problem in problems} == {expected}


def test_a_layout_without_a_machine_code_is_refused() -> None:
    (problem,) = problems_of(WITHOUT_CODE, LAYOUT)
    assert problem.place.column == "layout"
    assert problem.message == "The form is found by its code"
