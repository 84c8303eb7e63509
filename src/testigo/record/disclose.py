"""Stage 9, the only door out: from what stands in the evidence to what anyone may see.

In   Evidence (private), the stations of the election, the names that things have in public, the day.
Out  Evidence (public), such that `derive(disclose(evidence)) == derive(evidence)` in every status and figure.

An allow-list: what is not named here stays inside (spec/disclosure.md). Names are keyed over random bytes
(`names`), so that nobody can try a photo, a person or an order against them; they stay the same from
publication to publication.

* a reading, a form, an exhibit: one public name each, the same for all readings of that form;
  the exhibit of a table's row is named for its station, since a shared name would tell a batch
* a reader: a pseudonym for one station and contest; an institution (the authority, a crowd, our own table)
  by its name, where its mapping says that it is one
* persons of decisions: how many persons and organisations, and the public names of the readings they knew
* what was found on a photo's pixels: printed figures of the form; of its measures one class, never a measure
* readings of unknown stations: only how many
* what was withdrawn, decided or amended: its day, place, reason and figures; a withdrawal has no person, and
  one of what a person typed or decided no reason, and the day of the publication that tells it first
* never: sender, device, organisation, statement number, day, hour, order
"""

import datetime
import re
from collections.abc import Mapping, Set
from typing import Any

import polars as pl

from testigo.columns import (
    CLAIMS,
    DECLARED,
    FINDINGS,
    READING_KEYS,
    Method,
    PlaceKind,
    conform,
    readings_schema,
)
from testigo.reading import unreadable
from testigo.record.names import CLAIMS_ARE_PUBLIC, NAME_LENGTH, Names
from testigo.standing.errata import sorted_errata
from testigo.standing.gather import Evidence

PSEUDONYM = re.compile(rf"[0-9a-f]{{{NAME_LENGTH}}}")

READINGS_AT_ONCE = 50_000


def disclose(evidence: Evidence, stations: pl.Series, names: Names, day: datetime.date) -> Evidence:
    """Return the public evidence.

    stations  the codes of the definition's stations
    names     gives the public names of private things
    day       of the publication, which is the day of what persons withdrew and no publication told before
    """
    known = pl.col("station").is_in(stations.implode())
    institutions = evidence.institutions - _persons(evidence)
    readings = {
        contest: _public_readings(frame.filter(known), contest, names, institutions)
        for contest, frame in evidence.readings.items()
    }
    unknown = sum(frame.height - frame.filter(known).height for frame in evidence.readings.values())
    return Evidence(
        last_statement=0,
        chain="",
        readings=readings,
        decisions={
            contest: _public_decisions(frame.filter(known), contest, names)
            for contest, frame in evidence.decisions.items()
        },
        claims=conform(evidence.claims, CLAIMS).sort(list(CLAIMS)),
        pixel_findings=_public_findings(evidence, known, names),
        unknown_readings=evidence.unknown_readings + unknown,
        errata=_public_errata(evidence.errata, stations, names, day),
        declared=conform(evidence.declared, DECLARED).sort(list(DECLARED)),
    )


def is_pseudonym(reader: str) -> bool:
    """Whether a disclosed reader is a pseudonym, and not the name of an institution."""
    return PSEUDONYM.fullmatch(reader) is not None


def _public_readings(
    frame: pl.DataFrame, contest: str, names: Names, institutions: frozenset[str]
) -> pl.DataFrame:
    # Names are made one by one outside of Polars; of a part at a time, they need no memory to speak of.
    slices = frame.iter_slices(READINGS_AT_ONCE)
    parts = [_with_public_names(part, contest, names, institutions) for part in slices]
    return pl.concat([frame.clear(), *parts]).sort("station", "reading")


