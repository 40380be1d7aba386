"""What is asked of the machine, and what it is said to do."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("lightning")

from l4s_core.base.errors import InputError
from l4s_core.losses import parse_loss
from l4s_core.networks.registry import build_network
from l4s_core.networks.spec import NetworkSpec
from l4s_core.training.fit import has_unused_parameters
from l4s_core.training.hardware import Hardware
from l4s_core.training.recipes.recipe import TrainOptions


def test_nodes_need_to_find_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MASTER_ADDR", "MASTER_PORT", "NODE_RANK", "TORCHELASTIC_RUN_ID", "SLURM_NTASKS", "LSB_JOBID"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(InputError, match=r"MASTER_ADDR, MASTER_PORT, NODE_RANK are not set; .*torchrun or srun"):
        Hardware("cpu", nodes=2).check()
    monkeypatch.setenv("MASTER_ADDR", "node1")
    monkeypatch.setenv("MASTER_PORT", "29500")
    with pytest.raises(InputError, match="and NODE_RANK is not set"):
        Hardware("cpu", nodes=2).check()
    monkeypatch.setenv("NODE_RANK", "0")
    Hardware("cpu", nodes=2).check()
    for name in ("MASTER_ADDR", "MASTER_PORT", "NODE_RANK"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("TORCHELASTIC_RUN_ID", "x")  # what torchrun sets
    Hardware("cpu", nodes=2).check()


def test_strategies() -> None:
    Hardware("cpu", devices=2, strategy="ddp").check()
    with pytest.raises(InputError, match="no strategy dpd, did you mean ddp"):
        Hardware("cpu", strategy="dpd").check()


def test_what_a_cpu_computes_in() -> None:
    """What is said is what torch does inside a step."""
    from lightning.pytorch import Trainer

    for asked, words, dtype in (
        ("auto", "fp32", torch.float32),
        ("32", "fp32", torch.float32),
        ("bf16", "bf16 autocast", torch.bfloat16),
        ("16", "bf16 autocast (fp16 is for GPUs)", torch.bfloat16),
    ):
        options = TrainOptions(steps=1, precision=asked)  # type: ignore[arg-type]
        assert Hardware("cpu").precision_words(options) == words
        trainer = Trainer(**Hardware("cpu").trainer_options(options), logger=False, enable_checkpointing=False)
        with trainer.precision_plugin.forward_context():
            assert torch.nn.Linear(2, 2)(torch.ones(1, 2)).dtype == dtype


def test_one_thread_and_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch, "get_num_threads", lambda: 1)
    assert Hardware("cpu").words() == "CPU, 1 thread"
    monkeypatch.setattr(torch, "get_num_threads", lambda: 2)
    assert Hardware("cpu", devices=2).words() == "CPU, 2 threads, 2 processes"


def test_parameters_that_a_loss_does_not_reach() -> None:
    spec = NetworkSpec(name="resnet_unet", variant="18", channels=("B4", "B3", "B2"), image_head=True)
    net = build_network(spec)
    before = {name: value.clone() for name, value in net.state_dict().items()}
    drawn = torch.random.get_rng_state()
    assert has_unused_parameters(net, parse_loss("ce"), freeze_encoder=False), "the head for whole images"
    assert not has_unused_parameters(net, parse_loss("ce + image"), freeze_encoder=False)
    assert not has_unused_parameters(net, parse_loss("ce + image"), freeze_encoder=True), "frozen ones do not count"
    assert all(torch.equal(value, before[name]) for name, value in net.state_dict().items())
    assert torch.equal(torch.random.get_rng_state(), drawn)
    assert all(p.requires_grad and p.grad is None for p in net.parameters())
    options = TrainOptions(steps=1)
    assert Hardware("cpu", devices=2).trainer_options(options)["strategy"] == "ddp"
    several = Hardware("cpu", devices=2).trainer_options(options, unused_parameters=True)
    assert several["strategy"] == "ddp_find_unused_parameters_true"
