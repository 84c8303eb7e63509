"""The key of one person, as she names it on the command line."""

from pathlib import Path

from testigo.acts.key_folder import open_key
from testigo.acts.person_keys import GivenKey
from testigo.cli.passphrase import ask_passphrase


def given_key(file: Path | None, passphrase: Path | None) -> GivenKey | None:
    """Return a key that was named, to be opened with the passphrase in a file or on the terminal."""
    if file is None:
        return None
    return GivenKey(str(file), lambda: open_key(file, ask_passphrase(passphrase)))
