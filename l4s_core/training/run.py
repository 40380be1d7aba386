"""A training run from beginning to end, or from where it was stopped."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import torch

from l4s_core.base.errors import Cancelled, InputError, L4SError
from l4s_core.base.partial import partial_folder
from l4s_core.base.progress import Progress, Silent
from l4s_core.base.words import plural
from l4s_core.inference.card import ModelCard, PatchPrints
from l4s_core.inference.checkpoint import save_checkpoint
from l4s_core.networks.registry import build_network
from l4s_core.networks.wrapper import LandslideNetwork
from l4s_core.training.callbacks import Numbers, read_rows, write_rows
from l4s_core.training.card import run_card, training_prints, unknown_level
from l4s_core.training.facts import read_facts, run_facts
from l4s_core.training.fit import Run, fit_stage
from l4s_core.training.folder import LAST, check_folder, claimed_folder, nothing_half_begun
from l4s_core.training.hardware import Hardware, is_main_process
from l4s_core.training.labels import verdict
from l4s_core.training.prepare import Prepared, prepare, principal_axes, split_ids
from l4s_core.training.receptive_field import receptive_field_px
from l4s_core.training.recipes.files import dump_recipe, load_recipe
from l4s_core.training.recipes.recipe import Recipe, Stage
from l4s_core.training.recipes.same_recipe import other_recipe, recipe_fingerprint
from l4s_core.training.state import Counters, load_state, save_state


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
    data: Path,
    out: Path,
    *,
    resume: bool = False,
    hardware: Hardware | None = None,
    progress: Progress | None = None,
) -> RunResult:
    """Train what the recipe says on the patches in ``data``; everything is written to the folder ``out``.

    Parameters
    ----------
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


def _train(recipe: Recipe, data: Path, out: Path, resume: bool, hardware: Hardware, progress: Progress) -> RunResult:
    last = out / LAST
    prepared = prepare(recipe, data, progress)
    resumed = resume and last.is_file()
    net = _network(recipe, prepared, resumed=resumed)
    stages = recipe.stage_recipes()
    counters, optimiser_state = Counters(), None
    fingerprint = recipe_fingerprint(recipe)
    if resumed:
        state, optimiser_state, counters, of_recipe, of_data = load_state(last)
        if of_recipe != fingerprint:
            raise other_recipe(out, recipe)
        if of_data != prepared.fingerprint:
            raise InputError(f"The run in {out} was made with other patches than those in {data}; use a new --out.")
        if counters.finished and (done := finished_run(out, recipe)):
            progress.message(f"The run in {out} is complete: there is nothing left to train.")
            return done
        net.load_state_dict(state)
        where = f" in stage {counters.stage + 1} of {len(stages)}" if 1 < len(stages) > counters.stage else ""
        progress.message(f"Going on after step {counters.step}{where}.")
    elif resume and (out / "recipe.yaml").is_file():
        if recipe_fingerprint(load_recipe(out)) != fingerprint:
            raise other_recipe(out, recipe)
        progress.message(f"The run in {out} was stopped before its first check; it starts again from step 0.")
    if is_main_process():
        _start_folder(out, recipe, prepared, data, counters, net, hardware)
    _announce(recipe, prepared, net, hardware, progress)

    def save(optimiser: dict[str, Any] | None) -> None:
        save_state(last, net.state_dict(), optimiser, counters, fingerprint, prepared.fingerprint)

    save_best = _best_writer(recipe, prepared, net, out)
    run = Run(out, prepared, net, counters, hardware, progress, len(stages), save_best, save)
    while counters.stage < len(stages):
        stage, staged = stages[counters.stage]
        try:
            _fit_within_memory(run, stage, staged, optimiser_state)
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
        from l4s_core.training.finish import finish

        try:
            finish(out, prepared, counters, hardware, progress, warnings)
        except (Cancelled, KeyboardInterrupt) as error:
            raise Cancelled(
                f"Stopped while drawing; {out} holds the trained weights, --resume draws what is missing."
            ) from error
    return RunResult(out, counters.best, counters.step, counters.seconds, warnings)


def _announce(
    recipe: Recipe, prepared: Prepared, net: LandslideNetwork, hardware: Hardware, progress: Progress
) -> None:
    progress.message(f"Device: {hardware.words()}, {hardware.precision_words(recipe.train)}.")
    if net.weights_report is not None:
        progress.message(net.weights_report.sentence())
    progress.message(
        f"{plural(len(prepared.train), 'patch', 'patches')} to train on, {len(prepared.validation)} to validate, "
        f"{0 if prepared.test is None else len(prepared.test)} kept for the test."
    )
    if said := unknown_level(recipe, prepared.train.level):
        progress.message(f"Warning: {said}")


def _where_it_stopped(out: Path, counters: Counters) -> str:
    if not (out / LAST).is_file():
        return f"Stopped before the first check, so {out} holds no weights yet; --resume starts it again from step 0."
    return f"Stopped; {out} holds the run up to step {counters.step}, --resume goes on."


