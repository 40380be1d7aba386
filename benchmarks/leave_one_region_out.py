"""What adapting without labels is worth: a region of Landslide4Sense is left out, and adapted to.

    python benchmarks/leave_one_region_out.py run --data shared/data/l4s_rgb --out runs/loro [--regions Hokkaido,Nepal]
    python benchmarks/leave_one_region_out.py table --out runs/loro

For each region and seed a network is trained on the other regions, from ImageNet weights; then every method adapts it
to the patches of the region, whose masks are read for scores alone. F1 is of the landslide class over all pixels, at
the threshold that the validation patches of the other regions chose. Whatever is finished is not done again, so a run
goes on where it was stopped, and methods or seeds may be added. The lengths are for two cores; `run --help` has them.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from l4s_core.patches.regions import L4S_REGIONS, l4s_region

METHODS = ("normalisation", "pseudo-label", "self-training", "progressive", "mc-dropout")
REGIONS = ("Hokkaido", "Nepal", "Kodagu", "Taiwan")
ROUNDS = {"self-training": 4, "progressive": 2}
SOURCE_ONLY = "source only"


def recipe(steps: int, seed: int) -> dict[str, Any]:
    """The default model's network and input, without what is for scenes; short."""
    return {
        "name": "loro",
        "summary": "the default model's network, for two cores",
        "network": {"name": "lite_unet", "weights": "imagenet"},
        "channels": "rgb",
        "normalisation": "relative-brightness",
        "split": {"by": "blocks", "validation_share": 0.15, "test_share": 0.0},
        "augment": {"flips": True, "rotations": True},
        "loss": "ce",
        "optimiser": {"name": "adamw", "lr": 1e-3, "weight_decay": 0.01, "encoder_lr_factor": 0.3333},
        "schedule": {"kind": "one_cycle", "rise": 0.1},
        "train": {
            "steps": steps,
            "batch": 8,
            "clip_norm": 5.0,
            "check_every": -(-steps // 2),
            "seed": seed,
            "workers": 0,
        },
    }


def views(data: Path, out: Path, region: str, most_source: int, most_target: int, crop: int) -> tuple[Path, Path]:
    """Folders of patches of the other regions, and of this one, evenly spread over each region's ids.

    Of each patch of 128 pixels one corner of ``crop`` pixels is taken, which its id chooses and not what is in it.
    """
    ids: dict[str, list[int]] = {name: [] for name in L4S_REGIONS}
    for path in (data / "img").glob("image_*.png"):
        number = int(path.stem.rpartition("_")[2])
        if (name := l4s_region(number)) is not None:
            ids[name].append(number)
    others = sum(len(found) for name, found in ids.items() if name != region)
    share = min(1.0, most_source / others)
    chosen = {"target": _spread(sorted(ids[region]), most_target), "source": []}
    for name, found in ids.items():
        if name != region:
            chosen["source"] += _spread(sorted(found), max(1, round(share * len(found))))
    for which, numbers in chosen.items():
        for kind, stem in (("img", "image"), ("mask", "mask")):
            folder = out / which / kind
            folder.mkdir(parents=True, exist_ok=True)
            for number in numbers:
                path = folder / f"{stem}_{number}.png"
                if path.is_file():
                    continue
                with Image.open(data / kind / path.name) as picture:
                    left, top = (number % 2) * (picture.width - crop), (number // 2 % 2) * (picture.height - crop)
                    part = picture.crop((left, top, left + crop, top + crop))
                part.save(path.with_suffix(".partial"), "PNG")
                path.with_suffix(".partial").rename(path)
    return out / "source", out / "target"


def _spread(numbers: list[int], most: int) -> list[int]:
    return [numbers[int(k)] for k in np.unique(np.linspace(0, len(numbers) - 1, min(most, len(numbers))).astype(int))]


def run(args: argparse.Namespace) -> None:
    from l4s_core.adaptation.adapt import adapt
    from l4s_core.adaptation.methods import METHODS as KNOWN
    from l4s_core.adaptation.types import AdaptOptions
    from l4s_core.training.hardware import Hardware
    from l4s_core.training.recipes.files import make_recipe
    from l4s_core.training.run import train

    hardware = Hardware(args.device)
    for seed in args.seeds:
        for region in args.regions:
            place = args.out / f"{region}-seed{seed}"
            source, target = views(
                args.data, place / "data", region, args.source_patches, args.target_patches, args.crop
            )
            print(f"{region}, seed {seed}: training without it", flush=True)
            train(
                make_recipe(recipe(args.steps, seed), "the benchmark"), source, place / "model",
                resume=True, hardware=hardware,
            )  # fmt: skip
            for method in args.methods:
                if method not in KNOWN or (place / method / "result.json").is_file():
                    continue
                print(f"{region}, seed {seed}: {method}", flush=True)
                options = AdaptOptions(method, rounds=ROUNDS.get(method), steps=args.round_steps, seed=seed)
                done = adapt(
                    place / "model", source if KNOWN[method].needs_source else None, target, place / method, options,
                    labels=target, hardware=hardware, resume=True,
                )  # fmt: skip
                for record in done.rounds:
                    f1 = None if record.scores is None else record.scores["f1"]
                    print(f"  round {record.number}: F1 {f1}, marked {record.summary.share:.4f}", flush=True)


def found(out: Path) -> dict[str, dict[str, list[tuple[float, bool]]]]:
    """Region -> method -> (F1 of the last round, whether it had collapsed) by seed; ``source only`` too."""
    scores: dict[str, dict[str, list[tuple[float, bool]]]] = {}
    for place in sorted(out.glob("*-seed*")):
        rows = scores.setdefault(place.name.rpartition("-seed")[0], {})
        first: float | None = None
        for method in METHODS:
            if not (place / method / "result.json").is_file():
                continue
            records = sorted((place / method).glob("round_*/round.json"), key=lambda path: int(path.parent.name[6:]))
            read = [json.loads(path.read_text(encoding="utf-8")) for path in (records[0], records[-1])]
            before, after = (float(one["scores"]["f1"] or 0.0) for one in read)
            first = before if first is None else first
            rows.setdefault(method, []).append((after, bool(read[1]["collapsed"])))
        if first is not None:
            rows.setdefault(SOURCE_ONLY, []).append((first, False))
    return scores


def table(out: Path) -> str:
    """Markdown: F1 by region and method, mean and range over the seeds; a dagger where a run had collapsed."""
    scores = found(out)
    methods = [name for name in (SOURCE_ONLY, *METHODS) if any(name in rows for rows in scores.values())]
    lines = ["| region left out | seeds | " + " | ".join(methods) + " |", "|---|---|" + "---|" * len(methods)]
    for region in sorted(scores, key=lambda name: REGIONS.index(name) if name in REGIONS else 9):
        rows = scores[region]
        cells = [_cell(rows.get(name, [])) for name in methods]
        lines.append(f"| {region} | {len(rows.get(SOURCE_ONLY, []))} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(values: list[tuple[float, bool]]) -> str:
    if not values:
        return ""
    f1 = [value for value, _ in values]
    text = f"{np.mean(f1):.3f}" + (f" ({min(f1):.3f} to {max(f1):.3f})" if len(f1) > 1 else "")
    return text + ("†" if any(collapsed for _, collapsed in values) else "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=("run", "table"))
    parser.add_argument("--data", type=Path, help="the 8-bit pictures of Landslide4Sense")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--regions", type=lambda text: text.split(","), default=list(REGIONS))
    parser.add_argument("--methods", type=lambda text: text.split(","), default=list(METHODS))
    parser.add_argument("--seeds", type=lambda text: [int(part) for part in text.split(",")], default=[0])
    parser.add_argument("--steps", type=int, default=400, help="of the training without the region")
    parser.add_argument("--round-steps", type=int, default=40, help="of each training in a round")
    parser.add_argument("--source-patches", type=int, default=600)
    parser.add_argument("--target-patches", type=int, default=160)
    parser.add_argument("--crop", type=int, default=64, metavar="PX", help="side of the corner that is used of a patch")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    args = parser.parse_args()
    if args.action == "table":
        print(table(args.out))
        return
    if args.data is None:
        parser.error("say where the patches are (--data)")
    if unknown := set(args.regions) - set(L4S_REGIONS):
        parser.error(f"there is no region {', '.join(sorted(unknown))}")
    run(args)


if __name__ == "__main__":
    main()
