"""The way in and out, and the language of the pages."""

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

from testigo.catalogue import LANGUAGES
from testigo.server.guard import cookie_name, house_for, visit_of
from testigo.server.pages import LANGUAGE_COOKIE, refused_request

A_YEAR = 365 * 24 * 3600


def enter(request: HttpRequest, token: str) -> HttpResponseBase:
    """Come in by the address that was printed; who is in already only goes on."""
    if visit_of(request) is not None:
        return HttpResponseRedirect("/")
    cookie = house_for(request).door.enter(token)
    if cookie is None:
        return refused_request(request, 401)
    response = HttpResponseRedirect("/")
    # Lax: the browser that was opened with this address must send it with the page that follows.
    response.set_cookie(cookie_name(request), cookie, httponly=True, samesite="Lax")
    return response


def leave(request: HttpRequest) -> HttpResponseBase:
    """Go out: the cookie opens nothing any more."""
    house_for(request).door.leave(request.COOKIES.get(cookie_name(request), ""))
    response = refused_request(request, 200)
    response.delete_cookie(cookie_name(request))
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def language(request: HttpRequest) -> HttpResponseBase:
    """Choose the language of the pages, and go on where one was."""
    chosen, back = request.POST.get("language", ""), request.POST.get("back", "/")
    is_here = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    response = HttpResponseRedirect(back if is_here else "/")
    if chosen in LANGUAGES:
        response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=A_YEAR, httponly=True, samesite="Strict")
    return response
