"""One rule of texts at every door, and what shows any text without obeying it."""

import json
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.characters import (
    NUMBER_SIGNS,
    code_fault,
    harmful_in,
    is_formula,
    is_harmful,
    may_be_recorded,
    override_in,
    printable,
    printable_line,
    runs,
    text_fault,
    words_fault,
)

EVERY = [chr(point) for point in range(sys.maxunicode + 1)]
GOOD_NAMES = (
    "Peñón, N.º 3",
    "+Europa",
    "(Unión) 'Sí'",
    "L'Aquila",
    "דוד בן-גוריון",
    "می\u200cخواهم",  # a Persian word with its joiner
    "ক্র্যা",
    "ශ්\u200dරී ලංකා",
    "นครราชสีมา",
    "葛\U000e0100城",  # the form of a sign that a Japanese town writes
    "한국 정당",
    "❤️ y 👩\u200d👧",
    "A\u00a0B",
)
STEERING = {
    "NUL": "\0",
    "tab": "\t",
    "line end": "\n",
    "return": "\r",
    "escape": "\x1b",
    "delete": "\x7f",
    "next line": "\x85",
    "control of eight bits": "\x9b",
    "soft hyphen": "\xad",
    "grapheme joiner": "\u034f",
    "Arabic mark": "\u061c",
    "Hangul filler": "\u3164",
    "zero width space": "\u200b",
    "mark to the left": "\u200e",
    "mark to the right": "\u200f",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "override to the right": "\u202e",
    "word joiner": "\u2060",
    "invisible separator": "\u2063",
    "isolate": "\u2066",
    "braille without dots": "\u2800",
    "byte order mark": "\ufeff",
    "half of a surrogate": "\udc80",
    "tag": "\U000e0041",
    "unassigned": "\u0378",
    "no character": "\uffff",
    "private": "\ue000",
}


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_names_of_every_script_are_taken(name: str) -> None:
    assert text_fault(name) is None
    assert words_fault(name) is None


@pytest.mark.parametrize("letter", STEERING.values(), ids=STEERING)
@pytest.mark.parametrize("around", [("", "a"), ("a", ""), ("a", "b"), ("שלום", "ع")])
def test_what_is_not_seen_or_steers_is_refused_wherever_it_stands(
    letter: str, around: tuple[str, str]
) -> None:
    text = letter.join(around)
    assert text_fault(text) == f"The character U+{ord(letter):04X} is not seen, or steers the writing"
    assert code_fault(text) is not None


@pytest.mark.parametrize(
    "text", ["\u0301a", "a \u0301b", "3\u0338", "\u0345", "-\u20dd", "\ufe0fa", "1\ufe0f\u20e3", "\U000e0100"]
)
def test_an_accent_needs_a_letter_before_it(text: str) -> None:
    assert text_fault(text) is not None


@pytest.mark.parametrize(
    "text", ["\u200dب", "ب\u200c", "a\u200db", "ب\u200c\u200cب", "1\u200c2", "ب\u200c ب"]
)
def test_a_joiner_stands_inside_a_word_of_a_script_that_has_any(text: str) -> None:
    assert text_fault(text) is not None


def test_letters_and_accents_are_written_together() -> None:
    assert text_fault("Pen\u0303o\u0301n") == "Letters and their accents are written apart (not Unicode NFC)"
    assert text_fault("Peñón") is None


@pytest.mark.parametrize("code", ["0101", "A-1", "Mesa 7", "А12", "٣", "a.b/c", "1+1", "x@y"])
def test_a_code_is_what_a_paper_may_print(code: str) -> None:
    assert code_fault(code) is None


@pytest.mark.parametrize(
    "code",
    [
        "=1+1",
        "+2",
        "-5",
        "@x",
        "＝1",
        "＋2",
        "－5",
        "＠x",
        " 1",
        "1 ",
        "A\u00a0B",
        "می\u200cخ",
        "葛\U000e0100",
    ],
)
def test_a_code_is_neither_a_formula_nor_holds_what_is_not_seen(code: str) -> None:
    assert code_fault(code) is not None


@pytest.mark.parametrize(
    ("text", "is_run"),
    [
        ("=A1", True),
        ("@SUM(A1)", True),
        ("+HYPERLINK(1)", True),
        ("-1+1", True),
        ("+ 2", True),
        ("-cmd|' /C calc'!A0", True),
        ("+Europa", False),
        ("-Ismo", False),
        ("Sí = no", False),
    ],
)
def test_a_formula_is_told_from_the_name_of_a_party(text: str, *, is_run: bool) -> None:
    assert runs(text) is is_run
    assert (words_fault(text) is not None) is is_run


def test_every_control_and_every_unseen_character_of_unicode_is_known() -> None:
    seen = {letter for letter in EVERY if not is_harmful(letter)}
    kinds = {unicodedata.category(letter) for letter in seen}
    assert kinds == {
        *("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No"),
        *("Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Zs", "Cf"),
    }
    controls = {letter for letter in seen if unicodedata.category(letter) == "Cf"}
    assert {unicodedata.name(letter).partition(" ")[0] for letter in controls} == {
        *("ZERO", "ARABIC", "SYRIAC", "KAITHI"),
        *({"EGYPTIAN"} if any("EGYPTIAN" in unicodedata.name(letter) for letter in controls) else ()),
    }


@given(st.text())
def test_what_is_shown_obeys_nobody_and_loses_nothing(text: str) -> None:
    shown = printable(text)
    assert harmful_in(shown) <= {"\n"}
    assert "\n" not in printable_line(text)
    assert json.loads(json.dumps([shown], ensure_ascii=False)) == [shown]


@given(st.text().filter(lambda text: "\\" not in text))
def test_json_stays_json_with_the_same_values(text: str) -> None:
    written = json.dumps({"value": text}, ensure_ascii=False)
    assert json.loads(printable(written)) == {"value": text}


@given(st.text())
def test_a_text_that_is_taken_is_shown_as_it_is(text: str) -> None:
    if text_fault(text) is None:
        assert printable_line(text) == text
    if code_fault(text) is None:
        assert not is_formula(text)
        assert text == text.strip()


@given(st.text())
def test_only_two_characters_are_refused_wherever_they_stand_in_a_file(text: str) -> None:
    place = override_in(text)
    before = text if place is None else text[:place]
    assert not {"\u202d", "\u202e"} & set(before)
    assert place is None or text[place] in "\u202d\u202e"


@given(st.text(max_size=40))
def test_a_code_may_be_recorded_unless_it_has_a_sign_around_numbers(text: str) -> None:
    if code_fault(text) is None and not NUMBER_SIGNS & set(text):
        assert may_be_recorded(text)
