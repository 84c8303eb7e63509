"""Before anything else: nothing is imported from where the files of strangers lie.

In   where Python would look for modules, and why it looks there.
Out  the same without the working directory, what is relative to it, and the folder of the user's own modules.

`python -m testigo` puts the working directory first: a `signal.py` beside a forged publication, or among
photos, would be run instead of Python's own. So this file imports only what Python has loaded before it, and
`startup/testigo_safe_path.pth` has Python load it before it looks into the working directory.
"""

import os
import sys


def safe_path(path: list[str], working: str, program: str, named: list[str], users: str | None) -> list[str]:
    """Return the folders from which modules may be imported, in their order.

    path     as Python has it
    working  the working directory
    program  the folder in which Testigo itself lies: it stays, but comes last
    named    what PYTHONPATH names; an empty name is the working directory
    users    the folder of the user's own modules, if Python has one
    """
    relative = [os.path.normpath(os.path.join(working, name)) for name in named if not os.path.isabs(name)]
    unsafe = {working, program, users, *relative}
    absolute = [os.path.normpath(folder) for folder in path if os.path.isabs(folder)]
    return [folder for folder in absolute if folder not in unsafe] + [program] * (program in absolute)


def make_safe() -> None:
    """Let this process, and every Python that it starts, import nothing from the working directory.

    Called first by every way in. What Python adds for a script, for -c or for -m goes too.
    """
    inserted = 0 if sys.flags.safe_path else 1
    sys.path[:inserted] = [folder for folder in sys.path[:inserted] if folder == program_folder()]
    sys.path[:] = path_of_this_process()
    os.environ["PYTHONSAFEPATH"] = "1"


def path_of_this_process() -> list[str]:
    """Return the safe path, as things are now."""
    try:
        working = os.getcwd()
    except FileNotFoundError:  # somebody removed it: nothing can be imported from it either
        working = os.sep
    named = os.environ.get("PYTHONPATH", "")
    users = getattr(sys.modules.get("site"), "USER_SITE", None)
    return safe_path(sys.path, working, program_folder(), named.split(os.pathsep) if named else [], users)


def program_folder() -> str:
    """Return the folder in which the package lies."""
    return os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
