"""Home: what the operation needs next; and, where there is none yet, how one begins."""

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from testigo.acts.example_data import needs_data
from testigo.acts.new_operation import (
    EMPTY,
    Choices,
    examples,
    new_operation,
    refuse_an_unknown_example,
)
from testigo.acts.next_step import Step, next_steps
from testigo.acts.passed_in import Progress
from testigo.columns import Status
from testigo.errors import InputError, TestigoError
from testigo.publication.folders import current
from testigo.server.guard import house_for
from testigo.server.house import House
from testigo.server.pages import language_of, number, page, sentences, words_of
from testigo.server.views.keys import keys_asked

PAGE_OF = {
    Step.MEND: "/definition",
    Step.SEAL: "/definition",
    Step.LOOK: "/photos",
    Step.DECIDE: "/decide",
    Step.TYPE: "/type",
    Step.READ_AGAIN: "/type",
    Step.TAKE: "/tables",
    Step.PUBLISH: "/publish",
    Step.VERIFY: "/publish",
}
REAL, DRILL = "real", "drill"
STEPS = {True: 3, False: 6}
"""How many make an empty operation, or one from an example."""


def home(request: HttpRequest) -> HttpResponseBase:
    """Show what needs somebody now."""
    house = house_for(request)
    if not house.is_made:
        return _beginning(request, house)
    with house.looking() as operation:
        snapshot = house.state(operation) if house.is_sealed else None
        steps = next_steps(operation, snapshot)
        last = current(operation.public_folder)
        name = None
        try:
            name = operation.sealed_election.name[language_of(request)]
        except (InputError, KeyError):
            name = None
    words = words_of(language_of(request))
    counts = dict.fromkeys(Status, 0)
    for results in () if snapshot is None else snapshot.results.values():
        for status, counted in results["status"].value_counts().iter_rows():
            counts[Status(status)] += counted
    shown = {
        "name": name or words("home.no_name"),
        "steps": [
            {
                "href": PAGE_OF[one.step],
                "text": words.counted(f"step.{one.step.name}", one.waits, number=number(request, one.waits)),
            }
            for one in steps
        ],
        "counts": [
            {"name": words(f"status.{status.name}"), "number": number(request, counts[status])}
            for status in (
                Status.ACCEPTED,
                Status.PENDING,
                Status.DISPUTED,
                Status.QUARANTINED,
                Status.MISSING,
            )
        ],
        "has_counts": snapshot is not None,
        "works": [
            {"href": f"/work/{work.number}", "text": words(f"work.{work.kind}")}
            for work in house.works.running
        ],
        "published": ""
        if last is None
        else words("home.published", number=number(request, last.number), day=words.day(last.day)),
    }
    return page(request, "home.html", shown)


def _beginning(
    request: HttpRequest, house: House, problems: tuple[str, ...] = (), status: int = 200
) -> HttpResponseBase:
    """Show how an operation begins: of which kind, from what, with which keys."""
    offered = [name for name in examples() if not needs_data(name)]
    words = words_of(language_of(request))
    beside = house.folder.resolve()
    shown = {
        "folder": str(beside),
        "examples": [{"name": name, "text": words(f"example.{name}")} for name in offered],
        "signing": request.POST.get("signing", f"{beside}-keys"),
        "disclosure": request.POST.get("disclosure", f"{beside}-names-key"),
        "origin": request.POST.get("origin", ""),
        "kind": request.POST.get("kind", ""),
        "example": request.POST.get("example", EMPTY),
    }
    return page(request, "new.html", shown, problems=problems, status=status)


def new(request: HttpRequest) -> HttpResponseBase:
    """Make the operation: a real one or an exercise, never one that nobody chose."""
    house, language = house_for(request), language_of(request)
    kind, example = request.POST.get("kind", ""), request.POST.get("example", EMPTY)
    words = words_of(language)
    if kind not in (REAL, DRILL):
        return _beginning(request, house, (str(words("new.choose_kind")),), 400)
    try:
        if example != EMPTY:
            refuse_an_unknown_example(example)
        keys = keys_asked(request)
        fingerprint = keys.make_or_read(house.random) if keys is not None else None
    except TestigoError as error:
        return _beginning(request, house, sentences(error, language), 409)
    choices = Choices(house.folder, example, kind == DRILL, fingerprint, house.today())

    def task(progress: Progress) -> object:
        last: object = None
        for step, done in enumerate(new_operation(choices, house.random), start=1):
            progress(step, STEPS[example == EMPTY])
            last = done
        return last

    return HttpResponseRedirect(f"/work/{house.works.begin('new', task).number}")
