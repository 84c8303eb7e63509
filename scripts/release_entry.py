"""Say what a commit's program is, or which commit a program's hash is of.

A publication names what made it by a hash of the program's files (`made_with.program` in
`data/publication.json`). This finds the commit in a clone of the repository, from git alone:

    python scripts/release_entry.py a99bbf57…     which commit has the program of this hash?
    python scripts/release_entry.py --of 360b2f0  the entry of a commit for `verification/releases.py`
"""

import hashlib
import subprocess
import sys
from functools import cache

ROOT = "src/testigo/"
ASSETS = ("testigo.css", "testigo.js", "search.js", "check.js")


def git(*arguments: str) -> bytes:
    """Return what git says."""
    return subprocess.run(["git", *arguments], check=True, stdout=subprocess.PIPE).stdout  # noqa: S603, S607


@cache
def sha256_of(blob: str) -> str:
    """Return the SHA-256 of a file's content."""
    return hashlib.sha256(git("cat-file", "blob", blob)).hexdigest()


def files_of(commit: str) -> dict[str, str]:
    """Return the files of the program at a commit, as `publication.program` counts them: name -> blob."""
    lines = git("ls-tree", "-r", "-z", commit, ROOT).decode().split("\0")
    files = {line.split("\t")[1].removeprefix(ROOT): line.split()[2] for line in lines if line}
    return {name: blob for name, blob in files.items() if "examples" not in name.split("/")[:-1]}


def program_of(commit: str) -> str:
    """Return the hash of the program at a commit."""
    whole = hashlib.sha256()
    for name, blob in sorted(files_of(commit).items()):
        whole.update(f"{sha256_of(blob)}  {name}\n".encode())
    return whole.hexdigest()


def entry(commit: str) -> str:
    """Return the entry of a commit."""
    whole = git("rev-parse", commit).decode().strip()
    files = files_of(whole)
    assets = [sha256_of(files[f"publication/assets/{name}"]) for name in ASSETS]
    listed = "".join(f'                "{each}",\n' for each in assets)
    return (
        f'    Release(\n        "{whole}",\n        "{program_of(whole)}",\n'
        f"        frozenset(\n            {{\n{listed}            }}\n        ),\n    ),\n"
    )


def main(arguments: list[str]) -> int:
    """Answer one question."""
    if arguments[:1] == ["--of"] and len(arguments) == 2:
        print(entry(arguments[1]), end="")
        return 0
    if len(arguments) != 1:
        print(__doc__)
        return 2
    for commit in git("rev-list", "--all", "--", ROOT).decode().split():
        if program_of(commit) == arguments[0]:
            print(commit)
            return 0
    print("no commit here has that program", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
