"""Statements and exhibits in memory, said one after the other, for tests of what stands."""

import datetime
import io
from collections.abc import Mapping, Sequence

import polars as pl

from testigo import columns
from testigo.evidence.statements import Json, Kind, Statement
from testigo.standing.gather import Evidence, gather

DAY = datetime.date(2024, 7, 28)
FIGURES = {
    "mayor": columns.figure_columns(["votes_red", "votes_blue"], [], []),
    "council": columns.figure_columns(["votes_sun"], [], ["other_spoiled"]),
}
Figures = dict[str, int | None]


class Told:
    """An evidence in memory: what was said, and the exhibits by an invented name."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self.exhibits: dict[str, bytes] = {}

    def say(self, kind: Kind, body: Mapping[str, Json] | None = None, **columns: str | None) -> int:
        number = len(self.statements)
        chain = f"{number:064x}"
        self.statements.append(Statement(number, DAY, kind, **columns, body=body or {}, chain=chain))
        return number

    def keep(self, frame: pl.DataFrame) -> str:
        name = f"{len(self.exhibits) + 1000:064x}"
        buffer = io.BytesIO()
        frame.write_parquet(buffer)
        self.exhibits[name] = buffer.getvalue()
        return name

    def imported(
        self,
        figures: Mapping[str, Figures],
        *,
        file: str = "a" * 64,
        replaces: str | None = None,
        contest: str = "mayor",
        document_class: str | None = None,
    ) -> int:
        """Import a table: station -> its figures, by one reader."""
        return self.imported_long(
            [
                (0, station, contest, document_class, figure, value)
                for station, read in figures.items()
                for figure, value in read.items()
            ],
            file=file,
            replaces=replaces,
        )

    def imported_long(
        self,
        rows: Sequence[tuple[int, str, str, str | None, str, int | None]],
        *,
        file: str = "a" * 64,
        replaces: str | None = None,
    ) -> int:
        frame = pl.DataFrame(rows, schema=columns.IMPORTED, orient="row")
        parts: list[Json] = [
            {"reader": reader, "method": method, "provenance_class": "third party"}
            for reader, method in (("publisher", "published table"), ("publisher", "machine code"))
        ]
        body: dict[str, Json] = {
            "files": [file],
            "mapping": "e" * 64,
            "readings": self.keep(frame),
            "parts": parts,
            "rows": len(rows),
            "replaces": replaces,
        }
        return self.say(Kind.IMPORTED, body, subject=file)

    def transcribed(self, station: str, figures: Figures, *, person: str = "reader-7") -> int:
        body = reading_body(station, figures)
        return self.say(Kind.TRANSCRIBED, body, subject="f" * 64, contest="mayor", person=person)

    def decided(
        self, station: str, decision: str, figures: Figures, *, knew: list[Json] | None = None
    ) -> int:
        body = decision_body(station, decision, figures, knew or [])
        return self.say(Kind.ADJUDICATED, body, contest="mayor", person="judge-1", second_person="judge-2")

    def withdrawn(self, *readings: str, kind: Kind = Kind.WITHDRAWN) -> int:
        return self.say(kind, {"readings": list(readings), "reason": "a mistake"})

    def claimed(self, claims: pl.DataFrame) -> str:
        exhibit = self.keep(claims)
        self.claimed_again(exhibit)
        return exhibit

    def claimed_again(self, exhibit: str) -> None:
        self.say(Kind.CLAIMED, {"source": "bulletin", "claims": exhibit, "rows": 1}, subject=exhibit)

    def gathered(self, upto: int | None = None) -> Evidence:
        return gather(self.statements, self.exhibits.__getitem__, FIGURES, upto)

    def gathered_of(self, figures: Mapping[str, tuple[str, ...]], others: frozenset[str]) -> Evidence:
        return gather(self.statements, self.exhibits.__getitem__, figures, others=others)


def reading_body(station: str, figures: Figures) -> dict[str, Json]:
    return {
        "station": station,
        "form": "form-1",
        "method": "person",
        "provenance_class": "photo only",
        "document_class": None,
        "confidence": 0.5,
        "figures": {**figures},
    }


def decision_body(station: str, decision: str, figures: Figures, knew: list[Json]) -> dict[str, Json]:
    return {
        "station": station,
        "decision": decision,
        "reason": "looked at the paper",
        "knew": knew,
        "figures": {**figures},
        "document_class": None,
        "organisations": 2,
    }


def claims(claim: str) -> pl.DataFrame:
    row = [(claim, "CNE", "2024-07-29", "X", "mayor", "votes_red", "1,234", ",")]
    named = list(columns.CLAIMS)[: len(row[0])]
    return columns.conform(pl.DataFrame(row, schema=named, orient="row"), columns.CLAIMS)
