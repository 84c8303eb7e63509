"""Two persons are two only where a sealed roster knows both; and a key signs for her who has it."""

import shutil
import stat
from collections.abc import Mapping
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from testigo.acts.key_folder import load_signer
from testigo.acts.person_keys import make_person_key
from testigo.election.people import FILE, SALT_FILE, SEALED_FILE, sealed_hash
from testigo.evidence.statements import Kind
from testigo.publication.folders import files_below
from testigo.record.keys import fingerprint
from tests.cli.small import FILES, Small, make_small
from tests.cli.test_insiders import rewritten
from tests.keys import PASSPHRASE as SIGNING_PASSPHRASE
from tests.keys import make_keys

PASSPHRASE = "four words are good"
PEOPLE = """\
person,organisation,roles,key
reader-1,observers,reader,
reader-2,university,reader,
judge-1,observers,adjudicator,
judge-2,university,adjudicator,
judge-3,observers,adjudicator,
judge-4,university,adjudicator coordinator,{four}
judge-5,observers,adjudicator coordinator,{five}
"""
BECAUSE = ("--reason", "The photo shows it.")
ROWS = {"reader-1": "001.01,mayor,100,50", "reader-2": "001.01,mayor,100,60"}


class Desk:
    """An operation with a roster, the keys of two judges, and a station that two readers dispute."""

    def __init__(self, folder: Path, files: Mapping[str, str] = FILES) -> None:
        self.secret = folder / "passphrase.txt"
        self.secret.write_text(f"{PASSPHRASE}\n")
        self.keys = {code: folder / "mine" / f"{code}.key" for code in ("judge-4", "judge-5")}
        made = [
            make_person_key(file, PASSPHRASE, Ed25519PrivateKey.generate()) for file in self.keys.values()
        ]
        self.people = PEOPLE.format(four=made[0], five=made[1])
        self.signing = make_keys(folder, "example.org/x")
        mark = fingerprint(load_signer(self.signing.signing, SIGNING_PASSPHRASE).verifier_key.public_key)
        self.small = make_small(folder, mark, {**files, "people.csv": self.people})
        for person, row in ROWS.items():
            assert self.small.typed(person, row) == 0, self.small.err

    def sign(self, first: str, second: str | None = None) -> tuple[str | Path, ...]:
        """The options by which persons sign, with their keys where they have one."""
        said: tuple[str | Path, ...] = ("--person", first, *BECAUSE)
        if first in self.keys:
            said += ("--key", self.keys[first], "--passphrase-file", self.secret)
        if second is not None:
            said += ("--second-person", second)
        if second in self.keys:
            said += ("--second-key", self.keys[second], "--second-passphrase-file", self.secret)
        return said

    def decide(self, *signed: str | Path) -> int:
        return self.small.run(
            "adjudicate", "001.01", "mayor", "--decision", "accept", "--reading", "1", *signed
        )

    def correct(self, *signed: str | Path) -> int:
        figures = ("--figure", "votes_red=100", "--figure", "votes_blue=55")
        return self.small.run("correct", "001.01", "mayor", *figures, *signed)

    def publish(self) -> int:
        keys = self.signing.copied(self.small.folder.parent / "copied keys")
        return self.small.run("publish", *keys.options, "--processes", "1")

    @property
    def last(self) -> int:
        return self.small.last()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("roster"))


@pytest.fixture
def desk(made: Desk, tmp_path: Path) -> Desk:
    """A copy that a test may change; keys and passphrases stay where they are."""
    copy = object.__new__(Desk)
    copy.__dict__ |= made.__dict__
    copy.small = Small(Path(shutil.copytree(made.small.folder, tmp_path / "operation")))
    return copy


def test_nobody_else_on_the_machine_reads_the_sealed_roster_or_its_salt(made: Desk) -> None:
    election = made.small.folder / "election"
    modes = [stat.S_IMODE((election / name).stat().st_mode) for name in ("people.csv", "people.salt")]
    assert modes == [0o600, 0o600]


def test_the_seal_holds_the_salted_hash_of_the_roster(made: Desk) -> None:
    election = made.small.folder / "election"
    salt, people = ((election / name).read_bytes() for name in (SALT_FILE, FILE))
    assert (election / SEALED_FILE).read_text() == f"{sealed_hash(salt, people)}\n"
    assert made.small.run("election check") == 0, made.small.err
    assert made.small.run("evidence check") == 0, made.small.out


def test_two_operations_with_one_roster_seal_two_numbers(made: Desk, tmp_path: Path) -> None:
    other = make_small(tmp_path, files={**FILES, "people.csv": made.people})
    numbers = {(one.folder / "election" / SEALED_FILE).read_text() for one in (made.small, other)}
    assert len(numbers) == 2


