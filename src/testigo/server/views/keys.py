"""The keys of a publication, as somebody names them on a page: where they are, and their passphrases.

Neither a key nor a passphrase is kept: they live as long as the act that needs them.
"""

from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.http import HttpRequest

from testigo.acts.key_folder import (
    SIGNING_KEY,
    load_disclosure_key,
    load_signer,
    make_disclosure_folder,
    make_key_folder,
    read_verifier_key,
    refuse_bad_request,
    refuse_folder,
    refuse_one_passphrase,
    refuse_together,
)
from testigo.acts.passed_in import RandomBytes
from testigo.note import Signer
from testigo.record.keys import fingerprint


@dataclass(frozen=True)
class Keys:
    """Where both keys are, and what opens them."""

    origin: str
    signing: Path
    disclosure: Path
    passphrase: str = field(repr=False)
    other: str = field(repr=False)

    def make_or_read(self, random: RandomBytes) -> str:
        """Make both keys, or take the signing key that is there; return its fingerprint."""
        if (self.signing / SIGNING_KEY).exists():
            return fingerprint(read_verifier_key(self.signing).public_key)
        refuse_together(self.signing, self.disclosure)
        refuse_bad_request(self.signing, self.origin, self.passphrase)
        refuse_folder(self.disclosure, self.other)
        refuse_one_passphrase(self.passphrase, self.other)
        make_disclosure_folder(self.disclosure, self.other, _drawn(random))
        made = make_key_folder(self.signing, self.origin, self.passphrase, _drawn(random))
        return fingerprint(made.public_key)

    def opened(self) -> tuple[Signer, bytes]:
        """Open both; RefusedError where they are not kept apart."""
        refuse_together(self.signing, self.disclosure)
        refuse_one_passphrase(self.passphrase, self.other)
        return load_signer(self.signing, self.passphrase), load_disclosure_key(self.disclosure, self.other)


def keys_asked(request: HttpRequest) -> Keys | None:
    """Return the keys that a form names; None where it names none."""
    asked = {name: request.POST.get(name, "") for name in ("origin", "passphrase", "other")}
    signing, disclosure = (request.POST.get(name, "").strip() for name in ("signing", "disclosure"))
    if not signing or not disclosure:
        return None
    return Keys(asked["origin"].strip(), Path(signing), Path(disclosure), asked["passphrase"], asked["other"])


def _drawn(random: RandomBytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(random(32))
