"""The rest of the way of an invented election: published, and verified as a stranger would."""

from pathlib import Path

from testigo.acts.operation import Operation
from testigo.acts.publish import order_of
from testigo.note import sign_note
from testigo.publication.folders import Folders
from testigo.publication.write import write
from testigo.record.disclose import disclose
from testigo.verification.report import Report
from tests.keys import invented_names
from tests.shapes.invented import DAY, SETTINGS
from tests.verification.made import OUR_KEY, OURS, report

SIGNED = SETTINGS.replace("key_fingerprints = []", f'key_fingerprints = ["{OUR_KEY}"]').replace(
    "example.org/x", OURS.name
)
BOTH_LANGUAGES = SIGNED.replace('languages = ["en"]', 'languages = ["en", "es"]')


def published(operation: Operation) -> tuple[Path, Report]:
    """Publish what stands in an operation, and verify it with the key that was told."""
    public = disclose(operation.evidence(), operation.election.stations["station"], invented_names(), DAY)
    order = order_of(operation, public, OURS, lambda text: sign_note(text, OURS), DAY, address=None)
    write(Folders(operation.public_folder, operation.publications_folder), order, 1, lambda *_: None)
    return operation.public_folder, report(operation.public_folder, OUR_KEY)


def assert_holds(found: Report) -> None:
    """Every step passed."""
    assert [(each.code, each.file, each.published) for each in found.failures] == []
