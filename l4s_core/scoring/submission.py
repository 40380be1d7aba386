"""The competition's ZIP: ``mask_1.h5 ... mask_N.h5`` at its root, written and checked.

The layout is that of the Landslide4Sense 2022 competition: dataset ``mask``, uint8, 1 landslide and 0 not, 128 x 128.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError
from l4s_core.base.partial import partial_folder
from l4s_core.base.progress import Progress, Silent
from l4s_core.inference.protocol import Model
from l4s_core.patches.types import PatchSet
from l4s_core.scoring.mask_file import LARGEST_BYTES, hdf5_mask, read_hdf5_mask
from l4s_core.scoring.predict import Statistics, predict_patches

OFFICIAL_SHAPE = (128, 128)
_NAME = re.compile(r"mask_([1-9][0-9]{0,8})\.h5")
_MOST_MEMBERS = 100_000
_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can hold: the same masks make the same bytes


@dataclass(frozen=True)
class Submission:
    """What a ZIP holds: numbers of its masks, ascending; their shape; pixels of landslide out of all pixels."""

    numbers: tuple[int, ...]
    shape: tuple[int, int]
    landslide_pixels: int
    pixels: int


def write_submission(
    model: Model,
    patches: PatchSet,
    path: Path,
    *,
    threshold: float | None = None,
    any_size: bool = False,
    allow_gaps: bool = False,
    batch: int = 16,
    statistics: Statistics | None = None,
    progress: Progress | None = None,
) -> Submission:
    """Predict every patch and write the ZIP; it appears only when it is complete and has passed `check_submission`.

    The same masks give the same bytes. A pixel that was not observed is not landslide.

    Parameters
    ----------
    threshold : probability from which a pixel is landslide; None is the model's own.
    any_size, allow_gaps : take patches of another size than 128 x 128, and ids that are not 1 ... N without a gap.
    batch, statistics, progress : as in `predict_patches`.

    Raises
    ------
    InputError : no patches, another size, ids that leave gaps or come twice, a threshold outside 0 to 1, or what
        `predict_patches` raises.
    L4SError : writing failed.
    """
    progress = progress or Silent()
    cut = model.card.threshold if threshold is None else threshold
    if not 0 < cut < 1:
        raise InputError(f"A threshold must be above 0 and below 1, not {cut}.")
    if not len(patches):
        raise InputError(f"There are no patches in {patches.source}; choose another folder.")
    _check_shape(tuple(patches.shape), f"The patches in {patches.source}", any_size)
    ids = [key.id for key in patches.keys]
    if (twice := _first_double(ids)) is not None:
        raise InputError(f"Two patches in {patches.source} have the number {twice}; a submission needs one of each.")
    if min(ids) < 1:
        raise InputError(f"Patch {min(ids)} in {patches.source} cannot be numbered in a submission, which starts at 1.")
    _check_gaps(ids, f"the patches in {patches.source}", allow_gaps)
    with partial_folder(path) as folder:
        part = folder / path.name
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as zipped:
            for patch, probability in predict_patches(model, patches, progress, batch=batch, statistics=statistics):
                mask = (np.nan_to_num(probability, nan=0.0) >= np.float32(cut)).astype(np.uint8)
                _add(zipped, f"mask_{patch.key.id}.h5", hdf5_mask(mask))
        found = check_submission(part, any_size=any_size, allow_gaps=allow_gaps, progress=progress)
        if found.numbers != tuple(sorted(ids)):
            raise InputError(f"{path.name} does not hold a mask of every patch; the disk may be failing, try again.")
    return found


def check_submission(
    path: Path, *, any_size: bool = False, allow_gaps: bool = False, progress: Progress | None = None
) -> Submission:
    """Open a ZIP as the scoring side would, whoever made it, and look at everything in it.

    Raises
    ------
    InputError : it is not a ZIP or damaged; a member is in a folder, encrypted, named otherwise than ``mask_N.h5`` or
        there twice; a mask is not the dataset ``mask`` of uint8 with values 0 and 1 in the right shape (128 x 128,
        or with ``any_size`` that of the first); numbers 1 ... N are missing (unless ``allow_gaps``).
    """
    progress = progress or Silent()
    try:
        with zipfile.ZipFile(path) as zipped:
            return _check_members(zipped, path.name, any_size, allow_gaps, progress)
    except FileNotFoundError as error:
        raise InputError(f"There is no file {path}; give the ZIP to check.") from error
    except zipfile.BadZipFile as error:
        raise InputError(f"{path} is not a ZIP, or is damaged ({error}); make it again.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror or error}).") from error


def _check_members(
    zipped: zipfile.ZipFile, name: str, any_size: bool, allow_gaps: bool, progress: Progress
) -> Submission:
    members = zipped.infolist()
    if not members:
        raise InputError(f"{name} is empty; it should hold mask_1.h5 ... mask_N.h5.")
    if len(members) > _MOST_MEMBERS:
        raise InputError(f"{name} holds {len(members)} files, more than any submission; it should hold one per patch.")
    progress.stage("checking the ZIP", len(members))
    numbers: list[int] = []
    shape: tuple[int, int] | None = None
    landslide = pixels = 0
    for member in members:
        progress.check()
        numbers.append(_number(member.filename, name))
        mask = _read_mask(zipped, member, name)
        _check_shape(mask.shape, f"{member.filename} in {name}", any_size, shape)
        shape = (mask.shape[0], mask.shape[1])
        landslide += int(mask.sum())
        pixels += mask.size
        progress.advance()
    if (twice := _first_double(numbers)) is not None:
        raise InputError(f"{name} holds mask_{twice}.h5 twice; one mask per patch is wanted.")
    _check_gaps(numbers, name, allow_gaps)
    assert shape is not None
    return Submission(tuple(sorted(numbers)), shape, landslide, pixels)


def _number(filename: str, name: str) -> int:
    match = _NAME.fullmatch(filename)
    if match:
        return int(match[1])
    if "/" in filename or "\\" in filename:
        raise InputError(f"{name} holds {filename!r} in a folder; the masks must lie at the root of the ZIP.")
    raise InputError(f"{name} holds {filename!r}; only mask_1.h5 ... mask_N.h5 belong in it.")


def _read_mask(zipped: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> npt.NDArray[np.uint8]:
    where = f"{member.filename} in {name}"
    if member.flag_bits & 1:
        raise InputError(f"{where} is encrypted; pack the masks without a password.")
    try:
        with zipped.open(member) as file:
            data = file.read(LARGEST_BYTES + 1)  # never more, whatever the ZIP says about its size
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise InputError(f"{where} is damaged ({error}); make the ZIP again.") from error
    if len(data) > LARGEST_BYTES:
        raise InputError(f"{where} is far larger than a mask; make the ZIP again.")
    return read_hdf5_mask(data, where)


def _check_shape(shape: tuple[int, ...], what: str, any_size: bool, before: tuple[int, int] | None = None) -> None:
    wanted = before if any_size else OFFICIAL_SHAPE
    if wanted is not None and shape != wanted:
        hint = "all masks must have one size" if any_size else "say --any-size if this is not for the competition"
        text = " x ".join(map(str, shape))
        raise InputError(f"{what} has {text} pixels, not {wanted[0]} x {wanted[1]}; {hint}.")


def _first_double(numbers: Iterable[int]) -> int | None:
    return min((number for number, times in Counter(numbers).items() if times > 1), default=None)


def _check_gaps(numbers: Iterable[int], what: str, allow_gaps: bool) -> None:
    present = set(numbers)
    missing = [n for n in range(1, min(max(present), len(present) + 1) + 1) if n not in present]
    if missing and not allow_gaps:
        count = max(present) - len(present)
        raise InputError(
            f"{count} of the numbers 1 to {max(present)} are missing in {what}, first {missing[0]}; a submission needs "
            "all of them (--allow-gaps if it is not for the competition)."
        )


def _add(zipped: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3  # the same on every system
    info.external_attr = 0o644 << 16
    zipped.writestr(info, data)
