"""A training run from beginning to end, or from where it was stopped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from l4s_core.errors import Cancelled, InputError, L4SError
from l4s_core.networks.checkpoint import save_checkpoint
from l4s_core.networks.registry import build_network
from l4s_core.networks.wrapper import LandslideNetwork
from l4s_core.partial import partial_folder
from l4s_core.predict.card import ModelCard
from l4s_core.progress import Progress, Silent
from l4s_core.training.callbacks import Numbers, read_rows, write_rows
from l4s_core.training.card import run_card
from l4s_core.training.facts import run_facts
from l4s_core.training.fit import Hardware, Run, fit_stage, is_main_process
from l4s_core.training.prepare import Prepared, prepare, principal_axes, split_ids
from l4s_core.training.receptive_field import receptive_field_px
from l4s_core.training.recipe import Recipe, Stage
from l4s_core.training.recipe_files import dump_recipe
from l4s_core.training.state import Counters, load_state, save_state

RESUME_IGNORES = {"workers"}  # of `TrainOptions`: what may differ between the parts of one run


@dataclass(frozen=True)
class RunResult:
    """``run``: the folder. ``best``: validation numbers of the weights in ``best.safetensors``. ``steps`` in all."""

    run: Path
    best: Numbers
    steps: int
    seconds: float


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
    resume : go on with the run in ``out`` from its last check; a fresh folder is started.
    hardware : where to run; None is the GPU if there is one, else the CPU.

    Raises
    ------
    InputError
        The data, the recipe or ``out`` cannot be used.
    L4SError
        The disk is full (the last complete checkpoint stays), memory ran out at a batch of one.
    Cancelled
        ``progress.check()`` said so; the last check stays and can be resumed.
    """
    progress = progress or Silent()
    hardware = hardware or Hardware()
    if not is_main_process():
        progress = Silent()
    hardware.check()
    last = out / "last.safetensors"
    _check_folder(out, resume)
    prepared = prepare(recipe, data, progress)
    fingerprint = recipe_fingerprint(recipe)
    resumed = resume and last.is_file()
    net = _network(recipe, prepared, resumed=resumed)
    counters, optimiser_state = Counters(), None
    if resumed:
        state, optimiser_state, counters, of_recipe, of_data = load_state(last)
        if of_recipe != fingerprint:
            raise InputError(
                f"The run in {out} was made with another recipe; see {out / 'recipe.yaml'}, or use a new --out."
            )
        if of_data != prepared.fingerprint:
            raise InputError(f"The run in {out} was made with other patches than those in {data}; use a new --out.")
        net.load_state_dict(state)
        progress.message(f"Going on after step {counters.step}.")
    if is_main_process():
        _start_folder(out, recipe, prepared, data, counters, net, hardware)
    progress.message(f"Device: {hardware.words()}.")
    if net.weights_report is not None:
        progress.message(net.weights_report.sentence())
    progress.message(
        f"{len(prepared.train)} patches to train on, {len(prepared.validation)} to validate, "
        f"{0 if prepared.test is None else len(prepared.test)} kept for the test."
    )

    def save(optimiser: dict[str, Any] | None) -> None:
        save_state(last, net.state_dict(), optimiser, counters, fingerprint, prepared.fingerprint)

    save_best = _best_writer(recipe, prepared, net, out)
    run = Run(out, prepared, net, counters, hardware, progress, save_best, save)
    stages = recipe.stage_recipes()
    while counters.stage < len(stages):
        stage, staged = stages[counters.stage]
        try:
            _fit_within_memory(run, stage, staged, optimiser_state)
        except Cancelled as error:
            raise Cancelled(f"Stopped; {out} holds the run up to step {counters.step}, --resume goes on.") from error
        counters.stage += 1
        counters.check = 0
        counters.stopping = {}
        optimiser_state = None
        counters.finished = counters.stage == len(stages)
        if is_main_process():
            save(None)
    if is_main_process():
        from l4s_core.training.finish import finish

        finish(out, prepared, counters, hardware, progress)
    return RunResult(out, counters.best, counters.step, counters.seconds)


def recipe_fingerprint(recipe: Recipe) -> str:
    """Changes when the recipe would train other weights."""
    fields = recipe.model_dump(mode="json", exclude={"summary", "paper", "notes"})
    for train_options in [fields["train"], *(stage["train"] for stage in fields["stages"] if stage["train"])]:
        for name in RESUME_IGNORES:
            train_options.pop(name, None)
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()


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
                    "The device ran out of memory with a batch of "
                    f"{batch // counters.divide}; take a smaller network or --set train.batch=..., then "
                    "--resume."
                ) from error
            run.progress.message(
                f"Out of memory with a batch of {batch // counters.divide}: going on with {batch // divide}, gradients "
                f"of {divide * recipe.train.accumulate} batches accumulated."
            )
            counters.divide = divide
        torch.cuda.empty_cache()
        last = run.out / "last.safetensors"
        if counters.check > before and last.is_file():
            state, optimiser_state, saved, _, _ = load_state(last)
            net.load_state_dict(state)
            counters.check, counters.step, counters.best = saved.check, saved.step, saved.best
            counters.stopping, counters.scaler = saved.stopping, saved.scaler
        else:
            net.load_state_dict(begin)


def _check_folder(out: Path, resume: bool) -> None:
    if out.exists() and not out.is_dir():
        raise InputError(f"{out} is a file; give a folder for the run.")
    if out.is_dir() and any(out.iterdir()) and not resume and is_main_process():
        raise InputError(f"{out} is not empty; say --resume to go on with the run in it, or use a new --out.")


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
    """Writes ``best.safetensors`` with its card. The receptive field is measured once, at the first call."""
    measured: list[int] = []

    def write(scores: Numbers) -> None:
        if not measured:
            measured.append(receptive_field_px(net, max(prepared.train.shape)))
        card: ModelCard = run_card(
            recipe,
            run_name=out.resolve().name,
            normalisation=prepared.normalisation,
            level=prepared.train.level,
            patch_px=prepared.train.shape[0],
            size_multiple=net.size_multiple,
            receptive_field_px=measured[0],
            training_data=prepared.words,
            scores=scores,
            fixed_size=net.fixed_size,
            domains=prepared.domains,
        )
        save_checkpoint(net, card, out / "best.safetensors")

    return write
