"""Every figure by which one model is preferred to another, in one command, on the data that are at hand.

    python benchmarks/model_scores.py l4s-lite-v0 -o v0.json
    python benchmarks/model_scores.py runs/b --only blocks,flows

Blocks: the test and validation blocks of the recipe ``default``, which it never trains on. Joined: the same, with
patches that touch joined to windows of 256 pixels (`l4s stitch`), which is nearer to how scenes are mapped. Patches:
the labelled ones of 14 bands, as they are and with bands left out. Flows: two debris flows of Kerala, Level-2A, against
outlines drawn by eye (`outlines/debris_flows.geojson`) that end where NDVI is 0.6; what lies in 20 m around their edge,
under cloud and in its shadow is not counted. Ground: share of the observed land that becomes polygons in scenes where
nobody mapped a landslide, without a cloud test and with the built-in one. Blocks and patches also tell of objects by
size, classes of confidence, of the spread over neighbourhoods and of reliability (`object_scores.py`; ``--picture``
draws it).
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import rasterio
from object_scores import described, draw, region_scores, scored
from rasterio.features import geometry_mask
from scipy.ndimage import binary_dilation

import l4s_core
from l4s_core.inference.open import open_model
from l4s_core.inference.protocol import Model
from l4s_core.inventory.outline.mask import NOT_OBSERVED
from l4s_core.patches.cutting.automatic import Name
from l4s_core.patches.open import open_patches
from l4s_core.patches.split import split_patches
from l4s_core.patches.stitching.stitch import stitch_patches
from l4s_core.patches.types import IGNORE, PatchSet
from l4s_core.scoring.evaluate import evaluate
from l4s_core.training.recipes.files import load_recipe

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"
OUTLINES = Path(__file__).resolve().parent / "outlines" / "debris_flows.geojson"
FLOWS: dict[
    str, dict[str, Any]
] = {  # how a scene is opened; reflectance x 10000 of blue cloud, of near infrared shadow
    "puthumala_2019": {"dem": "Copernicus_DEM_30m.tif", "offset": 0, "cloud": 1400, "shadow": 900},
    "wayanad_2024_cloudy": {"dem": None, "offset": -1000, "cloud": 1600, "shadow": 1200},
}
BAND_SETS = {
    "as they are": None,
    "no terrain": ("B2", "B3", "B4", "B8", "B11", "B12"),
    "near infrared": ("B2", "B3", "B4", "B8"),
    "red, green, blue": ("B2", "B3", "B4"),
}
HELD_OUT: tuple[Name, ...] = ("test", "validation")
MORE = ("near infrared", "red, green, blue")  # of which objects, spread and reliability are told
XARRAY = {"B02": "blue", "B03": "green", "B04": "red", "B08": "nir", "B11": "swir1", "B12": "swir2"}


def blocks(model: Model, data: Path) -> dict[str, Any]:
    """Scores on the red, green and blue patches of the blocks, all and by region, and what `described` says."""
    patches = open_patches(data / "l4s_rgb", expect_masks=True)
    return _of_parts(model, split_patches(patches, load_recipe("default").split))


def joined(model: Model, data: Path, work: Path) -> dict[str, Any]:
    """The scores of `blocks` with the neighbours of each patch around it, as far as they are of the same part."""
    folder = work / "joined"
    stitch_patches(data / "l4s_rgb", folder, load_recipe("default").split, parts=HELD_OUT)
    return _of_parts(model, {part: open_patches(folder / part, expect_masks=True) for part in HELD_OUT})


def _of_parts(model: Model, parts: Mapping[str, PatchSet]) -> dict[str, Any]:
    found = {}
    for part in HELD_OUT:
        pairs = scored(model, parts[part])
        found[part] = {**region_scores(pairs, model.card.threshold), "more": described(pairs, model)}
    return found


def patches14(model: Model, data: Path) -> dict[str, Any]:
    """Scores on the labelled patches of 14 bands; ``best``: with the threshold that suits them best."""
    found: dict[str, Any] = {}
    for name, channels in BAND_SETS.items():
        if channels is not None and not set(model.card.required_channels) <= set(channels):
            continue
        patches = open_patches(data / "l4s", expect_masks=True, channels=channels)
        result = evaluate(model, patches, bootstrap=0)
        best = None if result.best is None else {"threshold": result.best.threshold, "f1": round(result.best.f1, 4)}
        found[name] = {**_scores(result.scores), "best": best}
        if name in MORE:
            found[name]["more"] = described(scored(model, patches), model)
    return found


def flows(name: str, data: Path) -> dict[str, Any]:
    """Recall, precision and false area (per cent of the land that counts) of each debris flow."""
    outlines = gpd.read_file(OUTLINES)
    found = {}
    for scene, how in FLOWS.items():
        folder = data / "scenes" / scene
        dem = None if how["dem"] is None else folder / how["dem"]
        marked, grid = _mask(folder, name, dem=dem, offset=how["offset"], level="L2A", clouds="none")
        label = flow_label(folder, how, outlines[outlines["scene"] == scene], grid)
        truth = label == 1
        counts = (label != IGNORE) & (marked != NOT_OBSERVED)
        hit = (marked == 1) & counts
        tp, false = int((hit & truth).sum()), int((hit & ~truth).sum())
        found[scene] = {
            "recall": round(tp / max(int((truth & counts).sum()), 1), 4),
            "precision": round(tp / max(tp + false, 1), 4),
            "false area %": round(100 * false / int(counts.sum()), 4),
        }
    return found


def flow_label(folder: Path, how: dict[str, Any], outlines: gpd.GeoDataFrame, grid: dict[str, Any]) -> np.ndarray:
    """(rows, cols) uint8 on the grid of the bands: 1 debris flow, 0 not, 255 not to be told."""
    blue, red, nir = (_band(folder / f"{band}.tif", how["offset"]) for band in ("B02", "B04", "B08"))
    own = outlines.to_crs(grid["crs"]).geometry
    inside = geometry_mask(own, blue.shape, grid["transform"], invert=True)
    truth = inside & ((nir - red) / np.maximum(nir + red, 1) < 0.6)
    cloud = blue > how["cloud"]
    unclear = binary_dilation(cloud, iterations=6) & ~inside | binary_dilation(cloud, iterations=2) & inside
    near = binary_dilation(truth, iterations=2) & ~truth
    unclear |= binary_dilation(nir < how["shadow"], iterations=3) & ~truth | near
    return np.where(unclear, IGNORE, truth).astype(np.uint8)


def ground(name: str, data: Path, work: Path) -> dict[str, Any]:
    """Per cent of the observed land that is marked, and that a cloud test takes away, where there are no landslides."""
    found = {}
    for scene, path, how in grounds(data / "scenes", work):
        row = {}
        for clouds in ("none", "builtin"):
            mask, grid = _mask(path, name, clouds=clouds, **how)
            seen = mask != NOT_OBSERVED
            row[f"clouds {clouds}: marked ha"] = round(int((mask == 1).sum()) * _hectares(grid), 2)
            row[f"clouds {clouds}: marked %"] = round(100 * float((mask[seen] == 1).mean()) if seen.any() else 0.0, 4)
            row[f"clouds {clouds}: observed %"] = round(100 * float(seen.mean()), 2)
        found[scene] = row
        print(scene, row, flush=True)
    return found


def speed(model: Model) -> dict[str, Any]:
    """Milliseconds for 128x128 pixels, as a quarter of a window of 256, the best and the median of ten."""
    batch = np.ones((1, model.card.input_channels, 256, 256), np.float32)
    batch += np.random.default_rng(0).normal(0, 0.2, batch.shape).astype(np.float32)
    model.run(batch)
    times = []
    for _ in range(10):
        start = time.perf_counter()
        model.run(batch)
        times.append((time.perf_counter() - start) / 4 * 1000)
    return {"best ms": round(min(times), 1), "median ms": round(float(np.median(times)), 1)}


def _scores(row: Any) -> dict[str, float]:
    return {
        name: round(value or 0.0, 4)
        for name, value in row.model_dump().items()
        if name in ("precision", "recall", "f1")
    }


def _hectares(grid: dict[str, Any]) -> float:
    """Area of a pixel of a grid in metres."""
    return abs(float(grid["transform"].a * grid["transform"].e)) / 1e4


def _band(path: Path, offset: float) -> np.ndarray:
    with rasterio.open(path) as source:
        return source.read(1).astype(np.float32) + offset


def _mask(scene: Path, model: str, *, dem: Path | None = None, **how: Any) -> tuple[np.ndarray, dict[str, Any]]:
    """(rows, cols) as `outline.mask.Mask.array`, and its grid."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mask.tif"
        terrain: dict[str, Any] = {"no_dem": True} if dem is None else {"allow_partial_dem": True}
        l4s_core.detect(scene, dem, mask=path, model=model, **terrain, **how)
        with rasterio.open(path) as source:
            return source.read(1), {"crs": source.crs, "transform": source.transform}


