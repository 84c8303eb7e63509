"""Photos of forms: dropped onto the page, kept and read; and one of them, to look at."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from testigo.acts.passed_in import Progress
from testigo.acts.read_photos import ReadRequest, read_photos
from testigo.acts.status import waiting_photos
from testigo.errors import TestigoError
from testigo.reading.container import Header, header_of
from testigo.server.guard import house_for
from testigo.server.pages import language_of, number, page, refused_request, sentences, words_of
from testigo.server.uploads import keep_uploads, remove

FOLDER = "photos"
PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png"}
SHA256_DIGITS = 64


def overview(request: HttpRequest, problems: tuple[str, ...] = (), status: int = 200) -> HttpResponseBase:
    """Show where photos are dropped, and how many wait."""
    house = house_for(request)
    if not house.is_sealed:
        return HttpResponseRedirect("/")
    words = words_of(language_of(request))
    with house.looking() as operation:
        waits = waiting_photos(operation, house.state(operation))
    shown = {
        "to_type": words.counted(
            "photos.wait", len(waits.to_type), number=number(request, len(waits.to_type))
        ),
        "not_read": words.counted(
            "photos.not_read", len(waits.not_looked_at), number=number(request, len(waits.not_looked_at))
        ),
    }
    return page(request, "photos.html", shown, problems=problems, status=status)


def bring(request: HttpRequest) -> HttpResponseBase:
    """Take photos in, and begin to read them."""
    house = house_for(request)
    whole = house.own_folder(FOLDER)
    folder = whole / house.random(8).hex()
    folder.mkdir(mode=0o700)
    try:
        files = keep_uploads(request, folder)
    except TestigoError as error:
        remove(folder)
        return overview(request, sentences(error, language_of(request)), 409)
    if not files:
        remove(folder)
        return HttpResponseRedirect("/photos")

    def task(progress: Progress) -> object:
        brought = list(whole.iterdir())  # those too that a crash left here before they were exhibits
        with house.writing() as operation:
            read = read_photos(operation, ReadRequest(brought, house.cores), house.today(), progress)
        for each in brought:
            remove(each)
        return read

    return HttpResponseRedirect(f"/work/{house.works.begin('read', task).number}")


def exhibit(request: HttpRequest, exhibit: str) -> HttpResponseBase:
    """Send a photo of the evidence, where it is one that a browser may decode."""
    if len(exhibit) != SHA256_DIGITS or not set(exhibit) <= set("0123456789abcdef"):
        return refused_request(request, 404)
    with house_for(request).looking() as operation:
        try:
            content = operation.exhibits.get(exhibit)
        except TestigoError:
            return refused_request(request, 404)
    header = header_of(content)
    if not isinstance(header, Header):
        return refused_request(request, 404)
    response = HttpResponse(content, content_type=PICTURES[header.format])
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Content-Disposition"] = "inline"
    return response
