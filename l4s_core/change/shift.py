"""How far one picture of a piece of ground lies beside another, to a fraction of a pixel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import fft
from scipy.ndimage import distance_transform_edt, gaussian_gradient_magnitude  # type: ignore[attr-defined]

Layer = npt.NDArray[np.float32]

LEAST_KNOWN = 0.8  # of a block; what is masked in one picture is taken out of both
_CUT_OFF = 0.18  # cycles per pixel: finer detail is noise, aliasing and the resampling of products
_FEATHER_PX = 3.0  # masks fade in, so that their edges, which both pictures share, are not matched
_FINE = 50  # steps to a pixel


@dataclass(frozen=True)
class BlockShift:
    """How far the second picture lies below (``rows``) and right (``cols``) of the first, in pixels.

    ``peak`` is the height of the correlation above its mean in standard deviations: noise alone reaches 4 to 5.
    """

    rows: float
    cols: float
    peak: float


def block_shift(first: Layer, second: Layer, largest_px: float) -> BlockShift | None:
    """Phase correlation (Kuglin & Hines 1975) of edges, refined by a matrix Fourier transform around the peak
    (Guizar-Sicairos, Thurman & Fienup 2008, Opt. Lett. 33, 156).

    Edges instead of values, because what was green and dark may be brown and bright at another season: the sign of a
    contrast changes, its place does not.

    Parameters
    ----------
    first, second : (rows, cols) in any unit, NaN where unknown.
    largest_px : shifts beyond are not looked for.

    Returns
    -------
    None where less than `LEAST_KNOWN` is known in both, or one of them shows nothing.
    """
    known = np.isfinite(first) & np.isfinite(second)
    if known.mean() < LEAST_KNOWN:
        return None
    weight = _window(known)
    spectra = []
    for picture in (first, second):
        edges = _edges(picture, known)
        edges = (edges - np.average(edges, weights=weight)) * weight
        if not edges.any():
            return None
        spectra.append(fft.fft2(edges))
    power = spectra[1] * np.conj(spectra[0])
    size = np.abs(power)
    power /= np.maximum(size, 1e-6 * float(size.max()))
    rows, cols = (fft.fftfreq(n) for n in first.shape)
    power *= np.exp(-0.5 * (rows[:, None] ** 2 + cols[None] ** 2) / _CUT_OFF**2)
    surface = fft.ifft2(power).real
    reach = [min(int(largest_px), n // 2 - 1) for n in first.shape]
    near = [np.r_[0 : r + 1, n - r : n] for r, n in zip(reach, first.shape, strict=True)]
    searched = surface[np.ix_(*near)]
    at = np.unravel_index(int(np.argmax(searched)), searched.shape)
    coarse = [float(_signed(int(near[axis][at[axis]]), first.shape[axis])) for axis in (0, 1)]
    spread = float(surface.std())
    if spread == 0:
        return None
    fine = _refined(power, rows, cols, coarse)
    return BlockShift(fine[0], fine[1], float((searched.max() - surface.mean()) / spread))


def _window(known: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Falls to 0 at the edge of the block and at what is not known."""
    rows, cols = (np.hanning(n) for n in known.shape)
    window = rows[:, None] * cols[None]
    if not known.all():
        window = window * np.clip(distance_transform_edt(known) / _FEATHER_PX - 1 / _FEATHER_PX, 0, 1)
    return window


def _edges(picture: Layer, known: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Size of the gradient; its root, so that a few bright roofs or cloud edges do not decide alone."""
    filled = np.where(known, picture, np.median(picture[known])).astype(np.float64)
    found: npt.NDArray[np.float64] = np.sqrt(gaussian_gradient_magnitude(filled, 0.7))
    return found


def _signed(index: int, length: int) -> int:
    return index - length if index > length // 2 else index


def _refined(
    power: npt.NDArray[np.complex128],
    rows: npt.NDArray[np.float64],
    cols: npt.NDArray[np.float64],
    coarse: list[float],
) -> tuple[float, float]:
    steps = np.arange(-_FINE, _FINE + 1) / _FINE
    down, right = coarse[0] + steps, coarse[1] + steps
    by_row = np.exp(2j * np.pi * down[:, None] * rows[None])
    by_col = np.exp(2j * np.pi * cols[:, None] * right[None])
    fine = (by_row @ power @ by_col).real
    i, j = np.unravel_index(int(np.argmax(fine)), fine.shape)
    return float(down[i]), float(right[j])
