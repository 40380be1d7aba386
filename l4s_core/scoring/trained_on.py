"""Which patches a model was trained on, whatever its file and their folder are called."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from l4s_core.inference.card import PatchPrints
from l4s_core.patches.fingerprints import prints_of
from l4s_core.patches.types import Patch, PatchSet

LOOKED_AT = 8  # patches that decide whether a folder is the one of a run


class TrainedOn:
    """Counts the patches that a model was trained on.

    Parameters
    ----------
    prints : of the model's card; None where it has none.
    ids : of the training patches, from the record of a run that had these very patches; None where there is no record.

    Attributes
    ----------
    seen : patches that were trained on, so far.
    known : whether the others are known not to be.
    """

    def __init__(self, prints: PatchPrints | None, ids: Collection[int] | None) -> None:
        self._prints = None if prints is None else prints.each()
        self._ids = ids or ()
        self.seen = 0
        self.known = ids is not None or (prints is not None and prints.complete)

    def count(self, patch: Patch, channels: Sequence[str]) -> None:
        """Take in one patch, whose values are of these channels."""
        own = [] if self._prints is None else prints_of(patch, channels)
        # equal ids may be other places, so they count only where nothing better is known
        self.seen += bool(self._prints and self._prints.intersection(own)) if own else patch.key.id in self._ids


def same_patches(prints: PatchPrints | None, train: Collection[int], patches: PatchSet) -> bool | None:
    """Whether patches with the ids of a run's training patches are these, by some of them; None where it is not known.

    A folder may have been renamed, and another may use the same ids.
    """
    if prints is None:
        return None
    ids, known, any_print = set(train), prints.each(), False
    index = [k for k, key in enumerate(patches.keys) if key.id in ids]
    for k in index[:: max(1, -(-len(index) // LOOKED_AT))]:
        own = prints_of(patches.read(k), patches.channels)
        if known.intersection(own):
            return True
        any_print = any_print or bool(own)
    return False if any_print else None
