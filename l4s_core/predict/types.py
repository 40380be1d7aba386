"""What a model gave for a scene: rasters by name, and how much went into them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from l4s_core.inference.protocol import PROBABILITY, UNCERTAINTY


@dataclass(frozen=True, eq=False)
class ScenePrediction:
    """The rasters of a scene, or of the bounds of its area, all on one grid.

    Attributes
    ----------
    layers : name of each of the model's layers -> its GeoTIFF (uint16, see `rasters.write.encode_probability`; nodata
        where not observed).
    observed : GeoTIFF with a `Reason` for every pixel (uint8).
    windows : how many were run.
    pixels : how many pixels have each Reason, indexed by its code.
    """

    layers: Mapping[str, Path]
    observed: Path
    windows: int
    pixels: npt.NDArray[np.int64]

    @property
    def probability(self) -> Path:
        """The probability of landslide."""
        return self.layers[PROBABILITY]

    @property
    def uncertainty(self) -> Path | None:
        """How unsure the model is of it, 0 to 1; None where the model does not say so."""
        return self.layers.get(UNCERTAINTY)


@dataclass(frozen=True)
class PredictionFiles:
    """The files that a prediction is written to: ``layers`` by name, and ``observed``."""

    layers: Mapping[str, Path]
    observed: Path

    @classmethod
    def within(cls, folder: Path, layers: tuple[str, ...]) -> PredictionFiles:
        """``<layer>.tif`` and ``observed.tif`` in a folder."""
        return cls({name: folder / f"{name}.tif" for name in layers}, folder / "observed.tif")

    def holding(self, windows: int, pixels: npt.NDArray[np.int64]) -> ScenePrediction:
        """What stands in them once they are written."""
        return ScenePrediction(self.layers, self.observed, windows, pixels)

    def remove(self) -> None:
        """Delete all of them."""
        for path in (*self.layers.values(), self.observed):
            path.unlink()
