"""A training run from beginning to end, or from where it was stopped."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from l4s_core.base.errors import Cancelled, InputError
from l4s_core.base.progress import Progress, Silent
from l4s_core.base.words import plural
from l4s_core.networks.registry import build_network
from l4s_core.networks.wrapper import LandslideNetwork
from l4s_core.patches.mixture import PatchSource
from l4s_core.training.average import WeightAverage, load_both, with_average
from l4s_core.training.callbacks import Numbers
from l4s_core.training.card import unknown_level
from l4s_core.training.depthwise import keep_depthwise_fp32
from l4s_core.training.distil.soft_labels import FOLDER, SoftLabels, soft_labels
from l4s_core.training.fit import Run
from l4s_core.training.hardware import Hardware, is_main_process
from l4s_core.training.labels import verdict
from l4s_core.training.memory import fit_within_memory
from l4s_core.training.outcome import best_writer, finish
from l4s_core.training.prepare import TrainingData, prepare, principal_axes
from l4s_core.training.recipes.files import load_recipe
from l4s_core.training.recipes.recipe import Recipe
from l4s_core.training.recipes.same_recipe import other_recipe, recipe_fingerprint
from l4s_core.training.run_folder import (
    LAST,
    add_facts,
    check_folder,
    claimed_folder,
    nothing_half_begun,
    read_facts,
    start_folder,
)
from l4s_core.training.state import Counters, load_state, save_state
from l4s_core.training.warm_start import StartReport, warm_start


@dataclass(frozen=True)
class RunResult:
    """``run``: the folder. ``best``: validation numbers of the weights in ``best.safetensors``. ``steps`` in all.

    ``warnings``: what is wrong with these weights, one sentence each.
    """

    run: Path
    best: Numbers
    steps: int
    seconds: float
    warnings: list[str] = field(default_factory=list)


def train(
    recipe: Recipe,
    data: Path | Sequence[PatchSource],
    out: Path,
    *,
    resume: bool = False,
    hardware: Hardware | None = None,
    progress: Progress | None = None,
) -> RunResult:
    """Train what the recipe says on the patches in ``data``; everything is written to the folder ``out``.

    Parameters
    ----------
    data : a folder of patches, or the sets of a mixture.
    resume : go on with the run in ``out`` from its last check; a missing or empty folder is started, and so is a run
        that was stopped before its first check.
    hardware : where to run; None is the GPU if there is one, else the CPU.

    Raises
    ------
    InputError
        The data, the recipe, the hardware or ``out`` cannot be used, or another process trains in ``out``.
    L4SError
        The disk is full (the last complete checkpoint stays), memory ran out at a batch of one.
    Cancelled
        ``progress.check()`` said so; the last check stays and can be resumed.
    """
    progress = progress or Silent()
    hardware = hardware or Hardware()
    hardware.check()
    if not is_main_process():
        return _train(recipe, data, out, resume, hardware, Silent())
    check_folder(out, resume)
    if not isinstance(data, Path):
        recipe = recipe.model_copy(update={"data": list(data)})  # so that the folder says what was trained on
    with claimed_folder(out, resume, progress), nothing_half_begun(out):
        return _train(recipe, data, out, resume, hardware, progress)


def finished_run(out: Path, recipe: Recipe, data_fingerprint: str | None = None) -> RunResult | None:
    """What a complete run in ``out`` gave, or None where there is none.

    Raises InputError when it is of another recipe, or of other patches than those of the fingerprint.
    """
    facts = read_facts(out)
    if "finished_utc" not in facts or not all((out / name).is_file() for name in ("best.safetensors", LAST)):
        return None
    if recipe_fingerprint(load_recipe(out)) != recipe_fingerprint(recipe):
        raise other_recipe(out, recipe)
    if data_fingerprint not in (None, facts["data_fingerprint"]):
        raise InputError(f"The run in {out} was made with other patches than those given now; use a new --out.")
    best = facts["best"]
    return RunResult(out, best, int(facts["steps"]), float(facts["seconds"]), verdict(best))


def _train(
    recipe: Recipe, data: Path | Sequence[PatchSource], out: Path, resume: bool, hardware: Hardware, progress: Progress
) -> RunResult:
    last = out / LAST
    prepared = prepare(recipe, data, progress)
    resumed = resume and last.is_file()
    net = _network(recipe, prepared, resumed=resumed)
    if not hardware.cuda and hardware.precision(recipe.train) == "bf16":
        keep_depthwise_fp32(net)
    started = _started(recipe, net, out, resumed)
    average = None if recipe.train.average is None else WeightAverage(net, recipe.train.average)
    stages = recipe.stage_recipes()
    counters, optimiser_state = Counters(), None
    fingerprint = recipe_fingerprint(recipe)
    if resumed:
        state, optimiser_state, counters, of_recipe, of_data = load_state(last)
        if of_recipe != fingerprint:
            raise other_recipe(out, recipe)
        if of_data != prepared.fingerprint:
            raise InputError(
                f"The run in {out} was made with other patches than those in {prepared.place}; use a new --out."
            )
        if counters.finished and (done := finished_run(out, recipe)):
            progress.message(f"The run in {out} is complete: there is nothing left to train.")
            return done
        load_both(state, net, average)
        where = f" in stage {counters.stage + 1} of {len(stages)}" if 1 < len(stages) > counters.stage else ""
        progress.message(f"Going on after step {counters.step}{where}.")
    elif resume and (out / "recipe.yaml").is_file():
        if recipe_fingerprint(load_recipe(out)) != fingerprint:
            raise other_recipe(out, recipe)
        progress.message(f"The run in {out} was stopped before its first check; it starts again from step 0.")
    if is_main_process():
        start_folder(out, recipe, prepared, counters, net, hardware)
        if started is not None:
            add_facts(out, {"started_from": started.facts()})
    _announce(recipe, prepared, net, hardware, progress)
    if started is not None and not resumed:
        progress.message(started.sentence())

    soft = _taught(recipe, prepared, out, hardware, progress)

    def save(optimiser: dict[str, Any] | None) -> None:
        save_state(last, with_average(net, average), optimiser, counters, fingerprint, prepared.fingerprint)

    teacher = None if soft is None else soft.teacher
    save_best = best_writer(recipe, prepared, net if average is None else average.net, out, started, teacher)
    run = Run(out, prepared, net, counters, hardware, progress, len(stages), save_best, save, average, soft)
    while counters.stage < len(stages):
        stage, staged = stages[counters.stage]
        try:
            fit_within_memory(run, stage, staged, optimiser_state)
        except (Cancelled, KeyboardInterrupt) as error:
            raise Cancelled(_where_it_stopped(out, counters)) from error
        counters.stage += 1
        counters.check = 0
        counters.stopping = {}
        optimiser_state = None
        counters.finished = counters.stage == len(stages)
        if is_main_process():
            save(None)
    warnings = verdict(counters.best)
    for sentence in warnings:
        progress.message(f"Warning: {sentence}")
    if is_main_process():
        try:
            finish(out, prepared, counters, hardware, progress, warnings)
            shutil.rmtree(out / FOLDER, ignore_errors=True)
        except (Cancelled, KeyboardInterrupt) as error:
            raise Cancelled(
                f"Stopped while drawing; {out} holds the trained weights, --resume draws what is missing."
            ) from error
    return RunResult(out, counters.best, counters.step, counters.seconds, warnings)


def _announce(
    recipe: Recipe, prepared: TrainingData, net: LandslideNetwork, hardware: Hardware, progress: Progress
) -> None:
    progress.message(f"Device: {hardware.words()}, {hardware.precision_words(recipe.train)}.")
    if net.weights_report is not None:
        progress.message(net.weights_report.sentence())
    progress.message(
        f"{plural(len(prepared.train), 'patch', 'patches')} to train on, {len(prepared.validation)} to validate, "
        f"{0 if prepared.test is None else len(prepared.test)} kept for the test."
    )
    for words in prepared.set_words():
        progress.message(words)
    if said := unknown_level(recipe, prepared.levels):
        progress.message(f"Warning: {said}")


def _where_it_stopped(out: Path, counters: Counters) -> str:
    if not (out / LAST).is_file():
        return f"Stopped before the first check, so {out} holds no weights yet; --resume starts it again from step 0."
    return f"Stopped; {out} holds the run up to step {counters.step}, --resume goes on."


def _started(recipe: Recipe, net: LandslideNetwork, out: Path, resumed: bool) -> StartReport | None:
    """Fill ``net`` from the recipe's ``start``; a resumed run has its own weights and only remembers where from."""
    if recipe.start is None:
        return None
    if resumed and (known := read_facts(out).get("started_from")):
        return StartReport.of_facts(known)
    return warm_start(net, Path(recipe.start))


def _taught(
    recipe: Recipe, prepared: TrainingData, out: Path, hardware: Hardware, progress: Progress
) -> SoftLabels | None:
    """What the recipe's teacher says of the training patches."""
    if recipe.distil is None:
        return None
    known = read_facts(out).get("teacher")
    found = soft_labels(prepared.train, recipe.distil, out, cuda=hardware.cuda, progress=progress, known=known)
    if is_main_process() and known is None:
        add_facts(out, {"teacher": found.teacher.facts()})
    return found


def _network(recipe: Recipe, prepared: TrainingData, *, resumed: bool) -> LandslideNetwork:
    torch.manual_seed(recipe.train.seed)
    net = build_network(recipe.network_spec(len(prepared.domains)), initial_weights=not resumed)
    if recipe.network.pca:
        axes, mean = principal_axes(prepared.train, prepared.normaliser, recipe.network.pca, recipe.train.seed)
        net.set_projection(torch.from_numpy(axes), torch.from_numpy(mean))
    return net
