"""Open a folder of patches, whichever of the three layouts it has."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from l4s_core.base.errors import InputError
from l4s_core.channels.l4s import L4S_NAMES
from l4s_core.patches.fileset import FilePatchSet
from l4s_core.patches.formats import PatchReader, choose_channels
from l4s_core.patches.listing import Layout, Listing, list_patches
from l4s_core.patches.regions import l4s_region
from l4s_core.patches.table import TABLE_NAME, TableRow, read_sheet, read_table
from l4s_core.patches.types import Level, PatchKey

Part = Literal["TrainData", "ValidData", "TestData"]
PARTS: tuple[Part, ...] = ("TrainData", "ValidData", "TestData")


def open_patches(
    folder: str | Path,
    *,
    channels: Sequence[str] | None = None,
    expect_masks: bool | None = None,
    part: Part | None = None,
) -> FilePatchSet:
    """The patches of a folder, read when asked for. Only the names and the first image are looked at here.

    Parameters
    ----------
    folder
        Holds ``img`` and, with labels, ``mask``:

        - HDF5 as in Landslide4Sense (``image_N.h5`` with ``img`` (rows, cols, 14), ``mask_N.h5`` with ``mask``); or the
          folder above, with ``TrainData``, ``ValidData`` and ``TestData``;
        - GeoTIFF, one band per channel in raw units, matched by the last number of their names or by equal names;
        - PNG, the 8-bit RGB pictures of Landslide4Sense (B4, B3, B2 with a gain of their own in each patch).
    channels
        Which channels in which order; None is all that there are. For GeoTIFFs whose bands have no descriptions: the
        names of all bands in their order.
    expect_masks
        True refuses a folder without masks, False leaves masks unread, None takes what there is.
    part
        Which folder under the one that was downloaded; None is ``TrainData``.

    Returns
    -------
    FilePatchSet
        A `PatchSet`. Domain and block of a patch are from ``patches.csv``. Without one, the domain is the region of the
        id for Landslide4Sense training data (a folder ``TrainData`` or the PNG set, with masks), else the folder's
        name. Channels that ``patches.json`` names as missing are left out.

    Raises
    ------
    InputError
        Not a folder, no patches, files that do not fit together; names the file and says what to do.
    """
    path = _folder(Path(folder).expanduser(), part)
    listing = list_patches(path, expect_masks)
    reader = _reader(path, listing, channels)
    keys = _keys(path, listing)
    rows, cols = reader.read_image(listing.patches[0].image).shape[1:]
    return FilePatchSet(str(folder), reader, listing.patches, keys, (rows, cols), _level(path, listing))


def require_part(folder: Path, part: Part | None) -> None:
    """Raise InputError where ``folder`` is above the folders of a download and ``part`` does not say which is meant.

    For commands to which the training part is no likelier than the others.
    """
    if part is None and (there := _parts(folder.expanduser())):
        raise InputError(
            f"{folder} holds {', '.join(there)}; say which is meant with --part, such as --part {there[-1]}."
        )


def _parts(folder: Path) -> list[Part]:
    """The parts of a download that lie in a folder; none where the folder holds ``img`` itself."""
    return [] if (folder / "img").is_dir() else [name for name in PARTS if (folder / name / "img").is_dir()]


def _folder(folder: Path, part: Part | None) -> Path:
    """The folder that holds ``img``."""
    if part is not None and part not in PARTS:
        raise InputError(f"There is no part {part!r}; the parts are {', '.join(PARTS)}.")
    if not folder.is_dir():
        raise InputError(f"{folder} is not a folder; give the folder that holds img and mask.")
    if (folder / "img").is_dir():
        if part is not None and folder.name != part:
            raise InputError(f"{folder} holds img itself, so it has no part {part}; leave the part out.")
        return folder
    there = _parts(folder)
    wanted = part or "TrainData"
    if wanted in there:
        return folder / wanted
    if there:
        raise InputError(f"{folder} has no {wanted} with img in it (there is {', '.join(there)}); choose another part.")
    raise InputError(
        f"{folder} has neither img nor TrainData in it; give the folder of a data set as it was downloaded, or "
        "one that l4s patches wrote."
    )


def _reader(folder: Path, listing: Listing, channels: Sequence[str] | None) -> PatchReader:
    asked = None if channels is None else tuple(channels)
    if listing.layout == "HDF5":
        from l4s_core.patches.hdf5 import Hdf5Reader

        sheet = read_sheet(folder)
        missing = () if sheet is None else sheet.missing_channels
        present = tuple(name for name in L4S_NAMES if name not in missing)
        absolute = sheet is None or sheet.absolute_scale
        return Hdf5Reader(choose_channels(asked, present, str(folder)), absolute_scale=absolute)
    if listing.layout == "PNG":
        from l4s_core.patches.pictures import RGB_CHANNELS, PictureReader

        sheet = read_sheet(folder)
        ignored = None if sheet is None else sheet.ignored_grey
        return PictureReader(choose_channels(asked, RGB_CHANNELS, str(folder)), ignored_grey=ignored)
    from l4s_core.patches.geotiff import geotiff_reader

    return geotiff_reader(listing.patches[0].image, asked)


def _level(folder: Path, listing: Listing) -> Level | None:
    """Landslide4Sense is Level-1C; what `l4s patches` cut says what it is; nobody knows of other GeoTIFFs."""
    sheet = read_sheet(folder)
    if sheet is not None:
        return sheet.level
    return None if listing.layout == "GeoTIFF" else "L1C"


def _keys(folder: Path, listing: Listing) -> list[PatchKey]:
    table = read_table(folder)
    name = folder.resolve().name
    if table is not None:
        return [_listed(folder, file.id, table, name) for file in listing.patches]
    is_training_set = listing.labelled and _training_set(listing.layout, name)
    return [PatchKey(file.id, (l4s_region(file.id) if is_training_set else None) or name) for file in listing.patches]


def _training_set(layout: Layout, name: str) -> bool:
    return layout == "PNG" or (layout == "HDF5" and name.lower() == "traindata")


def _listed(folder: Path, patch_id: int, table: dict[int, TableRow], name: str) -> PatchKey:
    if patch_id not in table:
        raise InputError(f"The patch {patch_id} is not in {folder / TABLE_NAME}; add its row or remove the table.")
    row = table[patch_id]
    return PatchKey(patch_id, row.domain or name, row.block)
