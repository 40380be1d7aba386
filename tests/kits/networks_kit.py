"""What the tests of the networks share: the cases of the contract, real patches, lively networks, export."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import onnxruntime as ort
import torch
from torch import Tensor, nn

from l4s_core.channels.l4s import L4S_CHANNELS, L4S_NAMES
from l4s_core.export.onnx_bytes import to_bytes
from l4s_core.inference.card import ModelCard
from l4s_core.inference.open import open_model
from l4s_core.networks.inflate import RGB
from l4s_core.networks.registry import NETWORKS, build_network
from l4s_core.networks.spec import NetworkSpec
from l4s_core.networks.wrapper import LandslideNetwork
from onnx_models import card_fields

WITHOUT_B10 = tuple(name for name in L4S_NAMES if name != "B10")


@dataclass(frozen=True)
class Case:
    """One network of the contract and how it overfits: crop of the patches in pixels, scale promotion, learning rate.

    What predicts at 1/4 or 1/8 gets small crops and a scale, or the edges of slides would be finer than its grid.
    """

    name: str
    crop: int = 64
    scale: float = 1.0
    rate: float = 2e-3

    @property
    def variant(self) -> str | None:
        return NETWORKS[self.name].variants[0] if self.name in NETWORKS else None

    @property
    def channels(self) -> tuple[str, ...]:
        return RGB if self.name == "lite_unet" else L4S_NAMES

    def spec(self, **options: object) -> NetworkSpec:
        return NetworkSpec(**{"name": self.name, "variant": self.variant, "channels": self.channels, **options})


CASES = [
    Case("unet"),
    Case("swin_unet", crop=32, rate=1e-3),
    Case("efficientnetv2_unet", crop=32, rate=1e-3),
    Case("resnet_unet", crop=32, rate=1e-3),
    Case("segformer", crop=32, scale=2),
    Case("hrnet_ocr", crop=32, scale=2),
    Case("deeplabv3", crop=32, scale=3, rate=1e-3),
    Case("deeplabv3plus", crop=32, scale=2),
    Case("multispectral_unet", crop=32, rate=1e-3),
    Case("lite_unet", crop=32, rate=1e-3),
    Case("smp:UnetPlusPlus:tu-convnext_atto"),
    Case("smp:Linknet:resnet18"),
]


def build(spec: NetworkSpec, seed: int = 0) -> LandslideNetwork:
    torch.manual_seed(seed)
    return build_network(spec)


def lively(spec: NetworkSpec) -> LandslideNetwork:
    """A network in evaluation mode whose probabilities vary as those of a trained one: a fresh one gives 0.5 flat."""
    net = build(spec)
    for parameter in net.parameters():  # layer scales of 1e-6 would hide whole branches
        if parameter.ndim == 1 and float(parameter.detach().abs().max()) < 1e-3:
            nn.init.uniform_(parameter, -0.2, 0.2)
    with torch.no_grad():
        for _ in range(20):  # moves the running statistics to where they belong
            net.train_forward(inputs(spec, 2, (64, 64)))
        net.eval()
        last = [m for m in net.core.modules() if isinstance(m, nn.Conv2d) and m.out_channels == 1][-1]
        logits = net(inputs(spec, 2, (64, 64)))
        gain = 2.0 / float(logits.std())
        assert last.bias is not None
        last.weight *= gain
        last.bias.copy_(gain * (last.bias - logits.mean()))
    return net


def inputs(spec: NetworkSpec, n: int, size: tuple[int, int]) -> Tensor:
    """Random values as a network gets them: standardised, or positive around 1 for relative brightness."""
    x = torch.randn(n, len(spec.channels), *size)
    return torch.exp(0.5 * x) if spec.name == "lite_unet" else x


def real_patches(shared_data: Path, case: Case) -> tuple[Tensor, Tensor]:
    """Four real patches with landslides, cropped around them: (4, c, crop, crop) and masks (4, 1, crop, crop)."""
    images, masks = [], []
    for patch_id, (row, col) in {2: (0, 0), 41: (64, 0), 150: (0, 16), 300: (64, 32)}.items():
        if case.crop == 32:
            row, col = row + 16, col + 16
            if patch_id == 150:
                row = 32
        window = (slice(row, row + case.crop), slice(col, col + case.crop))
        folder = shared_data / "l4s" / "TrainData"
        with h5py.File(folder / "img" / f"image_{patch_id}.h5") as file:
            images.append(np.moveaxis(file["img"][()], -1, 0)[(slice(None), *window)])
        with h5py.File(folder / "mask" / f"mask_{patch_id}.h5") as file:
            masks.append(file["mask"][()][window])
    x = np.stack(images)
    if case.name == "lite_unet":
        index = [L4S_NAMES.index(name) for name in RGB]
        x = x[:, index] * np.array([L4S_CHANNELS[k].l4s_divisor for k in index])[:, None, None]
        x = x / np.median(x, axis=(1, 2, 3), keepdims=True)
    else:
        x = (x - x.mean(axis=(0, 2, 3), keepdims=True)) / x.std(axis=(0, 2, 3), keepdims=True)
    return torch.tensor(x, dtype=torch.float32), torch.tensor(np.stack(masks)[:, None], dtype=torch.float32)


class _WithSigmoid(nn.Module):
    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.net = net

    def forward(self, image: Tensor) -> Tensor:
        return torch.sigmoid(self.net(image))


def export_graph(net: LandslideNetwork, size: tuple[int, int]) -> Any:
    """The ONNX graph of ``net``, opset 18: any batch, any multiple of its step unless its size is fixed."""
    step = net.size_multiple
    sizes: dict[int, object] = {0: torch.export.Dim("n")}
    if not net.fixed_size:
        sizes |= {2: step * torch.export.Dim("r"), 3: step * torch.export.Dim("c")}
    program = torch.onnx.export(
        _WithSigmoid(copy.deepcopy(net)).eval(),
        (inputs(net.spec, 2, size),),
        dynamo=True,
        opset_version=18,
        input_names=["image"],
        output_names=["probability"],
        dynamic_shapes=({**sizes},),
        verbose=False,
    )
    return program.model_proto


def open_graph(graph: Any) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    return ort.InferenceSession(graph.SerializeToString(), options, providers=["CPUExecutionProvider"])


def export(net: LandslideNetwork, size: tuple[int, int]) -> ort.InferenceSession:
    """`export_graph`, opened."""
    return open_graph(export_graph(net, size))


def openvino_difference(graph: Any, net: LandslideNetwork, folder: Path, batches: list[Tensor]) -> float:
    """The largest difference of probabilities between OpenVINO and ONNX Runtime, as the package runs a file in them."""
    fields = card_fields(
        channels=list(net.spec.channels),
        normalisation={"kind": "scene-statistics"},
        tile_px=64,
        size_multiple=64 if net.fixed_size else net.size_multiple,
    )
    path = folder / "net.onnx"
    path.write_bytes(to_bytes(graph, ModelCard(**fields)))
    a, b = (open_model(path, "cpu", 1, backend=backend) for backend in ("onnx", "openvino"))
    return max(float(np.abs(a.run(x.numpy()) - b.run(x.numpy())).max()) for x in batches)


def difference(net: LandslideNetwork, session: ort.InferenceSession, x: Tensor) -> float:
    """The largest difference of probabilities; asserts that there is something to compare."""
    with torch.no_grad():
        wanted = torch.sigmoid(net(x)).numpy()
    got = session.run(None, {"image": x.numpy()})[0]
    assert got.shape == wanted.shape
    assert wanted.std() > 0.05
    return float(np.abs(got - wanted).max())


def f1(logits: Tensor, mask: Tensor) -> float:
    """F1 of the landslide class over all pixels."""
    found = (logits > 0).float()
    return float(2 * (found * mask).sum() / (found.sum() + mask.sum()))
