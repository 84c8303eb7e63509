"""Stage 11: two files that must be the same, where they differ, and what is said of it."""

from testigo.verification.report import Failure

EXCERPT = 60
"""Characters of a difference that a report shows."""


def difference(code: str, path: str, published: bytes, expected: bytes) -> Failure:
    """Return a Failure that says where two files begin to differ."""
    pairs = enumerate(zip(published, expected, strict=False))
    at = next((place for place, (one, other) in pairs if one != other), min(len(published), len(expected)))
    return Failure(code, path, f"byte {at + 1}", excerpt(published, at), excerpt(expected, at))


def excerpt(content: bytes, at: int) -> str:
    """Return a little of a file around a place, as text."""
    return content[max(0, at - EXCERPT // 3) : at + EXCERPT].decode("utf-8", "replace")[:EXCERPT]


def not_makeable(path: str, error: Exception) -> Failure:
    """Return a Failure for what could not be made from what was disclosed, with the reason."""
    reason = f"{type(error).__name__}: {error}".splitlines()[0][:200]
    return Failure("rebuild.not_makeable", path, published=reason)
