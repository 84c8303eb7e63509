"""Stage 11, steps 6 and 7: what is published is what is made here from what it discloses.

In   the list of files, the steps before, what was disclosed.
Out  two Steps, one for the data and one for all else; each names every file that differs, with the cell.

Every listed file is one of three: made again; of the definition, which its seal holds; of an earlier
publication, which step 5 holds. Any other fails, and so does one that is made here and is not listed. Where
another software made the publication and bytes differ, `foreign` says what that means.
"""

from collections.abc import Callable, Collection, Sequence

import polars as pl

from testigo.election.definition import Election
from testigo.election.geography import with_first_jurisdiction
from testigo.election.stations import places_of
from testigo.publication.dataset import derived_tables
from testigo.publication.format import CARDS_LIST, DATA, VERIFIER_KEY, data_path, safe_name
from testigo.snapshot import Snapshot, derive
from testigo.verification.allowance import DEFINITION_FOLDER, allowed
from testigo.verification.chain import earlier_files
from testigo.verification.differences import not_makeable
from testigo.verification.disclosed import Disclosed
from testigo.verification.errata import check_errata
from testigo.verification.facts import imprint_of
from testigo.verification.foreign import NEEDED, foreign_judge, of_foreign_files
from testigo.verification.foreign_marks import of_foreign_marks
from testigo.verification.remaking import Compared, Published, explain, make_again
from testigo.verification.report import Failure, Step, StepName
from testigo.verification.signatures import Signed
from testigo.verification.simulated import check_simulated, simulated_of
from testigo.verification.source import Progress, Source

EVIDENCE_FOLDER = f"{DATA}/evidence/"


def check_made_again(
    source: Source,
    listed: Collection[str],
    sound: frozenset[str],
    signed: Signed,
    disclosed: Disclosed | None,
    before: Sequence[Step],
    processes: int,
    progress: Progress,
    *,
    simulations: bool = False,
) -> tuple[Step, Step]:
    """Make everything again and compare it.

    simulations  also what was simulated, which takes longer than all else together

    listed  every path of the list of files; `sound` are those whose bytes are the listed ones
    before  the steps that were taken: a file that failed in one of them is not named again
    """
    imprint = None if disclosed is None else imprint_of(disclosed.facts, signed)
    foreign = disclosed is not None and disclosed.facts.other_makers() is not None
    snapshot, broken = derived(source if foreign else None, disclosed, sound)
    if disclosed is None or snapshot is None or imprint is None:
        return Step(StepName.FIGURES, {}, broken, done=False), Step(StepName.PAGES, done=False)
    judge = foreign_judge(imprint, snapshot) if foreign else explain
    published = Published(source, frozenset(listed) - sound, judge)
    try:
        compared = make_again(published, snapshot, disclosed, imprint, processes, progress)
        sealed = {path for path in listed if path.startswith(DEFINITION_FOLDER)}
        held = sealed | set(earlier_files(imprint.number))
        missing, strange = compared.made - set(listed), set(listed) - compared.made - held
        if foreign:
            compared.add(of_foreign_marks(compared.marks, snapshot))
            compared.add(of_foreign_files(published, missing, strange))
        else:
            compared.failures += [Failure(code_of_missing(path), path) for path in missing]
            compared.failures += [Failure(code_of_strange(path), path) for path in strange]
        if simulations:
            compared.failures += check_simulated(snapshot, processes, progress)
        compared.failures += check_errata(snapshot, disclosed.definition, imprint.day)
    except Exception as error:  # what a stranger disclosed may be anything: no page of it is a crash of ours
        return Step(StepName.FIGURES, {}, (not_makeable(f"{DATA}/", error),)), Step(
            StepName.PAGES, done=False
        )
    compared.made -= held | missing
    unsound = published.unsound | missing
    compared.failures = [
        one for one in compared.failures if one.file not in unsound or one.code != "file.unreadable"
    ]
    return in_steps(compared, len(sealed), snapshot, before, simulations=simulations)


def code_of_missing(path: str) -> str:
    """Return what is said of a file that is made here and not listed."""
    if path.startswith(f"{DATA}/"):
        return "file.needed"
    return "page.missing" if NEEDED.fullmatch(path) else "rebuild.missing"


def code_of_strange(path: str) -> str:
    """Return what is said of a listed file that nobody makes."""
    if path.startswith(f"{DATA}/"):
        return "table.unknown"
    return "page.no_station" if "/stations/" in path else "rebuild.not_made"


