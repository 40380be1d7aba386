"""One stage of a run through Lightning's trainer."""

from __future__ import annotations

import logging
import math
import os
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

import torch
from lightning.pytorch import Trainer
from lightning.pytorch.loggers import TensorBoardLogger
from lightning.pytorch.utilities.exceptions import SIGTERMException
from torch.utils.data import DataLoader, Subset

from l4s_core.errors import Cancelled, InputError
from l4s_core.losses import parse_loss
from l4s_core.networks.wrapper import LandslideNetwork
from l4s_core.progress import Progress
from l4s_core.training.callbacks import Check, Numbers, ReportProgress, early_stopping
from l4s_core.training.dataset import TrainingSamples
from l4s_core.training.module import LandslideModule
from l4s_core.training.prepare import Prepared
from l4s_core.training.recipe import Recipe, Stage, TrainOptions
from l4s_core.training.schedule import build_schedule, warmup_steps
from l4s_core.training.state import Counters
from l4s_core.training.stream import PatchStream, StreamBatches

_QUIET = ("lightning.pytorch", "lightning.fabric", "lightning.pytorch.utilities.rank_zero")


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

    def words(self) -> str:
        """For people."""
        if self.cuda:
            return f"{self.processes} x {torch.cuda.get_device_name()}"
        return f"CPU, {torch.get_num_threads()} threads" + (
            f", {self.processes} processes" if self.processes > 1 else ""
        )

    def trainer_options(self, train: TrainOptions) -> dict[str, Any]:
        """What Lightning's Trainer is given."""
        precision = train.precision
        if precision == "auto":
            precision = "bf16" if self.cuda and torch.cuda.is_bf16_supported(including_emulation=False) else "32"
        strategy = self.strategy or ("ddp_find_unused_parameters_true" if self.processes > 1 else "auto")
        return {
            "accelerator": "gpu" if self.cuda else "cpu",
            "devices": self.devices,
            "num_nodes": self.nodes,
            "strategy": strategy,
            "precision": {"32": "32-true", "bf16": "bf16-mixed", "16": "16-mixed"}[precision],
        }


def is_main_process() -> bool:
    """Whether this process writes files: the first one of all nodes, also before the trainer exists."""
    return all(os.environ.get(name, "0") == "0" for name in ("RANK", "LOCAL_RANK", "NODE_RANK", "SLURM_PROCID"))


def check_lengths(train: TrainOptions, patches: int, processes: int) -> tuple[int, int, int]:
    """(steps of one pass, steps between two checks, number of checks) of a stage.

    The steps are rounded up to whole checks.
    """
    per_pass = max(1, math.ceil(patches / (train.batch * train.accumulate * processes)))
    steps = train.length(per_pass)
    every = min(train.check_every or per_pass, steps)
    checks = math.ceil(steps / every)
    return per_pass, math.ceil(steps / checks), checks


@dataclass(frozen=True)
class Run:
    """What all stages of a run share.

    ``net`` and ``counters`` change in place. ``save_best`` writes the weights with their validation numbers, ``save``
    the state with that of the optimiser.
    """

    out: Path
    prepared: Prepared
    net: LandslideNetwork
    counters: Counters
    hardware: Hardware
    progress: Progress
    save_best: Callable[[Numbers], None]
    save: Callable[[dict[str, Any] | None], None]


