"""From the definition's contests to the profile of each one's form.

In   the files of the definition (forms/NAME/form.toml), the profiles that are shipped, and the election.
Out  form name -> `FormProfile`, or one `InputError` with every problem.

A `form.toml` has these tables; all else is an error:

    [fields]
    counts = ["registered_voters", "valid_votes", "null_votes", "other_control"]
        the figures that the form prints besides options and lines; a figure that no other form has
        is called `other_<name>`

    [sums]                                   may be left out
    valid_votes = "options"                  "options" are all options of the contest,
    options = "lines"                        "lines" all party lines; as a total, each option of its own
    total_votes = "valid_votes + null_votes"

    [machine_code]                           may be left out
    pattern = '...'                          the whole text of the code, with named groups; every length
                                             bounded: no `*`, `+` or `{3,}`
    station = "{place}.{number}"             how the groups give the station's code
    separator = ","                          between the numbers of a list; "," if left out
    [machine_code.figures]                   every group that is not in `station`, and what it is:
    lines = "votes by LINES.position"        a list of votes, a number a party line in ballot order;
                                             or "votes by OPTIONS.position"
    null_votes = "null_votes"                a figure of the form

    [layout]                                 may be left out: see `forms.layout`

Only `shipped` touches the disk.
"""

import re
import string
import warnings
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictStr, StringConstraints, ValidationError

from testigo.columns import COUNTERS
from testigo.election.contests import Contest
from testigo.election.definition import Election
from testigo.election.settings import read_toml, toml_problems
from testigo.errors import InputError, Place, Problem
from testigo.forms.layout import LayoutTable, parse_layout
from testigo.forms.profile import FormProfile, Layout, MachineCode, Sum

OTHER = re.compile(r"other_[a-z0-9_]{1,40}(?<!_stations)")
LISTS = {"votes by LINES.position": "lines", "votes by OPTIONS.position": "options"}
UNBOUNDED = re.compile(r"[*+]|\{[0-9]*,\}")
NOT_A_REPETITION = re.compile(r"\\.|\[\^?\]?[^\]]*\]")
"""Escaped characters and sets: a `+` in them repeats nothing."""
FORM_PATH = re.compile(r"forms/(?P<name>[^/]+)/form\.toml")

