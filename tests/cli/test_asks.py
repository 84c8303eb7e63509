"""A publication at an address is asked for as a browser asks: a host cannot show verifiers another site."""

import http.server
import threading

from testigo.cli.web import Web


def test_no_header_names_a_program_that_verifies() -> None:
    asked: list[dict[str, str]] = []

    class Host(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(dict(self.headers))
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    with http.server.HTTPServer(("127.0.0.1", 0), Host) as host:
        threading.Thread(target=host.handle_request, daemon=True).start()
        address = f"http://127.0.0.1:{host.server_port}/manifest.txt"
        with Web(address).open(address) as answer:
            assert answer.read(10) == b"ok"
    said = " ".join(f"{name}: {value}" for name, value in asked[0].items()).lower()
    assert "mozilla/5.0" in said
    assert "accept-language" in said
    assert not [name for name in ("python", "urllib", "testigo") if name in said]
