"""Stage 11, step 7: every figure of every page is the one that was derived from the evidence.

In   pages as they lie in the publication, and the figures by address (`Book`).
Out  what does not agree, by page and cell.

A figure stands in a mark, `<data value=… data-cell=…>`. The mark that the publication should bear is made
again from the cell and compared whole: value, visible text and address. Digits elsewhere in the visible text
fail, but in names, codes, dates and hashes (elements.stray_numerals), and so does what could show, hide or
replace some in another way (elements, markup). The page of a polling
station shows the figures of that station (station_pages). This file imports no Polars: it runs in worker
processes, which must start quickly.
"""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from testigo.publication.format import (
    MARK,
    STYLES,
    Unit,
    cell_keys,
    mark,
    shown,
    unit_of,
)
from testigo.verification.elements import DRILL_MARK, strange_elements, strange_entities, stray_numerals
from testigo.verification.markup import hidden_figures, lone_numbers, strange_tags, unseen
from testigo.verification.place_pages import PlacePage, sums_of
from testigo.verification.previews import without_preview
from testigo.verification.report import Failure
from testigo.verification.station_pages import own_cells, station_name

MARK_BEGINS = "<data"
Keys = tuple[str, ...]


@dataclass(frozen=True)
class Shelf:
    """The figures of one table: column -> its place, keys of a row -> its figures."""

    columns: Mapping[str, int]
    rows: Mapping[Keys, Sequence[int | None]]
    ratios: frozenset[Keys] = frozenset()  # rows whose figures are hundredths of a percent


@dataclass(frozen=True)
class Book:
    """All figures of a snapshot by address, in plain dictionaries; and whether it is a drill.

    codes     what is a number and may stand in a page as a name or code
    contests  contest -> its columns of votes
    options   contest -> its options
    stations  file name of a polling station -> its code
    address   under which the publication says that it can be reached; None where it does not say
    root      file name of the whole
    places    path below the folder of a language -> the jurisdiction whose page it is
    """

    shelves: Mapping[str, Shelf]
    drill: bool
    codes: frozenset[str] = frozenset()
    contests: Mapping[str, Sequence[str]] = field(default_factory=dict)
    options: Mapping[str, Sequence[str]] = field(default_factory=dict)
    stations: Mapping[str, str] = field(default_factory=dict)
    address: str | None = None
    root: str = ""
    places: Mapping[str, PlacePage] = field(default_factory=dict)

    def figure(self, address: str) -> tuple[int, Unit] | None:
        """Return the figure at an address and its unit; None where there is no such cell or it is unread."""
        parts = cell_keys(address)
        table, keys, column = parts[0], parts[1:-1], parts[-1]
        shelf = self.shelves.get(table)
        row = None if shelf is None else shelf.rows.get(keys)
        if shelf is None or row is None or column not in shelf.columns:
            return None
        value = row[shelf.columns[column]]
        unit = Unit.HUNDREDTHS if keys in shelf.ratios else unit_of(column)
        return None if value is None else (value, unit)


@dataclass
class Reader:
    """Reads pages against a book; marks that held once are known and not made again."""

    book: Book
    held: dict[str, set[str]] = field(default_factory=dict)  # language -> whole marks
    tags: set[str] = field(default_factory=set)  # that may stand in a page
    figures: int = 0

    def failures(self, path: str, content: bytes) -> Iterator[Failure]:
        """Yield what does not hold in one page."""
        try:
            page = content.decode("utf-8")
        except UnicodeDecodeError:
            yield Failure("page.not_text", path)
            return
        language = path.split("/", 1)[0]
        page, failure = without_preview(page, path, self.book.address, self.book.root)
        if failure is not None:
            yield failure
        yield from self.mark_failures(path, page, language)
        for text in stray_numerals(page):
            yield Failure("page.unmarked", path, published=text[:80])
        for text in lone_numbers(page, self.book.codes):
            yield Failure("page.unmarked", path, published=text[:80])
        for element in sorted(strange_elements(page)):
            yield Failure("page.element", path, published=element[:80])
        strange = (*strange_tags(page, self.tags), *sorted(strange_entities(page)), *hidden_figures(page))
        for tag in strange:
            yield Failure("page.tag", path, published=tag[:80])
        for letter in unseen(page):
            yield Failure("page.unseen", path, published=letter)
        yield from self.station_failures(path, page)
        yield from self.place_failures(path, page)
        if (DRILL_MARK in page) != self.book.drill:
            yield Failure("page.drill", path)

    def mark_failures(self, path: str, page: str, language: str) -> Iterator[Failure]:
        """Yield the marks that are not those of their cells."""
        held = self.held.setdefault(language, set())
        marks = list(MARK.finditer(page))
        self.figures += len(marks)
        for found in marks:
            if found[0] in held:
                continue
            failure = self.mark_failure(path, found, language)
            if failure is None:
                held.add(found[0])
            else:
                yield failure
        if page.lower().count(MARK_BEGINS) != len(marks):
            yield Failure("page.forged_mark", path)

    def station_failures(self, path: str, page: str) -> Iterator[Failure]:
        """Yield the figures that the page of a polling station must show and does not."""
        name = station_name(path)
        if name is None:
            return
        station = self.book.stations.get(name)
        if station is None:
            yield Failure("page.no_station", path)
            return
        results = self.book.shelves["results"]
        yield from missing(own_cells(station, self.book.contests, results.columns, results.rows), path, page)

    def place_failures(self, path: str, page: str) -> Iterator[Failure]:
        """Yield the figures that the page of a jurisdiction must show and does not."""
        place = self.book.places.get(path.partition("/")[2])
        if place is not None:
            tally = self.book.shelves["tally"]
            yield from missing(sums_of(place, self.book.options, tally.columns, tally.rows), path, page)

    def mark_failure(self, path: str, found: re.Match[str], language: str) -> Failure | None:
        """Return what is wrong with one mark, None where it is exactly the one that its cell gives."""
        address = html.unescape(found["cell"])
        figure = self.book.figure(address)
        if figure is None:
            return Failure("page.no_cell", path, address, published=found["text"])
        languages = [language] if language in STYLES else list(STYLES)
        signed = found["text"].startswith("+")
        if found[0] in {mark(*figure, address, each, signed=signed) for each in languages}:
            return None
        published = f"{found['text']} (value {found['value']})"
        return Failure("page.figure", path, address, published, shown(*figure, languages[0]))


def missing(cells: Iterator[str], path: str, page: str) -> Iterator[Failure]:
    """Yield the cells that a page does not show."""
    for cell in cells:
        if f'data-cell="{html.escape(cell)}"' not in page:
            yield Failure("page.figure_missing", path, cell)
