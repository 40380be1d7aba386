"""A web server of files with bad manners, each of which the first part of the path asks for.

``/files`` is well behaved. ``/broken`` ends every answer after 60,000 bytes, ``/busy`` says 503 with ``Retry-After`` to
every second request, ``/wait`` asks for an hour, ``/nothing`` breaks off before the first byte, ``/norange`` knows no
ranges and breaks off once, ``/closed`` says 403 without the header ``X-Key: secret``, ``/login`` answers with a page,
``/inside`` and ``/outside`` lead elsewhere, ``/slowly`` sends a little at a time, ``/changed`` has another version at
every request and breaks off, ``/gone`` has nothing. All requests go to ``requests.log``.
"""

from __future__ import annotations

import contextlib
import http.server
import json
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from range_server import Ranged, serve

PIECE = 60_000


class Files(Ranged):
    folder: Path
    counts: dict[str, int] = {}  # noqa: RUF012 - of the process, on purpose

    def do_GET(self) -> None:
        _, manner, name = [*self.path.partition("?")[0].split("/", 2), ""][:3]
        count = Files.counts[self.path] = Files.counts.get(self.path, 0) + 1
        with (self.folder / "requests.log").open("a") as log:
            log.write(json.dumps({"path": self.path, "method": self.command, **dict(self.headers.items())}) + "\n")
        path = self.folder / "files" / Path(name).name
        if manner == "closed" and self.headers.get("X-Key") != "secret":
            self.send_error(403)
        elif manner == "wait" or (manner == "busy" and count % 2 and self.command == "GET"):
            self.send_response(503)
            self.send_header("Retry-After", "3600" if manner == "wait" else "1")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif manner in ("inside", "outside"):
            port = self.server.server_address[1]
            to = "http://127.0.0.2:9/x" if manner == "inside" else f"http://localhost:{port}/files/{path.name}"
            self.send_response(302)
            self.send_header("Location", to)
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif manner == "gone" or not path.is_file():
            self.send_error(404)
        else:
            self.send(path.read_bytes(), manner, count)

    do_HEAD = do_GET

    def send(self, data: bytes, manner: str, count: int) -> None:
        if manner == "login":
            data = b"<html>Please log in to go on with what you wanted to do.</html>"
        match = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        version = f'"{len(data)}-{count if manner == "changed" else 1}"'
        asked = self.headers.get("If-Range")
        ranged = match is not None and manner != "norange" and asked in (None, version)
        start = int(match.group(1)) if ranged and match else 0
        if start >= len(data):
            self.send_error(416)
            return
        self.send_response(206 if ranged else 200)
        if manner != "norange":
            self.send_header("ETag", version)
        self.send_header("Content-Length", str(len(data) - start))
        if ranged:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        self.end_headers()
        if self.command == "HEAD":
            return
        broken = manner in ("broken", "changed") or (manner == "norange" and count == 1)
        end = start + PIECE if broken else len(data)
        if manner == "nothing":
            end = start
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            if manner == "slowly":
                for at in range(start, len(data), 4000):
                    self.wfile.write(data[at : at + 4000])
                    time.sleep(0.05)
            else:
                self.wfile.write(data[start:end])


@contextlib.contextmanager
def serve_files(folder: Path) -> Iterator[str]:
    """The address of the server, while the context lasts."""
    with serve(folder, __file__) as address:
        yield address


if __name__ == "__main__":
    Files.folder = Path(sys.argv[1])
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), lambda *a: Files(*a, directory=sys.argv[1])) as running:
        print(running.server_address[1], flush=True)
        running.serve_forever()
