"""What `l4s tune` gives on two debris flows: recall and false area before and after, and by cross-validation.

python benchmarks/tune.py l4s-lite-v0 RUNS/judged.onnx --work RUNS/tune -o tune.json

The corrections are drawn as an analyst would make them (seeded): the visible flow (`outlines/debris_flows.geojson`, as
`model_scores.flow_label` cuts it) in pieces of about 160 m, accepted where the model marks a tenth of one and added
elsewhere; what the model marks elsewhere, rejected, also what it would mark at a half, a quarter and so on of its
threshold where that is too little. A third of the
pieces and of the false polygons are kept back. Models have to be given that never saw these flows.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import model_scores as measured
import numpy as np
import rasterio
from rasterio.features import rasterize, shapes
from scipy.ndimage import label as components
from shapely.geometry import shape

import l4s_core
from l4s_core.inference.open import find_model, open_model
from l4s_core.rasters.write import decode_probability
from l4s_core.tuning.tune import tune

PIECE_PX, LEAST_PX = 16, 10  # side of the squares that the flow is cut by; pixels of a polygon
DRAWN = 2 / 3  # of the pieces and false polygons
MOST_FALSE = 30


def probability(scene: str, model: str, work: Path) -> tuple[np.ndarray, dict[str, Any]]:
    how = measured.FLOWS[scene]
    path = work / f"{scene}_p.tif"
    folder = measured.DATA / "scenes" / scene
    l4s_core.detect(
        folder, None, no_dem=True, probability=path, overwrite=True, model=model, offset=how["offset"], level="L2A",
        clouds="none",
    )  # fmt: skip
    with rasterio.open(path) as source:
        return decode_probability(source.read(1)), {"crs": source.crs, "transform": source.transform}


def drawn(p: np.ndarray, truth: np.ndarray, grid: dict[str, Any], threshold: float, seed: int) -> gpd.GeoDataFrame:
    """Corrections with the column ``status``, and ``kept_back`` for those that are not given to the tuning."""
    rng = np.random.default_rng(seed)
    rows, cols = np.indices(truth.shape)
    pieces = np.where(truth == 1, 1 + rows // PIECE_PX * 1000 + cols // PIECE_PX, 0).astype(np.int32)
    found: list[dict[str, Any]] = []
    for piece in np.unique(pieces[pieces > 0]):
        for part in _polygons(pieces == piece, grid):
            own = rasterize([(part, 1)], truth.shape, transform=grid["transform"]).astype(bool)
            if own.sum() >= LEAST_PX:
                marked = float((np.nan_to_num(p[own]) >= threshold).mean())
                found.append({"geometry": part, "status": "accepted" if marked >= 0.1 else "added"})
    wrong: list[Any] = []
    for cut in threshold / 2.0 ** np.arange(6):
        if len(wrong) < MOST_FALSE:
            wrong = [s for s in _polygons((np.nan_to_num(p) >= cut) & (truth == 0), grid) if s.area >= LEAST_PX * 100]
    some = rng.permutation(len(wrong))[:MOST_FALSE]
    found += [{"geometry": wrong[k], "status": "rejected"} for k in some]
    table = gpd.GeoDataFrame(found, crs=grid["crs"])
    table["kept_back"] = rng.random(len(table)) > DRAWN
    return table


def _polygons(mask: np.ndarray, grid: dict[str, Any]) -> list[Any]:
    numbers, _ = components(mask, np.ones((3, 3)))
    pairs = shapes(numbers.astype(np.int32), mask=mask, connectivity=8, transform=grid["transform"])
    return [shape(geometry) for geometry, _ in pairs]


def scores(p: np.ndarray, truth: np.ndarray, threshold: float, only: np.ndarray | None = None) -> dict[str, float]:
    """As `model_scores.flows`, but before the minimum mapping unit; ``only``: pixels of the flow that count."""
    marked, counts = np.nan_to_num(p) >= threshold, (truth != 255) & np.isfinite(p)
    hit, flow = marked & (truth == 1) & counts, (truth == 1) & counts
    false = marked & (truth == 0) & counts
    found = {
        "recall": float(hit.sum() / max(flow.sum(), 1)),
        "precision": float(hit.sum() / max((hit | false).sum(), 1)),
        "false area %": float(100 * false.sum() / counts.sum()),
    }
    if only is not None:
        found["recall of what was kept back"] = float((hit & only).sum() / max((flow & only).sum(), 1))
    return {name: round(value, 4) for name, value in found.items()}


def one(scene: str, model: str, work: Path, seed: int) -> dict[str, Any]:
    how, folder = measured.FLOWS[scene], measured.DATA / "scenes" / scene
    threshold = open_model(model, "cpu").card.threshold
    p, grid = probability(scene, model, work)
    outlines = gpd.read_file(measured.OUTLINES)
    truth = measured.flow_label(folder, how, outlines[outlines["scene"] == scene], grid)
    table = drawn(p, truth, grid, threshold, seed)
    given = work / f"{scene}_{seed}.gpkg"
    given.unlink(missing_ok=True)
    table[~table["kept_back"]].to_file(given, layer="corrections")
    options = {"offset": how["offset"], "level": "L2A", "clouds": "builtin"}
    result = tune(model, folder, given, work / "tuned.onnx", keep_anyway=True, overwrite=True, **options)
    after, _ = probability(scene, str(result.path), work)
    kept = table[table["kept_back"] & (table["status"] != "rejected")].geometry
    only = None
    if len(kept):
        only = rasterize([(s, 1) for s in kept], truth.shape, transform=grid["transform"]).astype(bool)
    new = open_model(result.path, "cpu").card.threshold
    other = next(name for name in measured.FLOWS if name != scene)
    return {
        "decisions": table[~table["kept_back"]]["status"].value_counts().to_dict(),
        "tuning": result.tuning.model_dump(exclude={"corrections_sha256", "source_sha256"}),
        "recommended": result.recommended,
        "reason": result.reason,
        "polygons": [vars(result.before), vars(result.after)],
        "elsewhere %": [round(result.elsewhere_before, 3), round(result.elsewhere_after, 3)],
        "scene before": scores(p, truth, threshold, only),
        "scene after": scores(after, truth, new, only),
        f"{other} before": _of(other, model, work),
        f"{other} after": _of(other, str(result.path), work),
        "seconds": round(result.seconds, 1),
    }


def _of(scene: str, model: str, work: Path) -> dict[str, float]:
    p, grid = probability(scene, model, work)
    outlines = gpd.read_file(measured.OUTLINES)
    own = outlines[outlines["scene"] == scene]
    truth = measured.flow_label(measured.DATA / "scenes" / scene, measured.FLOWS[scene], own, grid)
    return scores(p, truth, open_model(model, "cpu").card.threshold)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("models", nargs="+", help="as l4s-detect takes them; none that was trained on the flows")
    parser.add_argument("--work", type=Path, required=True, help="folder for temporary files")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path, help="JSON")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    found: dict[str, Any] = {}
    for model in args.models:
        for scene in measured.FLOWS:
            for seed in range(args.seeds):
                name = f"{find_model(model).stem}, {scene}, seed {seed}"
                found[name] = one(scene, model, args.work, seed)
                print(name, json.dumps(found[name], indent=1), flush=True)
    if args.output:
        args.output.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
