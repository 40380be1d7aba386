"""A small STAC API over items in a folder, in a process of its own, and a folder of files beside it.

Item Search with GET and POST: ``bbox``, ``intersects``, ``datetime``, ``collections``, ``limit``, ``next`` links and
the ``query`` extension for numbers. Bad manners can be asked for by the path: ``/static``, ``/broken``, ``/garbage``,
``/endless``, ``/slow``, ``/closed`` and ``/text`` are roots of APIs that behave so; ``/huge`` answers without end,
``/away`` leads to another server of the machine, and ``/keyed`` wants the header ``X-Key: secret``. ``/slowly`` has the
files of ``/files``, a little at a time.
"""

from __future__ import annotations

import contextlib
import gzip
import http.server
import json
import operator
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlparse

from shapely.geometry import box, shape

from range_server import Ranged, serve

CONFORMS = [
    "https://api.stacspec.org/v1.0.0/core", "https://api.stacspec.org/v1.0.0/collections",
    "https://api.stacspec.org/v1.0.0/item-search", "https://api.stacspec.org/v1.0.0/item-search#query",
]  # fmt: skip
COMPARE = {"lt": operator.lt, "lte": operator.le, "gt": operator.gt, "gte": operator.ge, "eq": operator.eq}
MANNERS = ("static", "broken", "garbage", "endless", "slow", "closed", "text", "huge", "away", "keyed")


