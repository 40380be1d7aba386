"""What one step of training and of checking does."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import torch
from lightning.pytorch import LightningModule
from torch import Tensor
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler
from torchmetrics import MeanMetric
from torchmetrics.classification import BinaryPrecisionRecallCurve

from l4s_core.losses import SegmentationLoss
from l4s_core.losses.distil import distillation
from l4s_core.networks.cross_sensor_norm import set_domain
from l4s_core.networks.wrapper import LandslideNetwork
from l4s_core.patches.types import IGNORE
from l4s_core.training.augmentation.mixup import mix_up
from l4s_core.training.average import WeightAverage
from l4s_core.training.optimiser import OptimiserOptions, build_optimiser

THRESHOLDS = 99  # 0.01, 0.02, ... 0.99


class LandslideModule(LightningModule):
    """Network, loss and optimiser of one stage.

    Parameters
    ----------
    net : the network; its weights change in place.
    loss : from `parse_loss`.
    optimiser : options.
    build_schedule : optimiser -> its schedule, to be stepped after every optimiser step.
    optimiser_state : to go on from, None for a fresh one.
    steps_before : optimiser steps that the run had done, for the logs.
    seed : of everything random inside a step (dropout, mix-up).
    mixup_alpha : 0 for none.
    freeze_encoder : train what comes after the encoder only.
    average : of the weights, brought up after every optimiser step and validated instead of them.
    teacher_weight : share of the loss that is the cross-entropy to the soft labels, where the samples have some.
    """

    def __init__(
        self,
        net: LandslideNetwork,
        loss: SegmentationLoss,
        optimiser: OptimiserOptions,
        build_schedule: Callable[[Optimizer], LRScheduler],
        *,
        optimiser_state: dict[str, Any] | None = None,
        steps_before: int = 0,
        seed: int = 0,
        mixup_alpha: float = 0.0,
        freeze_encoder: bool = False,
        average: WeightAverage | None = None,
        teacher_weight: float = 0.0,
    ) -> None:
        super().__init__()
        # faster convolutions, on the CPU as on GPUs; the stubs know this call with more arguments only
        self.net = net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.loss = loss
        self._optimiser = optimiser
        self._build_schedule = build_schedule
        self._optimiser_state = optimiser_state
        self._steps_before = steps_before
        self._seed = seed
        self._mixup_alpha = mixup_alpha
        self._freeze_encoder = freeze_encoder
        self._teacher_weight = teacher_weight
        # in a list, so that its tensors are not taken for parameters of this module
        self._average = [] if average is None else [average]
        self._averaged_steps = 0
        self._curve = BinaryPrecisionRecallCurve(
            thresholds=torch.linspace(0.01, 0.99, THRESHOLDS), ignore_index=IGNORE, validate_args=False
        )
        self._landslides = MeanMetric()

    def on_train_epoch_start(self) -> None:
        self.net.train()

    def training_step(self, batch: tuple[Tensor, ...], index: int) -> Tensor:
        image, mask, domain, position, *soft = batch
        image = image.contiguous(memory_format=torch.channels_last)
        # dropout and mix-up as a function of the place in the stream, so that a resumed run repeats this one
        generator = torch.Generator().manual_seed(self._seed * 1_000_003 + int(position[0]) + 1)
        # the global one: dropout takes no other; test_train.py compares a stopped run with a whole one to the bit
        torch.manual_seed(int(torch.randint(2**31, (1,), generator=generator)))
        self._set_domain(domain)
        if self._mixup_alpha > 0:
            mixed, order, share = mix_up(image, self._mixup_alpha, generator)
            output = self.net.train_forward(mixed)
            total, parts = self.loss.mixed(output, mask, mask[order], share)
        else:
            output = self.net.train_forward(image)
            total, parts = self.loss(output, mask)
        if soft:
            taught = distillation(output, soft[0])
            if self._mixup_alpha > 0:
                taught = share * taught + (1 - share) * distillation(output, soft[0][order])
            own = 1 - self._teacher_weight
            parts = {name: own * value for name, value in parts.items()}
            parts["teacher"] = self._teacher_weight * taught.detach()
            total = own * total + self._teacher_weight * taught
        count = len(image)
        self.log("train_loss", total.detach(), on_step=False, on_epoch=True, sync_dist=True, batch_size=count)
        if len(parts) > 1:
            for name, value in parts.items():
                self.log(
                    f"train_{name}", value.detach(), on_step=False, on_epoch=True, sync_dist=True, batch_size=count
                )
        return total

    def on_train_batch_end(self, outputs: Any, batch: Any, batch_idx: int) -> None:
        if self._average and self.global_step > self._averaged_steps:
            self._averaged_steps = self.global_step
            self._average[0].update(self.net, self._steps_before + self.global_step)

    def validation_step(self, batch: tuple[Tensor, Tensor, Tensor, Tensor], index: int) -> None:
        image, mask, domain, _ = batch
        image = image.contiguous(memory_format=torch.channels_last)
        net = self._average[0].net.to(image.device) if self._average else self.net
        if net.spec.cross_sensor_norm:
            set_domain(net, domain)
        output = net.train_forward(image)
        total, _ = self.loss(output, mask)
        logits = net.at_input_size(output.logits, image)
        self._curve.update(torch.sigmoid(logits[:, 0].float()), mask.long())
        labelled = (mask != IGNORE).sum()
        self._landslides.update((mask == 1).sum() / labelled.clamp(min=1), labelled)
        self.log("validation_loss", total, on_epoch=True, sync_dist=True, batch_size=len(image))

    def on_train_epoch_end(self) -> None:
        self.log("step", float(self._steps_before + self.global_step))  # the loggers' x axis goes on after a resume

    def _set_domain(self, domain: Tensor | int) -> None:
        if self.net.spec.cross_sensor_norm:
            set_domain(self.net, domain)

    def on_validation_epoch_end(self) -> None:
        self._set_domain(0)  # for whoever uses the network between two epochs
        precision, recall, thresholds = self._curve.compute()
        self._curve.reset()
        # the last point has no threshold; where nothing is predicted or nothing is there, the score is 0
        precision, recall = precision[:-1].nan_to_num(0.0), recall[:-1].nan_to_num(0.0)
        f1 = 2 * precision * recall / (precision + recall).clamp(min=1e-9)
        best = int(f1.argmax())
        landslide = self._landslides.compute().nan_to_num(0.0)
        self._landslides.reset()
        # true positives are recall x landslides, and precision x what is marked
        marked = recall[best] * landslide / precision[best].clamp(min=1e-9)
        middle = len(thresholds) // 2
        for name, value in {
            "validation_f1": f1[best],
            "validation_precision": precision[best],
            "validation_recall": recall[best],
            "validation_threshold": thresholds[best],
            "validation_f1_at_half": f1[middle],
            "validation_marked": marked,
            "validation_landslide": landslide,
        }.items():
            self.log(name, value.float(), rank_zero_only=False, sync_dist=False)

    def configure_optimizers(self) -> Any:
        self.net.freeze_encoder(self._freeze_encoder)  # either way: a resumed run must do as an uninterrupted one
        optimiser = build_optimiser(self.net, self._optimiser)
        schedule = self._build_schedule(optimiser)
        if self._optimiser_state is not None:  # after the schedule, which reads the first learning rate
            optimiser.load_state_dict(copy.deepcopy(self._optimiser_state))  # torch keeps its tensors, and changes them
        return {"optimizer": optimiser, "lr_scheduler": {"scheduler": schedule, "interval": "step"}}
