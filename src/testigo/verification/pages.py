"""Stage 11, step 7, the work: all pages of a publication, in two processes.

In   the source, the paths of its sound files, the snapshot that was derived.
Out  a Step.

Processes are started anew, never forked: a fork after Polars started its threads can hang. Each is handed the
figures once, as plain dictionaries.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from testigo.catalogue import LANGUAGES
from testigo.cells import tables
from testigo.election.geography import with_first_jurisdiction
from testigo.official.contradiction import Kind
from testigo.processes.pool import Job, spread
from testigo.publication.format import Unit, safe_name
from testigo.snapshot import Snapshot
from testigo.verification.cards import card_failures
from testigo.verification.figures import Book, Keys, Reader, Shelf
from testigo.verification.place_pages import place_pages
from testigo.verification.report import Failure, Step, StepName
from testigo.verification.scripts import script_failures
from testigo.verification.source import Progress, Source, UnreadableError
from testigo.verification.station_pages import pages_of
from testigo.verification.told import failure_rows, parse_failures, parse_parts

PAGE = ".html"
MOST_PAGE_BYTES = 4 << 20
PROCESSES = 2
PAGES_A_TASK = 500
FEW_PAGES = 2_000
"""Up to here one process is quicker than starting two."""

Checked = tuple[int, list[Failure]]


def check_pages(
    source: Source,
    sound: Iterable[str],
    snapshot: Snapshot,
    progress: Progress,
    listed: Collection[str],
    number: int | None,
    address: str | None,
) -> Step:
    """Hold every figure of every page against the snapshot; step 7.

    listed  every path of the list of files: a page that is listed but not sound has failed before
    number  of the publication, which its pages name
    address  under which it says that it can be reached: previews and cards name it
    """
    pages = sorted(path for path in sound if path.endswith(PAGE))
    book = book_of(snapshot, number, address)
    needed = [*station_pages(snapshot), *pages_of_places(snapshot)]
    failures = [Failure("page.missing", path) for path in needed if path not in listed]
    failures += script_failures(source, sound, snapshot)
    failures += card_failures(source, sound, book, snapshot)
    figures, done = 0, 0
    for task, (marked, found) in zip(tasks(pages), results(source, book, pages), strict=True):
        done += len(task)
        figures += marked
        failures += found
        progress(StepName.PAGES, done, len(pages))
    checked = {"pages": len(pages), "page_figures": figures, **stations_without_page(snapshot)}
    return Step(StepName.PAGES, checked, tuple(failures))


def tasks(pages: Sequence[str]) -> list[Sequence[str]]:
    """Cut the pages into tasks, in order: neighbours share figures."""
    return [pages[start : start + PAGES_A_TASK] for start in range(0, len(pages), PAGES_A_TASK)]


def results(source: Source, book: Book, pages: Sequence[str]) -> Iterator[Checked]:
    """Yield what came of each task, in order."""
    if len(pages) <= FEW_PAGES:
        reader = Reader(book)
        yield from (check_task(reader, source, task) for task in tasks(pages))
        return
    yield from spread(
        Job(check_in_process, write_checked, parse_checked), Begun(source, book), tasks(pages), PROCESSES
    )


@dataclass
class Begun:
    """What a process was handed once: the source and the figures; and its reader, once it has begun."""

    source: Source
    book: Book
    reader: Reader | None = None


def check_in_process(begun: Begun, task: Sequence[str]) -> Checked:
    """Check some pages in a process of its own."""
    begun.reader = begun.reader or Reader(begun.book)
    return check_task(begun.reader, begun.source, task)


def write_checked(checked: Checked) -> bytes:
    """Write what came of some pages."""
    figures, failures = checked
    return json.dumps([figures, failure_rows(failures)]).encode()


def parse_checked(content: bytes) -> Checked:
    """Read what came of some pages."""
    figures, failures = parse_parts(content, 2)
    if not isinstance(figures, int):
        raise ValueError
    return figures, parse_failures(failures)


def check_task(reader: Reader, source: Source, task: Sequence[str]) -> Checked:
    """Check some pages: how many figures they hold, and what failed."""
    before = reader.figures
    failures: list[Failure] = []
    for path in task:
        try:
            content = source.read(path, MOST_PAGE_BYTES)
        except UnreadableError as error:
            failures.append(Failure("file.unreadable", path, published=str(error)))
        else:
            failures += reader.failures(path, content)
    return reader.figures - before, failures


def station_pages(snapshot: Snapshot) -> Iterator[str]:
    """Yield the path of the page of every polling station that has one by the definition."""
    stations = with_first_jurisdiction(snapshot.election, snapshot.election.stations)
    with_pages = snapshot.election.station_pages
    if with_pages is not None:
        stations = stations.filter(pl.col("first_jurisdiction").is_in(sorted(with_pages)))
    return pages_of(stations.select("first_jurisdiction", "station").iter_rows(), languages_of(snapshot))


def stations_without_page(snapshot: Snapshot) -> dict[str, int]:
    """Return how many polling stations have no page, by the definition; nothing where all have one."""
    if snapshot.election.station_pages is None:
        return {}
    with_page = sum(1 for _ in station_pages(snapshot)) // len(languages_of(snapshot))
    return {"stations_without_page": snapshot.election.stations.height - with_page}


def pages_of_places(snapshot: Snapshot) -> Iterator[str]:
    """Yield the path of the first page of every jurisdiction."""
    for language in languages_of(snapshot):
        yield from (f"{language}/{path}" for path in place_pages(snapshot.election))


def languages_of(snapshot: Snapshot) -> list[str]:
    """Return the languages of the pages: those of the election for which we have words."""
    return [language for language in snapshot.election.languages if language in LANGUAGES]


def book_of(snapshot: Snapshot, number: int | None, address: str | None = None) -> Book:
    """Return the figures of a snapshot as plain dictionaries; number and address are the publication's."""
    ratios = ratio_rows(snapshot)
    shelves = {
        name: Shelf(
            {column: place for place, column in enumerate(table.columns)},
            table.rows(),
            ratios.get(name, frozenset()),
        )
        for name, table in tables(snapshot)
    }
    contests = snapshot.election.contests
    return Book(
        shelves=shelves,
        drill=snapshot.election.drill,
        codes=names(snapshot) | {str(number)},
        contests={one.contest: (*one.vote_columns, "null_votes", "total_votes") for one in contests},
        options={one.contest: [option.option for option in one.options] for one in contests},
        stations={safe_name(station): station for station in snapshot.election.stations["station"]},
        address=address,
        root=safe_name(snapshot.election.root),
        places=place_pages(snapshot.election),
    )