Filled = Annotated[StrictStr, StringConstraints(min_length=1)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Fields(_Table):
    counts: tuple[Filled, ...]


class _MachineCode(_Table):
    pattern: Filled
    station: Filled
    separator: Annotated[StrictStr, StringConstraints(min_length=1, max_length=1)] = ","
    figures: dict[Filled, Filled] = Field(min_length=1)


class _File(_Table):
    fields: _Fields
    sums: dict[Filled, Filled] = {}
    machine_code: _MachineCode | None = None
    layout: LayoutTable | None = None


def load_profiles(files: Mapping[str, bytes], election: Election) -> dict[str, FormProfile]:
    """Return the profile of every form that a contest names; the definition's own goes before a shipped one.

    files  path -> bytes of the definition, as `election.load.load` takes them
    """
    problems: list[Problem] = []
    profiles: dict[str, FormProfile] = {}
    for name in dict.fromkeys(contest.form for contest in election.contests):
        content = files.get(path_of_form(name), included_profile(name))
        if content is None:
            remedy = f"Write {path_of_form(name)}, or name one of: {', '.join(included_names())}."
            problems.append(
                Problem(Place("contests.csv", None, "form"), name, "There is no form of this name", remedy)
            )
            continue
        profile, found = parse_profile(name, content)
        problems += found
        if profile is not None:
            profiles[name] = profile
    for contest in election.contests:
        if contest.form in profiles:
            problems += _contest_problems(contest, profiles[contest.form])
    if problems:
        raise InputError(problems)
    return profiles


def form_problems(files: Mapping[str, bytes]) -> list[Problem]:
    """Return what is wrong with the definition's own profiles, whether or not a contest names them."""
    problems = []
    for path, content in files.items():
        if found := FORM_PATH.fullmatch(path):
            problems += parse_profile(found["name"], content)[1]
    return problems


def path_of_form(name: str) -> str:
    """Return where the definition keeps a form's profile."""
    return f"forms/{name}/form.toml"


def included_profile(name: str) -> bytes | None:
    """Return the shipped profile of that name; None where there is none."""
    return _shipped_file(name).read_bytes() if name in included_names() else None


def included_names() -> tuple[str, ...]:
    """Return the names of the shipped profiles, sorted."""
    folder = resources.files("testigo.forms") / "profiles"
    return tuple(sorted(item.name for item in folder.iterdir() if (item / "form.toml").is_file()))


def _shipped_file(name: str) -> resources.abc.Traversable:
    return resources.files("testigo.forms") / "profiles" / name / "form.toml"


def parse_profile(name: str, content: bytes) -> tuple[FormProfile | None, list[Problem]]:
    """Read one `form.toml`; None, and every problem, where it is not one."""
    path = path_of_form(name)
    document, problems = read_toml(path, content)
    if problems:
        return None, problems
    try:
        file = _File.model_validate(document)
    except ValidationError as error:
        return None, list(toml_problems(path, error))
    code, problems = _machine_code(path, file)
    layout, unfit = _layout(path, file)
    problems += [*_field_problems(path, file), *_sum_problems(path, file), *unfit]
    if problems:
        return None, problems
    sums = tuple(Sum(total, tuple(parts.split(" + "))) for total, parts in file.sums.items())
    return FormProfile(name, file.fields.counts, sums, code, layout), []


def _layout(path: str, file: _File) -> tuple[Layout | None, list[Problem]]:
    if file.layout is None:
        return None, []
    figures = (*file.fields.counts, *(total for total in file.sums if total != "options"))
    return parse_layout(path, file.layout, figures, has_code=file.machine_code is not None)


def _is_figure(name: str) -> bool:
    return name in COUNTERS or OTHER.fullmatch(name) is not None


def _field_problems(path: str, file: _File) -> Iterator[Problem]:
    place = Place(path, None, "fields.counts")
    for name in file.fields.counts:
        if not _is_figure(name):
            remedy = f"Write one of {', '.join(COUNTERS)}, or `other_` and a name of your own."
            yield Problem(place, name, "This is not a figure", remedy)
        elif file.fields.counts.count(name) > 1:
            yield Problem(place, name, "The figure is repeated", "Write it once.")


def _sum_problems(path: str, file: _File) -> Iterator[Problem]:
    known = {"options", "lines", *file.fields.counts, *file.sums}
    for total, written in file.sums.items():
        place = Place(path, None, f"sums.{total}")
        parts = written.split(" + ")
        if total != "options" and not _is_figure(total):
            yield Problem(place, total, "This is not a figure", "Write `options`, or a figure of the form.")
        for part in parts:
            if part not in known or part == total or parts.count(part) > 1:
                remedy = 'Write for example "valid_votes + null_votes"; a part is options, lines or a figure.'
                yield Problem(place, part, "This cannot be a part of the sum", remedy)
        if total == "options" and parts != ["lines"]:
            yield Problem(place, written, "Options are the sum of their lines", 'Write options = "lines".')
    ring = _ring({total: written.split(" + ") for total, written in file.sums.items()})
    if ring:
        message = "These sums go round in a circle"
        yield Problem(Place(path, None, "sums"), " > ".join(ring), message, "Delete one of them.")


def _ring(sums: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Return totals that are, through others, parts of themselves; empty where there are none."""
    open_sums = dict(sums)
    while closed := [total for total, parts in open_sums.items() if not open_sums.keys() & set(parts)]:
        for total in closed:
            del open_sums[total]
    return tuple(open_sums)


def _machine_code(path: str, file: _File) -> tuple[MachineCode | None, list[Problem]]:
    code = file.machine_code
    if code is None:
        return None, []
    place = Place(path, None, "machine_code.pattern")
    if UNBOUNDED.search(NOT_A_REPETITION.sub("", code.pattern)):
        remedy = "Write {1,5} in the place of *, + or {1,}."
        return None, [Problem(place, code.pattern, "A length of the pattern has no bound", remedy)]
    try:
        with warnings.catch_warnings(
            action="error", category=FutureWarning
        ):  # of what a later Python may read otherwise
            pattern = re.compile(code.pattern, re.ASCII)
    except (re.error, ValueError, OverflowError, RecursionError, FutureWarning) as error:
        return None, [Problem(place, code.pattern, f"This is not a pattern: {error}", "Mend it.")]
    problems = list(_code_problems(path, code, set(pattern.groupindex), file))
    lists = [(group, LISTS[what]) for group, what in code.figures.items() if what in LISTS]
    group, votes_by = lists[0] if lists else (None, "lines")
    fields = tuple((group, what) for group, what in code.figures.items() if what not in LISTS)
    return MachineCode(pattern, code.station, group, votes_by, code.separator, fields), problems


def _code_problems(path: str, code: _MachineCode, groups: set[str], file: _File) -> Iterator[Problem]:
    try:
        in_station = {name for _, name, _, _ in string.Formatter().parse(code.station) if name is not None}
    except ValueError:
        in_station = set()
    if not in_station or not in_station <= groups:
        remedy = "Name groups of the pattern in braces, such as {place}.{number}."
        yield Problem(
            Place(path, None, "machine_code.station"), code.station, "This gives no station", remedy
        )
    place = Place(path, None, "machine_code.figures")
    for group in sorted(groups - in_station - code.figures.keys()):
        yield Problem(place, group, "It is not said what this group of the pattern is", "Add it.")
    for group, what in code.figures.items():
        if group not in groups:
            yield Problem(place, group, "The pattern has no group of this name", "Delete it, or mend it.")
        if what not in LISTS and what not in file.fields.counts:
            remedy = f"Write a figure of fields.counts, or one of {', '.join(map(repr, LISTS))}."
            yield Problem(place, what, "This is not a figure of the form", remedy)
    for what in {what for what in code.figures.values() if list(code.figures.values()).count(what) > 1}:
        yield Problem(place, what, "Two groups give the same figure", "Keep one of them.")
    if len(LISTS.keys() & set(code.figures.values())) > 1:
        yield Problem(place, None, "Votes come twice, by line and by option", "Keep one of them.")


def _contest_problems(contest: Contest, profile: FormProfile) -> Iterator[Problem]:
    """Hold a profile against a contest that uses it: a list of votes needs the order of the ballot."""
    code = profile.machine_code
    if code is None or code.lines is None:
        return
    entries = contest.lines if code.votes_by == "lines" else contest.options
    if not entries or any(entry.position is None for entry in entries):
        file = "lines.csv" if code.votes_by == "lines" else "options.csv"
        message = f"The machine code of form {profile.name} lists the votes in ballot order"
        remedy = f"Give every one of the contest's {code.votes_by} its position."
        yield Problem(Place(file, None, "position"), contest.contest, message, remedy)
