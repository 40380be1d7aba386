"""What near infrared may change of a verdict, and what not."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")

import torch
from torch import Tensor

from l4s_core.networks.evidence import ABSENT, TERMS, Evidence

SIDE = 160


@pytest.fixture
def evidence() -> Evidence:
    """With a step of 1 in every term, of its sign, and no constant."""
    net = Evidence()
    with torch.no_grad():
        for name, term in TERMS.items():
            net.steps[name].fill_(float(term.sign))
    return net.eval().requires_grad_(False)


def ground(ndvi: Tensor | float) -> Tensor:
    """(1, 2, SIDE, SIDE) reflectance of red and near infrared with a sum of 0.4."""
    share = torch.as_tensor(ndvi).expand(SIDE, SIDE)
    return torch.stack([0.2 * (1 - share), 0.2 * (1 + share)])[None]


def flat(p: float) -> Tensor:
    return torch.full((1, 1, SIDE, SIDE), p)


def test_without_near_infrared_the_verdict_stays_to_the_bit(evidence: Evidence) -> None:
    rng = np.random.default_rng(0)
    p = torch.from_numpy(rng.random((2, 1, 48, 64)).astype(np.float32))
    p[0, 0, 0, :2] = torch.tensor([0.0, 1.0])
    absent = torch.full((2, 2, 48, 64), ABSENT)
    assert torch.equal(evidence(p, absent), p)
    absent[:, 0] = 0.1  # red alone says nothing
    assert torch.equal(evidence(p, absent), p)


def test_evidence_without_numbers_changes_nothing() -> None:
    p = torch.rand(1, 1, SIDE, SIDE, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        assert torch.allclose(Evidence()(p, ground(0.3)), p, atol=1e-6)


@pytest.mark.parametrize("where", ["the pixel", "its surroundings"])
def test_greener_ground_is_less_a_landslide_and_bare_surroundings_make_bareness_say_less(
    evidence: Evidence, where: str
) -> None:
    found = []
    for ndvi in (0.1, 0.25, 0.4, 0.55, 0.7):
        scene = torch.full((SIDE, SIDE), 0.2 if where == "its surroundings" else 0.75)
        if where == "the pixel":
            scene[80:84, 80:84] = ndvi
        else:
            scene[:] = ndvi
            scene[80:84, 80:84] = 0.1
        found.append(float(evidence(flat(0.4), ground(scene))[0, 0, 82, 82]))
    assert found == sorted(found, reverse=where == "the pixel")
    assert abs(found[0] - found[-1]) > 0.2


def test_unobserved_surroundings_do_not_count(evidence: Evidence) -> None:
    scene = ground(0.75)
    scene[..., 80:84, 80:84] = ground(0.1)[..., :4, :4]
    clouded = scene.clone()
    clouded[..., :64] = ABSENT
    p = evidence(flat(0.4), clouded)
    assert p[0, 0, 82, 82] == pytest.approx(float(evidence(flat(0.4), scene)[0, 0, 82, 82]), abs=0.02)
    assert torch.equal(p[..., :64], flat(0.4)[..., :64])


def test_only_what_is_near_lends_its_certainty(evidence: Evidence) -> None:
    p = flat(0.3)
    p[..., 80:84, 80:84] = 0.95
    changed = torch.logit(evidence(p, ground(0.3))) - torch.logit(evidence(flat(0.3), ground(0.3)))
    assert changed[0, 0, 82, 90] > 0.5
    assert changed[0, 0, 82, :16].abs().max() == 0


def test_steps_of_the_wrong_sign_go() -> None:
    net = Evidence()
    with torch.no_grad():
        for name in TERMS:
            net.steps[name].copy_(torch.linspace(-1, 1, len(net.steps[name])))
    net.keep_signs()
    for name, term in TERMS.items():
        assert (net.steps[name] * term.sign >= 0).all()
        assert net.steps[name].abs().max() == 1
