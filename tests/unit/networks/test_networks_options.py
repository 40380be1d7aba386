"""The options of NetworkSpec, each on at least two networks."""

from __future__ import annotations

import copy
from fractions import Fraction

import pytest

pytest.importorskip("torch")

import torch
import torch.nn.functional as F
from torch import nn

from l4s_core.base.errors import InputError
from l4s_core.networks.cross_sensor_norm import CrossSensorNorm2d, set_domain
from l4s_core.networks.resample import downsample_by, input_multiple, scale_ratio, upsample_by
from l4s_core.networks.spec import NetworkSpec
from networks_kit import WITHOUT_B10, build, difference, export, inputs, lively

UNET = {"name": "unet", "variant": "small"}
EFFICIENT = {"name": "efficientnetv2_unet", "variant": "b0"}
SEGFORMER = {"name": "segformer", "variant": "b0"}
OCR = {"name": "hrnet_ocr", "variant": "w18_small"}


def two(first: dict, second: dict):
    return pytest.mark.parametrize("net", [first, second], ids=lambda net: net["name"])


@pytest.mark.parametrize("scale", [1, 1.25, 1.5, 2, 2.5, 3, 4])
@pytest.mark.parametrize("core", [8, 16, 32])
def test_input_multiple_is_the_least_one(scale: float, core: int):
    found = input_multiple(core, scale_ratio(scale))
    fits = [m for m in range(1, found + 1) if (Fraction(scale) * m) % core == 0]
    assert fits == [found]


def test_a_scale_must_be_a_ratio_of_small_numbers():
    assert scale_ratio(2.5) == (5, 2)
    with pytest.raises(InputError, match=r"2\.3456"):
        scale_ratio(2.3456)


@pytest.mark.parametrize("scale", [2, 2.5, 4])
def test_reduction_is_the_area_mean(scale: float):
    """5 values on 2 pixels: the middle one counts half on either; means and constants stay whatever the scale."""
    if scale == 2.5:
        x = torch.tensor([1.0, 2.0, 4.0, 8.0, 16.0]).repeat(5, 1)[None, None]
        wanted = torch.tensor([(1 + 2 + 2) / 2.5, (2 + 8 + 16) / 2.5])
        torch.testing.assert_close(downsample_by(x, (5, 2))[0, 0, 0], wanted)
    ratio = scale_ratio(scale)
    y = torch.rand(2, 1, int(8 * scale), int(6 * scale))
    small = downsample_by(y, ratio)
    assert small.shape == (2, 1, 8, 6)
    torch.testing.assert_close(small.mean(), y.mean())
    plane = torch.full((1, 1, 8, 6), 3.0)
    torch.testing.assert_close(downsample_by(upsample_by(plane, ratio), ratio), plane)


@two(UNET, SEGFORMER)
@pytest.mark.parametrize("scale", [2, 2.5, 4])
def test_scale_promotion(net: dict, scale: float):
    model = lively(NetworkSpec(**net, scale=scale))
    for size in ((32, 48), (27, 33)):
        x = inputs(model.spec, 2, size)
        with torch.no_grad():
            logits, large = model(x), model.train_forward(x).logits
        assert logits.shape == (2, 1, *size)
        assert large.shape == (2, 1, int(size[0] * scale), int(size[1] * scale))
        if size[0] % 2 == 0:
            torch.testing.assert_close(logits, downsample_by(large, scale_ratio(scale)))


@two(UNET, SEGFORMER)
def test_scale_is_what_the_network_sees(net: dict):
    """The same weights on the image enlarged by hand give the same enlarged logits."""
    plain = lively(NetworkSpec(**net))
    scaled = build(NetworkSpec(**net, scale=2)).eval()
    scaled.load_state_dict(plain.state_dict())
    x = inputs(plain.spec, 1, (32, 64))
    by_hand = F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
    with torch.no_grad():
        torch.testing.assert_close(scaled.train_forward(x).logits, plain(by_hand))


@pytest.mark.parametrize("scale", [2.5, 4])
def test_scale_exports(scale: float):
    net = lively(NetworkSpec(**UNET, scale=scale))
    session = export(net, (64, 64))
    for size in ((64, 64), (96, 32)):
        assert difference(net, session, inputs(net.spec, 2, size)) < 1e-3


@pytest.mark.parametrize("size", [128, 256, 512])
def test_swin_takes_the_sizes_of_the_papers(size: int):
    net = build(NetworkSpec(name="swin_unet", channels=("B4", "B3", "B2"))).eval()
    with torch.no_grad():
        assert net(inputs(net.spec, 1, (size, size))).shape == (1, 1, size, size)


@two(UNET, OCR)
def test_image_head(net: dict):
    model = build(NetworkSpec(**net, image_head=True))
    output = model.train_forward(inputs(model.spec, 3, (64, 64)))
    assert output.image_logit is not None and output.image_logit.shape == (3,)
    output.image_logit.sum().backward()
    assert all(p.grad is None for p in model.core.decoder.parameters())
    assert any(p.grad is not None and p.grad.any() for p in model.encoder_parameters())
    assert build(NetworkSpec(**net)).train_forward(inputs(model.spec, 3, (64, 64))).image_logit is None


