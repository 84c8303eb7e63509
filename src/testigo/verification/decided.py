"""Stage 11, step 6: what people decided is in the list of errata, and what is in it was decided.

In   ERRATA and the disclosed decisions, each with the public names of the readings that it knew.
Out  each entry that contradicts them, and each decision without its entry.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from testigo.columns import Decision, ErratumKind, decisions_schema
from testigo.standing.errata import agreed
from testigo.standing.gather import Evidence

Row = dict[str, Any]
"""An entry of ERRATA."""
Found = Iterator[tuple[Row, str, str | None]]
"""An entry, the code of what is wrong with it, and what should stand there."""
Figures = Mapping[str, int | None]

DECIDING = (ErratumKind.DECISION.value, ErratumKind.CORRECTION.value)
FELL = ErratumKind.WITHDRAWAL.value


def any_decided(evidence: Evidence) -> bool:
    """Whether any decision of people stands."""
    return not all(decisions.is_empty() for decisions in evidence.decisions.values())


def decided_failures(errata: pl.DataFrame, evidence: Evidence) -> Found:
    """Yield every entry of a decision that does not hold, and decisions without an entry."""
    of_people = errata.filter(pl.col("contest").is_not_null() & pl.col("reading").is_null())
    entries: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in of_people.iter_rows(named=True):
        entries[row["contest"], row["place"]].append(row)
    for contest, decisions in evidence.decisions.items():
        for decision in decisions.iter_rows(named=True):
            said = entries.pop((contest, decision["station"]), [])
            yield from of_one_decision(said, contest, decision, evidence.readings[contest])
    for said in entries.values():
        yield from of_no_decision(said)


def of_one_decision(said: Sequence[Row], contest: str, decision: Row, readings: pl.DataFrame) -> Found:
    """Yield what is wrong with the entries of a station on which a decision stands.

    Several decisions may have been taken one after the other: the last that stands must be among them. Where
    there is one alone, and every reading that it knew stands, each entry is worked out again.
    """
    kinds = DECIDING if decision["decision"] == Decision.CORRECT.value else DECIDING[:1]
    mine = [row for row in said if row["kind"] in kinds and row["reason"] == decision["reason"]]
    if not mine:
        entry = {"kind": kinds[-1], "contest": contest, "place": decision["station"]}
        yield entry, "errata.decision_unlisted", str(decision["reason"])
        return
    gave = figures_of(decision)
    yield from other_figures(mine, gave, any(row["kind"] == FELL for row in said))
    known = readings.filter(pl.col("reading").is_in(decision["knew"]))
    alone = len(mine) == len(said) and len({(row["day"], row["kind"]) for row in said}) == 1
    figures = [row["figure"] for row in said]
    if alone and len(set(figures)) == len(figures) and known.height == len(decision["knew"]):
        yield from other_moves(mine, agreed(known, known["reading"].to_list()), gave)
    yield from never_decided(said)


def figures_of(decision: Row) -> Figures:
    """Return the figures that a decision gave; none of a form that was excluded."""
    keys = decisions_schema(())
    return {name: value for name, value in decision.items() if name not in keys}


def other_figures(mine: Sequence[Row], gave: Figures, one_fell: bool) -> Found:
    """Yield figures that the last day's entries of a decision give otherwise than it.

    Where one of several fell, nobody can tell which of the entries are those of the one that stands.
    """
    last = max(str(row["day"]) for row in mine)
    newest = [row for row in mine if (one_fell or row["day"] == last) and row["figure"] is not None]
    for figure in sorted({str(row["figure"]) for row in newest}):
        rows = [row for row in newest if row["figure"] == figure]
        if figure not in gave:
            yield rows[0], "errata.figure", None
        elif gave[figure] not in [row["after"] for row in rows]:
            yield rows[0], "errata.figure", str(gave[figure])


def other_moves(mine: Sequence[Row], before: Figures, gave: Figures) -> Found:
    """Yield entries that are not what a decision moved, and figures that it moved without one."""
    moved = {name: (before.get(name), gave[name]) for name in gave if before.get(name) != gave[name]}
    for row in mine:
        figure = row["figure"]
        was = None if figure is None else moved.pop(str(figure), None)
        if figure is not None and was != (row["before"], row["after"]):
            yield row, "errata.figure", "none" if was is None else f"{was[0]} -> {was[1]}"
    for figure, (was_before, was_after) in moved.items():
        row = {**mine[0], "figure": figure, "before": None, "after": None}
        yield row, "errata.decision_unlisted", f"{was_before} -> {was_after}"


def of_no_decision(said: Sequence[Row]) -> Found:
    """Yield the entries of a station on which no decision stands, unless they say that it was taken back."""
    back = max((str(row["day"]) for row in said if row["kind"] == FELL), default="")
    yield from ((row, "errata.no_decision", None) for row in said
                if row["kind"] in DECIDING and str(row["day"]) > back)  # fmt: skip
    yield from never_decided(said)


def never_decided(said: Sequence[Row]) -> Found:
    """Yield what is said to be taken back or brought back, and was never decided before."""
    first = min((str(row["day"]) for row in said if row["kind"] in DECIDING), default="~")
    for row in said:
        if row["kind"] in DECIDING or str(row["kind"]).endswith("claim"):
            continue
        if str(row["day"]) < first:
            yield row, "errata.never_fell", None
