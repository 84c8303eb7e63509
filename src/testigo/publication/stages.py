"""How far the forms of a place have come: held, scanned, read, published. Four counts, never one.

Held and scanned are what a source declared; nobody can check them here: they are drawn hollow and name
their source. Read and published are derived from the evidence and drawn solid. What nobody declared
is absent.
"""

from typing import Any

from testigo.columns import HUNDREDTHS_OF_A_PERCENT as WHOLE
from testigo.publication import charts
from testigo.publication.figures import Row
from testigo.publication.view import View
from testigo.publication.words import name


def stages(view: View) -> list[dict[str, Any]]:
    """Return the counts of a place, each with its bar and, where it was declared, its source."""
    say, tally = view.say, view.tally
    rows = view.site.declared.get(view.place.jurisdiction, ())
    found: list[tuple[str, Row, str, str | None]] = []
    for stage in ("held", "scanned"):
        for row in rows:
            address = ("declared", view.place.jurisdiction, row["source"])
            declared = Row(row, view.language, say("unknown"), *address)
            if declared.value(stage) is not None:
                found.append((stage, declared, stage, row["source"]))
    read = view.row("read", {"stations": stations_read(tally)}, view.place.jurisdiction)
    found.append(("read", read, "stations", None))
    found.append(("published", tally, "stations_accepted", None))
    numbers = [row.value(column) or 0 for _, row, column, _ in found]
    whole = max(tally.value("stations") or 0, *numbers, 1)
    return [
        {
            "name": say(f"stage.{stage}"),
            "number": row[column],
            "drawing": (charts.thin if source is None else charts.hollow)(WHOLE * number // whole),
            "source": None if source is None else say("stage.declared", source=name(source)),
        }
        for (stage, row, column, source), number in zip(found, numbers, strict=True)
    ]


def stations_read(tally: Row) -> int:
    """Return how many stations have any reading (the cell `read`)."""
    statuses = ("accepted", "pending", "disputed", "quarantined")
    return sum(tally.value(f"stations_{status}") or 0 for status in statuses)
