"""Stage 9, the only door out: from what stands in the evidence to what anyone may see.

In   Evidence (private), the stations of the election, the disclosure key.
Out  Evidence (public), such that `derive(disclose(evidence)) == derive(evidence)` in every status and figure.

An allow-list: what is not named here stays inside (spec/disclosure.md). Names are keyed (HMAC-SHA256), so
that nobody can try a photo or a person against them; they stay the same from publication to publication.

* a reading, a form, an exhibit: one public name each, the same for all readings of that form;
  the exhibit of a table's row is named for its station, since a shared name would tell a batch
* a reader: a pseudonym for one station and contest; an institution (the authority, a crowd, our own table)
  by its name, where its mapping says that it is one
* persons of decisions: how many persons and organisations, and the public names of the readings they knew
* readings of unknown stations: only how many
* what was withdrawn, decided or amended: its day, place, reason and figures; a withdrawal has no person, and
  one of everything that a person typed no reason
* never: sender, device, organisation, statement number, day, hour, order
"""

import hmac
import re
from collections.abc import Mapping

import polars as pl

from testigo.columns import CLAIMS, DECLARED, FINDINGS, READING_KEYS, ErratumKind, Method, PlaceKind, conform
from testigo.evidence.errata import sorted_errata
from testigo.evidence.gather import Evidence

CLAIMS_ARE_PUBLIC = (ErratumKind.WITHDRAWN_CLAIM.value, ErratumKind.RESTORED_CLAIM.value)
"""Entries that name a claim, as the authority made it in public."""
NAME_LENGTH = 32
PSEUDONYM = re.compile(rf"[0-9a-f]{{{NAME_LENGTH}}}")
"""Hexadecimal digits of a public name: 128 bits."""

READINGS_AT_ONCE = 50_000


def disclose(evidence: Evidence, stations: pl.Series, key: bytes) -> Evidence:
    """Return the public evidence.

    stations  the codes of the definition's stations
    key       the disclosure key, 32 bytes, kept with the signing keys
    """
    known = pl.col("station").is_in(stations.implode())
    institutions = evidence.institutions - _persons(evidence)
    readings = {
        contest: _public_readings(frame.filter(known), contest, key, institutions)
        for contest, frame in evidence.readings.items()
    }
    unknown = sum(frame.height - frame.filter(known).height for frame in evidence.readings.values())
    return Evidence(
        last_statement=0,
        chain="",
        readings=readings,
        decisions={
            contest: _public_decisions(frame.filter(known), contest, key)
            for contest, frame in evidence.decisions.items()
        },
        claims=conform(evidence.claims, CLAIMS).sort(list(CLAIMS)),
        pixel_findings=_public_findings(evidence.pixel_findings.filter(known), key),
        unknown_readings=evidence.unknown_readings + unknown,
        errata=_public_errata(evidence.errata, stations, key),
        declared=conform(evidence.declared, DECLARED).sort(list(DECLARED)),
    )


def public_name(key: bytes, kind: str, *parts: str) -> str:
    """Return the public name of a private thing: HMAC-SHA256 over its kind and parts, 32 hex digits.

    Parts are joined by a line feed, which no code or name of ours can hold.
    """
    return hmac.digest(key, "\n".join((kind, *parts)).encode(), "sha256").hex()[:NAME_LENGTH]


def is_pseudonym(reader: str) -> bool:
    """Whether a disclosed reader is a pseudonym, and not the name of an institution."""
    return PSEUDONYM.fullmatch(reader) is not None


def _public_readings(
    frame: pl.DataFrame, contest: str, key: bytes, institutions: frozenset[str]
) -> pl.DataFrame:
    # Names are made one by one outside of Polars; of a part at a time, they need no memory to speak of.
    slices = frame.iter_slices(READINGS_AT_ONCE)
    parts = [_with_public_names(part, contest, key, institutions) for part in slices]
    return pl.concat([frame.clear(), *parts]).sort("station", "reading")


def _with_public_names(
    frame: pl.DataFrame, contest: str, key: bytes, institutions: frozenset[str]
) -> pl.DataFrame:
    named = frame.select("reading", "station", "exhibit", "form", "reader")
    names = [
        {
            "reading": public_name(key, "reading", contest, row["reading"]),
            "exhibit": _exhibit(row, key),
            "form": None if row["form"] is None else public_name(key, "form", row["form"]),
            "reader": _reader(row, contest, key, institutions),
        }
        for row in named.iter_rows(named=True)
    ]
    schema = {name: READING_KEYS[name] for name in ("reading", "exhibit", "form", "reader")}
    return frame.with_columns(pl.DataFrame(names, schema=schema).get_columns())


def _exhibit(row: Mapping[str, str | None], key: bytes) -> str | None:
    exhibit, station = row["exhibit"], row["station"]
    if exhibit is None or station is None:
        return None
    return public_name(key, "exhibit", exhibit, *([] if row["form"] else [station]))


def _persons(evidence: Evidence) -> frozenset[str]:
    """Return every reader who typed anything: a person's code is published under no circumstances."""
    typed = (frame.filter(method=Method.PERSON.value)["reader"] for frame in evidence.readings.values())
    return frozenset(reader for readers in typed for reader in readers.drop_nulls().unique())


def _reader(
    row: Mapping[str, str | None], contest: str, key: bytes, institutions: frozenset[str]
) -> str | None:
    reader = row["reader"]
    if reader is None:
        return None
    if reader in institutions and not is_pseudonym(reader):  # no name may pass for a pseudonym
        return reader
    return public_name(key, "reader", reader, str(row["station"]), contest)


def _public_decisions(frame: pl.DataFrame, contest: str, key: bytes) -> pl.DataFrame:
    knew = pl.Series(
        "knew",
        [sorted(public_name(key, "reading", contest, name) for name in names) for names in frame["knew"]],
        dtype=pl.List(pl.String),
    )
    return frame.with_columns(knew).sort("station")


def _public_errata(errata: pl.DataFrame, stations: pl.Series, key: bytes) -> pl.DataFrame:
    """Return ERRATA with public names; readings and decisions of unknown stations stay inside, as they do.

    A station that an amendment had found and that was taken back was public: its entries stay.
    """
    of_reading = pl.col("contest").is_not_null() & (pl.col("place_kind") == PlaceKind.STATION.value)
    public = errata.filter(~of_reading | pl.col("place").is_in(stations.implode()))
    reading = pl.Series(
        "reading",
        [
            name if name is None or kind in CLAIMS_ARE_PUBLIC else public_name(key, "reading", contest, name)
            for kind, contest, name in public.select("kind", "contest", "reading").iter_rows()
        ],
        dtype=pl.String,
    )
    return sorted_errata(public.with_columns(reading))


def _public_findings(frame: pl.DataFrame, key: bytes) -> pl.DataFrame:
    reading = pl.Series(
        "reading",
        [
            None if name is None else public_name(key, "reading", contest, name)
            for contest, name in frame.select("contest", "reading").iter_rows()
        ],
        dtype=pl.String,
    )
    return conform(frame.with_columns(reading), FINDINGS).sort("contest", "station", "code", "reading")
