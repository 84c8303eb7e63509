"""Stage 4 of the life of a form: from readings to findings, one rule a function.

Each file of rules registers its own when it loads, so all load with the room: `registry.RULES` is whole.
"""

from testigo.checks import copies, decisions, identity, neighbours, photos, sums, turnout, unread

__all__ = ["copies", "decisions", "identity", "neighbours", "photos", "sums", "turnout", "unread"]
