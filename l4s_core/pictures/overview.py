"""One picture of a run: what the satellite saw, how probable landslides are, and what was mapped.

Drawn with Pillow, which is small, in the colours that the GeoPackage has in QGIS.
"""

from __future__ import annotations

import os
import tempfile
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from odc.geo.geobox import GeoBox

from l4s_core.base.palette import as_rgb, palette
from l4s_core.base.reasons import WORDS, Reason
from l4s_core.base.run_tag import run_tag
from l4s_core.rasters.true_colour import RGB, UNSEEN, true_colour

if TYPE_CHECKING:
    from geopandas.geodataframe import GeoDataFrame
    from PIL import Image as PillowImage
    from PIL import ImageDraw, ImageFont

    Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

LARGEST_SIDE = 1100
"""Pixels beyond which a layer has no more detail than the picture can show: read coarser than that."""

_PANEL_WIDTH, _MAX_PANEL_HEIGHT, _MIN_PANEL_WIDTH = 528, 900, 260
_GAP, _EDGE, _TOP, _BOTTOM = 24, 28, 96, 108
_INK, _FAINT, _PAPER = (38, 38, 38), (120, 120, 120), (255, 255, 255)


@dataclass(frozen=True)
class _Layout:
    """Sizes in pixels of the picture; ``scale`` is picture pixels per grid pixel."""

    width: int
    height: int
    scale: float

    def left(self, panel: int) -> int:
        return _EDGE + panel * (self.width + _GAP)


def write_overview(
    path_png: str | Path,
    rgb: npt.NDArray[np.floating],
    probability: npt.NDArray[np.floating],
    polygons: GeoDataFrame,
    observed: npt.NDArray[np.uint8],
    grid: GeoBox,
    title: str,
    shares: Mapping[Reason, float] | None = None,
) -> None:
    """Write a PNG with three panels: true colour, probability, and the polygons over what was not observed.

    Parameters
    ----------
    path_png : file to write; replaced when complete.
    rgb : (3, rows, cols) reflectance x 10000 in the order red, green, blue, NaN = no data.
    probability : (rows, cols) 0 to 1, NaN where not observed.
    polygons : landslides with ``conf_usgs`` and ``area_m2``, in any CRS; may be empty.
    observed : (rows, cols) uint8 `Reason`.
    grid : where all three arrays lie. Anything much larger than `LARGEST_SIDE` only costs memory.
    title : heading, usually the name of the scene.
    shares : of each reason in what was asked for, 0 to 1, as the run table has it; None: those of the pixels of
        ``observed``, of which a thinned one gives other digits.
    """
    from PIL import Image, ImageDraw

    rows, cols = observed.shape
    layout = _fit(rows, cols)
    seen_rgb = true_colour(rgb, observed)
    picture = Image.new("RGB", (2 * _EDGE + 3 * layout.width + 2 * _GAP, _TOP + layout.height + _BOTTOM), _PAPER)
    draw = ImageDraw.Draw(picture)
    panels = (
        ("Sentinel-2, true colour", _resize(seen_rgb, layout)),
        ("Probability of landslide", _resize(_probability_colours(probability, observed), layout)),
        ("Mapped landslides", _map_panel(seen_rgb, polygons, observed, grid, layout)),
    )
    draw.text((_EDGE, 20), _shorten(_in_ascii(title), draw, _font(24), picture.width - 2 * _EDGE), _INK, font=_font(24))
    for k, (name, panel) in enumerate(panels):
        left = layout.left(k)
        picture.paste(panel, (left, _TOP))
        draw.rectangle((left, _TOP, left + layout.width - 1, _TOP + layout.height - 1), outline=(150, 150, 150))
        draw.text((left, _TOP - 28), name, _INK, font=_font(17))
    below = _TOP + layout.height + 16
    _scale_bar(draw, grid, layout, layout.left(0), below)
    _north_arrow(draw, layout.left(0) + layout.width - 20, below)
    _colour_bar(picture, draw, layout.left(1), below, min(260, layout.width - 20))
    _legend(draw, polygons, shares or _shares(observed), observed, layout, below)
    _save(picture, Path(path_png))


