"""A `PatchSet` whose patches are files, opened when they are read and closed at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from l4s_core.base.errors import InputError
from l4s_core.patches.formats import PatchFiles, PatchReader
from l4s_core.patches.types import Level, Patch, PatchKey


class FilePatchSet:
    """See ``patches.types.PatchSet``.

    Keeps no file open between calls, so it may be used by several threads and copied to other processes.

    Parameters
    ----------
    source : the folder, for messages.
    reader : decodes the files.
    files, keys : one per patch, ascending by id.
    shape : (rows, cols) that every patch must have.
    level : processing level of the optical bands, None when unknown.
    """

    def __init__(
        self,
        source: str,
        reader: PatchReader,
        files: Sequence[PatchFiles],
        keys: Sequence[PatchKey],
        shape: tuple[int, int],
        level: Level | None = None,
    ) -> None:
        self.source = source
        self.keys: Sequence[PatchKey] = tuple(keys)
        self.shape = shape
        self.level: Level | None = level
        self.channels = reader.channels
        self.absolute_scale = reader.absolute_scale
        self.has_masks = bool(files) and all(file.mask is not None for file in files)
        self._reader = reader
        self._files = tuple(files)

    def __len__(self) -> int:
        return len(self.keys)

    def read(self, index: int) -> Patch:
        """The patch ``keys[index]``.

        Raises
        ------
        InputError : its files are gone, damaged, of another size than the rest, or hold what no patch holds.
        """
        file = self._files[index]
        values = self._reader.read_image(file.image)
        self._check_shape(file.image, values.shape[1:])
        mask = None
        if file.mask is not None:
            mask = self._reader.read_mask(file.mask)
            self._check_shape(file.mask, mask.shape)
        return Patch(self.keys[index], values, mask)

    def subset(self, indices: Sequence[int]) -> FilePatchSet:
        """The same set with these patches only, in ascending order; IndexError for one that is not there."""
        chosen = ascending(indices, len(self))
        return FilePatchSet(
            self.source,
            self._reader,
            [self._files[i] for i in chosen],
            [self.keys[i] for i in chosen],
            self.shape,
            self.level,
        )

    def _check_shape(self, path: Path, shape: tuple[int, ...]) -> None:
        if shape != self.shape:
            raise InputError(
                f"{path} has {shape[0]} x {shape[1]} pixels, the first patch of {self.source} has "
                f"{self.shape[0]} x {self.shape[1]}; all images and masks of a set must have one size."
            )


def ascending(indices: Sequence[int], length: int) -> list[int]:
    """Positions in ascending order, each once; IndexError for one outside 0 to ``length`` - 1."""
    chosen = sorted({int(i) for i in indices})
    if chosen and not 0 <= chosen[0] <= chosen[-1] < length:
        raise IndexError(f"patches {chosen[0]} to {chosen[-1]} of a set of {length}")
    return chosen
