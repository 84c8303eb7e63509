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
    TEXT,
    Decision,
    ErratumKind,
    PlaceKind,
    conform,
    empty,
    readings_schema,
)
from testigo.evidence.bodies import Claimed, Decided, Imported
from testigo.evidence.statements import Kind
from testigo.standing.moved_readings import moved_readings
from testigo.standing.wide import read_parquet
from testigo.standing.withdrawal_effects import EarlierPublication, WithdrawalEffect

Readings = Mapping[str, pl.DataFrame]
Row = dict[str, object]


@dataclass(frozen=True)
class DecisionMade:
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
class History:
    """What the statements say of readings and stations, in their order.

    effects       what the withdrawals changed
    typed         contest -> READINGS of all transcriptions and machine readings, fallen ones too
    rows          the readings of one import that have one of these names, or all of it by its number
    publications  all *published* statements
    """

    effects: Sequence[WithdrawalEffect]
    decisions: Sequence[DecisionMade]
    imports: Sequence[tuple[int, Imported]]
    claims: Sequence[tuple[int, Claimed]]
    typed: Readings
    rows: Callable[[int, Imported, frozenset[str]], Readings]
    publications: Sequence[EarlierPublication] = ()


def errata(history: History, standing: Readings, read_exhibit: Callable[[str], bytes]) -> pl.DataFrame:
    """Return ERRATA (private names), sorted by day, kind, contest, place.

    standing  contest -> READINGS that stand
    """
    if not history.effects and not history.decisions:
        return empty(ERRATA)
    named = _named_readings(history)
    rows = [*_moved_decisions(history), *_decisions(history, named)]
    frames = [
        pl.DataFrame(rows, schema=ERRATA),
        *moved_readings(history.effects, history.publications, named, standing),
        *_moved_claims(history, read_exhibit),
    ]
    return sorted_errata(pl.concat(frames))


def sorted_errata(rows: pl.DataFrame) -> pl.DataFrame:
    """Return ERRATA in the one order that it has: none that statements were made in."""
    return conform(rows, ERRATA).sort(list(ERRATA), nulls_last=True)


def _named_readings(history: History) -> Readings:
    """Return every reading that a withdrawal or a decision names: contest -> READINGS."""
    names = frozenset[str]().union(
        *(effect.moved.fell for effect in history.effects), *(one.said.knew for one in history.decisions)
    )
    wanted = pl.Series(sorted(names), dtype=pl.String).implode()
    frames = {
        contest: [frame.filter(pl.col("reading").is_in(wanted))] for contest, frame in history.typed.items()
    }
    of_import: dict[str, set[str]] = {}
    for name in names:
        of_import.setdefault(name.partition(".")[0], set()).add(name)
    for number, imported in history.imports:
        if str(number) in of_import:
            rows = history.rows(number, imported, frozenset(of_import[str(number)]))
            for contest, frame in rows.items():
                frames[contest].append(frame)
    return {contest: pl.concat(found) for contest, found in frames.items()}


def _moved_decisions(history: History) -> Iterable[Row]:
    """Yield what each decision gave that was taken away or brought back."""
    decided = {str(one.number): one for one in history.decisions}
    for effect in history.effects:
        day, reason = effect.persons_work(history.publications)
        for names, kind in effect.sides:
            for one in (decided[name] for name in sorted(names) if name in decided):
                row = _row(day, kind, one.contest, one.said.station, reason)
                gone = kind is ErratumKind.WITHDRAWAL
                yield from _moves(row, one.values, {}) if gone else _moves(row, {}, one.values)


def _moved_claims(history: History, read_exhibit: Callable[[str], bytes]) -> Iterator[pl.DataFrame]:
    """Yield a row for each claim, contest and place that was taken back, or brought back."""
    made = {str(number): one.claims for number, one in history.claims}
    made |= {exhibit: exhibit for exhibit in made.values()}
    for effect in history.effects:
        for names, kind in effect.sides:
            for name in sorted(name for name in names if name in made):
                claims = read_parquet(read_exhibit(made[name]), CLAIMS).collect()
                of_jurisdiction = pl.col("place_kind").fill_null(PlaceKind.JURISDICTION.value)
                entry = claims.select(
                    "contest", "place", place_kind=of_jurisdiction, reading="claim"
                ).unique()
                day, reason = effect.withdrawal.day, effect.withdrawal.public_reason
                yield _entered(entry, CLAIM_KINDS[kind], day, reason)


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


def _decisions(history: History, named: Readings) -> Iterable[Row]:
    first: dict[str, dict[str, Sequence[str]]] = {}  # contest -> station -> what its first decision knew
    for one in history.decisions:
        first.setdefault(one.contest, {}).setdefault(one.said.station, one.said.knew)
    last = {
        (contest, station): before
        for contest, knew in first.items()
        for station, before in agreed_of_each(named[contest], knew).items()
    }
    for one in history.decisions:
        key = (one.contest, one.said.station)
        kind = ErratumKind.CORRECTION if one.kind is Kind.CORRECTED else ErratumKind.DECISION
        yield from _moves(_row(one.day, kind, *key, one.said.reason), last[key], one.values)
        last[key] = one.values


def agreed(readings: pl.DataFrame, knew: Sequence[str]) -> dict[str, int | None]:
    """Return the figures on which the known readings that have them agree: what a decision moved it from.

    readings  READINGS;  knew  the names of those that the decision knew
    """
    return agreed_of_each(readings, {"": knew})[""]


def agreed_of_each(
    readings: pl.DataFrame, knew: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, int | None]]:
    """Return `agreed` of several decisions at once, by the name that each has in `knew`."""
    figures = readings.columns[len(readings_schema(())) :]
    pairs = [(key, name) for key, names in knew.items() for name in set(names)]
    known = pl.DataFrame(pairs, schema={"key": TEXT, "reading": TEXT}, orient="row")
    values = [pl.col(figure).drop_nulls().unique() for figure in figures]
    one = [pl.when(value.len() == 1).then(value.first()) for value in values]
    found = known.join(readings.select("reading", *figures), on="reading").group_by("key").agg(one)
    agreed = dict.fromkeys(knew, dict.fromkeys(figures))
    return agreed | {key: dict(zip(figures, row, strict=True)) for key, *row in found.iter_rows()}


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