def _fit_within_memory(run: Run, stage: Stage, recipe: Recipe, optimiser_state: dict[str, Any] | None) -> None:
    """`fit_stage`, and again with half the batch and twice the accumulation whenever memory runs out.

    The network goes back to the last check first: a step that failed half-way has changed its batch statistics.
    """
    net, counters = run.net, run.counters
    while True:
        begin = {name: value.detach().to("cpu", copy=True) for name, value in net.state_dict().items()}
        before = counters.check
        try:
            fit_stage(run, stage, recipe, optimiser_state)
            return
        except ValueError as error:
            if "more than 1 value per channel" not in str(error):  # torch's words in batch normalisation
                raise
            raise InputError(
                f"{recipe.network.name} cannot train on a batch of {recipe.train.batch // counters.divide}: its batch "
                "statistics are of one value; take a larger batch."
            ) from error
        except torch.OutOfMemoryError as error:
            batch = recipe.train.batch
            # by a number that divides the batch, so that a step still sees the same patches of the stream
            divide = next((d for d in range(counters.divide * 2, batch + 1) if batch % d == 0), None)
            if divide is None or run.hardware.processes > 1:
                raise L4SError(
                    f"The device ran out of memory with a batch of {batch // counters.divide}; take a smaller network "
                    "or a smaller --batch, and a new --out, because a run goes on with its own recipe only."
                ) from error
            run.progress.message(
                f"Out of memory with a batch of {batch // counters.divide}: going on with {batch // divide}, gradients "
                f"of {divide * recipe.train.accumulate} batches accumulated."
            )
            counters.divide = divide
        torch.cuda.empty_cache()
        last = run.out / LAST
        if counters.check > before and last.is_file():
            state, optimiser_state, saved, _, _ = load_state(last)
            net.load_state_dict(state)
            counters.check, counters.step, counters.best = saved.check, saved.step, saved.best
            counters.stopping, counters.scaler = saved.stopping, saved.scaler
        else:
            net.load_state_dict(begin)


def _network(recipe: Recipe, prepared: Prepared, *, resumed: bool) -> LandslideNetwork:
    torch.manual_seed(recipe.train.seed)
    net = build_network(recipe.network_spec(len(prepared.domains)), initial_weights=not resumed)
    if recipe.network.pca:
        axes, mean = principal_axes(prepared.train, prepared.normaliser, recipe.network.pca, recipe.train.seed)
        net.set_projection(torch.from_numpy(axes), torch.from_numpy(mean))
    return net


def _start_folder(
    out: Path,
    recipe: Recipe,
    prepared: Prepared,
    data: Path,
    counters: Counters,
    net: LandslideNetwork,
    hardware: Hardware,
) -> None:
    """``recipe.yaml``, ``split.json``, ``run.json``; rows of ``metrics.csv`` after the state are of a lost part."""
    out.mkdir(parents=True, exist_ok=True)
    texts = {
        "recipe.yaml": dump_recipe(recipe),
        "split.json": json.dumps(split_ids(prepared)),
    }
    if not (out / "run.json").is_file():  # a resumed run keeps what is known of its beginning
        texts["run.json"] = json.dumps(run_facts(recipe, prepared, data, net, hardware), indent=1)
    for name, text in texts.items():
        with partial_folder(out / name) as folder:
            (folder / name).write_text(text, encoding="utf-8")
    rows = read_rows(out / "metrics.csv")
    kept = [row for row in rows if int(row["step"]) <= counters.step]
    if len(kept) < len(rows):
        write_rows(out / "metrics.csv", list(kept))


def _best_writer(recipe: Recipe, prepared: Prepared, net: LandslideNetwork, out: Path) -> Callable[[Numbers], None]:
    """Writes ``best.safetensors`` with its card. What is slow is measured once, at the first call."""

    @cache
    def measured() -> tuple[int, PatchPrints]:
        return receptive_field_px(net, max(prepared.train.shape)), training_prints(prepared.train)

    def write(scores: Numbers) -> None:
        receptive_field, prints = measured()
        card: ModelCard = run_card(
            recipe,
            run_name=out.resolve().name,
            normalisation=prepared.normalisation,
            level=prepared.train.level,
            patch_px=prepared.train.shape[0],
            size_multiple=net.size_multiple,
            receptive_field_px=receptive_field,
            training_data=prepared.words,
            scores=scores,
            fixed_size=net.fixed_size,
            domains=prepared.domains,
            trained_on=prints,
        )
        shares = {
            f"validation share {what}": round(scores[key], 4)
            for what, key in (("marked", "marked"), ("of landslides", "landslide"))
            if key in scores
        }
        card = card.model_copy(update={"figures": card.figures | shares})
        save_checkpoint(net, card, out / "best.safetensors")

    return write
