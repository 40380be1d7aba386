"""Where a run takes place: devices, processes, nodes, precision."""

from __future__ import annotations

import logging
import os
import warnings
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal

import torch

from l4s_core.base.errors import InputError
from l4s_core.training.recipes.recipe import TrainOptions

_QUIET = ("lightning.pytorch", "lightning.fabric", "lightning.pytorch.utilities.rank_zero")
_LIGHTNING_PRECISION = {"32": "32-true", "bf16": "bf16-mixed", "16": "16-mixed"}
_RENDEZVOUS = ("MASTER_ADDR", "MASTER_PORT", "NODE_RANK")  # what nodes that no scheduler started must be told


@dataclass(frozen=True)
class Hardware:
    """Where a run takes place: ``devices`` per node, and Lightning's own name of a ``strategy`` (None chooses)."""

    device: Literal["auto", "cpu", "cuda"] = "auto"
    devices: int = 1
    nodes: int = 1
    strategy: str | None = None

    @property
    def cuda(self) -> bool:
        """Whether a GPU is used."""
        return self.device != "cpu" and torch.cuda.is_available()

    @property
    def processes(self) -> int:
        """Processes on all nodes."""
        return self.devices * self.nodes

    def check(self) -> None:
        """Raise InputError when what is asked for is not there."""
        if self.device == "cuda" and not torch.cuda.is_available():
            raise InputError(
                "CUDA was asked for, but PyTorch finds no NVIDIA GPU here; install its driver and a CUDA build of "
                "PyTorch, or leave --device at auto."
            )
        if self.cuda and self.devices > torch.cuda.device_count():
            raise InputError(
                f"{self.devices} GPUs were asked for, there are {torch.cuda.device_count()}; take --devices less."
            )
        if self.nodes > 1:
            _check_nodes(self.nodes)
        if self.strategy is not None:
            self._check_strategy(self.strategy)

    def _check_strategy(self, strategy: str) -> None:
        from lightning.pytorch import Trainer
        from lightning.pytorch.strategies import StrategyRegistry

        known = ["auto", *StrategyRegistry.available_strategies()]
        if strategy not in known:
            plain = [name for name in known if "find_unused" not in name]
            near = get_close_matches(strategy, known, 1)
            hint = f", did you mean {near[0]}?" if near else "."
            raise InputError(f"Lightning has no strategy {strategy}{hint} There are {', '.join(plain)}.")
        silence()
        try:  # whether it fits this machine and what is installed, Lightning says when it builds its trainer
            Trainer(
                **self.trainer_options(TrainOptions(steps=1, precision="32")),
                logger=False,
                enable_checkpointing=False,
                enable_progress_bar=False,
                enable_model_summary=False,
            )
        except Exception as error:  # of Lightning, or of the package behind a strategy
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
            raise InputError(f"--strategy {strategy} cannot be used here ({reason}); leave it out for ddp.") from error

    def words(self) -> str:
        """For people."""
        if self.cuda:
            return f"{self.processes} x {torch.cuda.get_device_name()}"
        threads = torch.get_num_threads()
        return f"CPU, {threads} thread{'s' * (threads != 1)}" + (
            f", {self.processes} processes" if self.processes > 1 else ""
        )

    def precision(self, train: TrainOptions) -> Literal["32", "bf16", "16"]:
        """What is computed in: autocast to bf16 or fp16, or fp32. There is no autocast to fp16 on a CPU."""
        if train.precision == "auto":
            return "bf16" if self.cuda and torch.cuda.is_bf16_supported(including_emulation=False) else "32"
        return "bf16" if train.precision == "16" and not self.cuda else train.precision

    def precision_words(self, train: TrainOptions) -> str:
        """For people, with what is otherwise than asked for."""
        chosen = self.precision(train)
        words = {"32": "fp32", "bf16": "bf16 autocast", "16": "fp16 autocast"}[chosen]
        if train.precision == "16" and chosen != "16":
            words += " (fp16 is for GPUs)"
        return words

    def trainer_options(self, train: TrainOptions, *, unused_parameters: bool = False) -> dict[str, Any]:
        """What Lightning's Trainer is given; ``unused_parameters``: the loss does not reach every parameter."""
        several = "ddp_find_unused_parameters_true" if unused_parameters else "ddp"
        strategy = self.strategy or (several if self.processes > 1 else "auto")
        return {
            "accelerator": "gpu" if self.cuda else "cpu",
            "devices": self.devices,
            "num_nodes": self.nodes,
            "strategy": strategy,
            "precision": _LIGHTNING_PRECISION[self.precision(train)],
        }


def is_main_process() -> bool:
    """Whether this process writes files: the first one of all nodes, also before the trainer exists."""
    return all(os.environ.get(name, "0") == "0" for name in ("RANK", "LOCAL_RANK", "NODE_RANK", "SLURM_PROCID"))


def _check_nodes(nodes: int) -> None:
    """Without these the first node would wait for the others for half an hour, deaf to signals."""
    from lightning.fabric.plugins import environments

    names = ("TorchElastic", "SLURM", "LSF", "MPI")
    schedulers = [getattr(environments, f"{name}Environment") for name in names]
    if any(scheduler.detect() for scheduler in schedulers):
        return
    if missing := [name for name in _RENDEZVOUS if not os.environ.get(name)]:
        raise InputError(
            f"--nodes {nodes} needs to know the other nodes, and {', '.join(missing)} "
            f"{'is' if len(missing) == 1 else 'are'} not set; start the command on every node with torchrun or srun, "
            f"or set {', '.join(_RENDEZVOUS)} on each."
        )


def silence() -> None:
    """Lightning's advice is for whoever writes the trainer; what a user needs to know is said by `Progress`."""
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module=r"lightning\..*")
    warnings.filterwarnings("ignore", message=".*does not have many workers.*")
    warnings.filterwarnings("ignore", message=".*treespec, LeafSpec.*")
