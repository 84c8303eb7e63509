"""Stage 5: a table of what one person typed from forms, held against what is already said of them.

In   the CSV that she wrote, the contests with their figures, the statements about forms.
Out  the transcriptions that are new, each with the exhibit and station it is of; or InputError with every
     problem of the table.

What stands on the paper is typed as it stands: an empty cell was not read, nothing is added up or repaired.
A form is named by its exhibit (a photo in the evidence), or by its station. Where nobody photographed it, the
paper itself is meant, and a label stands for it in the evidence (`paper_label`): so the database can refuse a
second transcription of the same paper by one person. In words: spec/people.md.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from testigo.columns import COUNT, DocumentClass, Method, Provenance
from testigo.election.contests import Contest
from testigo.election.table import CellKind, Column, Rule, broken, read_table, repeated
from testigo.errors import InputError, Message, Place, Problem
from testigo.evidence.statements import Body, Json, Statement, spelt_once
from testigo.evidence.statements import Kind as Said
from testigo.forms.arithmetic import comparisons, figures
from testigo.forms.profile import FormProfile
from testigo.review.permission import may_transcribe

MOST_COUNT = 999_999_999
KEYS = (
    Column("exhibit", CellKind.CODE, optional=True),
    Column("station", CellKind.CODE, optional=True),
    Column("contest", CellKind.CODE, filled=True),
    Column("document_class", optional=True, words=tuple(DocumentClass)),
)
FORMS = (Said.RECEIVED, Said.READ, Said.TRANSCRIBED)
"""The kinds of statement that tell of forms."""


@dataclass(frozen=True)
class Typed:
    """One row of the table; `figures` has what was read, no more."""

    row: int
    exhibit: str | None
    station: str | None
    contest: str
    document_class: str | None
    figures: Mapping[str, int]


@dataclass(frozen=True)
class Transcription:
    """One transcription that is to be said.

    label  the bytes of the exhibit, where it is the label of a paper; else it is in the evidence already
    """

    exhibit: str
    contest: str
    body: Body
    label: bytes | None


@dataclass(frozen=True)
class TypedSums:
    """What the sums of the forms say about what was typed; nothing is repaired.

    failing    row of the table -> "total_votes is 67, its parts are 670", one text a sum
    unchecked  rows that type a result, and of which no sum could be checked
    """

    failing: Mapping[int, tuple[str, ...]]
    unchecked: tuple[int, ...]


@dataclass
class Forms:
    """What the evidence says of the forms of stations, and of every exhibit that is a form."""

    station_of: dict[str, str] = field(default_factory=dict)  # exhibit -> station
    name_of: dict[str, str] = field(default_factory=dict)  # exhibit -> the paper's name
    exhibits_of: dict[str, dict[str, None]] = field(default_factory=dict)  # station -> exhibits, in order
    said_of: dict[str, list[Statement]] = field(default_factory=dict)  # exhibit -> what is said of it


def paper_label(station: str) -> bytes:
    """Return the exhibit that stands for the paper form of a station which nobody has photographed."""
    return f"paper form of station {station}\n".encode()


def label_name(station: str) -> str:
    """Return the name of the exhibit that `paper_label` is."""
    return hashlib.sha256(paper_label(station)).hexdigest()


def forms_in(statements: Iterable[Statement]) -> Forms:
    """Collect the forms that the statements of the kinds in FORMS tell of."""
    forms = Forms()
    for statement in statements:
        if statement.subject is None or statement.kind not in FORMS:
            continue
        forms.said_of.setdefault(statement.subject, []).append(statement)
        station, name = statement.body.get("station"), statement.body.get("form")
        if isinstance(station, str):
            forms.station_of.setdefault(statement.subject, station)
            forms.exhibits_of.setdefault(station, {})[statement.subject] = None
        if isinstance(name, str):
            forms.name_of.setdefault(statement.subject, name)
    return forms


def read_typed(file: str, content: bytes, figures: Mapping[str, Sequence[str]]) -> tuple[Typed, ...]:
    """Read the table; InputError with every problem in it.

    figures  contest -> its figure columns
    """
    counts = [Column(name, CellKind.COUNT, optional=True) for name in dict.fromkeys(_all(figures))]
    table, problems = read_table(file, content, (*KEYS, *counts))
    if table is None:
        raise InputError(problems)
    given = [column.name for column in counts if not table[column.name].is_null().all()]
    problems += broken(file, table, _rules(figures, given))
    if table.is_empty():
        problems.append(Problem(Place(file), None, Message("typed.no_row"), Message("typed.write_a_row")))
    if problems:
        raise InputError(problems)
    return tuple(_typed(row, figures) for row in table.iter_rows(named=True))


def sums_typed(
    typed: Iterable[Typed], contests: Sequence[Contest], profiles: Mapping[str, FormProfile]
) -> TypedSums:
    """Hold what was typed against the sums of its form, for her who typed it and has the paper at hand."""
    rows = [row for row in typed if row.document_class in (None, DocumentClass.RESULT.value)]
    failing: dict[int, tuple[str, ...]] = {}
    unchecked: list[int] = []
    for contest in contests:
        profile = profiles[contest.form]
        names = figures(contest, profile)
        of = [row for row in rows if row.contest == contest.contest]
        frame = pl.DataFrame([dict(row.figures) for row in of], schema=dict.fromkeys(names, COUNT))
        tried = [
            (each.sum.total, frame.select(each.printed.alias("printed"), each.summed.alias("summed")).rows())
            for each in comparisons(contest, profile)
        ]
        for number, row in enumerate(of):
            of_row = [(total, *compared[number]) for total, compared in tried if None not in compared[number]]
            wrong = [
                f"{total} is {is_:,}, its parts are {sum_:,}" for total, is_, sum_ in of_row if is_ != sum_
            ]
            if wrong:
                failing[row.row] = tuple(wrong)
            if not of_row:
                unchecked.append(row.row)
    return TypedSums(failing, tuple(unchecked))


def new_transcriptions(
    file: str, typed: Iterable[Typed], forms: Forms, person: str
) -> tuple[Transcription, ...]:
    """Return what is to be said; rows that the same person said before, in the same way, are left out.

    InputError with every row whose form is not clear, or that the person may not transcribe.
    """
    found: list[Transcription] = []
    problems: list[Problem] = []
    seen: set[tuple[str, str]] = set()  # (exhibit, contest)
    for row in typed:
        exhibit, station, problem = _form_of(file, row, forms, person)
        if problem is not None:
            problems.append(problem)
            continue
        if (exhibit, row.contest) in seen:
            message, remedy = Message("typed.twice"), Message("typed.keep_the_right_row")
            problems.append(Problem(Place(file, row.row), station, message, remedy))
            continue
        seen.add((exhibit, row.contest))
        body = _body(row, station, exhibit, forms)
        said = forms.said_of.get(exhibit, [])
        refusal = may_transcribe(said, row.contest, person)
        if refusal is None:
            label = paper_label(station) if exhibit == label_name(station) else None
            found.append(Transcription(exhibit, row.contest, body, label))
        elif not _same(said, row.contest, person, body):
            message = Message("typed.otherwise_before")
            problems.append(Problem(Place(file, row.row), station, message, refusal.message))
    if problems:
        raise InputError(problems)
    return tuple(found)


def _all(figures: Mapping[str, Sequence[str]]) -> Iterable[str]:
    return (name for names in figures.values() for name in names)


def _rules(figures: Mapping[str, Sequence[str]], given: Sequence[str]) -> Iterable[Rule]:
    known = pl.col("contest").is_in(list(figures))
    yield Rule("contest", ~known, "There is no contest of this code", f"Known are: {', '.join(figures)}.")
    malformed = ~pl.col("exhibit").str.contains("^[0-9a-f]{64}$")
    yield Rule("exhibit", malformed, "This is not the name of an exhibit", "It has 64 digits 0-9 a-f.")
    nameless = pl.col("exhibit").is_null() & pl.col("station").is_null()
    yield Rule("station", nameless, "The row names no form", "Write its station, or its exhibit.")
    message = "The form is there twice for this contest"
    yield Rule("contest", repeated("exhibit", "contest"), message, "Keep the row that is right.")
    by_station = pl.col("exhibit").is_null() & repeated("station", "contest")
    yield Rule("contest", by_station, message, "Keep the row that is right.")
    nothing = pl.all_horizontal(pl.col("document_class", *given).is_null())
    message = "Nothing was read of this form"
    remedy = "Write what the paper says; leave the row out, or write `unreadable` as its document_class."
    yield Rule("station", nothing, message, remedy)
    for name in given:
        of = [contest for contest, names in figures.items() if name in names]
        strange = known & pl.col(name).is_not_null() & ~pl.col("contest").is_in(of)
        yield Rule(name, strange, "The contest of this row has no such figure", "Empty the cell.")
        yield Rule(name, pl.col(name) > MOST_COUNT, "No form has so many", "Look at the paper again.")


def _typed(row: Mapping[str, Any], figures: Mapping[str, Sequence[str]]) -> Typed:
    read = {name: row[name] for name in figures[row["contest"]] if row[name] is not None}
    keys = ("row", "exhibit", "station", "contest", "document_class")
    return Typed(**{key: row[key] for key in keys}, figures=read)


def _form_of(file: str, row: Typed, forms: Forms, person: str) -> tuple[str, str, Problem | None]:
    """The exhibit and station that a row is of, or what is not clear."""
    if row.exhibit is not None:
        return _named_exhibit(file, row, row.exhibit, forms)
    station = row.station or ""
    exhibits = list(forms.exhibits_of.get(station, {}))
    hers = [each for each in exhibits if may_transcribe(forms.said_of[each], row.contest, person)]
    if len(hers) == 1:
        return hers[0], station, None
    if len(exhibits) < 2:
        return next(iter(exhibits), label_name(station)), station, None
    message = Message("typed.several_forms", counted=len(exhibits))
    some = f"{', '.join(exhibits[:3])}{' …' if exhibits[3:] else ''}"
    remedy = Message("typed.write_the_exhibit", exhibits=some)
    return "", station, Problem(Place(file, row.row, "station"), station, message, remedy)


def _named_exhibit(file: str, row: Typed, exhibit: str, forms: Forms) -> tuple[str, str, Problem | None]:
    place = Place(file, row.row, "exhibit")
    station = row.station or forms.station_of.get(exhibit, "")
    problem = None
    if exhibit not in forms.said_of:
        message, remedy = Message("typed.no_such_exhibit"), Message("typed.write_its_name")
        problem = Problem(place, exhibit, message, remedy)
    elif not station:
        message, remedy = Message("typed.of_which_station"), Message("typed.write_its_station")
        problem = Problem(place, exhibit, message, remedy)
    return exhibit, station, problem


def _body(row: Typed, station: str, exhibit: str, forms: Forms) -> Body:
    on_paper = exhibit == label_name(station)
    figures: dict[str, Json] = dict(row.figures)
    return {
        "station": station,
        "form": forms.name_of.get(exhibit),
        "method": Method.PERSON.value,
        "provenance_class": (Provenance.PAPER if on_paper else Provenance.PHOTO).value,
        "document_class": row.document_class,
        "confidence": None,
        "figures": figures,
    }


def _same(said: Iterable[Statement], contest: str, person: str, body: Body) -> bool:
    return any(
        statement.body == body
        for statement in said
        if (statement.kind, statement.contest) == (Said.TRANSCRIBED, contest)
        and spelt_once(statement.person or "") == spelt_once(person)
    )
