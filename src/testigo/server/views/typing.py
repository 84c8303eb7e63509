"""Typing a form from its photo: blind, by keyboard, one form at a time.

`?` is a figure that cannot be read, `-` a cell that is blank: neither is a figure. What machines and other
people read of the form is not shown; where it differs, the fields that differ come back empty, once.
"""

import re
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from markupsafe import Markup

from testigo.acts.operation import Operation
from testigo.acts.signing import person_code
from testigo.acts.type_form import FormToType, TypedForm, forms_to_type, type_form
from testigo.columns import DocumentClass, line_column, votes_column
from testigo.election.contests import Contest
from testigo.errors import TestigoError
from testigo.publication.words import Words
from testigo.server.door import Visit
from testigo.server.guard import house_for
from testigo.server.pages import language_of, number, page, sentences, words_of

COUNT = re.compile(r"[0-9]{1,9}")
UNREADABLE, BLANK = "?", "-"
FIGURE = "figure."
CLASSES = (
    DocumentClass.RESULT,
    DocumentClass.ANNULLED,
    DocumentClass.NOT_INSTALLED,
    DocumentClass.OTHER_CONTEST,
    DocumentClass.UNREADABLE,
)


def visit_here(request: HttpRequest) -> Visit:
    """Return whose request this is: the guard has put it there."""
    visit = request.visit  # type: ignore[attr-defined]
    assert isinstance(visit, Visit)  # noqa: S101
    return visit


def who(request: HttpRequest) -> HttpResponseBase:
    """Say who types here from now on: a code, never a name."""
    visit = visit_here(request)
    try:
        visit.code = person_code(request.POST.get("code", "").strip())
    except TestigoError as error:
        return _ask_who(request, sentences(error, language_of(request)))
    return HttpResponseRedirect("/type")


def _ask_who(request: HttpRequest, problems: tuple[str, ...] = ()) -> HttpResponseBase:
    return page(request, "who.html", {}, problems=problems, status=409 if problems else 200)


def next_form(request: HttpRequest) -> HttpResponseBase:
    """Show the next form that she may type."""
    house, visit = house_for(request), visit_here(request)
    if not house.is_sealed:
        return HttpResponseRedirect("/")
    if visit.code is None:
        return _ask_who(request)
    with house.looking() as operation:
        try:
            forms = forms_to_type(operation, house.state(operation), visit.code)
        except TestigoError as error:
            return _ask_who(request, sentences(error, language_of(request)))
        if not forms:
            return page(request, "typed-all.html", {"code": visit.code})
        shown = _form_shown(request, operation, forms[0], visit.code, {})
    return page(request, "type.html", {**shown, "left": number(request, len(forms))})


def typed(request: HttpRequest) -> HttpResponseBase:
    """Take what she typed of a form."""
    house, visit, language = house_for(request), visit_here(request), language_of(request)
    if visit.code is None:
        return HttpResponseRedirect("/type")
    asked = {name: str(value) for name, value in request.POST.items()}
    words = words_of(language)
    differs: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    try:
        figures, wrong = figures_typed(asked)
        if wrong:
            problems = (str(words("type.no_count")),)
        else:
            form = TypedForm(
                asked.get("exhibit", ""),
                asked.get("station", "").strip(),
                asked.get("contest", ""),
                asked.get("class", ""),
                figures,
            )
            again = asked.get("again") == "yes"
            with house.writing() as operation:
                done = type_form(operation, form, visit.code, house.today(), looked_again=again)
            differs = done.differs
            if done.statement is not None:
                return HttpResponseRedirect("/type")
    except TestigoError as error:
        problems = sentences(error, language)
    given = {name: value for name, value in asked.items() if name.removeprefix(FIGURE) not in differs}
    with house.looking() as operation:
        form_again = _same_form(operation, asked)
        if form_again is None:
            return page(request, "refused.html", {"reason": "act"}, problems=problems, status=409)
        shown = _form_shown(request, operation, form_again, visit.code, given, differs)
    notes = problems or (
        str(words.counted("type.differs", len(differs), number=number(request, len(differs)))),
    )
    return page(request, "type.html", {**shown, "left": ""}, problems=notes, status=409)


def figures_typed(asked: Mapping[str, str]) -> tuple[dict[str, int], list[str]]:
    """Return the figures that were typed, and the names of fields that hold none and no sign for none."""
    found: dict[str, int] = {}
    wrong: list[str] = []
    for name, text in asked.items():
        if not name.startswith(FIGURE):
            continue
        figure, written = name.removeprefix(FIGURE), text.strip()
        if COUNT.fullmatch(written):
            found[figure] = int(written)
        elif written not in (UNREADABLE, BLANK):
            wrong.append(figure)
    return found, wrong


def _same_form(operation: Operation, asked: Mapping[str, str]) -> FormToType | None:
    contest = asked.get("contest", "")
    if contest not in operation.figures:
        return None
    return FormToType(asked.get("exhibit", ""), None, contest, operation.figures[contest])


def _form_shown(
    request: HttpRequest,
    operation: Operation,
    form: FormToType,
    code: str,
    given: Mapping[str, str],
    differs: tuple[str, ...] = (),
) -> dict[str, object]:
    words, language = words_of(language_of(request)), language_of(request)
    contest = operation.election.contest(form.contest)
    return {
        "code": code,
        "exhibit": form.exhibit,
        "contest": form.contest,
        "contest_name": contest.called(language),
        "several": len(operation.election.contests) > 1,
        "station": given.get("station", form.station or ""),
        "station_differs": "station" in differs,
        "again": bool(differs) or given.get("again") == "yes",
        "fields": [
            {
                "name": f"{FIGURE}{name}",
                "label": figure_label(words, contest, name, language),
                "value": given.get(f"{FIGURE}{name}", ""),
                "differs": name in differs,
                "is_vote": name in (*contest.vote_columns, *contest.line_columns),
            }
            for name in form.figures
        ],
        "classes": [
            {
                "value": one.value,
                "text": words(f"class.{one.name}"),
                "chosen": one.value == given.get("class", DocumentClass.RESULT.value),
            }
            for one in CLASSES
        ],
    }


def figure_label(words: Words, contest: Contest, figure: str, language: str) -> Markup | str:
    """Return what a figure of a form is called."""
    for option in contest.options:
        if figure == votes_column(option.option):
            return option.called(language)
    for line in contest.lines:
        if figure == line_column(line.line):
            return line.party
    key = f"figure.{figure}"
    return words(key) if key in words else figure
