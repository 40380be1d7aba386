"""The journal of a batch, and by what the files that its scenes are made of are known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from l4s_core.batch.fingerprint import fingerprint, state
from l4s_core.batch.journal import Journal
from range_server import serve


def test_the_journal_survives_what_is_no_line_of_it(tmp_path: Path) -> None:
    book = Journal(tmp_path / "run.jsonl")
    assert list(book.read()) == []
    book.write("begin", jobs=1)
    with book.path.open("ab") as file:
        file.write(b'[1]\n"x"\n\xff\xfe\n{"utc": "..", "eve')
    book.write("end")
    assert [entry["event"] for entry in book.read()] == ["begin", "end"]
    assert json.loads(book.path.read_text(errors="replace").splitlines()[-1])["event"] == "end"


def test_files_on_the_web_are_known_by_what_their_server_says(tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_bytes(b"x" * 100)
    with serve(tmp_path) as address:
        known = fingerprint(f"{address}/a.tif")
        assert known == {"size": "100"}
        (tmp_path / "a.tif").write_bytes(b"x" * 101)
        assert fingerprint(f"{address}/a.tif", known) == {"size": "101"}
        assert state(f"{address}/a.tif") != tuple(sorted(known.items()))
        assert fingerprint(f"{address}/b.tif") == {}
    assert fingerprint(f"{address}/a.tif") == {}


def test_an_item_of_a_collection_is_known_by_itself(tmp_path: Path) -> None:
    items = tmp_path / "items.json"

    def write(**collection: dict[str, int]) -> dict[str, Any]:
        items.write_text(json.dumps({"features": [{"id": name, **fields} for name, fields in collection.items()]}))
        return fingerprint(f"{items}#a")

    known = write(a={"x": 1})
    assert known
    assert write(b={"x": 1}, a={"x": 1}) == known
    assert write(b={"x": 1}, a={"x": 2}) != known
    assert write(b={"x": 1}) == {}
