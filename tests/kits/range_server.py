"""A static web server with the byte ranges GDAL asks for; its own process, because GDAL may hold Python's lock."""

from __future__ import annotations

import contextlib
import http.server
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Ranged(http.server.SimpleHTTPRequestHandler):
    def answer(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        match = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        start = int(match.group(1)) if match else 0
        end = min(int(match.group(2)) if match and match.group(2) else len(data) - 1, len(data) - 1)
        self.send_response(206 if match else 200)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(end - start + 1))
        if match:
            self.send_header("Content-Range", f"bytes {start}-{end}/{len(data)}")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data[start : end + 1])

    do_GET = do_HEAD = answer

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@contextlib.contextmanager
def serve(folder: Path, script: str = __file__) -> Iterator[str]:
    """The address of ``folder`` on the web, while the context lasts; ``script`` serves it and prints its port."""
    server = subprocess.Popen([sys.executable, script, str(folder)], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
    finally:
        server.kill()
        server.wait()


if __name__ == "__main__":
    root = sys.argv[1]
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), lambda *a: Ranged(*a, directory=root)) as running:
        print(running.server_address[1], flush=True)
        running.serve_forever()
