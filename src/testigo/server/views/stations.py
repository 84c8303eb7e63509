"""Polling stations found by code or name, for who types a form whose station no code says."""

from django.http import HttpRequest, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase

from testigo.acts.find_stations import find_stations
from testigo.server.guard import house_for
from testigo.server.pages import page


def find(request: HttpRequest) -> HttpResponseBase:
    """Show the stations that are meant; to the script of a page as JSON."""
    house, asked = house_for(request), request.GET.get("q", "")
    if not house.is_sealed:
        return HttpResponseRedirect("/")
    with house.looking() as operation:
        found = find_stations(house.state(operation).election, asked[:100])
    shown = [{"station": one.station, "place": one.polling_place, "area": one.jurisdiction} for one in found]
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"stations": shown})
    return page(request, "stations.html", {"asked": asked, "stations": shown})
