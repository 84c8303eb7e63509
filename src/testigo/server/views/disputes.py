"""Decisions: which forms wait for one, what their readings say, and the decision itself.

Nothing is chosen beforehand, the choices are equal, and the reason is one that will be read in public.
"""

import polars as pl
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from testigo.acts.decide import Choice, adjudicate
from testigo.acts.operation import Operation
from testigo.acts.signing import reason_given, signed_by, signers
from testigo.columns import Decision, DocumentClass, Status
from testigo.election.contests import Contest
from testigo.errors import Message, RefusedError, TestigoError
from testigo.forms.arithmetic import figures as figures_of
from testigo.reading.container import Header, header_of
from testigo.server.guard import house_for
from testigo.server.pages import language_of, number, page, refused_request, sentences, words_of
from testigo.server.views.typing import FIGURE, figure_label, figures_typed
from testigo.snapshot import Snapshot

OPEN = (Status.DISPUTED, Status.QUARANTINED)
MOST_SHOWN = 500
ACCEPT, EXCLUDE, CORRECT, LATER = "accept", "exclude", "correct", "later"


def overview(request: HttpRequest) -> HttpResponseBase:
    """Show the forms that wait for a decision."""
    house = house_for(request)
    if not house.is_sealed:
        return HttpResponseRedirect("/")
    words = words_of(language_of(request))
    with house.looking() as operation:
        snapshot = house.state(operation)
    shown = [
        {
            "href": f"/decide/{contest}/{station}",
            "station": station,
            "contest": snapshot.election.contest(contest).called(language_of(request)),
            "status": words(f"status.{Status(status).name}"),
            "findings": ", ".join(codes_of(snapshot, contest, station)),
        }
        for contest, results in snapshot.results.items()
        for station, status in results.filter(pl.col("status").is_in([one.value for one in OPEN]))
        .select("station", "status")
        .iter_rows()
    ]
    left = len(shown) - MOST_SHOWN
    more = words.counted("decide.more", left, number=number(request, left)) if left > 0 else ""
    return page(request, "disputes.html", {"forms": shown[:MOST_SHOWN], "more": more})


def codes_of(snapshot: Snapshot, contest: str, station: str) -> list[str]:
    """Return the rules that found something at a station in a contest."""
    found = snapshot.findings.filter((pl.col("station") == station) & (pl.col("contest") == contest))
    return found["code"].unique().sort().to_list()


def decide(request: HttpRequest, contest: str, station: str) -> HttpResponseBase:
    """Show one form with its readings side by side; take the decision."""
    house, language = house_for(request), language_of(request)
    if not house.is_sealed:
        return HttpResponseRedirect("/")
    problems: tuple[str, ...] = ()
    if request.method == "POST":
        if request.POST.get("decision") == LATER:
            return HttpResponseRedirect("/decide")
        try:
            with house.writing() as operation:
                _decide(request, operation, contest, station)
            return HttpResponseRedirect("/decide")
        except TestigoError as error:
            problems = sentences(error, language)
    with house.looking() as operation:
        snapshot = house.state(operation)
        pictures = exhibits_with_pictures(operation, snapshot, contest, station)
    if contest not in snapshot.results:
        return refused_request(request, 404)
    if snapshot.results[contest].filter(pl.col("station") == station).is_empty():
        return refused_request(request, 404)
    shown = _shown(request, snapshot, contest, station) | {"exhibits": pictures}
    return page(request, "decide.html", shown, problems=problems, status=409 if problems else 200)


def exhibits_with_pictures(operation: Operation, snapshot: Snapshot, contest: str, station: str) -> list[str]:
    """Return the exhibits of a form that a browser can show: not the labels that stand for a paper."""
    readings = snapshot.evidence.readings.get(contest)
    if readings is None:
        return []
    of = readings.filter(pl.col("station") == station)["exhibit"].drop_nulls().unique(maintain_order=True)
    return [name for name in of if isinstance(header_of(operation.exhibits.get(name)), Header)]


def _decide(request: HttpRequest, operation: Operation, contest: str, station: str) -> None:
    """Call the act with what the form says; RefusedError, InputError as of it."""
    asked = {name: str(value).strip() for name, value in request.POST.items()}
    said, _, reading = asked.get("decision", "").partition(":")
    decision = Decision(said) if said in (ACCEPT, EXCLUDE, CORRECT) else None
    written: tuple[str, ...] = ()
    declared = DocumentClass(asked["class"]) if asked.get("class") in set(DocumentClass) else None
    if decision is None:
        raise RefusedError(Message("decision.choose"))
    if decision is Decision.CORRECT:
        figures, _ = figures_typed(asked)
        written = tuple(f"{name}={value}" for name, value in figures.items())
    by = signers(
        asked.get("person", ""),
        asked.get("second_person") or None,
        asked.get("organisation") or None,
        asked.get("second_organisation") or None,
    )
    reason = reason_given(asked.get("reason", ""))
    signed = signed_by(operation, by, (None, None), reason, house_for(request).today(), dry_run=False)
    choice = Choice(station, contest, decision, reading or None, written, declared)
    adjudicate(operation, choice, signed)


def _shown(request: HttpRequest, snapshot: Snapshot, contest: str, station: str) -> dict[str, object]:
    language = language_of(request)
    words = words_of(language)
    of = snapshot.election.contest(contest)
    readings = snapshot.evidence.readings[contest].filter(pl.col("station") == station)
    rows = readings.iter_rows(named=True)
    columns = [
        {
            "letter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[at % 26],
            "reading": str(row["reading"]),
            "method": words(f"method.{str(row['method']).replace(' ', '_')}"),
            "exhibit": row["exhibit"] or "",
            "form": row["form"] or "",
        }
        for at, row in enumerate(rows)
    ]
    status = snapshot.results[contest].filter(pl.col("station") == station)["status"].item()
    figures = [name for name in readings.columns if name in _figures(snapshot, contest)]
    return {
        "contest": contest,
        "contest_name": of.called(language),
        "station": station,
        "status": words(f"status.{Status(status).name}"),
        "readings": columns,
        "lines": _differing(request, of, readings, figures),
        "findings": codes_of(snapshot, contest, station),
        "fields": [
            {"name": f"{FIGURE}{name}", "label": figure_label(words, of, name, language)} for name in figures
        ],
        "given": {
            name: request.POST.get(name, "")
            for name in (
                "decision",
                "reason",
                "person",
                "organisation",
                "second_person",
                "second_organisation",
            )
        },
    }


def _figures(snapshot: Snapshot, contest: str) -> tuple[str, ...]:
    of = snapshot.election.contest(contest)
    return figures_of(of, snapshot.profiles[of.form])


def _differing(
    request: HttpRequest, of: Contest, readings: pl.DataFrame, figures: list[str]
) -> list[dict[str, object]]:
    """Return the lines on which the readings differ; all of them where there is none."""
    language = language_of(request)
    words = words_of(language)
    differing = [name for name in figures if readings[name].drop_nulls().n_unique() > 1]
    return [
        {
            "label": figure_label(words, of, name, language),
            "values": [
                "·" if value is None else number(request, value) for value in readings[name].to_list()
            ],
            "differs": name in differing,
        }
        for name in (differing or figures)
        if not readings[name].is_null().all()
    ]
