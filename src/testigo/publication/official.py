"""What the authority claims of a place beside what the forms say, and where it cannot be so."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from testigo.columns import HUNDREDTHS_OF_A_PERCENT as WHOLE
from testigo.columns import line_column
from testigo.official.claims import STATIONS_COUNTED, options_of
from testigo.official.contradiction import Kind
from testigo.official.levels import case_of
from testigo.publication import charts
from testigo.publication.figures import Row
from testigo.publication.format import Unit
from testigo.publication.shard import Record
from testigo.publication.view import View
from testigo.publication.words import name

SENTENCES = {
    Kind.FEWER_THAN_FORMS: "official.fewer",
    Kind.FEWER_THAN_ALL_BUT_THE_BEST: "official.fewer_best",
    Kind.MORE_FOR_ONE_THAN_FOR_ALL: "official.more",
    Kind.SHARE_IS_NOT_ITS_VOTES: "official.share",
    Kind.VOTES_ARE_PERCENTAGES: "official.percentages",
}


BRIEF = 2
"""Contradictions that a front page shows; all of them, and every share, are on the page of the claims."""


@dataclass(frozen=True)
class Claimed:
    """Rows of DISCREPANCIES and CONTRADICTIONS about one contest at one place, and of BELOW it."""

    discrepancies: Sequence[Record]
    contradictions: Sequence[Record]
    below: Sequence[Record]

    @property
    def is_something(self) -> bool:
        """Whether anything is claimed of the place, or of a place in it."""
        return bool(self.discrepancies or self.below)


def official(view: View, claimed: Claimed, most: int | None = None) -> dict[str, Any]:
    """Return the section on the official claims: its heading is what they come to.

    most  how many claims are shown, the newest first; None = all
    """
    say = view.say
    made = {row["claim"] for row in (*claimed.discrepancies, *claimed.below)}
    names = [claim for claim in view.site.claims if claim in made]
    return {
        "heading": _heading(view, claimed),
        "text": say("official.text" if names else "official.none.text"),
        "claims": [_claim(view, claim, claimed, brief=most is not None) for claim in names[:most]],
        "more": bool(names),
    }


def _name(view: View, claim: str) -> Markup:
    """Return a claim's name with its source and day."""
    made = view.site.claims[claim]
    parts = [name(claim)] + ([name(made.source)] if made.source else [])
    return Markup(" · ").join(parts + ([view.say.day(made.day)] if made.day else []))


def _heading(view: View, claimed: Claimed) -> Markup:
    say = view.say
    if not claimed.discrepancies:
        return say("official.heading.below" if claimed.below else "official.none")
    for row in claimed.contradictions:
        options = _options(view, row["figure"])
        if row["kind"] == Kind.FEWER_THAN_FORMS and len(options) == 1:
            return say("official.heading.fewer", option=view.short(options[0]))
    if claimed.contradictions:
        return say("official.heading.impossible")
    return say(f"official.heading.{_verdict(view, claimed.discrepancies)}")


def _verdict(view: View, discrepancies: Sequence[Record]) -> str:
    """Return how the place stands: where forms are missing, a claim that is larger says nothing."""
    is_whole = view.tally.value("stations_accepted") == view.tally.value("stations")
    cases = {case_of(row["difference"], row["unit"], is_whole=is_whole) for row in discrepancies}
    if "differ" in cases:
        return "differs"
    return "equal" if "agree" in cases and "incomplete" not in cases else "incomparable"


def _claim(view: View, claim: str, claimed: Claimed, *, brief: bool) -> dict[str, Any]:
    rows = [row for row in claimed.discrepancies if row["claim"] == claim]
    counts = [row for row in rows if row["unit"] == Unit.COUNT]
    counted = {_options(view, row["figure"]) for row in counts}
    shares = [
        row
        for row in rows
        if row["unit"] != Unit.COUNT
        and (row["figure"] == STATIONS_COUNTED or _options(view, row["figure"]) not in counted)
    ]
    found = sorted(
        (row for row in claimed.contradictions if row["claim"] == claim),
        key=lambda row: list(SENTENCES).index(Kind(row["kind"])),
    )
    return {
        "name": _name(view, claim),
        "findings": [_finding(view, row) for row in (found[:BRIEF] if brief else found)],
        "drawing": _drawing(view, found),
        "below": [_below(view, row) for row in claimed.below if row["claim"] == claim],
        "rows": [_row(view, row) for row in (*sorted(counts, key=_votes_first), *(() if brief else shares))],
    }


