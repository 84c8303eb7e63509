"""The web address under which a publication can be reached, such as `https://results.example/`.

In   an address as a person wrote it.
Out  whether it is written in the one way that pages, cards and previews can bear: `https`, or `http` for an
     onion address, a host in small letters, and the folder in which the site lies. No user, no query, no
     fragment: such an address could not be read out, and could name a person.
"""

import re

MOST_CHARACTERS = 120
"""A longer one does not fit on a card."""
HOST = r"(?=.{1,100}(?:[:/]))(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]"
ADDRESS = re.compile(
    rf"(?:https://{HOST}|http://[a-z2-7]{{56}}\.onion)(?::[1-9][0-9]{{0,4}})?(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/"
)
REMEDY = (
    'Write it as "https://results.example/", in small letters and with / at its end; http only for an onion '
    "address; no user, no ? and no #."
)


def is_address(text: str) -> bool:
    """Say whether a text is the address of a publication, written in the one way it can be."""
    return len(text) <= MOST_CHARACTERS and ADDRESS.fullmatch(text) is not None
