"""The ZIP for mirrors."""

import datetime
import io
import zipfile

import pytest

from testigo.publication.mirror import write_zip
from tests.publication.conftest import Made


def zipped(files: list[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    write_zip(iter(files), "publication-0001", buffer, datetime.date(2030, 1, 7), 3)
    return buffer.getvalue()


def test_the_same_publication_gives_the_same_bytes_and_nothing_is_lost(publication: Made) -> None:
    files = sorted(publication[1].items())
    one = zipped(files)
    assert one == zipped(files)
    with zipfile.ZipFile(io.BytesIO(one)) as read:
        assert read.testzip() is None
        names = [f"publication-0001/{path}" for path, _ in files]
        assert read.namelist() == names
        assert [read.read(name) for name in names] == [content for _, content in files]
        assert {entry.date_time for entry in read.infolist()} == {(2030, 1, 7, 0, 0, 6)}


def test_files_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="sorted by path"):
        zipped([("b", b""), ("a", b"")])
    with pytest.raises(ValueError, match="sorted by path"):
        zipped([("a", b""), ("a", b"")])
