"""Stages 3 to 5, invented: who reads what of a contest's forms, and what they get wrong.

In   the papers and photos that arrived, the truth, rates, a source of chance.
Out  READINGS, and beside each reading what was done to it.

The code of every readable photo is read by a machine. Where it cannot be read, where the print contradicts
it, and for a few more, two persons type what is printed. A third party publishes a table. At most one of
the two persons errs: two honest people do not make the same mistake.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from testigo.columns import COUNT, TEXT, Method, Provenance, Schema, conform, readings_schema
from testigo.election.contests import Contest
from testigo.forms.arithmetic import figures
from testigo.forms.profile import FormProfile
from testigo.simulate.chance import Chance
from testigo.simulate.forge import ballot_columns, skipped, transposed
from testigo.simulate.mishaps import CONTRADICTORY, OF_PERSONS, Mishap, Rates, number, struck
from testigo.simulate.papers import MINUTES_A_DAY, Papers, other_station

MACHINE = "invented machine 1"
THIRD_PARTY = "invented third party"
PHOTOS_A_REVIEWER = 100
TYPED_WITHIN = 10 * 60  # minutes after a photo came
TABLE_DAY = 3  # days after the election on which the third party publishes
TRUTH_OF_READINGS: Schema = {
    "reading": TEXT,  # as in READINGS
    "photo": TEXT,  # null for a row of the table, as is the paper
    "paper": TEXT,
    "minute": COUNT,  # when it was read, since midnight of the election day
    "paper_done": TEXT,  # Mishap of the paper
    "done": TEXT,  # Mishap of the reading itself
}


@dataclass(frozen=True)
class Readers:
    """Everybody who reads the forms of one contest."""

    contest: Contest
    profile: FormProfile
    truth: pl.DataFrame
    papers: Papers
    rates: Rates
    chance: Chance

    @property
    def names(self) -> tuple[str, ...]:
        """The figures of the contest's READINGS."""
        return figures(self.contest, self.profile)

    def all(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return READINGS and TRUTH_OF_READINGS, by reading."""
        made = pl.concat([self.by_machine(), self.by_persons(), self.by_third_party()]).sort("reading")
        return made.select(*readings_schema(self.names)), made.select(*TRUTH_OF_READINGS)

    def by_machine(self) -> pl.DataFrame:
        """Read the code of every photo that has a readable one."""
        with_code = code_columns(self.contest, self.profile)
        photos = self.papers.photos.filter("first", "readable", bool(with_code))
        kept = self.papers.papers.join(photos.select("paper"), on="paper", how="semi")
        coded = photos.select("photo", "paper", "minute").join(
            self.papers.coded(kept, self.truth), on="paper"
        )
        unread = [name for name in self.names if name not in with_code]
        read = _unread(coded, unread).with_columns(
            reading=pl.col("photo") + " code",
            reader=pl.lit(MACHINE),
            method=pl.lit(Method.MACHINE_CODE.value),
        )
        return self._of_photos(_well_done(read))

    def by_persons(self) -> pl.DataFrame:
        """Let two persons type what is printed, where the code does not settle it; some of them err."""
        photos = self._typed_photos()
        kept = self.papers.papers.join(photos, on="paper", how="semi")
        printed = photos.join(self.papers.printed(kept, self.truth), on="paper").sort("photo")
        pool = max(3, -(-photos.height // PHOTOS_A_REVIEWER))
        first = self.chance.to("first").whole(photos.height, 0, pool - 1)
        second = (first + 1 + self.chance.to("second").whole(photos.height, 0, pool - 2)) % pool
        typed = [
            _well_done(printed).with_columns(
                reading=pl.col("photo") + f" person {rank}",
                reader=pl.lit(pl.Series([f"reviewer-{1 + person}" for person in persons], dtype=TEXT)),
                method=pl.lit(Method.PERSON.value),
                minute=pl.col("minute")
                + pl.Series(self.chance.to(f"wait {rank}").whole(photos.height, 1, TYPED_WITHIN)),
            )
            for rank, persons in ((1, first), (2, second))
        ]
        return self._of_photos(self._with_errors(typed))

    def _typed_photos(self) -> pl.DataFrame:
        """Return the photos that persons type: no readable code, contradicting print, and a sample."""
        photos = self.papers.photos.filter("first").join(
            self.papers.papers.select("paper", paper_done="done"), on="paper", maintain_order="left"
        )
        without_code = ~pl.col("readable") | (not code_columns(self.contest, self.profile))
        photos = photos.filter(pl.col("paper_done") != Mishap.NOT_A_FORM.value)
        needed = without_code | pl.col("paper_done").is_in([kind.value for kind in CONTRADICTORY])
        others = photos.filter(~needed)
        sample = self.chance.to("checked").order(others.height)[: number(self.rates.checked, others.height)]
        return (
            pl.concat([photos.filter(needed), others[np.sort(sample)]])
            .sort("photo")
            .select("photo", "paper", "minute")
        )

    def _with_errors(self, typed: list[pl.DataFrame]) -> pl.DataFrame:
        """Put errors in the place of what one of the two persons should have typed."""
        photos = typed[0].height
        lots = struck({kind: self.rates.of(kind) for kind in OF_PERSONS}, photos, self.chance.to("errors"))
        who = self.chance.to("who").whole(photos, 0, 1)
        starts = self.chance.to("starts").whole(photos, 0, 2**31)
        rows = []
        for kind, places in lots.items():
            for place in places:
                row = typed[who[place]].row(int(place), named=True)
                rows.append({**row, **self._mistake(row, kind, int(starts[place])), "done": kind.value})
        return _in_their_place(pl.concat(typed), rows, "reading")

    def _mistake(self, row: Mapping[str, object], kind: Mishap, start: int) -> Mapping[str, object]:
        if kind is Mishap.WRONG_STATION:
            stations = self.truth["station"]
            return {"station": other_station(str(row["station"]), start % len(stations), stations)}
        change = transposed if kind is Mishap.TRANSPOSED_DIGITS else skipped
        return change(self._figures(row), self.contest, start % len(ballot_columns(self.contest)))

    def by_third_party(self) -> pl.DataFrame:
        """Let a third party publish options and totals of many stations, some rows mistyped."""
        order = self.chance.to("published").order(self.truth.height)
        rows = self.truth[np.sort(order[: number(self.rates.published, self.truth.height)])]
        published = published_columns(self.contest, self.profile)
        table = _unread(rows, [name for name in self.names if name not in published]).with_columns(
            reading=pl.lit(f"{self.contest.contest} table ") + pl.col("station"),
            exhibit=pl.lit("table"),
            minute=pl.lit(TABLE_DAY * MINUTES_A_DAY, COUNT),
            reader=pl.lit(THIRD_PARTY),
            method=pl.lit(Method.PUBLISHED_TABLE.value),
            provenance_class=pl.lit(Provenance.THIRD_PARTY.value),
            done=pl.lit(Mishap.NONE.value),
        )
        return conform(self._with_mistyped_rows(table), self._schema)

    def _with_mistyped_rows(self, table: pl.DataFrame) -> pl.DataFrame:
        kind = Mishap.MISTYPED_ROW
        places = struck({kind: self.rates.mistyped_row}, table.height, self.chance.to("mistyped"))[kind]
        without_lines = replace(self.contest, lines=())
        rows = []
        for place in places:
            row = table.row(int(place), named=True)
            rows.append({**row, **transposed(self._figures(row), without_lines, 0), "done": kind.value})
        return _in_their_place(table, rows, "reading")

    def _figures(self, row: Mapping[str, object]) -> dict[str, int | None]:
        values = {name: row[name] for name in self.names}
        return {name: value if isinstance(value, int) else None for name, value in values.items()}

    @property
    def _schema(self) -> Schema:
        return {**readings_schema(self.names), **TRUTH_OF_READINGS}

    def _of_photos(self, read: pl.DataFrame) -> pl.DataFrame:
        provenance = pl.lit(Provenance.PHOTO.value)
        known = read.with_columns(exhibit="photo", form="paper", provenance_class=provenance)
        return conform(known, self._schema)


def published_columns(contest: Contest, profile: FormProfile) -> tuple[str, ...]:
    """Return the figures that the third party publishes: votes of options, valid and null ones."""
    totals = (name for name in ("valid_votes", "null_votes") if name in profile.counters)
    return (*contest.vote_columns, *totals)


def _unread(frame: pl.DataFrame, names: Iterable[str]) -> pl.DataFrame:
    return frame.with_columns(pl.lit(None, COUNT).alias(name) for name in names)


def _well_done(papers: pl.DataFrame) -> pl.DataFrame:
    """Begin readings of papers: what was done to the paper, and nothing yet to the reading."""
    return papers.rename({"done": "paper_done"}).with_columns(done=pl.lit(Mishap.NONE.value))


def _in_their_place(frame: pl.DataFrame, rows: list[dict[str, object]], key: str) -> pl.DataFrame:
    """Return `frame` with `rows` in the place of those of the same key."""
    mistakes = pl.DataFrame(rows, schema=frame.schema, orient="row")
    return pl.concat([frame.join(mistakes.select(key), on=key, how="anti"), mistakes])


def code_columns(contest: Contest, profile: FormProfile) -> tuple[str, ...]:
    """Return the figures that the form's machine code holds; none where it has no code."""
    code = profile.machine_code
    if code is None:
        return ()
    by_lines = contest.line_columns if code.votes_by == "lines" else contest.vote_columns
    return (*(by_lines if code.lines is not None else ()), *(column for _, column in code.fields))
