"""Read every patch of a set once: is it usable, and how much landslide is in it?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from l4s_core.base.progress import Progress, Silent
from l4s_core.patches.types import IGNORE, PatchSet


@dataclass
class PatchCounts:
    """``patches``, how many of them ``without_landslide``, and pixels. Without masks all but ``patches`` stay 0.

    ``landslide_px`` are labelled 1, ``ignored_px`` 255, ``labelled_px`` 0 or 1.
    """

    patches: int = 0
    without_landslide: int = 0
    landslide_px: int = 0
    labelled_px: int = 0
    ignored_px: int = 0

    @property
    def landslide_share(self) -> float:
        """Of the pixels that are not ignored, 0 to 1; NaN where there are none."""
        return self.landslide_px / self.labelled_px if self.labelled_px else float("nan")


@dataclass
class PatchReport:
    """Counts of the whole set and of each domain by its name."""

    total: PatchCounts
    domains: dict[str, PatchCounts]


def check_patches(patch_set: PatchSet, progress: Progress | None = None) -> PatchReport:
    """Read all patches. Raises InputError naming the first file that cannot be used; Cancelled when stopped."""
    progress = progress or Silent()
    report = PatchReport(PatchCounts(), {key.domain: PatchCounts() for key in patch_set.keys})
    progress.stage("checking the patches", len(patch_set))
    for index, key in enumerate(patch_set.keys):
        progress.check()
        mask = patch_set.read(index).mask
        for counts in (report.total, report.domains[key.domain]):
            counts.patches += 1
            if mask is None:
                continue
            landslide, ignored = int(np.count_nonzero(mask == 1)), int(np.count_nonzero(mask == IGNORE))
            counts.without_landslide += landslide == 0
            counts.landslide_px += landslide
            counts.ignored_px += ignored
            counts.labelled_px += mask.size - ignored
        progress.advance()
    return report
