"""Places stand in the order in which a reader seeks them."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.publication.spelling import alphabetical

IN_ORDER = (
    ("Russian", "Алтай Ёлкино Ельня Енисейск Жуков Игарка Ишим Йошкар-Ола Казань Якутск"),
    (
        "Ukrainian",
        "Вінниця Гадяч Ґалаґан Дубно Енергодар Євпаторія Жовква Ивань Іршава Їжаківка Йосипівка Київ",
    ),
    ("Kazakh", "Ақтау Әйтеке Байқоңыр Ғабит Қарағанды Ләззат Өскемен Павлодар Уил Үржар Ұзынағаш"),
    ("Serbian", "Дебар Ђердап Ек Здравинје Кула Лазаревац Љиг Ниш Његуши Чачак Џеп Шабац"),
    ("Spanish", "Ávila Azul Nuevo Ñuble Ocaña Úbeda Uyuni"),
    ("Polish, accents aside", "Kraków Łódź Lublin Świdnica Szczecin Zamość Żory"),
    ("Arabic", "أربيل بغداد كركوك نينوى"),
)


@pytest.mark.parametrize(("language", "order"), IN_ORDER)
def test_places_are_sorted_as_the_alphabet_of_their_readers_is(language: str, order: str) -> None:
    expected = order.split()
    mixed = random.Random(language).sample(expected, len(expected))
    assert sorted(mixed, key=alphabetical) == expected


def test_accents_and_capitals_decide_only_between_names_that_are_else_the_same() -> None:
    assert sorted(["mérida b", "Merida c", "MÉRIDA a"], key=alphabetical) == [
        "MÉRIDA a",
        "mérida b",
        "Merida c",
    ]


def test_names_of_other_scripts_follow_one_another_and_do_not_mix() -> None:
    names = ["臺北", "Berlin", "Київ", "Αθήνα"]
    assert sorted(names, key=alphabetical) == ["Berlin", "Αθήνα", "Київ", "臺北"]


@given(st.lists(st.text(max_size=9), max_size=9))
def test_the_order_is_one_whatever_the_order_of_the_file(names: list[str]) -> None:
    backwards = names[::-1]
    assert sorted(names, key=alphabetical) == sorted(backwards, key=alphabetical)
