"""`testigo key`: what a coordinator does once, before everything else."""

import os
import pty
import shutil
import stat
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from testigo.acts.durable import write_new
from testigo.acts.key_folder import (
    encrypt,
    load_disclosure_key,
    load_signer,
    make_disclosure_folder,
    make_key_folder,
    read_verifier_key,
)
from testigo.cli.key import command
from testigo.cli.passphrase import ask_passphrase
from testigo.errors import InputError, RefusedError
from testigo.note import open_note, sign_note
from testigo.record.keys import fingerprint, spoken

PASSPHRASE = "cuatro palabras sin sentido"
OTHER = "otras cuatro palabras"
NAME = "testigo.example/prueba-2030"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("outside") / "keys"
    make_key_folder(folder, NAME, PASSPHRASE, Ed25519PrivateKey.generate())
    make_disclosure_folder(folder.parent / "disclosure", OTHER, Ed25519PrivateKey.generate())
    return folder


@pytest.fixture
def both(keys: Path, tmp_path: Path) -> Path:
    """A folder from before: the disclosure key lies beside the signing key, under one passphrase."""
    folder = shutil.copytree(keys, tmp_path / "both")
    write_new(folder / "disclosure.key", encrypt(Ed25519PrivateKey.generate(), PASSPHRASE))
    return folder


@pytest.fixture
def secrets(tmp_path: Path) -> tuple[str, ...]:
    """The options that name both passphrases, in files."""
    (tmp_path / "passphrase").write_text(PASSPHRASE + "\n")
    (tmp_path / "other").write_text(OTHER + "\n")
    return (
        *("--passphrase-file", str(tmp_path / "passphrase")),
        *("--disclosure-passphrase-file", str(tmp_path / "other")),
    )


def new(folder: Path, disclosure: Path, options: Sequence[str]) -> Result:
    arguments = ["new", str(folder), "--name", NAME, "--disclosure", str(disclosure), *options]
    return CliRunner().invoke(command, arguments)


def test_a_new_key_is_made_and_its_fingerprint_printed_for_the_radio(
    tmp_path: Path, secrets: tuple[str, ...]
) -> None:
    result = new(tmp_path / "keys", tmp_path / "disclosure", secrets)
    assert result.exit_code == 0
    key = load_signer(tmp_path / "keys", PASSPHRASE).verifier_key
    assert key.name == NAME
    assert spoken(fingerprint(key.public_key)) in result.output
    assert PASSPHRASE not in result.output


def test_show_prints_the_same_fingerprint_without_a_passphrase(keys: Path) -> None:
    result = CliRunner().invoke(command, ["show", str(keys)])
    assert result.exit_code == 0
    assert fingerprint(read_verifier_key(keys).public_key) in result.output


def test_the_signer_of_a_folder_signs_what_its_verifier_key_opens(keys: Path) -> None:
    note = sign_note("hello\n", load_signer(keys, PASSPHRASE))
    assert open_note(note, [read_verifier_key(keys)]).text == "hello\n"


def test_the_disclosure_key_is_32_bytes_and_another_key(keys: Path) -> None:
    disclosure = load_disclosure_key(keys.parent / "disclosure", OTHER)
    assert len(disclosure) == 32
    assert disclosure != load_signer(keys, PASSPHRASE).private_key.private_bytes_raw()


def test_the_folder_that_signs_holds_no_disclosure_key(tmp_path: Path, secrets: tuple[str, ...]) -> None:
    new(tmp_path / "keys", tmp_path / "disclosure", secrets)
    assert sorted(path.name for path in (tmp_path / "keys").iterdir()) == ["signing.key", "signing.pub.txt"]
    assert [path.name for path in (tmp_path / "disclosure").iterdir()] == ["disclosure.key"]


@pytest.mark.parametrize("disclosure", ["keys", "keys/inside", "."])
def test_both_keys_in_one_folder_are_refused(
    tmp_path: Path, secrets: tuple[str, ...], disclosure: str
) -> None:
    result = new(tmp_path / "keys", tmp_path / disclosure, secrets)
    assert isinstance(result.exception, RefusedError)
    assert "keep the two apart" in str(result.exception)
    assert not (tmp_path / "keys").exists()


def test_one_passphrase_for_both_keys_is_refused_and_nothing_is_made(
    tmp_path: Path, secrets: tuple[str, ...]
) -> None:
    (tmp_path / "other").write_text(PASSPHRASE)
    result = new(tmp_path / "keys", tmp_path / "disclosure", secrets)
    assert "one of its own" in str(result.exception)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other", "passphrase"]


def split(both: Path, options: Sequence[str]) -> Result:
    return CliRunner().invoke(command, ["split", str(both), str(both.parent / "names"), *options])


def test_a_folder_with_both_keys_is_split_by_one_command(both: Path, secrets: tuple[str, ...]) -> None:
    before = load_disclosure_key(both, PASSPHRASE)
    assert split(both, secrets).exit_code == 0
    assert load_disclosure_key(both.parent / "names", OTHER) == before
    assert not (both / "disclosure.key").exists()
    assert load_signer(both, PASSPHRASE).name == NAME


def test_a_dry_run_of_a_split_changes_nothing(both: Path, secrets: tuple[str, ...]) -> None:
    before = {path.name: path.read_bytes() for path in both.iterdir()}
    result = split(both, (*secrets, "--dry-run"))
    assert "nothing was changed" in result.output
    assert {path.name: path.read_bytes() for path in both.iterdir()} == before
    assert not (both.parent / "names").exists()


