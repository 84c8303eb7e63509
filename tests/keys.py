"""The keys of an operation, in two folders with two passphrases, as `testigo key new` makes them."""

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from testigo.acts.key_folder import make_disclosure_folder, make_key_folder, read_verifier_key
from testigo.record.keys import fingerprint
from testigo.record.names import Names, Thing

PASSPHRASE = "four words are good"
DISCLOSURE_PASSPHRASE = "four other words are good"


@dataclass(frozen=True)
class Keys:
    """Both folders, inside one."""

    folder: Path

    @property
    def signing(self) -> Path:
        return self.folder / "keys"

    @property
    def disclosure(self) -> Path:
        return self.folder / "disclosure"

    @property
    def fingerprint(self) -> str:
        return fingerprint(read_verifier_key(self.signing).public_key)

    @property
    def options(self) -> tuple[str, ...]:
        """What `testigo publish DIR` is given."""
        return (
            *("--key", str(self.signing), "--passphrase-file", str(self.folder / "passphrase.txt")),
            *("--disclosure", str(self.disclosure)),
            *("--disclosure-passphrase-file", str(self.folder / "disclosure-passphrase.txt")),
        )

    def copied(self, folder: Path) -> "Keys":
        """Return a copy that knows of nothing that will be signed with this one."""
        return Keys(shutil.copytree(self.folder, folder))


def make_keys(folder: Path, origin: str) -> Keys:
    """Make both keys in a folder, and files with their passphrases."""
    keys = Keys(folder)
    make_key_folder(keys.signing, origin, PASSPHRASE, Ed25519PrivateKey.generate())
    make_disclosure_folder(keys.disclosure, DISCLOSURE_PASSPHRASE, Ed25519PrivateKey.generate())
    (folder / "passphrase.txt").write_text(PASSPHRASE)
    (folder / "disclosure-passphrase.txt").write_text(DISCLOSURE_PASSPHRASE)
    return keys


class InventedBytes(Mapping[Thing, bytes]):
    """Bytes for every private thing, the same each time: what is random in an operation."""

    def __getitem__(self, thing: Thing) -> bytes:
        return hashlib.sha256("\n".join(thing).encode()).digest()[:16]

    def __iter__(self) -> Iterator[Thing]:
        raise TypeError("there are bytes for everything")

    def __len__(self) -> int:
        raise TypeError("there are bytes for everything")


def invented_names(key: bytes = b"k" * 32) -> Names:
    """Names for evidence of which nobody keeps random bytes."""
    return Names(key, InventedBytes())
