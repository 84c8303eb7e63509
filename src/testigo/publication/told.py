"""What every page of a sample and of forensic tests knows: the figures of one contest, in one language.

In   a snapshot whose evidence discloses a sample, or what was simulated.
Out  `Told` of each contest that has a page; the paths of these pages.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from testigo.election.contests import Contest
from testigo.file_name import safe_name
from testigo.publication.figures import Row
from testigo.publication.page_frame import Page, page
from testigo.publication.shard import Record, Site
from testigo.publication.words import Words, name, words, words_of_statistics
from testigo.snapshot import Snapshot
from testigo.statistics.disclosed import sample_in
from testigo.statistics.plan import Sample
from testigo.statistics.tables import COLUMNS, Keyed, tables

ESTIMATE, AUDIT, FORENSICS = "estimate", "audit", "forensics"
TABLES = {ESTIMATE: "estimate_counts", AUDIT: "audit_counts", FORENSICS: "forensic_counts"}
"""Page -> the table that has a row of every contest with that page."""


@dataclass(frozen=True)
class Told:
    """What the pages of one contest are made from, in one language.

    rows    table -> its rows of this contest, as dictionaries
    kinds   pages that it has
    paths   kind -> contest -> path below the language's folder, of every page of that kind
    """

    snapshot: Snapshot
    site: Site
    language: str
    contest: Contest
    rows: dict[str, list[Record]]
    kinds: tuple[str, ...]
    paths: Mapping[str, Mapping[str, str]]

    @cached_property
    def say(self) -> Words:
        """The words of samples and tests."""
        return words_of_statistics(self.language)

    @cached_property
    def sample(self) -> Sample | None:
        """The disclosed sample."""
        announced = sample_in(self.snapshot.evidence.statistics)
        return None if announced is None else announced.value

    def row(self, table: str, values: Record, *keys: str) -> Row:
        """Return a row of a table of this contest, whose cells print as marks."""
        unknown = words(self.language)("unknown")
        return Row(values, self.language, unknown, table, self.contest.contest, *keys)

    def marked(self, table: str, row: Row) -> dict[str, Markup]:
        """Return every figure of a row as a mark, by its column."""
        return {column: row[column] for column in COLUMNS[table][1]}

    def only(self, table: str) -> Row:
        """Return the one row that a table has of this contest."""
        return self.row(table, self.rows[table][0])

    def called(self, option: str) -> Markup:
        """Return the name of an option for sentences and narrow columns."""
        named = {one.option: one.called_in_short(self.language) for one in self.contest.options}
        return name(named[option])

    def fill(self, option: str) -> str:
        """Return the class of an option's fill."""
        return self.site.fill(self.contest.contest, option)

    def page(self, kind: str, title: Markup, **shown: object) -> Page:
        """Return a page of this contest."""
        palette = self.site.palette(self.contest.contest)
        return page(
            self.site,
            self.language,
            self.paths[kind][self.contest.contest],
            f"{kind}.html",
            title,
            palettes=(palette,),
            palette=palette,
            s=self.say,
            kind=kind,
            contest=name(self.contest.called(self.language))
            if len(self.site.election.contests) > 1
            else None,
            ways=self.ways(kind),
            siblings=self.siblings(kind),
            **shown,
        )

    def ways(self, kind: str) -> list[dict[str, Any]]:
        """Return the ways between the pages of this contest."""
        return [
            {
                "name": self.say(f"nav.{other}"),
                "href": None if other == kind else self.paths[other][self.contest.contest],
            }
            for other in self.kinds
        ]

    def siblings(self, kind: str) -> list[dict[str, Any]]:
        """Return the ways to the same page of other contests; nothing where there is one."""
        options = {contest.contest: contest.called(self.language) for contest in self.site.election.contests}
        paths = self.paths[kind]
        return [
            {"name": name(options[code]), "href": None if code == self.contest.contest else path}
            for code, path in paths.items()
            if len(paths) > 1
        ]


def told_of(snapshot: Snapshot, site: Site, language: str) -> Iterator[Told]:
    """Yield what is told of each contest."""
    found = list(tables(snapshot))
    rows = {one.contest: rows_of(found, one.contest) for one in snapshot.election.contests}
    paths = {
        kind: paths_of(kind, [contest for contest, of in rows.items() if table in of])
        for kind, table in TABLES.items()
    }
    for contest in snapshot.election.contests:
        kinds = tuple(kind for kind in TABLES if contest.contest in paths[kind])
        if kinds:
            yield Told(snapshot, site, language, contest, rows[contest.contest], kinds, paths)


def paths_of(kind: str, contests: Sequence[str]) -> dict[str, str]:
    """Return contest -> path of its page below the language's folder; the first has the plain name."""
    return {
        contest: f"{kind}.html" if number == 0 else f"{kind}-{safe_name(contest)}.html"
        for number, contest in enumerate(contests)
    }


def rows_of(found: list[Keyed], contest: str) -> dict[str, list[Record]]:
    """Return table -> its rows of a contest, of those that have any."""
    rows = {
        one.name: [row for row in one.frame.iter_rows(named=True) if row["contest"] == contest]
        for one in found
    }
    return {table: of for table, of in rows.items() if of}
