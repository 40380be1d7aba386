"""From physical values to what a network is fed, as its card says: for scenes and for stand-alone patches.

Training and scoring use patches, detection uses scenes. Both go through the same arithmetic here, so that a network is
shown in the field what it was shown in training.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError
from l4s_core.base.statistics import ChannelStatistics, StatisticsAccumulator
from l4s_core.channels.registry import is_terrain
from l4s_core.inference.card import (
    FixedNormalisation,
    InputGroup,
    ModelCard,
    RelativeBrightness,
    SceneStatistics,
)
from l4s_core.normalisation.brightness import BrightnessField, patch_brightness
from l4s_core.normalisation.field import StatisticsField
from l4s_core.patches.types import Patch
from l4s_core.rasters.roi import ROI

Reference = BrightnessField | StatisticsField | None
Values = npt.NDArray[np.float32]


class Normaliser:
    """Applies a card's normalisation to pieces of a scene; what is not observed gets the card's fill value.

    ``reference`` is what the card's normalisation compares with: the `BrightnessField` of relative-brightness, the
    `StatisticsField` of scene-statistics, nothing for fixed; a list with one for each of the card's inputs where it has
    several. Raises ValueError when it is not there.
    """

    def __init__(self, card: ModelCard, reference: Reference | Sequence[Reference] = None) -> None:
        self.card = card
        inputs = card.inputs
        references = list(reference) if isinstance(reference, Sequence) else [reference]
        if len(references) == 1 < len(inputs):
            references *= len(inputs)
        self._inputs = list(zip(inputs, references, strict=True))
        for part, which in self._inputs:
            norm = part.normalisation
            if (isinstance(norm, RelativeBrightness) and not isinstance(which, BrightnessField)) or (
                isinstance(norm, SceneStatistics) and not isinstance(which, StatisticsField)
            ):
                raise ValueError(f"model {card.id} needs the scene's {norm.kind} reference")

    def __call__(self, values: Values, observed: npt.NDArray[np.bool_], roi: ROI) -> Values:
        """(channels, rows, cols) in physical units -> (input channels, rows, cols) normalised, finite everywhere."""
        return _together(
            [
                _filled(_normalised(_pick(values, self.card.channels, part.channels), part, which, roi), observed, part)
                for part, which in self._inputs
            ]
        )


class PatchNormaliser:
    """The same for stand-alone patches, as in training and scoring.

    A patch gets what a scene that consists of it would get: scene-statistics with blocks take the patch's own
    statistics, relative-brightness the patch's own median. Only scene-statistics of whole scenes need to know more than
    the patch: ``domain_statistics``, by ``patch.key.domain``.

    Parameters
    ----------
    inputs, optional_channels : as in `ModelCard`.
    domain_statistics : statistics of each domain; only needed for scene-statistics without blocks. An optional channel
        may be missing in them and is then filled.
    """

    def __init__(
        self,
        inputs: Sequence[InputGroup],
        optional_channels: Sequence[str] = (),
        domain_statistics: Mapping[str, ChannelStatistics] | None = None,
    ) -> None:
        self.inputs = tuple(inputs)
        self.channels = tuple(name for group in inputs for name in group.channels)
        self.fill = tuple(group.fill for group in inputs for _ in group.channels)
        self.optional_channels = tuple(optional_channels)
        self.domain_statistics = dict(domain_statistics or {})
        self._read = tuple(dict.fromkeys(self.channels))
        self._domains: dict[tuple[str, tuple[str, ...]], StatisticsField] = {}

    def __call__(self, patch: Patch, channels_of_the_set: Sequence[str]) -> Values:
        """(channels, rows, cols) float32 normalised, finite everywhere, in the order of ``channels``.

        A pixel that lacks a required optical channel, or the DEM where the set has one, is not observed and gets the
        fill value in every channel, as in a scene.

        Raises
        ------
        InputError
            The set lacks a channel that is not optional, or the statistics of its domain are not known.
        """
        there = tuple(channels_of_the_set)
        missing = [name for name in self._read if name not in there and name not in self.optional_channels]
        if missing:
            raise InputError(
                f"Patch {patch.key.id} of {patch.key.domain} lacks {', '.join(missing)}, which the model needs (there "
                f"is {', '.join(there)}); choose another model or other patches."
            )
        values = _pick(patch.values, there, self._read)
        observed = self.observed(patch, there)
        rows, cols = values.shape[1:]
        roi = slice(0, rows), slice(0, cols)
        parts = []
        for part in self.inputs:
            picked = _pick(values, self._read, part.channels)
            reference = self._reference(part, picked, observed, patch)
            parts.append(_filled(_normalised(picked, part, reference, roi), observed, part))
        return _together(parts)

    def observed(self, patch: Patch, there: Sequence[str]) -> npt.NDArray[np.bool_]:
        """(rows, cols) True where the patch has all that the model needs, by the rule of ``Stack.read_observed``:
        every optical channel that is not optional, and the DEM where the set ``there`` has one."""
        needed = [k for k, name in enumerate(there) if name in self.channels and self._decides(name)]
        if "dem" in there and there.index("dem") not in needed:
            needed.append(there.index("dem"))
        whole = needed == list(range(len(there)))
        finite = np.isfinite(patch.values if whole else patch.values[needed])
        return np.asarray(finite.all(axis=0))

    def _decides(self, name: str) -> bool:
        return not is_terrain(name) and name not in self.optional_channels

    def _reference(self, part: InputGroup, values: Values, observed: npt.NDArray[np.bool_], patch: Patch) -> Reference:
        norm = part.normalisation
        if isinstance(norm, RelativeBrightness):
            return patch_brightness(values, [part.channels.index(name) for name in norm.bands])
        if isinstance(norm, SceneStatistics):
            if norm.block_px is None:
                return self._domain(patch.key.domain, tuple(part.channels))
            own = StatisticsAccumulator(part.channels)
            own.add(values, observed)
            return StatisticsField.uniform(own.result())
        return None

    def _domain(self, domain: str, channels: tuple[str, ...]) -> StatisticsField:
        field = self._domains.get((domain, channels))
        if field is None:
            known = self.domain_statistics.get(domain)
            if known is None:
                raise InputError(
                    f"The model's input is relative to the statistics of a domain, and those of {domain} are not known "
                    f"(known: {', '.join(self.domain_statistics) or 'none'}); compute them from its patches first."
                )
            has = [name for name in channels if name in known.channels]
            unknown = [name for name in channels if name not in has and name not in self.optional_channels]
            if unknown:
                raise InputError(f"There are no statistics of {', '.join(unknown)} in {domain}; compute them first.")
            field = StatisticsField.uniform(known.select(has))
            self._domains[domain, channels] = field
        return field


def _pick(values: Values, have: Sequence[str], want: Sequence[str]) -> Values:
    """(want, rows, cols) out of (have, rows, cols), NaN where there is none; the same array where nothing changes."""
    if tuple(have) == tuple(want):
        return values
    out = np.full((len(want), *values.shape[1:]), np.nan, dtype=np.float32)
    for layer, name in zip(out, want, strict=True):
        if name in have:
            layer[:] = values[have.index(name)]
    return out


def _normalised(values: Values, part: InputGroup, reference: Reference, roi: ROI) -> Values:
    """The arithmetic of one normalisation; NaN stays NaN. A new array."""
    norm = part.normalisation
    if isinstance(norm, FixedNormalisation):
        divide, mean, std = (np.asarray(v, dtype=np.float32)[:, None, None] for v in (norm.divide, norm.mean, norm.std))
        out: Values = values / divide
        out -= mean
        out /= std
        return out
    out = values.astype(np.float32, copy=True)
    if isinstance(norm, RelativeBrightness):
        assert isinstance(reference, BrightnessField)
        around = reference.at(roi)
        for layer, name in zip(out, part.channels, strict=True):
            if name in norm.bands:
                layer /= around
        return out
    assert isinstance(reference, StatisticsField)
    for layer, name in zip(out, part.channels, strict=True):
        if name not in reference.channels:  # an optional channel that the domain lacks
            layer[:] = np.nan
            continue
        k = reference.channels.index(name)
        layer -= reference.mean.layer(k, roi)
        layer /= reference.std.layer(k, roi)
    return out


def _filled(values: Values, observed: npt.NDArray[np.bool_], part: InputGroup) -> Values:
    """``values``, changed in place: the fill value where not observed or not finite."""
    known = np.isfinite(values)
    known &= observed
    if not known.all():
        np.copyto(values, np.float32(part.fill), where=~known)
    return values


def _together(parts: list[Values]) -> Values:
    return parts[0] if len(parts) == 1 else np.concatenate(parts)
