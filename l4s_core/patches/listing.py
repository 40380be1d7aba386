"""Which files of a folder are patches, and which mask belongs to which image."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from l4s_core.base.errors import InputError
from l4s_core.base.words import plural
from l4s_core.patches.formats import PatchFiles

Layout = Literal["HDF5", "GeoTIFF", "PNG"]
_ENDINGS: dict[str, Layout] = {".h5": "HDF5", ".tif": "GeoTIFF", ".tiff": "GeoTIFF", ".png": "PNG"}
_NUMBERED = {"img": re.compile(r"image_(\d{1,9})"), "mask": re.compile(r"mask_(\d{1,9})")}
_LAST_NUMBER = re.compile(r".*?(\d{1,9})")


@dataclass(frozen=True)
class Listing:
    """The patches of one folder, ascending by id. ``labelled``: there are masks, whether they were asked for or not."""

    layout: Layout
    patches: tuple[PatchFiles, ...]
    labelled: bool


def list_patches(folder: Path, expect_masks: bool | None) -> Listing:
    """The images of ``folder/img`` with the masks of ``folder/mask``.

    ``expect_masks``: True refuses a folder without masks, False leaves the masks out, None takes what there is.

    Raises
    ------
    InputError
        No patches, several layouts, names that do not follow the layout, two files with one number, an image without
        mask or a mask without image (naming the first).
    """
    images, layout = _files(folder / "img")
    masks: dict[str, Path] = {}
    if (folder / "mask").is_dir() and any(_visible(folder / "mask")):
        masks, mask_layout = _files(folder / "mask")
        if mask_layout != layout:
            raise InputError(f"The images in {folder} are {layout} and the masks {mask_layout}; use one layout.")
    if expect_masks and not masks:
        raise InputError(f"{folder} has no masks (mask/mask_N{next(iter(images.values())).suffix}); they are needed.")
    if layout == "GeoTIFF":
        image_of, mask_of = _by_number_or_stem(folder, images, masks)
    else:
        image_of, mask_of = _by_pattern("img", images), _by_pattern("mask", masks)
    if masks:
        _check_pairs(folder, image_of, mask_of)
    take = bool(masks) and expect_masks is not False
    patches = tuple(
        PatchFiles(number, image_of[number], mask_of[number] if take else None) for number in sorted(image_of)
    )
    return Listing(layout, patches, bool(masks))


def _visible(folder: Path) -> list[Path]:
    try:
        found = sorted(folder.iterdir())
    except OSError as error:
        raise InputError(f"{folder} cannot be read ({error.strerror}); check the path.") from error
    return [path for path in found if not path.name.startswith(".") and path.suffix.lower() in _ENDINGS]


def _files(folder: Path) -> tuple[dict[str, Path], Layout]:
    """Stem -> file, and the one layout of the folder."""
    found = _visible(folder)
    if not found:
        raise InputError(f"{folder} holds no patches (.h5, .tif or .png); give the folder of a data set.")
    layouts = sorted({_ENDINGS[path.suffix.lower()] for path in found})
    if len(layouts) > 1:
        raise InputError(f"{folder} mixes {' and '.join(layouts)} files; keep one layout in a folder.")
    stems: dict[str, Path] = {}
    for path in found:
        if path.stem in stems:
            raise InputError(f"{stems[path.stem]} and {path.name} have the same name; remove one.")
        stems[path.stem] = path
    return stems, layouts[0]


def _by_pattern(kind: Literal["img", "mask"], files: dict[str, Path]) -> dict[int, Path]:
    numbered: dict[int, Path] = {}
    for stem, path in files.items():
        match = _NUMBERED[kind].fullmatch(stem)
        if match is None:
            name = "image" if kind == "img" else "mask"
            raise InputError(f"{path} does not follow {name}_N{path.suffix}; rename it or take it out of the folder.")
        _add(numbered, int(match.group(1)), path)
    return numbered


def _by_number_or_stem(
    folder: Path, images: dict[str, Path], masks: dict[str, Path]
) -> tuple[dict[int, Path], dict[int, Path]]:
    """By the last number of the names where that tells all apart, else by equal names, numbered in their order."""
    image_numbers = _last_numbers(images)
    mask_numbers = _last_numbers(masks)
    if image_numbers is not None and mask_numbers is not None:
        return image_numbers, mask_numbers
    number = {stem: n for n, stem in enumerate(sorted(images, key=_natural), 1)}
    alone = sorted((stem for stem in masks if stem not in number), key=_natural)
    if alone:
        raise InputError(f"{masks[alone[0]]} has no image of the same name or number in {folder / 'img'}; add it.")
    return (
        {number[stem]: path for stem, path in images.items()},
        {number[stem]: path for stem, path in masks.items()},
    )


def _last_numbers(files: dict[str, Path]) -> dict[int, Path] | None:
    numbered: dict[int, Path] = {}
    for stem, path in files.items():
        match = _LAST_NUMBER.fullmatch(stem)
        if match is None or int(match.group(1)) in numbered:
            return None
        numbered[int(match.group(1))] = path
    return numbered


def _natural(text: str) -> list[tuple[int, int, str]]:
    """Sort key by which patch_2 comes before patch_10."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.split(r"(\d{1,9})", text)]


def _add(numbered: dict[int, Path], number: int, path: Path) -> None:
    if number in numbered:
        raise InputError(f"{numbered[number]} and {path.name} have the same number; rename or remove one.")
    numbered[number] = path


def _check_pairs(folder: Path, images: dict[int, Path], masks: dict[int, Path]) -> None:
    counts = f"{folder} has {plural(len(images), 'image', 'images')} and {plural(len(masks), 'mask', 'masks')}"
    without_mask, without_image = sorted(set(images) - set(masks)), sorted(set(masks) - set(images))
    if without_mask:
        alone = plural(len(without_mask), "image has", "images have")
        raise InputError(
            f"{counts}: {alone} no mask, the first is {images[without_mask[0]].name}; add the masks or take the images "
            "out."
        )
    if without_image:
        alone = plural(len(without_image), "mask has", "masks have")
        raise InputError(
            f"{counts}: {alone} no image, the first is {masks[without_image[0]].name}; add the images or take the "
            "masks out."
        )
