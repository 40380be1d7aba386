"""What happens at every check: best weights, state, table, progress."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from lightning.pytorch import Callback, LightningModule, Trainer
from lightning.pytorch.callbacks import EarlyStopping

from l4s_core.base.partial import partial_folder
from l4s_core.base.progress import Progress
from l4s_core.training.state import Counters

COLUMNS = (
    "step",
    "epoch",
    "stage",
    "train_loss",
    "validation_loss",
    "validation_f1",
    "validation_precision",
    "validation_recall",
    "validation_threshold",
    "validation_f1_at_half",
    "lr",
    "seconds",
)
Numbers = dict[str, float]


class ReportProgress(Callback):
    """Steps to a `Progress`, and its wish to stop back to the trainer."""

    def __init__(self, progress: Progress, accumulate: int) -> None:
        self._progress = progress
        self._accumulate = accumulate

    def on_train_batch_end(
        self, trainer: Trainer, module: LightningModule, outputs: Any, batch: Any, index: int
    ) -> None:
        self._progress.check()
        if (index + 1) % self._accumulate == 0:
            self._progress.advance(1)

    def on_validation_batch_end(self, *_: Any, **__: Any) -> None:
        self._progress.check()


class Check(Callback):
    """At the end of every check: a row in ``metrics.csv``, the best weights, and the state to go on from.

    Parameters
    ----------
    run : the RUN folder.
    counters : where the run stands; counted on here.
    stage_name, steps_per_check, steps_per_pass : for the table; the last is the steps of one pass over the patches.
    save_best : writes the weights with these numbers; called when the validation F1 is the best so far.
    save : writes the state.
    stopping : the early stopping whose state belongs to the run's, None without one.
    """

    def __init__(
        self,
        run: Path,
        counters: Counters,
        progress: Progress,
        *,
        stage_name: str,
        steps_per_check: int,
        steps_per_pass: int,
        save_best: Callable[[Numbers], None],
        save: Callable[[dict[str, Any]], None],
        stopping: EarlyStopping | None,
    ) -> None:
        self._run = run
        self._counters = counters
        self._progress = progress
        self._stage_name = stage_name
        self._steps_per_check = steps_per_check
        self._steps_per_pass = steps_per_pass
        self._save_best = save_best
        self._save = save
        self._stopping = stopping
        self._started = time.monotonic()

    def on_train_epoch_end(self, trainer: Trainer, module: LightningModule) -> None:
        counters = self._counters
        counters.check += 1
        counters.step += self._steps_per_check
        now = time.monotonic()
        counters.seconds += now - self._started
        self._started = now
        numbers = {name: float(value) for name, value in trainer.callback_metrics.items()}
        if self._stopping is not None:
            counters.stopping = {
                "wait_count": float(self._stopping.wait_count),
                "best_score": float(self._stopping.best_score),
            }
        f1 = numbers.get("validation_f1", 0.0)
        better = not counters.best or f1 > counters.best["f1"]
        if better:
            counters.best = {
                "f1": f1,
                "precision": numbers["validation_precision"],
                "recall": numbers["validation_recall"],
                "threshold": round(numbers["validation_threshold"], 4),
                "marked": numbers["validation_marked"],
                "landslide": numbers["validation_landslide"],
                "step": float(counters.step),
                "stage": float(counters.stage),
            }
        counters.scaler = dict(trainer.precision_plugin.state_dict())
        if not trainer.is_global_zero:
            return
        optimiser = trainer.optimizers[0]
        row = numbers | {
            "step": counters.step,
            "epoch": round(counters.step / self._steps_per_pass, 3),
            "stage": self._stage_name,
            "lr": max(group["lr"] for group in optimiser.param_groups),
            "seconds": round(counters.seconds, 1),
        }
        append_row(self._run / "metrics.csv", row)
        if better:
            self._save_best(counters.best)
        self._save(optimiser.state_dict())
        self._progress.message(
            f"step {counters.step}: loss {numbers.get('train_loss', float('nan')):.4f}, validation F1 {f1:.4f} at "
            f"threshold {numbers['validation_threshold']:.2f}" + (" (best)" if better else "")
        )


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of ``metrics.csv``; none when it does not exist."""
    if not path.is_file():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def append_row(path: Path, row: dict[str, Any]) -> None:
    """Add a row to ``metrics.csv``; what has no column is left out."""
    write_rows(path, [*read_rows(path), {name: row.get(name, "") for name in COLUMNS}])


def write_rows(path: Path, rows: list[dict[str, Any]]) -> None:
    """Replace ``metrics.csv``."""
    with partial_folder(path) as folder, (folder / path.name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


def early_stopping(patience: int, state: Numbers) -> EarlyStopping:
    """Stop after ``patience`` checks without a better validation F1, going on from ``state``."""
    stopping = EarlyStopping("validation_f1", mode="max", patience=patience, check_on_train_epoch_end=False)
    if state:
        stopping.wait_count = int(state["wait_count"])
        stopping.best_score = torch.tensor(state["best_score"])
    return stopping
