"""Put the evidence of near infrared behind a model of red, green and blue: read, fit, check, join. Minutes on one core.

python scripts/train_evidence.py l4s-lite-v0 --work RUNS/evidence --id evidence -o RUNS/evidence.onnx
python scripts/train_evidence.py l4s-lite-v0 --work RUNS/evidence --cross-validate
python scripts/train_evidence.py RUNS/all.onnx --take RUNS/evidence/evidence.safetensors -o RUNS/with_evidence.onnx

The sources are the labelled 14-band patches, two debris flows (Level-2A) and every scene without landslides that the
folder of data has. What the model says of each is kept under ``--work``, so a run that was stopped goes on; what was
fitted is kept there too, and ``--take`` puts it behind a model that was trained on these sources and is too sure there.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import rasterio
import torch
from safetensors.torch import load_model, save_model

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

import model_scores as measured  # noqa: E402 - the scenes and their labels stand there

import l4s_core  # noqa: E402
from l4s_core.export.evidence_graph import join_evidence  # noqa: E402
from l4s_core.inference.open import find_model, open_model  # noqa: E402
from l4s_core.networks.evidence import TERMS, Evidence  # noqa: E402
from l4s_core.patches.open import open_patches  # noqa: E402
from l4s_core.rasters.write import decode_probability  # noqa: E402
from l4s_core.scoring.predict import predict_patches  # noqa: E402
from l4s_core.training.evidence import Sample, counts, draw, fit  # noqa: E402

WEIGHTS = {"patches": 18.0, "puthumala_2019": 1.0, "wayanad_2024_cloudy": 1.0}  # of F1; see `training.evidence.fit`
HAZE = (0.0, 0.6, 1.0)  # share of the path radiance that is taken off Level-1C patches: towards Level-2A
HAZE_OF = (0.5, 0.3)  # of that of blue, in red and near infrared
CLEAREST = 150.0  # reflectance x 10000 of blue over the darkest ground without an atmosphere
PATCH_PIXELS, SCENE_PIXELS = 400, 2000
PATCH_FOLDS = ((1, 8), (9, 100), (101, 400), (401, 9999))  # ids: neighbours stay together
HALVED = ("dolomites", "virginia", "chittagong")  # upper and lower half are places of their own


def patch_sources(model: Any, data: Path) -> dict[str, list[tuple[str, int, Any, Any, Any]]]:
    found = {}
    patches = open_patches(data / "l4s", expect_masks=True, channels=("B2", "B3", "B4", "B8"))
    for patch, p in predict_patches(model, patches):
        blue, red, nir = (patch.values[k] for k in (0, 2, 3))
        radiance = max(float(np.percentile(blue, 1)) - CLEAREST, 0.0)
        looks = [
            np.stack(
                [np.maximum(band - share * of * radiance, 20.0) for band, of in zip((red, nir), HAZE_OF, strict=True)]
            )
            for share in HAZE
        ]
        found[f"patch {patch.key.id}"] = [("patches", k, p, look / 1e4, patch.mask) for k, look in enumerate(looks)]
    return found


def scene_source(folder: Path, model: str, **how: Any) -> tuple[np.ndarray, np.ndarray, dict[str, Any]]:
    """Probability (rows, cols), reflectance of B4 and B8 (2, rows, cols), NaN where not observed; the grid."""
    with tempfile.TemporaryDirectory() as work:
        path = Path(work) / "p.tif"
        l4s_core.detect(folder, None, no_dem=True, probability=path, model=model, **how)
        with rasterio.open(path) as source:
            p = decode_probability(source.read(1))
            grid = {"crs": source.crs, "transform": source.transform}
    with l4s_core.open_stack(folder, no_dem=True, required=("B4", "B8"), **how) as stack:
        values, reasons = stack.read_observed(("B4", "B8"), (slice(0, p.shape[0]), slice(0, p.shape[1])))
    return p, np.where(reasons == 0, values, np.nan) / 1e4, grid


def scene_sources(model: str, data: Path, work: Path) -> dict[str, list[tuple[str, int, Any, Any, Any]]]:
    found: dict[str, list[tuple[str, int, Any, Any, Any]]] = {}
    outlines = gpd.read_file(measured.OUTLINES)

    def kept(name: str, folder: Path, **how: Any) -> dict[str, Any]:
        path = work / f"{name.replace(' ', '_')}.npz"
        if not path.is_file():
            p, bands, grid = scene_source(folder, model, **how)
            crs, transform = grid["crs"].to_wkt(), tuple(grid["transform"])[:6]
            part = path.with_suffix(".part.npz")
            np.savez_compressed(part, p=p, bands=bands.astype(np.float32), crs=crs, transform=transform)
            part.replace(path)
        with np.load(path) as file:
            return {key: file[key] for key in file.files}

    for scene, how in measured.FLOWS.items():
        folder = data / "scenes" / scene
        got = kept(scene, folder, offset=how["offset"], level="L2A", clouds="builtin")
        grid = {"crs": str(got["crs"]), "transform": rasterio.Affine(*got["transform"])}
        label = measured.flow_label(folder, how, outlines[outlines["scene"] == scene], grid)
        found[scene] = [(scene, 0, got["p"], got["bands"], label)]
    with tempfile.TemporaryDirectory() as made:
        for name, folder, how in measured.grounds(data / "scenes", Path(made)):
            if name != "hokkaido before":  # has no near infrared
                got = kept(name, folder, clouds="none", **how)
                group = name.split()[0]
                found[name] = [(group, 0, got["p"], got["bands"], np.zeros(got["p"].shape, np.uint8))]
    return found


def samples_of(sources: dict[str, Any]) -> list[Sample]:
    rng = np.random.default_rng(0)
    found = []
    for name, looks in sources.items():
        for group, variant, p, bands, label in looks:
            count = PATCH_PIXELS if p.size < 150**2 else SCENE_PIXELS
            middle = p.shape[0] // 2
            for half, rows in enumerate((slice(0, middle), slice(middle, None)) if name in HALVED else (slice(None),)):
                own = f"{name} {half}" if name in HALVED else name
                where = np.full(label.shape, 255, np.uint8)
                where[rows] = label[rows]
                found.append(draw(own, own if name in HALVED else group, variant, p, bands, where, count, rng))
    return [one for one in found if len(one.logit)]


def fold_of(source: str) -> str:
    if source.startswith("patch "):
        number = int(source.split()[1])
        return next(f"patches {low}-{high}" for low, high in PATCH_FOLDS if low <= number <= high)
    return source if source.rsplit(" ", 1)[0] in HALVED or source in measured.FLOWS else "other ground"


def report(title: str, of: dict[str, Evidence], samples: list[Sample], threshold: float) -> None:
    totals: dict[str, np.ndarray] = {}
    for one in samples:
        if one.variant == 0:
            totals[one.group] = totals.get(one.group, np.zeros(4)) + counts(of[fold_of(one.source)], one, threshold)
    print(title)
    for group, (hit, false, missed, area) in totals.items():
        if group in WEIGHTS:
            f1, recall = 2 * hit / (2 * hit + false + missed), hit / (hit + missed)
            print(f"  {group}: F1 {f1:.3f}, recall {recall:.3f}, false area {100 * false / area:.2f} %")
        elif false:
            print(f"  {group}: {100 * false / area:.2f} % marked")


def fitted(args: argparse.Namespace, model: Any) -> Evidence:
    """Read the sources, fit, tell."""
    torch.manual_seed(0)
    args.work.mkdir(parents=True, exist_ok=True)
    threshold, weights = model.card.threshold, {**WEIGHTS, "patches": args.patches}
    samples = samples_of({**patch_sources(model, args.data), **scene_sources(args.model, args.data, args.work)})
    folds = {fold_of(one.source) for one in samples}
    report("without evidence", dict.fromkeys(folds, Evidence()), samples, threshold)
    if args.cross_validate:
        apart = {
            f: fit([one for one in samples if fold_of(one.source) != f], weights, threshold) for f in sorted(folds)
        }
        report("each place by a fit without it", apart, samples, threshold)
    evidence = fit(samples, weights, threshold)
    save_model(evidence, args.work / "evidence.safetensors")
    report("all places by one fit", dict.fromkeys(folds, evidence), samples, threshold)
    for name, term in TERMS.items():
        print(f"  {name} {term.knots}: {[round(v, 3) for v in evidence.steps[name].tolist()]}")
    print(f"  constant {evidence.constant.item():.3f}")
    return evidence


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", help="as l4s-detect takes it; an .onnx file or an installed model")
    parser.add_argument("--data", type=Path, default=measured.DATA)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--work", type=Path, help="folder outside the repository")
    what.add_argument("--take", type=Path, help="evidence that was fitted behind another model")
    parser.add_argument("--cross-validate", action="store_true", help="also fit without each place")
    parser.add_argument("--patches", type=float, default=WEIGHTS["patches"], help="weight of the patches")
    parser.add_argument("--id", default="evidence")
    parser.add_argument("-o", "--output", type=Path)
    args = parser.parse_args()
    model = open_model(args.model, "cpu")
    evidence = fitted(args, model) if args.work else Evidence()
    if args.take:
        load_model(evidence, args.take)
    if args.output:
        card = join_evidence(
            find_model(args.model),
            evidence,
            args.output,
            id=args.id,
            title="Compact U-Net on red, green and blue relative to local brightness; evidence of near infrared",
            network=f"{model.card.network}; 14 numbers on NDVI and its surroundings",
            training_data=f"{model.card.training_data}; evidence: 24 patches of 14 bands, 2 debris flows, negatives",
            created_utc=datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
        print(f"{args.output}: {card.id}, {args.output.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
