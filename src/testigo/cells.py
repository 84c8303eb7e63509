"""Every figure that a page may show, by the address of the cell it comes from.

In   a Snapshot.
Out  `Cells.value(address)`: the figure and its unit, or KeyError where there is no such cell.

The pages print an address beside each figure (`data-cell`), and a stranger's verifier looks the same address
up in the snapshot that it derived itself. An address is a table, the keys of a row, and a column, such as
`tally/president/VE/votes_EG`; spec/publication.md lists the tables.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from testigo.checks.formless import without_form
from testigo.columns import ErratumKind, Status, decisions_schema, empty, votes_column
from testigo.forms.arithmetic import completed
from testigo.official.levels import below, by_place
from testigo.review.settlement import standing_decisions
from testigo.snapshot import Snapshot
from testigo.statistics.answers import exact_figures
from testigo.statistics.tables import tables as statistics_tables
from testigo.tally.doubts import doubts


@dataclass(frozen=True)
class Table:
    """One table of cells: rows by their keys; only whole-number columns are figures."""

    keys: tuple[str, ...]
    frame: pl.DataFrame

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that hold figures."""
        schema = self.frame.schema
        return tuple(name for name, kind in schema.items() if kind == pl.Int64 and name not in self.keys)

    def rows(self) -> dict[tuple[str, ...], tuple[int | None, ...]]:
        """Return keys of a row -> its figures, in the order of `columns`."""
        keys = self.frame.select(pl.col(self.keys).cast(pl.String)).rows()
        return dict(zip(keys, self.frame.select(self.columns).rows(), strict=True))


