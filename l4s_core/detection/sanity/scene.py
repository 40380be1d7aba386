"""What is suspicious about a scene before a model has seen it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from l4s_core.base.decisions import Decision
from l4s_core.channels.registry import is_optical, needs_before
from l4s_core.detection.sanity.bare import bare_doubts
from l4s_core.detection.sanity.known import known_doubts
from l4s_core.detection.sanity.samples import Samples, sample_stack, sampled
from l4s_core.detection.sanity.terrain import terrain_doubts
from l4s_core.detection.sanity.types import Doubt
from l4s_core.detection.sanity.values import value_doubts
from l4s_core.inference.card import ModelCard
from l4s_core.rasters.grid import analysis_grid
from l4s_core.rasters.roi import ROI
from l4s_core.scene.types import Scene
from l4s_core.stack.optical import OpticalReader
from l4s_core.stack.stack import Stack

_BESIDE = ("B8", "slope", "dem")  # read where they are there, whatever the model looks at: they give much away

_PIECES = 3  # along each side, for what should take a second


def stack_doubts(stack: Stack, card: ModelCard, *, compared: bool) -> list[Doubt]:
    """Of the channels that the model reads, and near infrared and terrain, over the observed pixels. ``compared``: see
    `bare_doubts`."""
    samples = sample_stack(stack, [*card.channels, *(name for name in _BESIDE if name not in card.channels)])
    bare = bare_doubts(samples, compared=compared or needs_before(card.channels))
    return [*value_doubts(samples), *bare, *terrain_doubts(samples), *known_doubts(samples, card)]


def scene_doubts(scene: Scene, card: ModelCard | None) -> list[Doubt]:
    """Of the bands of a scene that the model reads (None: of the visible ones), without a cloud test and without
    terrain: clouds count as ground, so what they could be taken for is not said.

    Raises
    ------
    InputError
        A file cannot be decoded.
    """
    read = ("B4", "B3", "B2") if card is None else card.channels
    wanted = [name for name in (*read, "B8") if is_optical(name)]
    names = [name for name in dict.fromkeys(wanted) if name in scene.bands]
    reader = OpticalReader(scene, analysis_grid(scene.grid))

    def pixels(roi: ROI) -> npt.NDArray[np.float32]:
        values = reader.read(names, roi)
        return values[:, np.isfinite(values).any(axis=0)]

    try:
        samples: Samples = sampled(names, reader.grid, pixels, _PIECES)
    finally:
        reader.close()
    found = [doubt for doubt in value_doubts(samples) if doubt.id not in _OF_CLOUDS]
    return [*option_doubts(scene.decisions), *found]


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


_OF_CLOUDS = ("too-bright", "clipped", "no-dark-ground")
