"""Small publications for the tests: a whole invented election, signed, in a folder.

`publication(folder)` writes one that holds. What a test changes in it is done by the functions below: a
`stranger` can make the list of files again and sign it with a key of their own, as an attacker would.
"""

import datetime
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import polars as pl
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from testigo.columns import CLAIMS, conform, decisions_schema, empty, readings_schema
from testigo.election.load import load
from testigo.forms.arithmetic import figures
from testigo.forms.load import load_profiles
from testigo.note import Signer, parse_note, sign_note, write_verifier_key
from testigo.publication.dataset import dataset
from testigo.publication.files import published_files
from testigo.publication.format import (
    MANIFEST,
    NOT_IN_MANIFEST,
    NOTE,
    VERIFIER_KEY,
    Announcement,
    parse_announcement,
    previous_path,
    write_announcement,
    write_manifest,
)
from testigo.publication.imprint import Imprint
from testigo.publication.program import software
from testigo.publication.site import pages
from testigo.publication.words import fingerprint as words_of
from testigo.record.disclose import disclose
from testigo.record.keys import fingerprint
from testigo.snapshot import Snapshot, derive
from testigo.verification.report import Report
from testigo.verification.source import open_folder
from testigo.verification.verify import verify
from tests import world
from tests.keys import invented_names

ORIGIN = "testigo.example/prueba-2030"
OURS = Signer(ORIGIN, Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"ours").digest()))
STRANGER = Signer(ORIGIN, Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"stranger").digest()))
OUR_KEY = fingerprint(OURS.verifier_key.public_key)
DAY = datetime.date(2030, 1, 7)


def definition(*, drill: bool = False, sealed: str = OUR_KEY) -> dict[str, bytes]:
    """The definition's files: a country of two states with three stations each."""
    stations = "".join(f"{code}-1.0{n},{code}-1,{code},,500\n" for code in ("A", "B") for n in (1, 2, 3))
    return {
        name: text.encode()
        for name, text in {
            "election.toml": f'''origin = "{ORIGIN}"
date = 2030-01-06
time_zone = "UTC"
languages = ["es", "en"]
levels = ["country", "state"]
drill = {str(drill).lower()}
key_fingerprints = ["{sealed}"]
name = "Prueba"
place = "X"
[policy]
sufficient = ["one row of a published table"]
''',
            "jurisdictions.csv": "jurisdiction,parent,level,name,frame,stations,registered_voters,source\n"
            "X,,1,X,listed,,,\nA,X,2,State A,listed,,,\nB,X,2,State B,listed,,,\n",
            "stations.csv": "station,polling_place,jurisdiction,stratum,registered_voters\n" + stations,
            "contests.csv": "contest,name,form,decides,blank_votes,null_votes\n"
            "mayor,Mayor,form,plurality,not on the form,not valid\n",
            "options.csv": "contest,option,name,position,colour\n"
            "mayor,red,Red,1,#d0483c\nmayor,blue,Blue,2,#8b857a\n",
            "forms/form/form.toml": '[fields]\ncounts = ["registered_voters", "valid_votes", "null_votes"]\n'
            '[sums]\nvalid_votes = "options"\ntotal_votes = "valid_votes + null_votes"\n',
        }.items()
    }


def snapshot(files: Mapping[str, bytes]) -> Snapshot:
    """The state of the invented election: five of six stations read, one official claim."""
    election = load(files)
    profiles = load_profiles(files, election)
    contest = election.contests[0]
    rows = [
        world.reading(
            f"{state}-1.0{number}",
            red=100 + 37 * number,
            blue=90 + number,
            valid_votes=190 + 38 * number,
            null_votes=number,
            total_votes=190 + 39 * number,
            registered_voters=500,
        )
        for state, number in (("A", 1), ("A", 2), ("A", 3), ("B", 1), ("B", 2))
    ]
    claims = [
        {"claim": "bulletin", "source": "s", "date": "2030-01-07", "place": "X", "contest": "mayor"}
        | {"figure": f"votes_{option}", "value": value}
        for option, value in (("red", "700"), ("blue", "800"))
    ]
    names = figures(contest, profiles[contest.form])
    named = pl.DataFrame([{"reading": f"r{number}", **row} for number, row in enumerate(rows)])
    evidence = world.evidence(
        {"mayor": conform(named, readings_schema(names))},
        {"mayor": empty(decisions_schema(names))},
        claims_of(claims),
    )
    return derive(election, profiles, disclose(evidence, election.stations["station"], invented_names(), DAY))


def claims_of(rows: list[dict[str, str]]) -> pl.DataFrame:
    return conform(pl.DataFrame(rows), CLAIMS)


