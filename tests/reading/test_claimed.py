"""A photo that takes its decoder over and claims another photo's pixels: each is read by itself."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from testigo.columns import Status
from testigo.evidence.statements import Kind
from testigo.reading.known import Again
from testigo.reading.sandbox import PHOTO
from tests.reading.desk import DAY, Desk, classes, desk, form
from tests.reading.drawn import jpeg, png, symbol

ONE, TWO = "A1-1.01", "A1-1.02"
HONEST, BLANK = form(ONE, 60, 40), jpeg(symbol("x")[:1])


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk whose decoder runs whatever follows `#!` in a photo, as Python; other photos it decodes."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent / "behind"))
    monkeypatch.setattr("testigo.reading.sandbox.PHOTO", replace(PHOTO, module="taken_over", seconds=10))
    opened = desk(tmp_path)
    yield opened
    opened.journal.close()


def hostile(look_of: bytes, says: str = "") -> bytes:
    """A photo that says of itself what is true of another one, but for what `says` changes of it."""
    return (
        f"#!import json; said['answer'] = photo_work.answer(b't' + bytes.fromhex('{look_of.hex()}'))\n"
        f"told = json.loads(said['answer']); {says}\n"
        "said['answer'] = json.dumps(told).encode()"
    ).encode()


NO_CODE, OTHER_STATION = "told['codes'] = []", f"told['codes'] = [b'{TWO}!1,2!3!0'.hex()]"


@pytest.mark.parametrize("says", ["", NO_CODE, OTHER_STATION])
def test_a_form_counts_though_an_earlier_photo_claimed_its_pixels(at: Desk, says: str) -> None:
    first, honest = at.read(hostile(HONEST, says), HONEST)
    assert (honest.again, honest.first) == (Again.CLAIMED, first.exhibit)
    assert honest.statements
    (read,) = (each for each in at.said(Kind.READ) if each.subject == honest.exhibit)
    assert (read.body["document_class"], read.body["form"]) == (None, None)
    assert at.statuses(ONE) == [Status.ACCEPTED]
    assert at.findings() == []


def test_it_counts_though_the_claim_came_in_an_earlier_run_and_fell(at: Desk) -> None:
    (first,) = at.read(hostile(HONEST))
    at.journal.append(
        DAY, Kind.WITHDRAWN, person="judge-1",
        body={"reason": "no form", "readings": [str(first.statements[0])], "makes_a_result": False},
    )  # fmt: skip
    assert at.statuses(ONE) == [Status.MISSING]
    assert classes(at.read(HONEST)) == ["result"]
    assert at.statuses(ONE) == [Status.ACCEPTED]


def test_a_form_without_a_code_waits_for_people_though_its_pixels_were_claimed(at: Desk) -> None:
    _, honest = at.read(hostile(BLANK), BLANK)
    assert (honest.again, classes([honest])) == (Again.CLAIMED, ["unreadable"])
    (read,) = (each for each in at.said(Kind.READ) if each.subject == honest.exhibit)
    assert (read.body["document_class"], read.body["form"]) == ("unreadable", None)


@pytest.mark.parametrize("says", ["", NO_CODE, OTHER_STATION])
def test_who_claims_the_pixels_of_an_earlier_form_is_not_taken_for_it(at: Desk, says: str) -> None:
    honest, later = at.read(HONEST, hostile(HONEST, says))
    assert (later.again, later.first) == (Again.CLAIMED, honest.exhibit)
    assert at.statuses(ONE) == [Status.ACCEPTED]
    assert at.findings() == []


def test_a_picture_with_something_else_beside_it_says_the_same_or_is_another(at: Desk) -> None:
    """The picture is the honest one, and what takes the decoder over lies beside it."""
    beside = HONEST[:2] + b"\xff\xe1\x00\x0a" + b"exploit!" + HONEST[2:]
    assert [each.again for each in at.read(HONEST, beside)] == [None, Again.PIXELS]


def test_a_copy_of_a_form_is_a_duplicate_though_another_photo_claimed_it_first(at: Desk) -> None:
    _, honest, copy = at.read(hostile(HONEST), HONEST, HONEST + b"a trailer")
    assert (copy.again, copy.first) == (Again.PIXELS, honest.exhibit)
    (read,) = (each for each in at.said(Kind.READ) if each.subject == copy.exhibit)
    assert (read.body["document_class"], read.body["form"]) == ("duplicate", None)


def test_a_picture_that_a_tool_wrote_anew_is_another_photo_which_agrees(at: Desk) -> None:
    anew = png(Image.open(BytesIO(HONEST)))
    honest, later = at.read(HONEST, anew)
    assert honest.reading is not None
    assert later.reading is not None
    assert honest.reading.look.pixels == later.reading.look.pixels
    assert (later.again, classes([later])) == (Again.CLAIMED, ["result"])
    assert at.statuses(ONE) == [Status.ACCEPTED]
