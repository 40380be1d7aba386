"""The table of docs/results.md: networks and ingredients of the papers, trained and scored on the visible patches.

    python benchmarks/results_table.py run --data ../shared/data/l4s_rgb --out runs/table --steps 300
    python benchmarks/results_table.py table --out runs/table --target docs/results.md

Every row is one recipe trained from scratch (no ImageNet weights) on the Landslide4Sense RGB patches and scored on
blocks of ids that it never saw. ``run`` does what is missing, so it can be stopped and called again; ``table`` writes
the page from what there is, and says how long the runs were.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from l4s_core.patches.types import Patch, PatchKey

# Blocks of neighbouring ids, those of the default model's card
VALIDATION_BLOCKS = [[822, 934], [2301, 2367], [3066, 3085], [3197, 3212], [3440, 3450]]
TEST_BLOCKS = [[1, 170], [1603, 1799], [2631, 2774], [3140, 3184], [3290, 3369], [3551, 3799]]
BLOCKS = {"by": "blocks", "validation": VALIDATION_BLOCKS, "test": TEST_BLOCKS, "guard": 3}
REGIONS = {"by": "region", "validation": ["Hokkaido"], "test": ["Nepal", "Kodagu"]}
REFERENCE: dict[str, Any] = {
    "network": {"name": "resnet_unet", "variant": "18"},
    "loss": "ce + lovasz",
    "augment": {"flips": True, "rotations": True, "colour": 0.2, "colour_probability": 0.5},
    "normalisation": "per-image",
    "split": BLOCKS,
}


@dataclass(frozen=True)
class Experiment:
    """One row: what differs from ``REFERENCE``."""

    name: str
    group: str
    words: str
    changes: dict[str, Any] = field(default_factory=dict)
    fixed_gain: bool = False  # treat the unknown gain of the patches as known, for "dataset" normalisation


def network(name: str, words: str, variant: str | None = None, **changes: Any) -> Experiment:
    spec: dict[str, Any] = {"name": name.split(" ")[0], "variant": variant, **changes.pop("network", {})}
    return Experiment(name.replace(" ", "-"), "networks", words, {"network": spec, **changes})


EXPERIMENTS = (
    network("resnet_unet", "ResNet-18 U-Net (the reference of the second table)", "18"),
    network("unet", "U-Net of the baseline"),
    network(
        "swin_unet seek",
        "Swin-T U-Net, Seek's stage 1 (per-image weights, Lovasz, image loss)",
        "tiny",
        network={"image_head": True},
        loss="image_wce + lovasz + image",
        optimiser={"name": "adamw", "lr": 2e-4, "weight_decay": 0.01},
    ),
    network("efficientnetv2_unet", "EfficientNetV2-B0 U-Net", "b0"),
    network("segformer", "SegFormer-B0", "b0", optimiser={"name": "adamw", "lr": 3e-4, "weight_decay": 0.01}),
    network("deeplabv3plus", "DeepLabV3+ with ResNet-18", "resnet18"),
    network("multispectral_unet", "Multispectral U-Net (Sklgp), an eighth of its width", "small"),
    Experiment("no-lovasz", "ingredients", "without Lovasz (cross-entropy only)", {"loss": "ce"}),
    Experiment("kingdrone-loss", "ingredients", "Lovasz + OHEM soft cross-entropy", {"loss": "lovasz + ohem_soft_ce"}),
    Experiment("no-augmentation", "ingredients", "without augmentation", {"augment": {}}),
    Experiment("scale-2", "ingredients", "scale promotion x2", {"network": {**REFERENCE["network"], "scale": 2}}),
    Experiment("separated", "ingredients", "separated normalisation", {"normalisation": "separated"}),
    Experiment("relative-brightness", "ingredients", "relative brightness", {"normalisation": "relative-brightness"}),
    Experiment(
        "regions-dataset",
        "regions",
        "statistics of the training patches",
        {"normalisation": "dataset", "split": REGIONS},
        True,
    ),
    Experiment(
        "regions-separated", "regions", "separated normalisation", {"normalisation": "separated", "split": REGIONS}
    ),
    Experiment(
        "regions-per-image", "regions", "per-image normalisation", {"normalisation": "per-image", "split": REGIONS}
    ),
)


class FixedGain:
    """The patches with their unknown gain taken for known."""

    absolute_scale = True

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.source, self.channels, self.has_masks = inner.source, inner.channels, inner.has_masks
        self.shape: tuple[int, int] = inner.shape
        self.keys: Sequence[PatchKey] = inner.keys
        self.level = inner.level

    def __len__(self) -> int:
        return len(self._inner)

    def read(self, index: int) -> Patch:
        patch: Patch = self._inner.read(index)
        return patch

    def subset(self, indices: Sequence[int]) -> FixedGain:
        return FixedGain(self._inner.subset(indices))


def run(args: argparse.Namespace) -> None:
    import torch

    from l4s_core.cli.progress import LineProgress
    from l4s_core.training import prepare as preparing
    from l4s_core.training.fit import Hardware
    from l4s_core.training.recipes.files import make_recipe
    from l4s_core.training.run import train

    if args.threads:
        torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    chosen = [e for e in EXPERIMENTS if args.only is None or e.name in args.only.split(",")]
    progress = LineProgress()
    original = preparing.open_patches
    for seed in range(args.seeds):
        for experiment in chosen:
            name = f"{experiment.name}-{seed}"
            folder = args.out / name
            if (folder / "score.json").is_file():
                continue
            progress.message(f"=== {name}")
            raw: dict[str, Any] = {
                "name": experiment.name,
                "summary": experiment.words,
                "channels": "rgb",
                "optimiser": {"name": "adamw", "lr": 1e-3, "weight_decay": 0.01},
                "schedule": {"kind": "poly", "power": 0.9, "warmup_steps": max(1, args.steps // 20)},
                "train": {
                    "steps": args.steps,
                    "batch": args.batch,
                    "check_every": max(1, args.steps // args.checks),
                    "seed": seed,
                    "precision": args.precision,
                },
                **REFERENCE,
                **experiment.changes,
            }
            recipe = make_recipe(raw, name)
            if experiment.fixed_gain:
                preparing.open_patches = lambda *a, **k: FixedGain(original(*a, **k))  # type: ignore[assignment]
            try:
                result = train(
                    recipe, args.data, folder, resume=True, hardware=Hardware(args.device), progress=progress
                )
            finally:
                preparing.open_patches = original
            score(folder, args, result.seconds)


def score(folder: Path, args: argparse.Namespace, seconds: float) -> None:
    """Score the best weights on the test blocks at the threshold of the validation blocks; into ``score.json``."""
    from l4s_core.inference.open import open_model
    from l4s_core.patches.open import open_patches
    from l4s_core.scoring.evaluate import evaluate
    from l4s_core.scoring.predict import needed_statistics
    from l4s_core.training.fit import Hardware

    split = json.loads((folder / "split.json").read_text())
    patches = open_patches(args.data)
    test = patches.subset([i for i, key in enumerate(patches.keys) if key.id in set(split["test"])])
    model = open_model(folder, args.device)
    # separated normalisation: statistics of whole regions, as in training; they need no labels
    found = evaluate(model, test, statistics=needed_statistics(model.card, patches))
    facts = json.loads((folder / "run.json").read_text())
    (folder / "score.json").write_text(
        json.dumps(
            {
                "evaluation": json.loads(found.model_dump_json()),
                "seconds": round(seconds, 1),
                "device": Hardware(args.device).words(),
                "parameters": facts["parameters"],
                "steps": facts["steps"],
                "batch": args.batch,
                "train_patches": len(split["train"]),
                "validation_f1": facts["best"]["f1"],
            }
        )
    )


def table(args: argparse.Namespace) -> None:
    """Write the page from every ``score.json`` below ``args.out``."""
    groups: dict[str, list[str]] = {}
    facts: list[dict[str, Any]] = []
    for experiment in EXPERIMENTS:
        found = [json.loads(p.read_text()) for p in sorted(args.out.glob(f"{experiment.name}-[0-9]*/score.json"))]
        if not found:
            continue
        facts += found
        micro = [f["evaluation"]["scores"] for f in found]
        regions = {
            name: statistics.mean(f["evaluation"]["regions"][name]["scores"]["f1"] or 0.0 for f in found)
            for name in found[0]["evaluation"]["regions"]
        }
        f1 = [m["f1"] or 0.0 for m in micro]
        spread = f" ± {statistics.stdev(f1):.3f}" if len(f1) > 1 else ""
        low, high = found[0]["evaluation"]["intervals"][0]["f1"]
        cells = [
            experiment.words,
            f"{found[0]['parameters'] / 1e6:.1f}",
            f"{statistics.mean(m['precision'] or 0.0 for m in micro):.3f}",
            f"{statistics.mean(m['recall'] or 0.0 for m in micro):.3f}",
            f"**{statistics.mean(f1):.3f}**{spread}",
            f"{low:.3f} to {high:.3f}",
            ", ".join(f"{name} {value:.2f}" for name, value in regions.items()),
            str(len(found)),
        ]
        groups.setdefault(experiment.group, []).append("| " + " | ".join(cells) + " |")
    titles = ("M weights", "precision", "recall", "F1", "95 % interval", "F1 by region", "seeds")
    head = "| {} | " + " | ".join(titles) + " |\n" + "|---" * (len(titles) + 1) + "|"
    lengths = sorted({(f["steps"], f["batch"], f["device"]) for f in facts})
    out = [args.target.read_text().split("<!-- tables -->")[0] + "<!-- tables -->", ""]
    out.append(
        "Runs behind these tables: " + "; ".join(f"{s} steps of {b} patches on {d}" for s, b, d in lengths) + "."
    )
    for group, title in (
        ("networks", "network"),
        ("ingredients", "ResNet-18 U-Net"),
        ("regions", "trained on Taiwan, tested elsewhere"),
    ):
        if rows := groups.get(group):
            out += ["", head.format(title), *rows]
    args.target.write_text("\n".join(out) + "\n")
    print(args.target.read_text().split("<!-- tables -->")[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("action", choices=("run", "table"))
    parser.add_argument("--data", type=Path, default=Path("../shared/data/l4s_rgb"))
    parser.add_argument("--out", type=Path, default=Path("runs/table"))
    parser.add_argument("--target", type=Path, default=Path("docs/results.md"))
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--checks", type=int, default=3)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--only", help="names of experiments, with commas")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.add_argument("--threads", type=int)
    parser.add_argument("--precision", choices=("auto", "32", "bf16"), default="auto")
    args = parser.parse_args()
    (run if args.action == "run" else table)(args)


if __name__ == "__main__":
    sys.exit(main())