class Cells:
    """The figures of a snapshot, found by address; a table is indexed when it is first asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._tables = dict(tables(snapshot))
        self._rows: dict[str, dict[tuple[str, ...], tuple[int | None, ...]]] = {}
        self._columns = {name: {c: n for n, c in enumerate(t.columns)} for name, t in self._tables.items()}

    def value(self, keys: Sequence[str]) -> int | None:
        """Return the figure at an address given as its parts (format.cell_keys); KeyError if none."""
        table, *middle, column = keys
        row = self._index(table)[tuple(middle)]
        return row[self._columns[table][column]]

    def __contains__(self, keys: Sequence[str]) -> bool:
        """Whether there is such a cell."""
        try:
            self.value(keys)
        except (KeyError, ValueError):
            return False
        return True

    def _index(self, name: str) -> dict[tuple[str, ...], tuple[int | None, ...]]:
        if name not in self._rows:
            self._rows[name] = self._tables[name].rows()
        return self._rows[name]


def tables(snapshot: Snapshot) -> Iterator[tuple[str, Table]]:
    """Yield every table of cells of a snapshot."""
    by_contest: dict[str, tuple[tuple[str, ...], Mapping[str, pl.DataFrame]]] = {
        "results": (("contest", "station"), snapshot.results),
        "readings": (("contest", "reading"), snapshot.evidence.readings),
        "completed": (("contest", "reading"), completed_readings(snapshot)),
        "tally": (("contest", "jurisdiction"), snapshot.tallies),
        "bounds": (("contest", "jurisdiction"), snapshot.bounds),
        "leads": (("contest", "jurisdiction", "level", "option"), snapshot.leads),
        "read": (("contest", "jurisdiction"), forms_read(snapshot)),
        "basis": (("contest", "group"), snapshot.by_basis),
        "provenance": (("contest", "group"), snapshot.by_provenance),
    }
    for name, (keys, frames) in by_contest.items():
        yield name, Table(keys, _all_contests(frames))
    yield "discrepancies", Table(("claim", "contest", "place", "figure"), snapshot.discrepancies)
    yield (
        "contradictions",
        Table(("kind", "claim", "contest", "place", "figure"), contradiction_keys(snapshot)),
    )
    yield "claims_below", Table(("claim", "contest", "jurisdiction", "level"), claims_below(snapshot))
    yield "declared", Table(("place", "source"), snapshot.evidence.declared)
    yield "stations", Table(("station",), snapshot.election.stations)
    yield "jurisdictions", Table(("jurisdiction",), snapshot.election.jurisdictions)
    yield "findings", Table(("contest", "station", "code", "nth", "name"), finding_figures(snapshot.findings))
    yield "finding_counts", Table(("code",), finding_counts(snapshot.findings))
    yield "errata", Table(("nth",), numbered_errata(snapshot))
    yield "errata_counts", Table(("kind",), errata_counts(snapshot))
    each = doubts_of(snapshot)
    yield "doubts", Table(("contest", "doubt"), each)
    yield "doubt_counts", Table(("doubt",), doubt_counts(each))
    yield "answers", Table(("contest", "accusation"), exact_figures(snapshot))
    for one in statistics_tables(snapshot):
        yield one.name, Table(one.keys, one.frame)
    yield "totals", Table(("name",), totals(snapshot))


def _all_contests(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    named = [frame.with_columns(contest=pl.lit(code)) for code, frame in frames.items()]
    return pl.concat(named, how="diagonal")


def forms_read(snapshot: Snapshot) -> dict[str, pl.DataFrame]:
    """Return how many stations of each jurisdiction have any reading, whatever came of it, a frame a contest:
    jurisdiction, stations."""
    read = [f"stations_{status}" for status in Status if status is not Status.MISSING]
    return {
        contest: tally.select("jurisdiction", stations=pl.sum_horizontal(read))
        for contest, tally in snapshot.tallies.items()
    }


def contradiction_keys(snapshot: Snapshot) -> pl.DataFrame:
    """Return CONTRADICTIONS with an empty figure where the argument is about no single one."""
    return snapshot.contradictions.with_columns(pl.col("figure").fill_null(""))


def claims_below(snapshot: Snapshot) -> pl.DataFrame:
    """Return how many places in each jurisdiction agree with a claim, differ, cannot be compared: BELOW."""
    places = by_place(snapshot.discrepancies, snapshot.tallies)
    return below(places, snapshot.election.jurisdictions)


def finding_figures(findings: pl.DataFrame) -> pl.DataFrame:
    """Return one row a figure of a finding: contest, station, code, nth (of that code there, 1 =
    first in the order of FINDINGS), name, value."""
    numbered = findings.with_columns(
        nth=pl.int_range(1, pl.len() + 1).over("contest", "station", "code"), figures=pl.col("figures")
    )
    return (
        numbered.select("contest", "station", "code", "nth", "figures")
        .explode("figures")
        .filter(pl.col("figures").is_not_null())
        .unnest("figures")
    )


def finding_counts(findings: pl.DataFrame) -> pl.DataFrame:
    """Return how many findings each rule made: code, findings, stations."""
    return (
        findings.group_by("code")
        .agg(findings=pl.len().cast(pl.Int64), stations=pl.col("station").n_unique().cast(pl.Int64))
        .sort("code")
    )


def numbered_errata(snapshot: Snapshot) -> pl.DataFrame:
    """Return ERRATA with `nth`, 1 = the first: no other key is theirs, and no order."""
    errata = snapshot.evidence.errata
    return errata.with_columns(nth=pl.int_range(1, errata.height + 1, dtype=pl.Int64, eager=True))


def errata_counts(snapshot: Snapshot) -> pl.DataFrame:
    """Return how many places and readings each kind of erratum is about: kind, places, readings."""
    kinds = pl.DataFrame({"kind": [kind.value for kind in ErratumKind]})
    counted = snapshot.evidence.errata.group_by("kind").agg(
        places=pl.struct("place_kind", "place").n_unique().cast(pl.Int64),
        readings=pl.col("reading").drop_nulls().n_unique().cast(pl.Int64),
    )
    return kinds.join(counted, on="kind", how="left", maintain_order="left").with_columns(
        pl.col("places", "readings").fill_null(0)
    )


def doubts_of(snapshot: Snapshot) -> pl.DataFrame:
    """Return DOUBTS of each contest: contest, doubt, ..."""
    frames = []
    for contest in snapshot.election.contests:
        root = snapshot.bounds[contest.contest].row(
            by_predicate=pl.col("jurisdiction") == snapshot.election.root, named=True
        )
        pair = [None if root[side] is None else votes_column(root[side]) for side in ("first", "second")]
        of_contest = doubts(
            snapshot.results[contest.contest],
            completed_readings(snapshot)[contest.contest],
            standing_of(snapshot, contest.contest),
            pair,
        )
        frames.append(of_contest.select(pl.lit(contest.contest).alias("contest"), pl.all()))
    return pl.concat(frames)


def standing_of(snapshot: Snapshot, contest: str) -> pl.DataFrame:
    """Return the decisions of a contest that stand (columns.decisions_schema)."""
    columns = snapshot.election.contest(contest).vote_columns
    decisions = snapshot.evidence.decisions.get(contest, empty(decisions_schema(columns)))
    readings = snapshot.evidence.readings[contest]
    waiting = without_form(readings, snapshot.findings, contest)
    known = readings.filter(~pl.col("reading").is_in(waiting.implode()))
    return standing_decisions(decisions, known)


def completed_readings(snapshot: Snapshot) -> dict[str, pl.DataFrame]:
    """Return READINGS with the totals that follow from what each of them has, a frame a contest."""
    found = {}
    for code, frame in snapshot.evidence.readings.items():
        contest = snapshot.election.contest(code)
        found[code] = frame.with_columns(completed(contest, snapshot.profiles[contest.form]))
    return found


def doubt_counts(each: pl.DataFrame) -> pl.DataFrame:
    """Return how many forms of all contests are in doubt: doubt, forms."""
    return each.group_by("doubt", maintain_order=True).agg(forms=pl.col("stations").sum())


def totals(snapshot: Snapshot) -> pl.DataFrame:
    """Return counts of the whole publication that no other table has: name, value."""
    election = snapshot.election
    numbers = {
        "unknown_readings": snapshot.unknown_readings,
        "findings": snapshot.findings.height,
        "readings": sum(frame.height for frame in snapshot.evidence.readings.values()),
        "claims": snapshot.evidence.claims["claim"].n_unique() if snapshot.evidence.claims.height else 0,
        "stations": election.stations.height,
        "polling_places": election.stations["polling_place"].drop_nulls().n_unique(),
        "contests": len(election.contests),
        **{
            f"jurisdictions_level_{level}": election.jurisdictions.filter(pl.col("level") == level).height
            for level in range(1, len(election.levels) + 1)
        },
    }
    return pl.DataFrame(
        {"name": list(numbers), "value": list(numbers.values())},
        schema={"name": pl.String, "value": pl.Int64},
    )
