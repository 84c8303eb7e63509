"""Stage 3, outside of the sandbox: what the codes of a photo mean, and what the paper is.

In   a `Look`, and the forms of the election.
Out  a `FormReading`: the codes that follow a form's grammar, each with station, figures and class; and the
     print of the form beside its code.

A code counts whole or not at all, and only where exactly one contest's grammar takes it: nothing is guessed,
put right or filled in. A code is not signed, so it is a claim of the paper like its print.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from testigo.columns import COUNTERS, DocumentClass
from testigo.election.contests import Contest
from testigo.errors import Place
from testigo.forms.layout import printed_columns
from testigo.forms.machine_code import MachineReading, parse_machine_code
from testigo.forms.profile import FormProfile
from testigo.reading.formless import is_without_its_form
from testigo.reading.look import Look, Sought, look
from testigo.reading.printed import PrintCheck, check_print

PHOTO = Place("photo")
ROLL = COUNTERS[0]


@dataclass(frozen=True)
class Form:
    """What is looked for: the form of one contest."""

    profile: FormProfile
    contest: Contest


@dataclass(frozen=True)
class CodeReading:
    """One machine code.

    figures         column of READINGS -> count: those of the code, no more
    document_class  RESULT, or ZERO_REPORT where every vote is 0
    formless        whether its form should have been seen beside it, and was not (R.605)
    """

    contest: str
    text: str
    station: str
    figures: Mapping[str, int]
    document_class: DocumentClass
    formless: bool = False


class Unclear(StrEnum):
    """Why no figures were read from a photo that was decoded."""

    NO_CODE = "no code was found"
    OTHER_CODE = "the code is not one of a form of this election"
    SEVERAL_CONTESTS = "the code fits the forms of several contests"


@dataclass(frozen=True)
class FormReading:
    """What is known of one photo.

    codes           of forms, in the order in which they were found; empty where none was
    document_class  of the whole photo: RESULT, ZERO_REPORT (no code has a vote), UNREADABLE: not read
    reason          why there are no codes, in words; None where there are
    print           the print beside the code; None where there is not one code, or the print was not found
    """

    look: Look
    codes: tuple[CodeReading, ...]
    document_class: DocumentClass
    reason: str | None
    print: PrintCheck | None = None


def sought_of(forms: Iterable[Form]) -> tuple[Sought, ...]:
    """Return what is to be looked for on a photo; a form without a machine code is not found."""
    return tuple(
        Sought(code.pattern, layout, 0 if layout is None else len(printed_columns(layout, form.contest)))
        for form in forms
        for code, layout in [(form.profile.machine_code, form.profile.layout)]
        if code is not None
    )


def read_form(content: bytes, forms: Sequence[Form]) -> FormReading:
    """Read a photo, here and now: for photos of one's own. What comes from outside goes through `sandbox`."""
    return classify(look(content, sought_of(forms)), forms)


def classify(seen: Look, forms: Sequence[Form]) -> FormReading:
    """Say what was seen on a photo."""
    if seen.refusal is not None:
        return FormReading(seen, (), DocumentClass.UNREADABLE, seen.refusal.value)
    read = [tuple(_readings(code, forms)) for code in seen.codes]
    codes = tuple(found[0] for found in read if len(found) == 1)
    if codes:
        is_zero = all(code.document_class is DocumentClass.ZERO_REPORT for code in codes)
        kind = DocumentClass.ZERO_REPORT if is_zero else DocumentClass.RESULT
        beside = _print_beside(codes, seen, forms)
        codes = tuple(replace(code, formless=_is_formless(code, beside, forms)) for code in codes)
        return FormReading(seen, codes, kind, None, beside)
    if any(read):
        return FormReading(seen, (), DocumentClass.UNREADABLE, Unclear.SEVERAL_CONTESTS.value)
    if seen.codes:  # a form may bear a code of something else: only a person says that a photo is no form
        return FormReading(seen, (), DocumentClass.UNREADABLE, Unclear.OTHER_CODE.value)
    return FormReading(seen, (), DocumentClass.UNREADABLE, Unclear.NO_CODE.value)


def _print_beside(codes: Sequence[CodeReading], seen: Look, forms: Sequence[Form]) -> PrintCheck | None:
    if len(codes) != 1:
        return None
    form = next(form for form in forms if form.contest.contest == codes[0].contest)
    return check_print(seen.figures, codes[0].figures, form.profile, form.contest)


def _is_formless(code: CodeReading, beside: PrintCheck | None, forms: Sequence[Form]) -> bool:
    form = next(form for form in forms if form.contest.contest == code.contest)
    return is_without_its_form(beside, form.profile, form.contest)


def _readings(code: bytes, forms: Sequence[Form]) -> Iterator[CodeReading]:
    """Yield what a code is for each contest whose grammar takes it; bytes that are no ASCII are none."""
    if not code.isascii():
        return
    text = code.decode("ascii")
    for form in forms:
        found = parse_machine_code(text, form.profile, form.contest, PHOTO)
        if isinstance(found, MachineReading):
            kind = _class_of(found.figures, form.contest)
            yield CodeReading(form.contest.contest, text, found.station, found.figures, kind)


def _class_of(figures: Mapping[str, int], contest: Contest) -> DocumentClass:
    """Voting machines print a report before the vote, to show that they are empty."""
    cast = {*contest.vote_columns, *contest.line_columns, *COUNTERS} - {ROLL}
    some = any(value for column, value in figures.items() if column in cast)
    return DocumentClass.RESULT if some else DocumentClass.ZERO_REPORT