def fit_stage(run: Run, stage: Stage, recipe: Recipe, optimiser_state: dict[str, Any] | None) -> None:
    """Train the rest of a stage. Raises what the trainer raises, `Cancelled` among it."""
    options, counters, prepared, hardware = recipe.train, run.counters, run.prepared, run.hardware
    per_pass, every, checks = check_lengths(options, len(prepared.train), hardware.processes)
    if counters.check >= checks:
        return
    micro, accumulate = options.batch // counters.divide, options.accumulate * counters.divide
    if len(prepared.validation) < hardware.processes:
        raise InputError(
            f"There are {len(prepared.validation)} validation patches for {hardware.processes} processes; take fewer "
            "--devices or a larger share of validation patches."
        )
    if (rising := warmup_steps(recipe.schedule, per_pass)) >= every * checks:
        run.progress.message(
            f"The warm-up of {rising} steps is as long as the stage, so the learning rate never reaches "
            f"{recipe.optimiser.lr:g}; shorten it with --set schedule.warmup_steps=..."
        )
    stopping = early_stopping(options.patience, counters.stopping) if options.patience else None
    if stopping is not None and stopping.wait_count >= stopping.patience:
        return
    _silence()
    run.progress.stage(f"training ({stage.name})", every * (checks - counters.check))
    check = Check(
        run.out,
        counters,
        run.progress,
        stage_name=stage.name,
        steps_per_check=every,
        steps_per_pass=per_pass,
        save_best=run.save_best,
        save=run.save,
        stopping=stopping,
    )
    trainer = Trainer(
        **hardware.trainer_options(options),
        max_epochs=checks - counters.check,
        accumulate_grad_batches=accumulate,
        gradient_clip_val=options.clip_norm or None,
        logger=TensorBoardLogger(run.out, name="", version="tensorboard"),
        callbacks=[ReportProgress(run.progress, accumulate), *([stopping] if stopping else []), check],
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
        num_sanity_val_steps=0,
        use_distributed_sampler=False,
        log_every_n_steps=max(1, min(50, every * accumulate)),
        benchmark=False,
    )
    if counters.scaler:
        trainer.precision_plugin.load_state_dict(counters.scaler)
    seed = options.seed + counters.stage
    module = LandslideModule(
        run.net,
        parse_loss(recipe.loss),
        recipe.optimiser,
        partial(
            build_schedule,
            options=recipe.schedule,
            total_steps=every * checks,
            steps_per_epoch=per_pass,
            first_step=counters.check * every,
        ),
        optimiser_state=optimiser_state,
        steps_before=counters.step,
        seed=seed,
        mixup_alpha=recipe.mixup_alpha,
        freeze_encoder=stage.freeze_encoder,
    )
    training = TrainingSamples(prepared.train, prepared.normaliser, prepared.domains, recipe.augment, seed)
    batches = StreamBatches(
        PatchStream(len(prepared.train), seed),
        micro,
        every * accumulate,
        first_check=counters.check,
        rank=trainer.global_rank,
        world=trainer.world_size,
    )
    checking = TrainingSamples(prepared.validation, prepared.normaliser, prepared.domains, None, seed)
    own = [(i, 0) for i in range(trainer.global_rank, len(prepared.validation), trainer.world_size)]
    workers = loader_workers(options.workers, hardware)
    loader_options: dict[str, Any] = {
        "num_workers": workers,
        "pin_memory": hardware.cuda,
        "persistent_workers": workers > 0,
    }
    try:
        trainer.fit(
            module,
            DataLoader(training, batch_sampler=batches, **loader_options),
            DataLoader(Subset(checking, own), batch_size=micro, **loader_options),  # type: ignore[arg-type]
        )
    except SIGTERMException as error:  # Lightning's own, a SystemExit, which would end the command with 0
        raise Cancelled("Stopped.") from error


def loader_workers(asked: int | None, hardware: Hardware) -> int:
    """Loader processes: what was asked for, else up to 8 beside a GPU and none where the CPU itself trains."""
    if asked is not None:
        return asked
    if not hardware.cuda:
        return 0
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(8, cores // hardware.devices - 1))


def _silence() -> None:
    """Lightning's advice is for whoever writes the trainer; what a user needs to know is said by `Progress`."""
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module=r"lightning\..*")
    warnings.filterwarnings("ignore", message=".*does not have many workers.*")
    warnings.filterwarnings("ignore", message=".*treespec, LeafSpec.*")
