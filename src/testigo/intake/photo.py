"""Stage 2: a photo comes in.

In   its bytes, and nothing of who sent it, when, or under which file name.
Out  an exhibit, then a *received* statement: both durable before anything is read.
"""

import datetime

from testigo.evidence.exhibits import FolderStore
from testigo.evidence.journal import Journal
from testigo.evidence.statements import Kind


def receive(content: bytes, exhibits: FolderStore, journal: Journal, day: datetime.date) -> str:
    """Keep a photo that did not come before; return its name.

    day  UTC
    """
    exhibit = exhibits.put(content)
    # A crash here leaves an exhibit that nobody was promised; sending it again finds it there.
    journal.append(day, Kind.RECEIVED, subject=exhibit)
    return exhibit