def test_a_split_that_was_interrupted_goes_on(both: Path, secrets: tuple[str, ...]) -> None:
    key = (both / "disclosure.key").read_bytes()
    split(both, secrets)
    (both / "disclosure.key").write_bytes(key)
    assert split(both, secrets).exit_code == 0
    assert not (both / "disclosure.key").exists()


def test_a_split_onto_another_key_is_refused_and_nothing_is_lost(
    both: Path, secrets: tuple[str, ...]
) -> None:
    make_disclosure_folder(both.parent / "names", OTHER, Ed25519PrivateKey.generate())
    assert "is another key" in str(split(both, secrets).exception)
    assert (both / "disclosure.key").exists()


def test_a_folder_that_is_split_already_is_refused(keys: Path, secrets: tuple[str, ...]) -> None:
    result = split(keys, secrets)
    assert "nothing to split" in str(result.exception)


def test_only_the_owner_can_read_the_keys(keys: Path) -> None:
    assert {stat.S_IMODE(file.stat().st_mode) for file in keys.iterdir()} == {0o600}
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700


def test_no_file_holds_a_key_in_the_clear(keys: Path) -> None:
    secrets = (
        load_signer(keys, PASSPHRASE).private_key.private_bytes_raw(),
        load_disclosure_key(keys.parent / "disclosure", OTHER),
    )
    stored = b"".join(file.read_bytes() for file in keys.parent.rglob("*") if file.is_file())
    assert not [secret for secret in secrets if secret in stored]


def test_a_wrong_passphrase_opens_nothing(keys: Path) -> None:
    with pytest.raises(InputError, match="does not open"):
        load_signer(keys, PASSPHRASE + "!")


def test_keys_are_never_overwritten(keys: Path) -> None:
    before = (keys / "signing.key").read_bytes()
    with pytest.raises(RefusedError, match="never overwritten"):
        make_key_folder(keys, NAME, PASSPHRASE, Ed25519PrivateKey.generate())
    assert (keys / "signing.key").read_bytes() == before


@pytest.mark.parametrize("inside", ["", "keys", "public/data/keys"])
def test_keys_are_not_made_inside_an_operation(tmp_path: Path, inside: str) -> None:
    (tmp_path / "election").mkdir()
    (tmp_path / "evidence.sqlite").touch()
    with pytest.raises(RefusedError, match="outside every operation"):
        make_key_folder(tmp_path / inside, NAME, PASSPHRASE, Ed25519PrivateKey.generate())
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["election", "evidence.sqlite"]


def test_a_link_into_an_operation_is_inside_it(tmp_path: Path) -> None:
    operation = tmp_path / "operation"
    (operation / "election").mkdir(parents=True)
    (operation / "evidence.sqlite").touch()
    (tmp_path / "link").symlink_to(operation)
    with pytest.raises(RefusedError, match="outside every operation"):
        make_key_folder(tmp_path / "link" / "keys", NAME, PASSPHRASE, Ed25519PrivateKey.generate())


def test_a_passphrase_of_eleven_characters_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="at least 12"):
        make_key_folder(tmp_path / "keys", NAME, "a" * 11, Ed25519PrivateKey.generate())


@pytest.mark.parametrize("name", ["", "two words", "a+b", "line\nline", "n" * 201])
def test_a_name_that_no_note_can_carry_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(RefusedError, match="cannot name a key"):
        make_key_folder(tmp_path / "keys", name, PASSPHRASE, Ed25519PrivateKey.generate())


def test_without_a_terminal_the_remedy_is_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    read_end, write_end = os.pipe()
    os.close(write_end)
    with os.fdopen(read_end) as no_terminal:
        monkeypatch.setattr("sys.stdin", no_terminal)
        with pytest.raises(InputError, match="--passphrase-file"):
            ask_passphrase(None)


def test_only_the_first_line_of_the_file_is_the_passphrase(tmp_path: Path) -> None:
    file = tmp_path / "passphrase"
    file.write_bytes(PASSPHRASE.encode() + b"\r\nsecond line\n")
    assert ask_passphrase(file) == PASSPHRASE


def test_a_folder_whose_public_half_was_swapped_does_not_sign(keys: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    make_key_folder(other, NAME, PASSPHRASE, Ed25519PrivateKey.generate())
    (other / "signing.pub.txt").write_bytes((keys / "signing.pub.txt").read_bytes())
    with pytest.raises(InputError, match="not the public half"):
        load_signer(other, PASSPHRASE)


def test_on_a_terminal_the_passphrase_is_asked_twice_and_never_shown(tmp_path: Path) -> None:
    program = "from testigo.cli.main import main; main()"
    apart = ("--disclosure", str(tmp_path / "disclosure"))
    arguments = ["-c", program, "key", "new", str(tmp_path / "keys"), "--name", NAME, *apart]
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, *arguments])
    shown = b""
    for key, passphrase in ((b"signing", PASSPHRASE), (b"disclosure", OTHER)):
        shown += read_until(terminal, b"Passphrase of the " + key + b" key: ")
        os.write(terminal, passphrase.encode() + b"\n")
        shown += read_until(terminal, b"Repeat for confirmation: ")
        os.write(terminal, passphrase.encode() + b"\n")
    shown += read_until(terminal, b"To read aloud: ")
    os.waitpid(child, 0)
    os.close(terminal)
    assert PASSPHRASE.encode() not in shown
    assert OTHER.encode() not in shown
    assert load_signer(tmp_path / "keys", PASSPHRASE).name == NAME


def read_until(terminal: int, end: bytes) -> bytes:
    """What a program printed on its terminal, up to and with `end`."""
    shown = b""
    while end not in shown:
        shown += os.read(terminal, 1000)
    return shown
