"""What "check this form" compares with: files that a script element loads, from a disk too.

In   a Snapshot and the Site.
Out  `assets/check-forms.js`: how the machine code of each contest's form is read, its sums, the names of its
     figures, and which file holds which polling stations; and those files, with the published figures of
     every station. A verifier holds each of them against the results (spec/check-form.md).

The grammar is the form profile's own, made a pattern of the browser (`javascript_pattern`). Figures that no
published result of a contest has, such as party lines of a table with totals only, are not among its columns.
"""

import re
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any

import polars as pl

from testigo.catalogue import catalogue
from testigo.columns import Status
from testigo.election.contests import Contest
from testigo.election.geography import with_first_jurisdiction
from testigo.forms.arithmetic import figures, sums_of
from testigo.forms.profile import FormProfile, MachineCode
from testigo.publication.format import safe_name, script_path, write_script
from testigo.publication.page_frame import MANY_CONTESTS, Pages
from testigo.publication.shard import Site
from testigo.publication.words import Words, words
from testigo.snapshot import Snapshot

FORMS = "check-forms"
STATIONS_A_FILE = 1_500
"""About 80 kB: what a phone loads to compare one form."""

NOT_IN_JAVASCRIPT = re.compile(r"\(\?(?!P<|P=|:|=|!)|[*+?}]\+|\\[AZ]")
"""Parts of a Python pattern that a browser reads in another way, or not at all."""


def check_files(snapshot: Snapshot, site: Site) -> Pages:
    """Yield the files of "check this form"."""
    contests = snapshot.election.contests
    columns = {contest.contest: published_columns(snapshot, contest) for contest in contests}
    pieces = list(stations_in_files(snapshot))
    forms = {
        "contests": [
            {
                "contest": contest.contest,
                "names": {language: contest.called(language) for language in site.languages},
                "columns": columns[contest.contest],
                "labels": {
                    language: _labels(contest, site.profiles[contest.form], language)
                    for language in site.languages
                },
                **form_of(contest, site.profiles[contest.form]),
            }
            for contest in contests
        ],
        "files": [[piece[0][0], f"check-{number}"] for number, piece in enumerate(pieces, start=1)],
    }
    yield script_path(FORMS), write_script(FORMS, forms)
    results = {contest.contest: _figures(snapshot, contest, columns) for contest in contests}

    def folder(first: str) -> str:
        """Where the pages of its stations are; empty where they have none."""
        return safe_name(first) if snapshot.election.has_station_pages(first) else ""

    for number, piece in enumerate(pieces, start=1):
        name = f"check-{number}"
        value = {
            station: [folder(first), safe_name(station), _of_station(station, results)]
            for station, first in piece
        }
        yield script_path(name), write_script(name, value)


def form_of(contest: Contest, profile: FormProfile) -> dict[str, Any]:
    """Return how a browser reads a form of a contest: its machine code, or null, and its sums."""
    code = profile.machine_code
    ballot = (
        () if code is None else contest.line_columns if code.votes_by == "lines" else contest.vote_columns
    )
    return {
        "code": None if code is None else _code(code, ballot),
        "sums": [[one.total, list(one.parts)] for one in sums_of(contest, profile)],
    }


def javascript_pattern(pattern: str) -> str:
    """Return a profile's pattern as JavaScript spells it; ValueError where a browser cannot say the same.

    Named groups are spelt otherwise; all else that profiles use is the same in both. The text is held against
    the whole pattern, without flags but for `u`.
    """
    if found := NOT_IN_JAVASCRIPT.search(pattern):
        raise ValueError(f"a browser does not know {found[0]} of the pattern {pattern}")
    named = re.sub(r"\(\?P=(\w+)\)", r"\\k<\1>", pattern.replace("(?P<", "(?<"))
    return f"^(?:{named})$"


def published_columns(snapshot: Snapshot, contest: Contest) -> list[str]:
    """Return the figures of a contest that any published result has."""
    accepted = accepted_results(snapshot, contest)
    columns = figures(contest, snapshot.profiles[contest.form])
    known = accepted.select(pl.col(columns).is_not_null().any()).row(0, named=True)
    return [column for column in columns if known[column]]


def accepted_results(snapshot: Snapshot, contest: Contest) -> pl.DataFrame:
    """Return the results that are published with figures."""
    return snapshot.results[contest.contest].filter(pl.col("status") == Status.ACCEPTED.value)


def stations_in_files(snapshot: Snapshot) -> Iterator[list[tuple[str, str]]]:
    """Yield the stations (and their first jurisdictions) of each file, in the order of a browser's text."""
    placed = with_first_jurisdiction(snapshot.election, snapshot.election.stations)
    rows = placed.select("station", "first_jurisdiction").rows()
    rows.sort(key=lambda row: row[0].encode("utf-16-be"))
    for start in range(0, len(rows), STATIONS_A_FILE):
        yield rows[start : start + STATIONS_A_FILE]


def _of_station(station: str, results: Mapping[str, Mapping[str, Any]]) -> list[Any] | dict[str, Any]:
    """Return what is published of a station in each contest: a list; where there are many contests, only
    those voted there, by their number from 0."""
    if len(results) <= MANY_CONTESTS:
        return [of.get(station) for of in results.values()]
    return {str(number): of[station] for number, of in enumerate(results.values()) if station in of}


def _figures(
    snapshot: Snapshot, contest: Contest, columns: Mapping[str, list[str]]
) -> dict[str, str | list[int | None]]:
    """Return station -> its published figures, or the status that says why there are none."""
    found: dict[str, str | list[int | None]] = dict(
        snapshot.results[contest.contest].select("station", "status").rows()
    )
    accepted = accepted_results(snapshot, contest)
    rows = accepted.select(columns[contest.contest]).rows()
    found |= {station: list(row) for station, row in zip(accepted["station"], rows, strict=True)}
    return found


def _code(code: MachineCode, ballot: tuple[str, ...]) -> dict[str, Any]:
    return {
        "pattern": javascript_pattern(code.pattern.pattern),
        "station": [[text, group] for text, group, _, _ in Formatter().parse(code.station)],
        "lines": code.lines,
        "separator": code.separator,
        "ballot": list(ballot),
        "fields": [list(field) for field in code.fields],
    }


def _labels(contest: Contest, profile: FormProfile, language: str) -> list[list[str]]:
    """Return what each figure of the form is called: (column, name), in the order of `arithmetic.figures`."""
    say = words(language)
    named = {f"votes_{option.option}": option.called(language) for option in contest.options}
    named |= {
        column: line.called(language)
        for line, column in zip(contest.lines, contest.line_columns, strict=True)
    }
    return [[column, named.get(column) or figure_label(say, column)] for column in figures(contest, profile)]


def figure_label(say: Words, column: str) -> str:
    """Return what a figure that is no option and no line is called."""
    key = f"figure.{column}"
    return str(say(key)) if key in say else column.removeprefix("other_").replace("_", " ")


def words_file(language: str) -> tuple[str, bytes]:
    """Return the file with the words that the scripts say."""
    messages = catalogue("scripts", language)
    name = f"words-{language}"
    return script_path(name), write_script(name, {key: messages.text(key) for key in messages.keys})