def grounds(scenes: Path, work: Path) -> Iterator[tuple[str, Path, dict[str, Any]]]:
    """Name, file or folder, options of `detect`: what would be guessed is told."""
    yield "dolomites", scenes / "background_dolomites_west", {"offset": -1000, "level": "L2A"}
    yield "virginia", scenes / "background_virginia_l1c", {"offset": 0, "level": "L1C"}
    yield "chittagong", scenes / "background_chittagong", {"offset": 0, "level": "L2A"}
    yield "hokkaido before", scenes / "hokkaido_2018" / "pre", {"offset": 0, "level": "L2A"}
    for part, names in enumerate(("B4,B3,B2,B8,-,-,-,-", "-,-,-,-,B4,B3,B2,B8"), 1):
        fields = scenes / "background_fields" / "inference-img.tif"
        yield f"fields {part}", fields, {"bands": names, "offset": 0, "level": "L2A"}
    yield "xarray-spatial", _xarray(scenes / "background_xarray_spatial", work), {"offset": 0, "level": "L2A"}
    for folder in sorted((scenes / "background_bigearthnet").glob("*/")):
        yield f"bigearthnet {folder.name}", folder, {"offset": 0, "level": "L2A"}


def _xarray(folder: Path, work: Path) -> Path:
    """The NetCDF files have no CRS; any in metres does for what is measured here."""
    for band, name in XARRAY.items():
        with rasterio.open(folder / f"{name}_band.nc") as source:
            profile = {**source.profile, "driver": "GTiff", "crs": "EPSG:32614", "dtype": "uint16", "nodata": 0}
            with rasterio.open(work / f"{band}.tif", "w", **profile) as target:
                target.write(np.nan_to_num(source.read()).astype(np.uint16))
    return work


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", nargs="?", default="l4s-lite-v0", help="as l4s-detect takes it")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--only", default="blocks,joined,patches,flows,ground,speed")
    parser.add_argument("-o", "--output", type=Path, help="JSON")
    parser.add_argument("--picture", type=Path, help="PNG: the reliability, of blocks and patches")
    args = parser.parse_args(words)
    wanted, model = args.only.split(","), open_model(args.model, "cpu")
    found: dict[str, Any] = {"model": model.card.id, "sha256": model.sha256, "threshold": model.card.threshold}
    with tempfile.TemporaryDirectory() as work:
        measures = {
            "blocks": lambda: blocks(model, args.data),
            "joined": lambda: joined(model, args.data, Path(work)),
            "patches": lambda: patches14(model, args.data),
            "flows": lambda: flows(args.model, args.data),
            "ground": lambda: ground(args.model, args.data, Path(work)),
            "speed": lambda: speed(model),
        }
        for name in wanted:
            found[name] = measures[name]()
            print(name, json.dumps(found[name], indent=1), flush=True)
    if args.picture:
        sets = {f"{part} blocks, RGB": row["more"] for part, row in found.get("blocks", {}).items()}
        sets |= {f"24 patches, {name}": row["more"] for name, row in found.get("patches", {}).items() if "more" in row}
        draw(sets, f"{model.card.id}: what its probabilities are worth", args.picture)
    if args.output:
        args.output.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
