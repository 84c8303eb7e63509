"""The style sheet and the script of all pages, by the hash of what is in them."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from testigo.server.pages import asset, refused_request

TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}


def asset_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send a file that every page names."""
    hashed, _, kind = name.partition(".")
    if kind not in TYPES or hashed != asset(kind)[0]:
        return refused_request(request, 404)
    response = HttpResponse(asset(kind)[1], content_type=TYPES[kind])
    response.headers["Cache-Control"] = "max-age=31536000, immutable"
    return response


def icon(request: HttpRequest) -> HttpResponseBase:
    """Say that there is no picture for the tab, which every browser asks for."""
    return HttpResponse(status=204)
