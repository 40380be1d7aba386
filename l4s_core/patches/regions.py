"""Which region an id of the Landslide4Sense training set belongs to."""

from __future__ import annotations

L4S_REGIONS: dict[str, tuple[int, int]] = {
    "Taiwan": (1, 3040),
    "Hokkaido": (3041, 3199),
    "Nepal": (3200, 3369),
    "Kodagu": (3370, 3799),
}
"""First and last training id. Seen by eye on the pictures, not published; a few ids among 1 to 170 look foreign."""


def l4s_region(patch_id: int) -> str | None:
    """The region of a training id; None beyond the 3,799 of the data set."""
    return next((name for name, (first, last) in L4S_REGIONS.items() if first <= patch_id <= last), None)
