"""A checkpoint to go on training from, out of an exported lite_unet such as version 0 of the default model.

python scripts/start_from_onnx.py l4s-lite-v0 --data L4S_RGB -o RUNS/v0.safetensors
l4s train default --data L4S_RGB --start RUNS/v0.safetensors --out RUNS/a --set optimiser.lr=6e-4
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from l4s_core.export.unfold import unfold
from l4s_core.inference.checkpoint import save_checkpoint
from l4s_core.inference.open import find_model, open_model
from l4s_core.networks.lite_unet import LiteUnet
from l4s_core.networks.registry import build_network
from l4s_core.networks.spec import NetworkSpec
from l4s_core.normalisation.normalise import PatchNormaliser
from l4s_core.patches.open import open_patches
from l4s_core.patches.split import split_patches
from l4s_core.training.recipes.files import load_recipe

IMAGES, BRIGHTER = 192, 0.3  # patches, and how far their reference is moved at random, as the recipe does


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", help="an .onnx file or an installed model")
    parser.add_argument("--data", required=True, help="patches of the kind to go on with; those for training are taken")
    parser.add_argument("-o", "--output", type=Path, required=True)
    args = parser.parse_args()
    torch.manual_seed(0)
    card = open_model(args.model, "cpu").card
    training = split_patches(open_patches(args.data, expect_masks=True), load_recipe("default").split)["train"]
    chosen = np.random.default_rng(0).permutation(len(training))[:IMAGES]
    normaliser = PatchNormaliser(card.inputs, card.optional_channels, None)
    images = torch.from_numpy(np.stack([normaliser(training.read(int(k)), training.channels) for k in chosen]))
    images = images * torch.exp(torch.randn(len(images), 1, 1, 1) * BRIGHTER)
    net = build_network(NetworkSpec(name="lite_unet", channels=tuple(card.network_channels), weights="imagenet"))
    assert isinstance(net.core, LiteUnet)
    unfold(find_model(args.model), net.core, images)
    saved = save_checkpoint(
        net.eval(), card.model_copy(update={"id": f"{card.id}-weights", "figures": {}}), args.output
    )
    print(f"{args.output}: {saved.id}")


if __name__ == "__main__":
    main()
