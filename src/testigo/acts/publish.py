"""Write and sign the public site and dataset of what stands in the evidence.

In   both keys, the address if another is given, the day.
Out  what was published, or what publishing would take.

What is derived is what is disclosed, as a stranger will derive it. The whole is verified as by a stranger
before it is signed; what was signed is stated in the evidence.
"""

import datetime
import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from testigo.acts.kept_notes import refuse_another_evidence
from testigo.acts.operation import Operation
from testigo.acts.passed_in import Progress, RandomBytes, unwatched
from testigo.acts.public_names import names_of
from testigo.acts.publish_rules import (
    refuse_a_broken_chain,
    refuse_a_day_before,
    refuse_a_day_to_come,
    refuse_a_fork,
    refuse_a_key_that_is_not_sealed,
)
from testigo.acts.published_statistics import StatisticsAsked, statistics_of, with_simulated
from testigo.acts.roster import refuse_people_unknown
from testigo.acts.signed_once import SignedOnce
from testigo.acts.silent_falls import refuse_a_silent_fall
from testigo.acts.stranger_check import checked_as_by_a_stranger
from testigo.election.address import REMEDY, is_address
from testigo.errors import Message, RefusedError
from testigo.evidence.commitment import Opening, commitment, write_opening
from testigo.evidence.statements import DISCLOSURE, DISCLOSURE_OF_NOW, Json, Kind
from testigo.note import Signer, write_verifier_key
from testigo.publication.expected import Clock, Expected, expected
from testigo.publication.folders import announced_address, current, hashes_of, is_same
from testigo.publication.format import NOT_IN_MANIFEST, Announcement
from testigo.publication.mirror import HASH_END, archive_name, write_zip
from testigo.publication.program import software
from testigo.publication.shard import site_of
from testigo.publication.source import source_of
from testigo.publication.write import Committed, Order, Written, finish, next_imprint, write
from testigo.record.disclose import disclose
from testigo.record.keys import fingerprint
from testigo.snapshot import Snapshot, derive
from testigo.standing.gather import Evidence

NO_ADDRESS = "none"
ASKED_NOTHING = StatisticsAsked()
"""Statistics as in the last publication."""


@dataclass(frozen=True)
class PublishRequest:
    """What to publish with.

    signing     signs, each number once
    disclosure  the key of the public names: 32 bytes
    address     where the publication will lie: None = as before, NO_ADDRESS = nowhere
    processes   that make pages, and verify them, at the same time
    as_zip      whether the whole site is also written as one ZIP; it is where the definition says where
    """

    signing: SignedOnce
    disclosure: bytes
    address: str | None = None
    processes: int = 1
    as_zip: bool = False
    asked: StatisticsAsked = ASKED_NOTHING
    simulated: Progress = unwatched


@dataclass(frozen=True)
class Published:
    """What was published, and the ZIP for mirrors where one was asked for."""

    written: Written
    mirror: Path | None


@dataclass(frozen=True)
class ToPublish:
    """What publishing would take.

    same_as   the publication since which nothing has changed; None where there is something to publish
    number    of the next publication
    seconds   with all its processes
    free      bytes on the disk
    """

    same_as: Announcement | None
    number: int
    expected: Expected | None
    seconds: float
    free: int


def publish(
    operation: Operation,
    request: PublishRequest,
    day: datetime.date,
    random: RandomBytes,
    progress: Progress = unwatched,
) -> Published:
    """Publish what stands, unless the same is published already; what an earlier run left is finished first.

    RefusedError, StoreError where no stranger would take what would be signed; then nothing is.
    """
    _refuse_what_nobody_would_take(operation, request)
    request.signing.refuse_what_cannot_be_kept()
    if (standing := finish(operation.folders, request.signing.sign)) is not None:
        _state(operation, standing)
    order = _order_of_the_day(operation, request, day, random, keep=True)
    written = write(operation.folders, order, request.processes, progress)
    _state(operation, written.announcement)
    operator = operation.election.operator
    as_zip = request.as_zip or (operator is not None and operator.archives is not None)
    return Published(written, _write_mirror(operation, written) if as_zip else None)


def to_publish(
    operation: Operation, request: PublishRequest, day: datetime.date, random: RandomBytes, clock: Clock
) -> ToPublish:
    """Return what publishing would take, told by a few pages; nothing is written. Errors as of `publish`."""
    _refuse_what_nobody_would_take(operation, request)
    order = _order_of_the_day(operation, request, day, random, keep=False)
    folders, last = operation.folders, current(operation.public_folder)
    free = shutil.disk_usage(operation.folder).free
    if last is not None and is_same(folders, last, order.source):
        return ToPublish(last, last.number + 1, None, 0, free)
    imprint, snapshot = next_imprint(folders, order, last), order.derive()
    found = expected(snapshot, site_of(snapshot, imprint), clock)
    return ToPublish(None, imprint.number, found, found.seconds / request.processes, free)


