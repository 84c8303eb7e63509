"""The definition of the election: its problems, its files, a draft of them, the seal."""

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from testigo.acts.definition import check_definition
from testigo.acts.draft import Drafting, DraftRequest, draft_definition
from testigo.acts.edit_definition import definition_files, file_text, write_file
from testigo.acts.seal import add_shipped_forms, seal_definition
from testigo.errors import TestigoError
from testigo.publication.words import fingerprint
from testigo.server.guard import house_for
from testigo.server.pages import language_of, number, page, problem_sentence, sentences, words_of
from testigo.server.uploads import kept_uploads


def overview(
    request: HttpRequest, problems: tuple[str, ...] = (), done: tuple[str, ...] = (), status: int = 200
) -> HttpResponseBase:
    """Show what is wrong with the definition, and its files."""
    house = house_for(request)
    if not house.is_made:
        return HttpResponseRedirect("/")
    words, language = words_of(language_of(request)), language_of(request)
    wrong: tuple[str, ...] = ()
    warnings: list[str] = []
    stations, seal, changed = 0, "", False
    try:
        checked = check_definition(house.folder)
        warnings = [problem_sentence(one, language) for one in checked.warnings]
        stations, seal = checked.election.stations.height, checked.election.seal
        changed = bool(checked.changed_since_seal)
    except TestigoError as error:
        wrong = sentences(error, language)
    shown = {
        "wrong": list(wrong),
        "warnings": warnings,
        "stations": words.counted("definition.stations", stations, number=number(request, stations)),
        "seal": fingerprint(seal) if seal else "",
        "changed": changed,
        "done": list(done),
        "files": [
            {
                "name": one.name,
                "size": "" if one.size is None else words.size(one.size),
                "is_editable": one.is_editable,
            }
            for one in definition_files(house.folder)
        ],
    }
    return page(request, "definition.html", shown, problems=problems, status=status)


def edit(request: HttpRequest) -> HttpResponseBase:
    """Show one file of the definition, or write it."""
    house, asked = house_for(request), request.POST if request.method == "POST" else request.GET
    name = asked.get("name", "")
    problems: tuple[str, ...] = ()
    if request.method == "POST":
        text = asked.get("text", "").replace("\r\n", "\n")
        try:
            with house.alone():
                write_file(house.folder, name, text.encode())
        except TestigoError as error:
            problems = sentences(error, language_of(request))
        else:
            return HttpResponseRedirect("/definition")
    else:
        text = file_text(house.folder, name)
    shown = {"name": name, "text": text, "rows": min(40, max(8, text.count("\n") + 3))}
    return page(request, "file.html", shown, problems=problems, status=409 if problems else 200)


def draft(request: HttpRequest) -> HttpResponseBase:
    """Draft files of the definition from tables and a mapping."""
    house, language = house_for(request), language_of(request)
    words = words_of(language)
    mapping = request.POST.get("mapping", "").replace("\r\n", "\n")
    with house.alone(), kept_uploads(request, house.own_folder("incoming")) as files:
        path = house.own_folder("incoming") / "draft.toml"
        path.write_text(mapping, encoding="utf-8")
        try:
            drafted: Drafting = draft_definition(house.folder, DraftRequest(files, path))
        except TestigoError as error:
            return overview(request, sentences(error, language), status=409)
    done = [
        str(words("definition.drafted", file=str(one.path), rows=number(request, one.rows)))
        for one in drafted.files
    ]
    done += [problem_sentence(one, language) for one in drafted.questions]
    return overview(request, done=tuple(done))


def seal(request: HttpRequest) -> HttpResponseBase:
    """Seal the definition: from then on it cannot change in silence."""
    house = house_for(request)
    if request.POST.get("sure") != "yes":
        sure = str(words_of(language_of(request))("definition.be_sure"))
        return overview(request, (sure,), status=400)
    try:
        with house.alone():
            add_shipped_forms(house.folder)
            seal_definition(house.folder, house.today(), house.random)
    except TestigoError as error:
        return overview(request, sentences(error, language_of(request)), status=409)
    return HttpResponseRedirect("/definition")