def of_every_place(source: Source, election: Election, sound: frozenset[str]) -> bool:
    """Say whether a contest has a row of places in which nobody votes, as publications had before ours."""
    for contest in election.contests:
        if places_of(election, contest).height < election.jurisdictions.height:
            path = data_path(f"tally-{safe_name(contest.contest)}.csv", drill=election.drill)
            rows = source.read(path, allowed(election).tables.size).count(b"\n") - 1 if path in sound else 0
            return rows == election.jurisdictions.height
    return False


def derived(
    foreign: Source | None, disclosed: Disclosed | None, sound: frozenset[str]
) -> tuple[Snapshot | None, tuple[Failure, ...]]:
    """Derive the whole state from what was disclosed; a Failure where that cannot be done.

    foreign  the publication, where another software made it

    The evidence has the right columns here, but a stranger chose what stands in them: whatever `derive`
    stumbles over is a finding about the publication, not a crash of ours.
    """
    if disclosed is None:
        return None, ()
    try:
        election, profiles, evidence = disclosed.election, disclosed.profiles, disclosed.evidence
        everywhere = foreign is not None and of_every_place(foreign, election, sound)
        return derive(election, profiles, evidence, in_every_place=everywhere), ()
    except Exception as error:
        reason = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        return None, (Failure("evidence.not_derivable", EVIDENCE_FOLDER, published=reason),)


def in_steps(
    compared: Compared, held: int, snapshot: Snapshot, before: Sequence[Step], *, simulations: bool = False
) -> tuple[Step, Step]:
    """Return what was compared as step 6 (data) and step 7 (all else), failures in the order of files."""
    blamed = {one.file for step in before for one in step.failures if one.code != "file.strange"}
    failures = [one for one in compared.failures if one.file not in blamed]
    # Signed by another key than is sealed, or for another day, every page differs: then only figures speak.
    otherwise = any(
        step.failures for step in before if step.name in (StepName.SIGNATURE, StepName.DEFINITION)
    )
    spoken = [one for one in failures if not (otherwise and is_of_imprint(one))]

    def step(name: StepName, is_its: Callable[[str], bool], counts: dict[str, int]) -> Step:
        mine, unchecked, same = (
            sorted((one for one in found if is_its(one.file)), key=lambda one: one.file)
            for found in (spoken, compared.unchecked, compared.by_content)
        )
        other = {one.file for one in (*failures, *compared.unchecked, *compared.by_content)}
        again = sum(map(is_its, compared.made - other))
        counts |= {"made_again": again, "not_compared": len(unchecked), "by_content": len(same)}
        silent = len(spoken) < len(failures) and not mine
        return Step(name, {of: n for of, n in counts.items() if n}, tuple(mine), not silent,
                    tuple(unchecked), tuple(same))  # fmt: skip

    tables = {**counted(snapshot), "errata": snapshot.evidence.errata.height, "held_by_seal": held}
    if simulations:
        tables["simulated"] = len(simulated_of(snapshot))
    pages = sum(path.endswith(".html") for path in compared.made)
    shown = {"pages": pages, "page_figures": compared.figures, **stations_without_page(snapshot)}
    return step(StepName.FIGURES, is_of_data, tables), step(
        StepName.PAGES, lambda path: not is_of_data(path), shown
    )


def is_of_imprint(failure: Failure) -> bool:
    """Say whether a difference may be of nothing but key, number and day, which every page and card bears."""
    return failure.code.startswith("rebuild.") or failure.file == CARDS_LIST


def is_of_data(path: str) -> bool:
    """Say whether a file is of step 6."""
    return path.startswith(f"{DATA}/") or path == VERIFIER_KEY


def counted(snapshot: Snapshot) -> dict[str, int]:
    """Return how many tables were derived, and their cells."""
    tables = [(table.frame, len(table.formats)) for table in derived_tables(snapshot)]
    cells = sum(frame.height * frame.width * formats for frame, formats in tables)
    return {"tables": sum(formats for _, formats in tables), "cells": cells}


def stations_without_page(snapshot: Snapshot) -> dict[str, int]:
    """Return how many polling stations have no page, by the definition; nothing where all have one."""
    with_pages = snapshot.election.station_pages
    if with_pages is None:
        return {}
    stations = with_first_jurisdiction(snapshot.election, snapshot.election.stations)
    without = stations.filter(~pl.col("first_jurisdiction").is_in(sorted(with_pages)))
    return {"stations_without_page": without.height}
