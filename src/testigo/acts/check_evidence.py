"""Is the evidence of an operation still what it was, and what its publications and its roster say it is?"""

import dataclasses
from contextlib import closing
from pathlib import Path

from testigo.acts.kept_notes import contradictions_of
from testigo.acts.operation import Operation
from testigo.acts.passed_in import Progress, unwatched
from testigo.acts.replay import made_by_one_person
from testigo.acts.roster import problems_of_people
from testigo.election.people import SEALED_FILE
from testigo.evidence.check import EvidenceReport, check
from testigo.evidence.connect import EVIDENCE_FILE, open_journal
from testigo.evidence.exhibits import EXHIBITS_FOLDER, FolderStore


def check_evidence(folder: Path, progress: Progress = unwatched, *, replay: bool = False) -> EvidenceReport:
    """Check the evidence of an operation, and hold it against its publications.

    replay  also derive what each withdrawal and amendment by one person made
    """
    with closing(open_journal(folder / EVIDENCE_FILE)) as journal:
        report = check(journal, FolderStore(folder / EXHIBITS_FOLDER), progress)
    if report.problems:
        return report
    if (folder / "election").is_dir():
        with Operation(folder) as operation:
            is_with_roster = (operation.definition_folder / SEALED_FILE).exists()
            of_people = problems_of_people(operation) if is_with_roster else ()
            report = dataclasses.replace(report, problems=(*contradictions_of(operation), *of_people))
    if replay and not report.problems:
        report = dataclasses.replace(report, problems=tuple(made_by_one_person(folder)))
    return report
