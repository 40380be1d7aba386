"""The contract that every registered network passes, on its smallest variant."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

pytest.importorskip("torch")

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

from l4s_core.networks.inflate import RGB
from l4s_core.networks.registry import NETWORKS
from networks_kit import (
    CASES,
    WITHOUT_B10,
    Case,
    build,
    difference,
    export_graph,
    f1,
    inputs,
    lively,
    open_graph,
    openvino_difference,
    real_patches,
)

STEPS = 160
every_network = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@pytest.fixture(scope="module", autouse=True)
def _one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def test_every_registered_network_is_under_contract():
    assert set(NETWORKS) <= {case.name for case in CASES}


@every_network
def test_any_size_and_any_channels(case: Case):
    channel_sets = (RGB,) if case.name == "lite_unet" else (RGB, WITHOUT_B10, case.channels)
    sizes = ((128, 128), (64, 96), (75, 101))
    for channels, size in zip((*channel_sets, *[channel_sets[-1]] * 2), sizes, strict=False):
        net = build(case.spec(channels=channels)).eval()
        x = inputs(net.spec, 1, size)
        with torch.no_grad():
            logits, trained = net(x), net.train_forward(x)
        assert logits.shape == trained.logits.shape == (1, 1, *size)
        assert torch.equal(logits, trained.logits)
        assert torch.isfinite(logits).all()
        assert trained.image_logit is None
        assert (trained.auxiliary is not None) == (case.name == "hrnet_ocr")


@every_network
def test_odd_sizes_are_padded_with_edge_values(case: Case):
    net = build(case.spec()).eval()
    x = inputs(net.spec, 1, (53, 70))
    step = net.size_multiple
    padded = F.pad(x, (0, -70 % step, 0, -53 % step), mode="replicate")
    with torch.no_grad():
        torch.testing.assert_close(net(x), net(padded)[..., :53, :70])


@every_network
def test_every_pixel_of_every_channel_counts(case: Case):
    """A channel that is dropped or a row that is cut off by the padding would go unnoticed otherwise."""
    net = lively(case.spec())
    x = inputs(net.spec, 1, (45, 45)).requires_grad_()
    net(x).sum().backward()
    assert x.grad is not None
    assert (x.grad.abs().amax(dim=(0, 2, 3)) > 0).all()
    assert (x.grad.abs().amax(dim=(0, 1, 3)) > 0).all()


@every_network
def test_gradient_reaches_every_parameter(case: Case):
    net = build(case.spec(image_head=True))
    optimiser = torch.optim.Adam(net.parameters(), lr=1e-3)
    x = inputs(net.spec, 4, (64, 64))
    for _ in range(2):  # a residual block that starts at zero (timm's ResNet) gets its gradient in the second step
        output = net.train_forward(x)
        assert output.image_logit is not None
        optimiser.zero_grad()
        loss = sum(F.softplus(-field).mean() for field in output if field is not None)
        loss.backward()
        optimiser.step()
    without = [
        name
        for name, p in net.named_parameters()
        if p.requires_grad and (p.grad is None or not torch.isfinite(p.grad).all() or not p.grad.any())
    ]
    assert not without


@every_network
def test_overfits_four_real_patches(case: Case, shared_data: Path):
    x, mask = real_patches(shared_data, case)
    assert mask.flatten(1).any(dim=1).all()
    net = build(case.spec(scale=case.scale))
    optimiser = torch.optim.Adam(net.parameters(), lr=case.rate)
    best = 0.0
    for step in range(1, STEPS + 1):
        output = net.train().train_forward(x)
        labels = F.interpolate(mask, size=output.logits.shape[-2:], mode="nearest")
        loss = F.binary_cross_entropy_with_logits(output.logits, labels)
        if output.auxiliary is not None:
            loss = loss + 0.4 * F.binary_cross_entropy_with_logits(output.auxiliary, labels)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if step % 10 == 0:
            with torch.no_grad():
                best = max(best, f1(net.eval()(x), mask))
            if best > 0.95:
                break
    assert best > 0.95


@every_network
def test_onnx_gives_the_same_probabilities(case: Case, tmp_path: Path):
    net = lively(case.spec())
    graph = export_graph(net, (64, 64))
    session = open_graph(graph)
    batches = [inputs(net.spec, 1, (64, 64))]
    if not net.fixed_size:
        batches.append(inputs(net.spec, 3, (3 * net.size_multiple, 4 * net.size_multiple)))
    for x in batches:
        assert difference(net, session, x) < 1e-3
    if find_spec("openvino") is not None:
        assert openvino_difference(graph, net, tmp_path, batches) < 1e-4


@every_network
def test_state_dict_is_the_network(case: Case, tmp_path: Path):
    net = lively(case.spec())
    save_file({name: tensor.contiguous() for name, tensor in net.state_dict().items()}, tmp_path / "net.safetensors")
    other = build(net.spec, seed=1)
    other.load_state_dict(load_file(tmp_path / "net.safetensors"))
    x = inputs(net.spec, 1, (40, 56))
    with torch.no_grad():
        assert torch.equal(net(x), other.eval()(x))


@every_network
def test_the_seed_decides_the_network(case: Case):
    nets = [build(case.spec(mc_dropout=0.3), seed) for seed in (5, 5, 6)]
    first, again, other = (net.state_dict() for net in nets)
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert any(not torch.equal(first[name], other[name]) for name in first)
    outputs = []
    for net in nets[:2]:
        torch.manual_seed(7)
        outputs.append(net.train_forward(inputs(net.spec, 2, (64, 64))).logits)
    assert torch.equal(*outputs)
