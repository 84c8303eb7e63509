"""Stage 11: what earlier versions of this program were, to name the one that made a publication.

In   the hash of a program, as `publication.json` tells it.
Out  the commit to take, where it is known here; and the style sheets and scripts of all of them.

A version is entered when its publications are out in the world (`scripts/release_entry.py COMMIT` prints the
entry). The one that is installed is not listed: its files are made.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Release:
    """One version: its commit, the hash of its program, the SHA-256 of its style sheet and scripts."""

    commit: str
    program: str
    assets: frozenset[str]


RELEASES = (
    Release(
        "360b2f0364df97c4c27425b00a1ab76f8b53227e",
        "bd97f4c53b536734846ff00ebcac17f3c75237e29ef455e678456d3c83b9f8b1",
        frozenset(
            {
                "3337cd4b320719476608ef4ef403b611c18612f8375160307e659003f59d37a2",
                "a2269bad39a1b104d07931016c585d3b03e202a22d6601c81dfa78a1fb644fb2",
                "dce6a670f07b3358c2d2e4b7207beffcea930c9f8addf4e986ece50c87dbf9b6",
                "792643191bca255ecbdddf42e6dd9389beb88a91cccb93dd921e2e5d1470fae9",
            }
        ),
    ),
    Release(
        "1c9ec3d1c38667eddc0c96b1ccb24ede6ca10a23",
        "6e62cc2c2fd4c99d29062a68ab50e9650baeb8ff6ca0efaa5fdaaecc3bf3a37d",
        frozenset(
            {
                "3337cd4b320719476608ef4ef403b611c18612f8375160307e659003f59d37a2",
                "a2269bad39a1b104d07931016c585d3b03e202a22d6601c81dfa78a1fb644fb2",
                "6ca67e5d839d63d4a718deeb1a041d5791f12b91bc42eebcf5b84f2409033504",
                "c67463fae8324e45cdd45b77f6944a351ede639e711bd9792a338023bd89e582",
            }
        ),
    ),
    Release(
        "5d7c1231031d2fa302f96e13a005c2c923cb618f",
        "cc4546765cbea362559707efefeeaf20e1172bcefec1cded57f678b36941ebe1",
        frozenset(
            {
                "95429784e06685501185e82374719b7cd7df7e84ee1c30a23f2e8b8288fda5a5",
                "a2269bad39a1b104d07931016c585d3b03e202a22d6601c81dfa78a1fb644fb2",
                "840c62e0fc6af8c52433a288f93804df26b26759a87cc56baacab953bec8f1ce",
                "8d99601c9b723b49241cfb60264fc043cde5a5120df6f4efbf6d60af20ad0e1d",
            }
        ),
    ),
    Release(
        "be86c8b45e8371f00353a8ef661e141271eed655",
        "647fcb108d03a433698d0da33ecda6d84a412827f351fabd9699c17b44b3fa6b",
        frozenset(
            {
                "447649b2671db1135d90321813cd977c69f1c891e6491124f3de2a98ab98e9d8",
                "a2269bad39a1b104d07931016c585d3b03e202a22d6601c81dfa78a1fb644fb2",
                "840c62e0fc6af8c52433a288f93804df26b26759a87cc56baacab953bec8f1ce",
                "8d99601c9b723b49241cfb60264fc043cde5a5120df6f4efbf6d60af20ad0e1d",
            }
        ),
    ),
)

ASSETS_OF_RELEASES = frozenset().union(*(release.assets for release in RELEASES))


def commit_of(program: str) -> str | None:
    """Return the commit of a program's hash; None where it is not one that is known here."""
    return next((release.commit for release in RELEASES if release.program == program), None)