class Api(Ranged):
    """``folder/items.json`` is searched, ``folder/files`` served as ``/files``; requests go to ``requests.log``."""

    folder: Path

    def do_GET(self) -> None:
        if self.path.startswith("/files/"):
            self.answer()
            return
        if self.path.startswith("/slowly/"):
            self.slowly(self.folder / "files" / Path(self.path).name)
            return
        self.api({name: values[0] for name, values in parse_qs(urlparse(self.path).query).items()})

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        self.api(json.loads(self.rfile.read(int(self.headers["Content-Length"])) or b"{}"))

    def api(self, asked: dict[str, Any]) -> None:
        parts = [part for part in urlparse(self.path).path.split("/") if part]
        manner = parts.pop(0) if parts and parts[0] in MANNERS else ""
        root = f"http://{self.headers['Host']}" + (f"/{manner}" if manner else "")
        with (self.folder / "requests.log").open("a") as log:
            log.write(json.dumps({"path": self.path, "method": self.command, **asked}) + "\n")
        if manner == "slow":
            time.sleep(5)
        if manner == "huge":
            self.endless()
        elif manner == "away":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.2:9/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif manner == "closed" or (manner == "keyed" and self.headers.get("X-Key") != "secret"):
            self.reply(403, {"code": "Forbidden"})
        elif manner == "text":
            self.reply(200, "<html>Welcome</html>")
        elif not parts:
            self.reply(200, self.landing(root, manner))
        elif parts == ["conformance"]:
            self.reply(200, {"conformsTo": CONFORMS})
        elif parts == ["collections"]:
            self.reply(
                200, {"collections": [self.collection(name, root) for name in sorted(self.names())], "links": []}
            )
        elif parts[0] == "collections" and len(parts) == 2:
            self.reply(200, self.collection(parts[1], root))
        elif parts == ["search"]:
            self.reply(*self.search(asked, root, manner))
        else:
            self.reply(404, {"code": "NotFound"})

    def slowly(self, path: Path) -> None:
        """A file, or the rest of it, in some ten seconds."""
        data = path.read_bytes()
        start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").partition("-")[0])
        self.send_response(206 if "Range" in self.headers else 200)
        self.send_header("Content-Length", str(len(data) - start))
        self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        self.send_header("Last-Modified", "Mon, 01 Jan 2024 00:00:00 GMT")
        self.end_headers()
        with (self.folder / "requests.log").open("a") as log:
            log.write(json.dumps({"path": self.path, "method": self.command, "from": start}) + "\n")
        if self.command == "HEAD":
            return
        piece = max(1000, len(data) // 100)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            for at in range(start, len(data), piece):
                self.wfile.write(data[at : at + piece])
                time.sleep(0.1)

    def endless(self) -> None:
        """100 MB of spaces, packed, which are valid in front of any JSON."""
        body = gzip.compress(b" " * 100_000_000, 1)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(body)

    def landing(self, root: str, manner: str) -> dict[str, Any]:
        links = [{"rel": "self", "href": root}, {"rel": "root", "href": root}]
        if manner != "static":
            links += [{"rel": "data", "href": f"{root}/collections", "type": "application/json"}]
            links += [
                {"rel": "search", "href": f"{root}/search", "type": "application/geo+json", "method": m}
                for m in ("GET", "POST")
            ]
        return {
            "type": "Catalog", "id": "made", "description": "made", "stac_version": "1.0.0", "links": links,
            **({} if manner == "static" else {"conformsTo": CONFORMS}),
        }  # fmt: skip

    def collection(self, name: str, root: str) -> dict[str, Any]:
        everywhere = {"spatial": {"bbox": [[-180, -90, 180, 90]]}, "temporal": {"interval": [[None, None]]}}
        return {
            "type": "Collection", "id": name, "description": name, "license": "other", "stac_version": "1.0.0",
            "extent": everywhere, "links": [{"rel": "root", "href": root}],
        }  # fmt: skip

    def search(self, asked: dict[str, Any], root: str, manner: str) -> tuple[int, Any]:
        if manner == "broken":
            return 500, {"code": "InternalServerError", "description": "the database is gone"}
        if manner == "garbage":
            return 200, {"type": "FeatureCollection", "features": "none"}
        limit, start = int(asked.get("limit", 10)), int(asked.get("token", 0))
        hits = [item for item in self.items() if self.matches(item, asked)]
        if manner == "endless":
            hits = [{**hits[0], "id": f"{hits[0]['id']}_{i}"} for i in range(start + limit + 1)]
        links = []
        if start + limit < len(hits):
            more = {**asked, "token": str(start + limit)}
            link = {"rel": "next", "type": "application/geo+json", "method": self.command}
            links = [
                {**link, "href": f"{root}/search", "body": more}
                if self.command == "POST"
                else {**link, "href": f"{root}/search?{urlencode(more)}"}
            ]
        return 200, {"type": "FeatureCollection", "features": hits[start : start + limit], "links": links}

    def matches(self, item: dict[str, Any], asked: dict[str, Any]) -> bool:
        collections = asked.get("collections", [])
        if collections and item["collection"] not in (
            collections.split(",") if isinstance(collections, str) else collections
        ):
            return False
        ground = shape(item["geometry"])
        if asked.get("bbox"):
            numbers = asked["bbox"].split(",") if isinstance(asked["bbox"], str) else asked["bbox"]
            if not ground.intersects(box(*map(float, numbers))):
                return False
        if asked.get("intersects"):
            wanted = asked["intersects"]
            if not ground.intersects(shape(json.loads(wanted) if isinstance(wanted, str) else wanted)):
                return False
        if asked.get("datetime"):
            first, _, last = asked["datetime"].partition("/")
            if not first[:19] <= item["properties"]["datetime"][:19] <= (last or first)[:19]:
                return False
        query = asked.get("query") or {}
        for name, tests in (json.loads(query) if isinstance(query, str) else query).items():
            value = item["properties"].get(name)
            if value is None or not all(COMPARE[how](value, number) for how, number in tests.items()):
                return False
        return True

    def items(self) -> list[dict[str, Any]]:
        text = (self.folder / "items.json").read_text().replace("{root}", f"http://{self.headers['Host']}")
        return json.loads(text)

    def names(self) -> set[str]:
        return {item["collection"] for item in self.items()}

    def reply(self, status: int, what: Any) -> None:
        body = (what if isinstance(what, str) else json.dumps(what)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/geo+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(body)


@contextlib.contextmanager
def serve_stac(folder: Path) -> Iterator[str]:
    """The address of the API, while the context lasts."""
    with serve(folder, __file__) as address:
        yield address


if __name__ == "__main__":
    Api.folder = Path(sys.argv[1])
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), lambda *a: Api(*a, directory=sys.argv[1])) as running:
        print(running.server_address[1], flush=True)
        running.serve_forever()