@two(UNET, SEGFORMER)
def test_monte_carlo_dropout(net: dict):
    model = lively(NetworkSpec(**net, mc_dropout=0.3))
    x = inputs(model.spec, 1, (64, 64))
    seen: list[torch.Tensor] = []
    first = model.core.first_convolutions()[0]
    first.register_forward_hook(lambda layer, args, output: seen.append(output))
    with torch.no_grad():
        assert torch.equal(model(x), model(x))
        model.enable_mc_dropout()
        assert not torch.equal(model(x), model(x))
        dropped, kept = seen[2], seen[0]
        zero = dropped == 0
        assert 0.28 < float(zero.float().mean()) < 0.32
        torch.testing.assert_close(dropped[~zero], kept[~zero] / 0.7)
        model.mc_dropout.share = 0.0  # whatever else is random would show now (SegFormer's decoder has a dropout)
        assert torch.equal(model(x), model(x))
        model.mc_dropout.share = 0.3
        model.enable_mc_dropout(False)
        assert torch.equal(model(x), model(x))
    assert build(NetworkSpec(**net)).state_dict().keys() == model.state_dict().keys()
    model.train()
    assert not torch.equal(model(x), model(x))


def test_monte_carlo_dropout_must_have_been_asked_for():
    with pytest.raises(InputError, match="no Monte-Carlo dropout"):
        build(NetworkSpec(**UNET)).enable_mc_dropout()


def test_a_copy_has_a_dropout_of_its_own():
    """A moving average of the weights copies the network; its dropout must not hang on the original's."""
    model = lively(NetworkSpec(**UNET, mc_dropout=0.3))
    other = copy.deepcopy(model)
    other.enable_mc_dropout()
    x = inputs(model.spec, 1, (64, 64))
    with torch.no_grad():
        assert torch.equal(model(x), model(x))
        assert not torch.equal(other(x), other(x))


def test_both_branches_of_multispectral_unet_drop():
    model = build(NetworkSpec(name="multispectral_unet", variant="small", mc_dropout=0.3))
    inputs_seen = [c.in_channels for c in model.core.first_convolutions()]
    assert inputs_seen == [4, 14]
    assert all(len(c._forward_hooks) == 1 for c in model.core.first_convolutions())


@two(UNET, EFFICIENT)
def test_principal_components(net: dict, tmp_path):
    spec = NetworkSpec(**net, channels=WITHOUT_B10, pca=3)
    model = build(spec)
    x = inputs(spec, 2, (64, 64))
    with pytest.raises(ValueError, match="set_projection"):
        model(x)
    matrix, mean = torch.randn(3, 13), torch.randn(13)
    model.set_projection(matrix, mean)
    plain = build(NetworkSpec(**net, channels=("B2", "B3", "B4")))
    plain.load_state_dict({k: v for k, v in model.state_dict().items() if not k.startswith("projection")})
    by_hand = torch.einsum("kc,ncrw->nkrw", matrix, x - mean[:, None, None])
    with torch.no_grad():
        torch.testing.assert_close(model.eval()(x), plain.eval()(by_hand), rtol=1e-4, atol=1e-5)
        other = build(spec, seed=1).eval()
        other.load_state_dict(model.state_dict())
        assert torch.equal(other(x), model(x))
    assert not any(p.shape == matrix.shape for p in model.parameters())


def test_principal_components_must_fit():
    with pytest.raises(InputError, match="pca: 5"):
        build(NetworkSpec(**UNET, channels=("B2", "B3", "B4"), pca=5))
    with pytest.raises(ValueError, match="projection of shape"):
        build(NetworkSpec(**UNET, pca=3)).set_projection(torch.zeros(3, 13), torch.zeros(13))


@two(UNET, EFFICIENT)
def test_cross_sensor_norm(net: dict):
    model = build(NetworkSpec(**net, cross_sensor_norm=2))
    plain = build(NetworkSpec(**net))
    layers = [m for m in model.modules() if isinstance(m, CrossSensorNorm2d)]
    assert len(layers) == sum(isinstance(m, nn.BatchNorm2d) for m in plain.modules()) > 0
    assert not any(isinstance(m, nn.BatchNorm2d) for m in model.modules())
    assert model.state_dict().keys() == plain.state_dict().keys()
    assert sum(p.numel() for p in model.parameters()) == sum(p.numel() for p in plain.parameters())
    x = inputs(model.spec, 4, (64, 64))
    x[2:] = 3 * x[2:] + 5
    set_domain(model, torch.tensor([0, 0, 1, 1]))
    model.train_forward(x).logits.sum().backward()
    first = layers[0]
    assert not torch.allclose(first.running_mean[0], first.running_mean[1])
    with torch.no_grad():
        mixed = model.eval()(x)
        for domain, half in ((0, slice(0, 2)), (1, slice(2, 4))):
            set_domain(model, domain)
            torch.testing.assert_close(model(x[half]), mixed[half], rtol=1e-4, atol=1e-4)


@two(UNET, EFFICIENT)
def test_frozen_encoder_stays_as_it_is(net: dict):
    model = build(NetworkSpec(**net, image_head=True))
    model.freeze_encoder()
    model.train()
    before = {name: t.clone() for name, t in model.state_dict().items()}
    optimiser = torch.optim.SGD([p for p in model.parameters() if p.requires_grad], lr=0.1)
    for _ in range(2):
        output = model.train_forward(inputs(model.spec, 2, (64, 64)))
        assert output.image_logit is not None
        (output.logits.mean() + output.image_logit.mean()).backward()
        optimiser.step()
    changed = {name for name, t in model.state_dict().items() if not torch.equal(t, before[name])}
    assert not any(name.startswith("core.encoder") for name in changed)
    assert any("running_mean" in name for name in changed)
    assert {"image_head.weight", "image_head.bias"} <= changed
    assert not any(p.requires_grad for p in model.encoder_parameters())
