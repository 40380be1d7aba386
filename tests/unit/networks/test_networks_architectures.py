"""What each architecture is made of, and the names of smp that are refused."""

from __future__ import annotations

import math

import pytest

pytest.importorskip("torch")

import torch
from torch import nn

from l4s_core.base.errors import InputError
from l4s_core.channels.l4s import L4S_NAMES
from l4s_core.networks.hrnet_ocr import region_means
from l4s_core.networks.multispectral_unet import Smu
from l4s_core.networks.registry import NETWORKS, build_network
from l4s_core.networks.spec import NetworkSpec


@pytest.mark.parametrize("name", [name for name, entry in NETWORKS.items() if len(entry.variants) > 1])
def test_every_variant_builds_and_they_differ(name: str):
    sizes = []
    for variant in NETWORKS[name].variants:
        with torch.device("meta"):
            net = build_network(NetworkSpec(name=name, variant=variant))
        assert net.spec.variant == variant
        sizes.append(sum(p.numel() for p in net.parameters()))
    assert len(set(sizes)) == len(sizes)
    assert sizes == sorted(sizes)


def test_the_baseline_has_23_convolutions():
    net = build_network(NetworkSpec(name="unet"))
    plain = [m for m in net.modules() if isinstance(m, nn.Conv2d)]
    transposed = [m for m in net.modules() if isinstance(m, nn.ConvTranspose2d)]
    assert len(plain) + len(transposed) == 23
    assert len(transposed) == 4
    assert plain[0].in_channels == 14
    assert [m.kernel_size for m in plain] == [(3, 3)] * 18 + [(1, 1)]


def test_smu_is_a_smooth_leaky_relu():
    x = torch.linspace(-4, 4, 81)
    leaky = torch.nn.functional.leaky_relu(x, 0.25)
    torch.testing.assert_close(Smu(mu=1e6)(x), leaky)
    torch.testing.assert_close(Smu(alpha=0.0, mu=2**-0.5)(x), torch.nn.functional.gelu(x))
    wanted = (1.5 * 1.25 + 1.5 * 0.75 * math.erf(2.5 * 0.75 * 1.5)) / 2  # equation 11 at x = 1.5
    torch.testing.assert_close(Smu()(torch.tensor(1.5)), torch.tensor(wanted))
    assert (Smu()(x) - leaky).abs().max() < 0.1


def test_multispectral_unet_has_a_branch_for_the_10_m_bands():
    net = build_network(NetworkSpec(name="multispectral_unet")).eval()
    assert net.core.decoder.head.in_channels == 256
    x = torch.randn(1, 14, 128, 128)
    with torch.no_grad():
        high, *general = net.core.encode(x)
        assert high.shape == general[0].shape == (1, 128, 128, 128)
        assert general[-1].shape[-2:] == (16, 16)
        x = x[..., :16, :16]
        high = net.core.encode(x)[0]
        for k, name in enumerate(L4S_NAMES):
            other = x.clone()
            other[:, k] += 1
            assert torch.equal(net.core.encode(other)[0], high) == (name not in ("B2", "B3", "B4", "B8"))


def test_multispectral_unet_takes_the_10_m_bands_that_are_there():
    net = build_network(NetworkSpec(name="multispectral_unet", variant="small", channels=("B1", "B8", "B2", "dem")))
    assert net.core.encoder.index.tolist() == [1, 2]
    for spec in ({"channels": ("B1", "B11")}, {"pca": 3}):
        with pytest.raises(InputError, match="10 m bands B2, B3, B4, B8"):
            build_network(NetworkSpec(name="multispectral_unet", **spec))


def test_lite_unet_takes_any_bands_and_the_logarithm_of_reflectance_only():
    channels = ("B4", "B3", "B2", "B8", "slope")
    net = build_network(NetworkSpec(name="lite_unet", channels=channels)).eval()
    assert net.core.encoder.conv_stem.in_channels == 5
    x = torch.rand(1, 5, 32, 32) + 0.5
    seen = []
    handle = net.core.encoder.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    with torch.no_grad():
        assert net(x).shape == (1, 1, 32, 32)
    handle.remove()
    enlarged = torch.nn.functional.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)
    assert torch.equal(seen[0][:, 4], enlarged[:, 4])
    assert not torch.allclose(seen[0][:, 3], enlarged[:, 3], atol=1e-2)
    assert "core.reflectance" not in net.state_dict(), "the default model's file has the tensors that it had"
    for spec in ({"channels": ("slope", "dem")}, {"channels": ("B4", "B3", "B2"), "pca": 2}):
        with pytest.raises(InputError, match="relative brightness of bands"):
            build_network(NetworkSpec(name="lite_unet", **spec))


def test_ocr_describes_regions_by_the_pixels_that_belong_to_them():
    """Where the coarse prediction is sure, the two descriptions are the means over its two regions."""
    features = torch.randn(2, 3, 4, 4)
    landslide = torch.zeros(2, 1, 4, 4)
    landslide[:, :, 1:3, 2] = 1
    coarse = torch.cat([1 - landslide, landslide], dim=1) * 60
    regions = region_means(features, coarse)
    assert regions.shape == (2, 3, 2, 1)
    inside = landslide[0, 0].bool()
    torch.testing.assert_close(regions[:, :, 1, 0], features[:, :, inside].mean(dim=2))
    torch.testing.assert_close(regions[:, :, 0, 0], features[:, :, ~inside].mean(dim=2))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("smp:Unet:mit_b2", "NVIDIA's non-commercial licence; use the network segformer, variant b2"),
        ("smp:Unettt:resnet18", "Did you mean Unet?"),
        ("smp:Unet:resnet19", "Did you mean resnet18?"),
        ("smp:Unet:tu-convnext_tyny", "Did you mean tu-convnext_tiny?"),
        ("smp:Unet", "is not smp:ARCHITECTURE:ENCODER"),
        ("smp:Unet:tu-hf-hub:someone/model", "is not smp:ARCHITECTURE:ENCODER"),
        ("smp:Unet:tu-local-dir", "There is no encoder tu-local-dir"),
        ("smp:DPT:resnet18", "There is no architecture DPT"),
        ("smp:Unet:tu-swin_tiny_patch4_window7_224", "cannot work on the encoder"),
    ],
)
def test_smp_names_are_checked(name: str, sentence: str):
    with pytest.raises(InputError) as error:
        build_network(NetworkSpec(name=name))
    assert sentence in str(error.value)
