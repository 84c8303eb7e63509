import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.election.policy import Combination, parse_combination, parse_policy, sentence_of
from testigo.findings import Severity


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("one row of a published table", Combination("", published_tables=1)),
        ("two rows of published tables", Combination("", published_tables=2)),
        ("one machine code whose sums hold", Combination("", machine_codes=1, sums_must_hold=True)),
        ("two persons", Combination("", persons=2)),
        (
            "one person and one machine reading of the same cells",
            Combination("", persons=1, machine_readings=1, same_form=True),
        ),
    ],
)
def test_a_sentence_says_how_many_readings_of_each_kind_must_agree(
    sentence: str, expected: Combination
) -> None:
    found = parse_combination(sentence)

    assert found is not None
    assert found.name == sentence == sentence_of(expected)
    assert found == Combination(sentence, *list(vars(expected).values())[1:])


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "two person",
        "one persons",
        "four persons",
        "Two persons",
        "two persons ",
        "one person and one person",
    ],
)
def test_another_spelling_is_no_combination(sentence: str) -> None:
    assert parse_combination(sentence) is None


@given(st.text(max_size=40))
def test_only_what_would_be_written_is_read(sentence: str) -> None:
    found = parse_combination(sentence)

    assert found is None or sentence_of(found) == sentence


def test_every_problem_of_a_policy_is_told_and_the_rest_is_read() -> None:
    policy, problems = parse_policy(
        ["two persons", "a crowd"], {"S.202": "warning", "S.999": "warning", "T.301": "no"}
    )

    assert [combination.name for combination in policy.sufficient] == ["two persons"]
    assert policy.severity == {"S.202": Severity.WARNING}
    assert [problem.value for problem in problems] == ["a crowd", "S.999", "no"]
