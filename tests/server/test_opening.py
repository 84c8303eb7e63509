"""The address reaches the browser of who started headquarters, and nobody else on the machine."""

import webbrowser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from testigo.cli.headquarters import open_in_a_browser

ADDRESS = "http://127.0.0.1:8029/enter/0123456789abcdef"


def test_the_address_stands_in_a_private_file_and_in_no_argument(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    open_in_a_browser(ADDRESS, tmp_path)
    assert "0123456789abcdef" not in opened[0]
    page = Path(unquote(urlsplit(opened[0]).path))
    assert page.parent == tmp_path
    assert f"url={ADDRESS}" in page.read_text()
