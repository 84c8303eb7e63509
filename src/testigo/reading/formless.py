"""Stage 3: the finding R.605, a machine code on a photo on which no form was seen.

In   a profile that says where its form prints its figures, and whether that print was found beside the code.
Out  the finding, as a *read* statement holds it; what it means for a result is said in `checks.formless`.

A machine code is not signed: anybody can make a picture of one. Where the profile tells what the paper looks
like, a code counts only with its paper. Why there is none (a bare code, the paper cut off, a photo at a steep
slant) is not for a program to say: people look.
"""

from testigo.election.contests import Contest
from testigo.evidence.statements import Json
from testigo.findings import Severity
from testigo.forms.layout import printed_columns
from testigo.forms.profile import FormProfile
from testigo.reading.printed import PrintCheck

CODE, VERSION, SEVERITY = "R.605", 1, Severity.WARNING


def is_without_its_form(beside: PrintCheck | None, profile: FormProfile, contest: Contest) -> bool:
    """Whether the form of a code should have been seen, and was not; never where no layout is known.

    beside  the print that was found beside this code
    """
    return beside is None and profile.layout is not None and bool(printed_columns(profile.layout, contest))


def finding_on_code() -> Json:
    """Return the finding: it has no measure."""
    return {"code": CODE, "version": VERSION, "severity": SEVERITY.value, "figures": {}}
