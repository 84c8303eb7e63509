"""An address is written in the one way that can stand on a card and be read out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.election.address import MOST_CHARACTERS, is_address

ONION = "a" * 56


@pytest.mark.parametrize(
    "address",
    [
        "https://results.example/",
        "https://www.results-2030.example:8443/",
        "https://results.example/2030/final/",
        f"http://{ONION}.onion/",
        f"https://{ONION}.onion/",
        "https://xn--eleccin-r0a.example/",
    ],
)
def test_an_address_of_a_site_or_of_an_onion_service_is_one(address: str) -> None:
    assert is_address(address)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "results.example",
        "https://results.example",
        "http://results.example/",
        "HTTPS://results.example/",
        "https://Results.example/",
        "https://me@results.example/",
        "https://results.example/?from=me",
        "https://results.example/#top",
        "https://results.example/a/../",
        "https://results.example//",
        "https://results.example/index.html",
        "https://10.0.0.1/",
        "https://localhost/",
        "https://elección.example/",
        "https://results.example/ ",
        "https://results.example/\n",
        "ftp://results.example/",
        f"https://results.example/{'a' * MOST_CHARACTERS}/",
    ],
)
def test_nothing_else_is(text: str) -> None:
    assert not is_address(text)


@given(st.text(max_size=40))
def test_no_address_holds_what_must_be_escaped_in_a_page(text: str) -> None:
    address = f"https://results.example/{text}"
    assert not (is_address(address) and set(address) & set("<>&\"' @?#%\\"))
