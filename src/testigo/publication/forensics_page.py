"""The page of forensic tests: every test that was run, calibrated on clean elections; none picked.

In   what is told of a contest (`told.Told`).
Out  the page: the whole table, the textbook's p beside it only to show why it must not be used, and drawings.
"""

from typing import Any

import numpy as np
import polars as pl
from markupsafe import Markup

from testigo.publication import plots
from testigo.publication.claim_names import claim_name
from testigo.publication.figures import Row
from testigo.publication.format import data_path
from testigo.publication.page_frame import Page, link, place_path, station_path
from testigo.publication.shard import Record
from testigo.publication.told import FORENSICS, Told
from testigo.publication.words import code, name
from testigo.statistics.arrays import Whole
from testigo.statistics.calibrated import Outcome
from testigo.statistics.disclosed import simulated_file, simulated_in
from testigo.statistics.dispersion import squares_within
from testigo.statistics.forensics import TURNOUT, Looked, looked
from testigo.statistics.tables import outcomes_of

REJECTS = 2_000
"""A textbook's test that rejects so many clean elections (hundredths of a percent) must not be used."""
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
DEVIATIONS = 6
MOST_OUTLYING = 10
MOST_REPEATED = 6


def forensics_page(told: Told) -> Page:
    """Return the page of a contest whose simulated figures are disclosed."""
    contest, counts = told.contest.contest, told.only("forensic_counts")
    of = looked(told.snapshot, contest)
    simulated = simulated_in(told.snapshot.evidence.statistics, contest)
    outcomes = () if simulated is None else outcomes_of(of, simulated)
    textbook = {(one.test, one.figure): one for one in outcomes}
    rows = [_row(told, values, textbook) for values in told.rows["forensics"]]
    useless = max((row for row in rows if row["useless"]), key=lambda row: row["rejected"], default=None)
    return told.page(
        FORENSICS,
        told.say("nav.forensics"),
        counts=told.marked("forensic_counts", counts),
        heading=told.say.counted("forensics.title", counts.value("tests") or 0, tests=counts["tests"]),
        lead=told.say.counted("forensics.lead", counts.value("low") or 0, **_lead(counts)),
        first=told.called(of.first),
        strip=plots.points([values["decimal_p"] for values in told.rows["forensics"]]),
        rows=rows,
        useless=useless,
        drawings=_drawings(told, of),
        dispersion=_dispersion(told, of, counts),
        outlying=_outlying(told),
        repeated=[
            told.say.listed([_station(told, station) for station in group])
            for group in of.identical[:MOST_REPEATED]
        ],
        bulletins=[
            told.say("bulletin", claim=claim_name(told.site, each.claim, told.language))
            for each in of.bulletins
        ],
        simulated=data_path(simulated_file(contest), drill=told.site.election.drill),
        seed=code("" if simulated is None else simulated.seed),
    )


def _lead(counts: Row) -> dict[str, Markup]:
    return {
        "low": counts["low"],
        "tests": counts["tests"],
        "expected": counts["decimal_expected"],
        "smallest": counts["decimal_smallest"],
    }


def _row(told: Told, values: Record, textbook: dict[tuple[str, str], Outcome]) -> dict[str, Any]:
    test, figure = values["test"], values["figure"]
    one = textbook.get((test, figure))
    p = None if one is None else one.textbook
    return {
        "test": told.say(f"test.{test.replace(' ', '_')}"),
        "figure": _figure(told, figure),
        "marks": told.marked("forensics", told.row("forensics", values, test, figure)),
        "rejected": values["share_rejected"] or 0,
        "useless": (values["share_rejected"] or 0) > REJECTS,
        "drawing": plots.dot(values["decimal_p"]),
        "textbook": told.say("none") if p is None else _power(told, p),
    }


def _figure(told: Told, figure: str) -> Markup:
    if figure == TURNOUT:
        return told.say("figure.turnout")
    return told.called(figure) if figure else Markup()


