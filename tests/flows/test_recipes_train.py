"""Every recipe trains on the real 14-channel patches: smallest variant of its network, enlarged twice at most.

To keep it short, on the 64 x 64 pixels of each patch with the most landslide. The other figures of a recipe are left as
they are: losses, normalisation, stages, optimiser, augmentation.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("lightning")

from l4s_core.base.progress import Silent
from l4s_core.inference.checkpoint import load_checkpoint
from l4s_core.inference.open import open_model
from l4s_core.losses import parse_loss
from l4s_core.networks.registry import build_network
from l4s_core.networks.wrapper import LandslideNetwork
from l4s_core.patches.open import open_patches
from l4s_core.patches.write import write_patch
from l4s_core.training.average import averaged
from l4s_core.training.callbacks import read_rows
from l4s_core.training.dataset import TrainingSamples
from l4s_core.training.fit import Hardware
from l4s_core.training.prepare import prepare
from l4s_core.training.recipes.files import installed_recipes, is_sweep, load_recipe, load_sweep
from l4s_core.training.recipes.recipe import Recipe
from l4s_core.training.recipes.sweep import train_sweep
from l4s_core.training.run import train
from l4s_core.training.state import load_state

SINGLE = sorted(name for name in installed_recipes() if not is_sweep(name))
SMALLEST = {
    "swin_unet": "tiny",
    "efficientnetv2_unet": "b0",
    "segformer": "b0",
    "hrnet_ocr": "w18_small",
    "deeplabv3plus": "resnet18",
    "multispectral_unet": "small",
}
SHORT = ["split.validation=[[525, 902]]", "split.test=[[3597, 3597]]", "split.guard=0", "split.never_train=[]"]
BATCH = 2
STEPS = 24
SIDE = 64


@pytest.fixture(scope="module")
def patches(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The labelled 14-channel patches, cut to a quarter."""
    folder = tmp_path_factory.mktemp("quarters") / "TrainData"
    whole = open_patches(shared_data / "l4s" / "TrainData", expect_masks=True)
    for index, key in enumerate(whole.keys):
        patch = whole.read(index)
        assert patch.mask is not None
        corners = [(r, c) for r in (0, SIDE) for c in (0, SIDE)]
        r, c = max(corners, key=lambda at: int((patch.mask[at[0] : at[0] + SIDE, at[1] : at[1] + SIDE] == 1).sum()))
        piece = (slice(r, r + SIDE), slice(c, c + SIDE))
        write_patch(folder, key.id, patch.values[(slice(None), *piece)], whole.channels, patch.mask[piece])
    return folder


def _shortened(name: str) -> list[str]:
    recipe = load_recipe(name)
    changes = [*SHORT, f"network.scale={min(recipe.network.scale, 2)}"]
    if variant := SMALLEST.get(recipe.network.name):
        changes.append(f"network.variant={variant}")
    if recipe.schedule.warmup_steps:
        changes.append("schedule.warmup_steps=2")
    changes += [f"stages.{k}.train.steps={STEPS}" for k, stage in enumerate(recipe.stages) if stage.train]
    return [*changes, f"train.steps={STEPS}", f"train.batch={BATCH}", f"train.check_every={STEPS // 2}"]


def _batch(recipe: Recipe, patches: Path) -> tuple[torch.Tensor, torch.Tensor]:
    prepared = prepare(recipe, patches, Silent())
    samples = TrainingSamples(prepared.train, prepared.normaliser, prepared.domains, None, 0)
    images, masks = zip(*(samples[k, 0][:2] for k in range(8)), strict=True)
    return torch.stack(images), torch.stack(masks)


def _loss(net: LandslideNetwork, loss: str, images: torch.Tensor, masks: torch.Tensor) -> float:
    """On these patches as they are, with their own batch statistics."""
    torch.manual_seed(0)
    with torch.no_grad():
        total, _ = parse_loss(loss)(net.train().train_forward(images), masks)
    return float(total)


@pytest.mark.parametrize("name", SINGLE)
def test_a_recipe_trains(name: str, patches: Path, tmp_path: Path) -> None:
    recipe = load_recipe(name, _shortened(name))
    out = tmp_path / "run"
    result = train(recipe, patches, out, hardware=Hardware("cpu"))
    stages = recipe.stage_recipes()
    assert result.steps == STEPS * len(stages)
    rows = read_rows(out / "metrics.csv")
    assert len(rows) == 2 * len(stages)
    losses = [float(row["train_loss"]) for row in rows]
    assert all(math.isfinite(loss) for loss in losses)
    assert all(math.isfinite(float(row["validation_loss"])) for row in rows)
    net, card = load_checkpoint(out / "best.safetensors")
    torch.manual_seed(recipe.train.seed)
    untrained = build_network(net.spec)
    first = {name: value.clone() for name, value in untrained.state_dict().items()}
    if recipe.optimiser.lr >= 5e-5:  # Sklgp's 1e-5 after a warm-up moves little in so few steps
        trained = build_network(net.spec)
        trained.load_state_dict(averaged(load_state(out / "last.safetensors")[0]))
        batch = _batch(recipe, patches)
        assert _loss(trained, stages[-1][1].loss, *batch) < _loss(untrained, stages[-1][1].loss, *batch)
    moved = [k for k, v in net.state_dict().items() if v.is_floating_point() and not torch.equal(v, first[k])]
    assert len(moved) > 0.5 * len(first)
    assert card.channels == list(recipe.channels)
    assert card.levels == (recipe.levels or ["L1C"]), "what Landslide4Sense is, where the recipe names none"
    p = open_model(out, "cpu").run(np.zeros((1, len(card.channels), SIDE, SIDE), np.float32))
    assert p.shape == (1, 1, SIDE, SIDE)
    assert 0 <= p.min() <= p.max() <= 1


def test_the_sweep_trains_and_goes_on(patches: Path, tmp_path: Path) -> None:
    changes = [
        *SHORT,
        "network.name=resnet_unet",
        "network.variant=18",
        "train.steps=2",
        "train.batch=2",
        "train.check_every=2",
    ]
    recipes = load_sweep("spectral-selection", changes)
    from l4s_core.base.progress import Silent

    options = {"resume": True, "hardware": Hardware("cpu"), "progress": Silent()}
    train_sweep({"pca": recipes["pca"]}, patches, tmp_path / "sweep", **options)  # type: ignore[arg-type]
    before = (tmp_path / "sweep" / "pca" / "best.safetensors").read_bytes()
    some = {name: recipes[name] for name in ("pca", "rgb-height")}
    results = train_sweep(some, patches, tmp_path / "sweep", **options)  # type: ignore[arg-type]
    assert list(results) == ["pca", "rgb-height"]
    assert (tmp_path / "sweep" / "pca" / "best.safetensors").read_bytes() == before, "what is complete is kept"
    table = (tmp_path / "sweep" / "sweep.csv").read_text().splitlines()
    assert table[0].startswith("entry,channels,f1")
    assert [line.split(",")[0] for line in table[1:]] == ["pca", "rgb-height"]
    net, _ = load_checkpoint(tmp_path / "sweep" / "pca" / "best.safetensors")
    axes = net.projection
    np.testing.assert_allclose((axes @ axes.T).numpy(), np.eye(3), atol=1e-5)
