"""Find a polling station by its code, part of it, or the name of its place.

In   the definition, what somebody typed.
Out  the stations whose code begins so first, then those that have it anywhere; at most so many.

It is not said which station lacks a form, so that nobody fills gaps.
"""

import unicodedata
from dataclasses import dataclass

import polars as pl

from testigo.election.definition import Election

MOST = 12
SHORTEST = 2
"""Letters of a question: fewer name everything."""


@dataclass(frozen=True)
class FoundStation:
    """A station, with the names of its building and its lowest jurisdiction; empty where there is none."""

    station: str
    polling_place: str
    jurisdiction: str


def find_stations(election: Election, asked: str) -> tuple[FoundStation, ...]:
    """Return the stations that are meant; none where too little was typed."""
    words = folded(asked).split()
    if len("".join(words)) < SHORTEST:
        return ()
    table = named_stations(election)
    text = pl.col("text")
    found = table.filter(pl.all_horizontal(text.str.contains(word, literal=True) for word in words))
    begins = pl.col("station").str.to_lowercase().str.starts_with(" ".join(words))
    first = found.sort(~begins, "station", maintain_order=True).head(MOST)
    return tuple(
        FoundStation(*row) for row in first.select("station", "polling_place", "jurisdiction").iter_rows()
    )


def named_stations(election: Election) -> pl.DataFrame:
    """Return the stations with the names of their places, and all of it folded in the column `text`."""
    places = election.polling_places.select("polling_place", place="name")
    jurisdictions = election.jurisdictions.select("jurisdiction", area="name")
    named = (
        election.stations.select("station", "polling_place", "jurisdiction")
        .join(places, on="polling_place", how="left", maintain_order="left")
        .join(jurisdictions, on="jurisdiction", how="left", maintain_order="left")
        .select(
            "station",
            polling_place=pl.col("place").fill_null(""),
            jurisdiction=pl.col("area").fill_null(""),
        )
    )
    texts = [folded(" ".join(row)) for row in named.iter_rows()]
    return named.with_columns(text=pl.Series(texts, dtype=pl.String))


def folded(text: str) -> str:
    """Return a text as it is searched: small, without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