def _below(view: View, row: Record) -> Markup:
    """Say how many places of a level below agree, differ and cannot be compared."""
    address = (row["claim"], view.contest.contest, row["jurisdiction"], str(row["level"]))
    marks = Row(row, view.language, view.say("unknown"), "claims_below", *address)
    level = name(view.site.election.levels[row["level"] - 1])
    columns = ("agrees", "differs", "incomparable")
    return view.say("official.below", level=level, **{column: marks[column] for column in columns})


def _finding(view: View, row: Record) -> dict[str, Any]:
    say = view.say
    strange = row["kind"] == Kind.VOTES_ARE_PERCENTAGES
    figure = row["figure"] or ""
    unit = Unit.HUNDREDTHS if row["kind"] == Kind.SHARE_IS_NOT_ITS_VOTES else Unit.COUNT
    address = (row["kind"], row["claim"], view.contest.contest, row["place"], figure)
    marks = Row(row, view.language, say("unknown"), "contradictions", *address, unit=unit)
    sentence = say(
        SENTENCES[Kind(row["kind"])],
        option=figure_name(view, figure),
        **{column: marks[column] for column in ("ours", "theirs", "votes", "stations")},
    )
    return {
        "kind": "" if strange else "impossible",
        "icon": "unk" if strange else "warn",
        "label": say("icon.strange" if strange else "icon.contradiction"),
        "sentence": sentence,
    }


def _row(view: View, row: Record) -> dict[str, Any]:
    unit = Unit.COUNT if row["unit"] == Unit.COUNT else Unit.HUNDREDTHS
    address = (row["claim"], view.contest.contest, row["place"], row["figure"])
    marks = Row(row, view.language, view.say("unknown"), "discrepancies", *address, unit=unit)
    theirs = marks["theirs_lowest"]
    if row["theirs_lowest"] != row["theirs_highest"]:
        theirs = view.say("official.interval", lowest=theirs, highest=marks["theirs_highest"])
    return {
        "name": figure_name(view, row["figure"]),
        "ours": marks["ours"],
        "theirs": theirs,
        "difference": marks.signed("difference"),
    }


def figure_name(view: View, figure: str) -> Markup:
    """Return what a claimed figure is called: an option, a line, a named group, the sum, or a field."""
    say = view.say
    options = _options(view, figure)
    if len(options) == 1:
        return view.short(options[0])
    for line in view.contest.lines:
        if figure == line_column(line.line):
            return name(line.called(view.language))
    key = f"figure.{figure.partition(':')[0]}"
    if key in say:
        return say(key)
    if options:
        return name(figure.removeprefix("votes_").removeprefix("share_").partition(":")[0])
    return name(figure.replace("_", " "))


def _drawing(view: View, found: Sequence[Record]) -> dict[str, Any] | None:
    """Draw the forms' votes of an option above the fewer votes of the claim, hollow, with the gap."""
    for row in found:
        options = _options(view, row["figure"])
        if row["kind"] == Kind.FEWER_THAN_FORMS and len(options) == 1:
            share = WHOLE * int(row["theirs"]) // int(row["ours"])
            option = view.short(options[0])
            bars = (
                charts.thick([(WHOLE, view.fill(options[0]))]),
                charts.thick([(share, "ghost"), (WHOLE - share, "gapf")]),
            )
            return {
                "ours": view.say("official.drawn.ours", option=option),
                "theirs": view.say("official.drawn.theirs", option=option),
                "bars": bars,
            }
    return None


def _options(view: View, figure: str | None) -> tuple[str, ...]:
    """Return the options whose votes a claimed figure is; none for another figure."""
    columns = options_of(figure, view.contest) if figure else None
    return tuple(column.removeprefix("votes_") for column in columns or ())


def _votes_first(row: Record) -> tuple[bool, int]:
    return row["figure"] == "valid_votes", -row["theirs_lowest"]
