"""Whether a change of the code left the results alone: twelve runs, and what their outputs hold, before and after.

    python benchmarks/same_outputs.py record before.json --code OTHER_CHECKOUT
    python benchmarks/same_outputs.py record after.json
    python benchmarks/same_outputs.py compare before.json after.json

Rasters are compared by the bytes of their pixels, layers by geometry and attributes, patches and pictures by their
bytes. What says when a run was made, and with which version, is left out; what only one of the two has is listed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
_WHEN = {"run_utc", "run_seconds", "software", "created_utc", "update_time", "uuid"}


def runs(work: Path, data: Path) -> dict[str, list[list[str]]]:
    """Name of a run -> the modules of l4s_core that it starts, with their arguments. ``work`` is empty."""
    scenes = data / "scenes"
    puthumala, dem = scenes / "puthumala_2019", scenes / "puthumala_2019" / "Copernicus_DEM_30m.tif"
    hokkaido = scenes / "hokkaido_2018"
    detect = ["l4s_core.cli.detect"]

    def files(name: str, *kinds: str) -> list[str]:
        endings = {"output": ".gpkg", "probability": "_p.tif", "mask": "_m.tif", "overview": ".png"}
        return [word for kind in kinds for word in (f"--{kind}", f"{work}/{name}{endings[kind]}")]

    everything = ("output", "probability", "mask", "overview")
    puthumala_bands = [str(puthumala), "--dem", str(dem)]
    return {
        "demo": [
            ["l4s_core.synthetic", "make", f"{work}/input"],
            [*detect, "SAFE", "--dem", "DEM", *files("demo", *everything)],
        ],
        "puthumala": [[*detect, *puthumala_bands, *files("puthumala", *everything)]],
        "puthumala-csmask": [[*detect, *puthumala_bands, "--clouds", "csmask", *files("csmask", *everything)]],
        "puthumala-options": [
            [
                *detect, *puthumala_bands, "--clouds", "builtin", "--mask-water", "--tile", "128", "--overlap", "32",
                "--threshold", "0.3", "--mmu", "500", "--min-slope", "8", "--simplify", "10", "--event-id", "e",
                "--event-date", "2019-08-08", "--trigger", "rainfall", *files("options", *everything),
            ]
        ],
        "puthumala-area": [
            [
                *detect, *puthumala_bands, "--clouds", "none", "--aoi", f"{work}/area.geojson",
                *files("area", *everything),
            ]
        ],
        "wayanad": [[*detect, str(scenes / "wayanad_2024_cloudy"), "--no-dem", *files("wayanad", *everything)]],
        "hokkaido": [
            [
                *detect, str(hokkaido / "post"), "--pre", str(hokkaido / "pre"), "--dem", str(hokkaido / "DSM.tif"),
                "--allow-partial-dem", *files("hokkaido", *everything),
            ]
        ],
        "dolomites": [
            [*detect, str(scenes / "background_dolomites_west"), "--no-dem", *files("dolomites", *everything)]
        ],
        "virginia": [
            [
                *detect, str(scenes / "background_virginia_l1c"), "--no-dem", "--level", "L1C",
                *files("virginia", *everything),
            ]
        ],
        "vectorize": [
            [
                "l4s_core.cli.main", "vectorize", f"{work}/puthumala_p.tif", "--dem", str(dem), "--threshold", "0.25",
                "-o", f"{work}/again.geojson",
            ]
        ],
        "batch": [
            [
                *detect, str(puthumala), str(scenes / "wayanad_2024_cloudy"), "--no-dem", "--out-dir", f"{work}/batch",
                "--jobs", "2", "--save", "probability",
            ]
        ],
        "stack-and-patches": [
            ["l4s_core.cli.main", "stack", *puthumala_bands, "-o", f"{work}/stack.tif"],
            [
                "l4s_core.cli.main", "patches", *puthumala_bands, "--inventory", f"{work}/puthumala.gpkg", "-o",
                f"{work}/patches",
            ],
        ],
    }  # fmt: skip


def record(code: Path, data: Path, only: str | None) -> dict[str, Any]:
    """What the outputs of all runs hold, made with the l4s of a checkout."""
    work = Path(tempfile.mkdtemp(prefix="l4s-same-"))
    found: dict[str, Any] = {}
    try:
        _area(work / "area.geojson", data)
        env = {**os.environ, "PYTHONPATH": str(code)}
        for name, commands in runs(work, data).items():
            if only and name not in only.split(","):
                continue
            before = set(work.rglob("*"))
            for words in commands:
                words = [_given(word, work) for word in words]
                done = subprocess.run(
                    [sys.executable, "-m", *words], cwd=work, env=env, capture_output=True, text=True, check=False
                )
                if done.returncode:
                    raise SystemExit(f"{name} failed ({done.returncode}): {done.stderr[-2000:]}")
            new = sorted(path for path in set(work.rglob("*")) - before if path.is_file() and "input" not in path.parts)
            found[name] = {str(path.relative_to(work)): content(path) for path in new}
            print(f"{name}: {len(new)} files", flush=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return found


def _given(word: str, work: Path) -> str:
    if word == "SAFE":
        return str(next((work / "input").glob("*.zip")))
    return str(next((work / "input").glob("*dem*.tif"))) if word == "DEM" else word


def _area(path: Path, data: Path) -> None:
    import rasterio

    with rasterio.open(data / "scenes" / "puthumala_2019" / "B04.tif") as src:
        left, bottom, right, top = src.bounds
        crs = src.crs.to_epsg()
    middle, half = (left + right) / 2, (bottom + top) / 2
    ring = [[left + 500, bottom + 200], [middle, bottom + 200], [middle + 400, half], [left + 500, top - 100]]
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}}
    named = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{crs}"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": named, "features": [feature]}))


def content(path: Path) -> Any:
    """What is compared of a file: a digest, or for tables the cells."""
    if path.suffix == ".tif":
        return _raster(path)
    if path.suffix in (".gpkg", ".geojson"):
        return _layers(path)
    if path.name in ("run.jsonl", "patches.json", ".lock"):
        return None  # times and paths
    return _digest(path.read_bytes())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _raster(path: Path) -> dict[str, Any]:
    import rasterio

    with rasterio.open(path) as src:
        pixels = _digest(src.read().tobytes())
        tags = {name: value for name, value in src.tags().items() if name not in _WHEN}
        return {"pixels": pixels, "grid": str(src.transform) + str(src.crs), "tags": tags, "scales": list(src.scales)}


def _layers(path: Path) -> dict[str, Any]:
    import pyogrio

    found = {}
    for name, _ in pyogrio.list_layers(path):
        table = pyogrio.read_dataframe(path, layer=name)
        if {"name", "value"} <= set(table.columns):  # a run table: what was merged is told by hashes of whole files
            rows = zip(table["name"], table["value"], strict=True)
            found[name] = {key: _cell(value) for key, value in rows if key not in _WHEN and not key.endswith("_sha256")}
            continue
        cells: dict[str, Any] = {}
        for column in table.columns:
            if column in _WHEN:
                continue
            if column == "geometry":
                cells[column] = _digest(b"".join(table.geometry.to_wkb()))
            else:
                cells[column] = _digest(json.dumps([_cell(value) for value in table[column]]).encode())
        found[name] = {"rows": len(table), **cells}
    return found


def _cell(value: Any) -> str:
    text = str(value)
    return re.sub(r"[^ ;]*/l4s-same-[^/]*/", "", text)  # the folder of this recording


def compare(before: Any, after: Any, where: str = "") -> list[str]:
    """Where two recordings differ, a line each."""
    if isinstance(before, dict) and isinstance(after, dict):
        lines = [f"only before: {where}/{key} = {before[key]}" for key in before if key not in after]
        lines += [f"only after: {where}/{key} = {after[key]}" for key in after if key not in before]
        for key in before.keys() & after.keys():
            lines += compare(before[key], after[key], f"{where}/{key}")
        return sorted(lines)
    return [] if before == after else [f"differs: {where}: {before} -> {after}"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    recording = commands.add_parser("record")
    recording.add_argument("file", type=Path)
    recording.add_argument("--code", type=Path, default=ROOT)
    recording.add_argument("--data", type=Path, default=SHARED)
    recording.add_argument("--only", help="names of runs, with commas")
    comparing = commands.add_parser("compare")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    args = parser.parse_args()
    if args.command == "record":
        args.file.write_text(json.dumps(record(args.code, args.data, args.only), indent=1, default=str))
        return
    lines = compare(json.loads(args.before.read_text()), json.loads(args.after.read_text()))
    print("\n".join(lines) or "the same")
    sys.exit(any(line.startswith("differs") for line in lines))


if __name__ == "__main__":
    main()
