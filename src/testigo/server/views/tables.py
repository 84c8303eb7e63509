"""Tables of results: brought, their mapping drafted, looked at, tried and imported."""

from pathlib import Path

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from testigo.acts.import_tables import ImportRequest, import_tables, try_tables
from testigo.acts.passed_in import Progress
from testigo.acts.suggest_mapping import suggest_mapping
from testigo.errors import TestigoError
from testigo.server.guard import house_for
from testigo.server.pages import language_of, page, refused_request, sentences
from testigo.server.uploads import keep_uploads
from testigo.server.views.outcomes import lines_of

MAPPING = "mapping.toml"
FOLDER = "tables"


def overview(request: HttpRequest, problems: tuple[str, ...] = (), status: int = 200) -> HttpResponseBase:
    """Show the tables that were brought and wait for somebody."""
    house = house_for(request)
    if not house.is_made:
        return HttpResponseRedirect("/")
    folder = house.own_folder(FOLDER)
    found = [
        {"href": f"/tables/{each.name}", "name": ", ".join(path.name for path in tables_in(each))}
        for each in sorted(folder.iterdir())
        if each.is_dir() and tables_in(each)
    ]
    return page(request, "tables.html", {"tables": found}, problems=problems, status=status)


def tables_in(folder: Path) -> list[Path]:
    """Return the tables of one upload."""
    return sorted(path for path in folder.iterdir() if path.name != MAPPING)


def bring(request: HttpRequest) -> HttpResponseBase:
    """Take tables in, and draft their mapping."""
    house = house_for(request)
    name = house.random(8).hex()
    folder = house.own_folder(FOLDER) / name
    folder.mkdir(mode=0o700)
    try:
        files = keep_uploads(request, folder)
        if files:
            drafted = suggest_mapping(files[0], house.folder if house.is_sealed else None, None)
            (folder / MAPPING).write_text(drafted, encoding="utf-8")
    except TestigoError as error:
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
        return overview(request, sentences(error, language_of(request)), 409)
    return HttpResponseRedirect(f"/tables/{name}" if files else "/tables")


def mapping(request: HttpRequest, name: str) -> HttpResponseBase:
    """Show the mapping of tables; try it, or import by it."""
    house, language = house_for(request), language_of(request)
    folder = house.own_folder(FOLDER) / name
    if not name.isalnum() or not folder.is_dir():
        return refused_request(request, 404)
    file, tried = folder / MAPPING, []
    problems: tuple[str, ...] = ()
    if request.method == "POST":
        file.write_text(request.POST.get("text", "").replace("\r\n", "\n"), encoding="utf-8")
        asked = ImportRequest(tables_in(folder), file)
        try:
            with house.looking() as operation:
                outcomes = try_tables(operation, asked)
        except TestigoError as error:
            problems = sentences(error, language)
        else:
            if request.POST.get("do") == "import":
                return HttpResponseRedirect(f"/work/{_import(request, asked)}")
            tried = lines_of(outcomes, request)
    text = file.read_text(encoding="utf-8")
    shown = {
        "files": [path.name for path in tables_in(folder)],
        "text": text,
        "rows": min(40, text.count("\n") + 3),
        "tried": tried,
    }
    return page(request, "mapping.html", shown, problems=problems, status=409 if problems else 200)


def _import(request: HttpRequest, asked: ImportRequest) -> int:
    house = house_for(request)

    def task(progress: Progress) -> object:
        with house.writing() as operation:
            return import_tables(operation, asked, house.today(), progress)

    return house.works.begin("import", task).number
