"""The night: coverage and never winners, live, also on a large screen.

One state is derived for all who look, at most so often that it takes a quarter of a core; who looks is told
what changed by server-sent events, and nothing is asked of the database for each of them.
"""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Mapping

from django.http import HttpRequest, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase

from testigo.acts.night import Night, PlaceSeen
from testigo.columns import Status
from testigo.publication.format import Unit, shown
from testigo.publication.words import fingerprint
from testigo.server.guard import house_for
from testigo.server.house import House
from testigo.server.pages import language_of, number, page, words_of

SECONDS = 1.0
SECONDS_OF_SILENCE = 15
"""After which a comment is sent, so that a line that broke is noticed."""
FEW = 1500
"""Hundredths of a percent: a place with less has a thick border."""


def night(request: HttpRequest) -> HttpResponseBase:
    """Show the night."""
    house, language = house_for(request), language_of(request)
    if not house.is_sealed:
        return HttpResponseRedirect("/")
    words = words_of(language)
    seen = house.night()
    published = seen.published
    values = {
        **figures_of(seen, house, language),
        "places": [
            {
                "code": one.jurisdiction,
                "name": one.name,
                "share": _share(one.coverage, language),
                "height": f"{(one.coverage or 0) / 100:.2f}%",
                "top": f"{100 - (one.coverage or 0) / 100:.2f}%",
                "is_low": is_low(one),
            }
            for one in seen.places
        ],
        "set_apart": [
            {"code": code, "stations": number(request, counted)} for code, counted in seen.set_apart.items()
        ],
        "published": ""
        if published is None
        else words("home.published", number=number(request, published.number), day=words.day(published.day)),
        "manifest": "" if published is None else fingerprint(published.manifest),
        "alarms": [str(words(key)) for key in alarms(house)],
        "large": request.GET.get("screen") == "large",
        "statuses": [
            {"key": status.name, "name": words(f"status.{status.name}"), "number": number(request, counted)}
            for status, counted in seen.statuses.items()
        ],
    }
    return page(request, "night.html", values)


def figures_of(seen: Night, house: House, language: str) -> dict[str, str]:
    """Return the figures that change while one looks, by the name that the page has for each."""

    def count(value: int) -> str:
        return shown(value, Unit.COUNT, language)

    accepted = seen.statuses[Status.ACCEPTED]
    return {
        "photos": count(seen.photos),
        "forms": count(seen.forms),
        "coverage": _share(accepted * 10_000 // seen.forms if seen.forms else None, language),
        "at_work": count(len(house.works.running)),
        **{status.name: count(counted) for status, counted in seen.statuses.items()},
    }


def is_low(place: PlaceSeen) -> bool:
    """Whether very little of a place is known; where nobody knows how much there is, nothing is said."""
    return place.coverage is not None and place.coverage < FEW


def alarms(house: House) -> list[str]:
    """Return what needs somebody at once: messages of the catalogue."""
    found = []
    if shutil.disk_usage(house.folder).free < 2 * house.least_free:
        found.append("night.alarm.disk")
    if house.works.has_broken:
        found.append("night.alarm.broke")
    return found


def live(request: HttpRequest) -> HttpResponseBase:
    """Tell the pages that are open what changed."""
    house, language = house_for(request), language_of(request)
    if not house.is_sealed:
        return HttpResponseRedirect("/")
    response = StreamingHttpResponse(_events(house, language), content_type="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    return response


async def _events(house: House, language: str) -> AsyncIterator[bytes]:
    told: Mapping[str, object] = {}
    silent = 0.0
    while not house.is_ending():
        seen = await asyncio.to_thread(house.night)
        now: dict[str, object] = {
            **figures_of(seen, house, language),
            "places": {
                one.jurisdiction: [
                    _share(one.coverage, language),
                    (one.coverage or 0) / 100,
                    is_low(one),
                ]
                for one in seen.places
            },
        }
        if now != told:
            told, silent = now, 0.0
            yield f"data: {json.dumps(now, ensure_ascii=False)}\n\n".encode()
        elif silent >= SECONDS_OF_SILENCE:
            silent = 0.0
            yield b": still here\n\n"
        await asyncio.sleep(SECONDS)
        silent += SECONDS


def _share(coverage: int | None, language: str) -> str:
    return "–" if coverage is None else shown(coverage, Unit.HUNDREDTHS, language)
