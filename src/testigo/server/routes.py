"""Every page of headquarters, how it is asked for, and which roles open it: the whole table.

A role that no line names opens nothing. On one's own machine one person has all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from testigo.server.door import ALL, Role
from testigo.server.views import (
    assets,
    definition,
    disputes,
    entrance,
    home,
    intake,
    night,
    people,
    photos,
    publication,
    stations,
    tables,
    typing,
    works,
)

View = Callable[..., HttpResponseBase]
GET, POST = ("GET",), ("POST",)


@dataclass(frozen=True)
class Route:
    """A page.

    roles        that open it
    is_open      whether also those who did not come in: only the way in
    takes_files  whether more than a form is sent to it
    """

    path: str
    view: View
    roles: frozenset[Role]
    methods: tuple[str, ...] = GET
    is_open: bool = False
    takes_files: bool = False


COORDINATOR, PUBLISHER = frozenset({Role.COORDINATOR}), frozenset({Role.PUBLISHER})
ROUTES = (
    Route("enter/<str:token>", entrance.enter, frozenset(), is_open=True),
    Route("assets/<str:name>", assets.asset_file, frozenset(), is_open=True),
    Route("favicon.ico", assets.icon, frozenset(), is_open=True),
    Route("leave", entrance.leave, ALL, POST),
    Route("language", entrance.language, ALL, POST),
    Route("", home.home, ALL),
    Route("night", night.night, ALL - {Role.READER}),
    Route("night/live", night.live, ALL - {Role.READER}),
    Route("new", home.new, COORDINATOR, POST),
    Route("work/<int:number>", works.work, ALL),
    Route("work/<int:number>/state", works.state, ALL),
    Route("definition", definition.overview, COORDINATOR | {Role.AUDITOR}),
    Route("definition/file", definition.edit, COORDINATOR, ("GET", "POST")),
    Route("definition/draft", definition.draft, COORDINATOR, POST, takes_files=True),
    Route("definition/seal", definition.seal, COORDINATOR, POST),
    Route("tables", tables.overview, COORDINATOR),
    Route("tables/bring", tables.bring, COORDINATOR, POST, takes_files=True),
    Route("tables/<str:name>", tables.mapping, COORDINATOR, ("GET", "POST")),
    Route("photos", photos.overview, frozenset({Role.SCANNER, Role.COORDINATOR})),
    Route("photos/bring", photos.bring, frozenset({Role.SCANNER}), POST, takes_files=True),
    Route("exhibits/<str:exhibit>", photos.exhibit, frozenset({Role.READER, Role.ADJUDICATOR, Role.SCANNER})),
    Route("photos/token", intake.token, frozenset({Role.SCANNER, Role.COORDINATOR}), POST),
    Route("intake/chunks/<str:sha256>", intake.piece, frozenset({Role.SCANNER}), ("PUT", "HEAD")),
    Route("intake/submissions", intake.submission, frozenset({Role.SCANNER}), POST),
    Route("receipt", intake.receipt, frozenset({Role.SCANNER, Role.COORDINATOR, Role.AUDITOR})),
    Route("type", typing.next_form, frozenset({Role.READER})),
    Route("type/as", typing.who, frozenset({Role.READER}), POST),
    Route("type/form", typing.typed, frozenset({Role.READER}), POST),
    Route(
        "stations", stations.find, frozenset({Role.READER, Role.SCANNER, Role.ADJUDICATOR, Role.COORDINATOR})
    ),
    Route("decide", disputes.overview, frozenset({Role.ADJUDICATOR})),
    Route(
        "decide/<str:contest>/<str:station>", disputes.decide, frozenset({Role.ADJUDICATOR}), ("GET", "POST")
    ),
    Route("people", people.overview, COORDINATOR | {Role.ADJUDICATOR, Role.AUDITOR}),
    Route("people/<str:code>", people.person, COORDINATOR | {Role.ADJUDICATOR}, ("GET", "POST")),
    Route("publish", publication.overview, PUBLISHER),
    Route("publish/now", publication.publish_now, PUBLISHER, POST),
    Route("verify", publication.verify_now, ALL, POST),
)
_OF_VIEW = {route.view: route for route in ROUTES}


def route_of(view: Callable[..., Any]) -> Route | None:
    """Return the line of a view; None where it has none."""
    return _OF_VIEW.get(view)


def takes_files(asked: str) -> bool:
    """Whether a path is one to which files are sent."""
    return any(route.takes_files and asked == f"/{route.path}" for route in ROUTES)


urlpatterns: list[URLPattern] = [path(route.path, route.view) for route in ROUTES]
handler404 = "testigo.server.pages.not_found"
handler500 = "testigo.server.pages.broken"