def _refuse_what_nobody_would_take(operation: Operation, request: PublishRequest) -> None:
    refuse_a_key_that_is_not_sealed(operation, request.signing.signer)
    refuse_a_broken_chain(operation)
    refuse_another_evidence(operation)
    refuse_people_unknown(operation)


def _order_of_the_day(
    operation: Operation, request: PublishRequest, day: datetime.date, random: RandomBytes, *, keep: bool
) -> Order:
    """Return what to publish on a day; an error where a stranger would not take it.

    keep  whether the public names that are drawn are written down
    """
    evidence = operation.evidence()
    names = names_of(operation, evidence, request.disclosure, random, keep=keep)
    last = current(operation.public_folder)
    refuse_a_fork(operation, last)
    refuse_a_day_before(day, last)
    public = disclose(evidence, operation.election.stations["station"], names, day)
    refuse_a_day_to_come(day, public)
    statistics = statistics_of(operation, request.asked)
    public = replace(public, statistics=statistics.files)
    signing, address = request.signing, _address_of(operation, request.address)
    order = order_of(operation, public, signing.signer, signing.sign, day, address, statistics.draws)
    derived = order.derive
    if keep:
        order = replace(
            order,
            derive=lambda: with_simulated(derived(), statistics.draws, request.processes, request.simulated),
        )
    check = checked_as_by_a_stranger(signing.signer, request.processes)
    return replace(order, check=check, evidence=_committed_to(evidence, random))


def order_of(
    operation: Operation,
    public: Evidence,
    signer: Signer,
    sign: Callable[[str], bytes],
    day: datetime.date,
    address: str | None,
    draws: int = 0,
) -> Order:
    """Return what to publish: everything is derived from what is disclosed, as a stranger will.

    A publication is signed in the name of its sealed origin, however the key was called when it was made:
    what was sealed is the key's fingerprint, and a stranger refuses a signature in another name.

    draws  clean elections that are simulated when it is published; who calls `derive` makes them
    """
    key = write_verifier_key(signer.verifier_key)
    source = source_of(operation.definition_files, operation.election.amendments, public, key, address, draws)

    def derived() -> Snapshot:
        """Derive what is published; RefusedError where a figure falls in silence."""
        snapshot = derive(operation.election, operation.profiles, public)
        refuse_a_silent_fall(snapshot, operation.folders, source)
        return snapshot

    return Order(
        source=source,
        derive=derived,
        definition=operation.definition_files,
        day=day,
        signing_key=key,
        fingerprint=fingerprint(signer.verifier_key.public_key),
        software=software(),
        check=checked_as_by_a_stranger(signer, 1),
        sign=sign,
        address=address,
    )


def _committed_to(evidence: Evidence, random: RandomBytes) -> Committed:
    """Return what the note tells of the evidence: a salted number, by which it can be held against later."""
    opening = Opening(evidence.last_statement, random(32).hex())
    return Committed(commitment(opening, evidence.chain), write_opening(opening))


def _address_of(operation: Operation, given: str | None) -> str | None:
    """Return the address that the publication announces: given, else as before, else of the definition."""
    if given is None:
        return announced_address(operation.public_folder, operation.election)
    if given == NO_ADDRESS:
        return None
    if not is_address(given):
        raise RefusedError(Message("publish.no_address", address=given, remedy=REMEDY))
    return given


def _state(operation: Operation, announcement: Announcement) -> None:
    """State what was published, unless an earlier run did."""
    said = (one.body.get("manifest") for one in operation.journal.statements(kinds=(Kind.PUBLISHED,)))
    if announcement.manifest not in said:
        body: dict[str, Json] = {
            "number": announcement.number,
            "manifest": announcement.manifest,
            DISCLOSURE: DISCLOSURE_OF_NOW,
        }
        operation.journal.append(announcement.day, Kind.PUBLISHED, body=body)


def _write_mirror(operation: Operation, written: Written) -> Path:
    """Write the publication as one ZIP into the operation's folder, file after file; return its path."""
    public, file = operation.public_folder, archive_name(written.announcement.number)
    made, whole = operation.folder / f"{file}.partial", operation.folder / file
    paths = sorted([*hashes_of(public), *NOT_IN_MANIFEST])
    with made.open("wb") as to:
        files = ((path, (public / path).read_bytes()) for path in paths)
        write_zip(files, file.removesuffix(".zip"), to, written.announcement.day, written.announcement.number)
    with made.open("rb") as packed:
        hashed = hashlib.file_digest(packed, "sha256").hexdigest()
    (operation.folder / f"{file}{HASH_END}").write_text(f"{hashed}  {file}\n", encoding="utf-8")
    # A crash before this leaves only a partial file; the next run writes it again.
    return made.rename(whole)
