"""Rule R.601: does the form print a figure that this reading does not have?"""

from dataclasses import replace

import pytest

from testigo.columns import DocumentClass, Method
from testigo.forms.profile import Sum
from tests import world
from tests.checks.checking import figures, findings, fires, good

FUSION = world.contest(lines=[("rose", "red"), ("ruby", "red"), ("sky", "blue")])


@pytest.mark.parametrize("figure", ["red", "blue", "registered_voters", "valid_votes", "null_votes"])
def test_r601_fires_for_a_figure_that_the_form_prints(figure: str) -> None:
    assert fires("R.601", good(**{figure: None})) == 1


def test_r601_is_silent_where_everything_was_read() -> None:
    assert fires("R.601", good()) == 0


def test_r601_is_silent_for_a_machine_code_which_is_whole_or_none() -> None:
    assert fires("R.601", good(method=Method.MACHINE_CODE.value, registered_voters=None)) == 0


def test_r601_is_silent_for_a_figure_of_0() -> None:
    assert fires("R.601", good(null_votes=0)) == 0


def test_r601_is_silent_for_a_figure_that_this_form_does_not_print() -> None:
    assert fires("R.601", good(blank_votes=None)) == 0


@pytest.mark.parametrize("declared", list(DocumentClass))
def test_r601_is_silent_for_papers_that_are_no_result(declared: DocumentClass) -> None:
    expected = 1 if declared is DocumentClass.RESULT else 0
    assert fires("R.601", good(red=None, document_class=declared)) == expected


def test_r601_names_what_is_missing_once_for_the_reading() -> None:
    said = findings([good(red=None, null_votes=None)])
    assert figures(said) == [{"missing": 2, "votes_red": None, "null_votes": None}]


def test_r601_is_silent_for_an_option_that_some_forms_lack() -> None:
    write_ins = world.contest(options=("red", "blue", "others"), optional=("others",))
    assert fires("R.601", good(), of=write_ins) == 0


def test_r601_fires_for_a_line_only_where_the_reading_has_some_lines() -> None:
    assert fires("R.601", good(), of=FUSION) == 0
    assert fires("R.601", good(line_rose=35, line_sky=40), of=FUSION) == 1


@pytest.mark.parametrize(("parts", "expected"), [(("options", "other_control"), 1), (("options",), 0)])
def test_r601_misses_a_field_of_one_form_only_where_a_sum_adds_it(
    parts: tuple[str, ...], expected: int
) -> None:
    profile = replace(
        world.PROFILE,
        counters=(*world.PROFILE.counters, "other_control"),
        sums=(Sum("valid_votes", parts),),
    )
    form = good()
    assert fires("R.601", {**form, "other_control": None}, profile=profile) == expected
