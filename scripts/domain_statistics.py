"""What the default model was trained on, in the numbers of its card by which a scene is compared. A minute.

python scripts/domain_statistics.py MODEL.onnx --patches FOLDER --data ../shared/data -o OUT.onnx

MODEL is an .onnx file or an installed model; OUT is the same with `domain` on its card. FOLDER has the patches of
`cut_scene_patches.py`. Two sources, each with the weight that the runs gave them (`default_model/all.yaml`):

- ratios of red, green and blue: the 8-bit patches, of which only the ratios are known, and the patches of the scenes,
  as the training saw them: with its random share of path radiance taken off or added, so that both levels are known;
- red and near infrared in their own units, and the kinds of ground: the patches of 14 bands and the scenes that the
  evidence was fitted to (`train_evidence.py`), each scene and all patches together with one weight.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

import model_scores as measured  # noqa: E402 - the scenes stand there

from l4s_core.domain.measure import DomainMeter  # noqa: E402
from l4s_core.domain.samples import Samples, sampled  # noqa: E402
from l4s_core.export.recard import write_recarded  # noqa: E402
from l4s_core.inference.card import DomainStatistics, InputGroup, ModelCard  # noqa: E402
from l4s_core.inference.open import describe_model, find_model  # noqa: E402
from l4s_core.patches.open import open_patches  # noqa: E402
from l4s_core.patches.types import PatchSet  # noqa: E402
from l4s_core.rasters.grid import analysis_grid  # noqa: E402
from l4s_core.scene import open_scene  # noqa: E402
from l4s_core.stack.optical import OpticalReader  # noqa: E402
from l4s_core.training.augmentation.radiometry import RadiometryOptions, change_radiometry  # noqa: E402
from l4s_core.training.recipes.files import load_recipe  # noqa: E402

EVERY_PX = 4
DRAWS = 4000  # patches, in the shares of the recipe
BANDS = ("B2", "B3", "B4", "B8", "B11")
SEED = 5


def ratios(card: ModelCard, folder: Path, data: Path) -> DomainStatistics:
    """Of red, green and blue, over patches drawn as the last run drew them."""
    recipe = load_recipe(str(ROOT / "scripts" / "default_model" / "all.yaml"))
    # clouds, light and blur are left out: what they do is no ground
    radiometry = RadiometryOptions(eight_bit=True, path_radiance=recipe.radiometry.path_radiance)
    meter, rng = DomainMeter(only_relative(card), ()), np.random.default_rng(SEED)
    for source in recipe.data:
        if source.only == "validation":
            continue
        # scenes are compared by windows of 128 px, so the patches are those that the larger ones are made of
        alone = folder / source.path.removeprefix("wide/")
        patches: PatchSet = open_patches(data / "l4s_rgb" if source.path.startswith("joined") else alone)
        often = np.array([source.repeat.get(key.domain, 1) for key in patches.keys], dtype=float)
        count = round(DRAWS * float(source.weight or 0))
        for index in rng.choice(len(patches), count, p=often / often.sum()):
            patch = patches.read(int(index))
            mask = np.zeros(patches.shape, np.uint8)
            values, kept = change_radiometry(
                patch.values, mask, patches.channels, patches.level, radiometry, rng, exact_gain=patches.absolute_scale
            )
            if not kept.any():  # else hardly any of it has data
                meter.add(thinned(values, patches.channels), patches.level, absolute=False)
        print(f"{source.path}: {count} drawn of {len(patches)}", flush=True)
    return meter.result()


def levels_and_ground(card: ModelCard, data: Path) -> DomainStatistics:
    """Of red, near infrared and kinds of ground, in reflectance."""
    groups = [group for group in card.inputs if group not in only_relative(card)]
    meter = DomainMeter(groups, ())
    for folder in ("TrainData", "unlabelled"):
        patches = open_patches(data / "l4s" / folder, channels=("B2", "B3", "B4", "B8", "B11"))
        for index in range(len(patches)):
            meter.add(thinned(patches.read(index).values, patches.channels), patches.level or "L1C")
    for name, path, how in scenes(data):
        windows = [w for w in of_scene(path, how).windows() if w.values.shape[1] >= 1000]
        for window in windows[:: max(1, len(windows) // 16)]:
            meter.add(Samples(window.channels, window.values[:, ::8]), how["level"])
        print(f"{name}: {len(windows)} windows", flush=True)
    return meter.result()


def scenes(data: Path) -> Iterator[tuple[str, Path, dict]]:
    """Flows and scenes without landslides that the runs were trained on."""
    for name, how in measured.FLOWS.items():
        yield name, data / "scenes" / name, {"offset": how["offset"], "level": "L2A"}
    with tempfile.TemporaryDirectory() as work:
        for name, path, how in measured.grounds(data / "scenes", Path(work)):
            if not name.startswith(("bigearthnet", "hokkaido")):
                yield name, path, how


def of_scene(path: Path, how: dict) -> Samples:
    scene = open_scene(path, **how)
    reader = OpticalReader(scene, analysis_grid(scene.grid))
    names = [name for name in BANDS if name in scene.bands]

    def read(roi):  # type: ignore[no-untyped-def]
        values = reader.read(names, roi)
        return values, np.isfinite(values).all(axis=0)

    try:
        return sampled(names, reader.grid, read)
    finally:
        reader.close()


def thinned(values: np.ndarray, channels: tuple[str, ...]) -> Samples:
    start = EVERY_PX // 2
    return Samples(channels, values[:, start::EVERY_PX, start::EVERY_PX].reshape(len(channels), -1))


def only_relative(card: ModelCard) -> list[InputGroup]:
    return [group for group in card.inputs if group.normalisation.kind == "relative-brightness"]


def joined(one: DomainStatistics, other: DomainStatistics) -> DomainStatistics:
    """Ratios and levels of the first, the rest of the second."""
    return DomainStatistics(
        at=one.at, quantiles=one.quantiles | other.quantiles, levels=one.levels, shares=other.shares
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model")
    parser.add_argument("--patches", type=Path, required=True, help="folder that cut_scene_patches.py filled")
    parser.add_argument("--data", type=Path, default=measured.DATA)
    parser.add_argument("-o", "--output", type=Path, required=True)
    args = parser.parse_args()
    card = describe_model(args.model)[0]
    domain = joined(ratios(card, args.patches, args.data), levels_and_ground(card, args.data))
    write_recarded(find_model(args.model), args.output, domain=domain)
    print(domain.model_dump_json(indent=1))


if __name__ == "__main__":
    main()
