"""Stage 4: what was withdrawn, brought back and decided, with the figures before and after.

In   what the statements say of readings and stations, in their order, and the readings that stand.
Out  ERRATA with private names: `record.disclose` makes them public.

Nothing changes in silence: every such statement is a row here for good, an undone one too. Of what persons
typed or decided every withdrawal reads alike, whether one form fell or all that one person had in hand: no
reason, and the day of the publication that tells it first (null until there is one). In words:
spec/errata.md.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from testigo.columns import (
    CLAIMS,
    ERRATA,
    ERRATUM_FIGURE,
    Decision,
    ErratumKind,
    Method,
    PlaceKind,
    conform,
    empty,
    readings_schema,
)
from testigo.evidence.bodies import Claimed, Decided, Imported
from testigo.evidence.statements import Kind
from testigo.standing.wide import read_parquet, widen
from testigo.standing.withdrawal_effects import Fall, Telling, Turn, turns

Figures = Mapping[str, tuple[str, ...]]
Readings = Mapping[str, pl.DataFrame]
Row = dict[str, object]


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
    claims: Sequence[tuple[int, Claimed]]
    typed: Readings  # of all transcriptions and machine readings, fallen ones too
    tellings: Sequence[Telling] = ()


def errata(
    said: Said, standing: Readings, read_exhibit: Callable[[str], bytes], figures: Figures
) -> pl.DataFrame:
    """Return ERRATA (private names), sorted by day, kind, contest, place.

    standing  contest -> READINGS that stand
    figures   contest -> its figure columns
    """
    if not said.falls and not said.decisions:
        return empty(ERRATA)
    turned = turns(said.falls, said.imports, said.tellings)
    named = _named_readings(said, turned, read_exhibit, figures)
    rows = [*_turned_decisions(said, turned), *_decisions(said, named)]
    frames = [
        pl.DataFrame(rows, schema=ERRATA),
        *_turned_readings(turned, named, standing),
        *_turned_claims(said, turned, read_exhibit),
    ]
    return sorted_errata(pl.concat(frames))


def sorted_errata(rows: pl.DataFrame) -> pl.DataFrame:
    """Return ERRATA in the one order that it has: none that statements were made in."""
    return conform(rows, ERRATA).sort(list(ERRATA), nulls_last=True)


def _named_readings(
    said: Said, turned: Sequence[Turn], read_exhibit: Callable[[str], bytes], figures: Figures
) -> Readings:
    """Return every reading that a withdrawal or a decision names: contest -> READINGS."""
    names = frozenset[str]().union(
        *(turn.before | turn.after for turn in turned), *(one.said.knew for one in said.decisions)
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


def _turned_decisions(said: Said, turned: Iterable[Turn]) -> Iterable[Row]:
    """Yield what each decision gave that was taken away or brought back."""
    decided = {str(one.number): one for one in said.decisions}
    for turn in turned:
        for names, kind in turn.sides:
            for one in (decided[name] for name in sorted(names & decided.keys())):
                row = _row(turn.work_day, kind, one.contest, one.said.station, turn.work_reason)
                gone = kind is ErratumKind.WITHDRAWAL
                yield from _moves(row, one.values, {}) if gone else _moves(row, {}, one.values)


def _turned_claims(
    said: Said, turned: Iterable[Turn], read_exhibit: Callable[[str], bytes]
) -> Iterator[pl.DataFrame]:
    """Yield a row for each claim, contest and place that was taken back, or brought back."""
    made = {str(number): one.claims for number, one in said.claims}
    made |= {exhibit: exhibit for exhibit in made.values()}
    for turn in turned:
        for names, kind in turn.sides:
            for name in sorted(names & made.keys()):
                claims = read_parquet(read_exhibit(made[name]), CLAIMS).collect()
                of_claims = CLAIM_KINDS[kind]
                of_jurisdiction = pl.col("place_kind").fill_null(PlaceKind.JURISDICTION.value)
                entry = claims.select(
                    "contest", "place", place_kind=of_jurisdiction, reading="claim"
                ).unique()
                yield _entered(entry, of_claims, turn.day, turn.reason)


CLAIM_KINDS = {
    ErratumKind.WITHDRAWAL: ErratumKind.WITHDRAWN_CLAIM,
    ErratumKind.RESTORATION: ErratumKind.RESTORED_CLAIM,
}


def _entered(
    frame: pl.DataFrame, kind: ErratumKind, day: datetime.date | None, reason: str | None
) -> pl.DataFrame:
    return conform(
        frame.with_columns(
            day=pl.lit(None if day is None else day.isoformat(), dtype=pl.String),
            kind=pl.lit(kind.value),
            reason=pl.lit(reason, dtype=pl.String),
        ),
        ERRATA,
    )


def _turned_readings(turned: Iterable[Turn], named: Readings, standing: Readings) -> Iterator[pl.DataFrame]:
    """Yield the readings that each turn takes away or brings back; of those taken away, what took their place
    stands beside their figures.
    """
    for turn in turned:
        for contest, readings in named.items():
            if readings.is_empty():
                continue
            gone, was_gone = _is_named(turn.gone), _is_named(turn.before)
            back, stays_gone = _is_named(turn.back), _is_named(turn.after)
            fell, rose = readings.filter(gone & ~was_gone), readings.filter(back & ~stays_gone)
            for frame, kind in ((fell, ErratumKind.WITHDRAWAL), (rose, ErratumKind.RESTORATION)):
                if not frame.is_empty():
                    entry = _figures_and_entries(frame, kind, standing[contest])
                    place = {"contest": pl.lit(contest), "place_kind": pl.lit(PlaceKind.STATION.value)}
                    yield from _told(entry.with_columns(**place, place="station"), frame, turn, kind)


def _told(
    entry: pl.DataFrame, readings: pl.DataFrame, turn: Turn, kind: ErratumKind
) -> Iterator[pl.DataFrame]:
    """Yield entries of readings, those of persons in the one wording."""
    work = readings.filter(pl.col("method") == Method.PERSON.value).select("reading")
    yield _entered(entry.join(work, on="reading", how="semi"), kind, turn.work_day, turn.work_reason)
    yield _entered(entry.join(work, on="reading", how="anti"), kind, turn.day, turn.reason)


def _is_named(names: frozenset[str]) -> pl.Expr:
    """Whether a reading is of these names: by its own, or by the number of its import."""
    listed = pl.Series(sorted(names), dtype=pl.String).implode()
    whole = pl.col("reading").str.extract(r"\A([0-9]+)\.")
    return pl.col("reading").is_in(listed) | whole.is_in(listed).fill_null(value=False)


def _figures_and_entries(fell: pl.DataFrame, kind: ErratumKind, standing: pl.DataFrame) -> pl.DataFrame:
    """Return ENTRY and the figures that moved; a reading of which none did has one row without a figure."""
    moved = _figures_moved(fell, standing)
    if kind is ErratumKind.RESTORATION:
        moved = moved.select(*ENTRY, "figure", before=pl.lit(None), after="before")
    still = fell.join(moved, on="reading", how="anti").select(ENTRY)
    return pl.concat([moved, still], how="diagonal_relaxed")


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
            before = agreed(named[one.contest], one.said.knew)
        kind = ErratumKind.CORRECTION if one.kind is Kind.CORRECTED else ErratumKind.DECISION
        yield from _moves(_row(one.day, kind, *key, one.said.reason), before, one.values)
        last[key] = one.values


def agreed(readings: pl.DataFrame, knew: Sequence[str]) -> dict[str, int | None]:
    """Return the figures on which the known readings that have them agree: what a decision moved it from.

    readings  READINGS;  knew  the names of those that the decision knew
    """
    columns = readings.columns[len(readings_schema(())) :]
    known = readings.filter(pl.col("reading").is_in(list(knew)))
    agreed: dict[str, int | None] = {}
    for column in columns:
        values = known[column].drop_nulls().unique()
        agreed[column] = int(values[0]) if len(values) == 1 else None
    return agreed


def _row(day: datetime.date | None, kind: ErratumKind, contest: str, station: str, reason: str | None) -> Row:
    return {
        "day": None if day is None else day.isoformat(),
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