def _power(told: Told, p: float) -> Markup:
    """Return a textbook's p-value, which is no figure of ours: two digits, or a power of ten."""
    if p >= 0.001:
        text = f"{p:.3f}".replace(".", "," if told.language == "es" else ".")
        return name(text)
    digit, power = f"{max(p, 1e-300):.0e}".split("e-")
    return name(f"{digit} × 10⁻{str(int(power)).translate(RAISED)}")


def _drawings(told: Told, of: Looked) -> list[dict[str, Any]]:
    """Return the drawings: fingerprint, last digits of both that are first, integer percentages."""
    table = of.table
    drawings = []
    if ((table.roll > 0) & (table.cast <= table.roll) & (table.valid > 0)).any():
        drawings.append(
            _drawing(
                told,
                "fingerprint",
                plots.fingerprint(table.cast, table.roll, table.votes[of.first], table.valid),
                of.first,
                [],
            )
        )
    for option in (of.first, of.second):
        counts = np.bincount(table.votes[option] % 10, minlength=10).tolist()
        usual = [sum(counts) // 10] * 10
        drawings.append(
            _drawing(
                told, "digits", plots.columns(counts, told.fill(option), usual), option, list("0123456789")
            )
        )
    tenths = _tenths(table.votes[of.first], table.valid)
    usual = [sum(tenths) // 10] * 10
    labels = [f".{number}" if told.language == "en" else f",{number}" for number in range(10)]
    drawings.append(
        _drawing(told, "percentages", plots.columns(tenths, told.fill(of.first), usual), of.first, labels)
    )
    return drawings


def _drawing(told: Told, kind: str, drawing: Markup, option: str, labels: list[str]) -> dict[str, Any]:
    return {
        "title": told.say(f"{kind}.title", option=told.called(option)),
        "drawing": drawing,
        "kind": kind,
        "meaning": told.say(f"{kind}.meaning", option=told.called(option)),
        "not_meant": told.say(f"{kind}.not"),
        "labels": [name(label) for label in labels],
    }


def _tenths(votes: Whole, valid: Whole) -> list[int]:
    """Return how many shares have each first decimal of a percent; 0 % and 100 % are left out."""
    seen = (valid > 0) & (votes > 0) & (votes < valid)
    thousandths = (2 * 1000 * votes[seen] + valid[seen]) // (2 * valid[seen])
    found: list[int] = np.bincount(thousandths % 10, minlength=10).tolist()
    return found


def _dispersion(told: Told, of: Looked, counts: Row) -> dict[str, Any] | None:
    """Return how far stations are from their places; None where no place has two."""
    if of.dispersion is None:
        return None
    first, second = of.table.votes[of.first], of.table.votes[of.second]
    squares, _ = squares_within(first.astype(np.float64), (first + second).astype(np.float64), of.table.place)
    far = np.minimum(np.sqrt(squares).astype(np.int64), DEVIATIONS - 1)
    labels = [f"{number}–{number + 1}" for number in range(DEVIATIONS - 1)] + [f"≥ {DEVIATIONS - 1}"]
    return {
        "drawing": plots.columns(np.bincount(far, minlength=DEVIATIONS).tolist(), told.fill(of.first)),
        "labels": [name(label) for label in labels],
        "text": told.say(
            "dispersion.text",
            places=counts["places"],
            value=counts["decimal_dispersion"],
            low=counts["decimal_low"],
            high=counts["decimal_high"],
        ),
    }


def _outlying(told: Told) -> list[dict[str, Any]]:
    return [
        {
            "station": _station(told, values["station"]),
            "marks": told.marked("outlying", row),
            "distance": row.signed("standard_deviations"),
        }
        for values in told.rows.get("outlying", [])[:MOST_OUTLYING]
        for row in [told.row("outlying", values, values["station"])]
    ]


def _station(told: Told, station: str) -> Markup:
    """Return a station's code with the way to its page, or to that of its place where stations have none."""
    stations = told.snapshot.election.stations
    place = told.site.places[stations.filter(pl.col("station") == station)["jurisdiction"].item()]
    own = told.site.election.has_station_pages(place.first)
    href = link(station_path(place.first, station) if own else place_path(place))
    return Markup('<a href="{}">{}</a>').format(href, code(station))