def names(snapshot: Snapshot) -> frozenset[str]:
    """Return the codes and names of the definition and the claims: some are numbers."""
    election = snapshot.election
    columns = [
        *election.stations.select("station", "polling_place", "stratum"),
        *election.polling_places.select("polling_place", "name"),
        *election.jurisdictions.select("jurisdiction", "name", "source"),
        *snapshot.evidence.claims.select("claim", "source"),
    ]
    known = {str(name) for column in columns for name in column.drop_nulls()}
    for contest in election.contests:
        known |= {contest.contest, contest.name}
        known |= {text for option in contest.options for text in (option.option, option.name)}
        known |= {text for line in contest.lines for text in (line.line, line.party or "")}
        known |= set(snapshot.evidence.readings[contest.contest]["reader"].drop_nulls().unique())
    return frozenset(known)


def ratio_rows(snapshot: Snapshot) -> dict[str, frozenset[Keys]]:
    """Return the rows, by table, whose figures are ratios whatever their columns are called."""
    discrepancies = snapshot.discrepancies.filter(pl.col("unit") == Unit.HUNDREDTHS.value)
    shares = snapshot.contradictions.filter(pl.col("kind") == Kind.SHARE_IS_NOT_ITS_VOTES.value)
    of_claims = discrepancies.select("claim", "contest", "place", "figure").rows()
    of_contradictions = shares.select(
        "kind", "claim", "contest", "place", pl.col("figure").fill_null("")
    ).rows()
    return {"discrepancies": frozenset(of_claims), "contradictions": frozenset(of_contradictions)}
