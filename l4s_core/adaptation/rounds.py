"""The rounds of an adaptation: each in a folder of its own, the finished ones never repeated."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from l4s_core.adaptation.measure import collapsed, drifted, pseudo_facts, score, summary
from l4s_core.adaptation.members import SHORT_STEPS
from l4s_core.adaptation.predict import mean_probability, read_stack, save_stack, stacked
from l4s_core.adaptation.pseudo import write_pseudo
from l4s_core.adaptation.target import Target
from l4s_core.adaptation.types import AdaptOptions, Member, Method, RoundRecord, RoundResult, Summary
from l4s_core.base.errors import InputError
from l4s_core.base.partial import partial_folder
from l4s_core.base.progress import Progress
from l4s_core.inference.checkpoint import read_header
from l4s_core.inference.open import BEST, open_model
from l4s_core.patches.fileset import FilePatchSet
from l4s_core.patches.mixture import PatchSource
from l4s_core.training.hardware import Hardware
from l4s_core.training.recipes.files import apply_overrides, make_recipe
from l4s_core.training.recipes.recipe import Recipe
from l4s_core.training.run import train
from l4s_core.training.run_folder import read_facts

SOURCE, RECORD, PSEUDO = "source", "round.json", "pseudo"
SOURCE_DOMAIN, TARGET_DOMAIN = "source", "target"
_LOOKS = 500  # steps between two looks at the validation patches of the source, in a long training


@dataclass(frozen=True)
class Setup:
    """What all rounds share. ``source_share``: of landslide in the labels of the source, None without one. ``labels``:
    patches that are scored and nothing else."""

    run: Path
    source: Path | None
    target: Target
    options: AdaptOptions
    members: tuple[Member, ...]
    hardware: Hardware
    progress: Progress
    source_share: float | None
    labels: FilePatchSet | None = None
    labels_are_target: bool = False


@dataclass(frozen=True)
class Round:
    """What a method is given for one round.

    Attributes
    ----------
    number : from 1. ``rounds`` : how many there are to be. ``folder`` : ``RUN/round_K``.
    models : those that the round before ended with; ``first`` those of round 0.
    probability : (patches, rows, cols) float32, their mean over the target, NaN where it was not observed.
    threshold : from which a pixel is landslide, theirs; ``first_threshold`` that of round 0.
    before : folder of the round before, None in the first.
    """

    setup: Setup
    number: int
    rounds: int
    folder: Path
    models: tuple[Path, ...]
    first: tuple[Path, ...]
    probability: npt.NDArray[np.float32]
    threshold: float
    first_threshold: float
    before: Path | None

    def first_probability(self) -> npt.NDArray[np.float32]:
        """(patches, rows, cols) float32 of round 0: what the source model says of the target."""
        return read_stack(self.setup.run / "round_0")

    def pseudo(self, masks: npt.NDArray[np.uint8], *, domain: str | None = None) -> Path:
        """The target with these labels, as the folder ``pseudo`` of the round.

        Raises InputError where they show no landslide, or nothing else: there is nothing to learn then.
        """
        if not (masks == 1).any() or not (masks == 0).any():
            lacks = "landslide" if not (masks == 1).any() else "background"
            raise NothingToLearn(
                f"Of no pixel of the target is the model as sure as the method wants that it is {lacks}"
            )
        folder = self.folder / PSEUDO
        if not folder.is_dir():
            write_pseudo(folder, self.setup.target, masks, domain)
        return folder

    def student(
        self,
        member: Member,
        pseudo: Path,
        *,
        start: Path | None,
        name: str = "student",
        target_share: float | None = None,
        one_source: bool = False,
        **changes: Any,
    ) -> Path:
        """Train a student on the source and the pseudo-labelled target, and give its best weights.

        Parameters
        ----------
        start : weights to go on from; None begins as the recipe says.
        target_share : of the samples; None is that of the options.
        one_source : the source counts as one domain, for statistics that are kept apart by domain.
        changes : keys of `student_recipe`.
        """
        setup = self.setup
        if member.recipe is None or setup.source is None:
            raise InputError(f"{member.name} cannot be trained: it has no recipe or there is no --source.")
        share = setup.options.target_share if target_share is None else target_share
        domain = SOURCE_DOMAIN if one_source and member.recipe.split.by != "region" else None
        recipe = student_recipe(
            member.recipe, setup, start=start, seed=setup.options.seed + 1000 * self.number, **changes
        )
        data = [
            PatchSource(path=str(setup.source), weight=1 - share, domain=domain),
            PatchSource(path=str(pseudo), weight=share, only="train"),
        ]
        out = self.folder / name
        setup.progress.message(f"Round {self.number}: training {member.name} on the source and the labelled target.")
        train(recipe, data, out, resume=True, hardware=setup.hardware, progress=setup.progress)
        return out / BEST


class NothingToLearn(InputError):
    """The pseudo-labels are of one class only."""


def student_recipe(
    recipe: Recipe,
    setup: Setup,
    *,
    start: Path | None,
    seed: int,
    steps: int | None = 500,
    lr_factor: float = 0.3,
    early_stop: bool = False,
    **changes: Any,
) -> Recipe:
    """What a student follows: the recipe of its network, shorter, from weights that there are.

    Parameters
    ----------
    steps : where the options name none; None is the recipe's own length.
    lr_factor : what the recipe's learning rate is multiplied by, where the student goes on from weights.
    early_stop : look at the validation patches of the source four times, and stop when F1 falls twice.
    changes : further keys of the recipe, such as ``normalisation``; those of ``--set`` go over all of it.
    """
    raw = recipe.model_dump(mode="json")
    if raw["stages"]:
        raw["loss"] = raw["stages"][-1]["loss"] or raw["loss"]
    raw |= {
        "stages": [],
        "data": [],
        "distil": None,  # a teacher that knows the source would speak against the pseudo-labels
        "start": None if start is None else str(start.resolve()),
        **changes,
    }
    levels, level = raw["levels"], setup.target.patches.level
    if levels is not None and level is not None and level not in levels:
        raw["levels"] = sorted([*levels, level])
    options = raw["train"]
    options["seed"] = seed
    length = setup.options.steps or steps
    if length is not None:
        options |= {"steps": length, "epochs": None, "patience": None, "check_every": min(length, _LOOKS)}
        if early_stop:
            options |= {"check_every": max(1, length // 4), "patience": 2}
        if length < SHORT_STEPS:
            options["average"] = None
    if start is not None:
        raw["optimiser"]["lr"] *= lr_factor
        raw["schedule"] = {"kind": "poly", "power": 0.9}
        raw["network"]["weights"] = "none"
    return make_recipe(apply_overrides(raw, setup.options.overrides), recipe.name, setup.options.overrides)


def run_rounds(setup: Setup, method: Method) -> list[RoundRecord]:
    """All rounds, or those that are left. A collapsed one ends them."""
    records = [_first(setup)]
    wanted = setup.options.rounds or method.rounds
    first = tuple(_first_models(setup))
    threshold = records[0].summary.threshold
    before_mask = read_stack(setup.run / "round_0") >= np.float32(threshold)
    for number in range(1, wanted + 1):
        folder = setup.run / f"round_{number}"
        if (done := read_record(folder)) is None:
            folder.mkdir(exist_ok=True)
            done = _next(setup, method, folder, wanted, records, first, before_mask)
        records.append(done)
        if done.collapsed:
            break
    return records


def _first_models(setup: Setup) -> list[Path]:
    """Those of round 0, in the order of the members: where they were given now, or trained on the source."""
    return [
        member.model or setup.run / SOURCE / member.name / BEST for member in setup.members if member.from_round == 1
    ]


def _first(setup: Setup) -> RoundRecord:
    folder = setup.run / "round_0"
    if (done := read_record(folder)) is not None:
        return done
    folder.mkdir(exist_ok=True)
    began = time.monotonic()
    for member in setup.members:
        if member.from_round > 1 or member.model is not None:
            continue
        if setup.source is None or member.recipe is None:
            raise InputError("A recipe is first trained on a source; give one with --source.")
        setup.progress.message(f"Training {member.name} on the source.")
        out = setup.run / SOURCE / member.name
        data = [PatchSource(path=str(setup.source))]
        one = member.recipe.network.cross_sensor_norm and member.recipe.split.by != "region"
        if one:
            data = [PatchSource(path=str(setup.source), domain=SOURCE_DOMAIN)]
        train(
            member.recipe, data if one else setup.source, out,
            resume=True, hardware=setup.hardware, progress=setup.progress,
        )  # fmt: skip
    return _recorded(setup, folder, 0, _first_models(setup), None, {}, None, began)


def _next(
    setup: Setup,
    method: Method,
    folder: Path,
    rounds: int,
    records: Sequence[RoundRecord],
    first: tuple[Path, ...],
    before_mask: npt.NDArray[np.bool_],
) -> RoundRecord:
    began, last = time.monotonic(), records[-1]
    previous = setup.run / f"round_{last.number}"
    one = Round(
        setup=setup,
        number=last.number + 1,
        rounds=rounds,
        folder=folder,
        models=tuple(setup.run / name for name in last.models) if last.number else first,
        first=first,
        probability=read_stack(previous),
        threshold=last.summary.threshold,
        first_threshold=records[0].summary.threshold,
        before=previous if last.number else None,
    )
    try:
        done = method.run(one)
    except NothingToLearn as error:
        # the round's prediction is that of the models before it
        record = replace(
            last, number=one.number, pseudo=None, facts={}, collapsed=[f"{error}: nothing can be learned."]
        )
        write_record(folder, record)
        return record
    return _recorded(setup, folder, one.number, done.models, done, done.facts, (records[0].summary, before_mask), began)


def _recorded(
    setup: Setup,
    folder: Path,
    number: int,
    models: Sequence[Path],
    done: RoundResult | None,
    facts: dict[str, Any],
    before: tuple[Summary, npt.NDArray[np.bool_]] | None,
    began: float,
) -> RoundRecord:
    """Predict the target with what a round gave, measure, and write the record, which ends the round."""
    setup.progress.message(f"Round {number}: what is found in the target now." if number else "Looking at the target.")
    device = setup.hardware.device
    probability, threshold = mean_probability(models, setup.target.patches, setup.progress, device=device)
    if (hidden := setup.target.hidden()) is not None:
        probability[hidden] = np.nan
    save_stack(folder, probability)
    after = summary(probability, threshold, None if before is None else before[1])
    wrong: list[str] = []
    pseudo = None if done is None or done.pseudo is None else pseudo_facts(done.pseudo)
    if before is not None:
        if pseudo is not None:
            wrong += collapsed(pseudo["landslide_share"], before[0], setup.source_share, "The pseudo-labels")
        wrong += collapsed(after.share, before[0], setup.source_share, "The predictions of the adapted model")
        wrong += drifted(after)
    record = RoundRecord(
        number=number,
        models=[_relative(path, setup.run) for path in models],
        sha256=[open_sha256(path) for path in models],
        summary=after,
        pseudo=pseudo,
        scores=_scores(setup, models, probability, threshold),
        facts=facts,
        collapsed=wrong,
        seconds=round(time.monotonic() - began, 1),
    )
    write_record(folder, record)
    return record


def _scores(
    setup: Setup, models: Sequence[Path], probability: npt.NDArray[np.float32], threshold: float
) -> dict[str, float | None] | None:
    labels = setup.labels
    if labels is None:
        return None
    if not setup.labels_are_target:
        device = setup.hardware.device
        probability = np.mean([stacked(open_model(m, device), labels, setup.progress) for m in models], axis=0)
    masks = (labels.read(k).mask for k in range(len(labels)))
    return score(((p, mask) for p, mask in zip(probability, masks, strict=True) if mask is not None), threshold)


def validation_f1(model: Path) -> float:
    """F1 on the validation patches of the source, as the card has it; 0 where it has none."""
    return float(read_header(model).card.figures.get("validation f1", 0.0))


def open_sha256(path: Path) -> str:
    """Of the weights of a checkpoint, which do not change with the time at which they were written."""
    return read_header(path).card.weights_sha256


def _relative(path: Path, run: Path) -> str:
    return str(path.relative_to(run)) if path.is_relative_to(run) else str(path)


def write_record(folder: Path, record: RoundRecord) -> None:
    """``round.json``, the last file of a round."""
    with partial_folder(folder / RECORD) as made:
        (made / RECORD).write_text(json.dumps(asdict(record), indent=1), encoding="utf-8")


def read_record(folder: Path) -> RoundRecord | None:
    """The record of a finished round, None of another. Raises InputError where it is damaged."""
    path = folder / RECORD
    if not path.is_file():
        return None
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return RoundRecord(**raw | {"summary": Summary(**raw["summary"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise InputError(f"{path} is damaged ({error}); remove the folder of this round and resume.") from error


def steps_of(run: Path) -> int:
    """Optimiser steps that a finished training took."""
    return int(read_facts(run).get("steps", 0))
