"""The ground to adapt to: patches without labels, given as a folder or cut from a scene."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError, first_line
from l4s_core.base.progress import Progress
from l4s_core.patches.fileset import FilePatchSet
from l4s_core.patches.listing import list_patches
from l4s_core.patches.open import open_patches
from l4s_core.patches.table import SHEET_NAME

TARGET = "target"
_OBSERVED = "observed"  # of a cut target: masks of 0 observed, 255 not
_LEAST_OBSERVED = 0.1


@dataclass(frozen=True)
class Target:
    """The patches, the folder that holds their ``img``, and how to know where the ground was seen; None: everywhere
    that there are values. ``name``: of what was given, for people."""

    patches: FilePatchSet
    folder: Path
    observed: Path | None = None
    name: str = "the target"

    def hidden(self) -> npt.NDArray[np.bool_] | None:
        """(patches, rows, cols) True where clouds, their shadows or the rim of the scene hide the ground."""
        if self.observed is None:
            return None
        import h5py
        import rasterio

        h5: Any = h5py  # not annotated by the library
        found = np.zeros((len(self.patches), *self.patches.shape), np.bool_)
        for layer, key in zip(found, self.patches.keys, strict=True):
            path = next(self.observed.glob(f"mask_{key.id}.*"))
            if path.suffix == ".h5":
                with h5.File(path, "r") as file:
                    layer[:] = file["mask"][()] != 0
            else:
                with rasterio.open(path) as file:
                    layer[:] = file.read(1) != 0
        return found


def open_target(
    given: Path,
    run: Path,
    channels: Sequence[str],
    optional: Sequence[str],
    shape: tuple[int, int] | None,
    progress: Progress,
    *,
    dem: Path | None,
    no_dem: bool = False,
) -> Target:
    """A folder of patches as it is, its masks unread; or a scene, cut into ``RUN/target``.

    Parameters
    ----------
    channels : what the models need; ``optional`` of them may be missing.
    shape : (rows, cols) of the source's patches; None without a source, then a scene is cut into 128 x 128 pixels.

    Raises
    ------
    InputError : it is neither, lacks channels, or its patches have another size than the source's.
    """
    cut = run / TARGET
    if _is_patches(given):
        patches, folder, observed = open_patches(given, expect_masks=False), _with_img(given), None
        if dem is not None:
            raise InputError(f"{given} is a folder of patches, which bring their terrain along; leave --dem out.")
    else:
        if dem is not None and no_dem:
            raise InputError("Both a DEM and --no-dem were given; leave one of them out.")
        if (cut / _OBSERVED).is_dir():
            _require_same(cut, given)
        else:
            _cut(given, cut, channels, optional, shape or (128, 128), progress, dem=dem, no_dem=no_dem)
        patches, folder, observed = open_patches(cut, expect_masks=False), cut, cut / _OBSERVED
    if missing := [name for name in channels if name not in patches.channels and name not in optional]:
        raise InputError(
            f"The target {given} lacks {', '.join(missing)} (there is {', '.join(patches.channels)}), which the model "
            "needs; take a model of other channels."
        )
    if shape is not None and patches.shape != shape:
        raise InputError(
            f"The patches of the target have {patches.shape[0]} x {patches.shape[1]} pixels and those of the source "
            f"{shape[0]} x {shape[1]}; cut them to one size (l4s patches --size)."
        )
    return Target(patches, folder, observed, given.resolve().name)


def _is_patches(given: Path) -> bool:
    """Whether it is a folder of patches: one that holds ``img``, or the download with its parts."""
    if not given.exists():
        raise InputError(f"There is no {given}; give a folder of patches or a scene as --target.")
    return given.is_dir() and ((given / "img").is_dir() or (given / "TrainData" / "img").is_dir())


def _with_img(folder: Path) -> Path:
    return folder if (folder / "img").is_dir() else folder / "TrainData"


def _cut(
    scene: Path,
    folder: Path,
    channels: Sequence[str],
    optional: Sequence[str],
    shape: tuple[int, int],
    progress: Progress,
    *,
    dem: Path | None,
    no_dem: bool,
) -> None:
    """Cut all of a scene; what would be the masks says which pixels were observed, and is kept under that name."""
    from l4s_core.channels.registry import channel
    from l4s_core.patches.cutting.cut import cut_patches
    from l4s_core.patches.cutting.cutter import CutOptions
    from l4s_core.scene import open_scene

    if shape[0] != shape[1]:
        raise InputError(
            f"The patches of the source have {shape[0]} x {shape[1]} pixels, and a scene is cut into squares; cut the "
            "source anew (l4s patches --size)."
        )
    if (folder / "mask").is_dir():
        _require_same(folder, scene)
    else:
        progress.stage("opening the scene")
        try:
            opened = open_scene(scene)
        except InputError as error:
            if " --" not in str(error):
                raise
            raise InputError(
                f"{error} l4s adapt has no such option: cut the scene with l4s patches --negatives-only, which has it, "
                "and give that folder as --target."
            ) from error
        there = {*opened.bands} | {n for n in channels if channel(n).source == "terrain" and dem is not None}
        wanted = [name for name in channels if name not in optional or name in there]
        terrain = [name for name in channels if channel(name).source == "terrain"]
        if dem is None and not no_dem and terrain:
            raise InputError(
                f"The model looks at {', '.join(terrain)}; give a DEM with --dem, or say --no-dem where it can do "
                "without."
            )
        shutil.rmtree(folder, ignore_errors=True)
        cut_patches(
            opened, dem, None, folder,
            CutOptions(size=shape[0], negatives_only=True, min_observed=_LEAST_OBSERVED),
            no_dem=dem is None, channels=wanted, progress=progress,
        )  # fmt: skip
    (folder / "mask").rename(folder / _OBSERVED)


def _require_same(cut: Path, scene: Path) -> None:
    """Raise InputError where the patches of an earlier call are of another scene."""
    from l4s_core.scene import open_scene

    try:
        name = json.loads((cut / SHEET_NAME).read_text(encoding="utf-8"))["scene"]["name"]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise InputError(f"{cut} is damaged ({first_line(error)}); use a new --out.") from error
    if name != open_scene(scene).name:
        raise InputError(f"{cut} was cut from {name}, not from {scene}; resume with that --target, or use a new --out.")


def image_files(target: Target) -> dict[int, Path]:
    """Patch id -> file of its image."""
    return {one.id: one.image for one in list_patches(target.folder, False).patches}
