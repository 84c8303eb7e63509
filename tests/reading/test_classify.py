"""What the codes of a photo mean."""

import re
from dataclasses import replace

import pytest

from testigo.columns import DocumentClass
from testigo.forms.profile import FormProfile, MachineCode
from testigo.reading.classify import Form, FormReading, classify, read_form
from testigo.reading.container import Refusal
from testigo.reading.look import Look
from tests import world
from tests.reading.drawn import jpeg, page, symbol

CODE = MachineCode(
    pattern=re.compile(
        r"(?P<station>[A-B][12]-1\.[0-9]{2})!(?P<votes>[0-9]{1,3},[0-9]{1,3})!(?P<null>[0-9])"
    ),
    station="{station}",
    lines="votes",
    votes_by="options",
    separator=",",
    fields=(("null", "null_votes"),),
)
PROFILE: FormProfile = replace(world.PROFILE, machine_code=CODE)
MAYOR = Form(PROFILE, world.contest())
TEXT, ZERO = "A1-1.01!60,40!5", "A1-1.02!0,0!0"


def said(*codes: str | bytes, forms: tuple[Form, ...] = (MAYOR,)) -> FormReading:
    written = tuple(code if isinstance(code, bytes) else code.encode() for code in codes)
    return classify(Look(None, "a" * 64, None, written), forms)


def test_a_code_gives_a_station_and_its_figures_and_no_more() -> None:
    (code,) = said(TEXT).codes
    assert (code.contest, code.station, code.text) == ("mayor", "A1-1.01", TEXT)
    assert code.figures == {"votes_red": 60, "votes_blue": 40, "null_votes": 5}


def test_a_form_with_votes_is_a_result() -> None:
    assert said(TEXT).document_class is DocumentClass.RESULT
    assert said("A1-1.01!0,0!1").document_class is DocumentClass.RESULT


def test_a_form_without_any_vote_is_a_zero_report() -> None:
    (code,) = said(ZERO).codes
    assert said(ZERO).document_class is code.document_class is DocumentClass.ZERO_REPORT


def test_two_forms_on_one_photo_are_two_readings_each_of_its_class() -> None:
    both = said(TEXT, ZERO)
    assert [code.document_class for code in both.codes] == [DocumentClass.RESULT, DocumentClass.ZERO_REPORT]
    assert both.document_class is DocumentClass.RESULT


@pytest.mark.parametrize(
    "code",
    [
        "https://example.org",
        TEXT + " ",
        TEXT + "\n",
        TEXT[:-1],
        "Ａ1-1.01!60,40!5",
        b"\xff" + TEXT.encode(),
        "\0",
    ],
)
def test_a_code_that_is_not_whole_or_is_of_something_else_is_not_read(code: str | bytes) -> None:
    reading = said(code)
    assert (reading.document_class, reading.codes) == (DocumentClass.UNREADABLE, ())


def test_a_poster_beside_a_form_changes_nothing() -> None:
    assert said("https://example.org", TEXT).codes == said(TEXT).codes


def test_a_photo_without_a_code_is_unreadable_and_says_why() -> None:
    reading = said()
    assert (reading.document_class, reading.reason) == (DocumentClass.UNREADABLE, "no code was found")


def test_a_refused_photo_is_unreadable_and_says_why() -> None:
    reading = classify(Look(Refusal.TOO_MANY_SCANS), [MAYOR])
    assert (reading.document_class, reading.reason) == (DocumentClass.UNREADABLE, "more than 10 scans")


def test_a_code_that_fits_two_contests_is_given_to_neither() -> None:
    reading = said(TEXT, forms=(MAYOR, Form(PROFILE, world.contest("council"))))
    assert (reading.document_class, reading.codes) == (DocumentClass.UNREADABLE, ())
    assert reading.reason == "the code fits the forms of several contests"


def test_a_form_without_a_machine_code_takes_no_code() -> None:
    assert said(TEXT, forms=(Form(world.PROFILE, world.contest()),)).codes == ()


def test_a_photo_is_read_from_its_bytes() -> None:
    photo = jpeg(page(symbol("https://example.org"), symbol(TEXT)))
    reading = read_form(photo, [MAYOR])
    assert [code.text for code in reading.codes] == [TEXT]
    assert reading.look.quality is not None
