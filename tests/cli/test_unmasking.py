"""What two key folders and a publication tell of persons and order: nothing, without the operation.

The attack of then is played again over a whole operation: every statement's number, every person's code and
every exhibit's hash is put through a key as the earlier rule did, and looked for in what was published.
"""

import datetime
import itertools
import stat
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl
import pytest

from testigo.acts.key_folder import load_disclosure_key, load_signer
from testigo.acts.names_folder import NamesFolder
from testigo.acts.operation import Operation
from testigo.record.disclose import disclose
from testigo.record.names import EarlierNames, Names, keyed
from tests.cli.small import FILES, Small, make_small
from tests.keys import DISCLOSURE_PASSPHRASE, PASSPHRASE, Keys, make_keys

PEOPLE = [f"reader-{number}" for number in range(1, 18)]
STATIONS = [f"001.{number:02}" for number in range(1, 29)]
CONTEST = "mayor"


@dataclass(frozen=True)
class Published:
    """An operation of 56 readings by 17 persons, its keys, and the names of its publication."""

    small: Small
    keys: Keys
    readings: frozenset[str]
    pseudonyms: frozenset[str]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    folder = tmp_path_factory.mktemp("unmasking")
    keys = make_keys(folder / "both", "example.org/x")
    rows = "".join(f"{station},001,A,,500\n" for station in STATIONS)
    header = FILES["stations.csv"].partition("\n")[0]
    files = {**FILES, "stations.csv": f"{header}\n{rows}"}
    files["jurisdictions.csv"] = files["jurisdictions.csv"].replace(",5,2500,", ",28,14000,")
    small = make_small(folder, keys.fingerprint, files)
    turns = itertools.cycle(PEOPLE)
    typed: dict[str, list[str]] = {person: [] for person in PEOPLE}
    for station in STATIONS:
        for person in (next(turns), next(turns)):
            typed[person].append(f"{station},{CONTEST},100,50")
    for person, lines in typed.items():
        assert small.typed(person, *lines) == 0, small.err
    assert small.run("publish", *keys.options, "--processes", "1") == 0, small.err
    (table,) = (small.folder / "public/data/evidence").glob("readings-*.parquet")
    told = pl.read_parquet(table)
    return Published(small, keys, frozenset(told["reading"]), frozenset(told["reader"]))


def tried(small: Small, name: Callable[..., str]) -> frozenset[str]:
    """Return every name that somebody can try who knows how statements, persons and stations are called."""
    numbers = [str(number) for number in range(small.last() + 1)]
    parts = [f"{number}.{part}" for number in numbers for part in range(3)]
    hashes = [path.name for path in (small.folder / "exhibits").rglob("*") if path.is_file()]
    hashes += [path.parent.name + path.name for path in (small.folder / "exhibits").rglob("*")]
    sources = [*numbers, *parts]
    readings = [*sources, *(f"{source}:{station}" for source in sources for station in STATIONS)]
    return frozenset(
        [
            *(name("reading", CONTEST, reading) for reading in readings),
            *(name("reading", source) for source in sources),
            *(name("reader", person, station, CONTEST) for person in PEOPLE for station in STATIONS),
            *(name("reader", person) for person in PEOPLE),
            *(name(kind, each) for kind in ("exhibit", "form") for each in hashes),
        ]
    )


def test_the_operation_is_that_of_the_attack(published: Published) -> None:
    assert (len(published.readings), len(published.pseudonyms)) == (56, 56)


def test_the_attack_unmasks_everything_where_names_are_made_by_the_earlier_rule(published: Published) -> None:
    """It finds what it looks for: 56 of 56 readings, all pseudonyms of 17 of 17 persons."""
    key = load_disclosure_key(published.keys.disclosure, DISCLOSURE_PASSPHRASE)
    operation = Operation(published.small.folder)
    evidence = operation.evidence()
    operation.close()
    names = EarlierNames(key, {})
    then = disclose(evidence, operation.election.stations["station"], names, evidence_day()).readings[CONTEST]
    candidates = tried(published.small, lambda *parts: keyed(key, *parts))
    assert set(then["reading"]) <= candidates
    assert set(then["reader"]) <= candidates
    assert {private[1] for private in names.given if private[0] == "reader"} == set(PEOPLE)


def evidence_day() -> datetime.date:
    return datetime.date(2030, 1, 7)


@pytest.mark.parametrize("which", ["signing", "disclosure"])
def test_one_key_and_its_passphrase_unmask_nothing(published: Published, which: str) -> None:
    signer = load_signer(published.keys.signing, PASSPHRASE)
    key = (
        signer.private_key.private_bytes_raw()
        if which == "signing"
        else load_disclosure_key(published.keys.disclosure, DISCLOSURE_PASSPHRASE)
    )
    candidates = tried(published.small, lambda *parts: keyed(key, *parts))
    assert candidates & (published.readings | published.pseudonyms) == set()


def test_the_operation_and_the_signing_key_do_not_make_the_names(published: Published) -> None:
    """The random bytes lie in the operation; without the disclosure key they are the names of nothing."""
    disclosure = load_disclosure_key(published.keys.disclosure, DISCLOSURE_PASSPHRASE)
    random = NamesFolder(published.small.folder / "names").read(disclosure).random
    signing = load_signer(published.keys.signing, PASSPHRASE).private_key.private_bytes_raw()
    made = {True: set[str](), False: set[str]()}
    for key in (disclosure, signing):
        names = Names(key, random)
        readings = [thing for kind, thing in random if kind == "reading"]
        made[key == disclosure] |= {
            *(names.reading(CONTEST, f"{source}{row}") for source in readings for row in rows_of(source)),
            *(names.reader(person, station, CONTEST) for person in PEOPLE for station in STATIONS),
        }
    assert published.readings | published.pseudonyms <= made[True]
    assert made[False] & (published.readings | published.pseudonyms) == set()


def rows_of(source: str) -> list[str]:
    return ["", *(f":{station}" for station in STATIONS)]


def test_no_passphrase_file_key_or_random_byte_can_be_read_by_another_user(published: Published) -> None:
    private = [
        published.small.folder / "evidence.sqlite",
        *(published.small.folder / "names").iterdir(),
        *published.keys.signing.iterdir(),
        *published.keys.disclosure.iterdir(),
    ]
    public = {"signing-key.txt", "verifier.txt"}
    open_to_others = [
        path.name for path in private if stat.S_IMODE(path.stat().st_mode) & 0o077 and path.name not in public
    ]
    assert open_to_others == []