def publication(
    folder: Path,
    *,
    drill: bool = False,
    signer: Signer = OURS,
    sealed: str = OUR_KEY,
    earlier: tuple[Path, ...] = (),
    address: str | None = None,
    files: Mapping[str, bytes] | None = None,
    state: Snapshot | None = None,
) -> Path:
    """Write a whole publication into `folder`, signed; it holds unless `signer` is not `sealed`.

    files, state  another definition, and what was derived from it
    earlier  the publications before it, the first one first
    """
    files = files or definition(drill=drill, sealed=sealed)
    state = state or snapshot(files)
    key = signer.verifier_key
    number = len(earlier) + 1
    lists = [hashlib.sha256((one / MANIFEST).read_bytes()).hexdigest() for one in earlier]
    previous = lists[-1] if lists else None
    imprint = Imprint(
        number, DAY, previous, write_verifier_key(key), fingerprint(key.public_key), software(), address
    )
    tables = dict(dataset(state, files, imprint))
    written = {**tables, **dict(pages(state, imprint, published_files(tables.items())))}
    for path, content in written.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    for before, one in enumerate(earlier, start=1):
        for file in (MANIFEST, NOTE, VERIFIER_KEY):
            (folder / previous_path(before, file)).parent.mkdir(parents=True, exist_ok=True)
            (folder / previous_path(before, file)).write_bytes((one / file).read_bytes())
    relist(folder)
    announce(folder, signer, Announcement(ORIGIN, number, DAY, "0" * 64, previous, drill))
    return folder


def listed(folder: Path) -> list[str]:
    """Every file that the list should name."""
    paths = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(set(paths) - NOT_IN_MANIFEST)


def relist(folder: Path) -> None:
    """Make the list of files again."""
    hashes = {path: hashlib.sha256((folder / path).read_bytes()).hexdigest() for path in listed(folder)}
    (folder / MANIFEST).write_bytes(write_manifest(hashes))


def announce(folder: Path, signer: Signer, announcement: Announcement | None = None) -> None:
    """Sign the list of files that lies there."""
    said = announcement or parse_announcement(parse_note((folder / NOTE).read_bytes())[0])
    manifest = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    text = write_announcement(
        Announcement(said.origin, said.number, said.day, manifest, said.previous, said.drill)
    )
    (folder / NOTE).write_bytes(sign_note(text, signer))


def forge(folder: Path, signer: Signer = STRANGER) -> None:
    """Make list, signature and key again, as one who changed something would."""
    (folder / VERIFIER_KEY).write_text(write_verifier_key(signer.verifier_key) + "\n")
    relist(folder)
    announce(folder, signer)


def quiet(_step: str, _done: int, _total: int) -> None:
    """Nobody is told of progress."""


def report(folder: Path, key: str | None = None) -> Report:
    """What a stranger finds in a folder."""
    return verify(open_folder(folder), key, quiet)


def rebuilt(folder: Path, processes: int = 1) -> Report:
    """What a stranger finds who names our key, with several processes."""
    return verify(open_folder(folder), OUR_KEY, quiet, processes=processes)


def by_another(folder: Path, **parts: str) -> None:
    """Let the publication say that other programs made it, signed by the sealed key."""
    path = next((folder / "data").glob("*publication.json"))
    said = json.loads(path.read_bytes())
    said["made_with"] |= parts or {"polars": "9" + said["made_with"]["polars"][1:]}
    before, after = path.read_bytes(), f"{json.dumps(said, separators=(',', ':'), sort_keys=True)}\n".encode()
    path.write_bytes(after)
    was, now = (str(words_of(hashlib.sha256(content).hexdigest())) for content in (before, after))
    for page in folder.glob("*/data.html"):  # says the hash of each file of data
        page.write_text(page.read_text().replace(was, now))
    forge(folder, OURS)


def found_by_rules(folder: Path) -> set[tuple[str, str]]:
    """What is found in a forgery that the sealed key signed, and that names another software as its maker.

    That it fails whole where it names ours is held on the way.
    """
    forge(folder, OURS)
    assert report(folder, OUR_KEY).exit_code == 1
    by_another(folder)
    found = report(folder, OUR_KEY)
    assert found.exit_code == 1
    return {(failure.code, failure.file) for failure in found.failures}


def found_by_bytes(folder: Path) -> set[tuple[str, str]]:
    """What is found in a forgery that the sealed key signed, and that names our software."""
    forge(folder, OURS)
    return {(failure.code, failure.file) for failure in report(folder, OUR_KEY).failures}


def blamed(found: Report) -> set[str]:
    """The files that a report names."""
    return {failure.file for failure in found.failures}


def codes(found: Report) -> set[str]:
    """The codes of all failures."""
    return {failure.code for failure in found.failures}
