import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.election.load import load
from testigo.errors import InputError
from testigo.forms.load import form_problems, included_names, included_profile, load_profiles, parse_profile
from testigo.forms.profile import Sum
from tests.election.definitions import definition

FORM = r"""
[fields]
counts = ["valid_votes", "null_votes", "other_control"]
[sums]
valid_votes = "options"
options = "lines"
total_votes = "valid_votes + null_votes"
[machine_code]
pattern = '(?P<place>\d{3})\.(?P<number>\d{2})!(?P<votes>[0-9]{1,3}(?:;[0-9]){2})!(?P<control>[+*]?\d{1,2})'
station = "{place}.{number}"
separator = ";"
[machine_code.figures]
votes = "votes by LINES.position"
control = "other_control"
"""

FIGURES = "machine_code.figures"
STATION = ["machine_code.station", FIGURES]


def columns_of(text: str) -> list[str | None]:
    profile, problems = parse_profile("x", text.encode())
    assert (profile is None) == bool(problems)
    return [problem.place.column for problem in problems]


def changed(old: str, new: str) -> str:
    assert old in FORM
    return FORM.replace(old, new)


def test_a_profile_has_its_fields_sums_and_machine_code() -> None:
    profile, problems = parse_profile("x", FORM.encode())

    assert not problems
    assert profile is not None
    assert profile.counters == ("valid_votes", "null_votes", "other_control")
    assert profile.other_columns == ("other_control",)
    assert profile.sums == (
        Sum("valid_votes", ("options",)),
        Sum("options", ("lines",)),
        Sum("total_votes", ("valid_votes", "null_votes")),
    )
    assert profile.machine_code is not None
    assert profile.machine_code.lines == "votes"
    assert profile.machine_code.votes_by == "lines"
    assert profile.machine_code.fields == (("control", "other_control"),)


def test_sums_and_machine_code_may_be_left_out() -> None:
    profile, problems = parse_profile("x", b"[fields]\ncounts = []\n")

    assert not problems
    assert profile is not None
    assert profile.sums == ()
    assert profile.machine_code is None


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"null_votes", ', '"void_votes", ', ["fields.counts", "sums.total_votes"]),
        ('"null_votes", ', '"null_votes", "null_votes", ', ["fields.counts", "fields.counts"]),
        ('"other_control"]', '"other_x_stations", "other_control"]', ["fields.counts"]),
        ('valid_votes = "options"', 'good_votes = "options"', ["sums.good_votes"]),
        ("valid_votes + null_votes", "valid_votes+null_votes", ["sums.total_votes"]),
        ("valid_votes + null_votes", "valid_votes + valid_votes", ["sums.total_votes", "sums.total_votes"]),
        ('options = "lines"', 'options = "null_votes"', ["sums.options"]),
        ('valid_votes = "options"', 'valid_votes = "total_votes"', ["sums"]),
        ("{1,2})'", "{1,})'", ["machine_code.pattern"]),
        ("{1,2})'", "*)'", ["machine_code.pattern"]),
        ("{1,2})'", "+)'", ["machine_code.pattern"]),
        ("(?P<place>", "((?P<place>", ["machine_code.pattern"]),
        ("[+*]", "[[+*]", ["machine_code.pattern"]),  # which a later Python may read otherwise
        ('"{place}.{number}"', '"{place}.{table}"', STATION),
        (
            '"{place}.{number}"',
            '"1"',
            [*STATION, FIGURES],
        ),
        (
            '"{place}.{number}"',
            '"{place"',
            [*STATION, FIGURES],
        ),
        ('control = "other_control"', "", [FIGURES]),
        ('control = "other_control"', 'control = "blank_votes"', [FIGURES]),
        (
            'control = "other_control"',
            'control = "other_control"\nmore = "null_votes"',
            [FIGURES],
        ),
        ('separator = ";"', 'separator = ""', ["machine_code.separator"]),
        ("[sums]", "[colours]\n[sums]", ["colours"]),
    ],
)
def test_each_fault_of_a_profile_is_named_with_its_path(old: str, new: str, expected: list[str]) -> None:
    assert columns_of(changed(old, new)) == expected


@pytest.mark.parametrize("content", [b"\xff", b"counts = ", b""])
def test_a_file_that_is_no_profile_is_one_problem(content: bytes) -> None:
    profile, problems = parse_profile("x", content)

    assert profile is None
    assert len(problems) == 1


@given(st.binary(max_size=200) | st.text(max_size=99).map(lambda text: (FORM + text).encode(errors="ignore")))
def test_any_bytes_give_a_profile_or_problems_and_never_a_crash(content: bytes) -> None:
    profile, problems = parse_profile("x", content)

    assert (profile is None) == bool(problems)


def test_the_shipped_profiles_hold() -> None:
    assert included_names() == ("venezuela-2024",)
    for name in included_names():
        content = included_profile(name)
        assert content is not None
        assert parse_profile(name, content)[1] == []


def test_the_definitions_own_profile_goes_before_the_shipped_one_of_its_name() -> None:
    own = {"forms/venezuela-2024/form.toml": b"[fields]\ncounts = []\n"}
    files = definition(contests=ONE_CONTEST) | own

    assert load_profiles(files, load(files))["venezuela-2024"].counters == ()


ONE_CONTEST = """\
contest,name,form,blank_votes,null_votes
president,President,venezuela-2024,valid,not valid
council,Council,form,valid,not valid
"""


def test_a_contest_may_name_a_shipped_profile_or_one_of_the_definition() -> None:
    files = definition(contests=ONE_CONTEST)

    assert set(load_profiles(files, load(files))) == {"venezuela-2024", "form"}


def test_forms_that_are_neither_shipped_nor_in_the_definition_are_all_told() -> None:
    election = load(definition())
    contests = tuple(dataclasses.replace(one, form=f"no-{one.contest}") for one in election.contests)
    with pytest.raises(InputError) as raised:
        load_profiles(definition(), dataclasses.replace(election, contests=contests))

    assert [problem.value for problem in raised.value.problems] == ["no-president", "no-council"]


def test_a_machine_code_in_ballot_order_needs_the_position_of_every_line() -> None:
    lines = "contest,line,option,party,position\npresident,R1,red,Red,\n"
    files = definition(contests=ONE_CONTEST, lines=lines)
    with pytest.raises(InputError) as raised:
        load_profiles(files, load(files))

    assert [problem.place.file for problem in raised.value.problems] == ["lines.csv"]


def test_a_profile_that_no_contest_names_is_checked_too() -> None:
    assert len(form_problems({"forms/unused/form.toml": b"x"})) == 1
    assert form_problems({"forms/unused/blank.png": b"x"}) == []
