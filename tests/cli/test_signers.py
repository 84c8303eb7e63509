"""What people give as a reason, before it is stated."""

import pytest

from testigo.acts.signing import reason_given
from testigo.errors import RefusedError


@pytest.mark.parametrize(
    "reason",
    [
        "",
        "because",
        "=HYPERLINK(1) x",
        "@SUM(1) is so",
        "+1 is so",
        "-1 is so",
        "It is\nso.",
        "It \x1b[2J is",
    ],
)
def test_a_reason_that_is_no_sentence_or_more_than_words_is_refused(reason: str) -> None:
    with pytest.raises(RefusedError, match="A reason is"):
        reason_given(reason)


@pytest.mark.parametrize("reason", ["The photo shows it.", " «Dos actas» de una mesa ", "٣ أوراق مختلفة"])
def test_words_in_any_script_are_a_reason(reason: str) -> None:
    assert reason_given(reason) == reason.strip()
