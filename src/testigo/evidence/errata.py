"""Stage 4: what was withdrawn, brought back and decided, with the figures before and after.

In   what the statements say of readings and stations, in their order, and the readings that stand.
Out  ERRATA with private names: `record.disclose` makes them public.

Nothing changes in silence: every such statement is a row here for good, an undone one too. What one person
typed and lost (*invalidated*) is a withdrawal like any other and has no reason here, so that nobody can tell
which forms one person had in hand. In words: spec/errata.md.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from testigo.columns import (
    ERRATA,
    ERRATUM_FIGURE,
    Decision,
    ErratumKind,
    PlaceKind,
    conform,
    empty,
    readings_schema,
)
from testigo.evidence.bodies import Decided, Imported
from testigo.evidence.statements import Kind
from testigo.evidence.wide import widen

Figures = Mapping[str, tuple[str, ...]]
Readings = Mapping[str, pl.DataFrame]
Row = dict[str, object]


@dataclass(frozen=True)
class Fall:
    """A *withdrawn* or *invalidated* statement: the names that it takes away."""

    number: int
    day: datetime.date
    kind: Kind
    reason: str
    names: frozenset[str]

    @property
    def public_reason(self) -> str | None:
        """The reason as it is published."""
        return None if self.kind is Kind.INVALIDATED else self.reason


@dataclass(frozen=True)
class Deciding:
    """An *adjudicated* or *corrected* statement."""

    number: int
    day: datetime.date
    kind: Kind
    contest: str
    said: Decided

    @property
    def values(self) -> dict[str, int | None]:
        """The figures as decided; none where the form was excluded."""
        return {} if self.said.decision is Decision.EXCLUDE else dict(self.said.figures)


@dataclass(frozen=True)
class Said:
    """What the statements say, in their order."""

    falls: Sequence[Fall]
    decisions: Sequence[Deciding]
    imports: Sequence[tuple[int, Imported]]
    typed: Readings  # of all transcriptions and machine readings, fallen ones too


def errata(
    said: Said, standing: Readings, read_exhibit: Callable[[str], bytes], figures: Figures
) -> pl.DataFrame:
    """Return ERRATA (private names), sorted by day, kind, contest, place.

    standing  contest -> READINGS that stand
    figures   contest -> its figure columns
    """
    if not said.falls and not said.decisions:
        return empty(ERRATA)
    named = _named_readings(said, read_exhibit, figures)
    rows = [*_fallen_decisions(said), *_decisions(said, named)]
    frames = [pl.DataFrame(rows, schema=ERRATA), *_falls(said, named, standing)]
    return sorted_errata(pl.concat(frames))


def sorted_errata(rows: pl.DataFrame) -> pl.DataFrame:
    """Return ERRATA in the one order that it has: none that statements were made in."""
    return conform(rows, ERRATA).sort(list(ERRATA), nulls_last=True)


def _named_readings(said: Said, read_exhibit: Callable[[str], bytes], figures: Figures) -> Readings:
    """Return every reading that a withdrawal or a decision names: contest -> READINGS."""
    names = frozenset[str]().union(
        *(fall.names for fall in said.falls), *(one.said.knew for one in said.decisions)
    )
    wanted = pl.Series(sorted(names), dtype=pl.String).implode()
    frames: dict[str, list[pl.DataFrame]] = {
        contest: [said.typed[contest].filter(pl.col("reading").is_in(wanted))] for contest in figures
    }
    for number, imported in said.imports:
        of_it = {name for name in names if name == str(number) or name.startswith(f"{number}.")}
        if not of_it:
            continue
        whole = str(number) in of_it
        for contest, frame in widen(number, imported, read_exhibit(imported.readings), figures).items():
            frames[contest].append(frame if whole else frame.filter(pl.col("reading").is_in(wanted)))
    return {contest: pl.concat(found) for contest, found in frames.items()}


def _falls(said: Said, named: Readings, standing: Readings) -> Iterator[pl.DataFrame]:
    """Yield ERRATA of the readings that each withdrawal takes away, or brings back by undoing another."""
    by_number = {str(fall.number): fall for fall in said.falls}
    for fall in said.falls:
        undone = [by_number[name] for name in sorted(fall.names & by_number.keys())]
        yield from _withdrawn(fall, fall.names - by_number.keys(), ErratumKind.WITHDRAWAL, named, standing)
        for other in undone:
            yield from _withdrawn(fall, other.names, ErratumKind.RESTORATION, named, standing)


def _fallen_decisions(said: Said) -> Iterable[Row]:
    decided = {str(one.number): one for one in said.decisions}
    for fall in said.falls:
        for name in sorted(fall.names & decided.keys()):
            one = decided[name]
            row = _row(fall.day, ErratumKind.WITHDRAWAL, one.contest, one.said.station, fall.public_reason)
            yield from _moves(row, one.values, {})


def _withdrawn(
    fall: Fall, names: frozenset[str], kind: ErratumKind, named: Readings, standing: Readings
) -> Iterator[pl.DataFrame]:
    """Yield ERRATA of the readings of these names; what took their place stands beside their figures."""
    wanted = pl.Series(sorted(names), dtype=pl.String).implode()
    whole = pl.col("reading").str.extract(r"\A([0-9]+)\.")  # the import that a row is of
    for contest, readings in named.items():
        fell = readings.filter(pl.col("reading").is_in(wanted) | whole.is_in(wanted))
        if fell.is_empty():
            continue
        moved = _figures_moved(fell, standing[contest])
        if kind is ErratumKind.RESTORATION:
            moved = moved.select(*ENTRY, "figure", before=pl.lit(None), after="before")
        still = fell.join(moved, on="reading", how="anti").select(ENTRY)
        yield conform(
            pl.concat([moved, still], how="diagonal_relaxed").with_columns(
                day=pl.lit(fall.day.isoformat()),
                kind=pl.lit(kind.value),
                contest=pl.lit(contest),
                place_kind=pl.lit(PlaceKind.STATION.value),
                place="station",
                reason=pl.lit(fall.public_reason, dtype=pl.String),
            ),
            ERRATA,
        )


ENTRY = ("reading", "station")


def _figures_moved(fell: pl.DataFrame, standing: pl.DataFrame) -> pl.DataFrame:
    """Return ENTRY, figure, before, after: after is what the same reader now says of the same station,
    where that is one reading.
    """
    key = ["station", "reader"]
    columns = fell.columns[len(readings_schema(())) :]
    others = standing.join(fell, on="reading", how="anti")  # what was brought back does not follow itself
    same = others.join(fell.select(key).unique(), on=key, how="semi").filter(pl.len().over(key) == 1)
    before = fell.unpivot(columns, index=["reading", *key], variable_name="figure", value_name="before")
    after = same.unpivot(columns, index=key, variable_name="figure", value_name="after")
    both = before.join(after, on=[*key, "figure"], how="left", nulls_equal=True)
    moved = both.filter(~pl.col("before").eq_missing(pl.col("after")))
    return moved.select(*ENTRY, "figure", "before", "after")


def _decisions(said: Said, named: Readings) -> Iterable[Row]:
    last: dict[tuple[str, str], dict[str, int | None]] = {}
    for one in said.decisions:
        key = (one.contest, one.said.station)
        before = last.get(key)
        if before is None:
            before = _agreed(named[one.contest], one.said.knew)
        kind = ErratumKind.CORRECTION if one.kind is Kind.CORRECTED else ErratumKind.DECISION
        yield from _moves(_row(one.day, kind, *key, one.said.reason), before, one.values)
        last[key] = one.values


def _agreed(readings: pl.DataFrame, knew: Sequence[str]) -> dict[str, int | None]:
    """Return the figures on which the known readings that have them agree."""
    columns = readings.columns[len(readings_schema(())) :]
    known = readings.filter(pl.col("reading").is_in(list(knew)))
    agreed: dict[str, int | None] = {}
    for column in columns:
        values = known[column].drop_nulls().unique()
        agreed[column] = int(values[0]) if len(values) == 1 else None
    return agreed


def _row(day: datetime.date, kind: ErratumKind, contest: str, station: str, reason: str | None) -> Row:
    return {
        "day": day.isoformat(),
        "kind": kind.value,
        "contest": contest,
        "place_kind": PlaceKind.STATION.value,
        "place": station,
        "reading": None,
        "reason": reason,
    }


def _moves(row: Row, before: Mapping[str, int | None], after: Mapping[str, int | None]) -> Iterable[Row]:
    """Yield a row a figure that moved; one without a figure where none did."""
    moved = [
        {**row, "figure": name, "before": before.get(name), "after": after.get(name)}
        for name in dict.fromkeys((*before, *after))
        if before.get(name) != after.get(name)
    ]
    yield from moved or [{**row, **dict.fromkeys(ERRATUM_FIGURE)}]
