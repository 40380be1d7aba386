"""From physical values to what a network is fed, as its card says."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from l4s_core.predict.brightness import BrightnessField
from l4s_core.predict.card import FixedNormalisation, ModelCard
from l4s_core.roi import ROI


class Normaliser:
    """Applies a card's normalisation; pixels that are not observed get the card's fill value.

    ``brightness`` is needed by cards of kind relative-brightness and ignored by the others.
    """

    def __init__(self, card: ModelCard, brightness: BrightnessField | None = None) -> None:
        self.card = card
        self.brightness = brightness
        if not isinstance(card.normalisation, FixedNormalisation) and brightness is None:
            raise ValueError(f"model {card.id} needs the scene's brightness field")

    def __call__(
        self, values: npt.NDArray[np.float32], observed: npt.NDArray[np.bool_], roi: ROI
    ) -> npt.NDArray[np.float32]:
        """(channels, rows, cols) in physical units -> the same shape normalised, finite everywhere."""
        norm = self.card.normalisation
        if isinstance(norm, FixedNormalisation):
            divide, mean, std = (
                np.asarray(v, dtype=np.float32)[:, None, None] for v in (norm.divide, norm.mean, norm.std)
            )
            out = (values / divide - mean) / std
        else:
            assert self.brightness is not None
            out = values.copy()
            relative = [k for k, name in enumerate(self.card.channels) if name in norm.bands]
            out[relative] /= self.brightness.at(roi)
        fill = np.float32(self.card.fill)
        return np.where(observed & np.isfinite(out), out, fill).astype(np.float32, copy=False)
