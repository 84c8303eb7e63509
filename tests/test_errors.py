"""What an error says: a sentence by its key and values, in English unless a door asks otherwise."""

import copy
import pickle

import pytest

from testigo.errors import Message, Place, Problem, RefusedError


def test_a_message_reads_as_its_english_sentence() -> None:
    assert Message("release.no_such_import", given="9").startswith("9: no import that stands")


def test_a_message_knows_its_key_and_values_and_other_languages() -> None:
    message = Message("release.no_such_import", given="9")
    assert (message.key, dict(message.values)) == ("release.no_such_import", {"given": "9"})
    assert message.in_language("es").startswith("9: ninguna importación vigente")


@pytest.mark.parametrize(("number", "begins"), [(1, "1 row of"), (1200, "1,200 rows of")])
def test_a_message_that_counts_has_its_plural(number: int, begins: str) -> None:
    assert Message("release.say_why", counted=number, number=3).startswith(begins)


def test_a_message_of_no_catalogue_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        Message("no.such_sentence")


def test_the_values_of_a_message_do_not_change() -> None:
    message = Message("release.no_such_import", given="9")
    with pytest.raises(TypeError):
        message.values["given"] = "8"  # type: ignore[index]


def test_a_message_that_was_copied_is_the_same() -> None:
    message = Message("release.say_why", counted=2, number=3)
    for again in (copy.deepcopy(message), pickle.loads(pickle.dumps(message))):
        assert (again, again.key, again.counted) == (message, message.key, 2)


def test_an_error_gives_its_message_to_who_wants_more_than_words() -> None:
    assert RefusedError(Message("withdraw.nothing")).message == Message("withdraw.nothing")
    assert RefusedError("A sentence that is not in the catalogue yet.").message is None


def test_a_problem_says_a_message_as_any_text() -> None:
    problem = Problem(Place("NAME"), "9", Message("withdraw.no_such_name"), Message("withdraw.see_the_names"))
    assert str(problem).startswith("NAME: No reading or statement of this name stands (value: '9'). See")
