"""Which band of a raster is which band of Sentinel-2, by all that the file says about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from l4s_core.base.decisions import Confidence, Decision
from l4s_core.base.errors import InputError
from l4s_core.channels.l4s import L4S_NAMES
from l4s_core.channels.names import canonical_band, common_band, only_counted
from l4s_core.channels.wavelengths import band_at, contradicts
from l4s_core.rasters.header import RasterHeader, shown
from l4s_core.scene.layers import Layer, layers_of
from l4s_core.scene.naming import band_in_text, contradiction, names_tile
from l4s_core.scene.products import L1C_ORDER, L2A_ORDER, LAND_ORDER, Product, folded, foreign_name, product_of
from l4s_core.scene.sensors import doubt_by_pixels, is_sentinel2, other_sensor, sensor_in_tags
from l4s_core.scene.types import Level

# layers that Level-2A has and Level-1C has not, as Earth Engine and others name them
_ONLY_L2A = frozenset({"SCL", "AOT", "WVP", "MSK_CLDPRB", "MSK_SNWPRB", "TCI_R"})
# which bands stacks of so many usually are, to show how --bands is written
_USUAL = {
    1: ("B4",), 2: ("B4", "B8"), 3: ("B4", "B3", "B2"), 4: ("B2", "B3", "B4", "B8"),
    6: ("B2", "B3", "B4", "B8", "B11", "B12"),
    10: LAND_ORDER, 12: L2A_ORDER, 13: L1C_ORDER,
}  # fmt: skip
_METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True)
class Recognised:
    """``order``: band -> its number in the file, from 1; ``decision`` says from what; ``level`` where names tell it."""

    order: dict[str, int]
    decision: Decision
    product: Product | None = None
    level: Level | None = None
    level_from: str | None = None


def recognise(header: RasterHeader, stems: Iterable[str]) -> Recognised:
    """``stems``: names without ending of the file, and of the folder or product that it is of.

    Names count first, then wavelengths, then the order of a product that the file name tells. Numbers that only count
    the bands of the file say nothing.

    Raises
    ------
    InputError
        Nothing says which band is which, what is said contradicts itself, or it is another sensor's; the message shows
        what the file has and how ``--bands`` is written for it.
    """
    stems = tuple(stems)
    layers = layers_of(header)
    texts = [name for layer in layers for name in layer.names]
    _refuse_others(header, stems, texts)
    product = product_of(texts, stems)
    names = _named(header, layers, product)
    by_name = [index for index, name in enumerate(names) if name]
    reason = "by their names in the file" + (f", as {product.title} gives them" if product and by_name else "")
    confidence: Confidence = "stated"
    by_wavelength = any(layer.wavelength_nm for layer in layers)
    if by_wavelength:
        names = _with_wavelengths(header, layers, names)
        if not by_name:
            reason = "by their wavelengths"
    elif not by_name and product is not None and len(layers) in product.order:
        names = list(product.order[len(layers)])
        reason, confidence = f"in the order of {product.title}, which the file name tells", "likely"
    order = _order(header, names)
    if product is None and not by_wavelength and not any(map(is_sentinel2, stems)):
        numbered = [name for layer, name in zip(layers, names, strict=True) if name and _is_numbered(layer, name)]
        if doubt := doubt_by_pixels(numbered, order, pixel_m(header)):
            raise _ask(header, doubt)
    left_out = [k for k, name in enumerate(names, 1) if name is None]
    also = "; left out: " + ", ".join(f"{k} {_short(layers[k - 1])}".strip() for k in left_out) if left_out else ""
    numbers = ", ".join(map(str, order.values()))
    decision = Decision("bands", ", ".join(order), f"number {numbers} of the file, {reason}{also}", confidence, "bands")
    told = {text.strip().upper() for text in texts} & _ONLY_L2A
    level: Level | None = product.level if product else None
    level_from = f"as {product.title} has it" if product and level else None
    if level is None and told:
        level, level_from = "L2A", f"because only that has {min(told)}"
    return Recognised(order, decision, product, level, level_from)


def example(count: int) -> str:
    """How ``--bands`` is written for a file of so many bands: ``"B2,B3,B4,B8"``."""
    usual = _USUAL.get(count) or (*LAND_ORDER[:count], *["-"] * (count - len(LAND_ORDER)))
    return ",".join(usual)


def seen(header: RasterHeader) -> str:
    """What a raster says about its bands, for messages."""
    return "; ".join(f"{b.index}: {b.description or 'no description'}, {b.dtype}" for b in header.bands)


def pixel_m(header: RasterHeader) -> float:
    """The size of a pixel in metres, 0 where the raster has no place."""
    grid = header.grid
    if grid is None or grid.crs is None:
        return 0.0
    height = abs(float(grid.resolution.y))
    return height * _METRES_PER_DEGREE if grid.crs.geographic else height


def _ask(header: RasterHeader, why: str) -> InputError:
    return InputError(
        f"{shown(header.path)}: {why} ({seen(header)}); say it with --bands, one name per band of the file in its "
        f"order, '-' leaves one out, such as --bands {example(len(header.bands))}"
    )


def _refuse_others(header: RasterHeader, stems: Sequence[str], texts: Sequence[str]) -> None:
    by_tag = sensor_in_tags(header.tags)
    by_text = next(((text, sensor) for text in (*texts, *stems) if (sensor := other_sensor(text))), None)
    by_text = by_text or foreign_name(texts)
    if by_tag or by_text:
        sensor = by_tag or (by_text[1] if by_text else "")
        sign = "its metadata" if by_text is None else repr(by_text[0])
        raise _ask(header, f"{sign} is of {sensor}, and only Sentinel-2 scenes can be used; if this one is")


def _named(header: RasterHeader, layers: Sequence[Layer], product: Product | None) -> list[str | None]:
    """The band that each layer is named after. InputError where a text names two."""
    most = max((len(layer.names) for layer in layers), default=0)
    counted: set[tuple[int, int]] = set()
    for which in range(most):
        column = [layer.names[which] if which < len(layer.names) else None for layer in layers]
        counted |= {(position, which) for position in only_counted(_numbers(column))}
    if [layer.names[:1] for layer in layers] == [(name,) for name in L4S_NAMES]:
        counted = set()  # what `l4s stack` writes
    has_swir_1 = any(common_band(name) == "B11" for layer in layers for name in layer.names)
    found: list[str | None] = []
    for position, layer in enumerate(layers):
        name = None
        for which, text in enumerate(layer.names):
            if (position, which) in counted:
                # "Band 1 Blue": the number counts, the word names; "Band 5 NIR" in the fourth place is Landsat's
                clash = contradiction(text)
                if clash and int(clash[0][1:].rstrip("A")) - position not in (0, 1):
                    raise _ask(header, f"{text!r} speaks of {clash[0]} and of {clash[1]}")
                name = common_band(_after_number(text))
            elif (clash := contradiction(text)) and product is None:
                raise _ask(header, f"{text!r} speaks of {clash[0]} and of {clash[1]}")
            else:
                name = band_in_text(text, product)
            if name is not None and product is None and folded(text) == "swir2" and not has_swir_1:
                name = None  # the second of two, or the one at 1610 nm where the first is another
            if name is not None:
                break
        found.append(name)
    return found


_NUMBER_FIRST = re.compile(r"^\s*((?:b|band[ae]?)[\s_]*0*\d+)(?![0-9A-Za-z])", re.IGNORECASE)
# ERDAS's "(:Band_1)", ENVI's "Resize (Band 1:stack.dat)", "stack_Band_1": the same text around numbers
_NUMBER_WITHIN = re.compile(
    r"(?<![0-9A-Za-z])((?:b|band[ae]?|layer|lyr|channel)[\s_-]*0*\d+)(?![0-9A-Za-z])", re.IGNORECASE
)


def _numbers(texts: Sequence[str | None]) -> list[str | None]:
    """The numbers that texts begin with, without what is behind: ``"Band 1 Blue"`` -> ``"Band 1"``, and those within
    texts that are the same but for them: ``"(:Band_1)"``, ``"(:Band_2)"`` -> ``"Band_1"``, ``"Band_2"``."""
    around = Counter(_NUMBER_WITHIN.sub("#", text) for text in texts if text and _one_number(text))
    found: list[str | None] = []
    for text in texts:
        if text and (match := _NUMBER_FIRST.match(text)):
            found.append(match[1])
        elif text and (number := _one_number(text)) and around[_NUMBER_WITHIN.sub("#", text)] > 1:
            found.append(number)
        else:
            found.append(text)
    return found


def _one_number(text: str) -> str | None:
    """The number of a band within a text; None where there is none, or two, or B01 in a name of Sentinel-2's or of a
    tile of it, which is no count."""
    numbers: list[str] = _NUMBER_WITHIN.findall(text)
    if len(numbers) != 1 or (numbers[0][:2] in ("B0", "b0") and (is_sentinel2(text) or names_tile(text))):
        return None
    return numbers[0]


def _after_number(text: str) -> str:
    return _NUMBER_FIRST.sub("", text) if _NUMBER_FIRST.match(text) else _NUMBER_WITHIN.sub("", text)


def _is_numbered(layer: Layer, band: str) -> bool:
    """Whether a layer is named by the number of its band and not by a colour alone."""
    return any(common_band(text) is None and band_in_text(text) == band for text in layer.names)


def _with_wavelengths(header: RasterHeader, layers: Sequence[Layer], names: Sequence[str | None]) -> list[str | None]:
    """Names, and what the wavelengths say where there are none."""
    told: list[str | None] = []
    for layer, name in zip(layers, names, strict=True):
        nm = layer.wavelength_nm
        if nm is None:
            told.append(name)
            continue
        number = any(canonical_band(text) for text in layer.names)
        at = band_at(nm, layer.width_nm)
        if name is not None and (contradicts(name, nm) if number else at is None or contradicts(name, nm)):
            raise _ask(header, f"{layer.names[0]!r} is said to be at {nm:.0f} nm, where Sentinel-2 has no {name}")
        if name is None and at is None:
            raise _ask(header, f"its wavelengths are not Sentinel-2's ({nm:.0f} nm{_of_width(layer)})")
        told.append(name or at)
    return told


def _of_width(layer: Layer) -> str:
    return "" if layer.width_nm is None else f", {layer.width_nm:.0f} nm wide"


def _order(header: RasterHeader, names: Sequence[str | None]) -> dict[str, int]:
    order: dict[str, int] = {}
    for index, name in enumerate(names, 1):
        if name is None:
            continue
        if name in order:
            raise _ask(header, f"two of its bands (numbers {order[name]} and {index}) are described as {name}")
        order[name] = index
    if not order:
        counts = bool(only_counted(_numbers([band.description for band in header.bands])))
        raise _ask(header, "nothing in it says which band is which" + (", numbers only count them" if counts else ""))
    return order


def _short(layer: Layer) -> str:
    return layer.names[0][:40] if layer.names else ""