def test_nothing_of_the_roster_is_published(desk: Desk) -> None:
    assert desk.decide(*desk.sign("judge-4")) == 0, desk.small.err
    assert desk.publish() == 0, desk.small.err
    election = desk.small.folder / "election"
    secret = {"observers", "university", "judge-", "reader-", (election / SALT_FILE).read_text().strip()}
    secret |= {key.split(":")[1].strip() for key in desk.people.split() if "ed25519:" in key}
    public = desk.small.folder / "public"
    data = [path for path in files_below(public) if path.startswith("data/")]
    assert f"data/definition/{SEALED_FILE}" in data
    assert not [path for path in data if path.endswith((FILE, SALT_FILE))]
    for path in data:
        content = (public / path).read_bytes()
        assert not [one for one in secret if one.encode() in content], path
    assert desk.small.run("evidence check") == 0, desk.small.out


def test_a_changed_roster_is_refused_and_found(desk: Desk) -> None:
    path = desk.small.folder / "election" / FILE
    path.write_text(path.read_text() + "judge-9,observers,adjudicator,\n")
    before = desk.last
    assert desk.decide(*desk.sign("judge-9")) == 2
    assert "not the roster that was sealed" in desk.small.err
    assert desk.last == before
    assert desk.small.run("evidence check") == 1
    assert "not the roster that was sealed" in desk.small.out


@pytest.mark.parametrize(
    ("signed", "why"),
    [
        (("--person", "judge-77", *BECAUSE), "not on the sealed roster"),
        (("--person", "judge-1", "--second-person", "judge-77", *BECAUSE), "not on the sealed roster"),
        (("--person", "judge-1", "--organisation", "university", *BECAUSE), "another organisation"),
        (
            ("--person", "judge-1", "--organisation", "\N{CYRILLIC SMALL LETTER O}bservers", *BECAUSE),
            "another organ",
        ),
        (("--person", "judge-1", "--organisation", "Observers", *BECAUSE), "another organisation"),
        (("--person", "reader-2", *BECAUSE), "typed a reading|the role"),
    ],
)
def test_who_the_roster_does_not_know_so_decides_nothing(
    desk: Desk, signed: tuple[str, ...], why: str
) -> None:
    before = desk.last
    assert desk.decide(*signed) == 2
    assert any(one in desk.small.err for one in why.split("|"))
    assert desk.last == before


def test_an_invented_reader_types_nothing(desk: Desk) -> None:
    before = desk.last
    assert desk.small.typed("reader-99", "001.02,mayor,1,2") == 2
    assert desk.small.typed("judge-1", "001.02,mayor,1,2") == 2
    assert "readers transcribe" in desk.small.err
    assert desk.last == before


def test_two_codes_of_one_organisation_correct_nothing_whatever_is_typed(desk: Desk) -> None:
    assert desk.decide("--person", "judge-1", *BECAUSE) == 0, desk.small.err
    typed = ("--organisation", "observers", "--second-organisation", "university")
    assert desk.correct("--person", "judge-1", "--second-person", "judge-3", *typed, *BECAUSE) == 2
    assert desk.correct("--person", "judge-1", "--second-person", "judge-3", *BECAUSE) == 2
    assert "one organisation" in desk.small.err
    assert desk.correct("--person", "judge-1", "--second-person", "judge-2", *BECAUSE) == 0, desk.small.err


def test_who_has_a_key_signs_with_it_and_with_no_other(desk: Desk) -> None:
    before = desk.last
    assert desk.decide("--person", "judge-4", *BECAUSE) == 2
    assert "she signs with it" in desk.small.err
    other = ("--key", desk.keys["judge-5"], "--passphrase-file", desk.secret)
    assert desk.decide("--person", "judge-4", *BECAUSE, *other) == 2
    assert "not the key" in desk.small.err
    assert desk.last == before
    assert desk.decide(*desk.sign("judge-4")) == 0, desk.small.err
    signed = desk.small.said(desk.last).body["signed"]
    assert isinstance(signed, dict)
    assert signed["after"] == desk.small.said(before).chain
    assert desk.small.run("evidence check") == 0, desk.small.out


@pytest.mark.parametrize("forged", ["figure", "unsigned", "another person", "said again"])
def test_a_decision_that_its_person_did_not_sign_is_found_and_nobody_publishes(
    desk: Desk, forged: str
) -> None:
    """The forger owns the disk and writes a chain that holds; what she lacks is the key."""
    from dataclasses import replace

    assert desk.decide(*desk.sign("judge-4")) == 0, desk.small.err

    def forge(said: list) -> list:  # type: ignore[type-arg]
        last = said[-1]
        body = dict(last.body)
        if forged == "figure":
            body["figures"] = {"votes_red": 999, "votes_blue": 50}
        elif forged == "unsigned":
            del body["signed"]
        elif forged == "another person":
            return [*said[:-1], replace(last, person="judge-5")]
        else:
            return [*said, replace(last, number=last.number + 1)]
        return [*said[:-1], replace(last, body=body)]

    rewritten(desk.small, forge)
    assert desk.small.run("evidence check") == 1
    assert "sign" in desk.small.out
    assert desk.publish() == 2


