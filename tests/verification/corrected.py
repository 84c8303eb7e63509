"""A small operation whose figures were withdrawn, brought back, decided and amended, published twice.

Station 001.01 is corrected, the row of 001.02 is withdrawn and brought back and its roll amended, and the row
of 002.01 is withdrawn. What a test changes in a copy of it is signed again with the operation's own key: the
attacker holds that, too.
"""

import io
from collections.abc import Callable
from pathlib import Path

import polars as pl

from testigo.acts.key_folder import load_signer
from testigo.note import Signer
from testigo.publication.dataset import csv, parquet
from testigo.record.keys import fingerprint
from tests.cli.small import MAPPING, Small, make_small
from tests.keys import PASSPHRASE, make_keys
from tests.verification import made

TABLE = "data/evidence/errata.parquet"
BECAUSE = ("--reason", "The photo shows it.")
ONE = ("--person", "judge-1", *BECAUSE)
TWO = ("--person", "judge-1", "--organisation", "observers")
PAIR = (*TWO, "--second-person", "judge-2", "--second-organisation", "university", *BECAUSE)


class Corrected:
    """The operation, its key, and its two publications."""

    def __init__(self, folder: Path) -> None:
        name = "example.org/x"
        self.keys = make_keys(folder, name)
        self.signer: Signer = load_signer(self.keys.signing, PASSPHRASE)
        self.fingerprint = fingerprint(self.signer.verifier_key.public_key)
        self.small = make_small(folder, self.fingerprint)
        self.say("import", self.table(), "--mapping", self.small.write("results.toml", MAPPING))
        self.publish()
        self.say(
            "correct", "001.01", "mayor", "--figure", "votes_red=101", "--figure", "votes_blue=50", *PAIR
        )
        self.say("withdraw", "1.0:002.01", *ONE)
        self.say("withdraw", "1.0:001.02", *ONE)
        self.say("withdraw", str(self.small.last()), *PAIR)
        roll = self.small.write("roll.csv", "station,registered_voters\n001.02,499\n")
        self.say("election amend", roll, *ONE)
        self.publish()

    def table(self) -> Path:
        rows = "mesa,red,blue\n001.01,100,50\n001.02,10,5\n002.01,7,8\n"
        return self.small.write("results.csv", rows)

    def say(self, command: str, *arguments: str | Path) -> None:
        assert self.small.run(command, *arguments) == 0, self.small.err

    def publish(self) -> None:
        self.say("publish", *self.keys.options, "--processes", "1")

    def publish_again(self, folder: Path) -> None:
        """Publish a copy of the operation once more, with one reading more."""
        copy, keys = Small(folder), self.keys.copied(folder.parent / f"{folder.name}-keys")
        table = copy.write("results.csv", "mesa,red,blue\n002.01,7,9\n")
        mapping = copy.write("results.toml", MAPPING.replace('"publisher"', '"another"'))
        for command, arguments in (
            ("import", (table, "--mapping", mapping)),
            ("publish", (*keys.options, "--processes", "1")),
        ):
            assert copy.run(command, *arguments) == 0, copy.err

    @property
    def public(self) -> Path:
        return self.small.folder / "public"

    def kept(self, number: int) -> Path:
        return self.small.folder / "publications" / f"{number:04d}"

    def bend(self, folder: Path, change: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
        """Change the errata of a publication in both their files, and sign it again."""
        errata = change(pl.read_parquet(io.BytesIO((folder / TABLE).read_bytes())))
        (folder / TABLE).write_bytes(parquet(errata))
        (folder / "data" / "errata.csv").write_bytes(csv(errata))
        made.forge(folder, self.signer)
