"""Pixels of corrected polygons and of the ground around them, with all that a model has to say of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress
from l4s_core.base.reasons import Reason
from l4s_core.detection.prepare import Prepared
from l4s_core.normalisation.normalise import Normaliser
from l4s_core.predict.windows import WindowPlan, pad_to_tile
from l4s_core.rasters.roi import ROI
from l4s_core.tuning.corrections import BAND, NOBODY, CorrectionsOnGrid
from l4s_core.tuning.types import UNSEEN, Samples, Tunable

POLYGON_PX = 200  # of each polygon, at most
AROUND_PX = 8000  # of ground that nobody decided on, all together
_KEPT = 2  # windows on which the tuned file is checked


@dataclass(frozen=True, eq=False)
class Sampled:
    """``samples``; ``seen``: (n, input channels, rows, cols) some of the windows; ``lost``: polygons of which no pixel
    was observed; ``windows``: how many were run."""

    samples: Samples
    seen: npt.NDArray[np.float32]
    lost: npt.NDArray[np.int64]
    windows: int


@dataclass(frozen=True)
class _Window:
    """A window at ``row``, ``col`` (may be negative); ``core``: the pixels that lie nearest to its middle."""

    row: int
    col: int
    clip: ROI
    core: ROI


def look_at_corrections(
    tunable: Tunable,
    prepared: Prepared,
    corrections: CorrectionsOnGrid,
    calibrated: tuple[float, float],
    progress: Progress,
) -> Sampled:
    """Run the model over the windows that hold corrections and take pixels of them.

    Each pixel is taken from the window in which it lies nearest to the middle. Of every polygon `POLYGON_PX` are drawn,
    and of the ground that nobody decided on `AROUND_PX`, the more the likelier it is by the model; what each stands for
    is its weight. What was not observed, or lies in the band around a polygon or in one that nobody decided on, is
    left out.

    Parameters
    ----------
    calibrated : slope and intercept by which the logit is calibrated.

    Raises
    ------
    InputError
        Nothing of the polygons was observed, or the model gives values that are no numbers.
    """
    stack, plan = prepared.target()
    normaliser = Normaliser(tunable.card, prepared.references)
    rng = np.random.default_rng(0)
    windows = [w for w in _windows(plan) if stack.wanted(w.clip) and (corrections.owners(w.core) != NOBODY).any()]
    progress.stage("looking at the corrections", len(windows))
    parts: list[Samples] = []
    seen: list[npt.NDArray[np.float32]] = []
    for window in windows:
        progress.check()
        raw, reasons = stack.read_observed(tunable.card.channels, window.clip)
        observed = reasons == Reason.OBSERVED
        inner = tuple(slice(c.start - w.start, c.stop - w.start) for c, w in zip(window.core, window.clip, strict=True))
        if observed[inner].any():
            piece = pad_to_tile(normaliser(raw, observed, window.clip), window.row, window.col, plan)
            if len(seen) < _KEPT:
                seen.append(piece)
            looked = tunable.look(piece[None])
            own = tuple(
                slice(c.start - start, c.stop - start)
                for c, start in zip(window.core, (window.row, window.col), strict=True)
            )
            logit = looked.logit[0][own].astype(np.float64)
            if not np.isfinite(logit).all():
                raise InputError(f"The model {tunable.card.id} gives values that are no numbers; get it again.")
            logit = calibrated[0] * logit + calibrated[1]
            owners = corrections.owners(window.core)
            free = (owners == NOBODY) & observed[inner] & ~corrections.undecided(window.core)
            owners[~observed[inner]] = BAND
            rows, cols, weight = _drawn(owners, free, logit, AROUND_PX / len(windows), rng)
            features = {name: values[0][:, own[0], own[1]][:, rows, cols].T for name, values in looked.features.items()}
            polygon = np.where(owners[rows, cols] >= 0, owners[rows, cols], -1).astype(np.int64)
            label = np.where(polygon >= 0, corrections.corrections.verdicts[polygon], UNSEEN).astype(np.uint8)
            parts.append(
                Samples(
                    logit[rows, cols],
                    features,
                    label,
                    polygon,
                    weight,
                    _places(stack.grid, window.core, rows, cols),
                )
            )
        progress.advance()
    samples = _joined(parts)
    there = np.unique(samples.polygon[samples.polygon >= 0]) if samples is not None else np.zeros(0, np.int64)
    if samples is None or not there.size:
        raise InputError(
            f"Nothing of the polygons in {corrections.corrections.path} was observed in the scene (outside, clouds, no "
            "data); give the scene in which they were reviewed."
        )
    lost = np.setdiff1d(np.arange(len(corrections.corrections)), there)
    return Sampled(_thinned(samples, rng), np.stack(seen), lost, len(windows))


def _windows(plan: WindowPlan) -> Iterator[_Window]:
    margin = plan.overlap // 2
    for row in plan.row_starts():
        for col in plan.col_starts():
            rows, cols = (
                slice(max(start + margin, 0), min(start + margin + plan.stride, length))
                for start, length in zip((row, col), plan.shape, strict=True)
            )
            if rows.start < rows.stop and cols.start < cols.stop:
                yield _Window(row, col, plan.clip(row, col), (rows, cols))


def _drawn(
    owners: npt.NDArray[np.int32],
    free: npt.NDArray[np.bool_],
    logit: npt.NDArray[np.float64],
    around: float,
    rng: np.random.Generator,
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.float64]]:
    """Rows, columns and weights of the pixels of a window that are taken; those of polygons all, see `_thinned`."""
    inside = np.flatnonzero(owners.ravel() >= 0)
    index, weight = [inside], [np.ones(inside.size)]
    unsure = logit.ravel() > -4.0
    for stratum, share in ((free.ravel() & unsure, 0.6), (free.ravel() & ~unsure, 0.4)):
        all_of_it = np.flatnonzero(stratum)
        if all_of_it.size:
            some = rng.choice(all_of_it, min(all_of_it.size, max(1, round(around * share))), replace=False)
            index.append(some)
            weight.append(np.full(some.size, all_of_it.size / some.size))
    rows, cols = np.unravel_index(np.concatenate(index), owners.shape)
    return rows, cols, np.concatenate(weight)


def _thinned(samples: Samples, rng: np.random.Generator) -> Samples:
    """`POLYGON_PX` of every polygon at most, which stand for all of it."""
    kept, weight = [np.flatnonzero(samples.polygon < 0)], samples.weight.copy()
    for polygon in np.unique(samples.polygon[samples.polygon >= 0]):
        own = np.flatnonzero(samples.polygon == polygon)
        some = np.sort(rng.choice(own, min(own.size, POLYGON_PX), replace=False))
        weight[some] = own.size / some.size
        kept.append(some)
    return taken(Samples(**{**vars(samples), "weight": weight}), np.concatenate(kept))


def taken(samples: Samples, index: npt.NDArray[np.intp] | npt.NDArray[np.bool_]) -> Samples:
    """Some of the pixels."""
    return Samples(
        samples.logit[index],
        {name: values[index] for name, values in samples.features.items()},
        samples.label[index],
        samples.polygon[index],
        samples.weight[index],
        samples.place[index],
    )


def _joined(parts: list[Samples]) -> Samples | None:
    if not parts:
        return None
    names = [name for name in parts[0].features if all(name in part.features for part in parts)]
    return Samples(
        np.concatenate([part.logit for part in parts]),
        {name: np.concatenate([part.features[name] for part in parts]) for name in names},
        np.concatenate([part.label for part in parts]),
        np.concatenate([part.polygon for part in parts]),
        np.concatenate([part.weight for part in parts]),
        np.concatenate([part.place for part in parts]),
    )


def _places(grid: object, core: ROI, rows: npt.NDArray[np.intp], cols: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
    """(n, 2) x, y of the centres of pixels."""
    transform = grid.transform  # type: ignore[attr-defined]
    x, y = transform * (cols + core[1].start + 0.5, rows + core[0].start + 0.5)
    return np.stack([x, y], axis=1).astype(np.float64)
