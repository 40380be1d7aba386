"""The step between prediction and outlines that looks at the scene before: what is new, what was bare already, what
nobody saw before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import rasterio

from l4s_core.base.progress import Progress
from l4s_core.base.reasons import WORDS, Reason
from l4s_core.change.before import BeforeScene, hidden
from l4s_core.change.coregister import WARN_PX
from l4s_core.change.evidence import greenness, relative_difference, usable_bands
from l4s_core.change.fuse import HALO_PX, fuse
from l4s_core.change.pair import Pair, study_pair
from l4s_core.change.season import season_differences
from l4s_core.change.several import by_half, lower_median
from l4s_core.detection.prepare import Prepared
from l4s_core.detection.run_table import probability_tags
from l4s_core.domain.types import Doubt
from l4s_core.inference.protocol import PROBABILITY
from l4s_core.predict.types import ScenePrediction
from l4s_core.rasters.roi import ROI, full_roi, grow, inside, placed, strips
from l4s_core.rasters.warp import to_window
from l4s_core.rasters.write import (
    decode_probability,
    encode_probability,
    observed_writer,
    probability_writer,
)
from l4s_core.stack.stack import Stack

if TYPE_CHECKING:
    from odc.geo.geobox import GeoBox

MOST_PLACEBO = 0.005  # of the quiet ground
LEAST_SEEN = 0.5  # of what is mapped
_BARE_BEFORE, _WAS_GREEN = "bare_before.tif", "was_green.tif"


@dataclass(frozen=True, eq=False)
class ChangeResult:
    """What the scene before adds.

    Attributes
    ----------
    prediction : with the probability of a *new* landslide, and ``Reason.NOT_BEFORE`` where nobody saw
        the ground before.
    bare_before : GeoTIFF (encoded as a probability) of what the model gives for ground that was bare already; None
        where no scene before can show what is new: ``prediction`` is then what it was.
    was_green : GeoTIFF of `Reason` codes, ``OBSERVED`` where the ground was seen before and was not bare; None where
        ``bare_before`` is, and where no run-outs are asked for.
    run : rows of the run table.
    doubts : what is suspicious about the pair.
    """

    prediction: ScenePrediction
    bare_before: Path | None
    was_green: Path | None
    run: dict[str, str | int | float | None]
    doubts: tuple[Doubt, ...]


def look_at_change(prepared: Prepared, prediction: ScenePrediction, work: Path, progress: Progress) -> ChangeResult:
    """Put what a model found and what changed since the scene before together.

    Scenes before beside which a landslide would not stand out from what the season did are left out, and where none is
    left the model stands alone, unless ``--change on`` was said.

    Parameters
    ----------
    prediction : the rasters of the scene, or of the bounds of its area.
    work : folder for the new ones, which must live as long as the result.

    Raises
    ------
    InputError
        The two scenes have too little clear ground in common.
    """
    opened = prepared.opened
    assert opened.before is not None  # Opened.looks_at_change says so
    stack, _ = prepared.target()
    asked = opened.request.options
    progress.stage("comparing with the scene before")
    compared: list[_Compared] = []
    with ExitStack() as cleanup:
        for scene in (opened.before, *opened.more_before):
            bands = usable_bands(tuple(scene.bands), stack.optical.names)
            before = BeforeScene(scene, stack.grid, asked.clouds.clouds, work, progress)
            cleanup.callback(before.close)
            progress.stage("comparing with the scene before")  # after its clouds, which are a stage too
            compared.append(_Compared(before, study_pair(stack.read_observed, before, bands, asked.change.coregister)))
            progress.message(_pair_words(compared[-1]))
        blind = [one for one in compared if one.pair.rule.blind and asked.change.change == "auto"]
        doubts = [_blind_doubt(prepared, one) for one in blind]
        useful = [one for one in compared if one not in blind]
        if not useful:
            rows = {"change": "date only: too unlike", **_pair_rows(compared)}
            return ChangeResult(prediction, None, None, rows, tuple(doubts))
        counts = _Counts()
        made = _write(prepared, prediction, useful, work, counts, progress)
    doubts += [doubt for one in useful for doubt in _pair_doubts(prepared, one)]
    doubts += _unseen_doubts(made)
    rows = {"change": "looked at", **_pair_rows(useful), **_result_rows(made, counts)}
    was_green = work / _WAS_GREEN if prepared.opened.options.runout else None
    return ChangeResult(made, work / _BARE_BEFORE, was_green, rows, tuple(doubts))


@dataclass(frozen=True)
class _Compared:
    """A scene before, and how it is compared."""

    before: BeforeScene
    pair: Pair

    def read(self, stack: Stack, roi: ROI) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """(bands, rows, cols) of both dates in the light of the later, NaN where the ground was not seen before."""
        now, _ = stack.read_observed(self.pair.rule.bands, roi)
        then, why = self.before.read(self.pair.rule.bands, roi)
        then = self.pair.radiometry.apply(then)
        then[:, hidden(why)] = np.nan
        return then, now


@dataclass
class _Counts:
    """Pixels of the result. ``lost`` is the sum of rdNDVI (per cent) over the new ones that have one."""

    new: int = 0
    bare_before: int = 0
    lost: float = 0.0
    with_loss: int = 0


def _write(
    prepared: Prepared,
    prediction: ScenePrediction,
    compared: Sequence[_Compared],
    work: Path,
    counts: _Counts,
    progress: Progress,
) -> ScenePrediction:
    opened = prepared.opened
    stack, _ = prepared.target()
    grid, first = _grid_of(prediction), _place_of_result(prepared)
    tags = probability_tags(prepared.facts, opened.options, opened.scene, opened.card)
    new_path, old_path, seen_path = work / "new.tif", work / _BARE_BEFORE, work / "seen_twice.tif"
    least = opened.options.threshold
    pixels = np.zeros(len(Reason), dtype=np.int64)
    pieces = strips(grid)
    progress.stage("new and old ground", len(pieces))
    with ExitStack() as files:
        model = files.enter_context(rasterio.open(prediction.probability))
        observed = files.enter_context(rasterio.open(prediction.observed))
        new_file = files.enter_context(probability_writer(new_path, grid, tags, layer=PROBABILITY))
        old_file = files.enter_context(probability_writer(old_path, grid, layer=PROBABILITY))
        seen_file = files.enter_context(observed_writer(seen_path, grid))
        joins = opened.options.hysteresis is not None or opened.options.crf
        grows = opened.options.runout
        green_file = files.enter_context(observed_writer(work / _WAS_GREEN, grid)) if grows else None
        for roi in pieces:
            progress.check()
            wide = grow(roi, HALO_PX, grid)
            core = inside(roi, wide)
            on_stack = placed(wide, first)
            probability = decode_probability(model.read(1, window=to_window(wide)))
            reasons = observed.read(1, window=to_window(wide))
            dates = [one.read(stack, on_stack) for one in compared]
            above, bare = [], []  # the limit; half of the dates
            for one, (then, now) in zip(compared, dates, strict=True):
                above.append(one.pair.rule.score(then, now) - one.pair.rule.limit)
                bare.append(one.pair.rule.was_bare(then))
            score = lower_median(above)
            seen = reasons == Reason.OBSERVED
            unseen_before = seen & ~np.isfinite(score)
            both = seen & ~unseen_before
            fused = fuse(np.where(both, probability, np.nan).astype(np.float32), score, 0.0)
            bare_then = by_half(bare, [np.isfinite(one) for one in above])
            was_bare = both & bare_then & (np.nan_to_num(fused) < least)
            old = np.where(both, np.where(was_bare, probability, 0), np.nan).astype(np.float32)
            if joins:  # a lower threshold and the CRF would take what was bare before for a part of what is new
                fused[was_bare & (probability >= least)] = 0
            reasons[unseen_before] = Reason.NOT_BEFORE
            why = reasons[core]
            new_file.write(encode_probability(fused[core]))
            old_file.write(encode_probability(old[core]))
            seen_file.write(why)
            if green_file is not None:
                green_file.write(np.where(bare_then[core] & (why == Reason.OBSERVED), Reason.NOT_BEFORE, why))
            pixels += np.bincount(why.ravel(), minlength=len(Reason))
            counts.new += int((fused[core] >= least).sum())
            counts.bare_before += int((old[core] >= least).sum())
            then, now = (layers[:, core[0], core[1]] for layers in dates[0])
            _count_loss(counts, compared[0].pair, then, now, fused[core] >= least)
            progress.advance()
    layers = {**prediction.layers, PROBABILITY: new_path}
    return replace(prediction, layers=layers, observed=seen_path, pixels=pixels)


def _count_loss(
    counts: _Counts,
    pair: Pair,
    then: npt.NDArray[np.float32],
    now: npt.NDArray[np.float32],
    new: npt.NDArray[np.bool_],
) -> None:
    if "B8" in pair.rule.bands and new.any():
        lost = relative_difference(greenness(pair.rule.bands, now[:, new]), greenness(pair.rule.bands, then[:, new]))
        known = np.isfinite(lost)
        counts.lost += float(lost[known].sum())
        counts.with_loss += int(known.sum())


def _grid_of(prediction: ScenePrediction) -> GeoBox:
    from odc.geo.geobox import GeoBox

    with rasterio.open(prediction.probability) as source:
        return GeoBox.from_rio(source)


def _place_of_result(prepared: Prepared) -> ROI:
    """Where the rasters of the result lie in the stack that `Prepared.target` gives."""
    opened = prepared.opened
    if opened.area is None or opened.around is None:
        return full_roi(prepared.stack.grid)
    return inside(opened.area.roi, opened.around)


def _pair_words(compared: _Compared) -> str:
    pair, before = compared.pair, compared.before
    found = pair.coregistration
    if not found.known:
        placed_words = f"how the two lie is not known ({found.blocks} of {found.tried} pieces agree)"
    else:
        done = "taken off" if pair.corrected else "left as it is"
        placed_words = (
            f"it lies {found.size_px:.2f} pixels aside ({found.rows:+.2f} down, {found.cols:+.2f} right, +-"
            f"{found.spread_px:.2f} over {found.blocks} pieces), {done}"
        )
    return (
        f"Scene before the event, {before.scene.name}: {placed_words}; light and air matched by "
        f"{pair.radiometry.how}; new is {pair.rule.words} (the pair read "
        f"backwards marks {pair.rule.placebo_rate:.2%}); clouds by {before.clouds}."
    )


def _season_words(prepared: Prepared, compared: _Compared) -> str:
    dates = [one.sensing_time and one.sensing_time.date() for one in (compared.before.scene, prepared.opened.scene)]
    return "; ".join(season_differences(dates[0], dates[1], compared.pair.rule, compared.pair.snow_before))


def _blind_doubt(prepared: Prepared, compared: _Compared) -> Doubt:
    rule = compared.pair.rule
    also = _season_words(prepared, compared)
    return Doubt(
        "too-unlike",
        f"The scene before the event, {compared.before.scene.source}, differs so much where nothing happened that a "
        f"landslide would not stand out (from {rule.words} on it would{f'; {also}' if also else ''}): only its date "
        "was used, and landslides that are older may be among these; give one of the same time of the year, or say "
        "--change on.",
    )


def _pair_doubts(prepared: Prepared, compared: _Compared) -> Iterator[Doubt]:
    pair, rule, scene = compared.pair, compared.pair.rule, compared.before.scene
    name = scene.source
    if pair.badly_placed:
        known = pair.coregistration.known
        how = f"lies {pair.off_px:.1f} pixels aside" if known else "could not be laid onto the scene"
        do = "say --coregister auto" if known else "look whether it is of this place, or give another"
        yield Doubt(
            "coregistration",
            f"The scene before the event, {name}, {how} (more than {WARN_PX:g} pixels matter): edges of fields and "
            f"roads may look new, and narrow landslides old; {do}.",
        )
    if unlike := _season_words(prepared, compared):
        yield Doubt(
            "season",
            f"The scene before the event, {name}, is of another season or level ({unlike}): autumn, harvest or drought "
            "may look like landslides or hide them; give one of the same time of the year.",
        )
    if rule.placebo_rate > MOST_PLACEBO:
        yield Doubt(
            "placebo",
            f"{rule.placebo_rate:.1%} of the ground changed as much the other way, which no landslide does: so much of "
            "what is called new may be fields or season; give a scene before nearer to the event, or look at each.",
        )
    if pair.radiometry.how != "invariant pixels":
        yield Doubt(
            "radiometry",
            f"The light of {name} could only be matched by {pair.radiometry.how}, because too little ground looks the "
            "same on both dates; small changes are not reliable.",
        )


def _unseen_doubts(made: ScenePrediction) -> Iterator[Doubt]:
    seen, unseen = (int(made.pixels[reason]) for reason in (Reason.OBSERVED, Reason.NOT_BEFORE))
    if unseen and seen < LEAST_SEEN * (seen + unseen):
        yield Doubt(
            "unseen-before",
            f"What was given as before the event shows only {seen / (seen + unseen):.0%} of the observed "
            "ground; the rest is not observed before and may hold landslides; give one with fewer clouds.",
        )


def _pair_rows(compared: Sequence[_Compared]) -> dict[str, str | int | float | None]:
    """Of several scenes before, those of the first; all are named."""
    pair, before = compared[0].pair, compared[0].before
    found, rule, light = pair.coregistration, pair.rule, pair.radiometry
    return {
        "change_scenes": "; ".join(one.before.scene.source for one in compared),
        "change_bands": " ".join(rule.bands),
        "change_index": rule.index,
        "change_shift_rows_px": round(found.rows, 3) if found.known else None,
        "change_shift_cols_px": round(found.cols, 3) if found.known else None,
        "change_shift_spread_px": round(found.spread_px, 3) if found.known else None,
        "change_shift_blocks": found.blocks,
        "change_shift_corrected": int(pair.corrected),
        "change_gains": " ".join(f"{gain:.4g}" for gain in light.gain),
        "change_offsets": " ".join(f"{offset:.4g}" for offset in light.offset),
        "change_invariant_pixels": light.pixels,
        "change_radiometry": light.how,
        "change_loss_from": round(rule.green + rule.limit * rule.green_spread, 4),
        "change_red_ratio_from": round(float(np.exp(rule.bright + rule.limit * rule.bright_spread)), 4),
        "change_limit_sd": round(rule.limit, 3),
        "change_placebo_rate": round(max(one.pair.rule.placebo_rate for one in compared), 6),
        "change_bare_below": round(rule.bare_below, 4),
        "change_compared_with_neighbours": int(rule.around),
        "change_clouds_before": before.clouds,
    }


def _result_rows(made: ScenePrediction, counts: _Counts) -> dict[str, str | int | float | None]:
    total = max(int(made.pixels.sum() - made.pixels[Reason.OUTSIDE_AREA]), 1)
    return {
        "change_new_pixels": counts.new,
        "change_bare_before_pixels": counts.bare_before,
        "change_rdndvi_mean": round(counts.lost / counts.with_loss, 2) if counts.with_loss else None,
        f"share_{WORDS[Reason.NOT_BEFORE].replace(' ', '_')}": round(int(made.pixels[Reason.NOT_BEFORE]) / total, 6),
    }
