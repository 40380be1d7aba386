"""One stage of a run through Lightning's trainer."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import torch
from lightning.pytorch import Trainer
from lightning.pytorch.loggers import TensorBoardLogger
from torch.utils.data import DataLoader, Subset

from l4s_core.base.errors import Cancelled, InputError
from l4s_core.base.progress import Progress
from l4s_core.base.threads import cpu_count
from l4s_core.base.words import plural
from l4s_core.losses import SegmentationLoss, parse_loss
from l4s_core.networks.cross_sensor_norm import set_domain
from l4s_core.networks.wrapper import LandslideNetwork
from l4s_core.training.average import WeightAverage
from l4s_core.training.callbacks import Check, Numbers, ReportProgress, early_stopping
from l4s_core.training.dataset import TrainingSamples
from l4s_core.training.distil.soft_labels import SoftLabels
from l4s_core.training.hardware import Hardware, silence
from l4s_core.training.module import LandslideModule
from l4s_core.training.prepare import TrainingData
from l4s_core.training.recipes.recipe import Recipe, Stage, TrainOptions
from l4s_core.training.schedule import build_schedule, warmup_steps
from l4s_core.training.state import Counters
from l4s_core.training.stream import StreamBatches, training_stream

PROBE_PX = 64


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

    ``net`` and ``counters`` change in place. ``stages`` is how many there are. ``save_best`` writes the weights with
    their validation numbers, ``save`` the state with that of the optimiser.
    """

    out: Path
    prepared: TrainingData
    net: LandslideNetwork
    counters: Counters
    hardware: Hardware
    progress: Progress
    stages: int
    save_best: Callable[[Numbers], None]
    save: Callable[[dict[str, Any] | None], None]
    average: WeightAverage | None = None
    soft: SoftLabels | None = None


def fit_stage(run: Run, stage: Stage, recipe: Recipe, optimiser_state: dict[str, Any] | None) -> None:
    """Train the rest of a stage. Raises what the trainer raises, `Cancelled` among it."""
    options, counters, prepared, hardware = recipe.train, run.counters, run.prepared, run.hardware
    stream = training_stream(prepared.train, options.seed + counters.stage)
    per_pass, every, checks = check_lengths(options, stream.count, hardware.processes)
    if counters.check >= checks:
        return
    micro, accumulate = options.batch // counters.divide, options.accumulate * counters.divide
    if len(prepared.validation) < hardware.processes:
        raise InputError(
            f"{plural(len(prepared.validation), 'validation patch', 'validation patches')} cannot be shared out among "
            f"{hardware.processes} processes; take fewer --devices or a larger share of validation patches."
        )
    if (rising := warmup_steps(recipe.schedule, per_pass)) >= every * checks:
        run.progress.message(
            f"The warm-up of {rising} steps is as long as the stage, so the learning rate never reaches "
            f"{recipe.optimiser.lr:g}; shorten it with --set schedule.warmup_steps=..."
        )
    stopping = early_stopping(options.patience, counters.stopping) if options.patience else None
    if stopping is not None and stopping.wait_count >= stopping.patience:
        return
    silence()
    run.progress.stage(stage_words(run, stage), every * (checks - counters.check))
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
    loss = parse_loss(recipe.loss)
    unused = hardware.processes > 1 and has_unused_parameters(run.net, loss, stage.freeze_encoder)
    trainer = Trainer(
        **hardware.trainer_options(options, unused_parameters=unused),
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
        loss,
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
        average=run.average,
        teacher_weight=0.0 if recipe.distil is None else recipe.distil.weight,
    )
    training = TrainingSamples(
        prepared.train,
        prepared.normaliser,
        prepared.domains,
        recipe.augment,
        seed,
        recipe.radiometry,
        recipe.reference,
        run.soft,
    )
    batches = StreamBatches(
        stream,
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
    except SystemExit as error:  # Lightning's answer to SIGTERM (with 0) and to Ctrl-C (with 1)
        raise Cancelled("Stopped.") from error


def stage_words(run: Run, stage: Stage) -> str:
    """What is trained now, for people."""
    return "training" if run.stages == 1 else f"training, stage {run.counters.stage + 1} of {run.stages} ({stage.name})"


def loader_workers(asked: int | None, hardware: Hardware) -> int:
    """Loader processes: what was asked for, else up to 8 beside a GPU and none where the CPU itself trains."""
    if asked is not None:
        return asked
    if not hardware.cuda:
        return 0
    return max(1, min(8, cpu_count() // hardware.devices - 1))


def has_unused_parameters(net: LandslideNetwork, loss: SegmentationLoss, freeze_encoder: bool) -> bool:
    """Whether a trained parameter gets no gradient, which several processes that share gradients must know.

    Found out by one step of a copy on noise: an auxiliary or image-level output that the loss leaves out is such a
    part. Neither ``net`` nor torch's random numbers change.
    """
    probe = copy.deepcopy(net).train()
    probe.freeze_encoder(freeze_encoder)
    device = next(net.parameters()).device
    with torch.random.fork_rng(devices=[device] if device.type == "cuda" else []):
        torch.manual_seed(0)
        image = torch.rand(2, len(net.spec.channels), PROBE_PX, PROBE_PX, device=device)
        mask = torch.zeros(image.shape[0], PROBE_PX, PROBE_PX, dtype=torch.uint8, device=device)
        mask[:, PROBE_PX // 2 :] = 1
        if net.spec.cross_sensor_norm:
            set_domain(probe, 0)
        total, _ = loss(probe.train_forward(image), mask)
        torch.autograd.backward(total)
    return any(p.requires_grad and p.grad is None for p in probe.parameters())
