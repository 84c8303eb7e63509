"""Stage 11, the whole: a publication as a stranger checks it, in the order in which trust is earned.

In   a source, the fingerprint that a person named or None, and who to tell of progress.
Out  a Report. What does not hold is a line of it, never an exception.

    1  the list of files is written in the one way it can be
    2  the announcement of that list is signed, and by the key that was named
    3  every file is the one that the list names, and in a folder there are no others
    4  the definition and the evidence can be read, and are those that were announced and sealed
    5  every earlier publication is named and signed, and leads to this one
    6  every published table is what our own `derive` makes of that evidence, and every erratum fits it
    7  every figure in every page is the cell that it names; all but the stations' pages is made again
    8  where it was asked for: the whole publication is made again, and every byte is the same
    9  what nobody can check from here is said in words

Each step stands on the ones before: a file that step 3 does not find sound is never parsed. A failure ends
only what needs what failed, so that one run names as much as it can.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from testigo.publication.format import DATA
from testigo.snapshot import Snapshot, derive
from testigo.verification.chain import check_chain, newest
from testigo.verification.disclosed import Disclosed, read_disclosed
from testigo.verification.errata import check_errata
from testigo.verification.facts import Facts, imprint_of
from testigo.verification.manifest import check_files, read_manifest
from testigo.verification.nist import check_reports
from testigo.verification.pages import check_pages, station_pages
from testigo.verification.rebuild import check_rebuild
from testigo.verification.report import Failure, Outcome, Report, Step, StepName
from testigo.verification.shipped import with_shipped
from testigo.verification.signatures import Signed, check_signature
from testigo.verification.source import Progress, Source
from testigo.verification.tables import check_tables

EVIDENCE_FOLDER = f"{DATA}/evidence/"
ALWAYS_OPEN = ("paper", "images", "words", "same_list", "before")
"""What no program can check from a publication alone: messages "open.<name>"."""
WORDS = "words"
"""Of these, what is checked where the publication is made again."""


def verify(
    source: Source,
    expected_key: str | None,
    progress: Progress,
    notes: Sequence[bytes] = (),
    rebuild_by: int = 0,
) -> Report:
    """Verify a publication.

    expected_key  the fingerprint that a person named (64 digits), or None
    notes         notes of the same operation from elsewhere, which may tell of a newer publication
    rebuild_by    processes that make the publication again, to compare it; 0 = it is not made again
    """
    manifest, hashes, listed = read_manifest(source)  # 1
    signed = check_signature(source, manifest, expected_key)  # 2
    sound, files = check_files(source, hashes, progress)  # 3
    disclosed, definition = read_disclosed(source, sound, signed)  # 4
    chain = check_chain(source, sound, signed.announcement, keys_of(disclosed, signed))  # 5
    own_list = hashlib.sha256(manifest).hexdigest()
    newer, forked = newest(signed.announcement, signed.key, own_list, notes)
    chain = replace(chain, failures=(*chain.failures, *forked))
    snapshot, broken = derived(disclosed)
    facts = Facts() if disclosed is None else disclosed.facts
    imprint = imprint_of(facts, signed)
    if snapshot is None:
        figures = Step(StepName.FIGURES, {}, broken, done=False)
        pages = Step(StepName.PAGES, done=False)
    else:
        figures = check_figures(source, sound, snapshot, signed, disclosed, progress)  # 6
        number = None if signed.announcement is None else signed.announcement.number
        pages = check_pages(source, sound, snapshot, progress, hashes, number, facts.address)  # 7
        said_otherwise = definition.failures or signed.step.failures  # of what would be made again
        if disclosed is not None and imprint is not None and not said_otherwise and not rebuild_by:
            blamed = {failure.file for failure in (*listed.failures, *figures.failures, *pages.failures)}
            own = [*station_pages(snapshot)]
            pages = with_shipped(pages, source, hashes, sound, snapshot, disclosed, imprint, own, blamed)
    steps = [listed, signed.step, files, definition, chain, figures, pages]
    if rebuild_by:
        steps.append(check_rebuild(source, hashes, snapshot, disclosed, imprint, rebuild_by, progress))  # 8
    return Report(
        address=source.address,
        announcement=signed.announcement,
        fingerprint=signed.fingerprint,
        key_named=expected_key is not None and signed.fingerprint == expected_key,
        manifest=own_list if hashes else None,
        software=facts.software,
        other_makers=None if disclosed is None else facts.other_makers(),
        steps=tuple(steps),
        open=tuple(open_questions(source, steps)),  # 9
        newer=newer,
    )


def open_questions(source: Source, steps: Sequence[Step]) -> Iterator[str]:
    """Yield what nobody can check from here: messages "open.<name>"."""
    made_again = steps[-1].name is StepName.REBUILD and steps[-1].outcome is Outcome.HOLDS
    yield from (name for name in ALWAYS_OPEN if name != WORDS or not made_again)
    if not source.complete:
        yield "added"


def keys_of(disclosed: Disclosed | None, signed: Signed) -> frozenset[str]:
    """Return the fingerprints of the keys that may sign: those sealed, else the one that signed this."""
    sealed = () if disclosed is None else disclosed.election.key_fingerprints
    return frozenset(sealed or ([signed.fingerprint] if signed.fingerprint else []))


def check_figures(
    source: Source,
    sound: frozenset[str],
    snapshot: Snapshot,
    signed: Signed,
    disclosed: Disclosed | None,
    progress: Progress,
) -> Step:
    """Hold tables, errata and the reports in the words of NIST SP 1500-100 against the snapshot.

    The reports bear the announced day and the software: without them the tables alone are checked, and
    what is missing has failed before.
    """
    step = check_tables(source, sound, snapshot, progress)
    if disclosed is not None:
        day = None if signed.announcement is None else signed.announcement.day
        checked = {**step.checked, "errata": snapshot.evidence.errata.height}
        wrong = check_errata(snapshot, disclosed.definition, day)
        step = replace(step, checked=checked, failures=(*step.failures, *wrong))
    software = None if disclosed is None else disclosed.facts.software
    if signed.announcement is None or software is None:
        return step
    found = check_reports(source, sound, snapshot, signed.announcement, software)
    return replace(step, failures=(*step.failures, *found))


def derived(disclosed: Disclosed | None) -> tuple[Snapshot | None, tuple[Failure, ...]]:
    """Derive the whole state from what was disclosed; a Failure where that cannot be done.

    The evidence has the right columns here, but a stranger chose what stands in them: whatever `derive`
    stumbles over is a finding about the publication, not a crash of ours.
    """
    if disclosed is None:
        return None, ()
    try:
        return derive(disclosed.election, disclosed.profiles, disclosed.evidence), ()
    except Exception as error:
        reason = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        return None, (Failure("evidence.not_derivable", EVIDENCE_FOLDER, published=reason),)
