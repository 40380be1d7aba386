"""Scores of a model on labelled patches."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timezone
from typing import Literal

import numpy as np

from l4s_core._version import read_version
from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress, Silent
from l4s_core.base.resampling import percentile_interval
from l4s_core.inference.protocol import Model
from l4s_core.patches.types import PatchKey, PatchSet
from l4s_core.scoring.calibration import ProbabilityHistogram
from l4s_core.scoring.confusion import GRID, ConfusionTable, Counts, best_threshold, score_arrays
from l4s_core.scoring.interval import bootstrap_scores, group_counts
from l4s_core.scoring.notes import notes_on, trained_on_note
from l4s_core.scoring.predict import Statistics, predict_patches
from l4s_core.scoring.trained_on import TrainedOn
from l4s_core.scoring.types import (
    Best,
    Calibration,
    Curve,
    Data,
    Evaluated,
    Evaluation,
    Interval,
    Pixels,
    Region,
    ScoreRow,
    ThresholdFrom,
    Unit,
)

__all__ = ["evaluate", "predict_patches"]

CONFIDENCE = 0.95


def evaluate(
    model: Model,
    patches: PatchSet,
    *,
    threshold: float | Literal["best"] | None = None,
    batch: int = 16,
    bootstrap: int = 2000,
    seed: int = 0,
    progress: Progress | None = None,
    split: str = "all",
    trained_on: Collection[int] | None = None,
    statistics: Statistics | None = None,
    notes: Sequence[str] = (),
) -> Evaluation:
    """Score a model on labelled patches: micro over all pixels, per region, with intervals, curves and calibration.

    Every pixel of every patch counts alike, those of patches without any landslide too; pixels labelled 255 do not.

    Parameters
    ----------
    threshold : probability from which a pixel is landslide, above 0 and below 1; None takes the model's own, "best" the
        one with the highest F1 on these very patches, which is then flagged as optimistic.
    batch : patches per run of the model.
    bootstrap, seed : number of resampled splits for the intervals (0 for none) and the seed they are drawn with.
    split : name of what ``patches`` are, for the record.
    trained_on : ids of patches that the model was trained on, where the record of its run tells them. Patches are known
        again by the prints in the model's card as well, and by these alone where the card has them.
    statistics, progress : as in `predict_patches`.
    notes : sentences to put before the evaluation's own.

    Raises
    ------
    InputError : no patches, no labels, or a channel that the model needs is missing.
    """
    progress = progress or Silent()
    if not len(patches):
        raise InputError(f"There are no patches to score in {patches.source} (split: {split}); choose others.")
    if not patches.has_masks:
        raise InputError(
            f"The patches in {patches.source} have no masks, so nothing can be scored; give labelled ones."
        )
    given = threshold if isinstance(threshold, float | int) else model.card.threshold
    if not 0 < given < 1:
        raise InputError(f"A threshold must be above 0 and below 1, not {given}.")
    trained = TrainedOn(model.card.trained_on, trained_on)
    table, histogram = ConfusionTable({*GRID, model.card.threshold, given}), ProbabilityHistogram()
    with_landslide = 0
    for patch, probability in predict_patches(model, patches, progress, batch=batch, statistics=statistics):
        if patch.mask is None:
            raise InputError(f"Patch {patch.key.id} in {patches.source} has no mask; give labelled patches.")
        table.add(probability, patch.mask)
        histogram.add(probability, patch.mask)
        with_landslide += bool((patch.mask == 1).any())
        trained.count(patch, patches.channels)
    curve = table.totals()
    best = best_threshold(table.thresholds, curve)
    chosen, source = _chosen_threshold(threshold, model, best)
    counts = table.per_patch(chosen)
    progress.stage("intervals")
    total = _row(counts)
    found = Evaluation(
        l4s_version=read_version(),
        created_utc=datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        model=Evaluated(
            id=model.card.id,
            title=model.card.title,
            sha256=model.sha256,
            threshold=model.card.threshold,
            training_data=model.card.training_data,
            device=model.device,
        ),
        data=Data(
            source=str(patches.source),
            channels=list(patches.channels),
            absolute_scale=patches.absolute_scale,
            split=split,
            patches=len(patches),
            patches_with_landslide=with_landslide,
            trained_on=trained.seen,
            trained_on_known=trained.known,
        ),
        pixels=Pixels(
            scored=int(counts.sum()),
            ignored=sum(table.ignored),
            unobserved=sum(table.unobserved),
            landslide=total.tp + total.fn,
        ),
        threshold=chosen,
        threshold_from=source,
        optimistic=source == "chosen on this split",
        scores=total,
        intervals=_intervals(counts, patches.keys, bootstrap, seed, progress),
        regions=_regions(counts, patches.keys, bootstrap, seed, progress),
        average_precision=histogram.average_precision(),
        best=None if best is None else Best(threshold=best, f1=_f1_at(table, curve, best)),
        curve=_curve(table, curve),
        calibration=_calibration(histogram),
        notes=list(notes),
    )
    if trained.seen:
        progress.message(trained_on_note(trained.seen, len(patches), split))
    return found.model_copy(update={"notes": [*found.notes, *notes_on(found, model.card)]})


def _chosen_threshold(
    asked: float | Literal["best"] | None, model: Model, best: float | None
) -> tuple[float, ThresholdFrom]:
    if asked is None:
        return model.card.threshold, "model"
    if asked == "best":
        if best is None:
            raise InputError("No threshold finds any landslide in these patches, so there is no best one to choose.")
        return best, "chosen on this split"
    return float(asked), "given"


def _row(counts: Counts) -> ScoreRow:
    tp, fp, fn, tn = (int(n) for n in counts.sum(axis=0))
    return ScoreRow.of(tp, fp, fn, tn)


def _regions(
    counts: Counts, keys: Sequence[PatchKey], bootstrap: int, seed: int, progress: Progress
) -> dict[str, Region]:
    found: dict[str, Region] = {}
    for domain in dict.fromkeys(key.domain for key in keys):
        index = [k for k, key in enumerate(keys) if key.domain == domain]
        own = counts[index]
        found[domain] = Region(
            patches=len(index),
            scores=_row(own),
            intervals=_intervals(own, [keys[k] for k in index], bootstrap, seed, progress),
        )
    return found


def _intervals(
    counts: Counts, keys: Sequence[PatchKey], bootstrap: int, seed: int, progress: Progress
) -> list[Interval]:
    """By patches, and by blocks where every patch names its own. One unit alone says nothing about others."""
    if not bootstrap:
        return []
    units: list[tuple[Unit, Counts]] = [("patch", counts)]
    if all(key.block is not None for key in keys):
        units.append(("block", group_counts(counts, [(key.domain, key.block) for key in keys])))
    found = []
    for unit, grouped in units:
        progress.check()
        if len(grouped) < 2:
            continue
        draws = bootstrap_scores(grouped, bootstrap, seed)
        precision, recall, f1, iou = percentile_interval(draws, CONFIDENCE)
        found.append(
            Interval(
                unit=unit,
                units=len(grouped),
                resamples=bootstrap,
                confidence=CONFIDENCE,
                seed=seed,
                undefined=int(np.isnan(draws[:, 2]).sum()),
                precision=precision,
                recall=recall,
                f1=f1,
                iou=iou,
            )
        )
    return found


def _curve(table: ConfusionTable, totals: Counts) -> Curve:
    columns = [[None if np.isnan(v) else float(v) for v in column] for column in score_arrays(totals).T]
    precision, recall, f1, iou = columns
    return Curve(threshold=[float(t) for t in table.thresholds], precision=precision, recall=recall, f1=f1, iou=iou)


def _f1_at(table: ConfusionTable, totals: Counts, threshold: float) -> float:
    return float(score_arrays(totals[table.index(threshold)])[2])


def _calibration(histogram: ProbabilityHistogram) -> Calibration:
    pixels, probability, share = histogram.reliability()
    return Calibration(
        expected_calibration_error=histogram.expected_calibration_error(),
        brier=histogram.brier(),
        bin_pixels=[int(n) for n in pixels],
        bin_probability=[None if np.isnan(v) else float(v) for v in probability],
        bin_landslide_share=[None if np.isnan(v) else float(v) for v in share],
    )
