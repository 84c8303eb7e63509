"""The page of the audit: whether the forms of the sample show who is first, and what is claimed.

In   what is told of a contest (`told.Told`).
Out  the page. A high p-value is never said to refute anything.
"""

from typing import Any

from markupsafe import Markup

from testigo.publication import plots
from testigo.publication.claim_names import claim_name
from testigo.publication.figures import Row
from testigo.publication.page_frame import Page
from testigo.publication.shard import Record
from testigo.publication.told import AUDIT, Told
from testigo.statistics.audit import of_contest, random_order
from testigo.statistics.tables import OURS

CERTAIN = 1_000
"""A p-value of one, in thousandths."""


def audit_page(told: Told) -> Page:
    """Return the page of a contest that has a row of audit counts."""
    counts = told.only("audit_counts")
    rows = [_row(told, counts, values) for values in told.rows.get("audits", [])]
    ours = [row for row in rows if row["test"] == OURS]
    shown = next((row for row in ours if row["shown"]), None)
    return told.page(
        AUDIT,
        told.say("nav.audit"),
        heading=_heading(told, shown, ours),
        counts=told.marked("audit_counts", counts),
        rows=rows,
        falling=_path(told, counts) if ours else None,
        needed=None if shown is None else shown["marks"]["units_needed"],
        not_meant=_not_meant(told, counts),
    )


def _row(told: Told, counts: Row, values: Record) -> dict[str, Any]:
    marks = told.row("audits", values, *(values[key] for key in ("test", "claim", "winner", "loser")))
    p, risk = values["decimal_p"], counts.value("share_risk") or 0
    shown = p is not None and 10 * p <= risk
    key = "no_test" if p is None else "shown" if shown else "not_shown"
    winner = told.called(values["winner"])
    return {
        "test": values["test"],
        "shown": shown,
        "outcome": told.say(
            f"outcome.{values['test']}",
            winner=winner,
            loser=told.called(values["loser"]) if values["loser"] else Markup(),
            claim=claim_name(told.site, values["claim"], told.language),
        ),
        "winner": winner,
        "loser": told.called(values["loser"]) if values["loser"] else None,
        "p": _p(told, marks),
        "verdict": told.say(f"verdict.{key}"),
        "icon": "ok" if shown else "unk",
        "marks": told.marked("audits", marks),
    }


def _p(told: Told, marks: Row) -> Markup:
    """Return a p-value in words: it is rounded up, and one is no bound at all."""
    p = marks.value("decimal_p")
    if p is None:
        return told.say("p.unknown")
    return told.say("p.one") if p >= CERTAIN else told.say("at_most", p=marks["decimal_p"])


def _heading(told: Told, shown: dict[str, Any] | None, ours: list[dict[str, Any]]) -> Markup:
    if shown is not None:
        return told.say("audit.shown", winner=shown["winner"], loser=shown["loser"])
    return told.say("audit.not_shown" if ours else "audit.alone")


def _path(told: Told, counts: Row) -> Markup | None:
    """Return the drawing of how the p-value fell, of the pair that is tested first."""
    sample = told.sample
    if sample is None:
        return None
    order = random_order(told.snapshot.election, sample)
    tested = of_contest(told.snapshot, sample, told.contest.contest, order).tested
    if not tested or not tested[0].path:
        return None
    return plots.falling(tested[0].path, (counts.value("share_risk") or 1) / 10_000)


def _not_meant(told: Told, counts: Row) -> list[Markup]:
    say = told.say
    lines = [say("audit.not.high")]
    key = "audit.not.missing" if counts.value("units_missing") else "audit.not.none_missing"
    lines.append(say(key, missing=counts["units_missing"]))
    if counts.value("units_left_out"):
        lines.append(say("audit.not.left_out", left_out=counts["units_left_out"]))
    sample = told.sample
    if sample is not None and sample.plan.design != "size":
        lines.append(say("audit.not.by_station"))
    if sample is not None and not sample.plan_signature:
        lines.append(say("not.signed"))
    return lines
