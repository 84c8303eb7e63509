"""What both acts of the demo need: a folder with keys, and commands that are typed, shown and checked."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from testigo.errors import StoreError

ALL_HOLDS = 0
SOMETHING_FAILS = 1


@dataclass(frozen=True)
class Stage:
    """Where one act puts things: all inside one folder, the keys beside the operation, never in it."""

    whole: Path

    @property
    def operation(self) -> Path:
        """The operation."""
        return self.whole / "operation"

    @property
    def public(self) -> Path:
        """Its publication."""
        return self.operation / "public"

    @property
    def keys(self) -> Path:
        """The signing keys, outside the operation."""
        return self.whole / "keys"

    @property
    def disclosure(self) -> Path:
        """The disclosure key, apart from the signing keys."""
        return self.whole / "disclosure"

    @property
    def passphrase(self) -> Path:
        """The passphrase of the signing key: a file only because this is a demo."""
        return self.whole / "passphrase.txt"

    @property
    def disclosure_passphrase(self) -> Path:
        """The passphrase of the disclosure key, likewise."""
        return self.whole / "disclosure-passphrase.txt"

    @property
    def apart(self) -> tuple[str, ...]:
        """The options by which both keys are named, but for the signing key's folder."""
        return (
            *("--passphrase-file", str(self.passphrase), "--disclosure", str(self.disclosure)),
            *("--disclosure-passphrase-file", str(self.disclosure_passphrase)),
        )

    @property
    def tampered(self) -> Path:
        """A copy of the publication with one byte changed."""
        return self.whole / "tampered"


def make_keys(stage: Stage, origin: str) -> str:
    """Make the keys of an act under a passphrase that is drawn; return the fingerprint."""
    from testigo.acts.key_folder import read_verifier_key
    from testigo.record.keys import fingerprint

    stage.whole.mkdir(parents=True, exist_ok=True)
    for file in (stage.passphrase, stage.disclosure_passphrase):
        file.write_text(" ".join(secrets.token_hex(4) for _ in range(4)) + "\n", encoding="utf-8")
        file.chmod(0o600)
    step("key", "new", str(stage.keys), "--name", origin, *stage.apart)
    return fingerprint(read_verifier_key(stage.keys).public_key)


def publish_and_verify(stage: Stage, fingerprint: str) -> None:
    """Publish the operation of an act, and verify it as a stranger: all of it is made again."""
    step("publish", str(stage.operation), "--key", str(stage.keys), *stage.apart)
    step("verify", str(stage.public), "--key", fingerprint, must_end=ALL_HOLDS)


def tamper_and_verify(stage: Stage, fingerprint: str) -> Path:
    """Change one byte in a copy, which the verifier must find; return the file, below the publication."""
    with flipped_byte(stage.public, stage.tampered) as changed:
        click.secho(f"\nOne byte of {changed} is changed in a copy. Does the verifier find it?", bold=True)
        step("verify", str(stage.tampered), "--key", fingerprint, must_end=SOMETHING_FAILS)
    return changed


@contextmanager
def flipped_byte(public: Path, copy: Path) -> Iterator[Path]:
    """Copy a publication, change one byte in the middle of one station's page, and remove the copy after."""
    shutil.copytree(public, copy)
    try:
        pages = sorted(copy.glob("es/*/stations/*.html"))
        page = pages[len(pages) // 2]
        content = bytearray(page.read_bytes())
        content[len(content) // 2] ^= 1
        page.write_bytes(content)
        yield page.relative_to(copy)
    finally:
        shutil.rmtree(copy)


def step(*arguments: str, must_end: int = 0) -> None:
    """Type one command of ours; StoreError where it does not end as it must."""
    from testigo.cli.main import testigo

    shown = " ".join(f'"{word}"' if " " in word else word for word in arguments)
    click.secho(f"\n$ testigo {shown}", bold=True)
    ended = testigo.main(args=list(arguments), standalone_mode=False)
    code = ended if isinstance(ended, int) else 0
    if code != must_end:
        raise StoreError(f"`testigo {arguments[0]}` ended with {code} and not with {must_end}.")
