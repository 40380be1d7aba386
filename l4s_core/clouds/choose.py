"""Which cloud test a run uses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress
from l4s_core.clouds.builtin import check_bands, run_builtin
from l4s_core.clouds.csmask import csmask_bands, csmask_version, run_csmask, what_csmask_takes
from l4s_core.clouds.level import LevelChoice, choose_level
from l4s_core.clouds.nothing import NoMask
from l4s_core.clouds.product import ProductMask
from l4s_core.clouds.types import CloudMask, CloudMethod, Optical
from l4s_core.scene.types import Scene


def choose_cloud_mask(
    scene: Scene,
    optical: Optical,
    method: CloudMethod,
    workdir: Path,
    progress: Progress,
    *,
    level: LevelChoice | None = None,
    threads: int | None = None,
) -> CloudMask:
    """Where a scene cannot be seen, on the grid of ``optical``.

    Parameters
    ----------
    scene : the scene; its own classification, level and sun angles are used.
    optical : its bands on the analysis grid.
    method : ``"product"`` the product's own classes; ``"csmask"`` the network of ukis-csmask; ``"builtin"`` the
        spectral test; ``"none"`` nothing is masked; ``"auto"`` the first of these that the scene and the installation
        allow.
    workdir : an existing folder for temporary files, which must live as long as the mask.
    progress : told about the steps of csmask and builtin, which look at the whole scene here; the others read no
        pixels before they are asked.
    level : which level the scene is taken for; None: told here, which takes bands of the whole scene.
    threads : CPU threads of a network; None is all cores.

    Returns
    -------
    A `CloudMask` whose ``name`` says exactly what was used.

    Raises
    ------
    InputError
        The method cannot be had: no classes in the product, ukis-csmask not installed, bands missing.
    Cancelled
        The run was stopped; nothing is left in ``workdir``.
    """
    method = chosen_method(scene, optical.names, method)
    if method == "none":
        return NoMask()
    if method == "product" and scene.cloud_classes is not None:
        return ProductMask(scene, scene.cloud_classes, optical.grid)
    level = level or choose_level(scene, optical)
    if method == "csmask":
        return run_csmask(optical, level, workdir, progress, threads)
    return run_builtin(scene, optical, level, workdir, progress)


def chosen_method(scene: Scene, names: Sequence[str], method: CloudMethod) -> CloudMethod:
    """The cloud test that a run over a scene with these bands uses. Raises InputError where it cannot be had."""
    if method not in get_args(CloudMethod):
        raise InputError(f"There is no cloud test {method!r}; choose one of {', '.join(get_args(CloudMethod))}.")
    if method == "auto":
        method = first_possible(scene, names)
    if method == "product" and scene.cloud_classes is None:
        raise InputError(
            f"{scene.source} has no cloud classification of its own (no SCL, no MSK_CLASSI); choose --clouds auto, "
            "csmask or builtin."
        )
    if method == "csmask":
        what_csmask_takes(names)
    if method == "builtin":
        check_bands(scene, names)
    return method


def first_possible(scene: Scene, names: Sequence[str]) -> CloudMethod:
    """What ``"auto"`` means for a scene with these bands in this installation."""
    if scene.cloud_classes is not None:
        return "product"
    if csmask_version() is not None and csmask_bands(names):
        return "csmask"
    return "builtin"
