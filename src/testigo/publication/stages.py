"""How far the forms of a place have come: held, scanned, read, published. Four counts, never one.

Held and scanned are what a source declared; nobody can check them here: they are drawn hollow and name
their source. Read and published are derived from the evidence and drawn solid. What nobody declared is
said to be undeclared, never nought.
"""

from dataclasses import dataclass

from markupsafe import Markup

from testigo.columns import HUNDREDTHS_OF_A_PERCENT as WHOLE
from testigo.publication import charts
from testigo.publication.figures import Row
from testigo.publication.view import View
from testigo.publication.words import name


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the four counts as a page shows it.

    number   None: nobody declared it
    drawing  its bar; empty where nobody knows how many stations there are
    source   who declared it; None where it is derived from the evidence
    """

    name: Markup
    number: Markup | None
    drawing: Markup
    source: Markup | None


def stages(view: View) -> list[Stage]:
    """Return the four counts of a place, each with its bar and, where it was declared, its source.

    What nobody declared has no number (None) and no bar; what several declared is there for each of them.
    """
    say, tally = view.say, view.tally
    read = view.row("read", {"stations": stations_read(tally)}, view.place.jurisdiction)
    found = [
        *declared(view, "held"),
        *declared(view, "scanned"),
        Count("read", read, "stations"),
        Count("published", tally, "stations_accepted"),
    ]
    stations = tally.value("stations")
    whole = None if stations is None else max(stations, *(count.value for count in found), 1)
    return [
        Stage(
            name=say(f"stage.{count.stage}"),
            number=None if count.row is None else count.row[count.column],
            drawing=_bar(count, whole),
            source=None if count.source is None else say("stage.declared", source=name(count.source)),
        )
        for count in found
    ]


def _bar(count: "Count", whole: int | None) -> Markup:
    """Draw a count as a part of all stations; nothing where nobody knows how many there are."""
    if whole is None:
        return Markup()
    draw = charts.thin if count.source is None else charts.hollow
    return draw(WHOLE * count.value // whole)


@dataclass(frozen=True)
class Count:
    """One count: the row and column that it is of (None: nobody declared it), and who declared it."""

    stage: str
    row: Row | None
    column: str
    source: str | None = None

    @property
    def value(self) -> int:
        """The number that a bar is drawn of."""
        return 0 if self.row is None else self.row.value(self.column) or 0


def declared(view: View, stage: str) -> list[Count]:
    """Return what each source declared of a place; one empty count where none did."""
    found = []
    for values in view.site.declared.get(view.place.jurisdiction, ()):
        address = ("declared", view.place.jurisdiction, values["source"])
        row = Row(values, view.language, view.say("unknown"), *address)
        if row.value(stage) is not None:
            found.append(Count(stage, row, stage, values["source"]))
    return found or [Count(stage, None, stage)]


def stations_read(tally: Row) -> int:
    """Return how many stations have any reading (the cell `read`)."""
    statuses = ("accepted", "pending", "disputed", "quarantined")
    return sum(tally.value(f"stations_{status}") or 0 for status in statuses)