def _with_public_names(
    frame: pl.DataFrame, contest: str, names: Names, institutions: frozenset[str]
) -> pl.DataFrame:
    named = frame.select("reading", "station", "exhibit", "form", "reader")
    public = [
        {
            "reading": names.reading(contest, row["reading"]),
            "exhibit": _exhibit(row, names),
            "form": None if row["form"] is None else names.form(row["form"]),
            "reader": _reader(row, contest, names, institutions),
        }
        for row in named.iter_rows(named=True)
    ]
    schema = {name: READING_KEYS[name] for name in ("reading", "exhibit", "form", "reader")}
    return frame.with_columns(pl.DataFrame(public, schema=schema).get_columns())


def _exhibit(row: Mapping[str, str | None], names: Names) -> str | None:
    exhibit, station = row["exhibit"], row["station"]
    if exhibit is None or station is None:
        return None
    return names.exhibit(exhibit, None if row["form"] else station)


def _persons(evidence: Evidence) -> frozenset[str]:
    """Return every reader who typed anything: a person's code is published under no circumstances."""
    typed = (frame.filter(method=Method.PERSON.value)["reader"] for frame in evidence.readings.values())
    return frozenset(reader for readers in typed for reader in readers.drop_nulls().unique())


def _reader(
    row: Mapping[str, str | None], contest: str, names: Names, institutions: frozenset[str]
) -> str | None:
    reader = row["reader"]
    if reader is None:
        return None
    if reader in institutions and not is_pseudonym(reader):  # no name may pass for a pseudonym
        return reader
    return names.reader(reader, str(row["station"]), contest)


def _public_decisions(frame: pl.DataFrame, contest: str, names: Names) -> pl.DataFrame:
    knew = pl.Series(
        "knew",
        [sorted(names.reading(contest, name) for name in known) for known in frame["knew"]],
        dtype=pl.List(pl.String),
    )
    return frame.with_columns(knew).sort("station")


def _public_errata(
    errata: pl.DataFrame, stations: pl.Series, names: Names, day: datetime.date
) -> pl.DataFrame:
    """Return ERRATA with public names; readings and decisions of unknown stations stay inside, as they do.

    A station that an amendment had found and that was taken back was public: its entries stay.
    """
    of_reading = pl.col("contest").is_not_null() & (pl.col("place_kind") == PlaceKind.STATION.value)
    public = errata.filter(~of_reading | pl.col("place").is_in(stations.implode()))
    reading = pl.Series(
        "reading",
        [
            name if name is None or kind in CLAIMS_ARE_PUBLIC else names.reading(contest, name)
            for kind, contest, name in public.select("kind", "contest", "reading").iter_rows()
        ],
        dtype=pl.String,
    )
    return sorted_errata(public.with_columns(reading, pl.col("day").fill_null(day.isoformat())))


def _public_findings(evidence: Evidence, known: pl.Expr, names: Names) -> pl.DataFrame:
    """Return the findings on pixels: the figures of a form that they name, of a photo's measures a class."""
    of_forms = {figure for frame in evidence.readings.values() for figure in figures_in(frame)}
    public = [
        {
            **row,
            "reading": None if row["reading"] is None else names.reading(row["contest"], row["reading"]),
            "version": unreadable.VERSION if row["code"] == unreadable.CODE else row["version"],
            "figures": _public_figures(row, of_forms),
        }
        for row in evidence.pixel_findings.filter(known).iter_rows(named=True)
    ]
    return pl.DataFrame(public, schema=FINDINGS).sort("contest", "station", "code", "reading")


def _public_figures(row: Mapping[str, Any], of_forms: Set[str]) -> list[dict[str, Any]]:
    figures = {figure["name"]: figure["value"] for figure in row["figures"] or ()}
    if row["code"] == unreadable.CODE:
        return [{"name": name, "value": value} for name, value in unreadable.told_of(figures).items()]
    return [{"name": name, "value": value} for name, value in figures.items() if name in of_forms]


def figures_in(readings: pl.DataFrame) -> list[str]:
    """Return the figure columns of READINGS."""
    return readings.columns[len(readings_schema(())) :]
