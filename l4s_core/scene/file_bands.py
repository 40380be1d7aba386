"""Which band each file of a folder is: by its name, or as the user says it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from l4s_core.base.errors import InputError
from l4s_core.channels.names import band_of_name, only_counted
from l4s_core.channels.wavelengths import contradicts
from l4s_core.rasters.header import RasterHeader, shown
from l4s_core.scene.gather.folder import Unit, some
from l4s_core.scene.layers import layers_of
from l4s_core.scene.loose import LooseBand
from l4s_core.scene.naming import band_in_text, names_tile, parse_file_name
from l4s_core.scene.products import product_of
from l4s_core.scene.recognise import pixel_m
from l4s_core.scene.sensors import doubt_by_pixels, is_sentinel2, other_sensor, sensor_in_tags
from l4s_core.scene.types import Level

_FEWEST_COUNTED = 3  # a stack that is worth taking apart
HOW_TO_SAY = "say which file is which band, such as --bands B4=red.tif,B3=green.tif"


def says_files(bands: object) -> bool:
    """Whether ``--bands`` names files: ``"B4=red.tif,B3=green.tif"``."""
    return isinstance(bands, str) and "=" in bands


def bands_as_said(source: str, units: Sequence[Unit], text: str) -> dict[str, Unit]:
    """``"B4=red.tif,B3=green.tif"``: names of files in the folder, with or without their endings.

    Raises
    ------
    InputError
        A word is no band, a file is not there or there twice, or one is named twice.
    """
    found: dict[str, Unit] = {}
    for word in filter(None, (part.strip() for part in text.split(","))):
        name, _, file = (part.strip() for part in word.partition("="))
        band = band_of_name(name)
        if band is None or not file:
            raise InputError(f"--bands: {word!r} is no band and file; for a folder {HOW_TO_SAY}.")
        named = [unit for unit in units if file in (unit.name, unit.stem, "/".join((*unit.folders, unit.name)))]
        if len(named) != 1:
            there = "has no raster" if not named else "has several rasters"
            raise InputError(f"--bands: {source} {there} called {file} (it has {some([u.name for u in units])}).")
        if band in found or named[0] in found.values():
            raise InputError(f"--bands names {band if band in found else file} twice; say each once.")
        found[band] = named[0]
    return found


def refuse_other_names(source: str, units: Sequence[Unit], all_units: Sequence[Unit]) -> None:
    """InputError where names of band files are another sensor's, or numbers that only count the bands of a stack.

    ``all_units``: the rasters of the folder; Landsat's masks and temperatures tell what bands beside them are.
    """
    bands = {parse_file_name(unit.stem).band for unit in units}
    # what lies beside bands that Landsat has no numbers for is not about them
    others = all_units if not units else [u for u in all_units if other_sensor(u.name) == "Landsat"]
    beside = () if bands & {"B8A", "B12"} else others
    for unit in (*units, *beside):
        if sensor := other_sensor(unit.name):
            raise InputError(
                f"{source} holds {sensor} files ({unit.name}); only Sentinel-2 scenes can be used; if its bands are "
                f"Sentinel-2's, {HOW_TO_SAY}."
            )
    stems = [unit.stem for unit in units]
    if only_counts(stems):
        raise InputError(
            f"{source}: the numbers in the names of its files ({some(stems)}) may only count them, and nothing says "
            f"that they are Sentinel-2's; {HOW_TO_SAY}."
        )


def only_counts(stems: Sequence[str]) -> bool:
    """Whether files are named after bands 1, 2, 3 ... without a gap and without B8A, and nothing in the names is of
    Sentinel-2: a stack that was taken apart."""
    bands = {band for stem in stems if (band := parse_file_name(stem).band) is not None}
    if len(bands) < _FEWEST_COUNTED or bands != {f"B{number}" for number in range(1, len(bands) + 1)}:
        return False
    told = any(is_sentinel2(stem) or names_tile(stem) for stem in stems)
    return not told and product_of((), stems) is None


def refuse_other_pixels(source: str, found: Sequence[LooseBand], how: str, *, worded: bool = False) -> None:
    """InputError where the bands have names and pixels as another sensor's; ``how`` says what answers it.

    ``worded``: that the files are named by colours (``red.tif``), all of them.
    """
    # Landsat's panchromatic B8 is finer than its other bands
    sizes = {band.name: pixel_m(band.header) for band in found}
    rest = [size for name, size in sizes.items() if name != "B8"]
    largest = max(rest, default=sizes.get("B8", 0.0))
    names = [name for name in sizes if name != "B8" or not 14 <= sizes["B8"] <= 16 or largest < 25]
    if doubt := doubt_by_pixels(() if worded else names, sizes, min(sizes.values()) if worded else largest):
        raise InputError(
            f"{source}: {doubt}, and only Sentinel-2 scenes can be used; if these are Sentinel-2's, {how}."
        )


def refuse_contradiction(band: str, header: RasterHeader) -> None:
    """InputError where a file is named after a band and says of itself that it is another, or of another sensor."""
    layer = layers_of(header)[0]
    in_names = (found for text in layer.names if (found := other_sensor(text)))
    sensor = sensor_in_tags({**header.tags, **header.bands[0].tags}) or next(in_names, None)
    texts = [text for text in layer.names if not only_counted([text])]
    other = next((name for text in texts if (name := band_in_text(text)) not in (None, band)), None)
    nm = layer.wavelength_nm
    if sensor is not None:
        why = f"its metadata is of {sensor}, and only Sentinel-2 scenes can be used"
    elif nm is not None and contradicts(band, nm):
        why = f"its metadata says {nm:.0f} nm, where Sentinel-2 has no {band}"
    elif other is not None:
        why = f"its description says {other}"
    else:
        return
    raise InputError(f"{shown(header.path)} is named like band {band}, but {why}; {HOW_TO_SAY}.")


def preferred(units: Sequence[Unit]) -> tuple[Sequence[Unit], str | None]:
    """Of files of one band that differ in the kind of reflectance, those that a product's users are told to take, and
    what is said of it."""
    product = product_of((), [unit.stem for unit in units])
    for kind in product.kinds if product is not None else ():
        chosen = [unit for unit in units if kind in re.split(r"[^0-9A-Z]+", unit.stem.upper())]
        if chosen and len(chosen) < len(units):
            assert product is not None
            return chosen, f"Of the kinds of reflectance of {product.title} {kind} is taken."
    return units, None


def level_of_product(names: Sequence[str]) -> tuple[Level, str] | None:
    """The level of the product that files or folders are named after, and what says it."""
    product = product_of((), names)
    return None if product is None or product.level is None else (product.level, f"as {product.title} has it")
