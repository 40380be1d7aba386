"""Whether the values of a scene can be reflectance of its bands.

The limits are between what was measured on sound scenes and what the same scenes gave after they were broken; the
table is in ``docs/warnings.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

import numpy as np
import numpy.typing as npt

from l4s_core.channels.registry import PRE, is_reflectance
from l4s_core.domain.samples import LEAST_PX, Samples
from l4s_core.domain.types import Doubt
from l4s_core.values.offset import OFFSET_DN, tell_offset

FULL = 10000.0  # reflectance 1
VISIBLE = ("B2", "B3", "B4")

DARKEST_BRIGHT = 0.025  # reflectance of the brightest visible pixels (p99); sound scenes: 0.05 and more
DARKEST_NIR = 0.03  # of the brightest pixels (p99) in near infrared; sound: 0.24 and more
BRIGHTEST_MEDIAN = 0.45  # of a visible band; sound: 0.12 and less, salt and gypsum 0.5
BRIGHTEST_VISIBLE = 0.9  # p99 without clouds; sound: 0.52 and less
BRIGHTEST_NIR = 1.0  # p99; sound: 0.72 and less
NEGATIVE_SHARE = 0.1  # of the pixels of a visible band; sound: 0.000
LIFTED = 0.09  # least reflectance (p1) of all visible bands; sound: 0.063 and less in the darkest of them
LIFTED_SPREAD = 0.07  # between these bands: dark ground is grey, bright sand is not
COARSE_STEP = 8.0  # reflectance x 10000 from one stored value to the next; sound: 2.1 and less
CLIPPED_SHARE = 0.005  # of the pixels at the highest value of every visible band; sound: 0.0002 and less
SAME_SHARE = 0.98  # of the pixels, in two bands
BLUE_TO_RED = 1.4  # contrast of blue to that of red; sound: 0.32 to 1.06, exchanged: 0.94 to 3.1
LEAST_CORRELATION = 0.6  # of two visible bands; sound: 0.79 and more, near infrared with one of them: up to 0.76
UNLIKE_MEDIANS = 5.0  # one visible band to another; sound: 2.5 and less
RED_ABOVE_NIR_SHARE = 0.5  # of the pixels that are no water; sound: 0.03 and less
LAND_NIR = 0.05
BEFORE_FACTOR = 3.0  # between the medians of a band in the scene and in the scene before

# Beyond doubt, so that a run refuses: no ground, cloud or snow is like that.
BLACK = 0.002  # reflectance of the brightest pixels (p99) of all bands: 0..1 or per cent taken for DN
WHITE = 1.5  # of the middle of a visible band; clouds and snow: 1.1 and less
BELOW_SHARE = 0.5  # of the pixels of a visible band below 0
EIGHT_BITS = 256  # values that a band has

_READ = "see with l4s inspect how bands, offset and scale were read"


def value_doubts(samples: Samples, needed: Collection[str] = ()) -> list[Doubt]:
    """What is suspicious about the bands of a scene. Of fewer than `LEAST_PX` pixels nothing is said.

    ``needed``: channels that the model cannot do without; where one of them is the same everywhere, that is certain.
    """
    bands = [name for name in samples.channels if is_reflectance(name) and not name.startswith(PRE)]
    bands = [name for name in bands if samples.known(name).size >= LEAST_PX]
    found = [doubt for check in _CHECKS for doubt in check(samples, bands)]
    return [*_constant(samples, bands, needed), *found]


def _reflectance(samples: Samples, name: str, percent: float) -> float:
    return float(np.percentile(samples.known(name), percent)) / FULL


def _visible(bands: list[str]) -> list[str]:
    return [name for name in VISIBLE if name in bands]


def _named(bands: list[str]) -> str:
    return ", ".join(bands)


def _constant(samples: Samples, bands: list[str], needed: Collection[str]) -> Iterator[Doubt]:
    # numbers of 0 to 1 that were taken for whole ones are not constant; `_brightness` says what is wrong with them
    black = max((_reflectance(samples, name, 99) for name in bands), default=0.0) < BLACK
    least = 1e-9 if black else 0.5 / FULL
    flat = [name for name in bands if _reflectance(samples, name, 99) - _reflectance(samples, name, 1) < least]
    if flat:
        yield Doubt(
            "constant-band",
            f"{_named(flat)} {'has' if len(flat) == 1 else 'have'} the same value nearly everywhere: no picture of "
            "ground, perhaps a fill, a mask or an empty band; look at the file.",
            certain=not set(flat).isdisjoint(needed),
        )


def _same(samples: Samples, bands: list[str]) -> Iterator[Doubt]:
    for k, one in enumerate(bands):
        for other in bands[k + 1 :]:
            a, b = samples.together(one, other)
            if a.size >= LEAST_PX and float(np.mean(np.abs(a - b) <= 0.5)) >= SAME_SHARE and np.ptp(a) > 0:
                yield Doubt(
                    "equal-bands",
                    f"{one} and {other} hold the same numbers: a grey picture, or one band given twice, tells nothing "
                    "of colour; give each band its own file, or the order with --bands.",
                )
                return


def _brightness(samples: Samples, bands: list[str]) -> Iterator[Doubt]:
    visible = _visible(bands)
    bright = {name: _reflectance(samples, name, 99) for name in bands}
    nir = bright.get("B8", bright.get("B8A"))
    if visible:
        brightest = max(visible, key=lambda name: bright[name])
        dark = bright[brightest] < DARKEST_BRIGHT or (nir is not None and nir < DARKEST_NIR)
        medians = {name: _reflectance(samples, name, 50) for name in visible}
        highest = max(visible, key=lambda name: medians[name])
        if dark:
            yield Doubt(
                "too-dark",
                f"The brightest ground of the scene has reflectance {bright[brightest]:.3f} ({brightest}): ten times "
                f"darker than land is, as if the values were divided or are per cent; {_READ}.",
                certain=max(bright.values()) < BLACK,
            )
        elif (
            medians[highest] > BRIGHTEST_MEDIAN
            or bright[brightest] > BRIGHTEST_VISIBLE
            or (nir is not None and nir > BRIGHTEST_NIR)
        ):
            at = max(bright, key=lambda name: bright[name])
            yield Doubt(
                "too-bright",
                f"The scene has reflectance {medians[highest]:.2f} in the middle ({highest}) and up to "
                f"{bright[at]:.2f} ({at}): brighter than land without clouds and snow, as if the values were stretched "
                f"or multiplied; {_READ}.",
                certain=medians[highest] > WHITE,
            )


def _offset(samples: Samples, bands: list[str]) -> Iterator[Doubt]:
    visible = _visible(bands)
    below = [name for name in visible if float(np.mean(samples.known(name) < 0)) > NEGATIVE_SHARE]
    if below:
        share = max(float(np.mean(samples.known(name) < 0)) for name in below)
        yield Doubt(
            "negative",
            f"{share:.0%} of the pixels have a reflectance below 0 ({_named(below)}): an offset was subtracted that "
            "the values do not hold; say --offset 0 if that is so.",
            certain=share > BELOW_SHARE,
        )
    least = [_reflectance(samples, name, 1) for name in visible]
    if len(visible) > 1 and min(least) >= LIFTED and max(least) - min(least) < LIFTED_SPREAD:
        yield Doubt(
            "no-dark-ground",
            f"Nowhere is the scene darker than reflectance {min(least):.2f} in any visible band: values of baseline "
            "04.00 hold 0.1 too much, and here nothing took it away; say --offset -1000 if that is so.",
            certain=tell_offset({name: samples.known(name) for name in bands}).offset == OFFSET_DN,
        )


def _steps(samples: Samples, bands: list[str]) -> Iterator[Doubt]:
    visible = _visible(bands)
    steps, clipped, highest, few = [], [], [], True
    for name in visible:
        values, counts = np.unique(samples.known(name), return_counts=True)
        low, high = np.percentile(samples.known(name), [1, 99])
        steps.append((high - low) / max(int(np.sum((values >= low) & (values <= high))) - 1, 1))
        clipped.append(counts[-1] / counts.sum())
        highest.append(float(values[-1]))
        few = few and values.size <= EIGHT_BITS
    # every band spread over all of 8 bits, each in its own way: nothing is left of how they compare
    stretched = few and len(highest) > 1 and max(highest) - min(highest) < 0.5
    if steps and min(steps) > COARSE_STEP:
        yield Doubt(
            "coarse-values",
            f"The values have steps of {min(steps) / FULL:.4f} of reflectance, twenty times those of the product: an "
            "8-bit picture was made of it, whose stretch nobody knows; give the bands as they were delivered.",
            certain=stretched,
        )
    elif clipped and min(clipped) > CLIPPED_SHARE:
        yield Doubt(
            "clipped",
            f"{min(clipped):.1%} of the pixels have the highest value in every visible band: the picture was stretched "
            "and cut off, so its values are no reflectance; give the bands as they were delivered.",
            certain=stretched,
        )


def _order(samples: Samples, bands: list[str]) -> Iterator[Doubt]:
    red, nir = ("B4" in bands), next((name for name in ("B8", "B8A") if name in bands), None)
    if red and nir is not None:
        r, n = samples.together("B4", nir)
        land = np.maximum(r, n) > LAND_NIR * FULL
        share = float(np.mean(n[land] < r[land])) if land.sum() >= LEAST_PX else 0.0
        if share > RED_ABOVE_NIR_SHARE:
            yield Doubt(
                "band-order",
                f"{nir} (near infrared) is darker than B4 (red) on {share:.0%} of the land, where plants and soil are "
                "brighter in near infrared: bands may be exchanged; give their order with --bands.",
            )
            return
    visible = _visible(bands)
    medians = {name: max(_reflectance(samples, name, 50), 1e-4) for name in visible}
    if len(visible) > 1 and max(medians.values()) > max(UNLIKE_MEDIANS * min(medians.values()), 0.05):
        high, low = max(visible, key=lambda n: medians[n]), min(visible, key=lambda n: medians[n])
        yield Doubt(
            "band-order",
            f"{high} is {medians[high] / medians[low]:.0f} times as bright as {low}, which visible bands of land are "
            f"not: one of them may be another band; {_READ}, and give their order with --bands.",
        )
    elif set(visible) == set(VISIBLE):
        alike, ratio = _least_correlation(samples), _blue_to_red(samples)
        if alike < LEAST_CORRELATION:
            yield Doubt(
                "band-order",
                f"The visible bands hardly go together (correlation {alike:.2f}), as if one of them were near infrared "
                f"or of another date; {_READ}, and give their order with --bands.",
            )
        elif ratio > BLUE_TO_RED:
            yield Doubt(
                "band-order",
                f"From dark to bright ground blue (B2) rises {ratio:.1f} times as much as red (B4); soil and rock do "
                "the opposite: red and blue may be exchanged; give the order of the bands with --bands.",
            )


def _blue_to_red(samples: Samples) -> float:
    """How much blue rises from the darkest to the brightest twentieth of the pixels, to how much red does. The light
    that the air adds is in both ends, so it is the same for Level-1C and Level-2A."""
    bands = samples.together(*VISIBLE)
    if bands.shape[1] < LEAST_PX:
        return 0.0
    sums: npt.NDArray[np.float32] = bands.sum(axis=0)
    low, high = np.percentile(sums, [5, 95])
    rise = np.median(bands[:, sums >= high], axis=1) - np.median(bands[:, sums <= low], axis=1)
    return float(rise[0] / max(rise[2], 1.0))


def _least_correlation(samples: Samples) -> float:
    bands = samples.together(*VISIBLE)
    if bands.shape[1] < LEAST_PX or not (np.ptp(bands, axis=1) > 0).all():
        return 1.0
    return float(np.corrcoef(bands).min())


def _before(samples: Samples, bands: list[str]) -> Iterator[Doubt]:
    ratios = {}
    for name in bands:
        if PRE + name in samples:
            now, then = samples.together(name, PRE + name)
            if now.size >= LEAST_PX:
                ratios[name] = max(float(np.median(now)), 1.0) / max(float(np.median(then)), 1.0)
    if not ratios:
        return
    away = {name: ratio for name, ratio in ratios.items() if not 1 / BEFORE_FACTOR <= ratio <= BEFORE_FACTOR}
    if len(away) > len(ratios) / 2:
        name = max(away, key=lambda one: abs(np.log(away[one])))
        yield Doubt(
            "unlike-before",
            f"The scene is {away[name]:.2g} times as bright as the scene before it in {name}: one of the two may have "
            f"been read with another scale or offset; {_READ} in both.",
        )


_CHECKS: tuple[Callable[[Samples, list[str]], Iterator[Doubt]], ...] = (
    _same,
    _brightness,
    _offset,
    _steps,
    _order,
    _before,
)
