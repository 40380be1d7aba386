"""Smooth random fields, blurring and enlarging on plain arrays: what terrain and land cover are made of.

NumPy only, so that the base installation can make the demo scene.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

Field = npt.NDArray[np.float64]


def fractal_noise(
    shape: tuple[int, int], rng: np.random.Generator, *, beta: float, longest_px: float, shortest_px: float = 2.0
) -> Field:
    """Gaussian random field with a power-law spectrum (spectral synthesis, Saupe 1988), mean 0, standard deviation 1.

    Parameters
    ----------
    shape : (rows, cols).
    beta : exponent of the power spectrum, power ~ frequency ** -beta; 2 is rough, 3-4 smooth.
    longest_px, shortest_px : wavelengths outside this band, in pixels, are left out.

    Returns
    -------
    (rows, cols) float64. The field is cut from a larger periodic one, so opposite edges do not match.
    """
    rows, cols = (int(n * 1.25) + 8 for n in shape)
    fy = np.fft.fftfreq(rows)[:, None]
    fx = np.fft.rfftfreq(cols)[None, :]
    frequency = np.hypot(fy, fx)
    with np.errstate(divide="ignore"):
        amplitude = np.where(frequency > 0, frequency ** (-beta / 2), 0.0)
    amplitude[(frequency < 1 / longest_px) | (frequency > 1 / shortest_px)] = 0
    spectrum = np.fft.rfft2(rng.standard_normal((rows, cols))) * amplitude
    field: Field = np.fft.irfft2(spectrum, s=(rows, cols))[: shape[0], : shape[1]]
    field -= field.mean()
    return field / max(float(field.std()), 1e-12)


def blur(field: npt.NDArray[np.floating], sigma_px: float) -> Field:
    """Gaussian blur, edges reflected. ``sigma_px`` 0 returns a copy."""
    if sigma_px <= 0:
        return np.array(field, dtype=np.float64)
    radius = max(1, int(np.ceil(3 * sigma_px)))
    offsets = np.arange(-radius, radius + 1)
    kernel = np.exp(-0.5 * (offsets / sigma_px) ** 2)
    kernel /= kernel.sum()
    out = np.asarray(field, dtype=np.float64)
    for axis in (0, 1):
        pad = [(0, 0), (0, 0)]
        pad[axis] = (radius, radius)
        padded = np.pad(out, pad, mode="reflect" if out.shape[axis] > radius else "edge")
        n = out.shape[axis]
        total = np.zeros_like(out)
        for k, weight in enumerate(kernel):
            total += weight * (padded[k : k + n, :] if axis == 0 else padded[:, k : k + n])
        out = total
    return out


def upsample(field: npt.NDArray[np.floating], factor: int) -> Field:
    """``factor`` times as many rows and columns, linear between the centres of the coarse cells."""
    out = np.asarray(field, dtype=np.float64)
    for axis in (0, 1):
        n = out.shape[axis]
        position = np.clip((np.arange(n * factor) + 0.5) / factor - 0.5, 0, n - 1)
        low = np.minimum(position.astype(np.intp), max(n - 2, 0))
        high = np.minimum(low + 1, n - 1)
        weight = position - low
        weight = weight[:, None] if axis == 0 else weight[None, :]
        out = np.take(out, low, axis=axis) * (1 - weight) + np.take(out, high, axis=axis) * weight
    return out


def block_mean(field: npt.NDArray[np.floating], factor: int) -> Field:
    """Mean of blocks of ``factor`` x ``factor``; rows and columns must be multiples of it. NaN anywhere gives NaN."""
    rows, cols = field.shape
    if rows % factor or cols % factor:
        raise ValueError(f"{rows} x {cols} pixels cannot be averaged in blocks of {factor}")
    blocks: Field = field.astype(np.float64).reshape(rows // factor, factor, cols // factor, factor).mean(axis=(1, 3))
    return blocks


def distance_to(points: npt.NDArray[np.floating], shape: tuple[int, int]) -> Field:
    """(rows, cols) distance in pixels from each pixel centre to a polyline of (row, col) vertices, shape (n, 2)."""
    rows, cols = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float64)
    nearest = np.full(shape, np.inf)
    for (r0, c0), (r1, c1) in pairwise(points):
        dr, dc = r1 - r0, c1 - c0
        along = np.clip(((rows - r0) * dr + (cols - c0) * dc) / max(dr * dr + dc * dc, 1e-12), 0, 1)
        np.minimum(nearest, np.hypot(rows - r0 - along * dr, cols - c0 - along * dc), out=nearest)
    return nearest
