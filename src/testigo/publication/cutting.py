"""The snapshot cut into shards, pieces that one process can turn into pages on its own.

In   a Snapshot.
Out  a Shard for some polling stations of one first jurisdiction, in the order of the definition.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

import polars as pl

from testigo.cells import claims_below, completed_readings
from testigo.checks.looked import looked
from testigo.columns import PlaceKind
from testigo.election.geography import first_jurisdictions, with_first_jurisdiction
from testigo.publication.shard import Shard
from testigo.snapshot import Snapshot

STATIONS_A_SHARD = 1_500
"""About a second of work; more stations of a first jurisdiction make another shard."""


def shards(snapshot: Snapshot) -> Iterator[Shard]:
    """Yield the shards of a snapshot, the first jurisdictions in the order of the definition."""
    election = snapshot.election
    stations = with_first_jurisdiction(election, election.stations)
    firsts = first_jurisdictions(election)
    of_first: dict[str, list[str]] = defaultdict(list)
    for jurisdiction, first in firsts.items():
        of_first[first].append(jurisdiction)
    by_first = stations.partition_by("first_jurisdiction", as_dict=True, maintain_order=True)
    tables = _Tables(snapshot)
    for first, jurisdictions in of_first.items():
        here = by_first.get((first,), stations.clear())
        for number, piece in enumerate(pieces(here)):
            yield tables.shard(first, tuple(jurisdictions) if number == 0 else (), piece, here)


def pieces(stations: pl.DataFrame) -> list[pl.DataFrame]:
    """Cut stations into pieces of whole polling places; at least one piece, which may be empty."""
    ordered = stations.sort("polling_place", "station", nulls_last=True)
    cuts, start = [], 0
    while ordered.height - start > STATIONS_A_SHARD:
        end = start + STATIONS_A_SHARD
        polling_place = ordered["polling_place"]
        while (
            end < ordered.height
            and polling_place[end] is not None
            and polling_place[end] == polling_place[end - 1]
        ):
            end += 1
        cuts.append(ordered[start:end])
        start = end
    return [*cuts, ordered[start:]]


class _Tables:
    """The frames of a snapshot, cut down to the rows of one shard after the other."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._parents = snapshot.election.jurisdictions.select("jurisdiction", "parent")
        self._claims_below = claims_below(snapshot)
        self._completed = completed_readings(snapshot)
        self._looked = looked(
            snapshot.evidence.readings, snapshot.election, snapshot.profiles, snapshot.findings
        )

    def shard(
        self, first: str, jurisdictions: tuple[str, ...], piece: pl.DataFrame, here: pl.DataFrame
    ) -> Shard:
        snapshot = self._snapshot
        codes = piece.select("station")
        shown = self._parents.filter(
            pl.col("jurisdiction").is_in(jurisdictions) | pl.col("parent").is_in(jurisdictions)
        ).select("jurisdiction")
        listed = here if jurisdictions else here.clear()
        names = snapshot.election.polling_places.join(
            here.select("polling_place").unique(), on="polling_place", how="semi"
        )

        def of_stations(frames: Mapping[str, pl.DataFrame], among: pl.DataFrame) -> dict[str, pl.DataFrame]:
            return _with_rows(frames, among, "station")

        def of_places(frames: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
            return _with_rows(frames, shown, "jurisdiction")

        return Shard(
            first=first,
            jurisdictions=jurisdictions,
            stations=piece,
            place_names=names.select("polling_place", "name"),
            listed=listed.select("station", "polling_place", "jurisdiction"),
            results=of_stations(snapshot.results, here.select("station") if jurisdictions else codes),
            readings=of_stations(snapshot.evidence.readings, codes),
            completed=of_stations(self._completed, codes),
            decisions=of_stations(snapshot.evidence.decisions, codes),
            findings=_semi(snapshot.findings, codes, "station"),
            looked=_semi(self._looked, codes, "station"),
            tallies=of_places(snapshot.tallies),
            bounds=of_places(snapshot.bounds),
            leads=of_places(snapshot.leads),
            discrepancies=_of_places(snapshot.discrepancies, jurisdictions),
            contradictions=_of_places(snapshot.contradictions, jurisdictions),
            claims_below=self._claims_below.filter(pl.col("jurisdiction").is_in(jurisdictions)),
        )


def _with_rows(frames: Mapping[str, pl.DataFrame], among: pl.DataFrame, key: str) -> dict[str, pl.DataFrame]:
    """Return the rows of each contest that are among some; a contest that has none is left out."""
    found = ((contest, _semi(frame, among, key)) for contest, frame in frames.items())
    return {contest: frame for contest, frame in found if not frame.is_empty()}


def _semi(frame: pl.DataFrame, among: pl.DataFrame, key: str) -> pl.DataFrame:
    return frame.join(among, on=key, how="semi", maintain_order="left")


def _of_places(frame: pl.DataFrame, jurisdictions: tuple[str, ...]) -> pl.DataFrame:
    of_jurisdiction = pl.col("place_kind") == PlaceKind.JURISDICTION.value
    return frame.filter(of_jurisdiction & pl.col("place").is_in(jurisdictions))
