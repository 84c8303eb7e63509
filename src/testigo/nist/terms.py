"""Stage 10, for NIST SP 1500-100: the small classes of the standard that the larger ones hold.

In   names and codes of the definition.
Out  their JSON.
"""

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]
Row = Mapping[str, Any]


def in_words(words: Mapping[str, str]) -> Json:
    """Return a text in languages: language -> text."""
    return {
        "@type": "ElectionResults.InternationalizedText",
        "Text": [
            {"@type": "ElectionResults.LanguageString", "Content": content, "Language": language}
            for language, content in words.items()
        ],
    }


def code_of_a_place(code: str) -> list[Json]:
    """Return the code of a unit as the paper writes it."""
    return [{"@type": "ElectionResults.ExternalIdentifier", "Type": "local-level", "Value": code}]


def code_of(what: str, code: str) -> list[Json]:
    """Return the code by which our tables name a contest, option or party line."""
    return [
        {
            "@type": "ElectionResults.ExternalIdentifier",
            "Type": "other",
            "OtherType": what,
            "Value": code,
        }
    ]
