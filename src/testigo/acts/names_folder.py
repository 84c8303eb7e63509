"""The operation's folder `names`: the random bytes behind every public name, and the names told before them.

random.parquet  kind, name, random: 16 bytes for each private thing
told.parquet    earlier, public: names in publications from before there were random bytes
key.txt         which disclosure key made the names: HMAC of it, so that no other is taken by mistake

Private as the evidence, and in every backup; without it every name would be another in the next publication.
"""

import io
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from testigo.acts.durable import replace_durably
from testigo.errors import Message, RefusedError, StoreError
from testigo.evidence.exhibits import reason, sync_folder
from testigo.record.names import Names, keyed

RANDOM, TOLD, KEY = "random.parquet", "told.parquet", "key.txt"
RANDOM_COLUMNS = {"kind": pl.String(), "name": pl.String(), "random": pl.Binary()}
TOLD_COLUMNS = {"earlier": pl.String(), "public": pl.String()}
OF_WHICH_KEY = "which key made these names"


@dataclass(frozen=True)
class NamesFolder:
    """What an operation keeps so that things have the same public names in every publication."""

    folder: Path

    @property
    def is_there(self) -> bool:
        """Whether names were drawn before; the last file is written last."""
        return (self.folder / KEY).exists()

    def read(self, key: bytes) -> Names:
        """Return the names kept; RefusedError where another disclosure key made them."""
        try:
            mark = (self.folder / KEY).read_text(encoding="ascii")
            random = pl.read_parquet(self.folder / RANDOM).select(*RANDOM_COLUMNS)
            told = pl.read_parquet(self.folder / TOLD).select(*TOLD_COLUMNS)
        except (OSError, ValueError, pl.exceptions.PolarsError):
            raise StoreError(Message("names.cannot_be_read", folder=self.folder)) from None
        if mark != keyed(key, OF_WHICH_KEY):
            raise RefusedError(Message("names.of_another_key"))
        return Names(
            key,
            {(kind, name): drawn for kind, name, drawn in random.iter_rows()},
            {tuple(earlier.split("\n")): public for earlier, public in told.iter_rows()},
        )

    def write(self, names: Names) -> None:
        """Keep names, down to the disk; nothing is there of a run that a power cut ended."""
        random = [(kind, name, drawn) for (kind, name), drawn in sorted(names.random.items())]
        told = [("\n".join(earlier), public) for earlier, public in sorted(names.told.items())]
        files = {
            TOLD: _parquet(pl.DataFrame(told, schema=TOLD_COLUMNS, orient="row")),
            RANDOM: _parquet(pl.DataFrame(random, schema=RANDOM_COLUMNS, orient="row")),
            KEY: keyed(names.key, OF_WHICH_KEY).encode(),
        }
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            sync_folder(self.folder.parent)
            for file, content in files.items():
                # A crash between two files leaves random bytes that no publication used yet.
                replace_durably(self.folder / file, content)
        except OSError as error:
            raise StoreError(
                Message("operation.cannot_be_written", folder=self.folder, reason=reason(error))
            ) from None


def _parquet(frame: pl.DataFrame) -> bytes:
    written = io.BytesIO()
    frame.write_parquet(written)
    return written.getvalue()
