"""The conditional random field between a probability and its mask, and what the run table says of it."""

from __future__ import annotations

from pathlib import Path

from l4s_core.base.choices import Device
from l4s_core.base.progress import Progress
from l4s_core.inventory.types import Bands
from l4s_core.refine.crf import Kernels
from l4s_core.refine.raster import refine_raster


def refined_by_crf(
    probability: Path, observed: Path, bands: Bands, threshold: float, progress: Progress, device: Device = "auto"
) -> tuple[Path, dict[str, str | int | float | None]]:
    """The refined probability, in a file beside the given one, and the rows of the run table: the bands, the kernels
    and how many pixels changed sides of the threshold."""
    kernels = Kernels()
    made = probability.with_name(f"{probability.stem}_refined.tif")
    changed = refine_raster(
        probability, observed, bands.read, made, threshold, progress, kernels=kernels, device=device
    )
    return made, {
        "crf_bands": " ".join(bands.names),
        "crf_kernels": " ".join(f"{name}:{value:g}" for name, value in vars(kernels).items()),
        "crf_changed_pixels": changed,
    }
