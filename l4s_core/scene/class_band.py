"""The scene classification among the bands of a raster, as exports of Earth Engine and others have it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from l4s_core.base.decisions import Decision
from l4s_core.rasters.header import RasterHeader
from l4s_core.scene.layers import layers_of
from l4s_core.scene.types import ClassSource, Scene
from l4s_core.values.sample import sample_band

_HIGHEST_CODE = 11  # snow


def with_class_band(scene: Scene, header: RasterHeader) -> Scene:
    """The scene with the band called SCL of its raster as its cloud classes, if it has none yet.

    A band that an export has scaled with the others, or resampled between codes, has no classes in it: it is left out,
    and that is said.

    Raises
    ------
    InputError
        The band cannot be decoded.
    """
    called = [
        k for k, layer in enumerate(layers_of(header), 1) if "SCL" in {name.strip().upper() for name in layer.names}
    ]
    if scene.cloud_classes is not None or len(called) != 1:
        return scene
    index = called[0]
    values = sample_band(header.path, index, (), "the scene classification").values
    if not values.size:
        return scene
    are_codes = bool((values == np.round(values)).all() and values.min() >= 0 and 1 < values.max() <= _HIGHEST_CODE)
    reason = f"number {index} of the file is called SCL"
    if not are_codes:
        ends = f"{values.min():g} to {values.max():g}"
        reason += f", but its values from {ends} are no codes from 0 to {_HIGHEST_CODE}: scaled or resampled"
    decision = Decision("cloud classes", "SCL" if are_codes else "none", reason, "stated" if are_codes else "sure")
    classes = ClassSource("SCL", header.path, index) if are_codes else None
    return replace(
        scene,
        cloud_classes=classes,
        decisions=(*scene.decisions, decision),
        notes=(*scene.notes, decision.sentence),
    )
