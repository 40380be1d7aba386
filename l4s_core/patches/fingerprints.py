"""By what a patch is known again under another name, in another folder or another layout.

A print is 48 bits of a hash, as eight characters. That a set as large as Landslide4Sense (3,800 patches) has one print
in common with another such set by chance happens once in about five million pairs of sets.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from l4s_core.patches.types import Patch, PatchSet

_LEAST_LANDSLIDE_PX = 32
"""Labels of fewer pixels (or of all but so few) may be the same in two patches by chance."""
_L4S_PX = 128


def prints_of(patch: Patch, channels: Sequence[str]) -> list[str]:
    """Prints of a patch, of which one suffices: of its image, and of its label where that shows enough landslide.

    The image's is from one band, B4 where there is one, in whole raw units. The label's is the same for the 8-bit
    pictures of a patch, whose values have another scale. A patch of one value without landslides has none. One that may
    be joined of patches of Landslide4Sense (`stitching`) has the prints of their labels, too.
    """
    found = []
    band = patch.values[list(channels).index("B4") if "B4" in channels else 0]
    whole = np.rint(np.nan_to_num(band, nan=-1.0, posinf=-1.0, neginf=-1.0)).astype("<i4")
    if whole.min() != whole.max():
        found.append(_print("image", whole.shape, whole.tobytes()))
    if patch.mask is not None:
        landslide = patch.mask == 1
        found += _label_prints(landslide)
        rows, cols = landslide.shape
        if (rows, cols) != (_L4S_PX, _L4S_PX) and not rows % _L4S_PX and not cols % _L4S_PX:
            for row in range(0, rows, _L4S_PX):
                for col in range(0, cols, _L4S_PX):
                    found += _label_prints(landslide[row : row + _L4S_PX, col : col + _L4S_PX])
    return found


def _label_prints(landslide: npt.NDArray[np.bool_]) -> list[str]:
    if not _LEAST_LANDSLIDE_PX <= np.count_nonzero(landslide) <= landslide.size - _LEAST_LANDSLIDE_PX:
        return []
    return [_print("label", landslide.shape, np.packbits(landslide).tobytes())]


def _print(kind: str, shape: tuple[int, ...], content: bytes) -> str:
    digest = hashlib.blake2b(content, digest_size=6, person=f"{kind} {shape[0]}x{shape[1]}".encode()[:16])
    return b64encode(digest.digest()).decode("ascii")


def set_fingerprint(patches: PatchSet) -> str:
    """Changes when patches, channels or labels are others; read from names and a sample of the content."""
    digest = hashlib.sha256(
        json.dumps([patches.channels, patches.shape, [[key.id, key.domain] for key in patches.keys]]).encode()
    )
    for index in np.unique(np.linspace(0, len(patches) - 1, 16).astype(int)):
        patch = patches.read(int(index))
        digest.update(np.ascontiguousarray(patch.values).tobytes())
        digest.update(b"" if patch.mask is None else patch.mask.tobytes())
    return digest.hexdigest()
