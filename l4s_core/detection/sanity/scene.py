"""What is suspicious about a scene before a model has seen it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from l4s_core.base.decisions import Decision
from l4s_core.channels.registry import is_optical
from l4s_core.detection.sanity.terrain import terrain_doubts
from l4s_core.domain.judge import judge
from l4s_core.domain.samples import Samples, sample_stack, sampled
from l4s_core.domain.types import Doubt, Verdict
from l4s_core.domain.values import value_doubts
from l4s_core.inference.card import ModelCard
from l4s_core.rasters.grid import analysis_grid
from l4s_core.rasters.roi import ROI
from l4s_core.scene.types import Level, Scene
from l4s_core.stack.optical import OpticalReader
from l4s_core.stack.stack import Stack

_BESIDE = ("B2", "B3", "B4", "B8", "B11", "slope", "dem")
"""Read where they are there, whatever the model looks at: they give much away."""

_PIECES = 3  # along each side, for what should take a second


def judge_stack(stack: Stack, card: ModelCard, level: Level | None, *, compared: bool) -> tuple[Verdict, list[Doubt]]:
    """The verdict over the observed pixels, of the channels that the model reads and what else tells something; and
    what is suspicious about the terrain. ``level``, ``compared``: see `judge`."""
    samples = sample_stack(stack, [*card.channels, *(name for name in _BESIDE if name not in card.channels)])
    return judge(samples, card, level, compared=compared), terrain_doubts(samples)


def judge_scene(scene: Scene, card: ModelCard | None, *, compared: bool) -> tuple[Verdict, list[Doubt]]:
    """The same of a scene without a cloud test and without terrain: clouds count as ground, so what they could be taken
    for is not said. ``card`` None: of the visible bands only, without what a model knows. Beside the verdict, what was
    said with an option and the values speak against.

    Raises
    ------
    InputError
        A file cannot be decoded.
    """
    read = () if card is None else card.channels
    names = [name for name in dict.fromkeys((*read, *_BESIDE)) if is_optical(name) and name in scene.bands]
    reader = OpticalReader(scene, analysis_grid(scene.grid))

    def pixels(roi: ROI) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
        values = reader.read(names, roi)
        seen: npt.NDArray[np.bool_] = np.asarray(np.isfinite(values).any(axis=0))
        return values, seen

    try:
        samples: Samples = sampled(names, reader.grid, pixels, _PIECES)
    finally:
        reader.close()
    found = (
        Verdict(tuple(value_doubts(samples))) if card is None else judge(samples, card, scene.level, compared=compared)
    )
    own = [doubt for doubt in found.doubts if doubt.id not in _OF_CLOUDS or doubt.certain]
    kept = tuple(replace(doubt, certain=False) if doubt.id == "snow" else doubt for doubt in own)  # a run may mask it
    return replace(found, doubts=kept), option_doubts(scene.decisions)


def option_doubts(decisions: Iterable[Decision]) -> list[Doubt]:
    """Of what was said with an option and the values speak against."""
    return [
        Doubt(
            "option",
            f"--{one.option} was given ({one.subject} {one.value}), but {one.against}; leave the option out unless you "
            "know better.",
        )
        for one in decisions
        if one.against and one.option
    ]


_OF_CLOUDS = ("too-bright", "clipped", "no-dark-ground", "cloud-or-snow", "shadow")
"""What clouds alone could be the reason of, where no cloud test took them off; but for what is certain all the same."""