def _probability_colours(probability: npt.NDArray[np.floating], observed: npt.NDArray[np.uint8]) -> RGB:
    known = np.isfinite(probability) & (observed == Reason.OBSERVED)
    out = _ramp(np.where(known, probability, 0))
    rows, cols = np.indices(known.shape)
    hatch = np.where(((rows + cols) // 3 % 3 == 0)[..., None], UNSEEN - 34, UNSEEN)
    return np.where(known[..., None], out, hatch).astype(np.uint8)


def _ramp(values: npt.NDArray[np.floating]) -> RGB:
    stops, colours = zip(*palette().probability, strict=True)
    channels = np.array([as_rgb(colour) for colour in colours]).T
    return np.stack([np.interp(values, stops, channel) for channel in channels], axis=-1).astype(np.uint8)


def _map_panel(
    seen_rgb: RGB, polygons: GeoDataFrame, observed: npt.NDArray[np.uint8], grid: GeoBox, layout: _Layout
) -> PillowImage.Image:
    """Pale grey picture, tints and hatches where nothing was observed, polygons on top; drawn twice as large."""
    from PIL import Image, ImageDraw

    grey = seen_rgb.astype(np.float64) @ np.array([0.3, 0.59, 0.11])
    base = np.repeat((110 + 0.55 * grey)[..., None], 3, axis=-1)
    colours = _reason_colours()
    rows, cols = np.indices(observed.shape)
    for reason, colour in colours.items():
        here = observed == reason
        weight = np.where((rows + cols) // 3 % 3 == 0, 0.45, 0.2)[here][:, None]
        base[here] = base[here] * (1 - weight) + np.array(colour) * weight
    twice = _Layout(2 * layout.width, 2 * layout.height, 2 * layout.scale)
    image = _resize(np.clip(base, 0, 255).astype(np.uint8), twice).convert("RGBA")
    overlay = Image.new("RGBA", image.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(overlay)
    fills = {one.usgs: as_rgb(one.colour) for one in palette().confidence}
    to_pixel = ~grid.affine
    if len(polygons) and polygons.crs is not None and grid.crs is not None and polygons.crs != str(grid.crs):
        polygons = polygons.to_crs(str(grid.crs))
    for shape, confidence in zip(polygons.geometry, polygons["conf_usgs"], strict=True):
        if shape is None or shape.is_empty:
            continue
        colour = fills.get(int(confidence), (80, 80, 80)) if confidence == confidence else (80, 80, 80)
        for part in getattr(shape, "geoms", [shape]):
            rings = [_ring_pixels(ring, to_pixel, twice.scale) for ring in (part.exterior, *part.interiors)]
            draw.polygon(rings[0], fill=(*colour, 120))
            for ring in rings[1:]:
                draw.polygon(ring, fill=(0, 0, 0, 0))
            # a dark casing, or the light yellow of low confidence would not show on light ground
            for line, width in (((60, 10, 20, 200), 5), ((*colour, 255), 3)):
                for ring in rings:
                    draw.line([*ring, ring[0]], fill=line, width=width, joint="curve")
    image.alpha_composite(overlay)
    return image.convert("RGB").resize((layout.width, layout.height), Image.Resampling.BOX)


def _ring_pixels(ring: Any, to_pixel: Any, scale: float) -> list[tuple[float, float]]:
    m = to_pixel
    return [((m.a * x + m.b * y + m.c) * scale, (m.d * x + m.e * y + m.f) * scale) for x, y, *_ in ring.coords]


def _reason_colours() -> dict[Reason, tuple[int, int, int]]:
    return {
        reason: as_rgb(palette().reasons[word].colour) for reason, word in WORDS.items() if reason != Reason.OBSERVED
    }


# ------------------------------------------------------------------------------------------------------ the furniture


def _fit(rows: int, cols: int) -> _Layout:
    """As wide as a third of the picture unless that makes the panel too high; a thin strip keeps a readable width."""
    scale = min(_PANEL_WIDTH / cols, _MAX_PANEL_HEIGHT / rows)
    width, height = max(1, round(cols * scale)), max(1, round(rows * scale))
    return _Layout(max(width, _MIN_PANEL_WIDTH), height, scale)


def _resize(values: RGB, layout: _Layout) -> PillowImage.Image:
    from PIL import Image

    rows, cols = values.shape[:2]
    size = (max(1, round(cols * layout.scale)), max(1, round(rows * layout.scale)))
    how = Image.Resampling.BOX if layout.scale < 1 else Image.Resampling.BICUBIC
    image = Image.fromarray(values).resize(size, how)
    if size == (layout.width, layout.height):
        return image
    framed = Image.new("RGB", (layout.width, layout.height), (245, 245, 245))
    framed.paste(image, (0, 0))
    return framed


def _font(size: int) -> Font:
    from PIL import ImageFont

    return ImageFont.load_default(size)


def _in_ascii(text: str) -> str:
    """``Stück`` -> ``Stuck``: the font that comes with Pillow has ASCII only, and draws all else as a box."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return plain.encode("ascii", "replace").decode()


def _shorten(text: str, draw: ImageDraw.ImageDraw, font: Font, width: float) -> str:
    while len(text) > 8 and draw.textlength(text, font=font) > width:
        text = text[:-4].rstrip() + "..."
    return text


def _scale_bar(draw: ImageDraw.ImageDraw, grid: GeoBox, layout: _Layout, left: int, top: int) -> None:
    metres_per_px = abs(grid.affine.a) / layout.scale
    metres = nice_length(metres_per_px * layout.width / 3)
    length = metres / metres_per_px
    draw.rectangle((left, top + 6, left + length, top + 11), fill=_PAPER, outline=_INK)
    draw.rectangle((left, top + 6, left + length / 2, top + 11), fill=_INK)
    text = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    draw.text((left + length + 10, top), text, _INK, font=_font(15))
    crs = f"EPSG:{grid.crs.epsg}" if grid.crs is not None and grid.crs.epsg else "own CRS"
    draw.text((left, top + 26), f"{crs}, pixels of {abs(grid.affine.a):g} m here", _FAINT, font=_font(13))


def nice_length(metres: float) -> float:
    """The largest of 1, 2, 5 times a power of ten that is not longer than ``metres``."""
    power = 10.0 ** np.floor(np.log10(metres))
    return float(max(step * power for step in (1, 2, 5) if step * power <= metres * (1 + 1e-9)))


def _north_arrow(draw: ImageDraw.ImageDraw, centre: int, top: int) -> None:
    draw.polygon([(centre, top), (centre + 9, top + 26), (centre, top + 20), (centre - 9, top + 26)], fill=_INK)
    draw.text((centre, top + 28), "N", _INK, font=_font(14), anchor="ma")


def _colour_bar(picture: PillowImage.Image, draw: ImageDraw.ImageDraw, left: int, top: int, width: int) -> None:
    from PIL import Image

    picture.paste(Image.fromarray(_ramp(np.tile(np.linspace(0, 1, width), (14, 1)))), (left, top + 2))
    draw.rectangle((left, top + 2, left + width - 1, top + 15), outline=(150, 150, 150))
    for value in (0.0, 0.5, 1.0):
        x = left + value * (width - 1)
        draw.line((x, top + 16, x, top + 20), fill=_INK)
        draw.text(
            (x, top + 22), f"{value:g}", _INK, font=_font(14), anchor="la" if not value else "ma" if value < 1 else "ra"
        )
    draw.text((left, top + 46), "grey hatching: not observed", _FAINT, font=_font(13))


def _legend(
    draw: ImageDraw.ImageDraw,
    polygons: GeoDataFrame,
    shares: Mapping[Reason, float],
    observed: npt.NDArray[np.uint8],
    layout: _Layout,
    top: int,
) -> None:
    """Confidence classes and reasons that occur, with how many and how much."""
    left = layout.left(2)
    right = left + layout.width
    small = _font(14)
    confidence = polygons["conf_usgs"].tolist()
    area_ha = float(polygons["area_m2"].sum()) / 10_000
    words = f"{len(polygons)} polygons, {area_ha:,.1f} ha" if len(polygons) else "no landslide found"
    draw.text((left, top - 4), words, _INK, font=_font(16))
    entries = [
        (as_rgb(one.colour), f"{one.usgs} {one.word} ({confidence.count(one.usgs)})")
        for one in palette().confidence
        if one.usgs in confidence
    ]
    place = _flow(draw, entries, left, right, left, top + 22, small)
    unseen = [
        (colour, WORDS[reason] + (f" {shares[reason]:.1%}" if reason in shares else ""))
        for reason, colour in _reason_colours().items()
        if shares.get(reason) or (observed == reason).any()
    ]
    _flow(draw, unseen, left, right, left, place + 20, small)


def _shares(observed: npt.NDArray[np.uint8]) -> dict[Reason, float]:
    """Of what was asked for: all but what lies outside the area."""
    counts = np.bincount(observed.ravel(), minlength=len(Reason))
    total = max(int(counts.sum() - counts[Reason.OUTSIDE_AREA]), 1)
    return {reason: float(counts[reason]) / total for reason in Reason if reason != Reason.OUTSIDE_AREA}


def _flow(
    draw: ImageDraw.ImageDraw,
    entries: list[tuple[tuple[int, int, int], str]],
    left: int,
    right: int,
    x: float,
    y: int,
    font: Font,
) -> int:
    """Coloured boxes with words, wrapped at ``right``; returns the top of the last line."""
    for colour, text in entries:
        width = 20 + draw.textlength(text, font=font) + 16
        if x + width - 16 > right and x > left:
            x, y = left, y + 20
        draw.rectangle((x, y + 2, x + 13, y + 14), fill=colour, outline=(110, 110, 110))
        draw.text((x + 20, y), text, _INK, font=font)
        x += width
    return y


def _save(picture: PillowImage.Image, path: Path) -> None:
    """Written under another name and renamed, so that an interrupted run leaves no half picture."""
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-{run_tag()}", suffix=".png", dir=path.parent)
    os.close(handle)
    try:
        picture.save(name, optimize=True)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
