"""Which scenes a folder or an archive holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from l4s_core.base.archive import ZipFiles
from l4s_core.base.errors import InputError
from l4s_core.rasters.header import RasterHeader, read_header
from l4s_core.scene.gather import dimap
from l4s_core.scene.gather.folder import DEEPEST, NO_FOLDERS, Listing, Unit, list_archive, list_folder, same_scene, some
from l4s_core.scene.gather.names import is_beside, is_hidden, is_picture
from l4s_core.scene.gather.netcdf import ENDINGS as CUBES
from l4s_core.scene.gather.netcdf import list_cube, read_cube
from l4s_core.scene.gather.tiles import export_of
from l4s_core.scene.naming import parse_file_name
from l4s_core.scene.recognise import recognise
from l4s_core.scene.safe import PRODUCT_XML, is_product_folder

_PRODUCT = re.compile(r"\.SAFE(\.zip)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Stack:
    """A raster of several bands, and the number of each band that it names (counted from 1)."""

    unit: Unit
    header: RasterHeader
    order: Mapping[str, int]


@dataclass(frozen=True)
class Gathered:
    """What a folder holds of scenes.

    Attributes
    ----------
    listing : all of its rasters.
    bands : rasters named after one band each, by scene in words; or
    stacks : rasters with several bands whose names they tell, by scene.
    unnamed : rasters with several bands that do not tell which, where there is nothing else.
    """

    listing: Listing
    bands: Mapping[str, tuple[Unit, ...]]
    stacks: Mapping[str, tuple[Stack, ...]]
    unnamed: tuple[Unit, ...] = ()

    @property
    def in_archive(self) -> bool:
        return any(unit.path.startswith("/vsizip/") for unit in self.listing.units)


def gather(listing: Listing, *, deep: bool = True) -> Gathered:
    """The scenes among the rasters of a folder; those of its sub-folders count (``deep``) where it has none itself."""
    unnamed: list[Unit] = []
    for units in (listing.top, listing.units) if deep else (listing.top,):
        named = [unit for unit in units if parse_file_name(unit.stem).band is not None]
        if named:
            return Gathered(listing, same_scene(named), {})
        found = [_stack(unit) for unit in units if not is_picture(unit.stem)]
        stacks = [stack for stack in found if stack is not None and stack.order]
        if stacks:
            return Gathered(listing, {}, _by_scene(stacks))
        unnamed = unnamed or [stack.unit for stack in found if stack is not None]
    return Gathered(listing, {}, {}, tuple(unnamed))


def _stack(unit: Unit) -> Stack | None:
    """A raster of several bands that are no picture; ``order`` is empty where it does not name them."""
    try:
        header = read_header(unit.path, "the scene")
    except InputError:
        return None
    if len(header.bands) < 2 or header.is_8bit:
        return None
    try:
        order = recognise(header, [unit.stem, *unit.folders]).order
    except InputError:
        order = {}
    return Stack(unit, header, order)


def _by_scene(stacks: Sequence[Stack]) -> dict[str, tuple[Stack, ...]]:
    """Stacks of one date and tile are one scene where they have other bands or other pixels, else one each."""
    of_unit = {stack.unit: stack for stack in stacks}
    groups: dict[str, tuple[Stack, ...]] = {}
    for name, units in same_scene(list(of_unit)).items():
        members = [of_unit[unit] for unit in units]
        seen = [(band, pixel_size(stack.header)) for stack in members for band in stack.order]
        if len(set(seen)) == len(seen):
            groups[name] = tuple(members)
        else:
            groups |= {_where(stack.unit): (stack,) for stack in members}
    return groups


def _where(unit: Unit) -> str:
    return "/".join((*unit.folders, unit.name)) + " (its tiles)" * bool(unit.note)


def pixel_size(header: RasterHeader) -> float | None:
    """Width of a pixel in units of the CRS to three digits, None without a grid."""
    return None if header.grid is None else float(f"{abs(header.grid.resolution.x):.3g}")


def scenes_in(folder: Path) -> list[Path]:
    """What to give of a folder so that each scene in it is given once: the folder itself where it is one scene (or
    something that has to be refused), else its products, archives, cubes, rasters and sub-folders.

    Raises
    ------
    InputError
        As `list_folder`.
    """
    found = _scenes_below(folder, DEEPEST)
    if len(found) == 1:
        [only] = found
        packed = only.suffix.lower() in (".zip", dimap.HEADER, *CUBES)
        beside = packed and list_folder(folder).units  # such as a DEM, among which no band would be found
        deep = only.suffix.upper() == ".SAFE" and only.parent != folder
        return found if beside or deep else [folder]
    return found or [folder]


def _scenes_below(folder: Path, depth: int) -> list[Path]:
    if is_product_folder(folder) or folder.suffix.upper() == ".SAFE":
        return [folder]
    listing = list_folder(folder)
    found = gather(listing)
    paths = sorted(p for p in folder.iterdir() if not is_hidden(p.name))
    products = [p for p in paths if p.suffix.upper() == ".SAFE"]
    # an archive that was unpacked beside itself is one product
    archives = [p for p in paths if p.suffix.lower() == ".zip" and p.with_suffix("") not in paths]
    scenes = products + [p for p in archives if _PRODUCT.search(p.name) or _holds_scene(p)]
    if _is_whole(found):
        return scenes if len(scenes) > 1 else [folder]
    cubes = [p for p in paths if p.suffix.lower() in (*CUBES, dimap.HEADER)]
    scenes += [p for p in cubes if not listing.units or _holds_scene(p)]
    top = gather(listing, deep=False)
    # of an export its first tile stands for the whole
    scenes += [Path(stack.unit.files[0]) for stacks in top.stacks.values() for stack in stacks]
    if depth:
        inside = [p for p in paths if p.is_dir() and p not in products and p.suffix.lower() not in NO_FOLDERS]
        scenes += [scene for sub in inside for scene in _scenes_below(sub, depth - 1)]
    if not scenes and len(top.unnamed) > 1:
        scenes = [Path(unit.files[0]) for unit in top.unnamed]
    return sorted(scenes)


def _is_whole(found: Gathered) -> bool:
    """Whether the rasters of a folder belong together: bands in the folder itself, or one scene whose files lie in
    several of its sub-folders."""
    if any(not unit.folders for units in found.bands.values() for unit in units):
        return True
    if folders_of_scenes(found):
        return False
    groups = [*found.bands.values(), *(tuple(stack.unit for stack in stacks) for stacks in found.stacks.values())]
    return any(len(units) > 1 and len({unit.folders[:1] for unit in units}) > 1 for units in groups) or any(
        len(stacks) > 1 and not stacks[0].unit.folders for stacks in found.stacks.values()
    )


def folders_of_scenes(found: Gathered) -> list[str]:
    """The sub-folders of a folder that each hold a scene or more of their own, told by bands that two of them have in
    one resolution; [] where the files of one scene are spread over them."""
    units = [unit for units in found.bands.values() for unit in units]
    if not units:
        return []
    around = zip(*(unit.folders for unit in units), strict=False)
    shared = [names[0] for names in takewhile(lambda names: len(set(names)) == 1, around)]
    if any(len(unit.folders) == len(shared) for unit in units):
        return []
    holders: dict[tuple[str | None, int | None], set[str]] = {}
    for unit in units:
        band = parse_file_name(unit.stem).band
        holders.setdefault((band, unit.resolution_m), set()).add(unit.folders[len(shared)])
    if all(len(folders) == 1 for folders in holders.values()):
        return []
    names = sorted({unit.folders[len(shared)] for unit in units})
    return ["/".join((*shared, name)) for name in names]


def _holds_scene(path: Path) -> bool:
    """Whether an archive, a cube or the text of a product has bands; what cannot be read says why when it is run."""
    try:
        if path.suffix.lower() == dimap.HEADER:
            return bool(dimap.data_folder(path))
        if path.suffix.lower() == ".zip":
            files = ZipFiles(path)
            if any(PRODUCT_XML.search(name) for name in files.names):
                return True
            listing = list_archive(files)
        else:
            listing = list_cube(path, None)
        found = gather(listing)
    except InputError:
        return True
    return bool(found.bands or found.stacks or found.unnamed)


@dataclass(frozen=True)
class Listed:
    """What `open_scene` is given for one scene of a list, and what it is named after: the same, or the export."""

    source: str
    name: str


def one_each(sources: Sequence[str]) -> list[Listed]:
    """A list of scenes, in its order, with each once: tiles of one export are one, a folder with several scenes is all
    of them, and files that go with others (``.aux.xml``) are none.

    What cannot be used, and what is not on this machine, stays as it is: the run over it says why.
    """
    found: list[Listed] = []
    tiles: set[str] = set()
    for source in sources:
        path = Path(source).expanduser()
        if str(path.absolute()) in tiles or (len(sources) > 1 and path.name != ".." and is_beside(path.name)):
            continue
        if path.suffix.lower() == dimap.DATA and str(path.with_suffix(dimap.HEADER)) in sources:
            continue
        try:
            if path.is_dir():
                inside = scenes_in(path)
                found += [Listed(source, source)] if inside == [path] else one_each([str(p) for p in inside])
                continue
            if path.suffix.lower() in CUBES and path.is_file() and len(days := read_cube(path).days) > 1:
                found += [Listed(f"{source}#{day}", f"{path.stem}_{day}") for day in days]
                continue
            export = export_of(path) if path.is_file() else None
        except (InputError, OSError):
            found.append(Listed(source, source))
            continue
        if export is None:
            found.append(Listed(source, source))
        else:
            tiles |= set(export.files)
            found.append(Listed(export.files[0], export.name))
    return found


def refuse_several(source: str, found: Gathered) -> None:
    """Raise InputError where a folder or archive holds several scenes: one that mixes them would be of no date."""
    scenes = found.bands or found.stacks
    folders = [] if found.in_archive else folders_of_scenes(found)
    if folders:
        raise InputError(
            f"{source} holds scenes in {len(folders)} folders ({some(folders)}); give one of them, or {source} with "
            "--out-dir to map them all."
        )
    if len(scenes) < 2:
        return
    units = [
        [member.unit if isinstance(member, Stack) else member for member in members] for members in scenes.values()
    ]
    words = [f"{name}: {some([unit.name for unit in group], 2)}" for name, group in zip(scenes, units, strict=True)]
    listed = "; ".join(words[:6]) + " ..." * (len(words) > 6)
    raise InputError(
        f"{source} holds {len(scenes)} scenes ({listed}); give one of them, or put the files "
        "of each into a folder of its own and give these with --out-dir."
    )
