"""A model over stand-alone patches: channels, normalisation, sizes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError, L4SError
from l4s_core.base.progress import Progress, Silent
from l4s_core.base.statistics import ChannelStatistics
from l4s_core.inference.card import InputGroup, ModelCard, SceneStatistics
from l4s_core.inference.protocol import KnowsDomains, KnowsInputs, Model
from l4s_core.normalisation.normalise import PatchNormaliser
from l4s_core.patches.types import Patch, PatchSet
from l4s_core.predict.merge import RowMerger
from l4s_core.predict.queues import Prefetch
from l4s_core.predict.windows import WindowPlan, pad_to_tile

Statistics = Mapping[str, ChannelStatistics]
BATCH_PX = 8 * 256**2  # pixels in a batch at most, however many patches were asked for
_QUEUE_DEPTH = 3
_Values = npt.NDArray[np.float32]


def predict_patches(
    model: Model,
    patches: PatchSet,
    progress: Progress | None = None,
    *,
    batch: int = 16,
    statistics: Statistics | None = None,
) -> Iterator[tuple[Patch, npt.NDArray[np.float32]]]:
    """Every patch with its (rows, cols) float32 probability of landslide, in the order of the set.

    The probability is NaN where the patch was not observed: without data in an optical channel that the model needs,
    or without elevation in a set that has it, as in a scene. Patches whose size does not suit the model are enlarged by
    mirroring, and the result is cut back; a model that takes one size only is run on overlapping windows where the
    patch is larger.

    Parameters
    ----------
    batch : patches per run of the model; fewer where they are large.
    statistics : per domain, for a model whose input is relative to the statistics of its domain; None computes them
        from ``patches``, so give those of the whole data set when ``patches`` are few of it.

    Raises
    ------
    InputError : the patches lack a channel that the model needs, or one of their files cannot be used.
    L4SError : the model gave values that are no numbers.
    Cancelled : ``progress.check()`` said so.
    """
    progress = progress or Silent()
    card = model.card
    check_channels(card, patches)
    normaliser = PatchNormaliser(
        card.inputs,
        card.optional_channels,
        needed_statistics(card, patches, progress) if statistics is None else statistics,
    )
    if isinstance(model, KnowsInputs):
        model.use_inputs(patches.channels)
    windows = _windows(model, patches.shape)
    size = (windows.tile, windows.tile) if windows else _padded(model, patches.shape)
    count = max(1, min(batch, BATCH_PX // (size[0] * size[1])))
    progress.stage("running the model on the patches", len(patches))

    def normalised() -> Iterator[tuple[Patch, _Values]]:
        for index in range(len(patches)):
            patch = patches.read(index)
            yield patch, normaliser(patch, patches.channels)

    with Prefetch(_groups(normalised(), count), _QUEUE_DEPTH) as groups:
        for group in groups:
            progress.check()
            if isinstance(model, KnowsDomains):
                model.use_domain(group[0][0].key.domain)
            inputs = [values for _, values in group]
            if windows is None:
                results = _run_whole(model, inputs, size)
            else:
                results = [_run_windows(model, values, windows, count) for values in inputs]
            for (patch, _), probability in zip(group, results, strict=True):
                yield patch, np.where(normaliser.observed(patch, patches.channels), probability, np.float32(np.nan))
            progress.advance(len(group))


def check_channels(card: ModelCard, patches: PatchSet) -> None:
    """Raise InputError if the patches lack a channel without which the model cannot be used."""
    missing = [name for name in card.required_channels if name not in patches.channels]
    if missing:
        raise InputError(
            f"The patches in {patches.source} lack {', '.join(missing)}, which the model {card.id} needs (there is "
            f"{', '.join(patches.channels)}); choose another model or other patches."
        )


def needed_statistics(card: ModelCard, patches: PatchSet, progress: Progress | None = None) -> Statistics | None:
    """Statistics of each domain of ``patches`` if the model's input is relative to them, else None.

    Labels are not looked at, so those of patches that are scored may be used, as a scene's own are in detection.
    """
    if not needs_statistics(card.inputs):
        return None
    from l4s_core.patches.statistics import domain_statistics

    if progress is not None:
        progress.stage("statistics of the domains")
    found: Statistics = domain_statistics(patches)
    return found


def needs_statistics(inputs: Sequence[InputGroup]) -> bool:
    """Whether an input is relative to the statistics of a whole domain (or scene)."""
    parts = (group.normalisation for group in inputs)
    return any(isinstance(norm, SceneStatistics) and norm.block_px is None for norm in parts)


def _groups(items: Iterator[tuple[Patch, _Values]], count: int) -> Iterator[list[tuple[Patch, _Values]]]:
    """Up to ``count`` patches of one domain at a time."""
    group: list[tuple[Patch, _Values]] = []
    for item in items:
        if group and (len(group) == count or item[0].key.domain != group[0][0].key.domain):
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def _padded(model: Model, shape: tuple[int, int]) -> tuple[int, int]:
    step = model.fixed_px or model.card.size_multiple
    return -(-shape[0] // step) * step, -(-shape[1] // step) * step


def _windows(model: Model, shape: tuple[int, int]) -> WindowPlan | None:
    """Windows for a model that takes one size only, over a patch that is larger; else None."""
    tile = model.fixed_px
    if tile is None or max(shape) <= tile:
        return None
    return WindowPlan(shape, tile, min(model.card.overlap_px, tile // 2))


def _run_whole(model: Model, inputs: list[_Values], size: tuple[int, int]) -> list[_Values]:
    rows, cols = inputs[0].shape[1:]
    stacked = np.stack(inputs)
    if (rows, cols) != size:
        beyond = ((0, 0), (0, 0), (0, size[0] - rows), (0, size[1] - cols))
        stacked = np.pad(stacked, beyond, mode="symmetric")
    return list(_checked(model, stacked)[:, 0, :rows, :cols])


def _run_windows(model: Model, values: _Values, plan: WindowPlan, count: int) -> _Values:
    merger = RowMerger(plan)
    rows: list[_Values] = []
    for row in plan.row_starts():
        rows.extend(done[0] for done in merger.finish_rows(row))
        cols = plan.col_starts()
        for first in range(0, len(cols), count):
            group = cols[first : first + count]
            stacked = np.stack(
                [pad_to_tile(values[(slice(None), *plan.clip(row, col))], row, col, plan) for col in group]
            )
            for col, layers in zip(group, _checked(model, stacked), strict=True):
                merger.add(layers[:1], row, col)
    rows.extend(done[0] for done in merger.finish())
    return np.concatenate(rows)


def _checked(model: Model, batch: _Values) -> _Values:
    """(n, layers, rows, cols), the first of them the probability."""
    result = model.run(batch)
    if not np.isfinite(result).all():
        raise L4SError(f"The model {model.card.id} gave values that are no numbers; get it or export it again.")
    return result
