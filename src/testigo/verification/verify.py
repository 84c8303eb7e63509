"""Stage 11, the whole: a publication as a stranger checks it, in the order in which trust is earned.

In   a source, the fingerprint that a person named or None, and who to tell of progress.
Out  a Report. What does not hold is a line of it, never an exception.

    1  the list of files is written in the one way it can be
    2  the announcement of that list is signed, and by the key that was named; else nothing more is read
       and what is larger than its definition can make it is not read
    3  every file is the one that the list names, and in a folder there are no others
    4  the definition and the evidence can be read, and are those that were announced and sealed
    5  every earlier publication is named and signed, and leads to this one
    6  the data are made again from that evidence, every byte is the same, and every erratum fits it
    7  pages, cards, styles and scripts are made again, and every byte is the same
    8  what nobody can check from here is said in words

Each step stands on the ones before: a file that step 3 does not find sound is never parsed. A failure ends
only what needs what failed, so that one run names as much as it can.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from testigo.statistics.disclosed import has_simulated
from testigo.verification.allowance import UNKNOWN, allowance_of
from testigo.verification.chain import check_chain, newest
from testigo.verification.disclosed import Disclosed, read_disclosed
from testigo.verification.facts import Facts
from testigo.verification.made_again import check_made_again
from testigo.verification.manifest import Listed, check_files, hash_manifest, read_manifest
from testigo.verification.report import Outcome, Report, Step, StepName
from testigo.verification.signatures import Signed, check_signature, is_refused, number_of
from testigo.verification.source import Progress, Source
from testigo.verification.unpacking import lacking

ALWAYS_OPEN = ("paper", "images", "same_list", "before")
"""What no program can check from a publication alone: messages "open.<name>"."""
AFTER_SIGNATURE = (StepName.FILES, StepName.DEFINITION, StepName.CHAIN, StepName.FIGURES, StepName.PAGES)


def verify(
    source: Source,
    expected_key: str | None,
    progress: Progress,
    notes: Sequence[bytes] = (),
    processes: int = 1,
    *,
    simulations: bool = False,
) -> Report:
    """Verify a publication.

    expected_key  the fingerprint that a person named (64 digits), or None
    notes         notes of the same operation from elsewhere, which may tell of a newer publication
    processes     that make pages at the same time
    simulations   whether simulated figures are made again too: minutes, for a large country
    """
    manifest = hash_manifest(source)
    signed = check_signature(source, manifest, expected_key)  # 2
    if is_refused(signed, expected_key):
        # What the named key did not sign is not worth a look, and may be made to harm who looks.
        listed = read_manifest(source, UNKNOWN)  # 1
        steps = (listed.step, signed.step, *(Step(name, done=False) for name in AFTER_SIGNATURE))
        return report_of(source, listed, manifest, signed, expected_key, steps)
    return checked(
        source, manifest, signed, expected_key, progress, notes, processes, simulations=simulations
    )


def checked(
    source: Source,
    manifest: str,
    signed: Signed,
    expected_key: str | None,
    progress: Progress,
    notes: Sequence[bytes],
    processes: int,
    *,
    simulations: bool,
) -> Report:
    """Take all steps but the second."""
    allowance = allowance_of(source, number_of(signed))
    listed = read_manifest(source, allowance)  # 1
    sound, files = check_files(source, listed.hashes, allowance, progress)  # 3
    disclosed, definition = read_disclosed(source, sound, signed)  # 4
    chain = check_chain(source, sound, signed.announcement, keys_of(disclosed, signed))  # 5
    newer, forked = newest(signed.announcement, signed.key, manifest, notes)
    chain = replace(chain, failures=(*chain.failures, *forked))
    steps = (listed.step, signed.step, files, definition, chain)
    made = check_made_again(
        source,
        listed.hashes,
        sound,
        signed,
        disclosed,
        steps,
        processes,
        progress,
        simulations=simulations,
    )
    report = report_of(source, listed, manifest, signed, expected_key, (*steps, *made), disclosed)  # 6 and 7
    if not simulations and disclosed is not None and has_simulated(disclosed.evidence.statistics):
        report = replace(report, open=(*report.open, "simulations"))
    return replace(report, newer=newer, without_wall=lacking() if sound else ())


def report_of(
    source: Source,
    listed: Listed,
    manifest: str,
    signed: Signed,
    expected_key: str | None,
    steps: tuple[Step, ...],
    disclosed: Disclosed | None = None,
) -> Report:
    """Return the report on the steps that were taken."""
    facts = Facts() if disclosed is None else disclosed.facts
    return Report(
        address=source.address,
        announcement=signed.announcement,
        fingerprint=signed.fingerprint,
        key_named=expected_key is not None and signed.fingerprint == expected_key,
        manifest=manifest if listed.hashes else None,
        software=facts.software,
        other_makers=None if disclosed is None else facts.other_makers(),
        steps=steps,
        open=tuple(open_questions(source, steps[-1])),  # 8
        program=facts.made_with.get("program"),
    )


def open_questions(source: Source, pages: Step) -> Iterator[str]:
    """Yield what nobody can check from here: messages "open.<name>"."""
    yield from ALWAYS_OPEN
    if pages.outcome is not Outcome.HOLDS:
        yield "words"
    if not source.complete:
        yield "added"


def keys_of(disclosed: Disclosed | None, signed: Signed) -> frozenset[str]:
    """Return the fingerprints of the keys that may sign: those sealed, else the one that signed this."""
    sealed = () if disclosed is None else disclosed.election.key_fingerprints
    return frozenset(sealed or ([signed.fingerprint] if signed.fingerprint else []))
