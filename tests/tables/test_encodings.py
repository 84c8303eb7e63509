"""In which encoding a text probably is: found by its letters, and said how sure it is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.tables.encodings import CANDIDATES, WORD, likely_encoding
from tests.intake.tables import only_problem

TEXTS = {
    "windows-1256": "محطة,المسجلون,الأحمر,الأزرق\nمدرسة النور,10,2,3\n",
    "windows-1255": "קלפי,בעלי זכות בחירה,מצביעים,פסולים\nירושלים,1,2,3\n",
    "windows-1251": "Участок,Город,Проголосовало\n1,Москва,3\n2,Санкт-Петербург,3\n",
    "windows-1253": "Εκλογικό Τμήμα,Εγγεγραμμένοι,Άκυρα\nΑθήνα,1,2\n",
    "windows-1250": "Obwód,Łódź,Głosów ważnych,Śląsk,Żółć\n",
    "iso-8859-11": "หน่วยเลือกตั้ง,ผู้มีสิทธิ,บัตรเสีย\nกรุงเทพมหานคร,๑๒,2\n",
    "iso-8859-1": "casilla,sección,nulos,Peñón\n",
    "windows-1252": "casilla,sección “x”,l’élection\n",
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_a_text_of_any_script_is_found_by_its_letters_and_is_never_sure(encoding: str) -> None:
    found = likely_encoding(TEXTS[encoding].encode(encoding))
    assert found.encoding == encoding
    assert not found.is_sure


def test_where_two_encodings_read_alike_the_other_is_named_with_the_word_that_differs() -> None:
    found = likely_encoding("Sandık,Muğla,İstanbul,Şişli\n".encode("windows-1254"))
    assert ("windows-1254", "Sandık") in found.others


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "plain"),
        ("utf-8", "Участок"),
        ("utf-16", "Участок"),
        ("utf-16-le", "table"),
        ("utf-16-be", "table"),
    ],
)
def test_unicode_says_what_it_is(encoding: str, text: str) -> None:
    found = likely_encoding(text.encode(encoding))
    assert (found.encoding, found.is_sure) == (encoding, True)


@given(st.binary(max_size=400))
def test_any_bytes_have_a_likely_encoding(content: bytes) -> None:
    assert likely_encoding(content).encoding in {
        *CANDIDATES,
        "iso-8859-1",
        "utf-8",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
    }


def test_an_import_that_is_refused_proposes_the_encoding_of_the_script() -> None:
    problem = only_problem(TEXTS["windows-1256"].encode("windows-1256"))
    assert 'encoding = "windows-1256"' in problem.remedy


WORD_FROM_ANYWHERE = re.compile(r"[^\W\d_]*[^\x00-\x7f][^\s\x00-\x40\x5b-\x60\x7b-\x7f]*")


@given(st.text(st.sampled_from("aZ9_ -,\n\xe9\xdf\u0301\u2019\u05d0\u0661\u4e00"), max_size=60))
def test_words_are_sought_at_the_begin_of_letters_and_are_the_same_as_from_anywhere(text: str) -> None:
    assert WORD.findall(text) == WORD_FROM_ANYWHERE.findall(text)


def test_a_run_of_a_million_letters_is_looked_at_once() -> None:
    """From each of its letters it would take hours: that this test ends is what it says."""
    found = likely_encoding(b"a" * 1_000_000 + b"\nPe\xf1\xf3n\n")
    assert found.encoding == "iso-8859-1"
