"""What the authority claims of a place beside what the forms say, and where it cannot be so."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from testigo.columns import HUNDREDTHS_OF_A_PERCENT as WHOLE
from testigo.columns import Compared, line_column
from testigo.official.claims import BALLOTS, COVERING, VALID_VOTES, options_of, part_of
from testigo.official.contradiction import ContradictionKind
from testigo.publication import charts
from testigo.publication.claim_names import claim_heading
from testigo.publication.figures import Row
from testigo.publication.format import Unit
from testigo.publication.shard import Record
from testigo.publication.view import View
from testigo.publication.words import name

SENTENCES = {
    ContradictionKind.FEWER_THAN_FORMS: "official.fewer",
    ContradictionKind.FEWER_THAN_ALL_BUT_THE_BEST: "official.fewer_best",
    ContradictionKind.MORE_FOR_ONE_THAN_FOR_ALL: "official.more",
    ContradictionKind.SHARE_IS_NOT_ITS_VOTES: "official.share",
    ContradictionKind.VOTES_ARE_PERCENTAGES: "official.percentages",
}
AGAINST_FORMS = (
    ContradictionKind.FEWER_THAN_FORMS,
    ContradictionKind.FEWER_THAN_ALL_BUT_THE_BEST,
    ContradictionKind.MORE_FOR_ONE_THAN_FOR_ALL,
)
NO_ACCUSATION = 1
"""Hundredths of a percent: no heading accuses anybody for one, which is a manner of rounding."""


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


def official(
    view: View, claimed: Claimed, *, brief: bool = False, rows_of: int | None = None
) -> dict[str, Any]:
    """Return the section on the official claims: its heading is what they come to.

    The claims stand in the order that the coordinator gave, behind them the others, the newest first.

    brief    whether only the first contradictions of each claim are shown, as on a front page
    rows_of  how many claims are shown with their figures; None = all
    """
    say = view.say
    made = {row["claim"] for row in (*claimed.discrepancies, *claimed.below)}
    names = [claim for claim in view.site.claims if claim in made]
    shown = [_claim(view, claim, claimed, brief=brief, several=len(names) > 1) for claim in names]
    if rows_of is not None:
        shown = [one | ({} if number < rows_of else {"rows": []}) for number, one in enumerate(shown)]
    return {
        "heading": _heading(view, claimed),
        "caption": _caption(view),
        "text": say(_explained(claimed) if names else "official.none.text"),
        "claims": shown,
        "more": bool(names),
    }


def _explained(claimed: Claimed) -> str:
    return "official.text.proved" if _against_forms(claimed) else "official.text"


def _against_forms(claimed: Claimed) -> list[Record]:
    return [row for row in claimed.contradictions if row["kind"] in AGAINST_FORMS]


def _caption(view: View) -> Markup:
    """Return what the tables of claims show, and of which contest where there are several."""
    if len(view.site.election.contests) == 1:
        return view.say("official.caption")
    return view.say("official.caption.contest", contest=name(view.contest.called(view.language)))


def _heading(view: View, claimed: Claimed) -> Markup:
    say = view.say
    if not claimed.discrepancies:
        return say("official.heading.below" if claimed.below else "official.none")
    for row in claimed.contradictions:
        options = _options(view, row["figure"])
        if row["kind"] == ContradictionKind.FEWER_THAN_FORMS and len(options) == 1:
            return say("official.heading.fewer", option=view.short(options[0]))
    if _against_forms(claimed):
        return say("official.heading.impossible")
    return say(f"official.heading.{_verdict(view, claimed)}")


def _verdict(view: View, claimed: Claimed) -> str:
    """Return how the claims of a place stand together: the end of the message that is its heading."""
    compared = [row for row in claimed.discrepancies if row["figure"] not in COVERING]
    cases = {row["case"] for row in compared}
    differing = [row for row in compared if row["case"] == Compared.DIFFERS]
    if any(_accuses(row["unit"], row["difference"]) for row in differing):
        return "differs"
    if any(
        row["kind"] == ContradictionKind.SHARE_IS_NOT_ITS_VOTES and _accuses("", row["ours"] - row["theirs"])
        for row in claimed.contradictions
    ):
        return "itself"
    if Compared.INCOMPLETE in cases:
        return _incomplete(view, compared)
    if differing:
        return "hundredth"
    if Compared.AGREES not in cases:
        return "incomparable" if _forms_are_missing(view) else "unknown"
    return "equal_known" if Compared.UNKNOWN in cases else "equal"


def _accuses(unit: str, difference: int) -> bool:
    return unit == Unit.COUNT or abs(difference) > NO_ACCUSATION


def _forms_are_missing(view: View) -> bool:
    return view.tally.value("stations_accepted") != view.tally.value("stations")


def _incomplete(view: View, compared: Sequence[Record]) -> str:
    """Return what is missing: forms, figures in forms, or stations in the claim."""
    if _forms_are_missing(view):
        return "incomparable"
    lacking = any(row["at_least"] for row in compared if row["case"] == Compared.INCOMPLETE)
    return "incomparable.figures" if lacking else "incomparable.part"


def _claim(view: View, claim: str, claimed: Claimed, *, brief: bool, several: bool) -> dict[str, Any]:
    own = Claimed(
        *(
            [row for row in rows if row["claim"] == claim]
            for rows in (claimed.discrepancies, claimed.contradictions, claimed.below)
        )
    )
    counts = [row for row in own.discrepancies if row["unit"] == Unit.COUNT]
    counted = {part_of(row["figure"], view.contest)[0] for row in counts}
    shares = [
        row
        for row in own.discrepancies
        if row["unit"] != Unit.COUNT
        and (row["case"] != Compared.AGREES or part_of(row["figure"], view.contest)[0] not in counted)
    ]
    found = sorted(own.contradictions, key=lambda row: list(SENTENCES).index(ContradictionKind(row["kind"])))
    return {
        "name": claim_heading(view.site, claim, view.language),
        "verdict": _heading(view, own) if several else None,
        "findings": [_finding(view, row) for row in (found[:BRIEF] if brief else found)],
        "drawing": _drawing(view, found),
        "below": [_below(view, row) for row in own.below],
        "rows": [_row(view, row) for row in (*sorted(counts, key=_votes_first), *shares)],
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
    strange = row["kind"] == ContradictionKind.VOTES_ARE_PERCENTAGES
    figure = row["figure"] or ""
    unit = Unit.HUNDREDTHS if row["kind"] == ContradictionKind.SHARE_IS_NOT_ITS_VOTES else Unit.COUNT
    marks = _marks(view, row, unit)
    of_ballots = (
        row["kind"] == ContradictionKind.SHARE_IS_NOT_ITS_VOTES
        and part_of(figure, view.contest)[1] == BALLOTS
    )
    key = "official.share.ballots" if of_ballots else SENTENCES[ContradictionKind(row["kind"])]
    values = {column: marks[column] for column in ("ours", "theirs", "votes", "stations")}
    values["option"] = _bare_name(view, figure)
    counts = row["kind"] in AGAINST_FORMS
    sentence = say.counted(key, row["votes"], **values) if counts else say(key, **values)
    return {
        "kind": "" if strange else "impossible",
        "icon": "unk" if strange else "warn",
        "label": say("icon.strange" if strange else "icon.contradiction"),
        "sentence": sentence,
    }


def _marks(view: View, row: Record, unit: Unit) -> Row:
    """Return the figures of a row of CONTRADICTIONS."""
    address = (row["kind"], row["claim"], view.contest.contest, row["place"], row["figure"] or "")
    return Row(row, view.language, view.say("unknown"), "contradictions", *address, unit=unit)


def _row(view: View, row: Record) -> dict[str, Any]:
    unit = Unit.COUNT if row["unit"] == Unit.COUNT else Unit.HUNDREDTHS
    address = (row["claim"], view.contest.contest, row["place"], row["figure"])
    marks = Row(row, view.language, view.say("unknown"), "discrepancies", *address, unit=unit)
    theirs = marks["theirs_lowest"]
    if row["theirs_lowest"] != row["theirs_highest"]:
        theirs = view.say("official.interval", lowest=theirs, highest=marks["theirs_highest"])
    ours, stations = marks["ours"], row["ours_stations"]
    if row["at_least"] and row["ours"] is not None and stations is not None:
        count = Row(row, view.language, view.say("unknown"), "discrepancies", *address)["ours_stations"]
        ours = view.say.counted("at_least", stations, total=ours, stations=count)
    incomplete = row["case"] == Compared.INCOMPLETE
    return {
        "name": figure_name(view, row["figure"]),
        "ours": ours,
        "theirs": theirs,
        "difference": view.say("official.incomplete") if incomplete else marks.signed("difference"),
    }


def figure_name(view: View, figure: str) -> Markup:
    """Return what a claimed figure is called; of a share, also what it is a share of."""
    bare = _bare_name(view, figure)
    over = part_of(figure, view.contest)[1]
    if over is None:
        return bare
    return view.say("official.of_valid" if over == VALID_VOTES else "official.of_ballots", figure=bare)


def _bare_name(view: View, figure: str) -> Markup:
    """Return the name of an option, a line, a named group, the sum, or a field."""
    say = view.say
    options = _options(view, figure)
    if len(options) == 1:
        return view.short(options[0])
    for line in view.contest.lines:
        if figure == line_column(line.line):
            return name(line.called(view.language))
    columns, over = part_of(figure, view.contest)
    key = f"figure.{columns[0] if over and not options else figure}"
    if key in say:
        return say(key)
    if options:
        group = figure.partition(":")[0].rpartition("_")[2]
        return say("figure.votes_others") if group == "others" else name(group)
    return name(figure.replace("_", " "))


def _drawing(view: View, found: Sequence[Record]) -> dict[str, Any] | None:
    """Draw the forms' votes of an option above the fewer votes of the claim, hollow, with the gap."""
    for row in found:
        options = _options(view, row["figure"])
        if row["kind"] == ContradictionKind.FEWER_THAN_FORMS and len(options) == 1:
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
                "legend": _legend(view, row),
            }
    return None


def _legend(view: View, row: Record) -> list[tuple[Markup, Markup]]:
    """Return what the dashed part and the gap of the drawing are, each a swatch and its number."""
    marks = _marks(view, row, Unit.COUNT)
    return [
        (charts.swatch("ghost"), view.say("official.drawn.ghost", votes=marks["theirs"])),
        (charts.swatch("gapf"), view.say("official.drawn.gap", votes=marks["votes"])),
    ]


def _options(view: View, figure: str | None) -> tuple[str, ...]:
    """Return the options whose votes a claimed figure is; none for another figure."""
    columns = options_of(figure, view.contest) if figure else None
    return tuple(column.removeprefix("votes_") for column in columns or ())


def _votes_first(row: Record) -> tuple[bool, int]:
    return row["figure"] == "valid_votes", -row["theirs_lowest"]
