"""What a page may show: marked figures that are their cells', and digits nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.publication.format import Unit, cell_address, mark, plain, shown
from testigo.verification.elements import strange_elements, stray_numerals
from testigo.verification.figures import Book, Reader, Shelf

STATION = "Erie/Del 001 & <Sons>"
SHARE_OF_CLAIM = ("c", "mayor", "X", "share_red")
BOOK = Book(
    {
        "results": Shelf(
            {"votes_red": 0, "share_red": 1, "null_votes": 2}, {("mayor", STATION): (1234567, 6714, None)}
        ),
        "bounds": Shelf({"lead": 0}, {("mayor", "X"): (-1234,)}),
        "discrepancies": Shelf({"ours": 0}, {SHARE_OF_CLAIM: (6714,)}, frozenset({SHARE_OF_CLAIM})),
    },
    drill=False,
)
VOTES = cell_address("results", "mayor", STATION, "votes_red")
SHARE = cell_address("results", "mayor", STATION, "share_red")
LEAD = cell_address("bounds", "mayor", "X", "lead")
OURS = cell_address("discrepancies", "c", "mayor", "X", "share_red", "ours")


def codes(page: str, path: str = "es/x.html") -> list[str]:
    return [failure.code for failure in Reader(BOOK).failures(path, page.encode())]


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize(
    ("address", "value", "unit"),
    [
        (VOTES, 1234567, Unit.COUNT),
        (SHARE, 6714, Unit.HUNDREDTHS),
        (LEAD, -1234, Unit.COUNT),
        (OURS, 6714, Unit.HUNDREDTHS),
    ],
)
@pytest.mark.parametrize("signed", [False, True])
def test_the_mark_of_a_cell_holds(language: str, address: str, value: int, unit: Unit, signed: bool) -> None:
    page = f"<p>{mark(value, unit, address, language, signed=signed)}</p>"
    assert codes(page, f"{language}/x.html") == []


def test_a_mark_in_the_writing_of_another_language_fails() -> None:
    assert codes(mark(1234567, Unit.COUNT, VOTES, "en"), "es/x.html") == ["page.figure"]


def test_a_page_above_the_languages_may_write_in_any_of_them() -> None:
    assert codes(mark(1234567, Unit.COUNT, VOTES, "en"), "index.html") == []


def test_a_count_shown_as_a_share_fails() -> None:
    assert codes(mark(1234567, Unit.HUNDREDTHS, VOTES, "es")) == ["page.figure"]


def test_an_unread_figure_cannot_be_shown() -> None:
    address = cell_address("results", "mayor", STATION, "null_votes")
    assert codes(mark(0, Unit.COUNT, address, "es")) == ["page.no_cell"]


def test_the_failure_says_page_cell_and_both_values() -> None:
    page = mark(1234568, Unit.COUNT, VOTES, "es")
    [failure] = Reader(BOOK).failures("es/x.html", page.encode())
    assert (failure.file, failure.cell) == ("es/x.html", VOTES)
    assert failure.published == "1.234.568 (value 1234568)"
    assert failure.expected == "1.234.567"


def test_a_mark_that_held_once_is_not_taken_for_another() -> None:
    reader = Reader(BOOK)
    right, wrong = (mark(value, Unit.COUNT, VOTES, "es") for value in (1234567, 1234568))
    assert list(reader.failures("es/x.html", right.encode())) == []
    assert [failure.code for failure in reader.failures("es/y.html", (right + wrong).encode())] == [
        "page.figure"
    ]
    assert reader.figures == 3


@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9), st.sampled_from([VOTES, LEAD]))
def test_only_the_value_of_the_cell_holds(value: int, text: int, address: str) -> None:
    page = f'<data value="{plain(value, Unit.COUNT)}" data-cell="{mark_address(address)}">'
    page += f"{shown(text, Unit.COUNT, 'es')}</data>"
    figure = BOOK.figure(address)
    assert figure is not None
    assert (codes(page) == []) == (value == text == figure[0])


def mark_address(address: str) -> str:
    return mark(0, Unit.COUNT, address, "es").split('data-cell="')[1].split('"')[0]


@pytest.mark.parametrize(
    "page",
    [
        "<p>9,999</p>",
        "9,999<p></p>",
        "<p><9,999 votes</p>",
        "<p>a<!--> 9,999 --></p>",
        "<p>&#57;999</p>",
        "<p>\N{ARABIC-INDIC DIGIT NINE}</p>",
        "<span><b>9</b></span>",
        "<bdi>a</bdi>9<bdi>b</bdi>",
        "</p>9",
        "<svg><g>9</g></svg>",
        '<p class="hashes">9</p>',
    ],
)
def test_digits_outside_marks_are_found(page: str) -> None:
    assert stray_numerals(page) != []


@pytest.mark.parametrize(
    "page",
    [
        "<title>Station 010101001.01</title>",
        "<p>Station <bdi>010101001.01</bdi></p>",
        '<p><time datetime="2024-07-28">28 July 2024</time></p>',
        '<code dir="ltr">S.201</code>',
        '<p class="gap hash big">252d 3dea</p>',
        '<p title="9">It&#39;s</p>',
        '<rect width="20" height="28"/>',
        mark(5, Unit.COUNT, VOTES, "es"),
    ],
)
def test_digits_of_names_codes_dates_hashes_and_marks_are_no_strays(page: str) -> None:
    assert stray_numerals(page) == []


@pytest.mark.parametrize(
    "element",
    ["script", "iframe", "img", "object", "textarea", "xmp", "style", "input", "TABLE", "h1x", "text"],
)
def test_an_element_that_could_show_a_figure_without_a_cell_is_found(element: str) -> None:
    assert strange_elements(f"<p>a</p><{element} x=1>b</{element}>") == {element}


def test_a_page_that_shows_one_table_is_made_of_known_elements() -> None:
    assert strange_elements("<!doctype html><html><body><table><tr><td>a</td></tr></table>") == set()