def test_the_history_before_a_signature_cannot_be_written_anew_without_her_key(desk: Desk) -> None:
    from dataclasses import replace

    assert desk.decide(*desk.sign("judge-4")) == 0, desk.small.err

    def another_first_reading(said: list) -> list:  # type: ignore[type-arg]
        place = next(n for n, one in enumerate(said) if one.kind is Kind.TRANSCRIBED)
        body = {**said[place].body, "figures": {"votes_red": 101, "votes_blue": 50}}
        return [*said[:place], replace(said[place], body=body), *said[place + 1 :]]

    rewritten(desk.small, another_first_reading)
    assert desk.small.run("evidence check") == 1
    assert "after a statement that is not there" in desk.small.out


def test_a_code_is_added_at_night_by_two_persons_of_two_organisations(desk: Desk) -> None:
    table = desk.small.write("night.csv", "person,organisation,roles\nreader-9,university,reader\n")
    assert desk.small.run("election amend", table, *desk.sign("judge-4")) == 2
    assert desk.small.run("election amend", table, *desk.sign("judge-1", "judge-3")) == 2
    assert desk.small.typed("reader-9", "001.02,mayor,1,2") == 2
    assert desk.small.run("election amend", table, *desk.sign("judge-4", "judge-5")) == 0, desk.small.err
    assert desk.small.typed("reader-9", "001.02,mayor,1,2") == 0, desk.small.err
    assert desk.small.run("evidence check") == 0, desk.small.out
    assert desk.publish() == 0, desk.small.err
    public = desk.small.folder / "public"
    [amendment] = (public / "data" / "amendments").glob("*.csv")
    header, number = amendment.read_text().splitlines()
    assert (header, len(number)) == ("people_sha256", 64)
    assert all(b"reader-9" not in (public / path).read_bytes() for path in files_below(public))
    verified = Small(public)
    assert verified.run("verify", "--key", desk.signing.fingerprint) == 0, verified.out


def test_withdrawing_the_amendment_takes_the_code_back(desk: Desk) -> None:
    table = desk.small.write("night.csv", "person,organisation,roles\nreader-9,university,reader\n")
    assert desk.small.run("election amend", table, *desk.sign("judge-4", "judge-5")) == 0, desk.small.err
    assert desk.small.run("withdraw", str(desk.last), *desk.sign("judge-4", "judge-5")) == 0, desk.small.err
    assert desk.small.typed("reader-9", "001.02,mayor,1,2") == 2
    assert desk.small.run("evidence check") == 0, desk.small.out


REQUIRED = {
    **FILES,
    "election.toml": FILES["election.toml"].replace("[policy]\n", '[policy]\nsignatures = "required"\n'),
}


def test_where_the_policy_demands_signatures_who_has_no_key_decides_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path, REQUIRED)
    assert desk.decide("--person", "judge-1", *BECAUSE) == 2
    assert "demands signatures" in desk.small.err
    assert desk.decide(*desk.sign("judge-4")) == 0, desk.small.err
    assert desk.small.run("evidence check") == 0, desk.small.out


def test_a_policy_that_demands_signatures_is_not_sealed_without_a_roster(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="nobody could sign"):
        make_small(tmp_path, files=REQUIRED)


def test_without_a_roster_all_is_as_before_and_no_key_is_taken(disputed: Small, tmp_path: Path) -> None:
    key = tmp_path / "mine.key"
    make_person_key(key, PASSPHRASE, Ed25519PrivateKey.generate())
    said = ("adjudicate", "001.01", "mayor", "--decision", "exclude", "--person", "judge-1", *BECAUSE)
    assert disputed.run(*said, "--key", key) == 2
    assert disputed.run(*said) == 0, disputed.err


def test_a_backup_brings_the_roster_back_with_its_salt(desk: Desk, tmp_path: Path) -> None:
    file, back = tmp_path / "backup.tar", Small(tmp_path / "back")
    assert desk.small.run("backup", file) == 0, desk.small.err
    assert Small(file).run("restore", back.folder) == 0
    assert back.run("evidence check") == 0, back.out
    assert back.typed("reader-1", "002.01,mayor,1,2") == 0, back.err
    assert back.typed("reader-99", "002.01,mayor,1,2") == 2
