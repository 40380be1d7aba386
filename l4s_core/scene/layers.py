"""What a raster or a catalogue entry says about each of its bands: names as written, wavelengths."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from l4s_core.channels.wavelengths import band_at, contradicts, wavelength_in_text, wavelength_nm
from l4s_core.rasters.header import RasterHeader
from l4s_core.rasters.pointing import names_of_sources
from l4s_core.scene.naming import band_in_text, without_number

_BAND_TAGS = ("name", "band", "band_name", "bandname", "long_name", "common_name", "eo:common_name", "eo:bands",
              "netcdf_dim_band", "netcdf_dim_bands")  # fmt: skip
_FILE_TAGS = ("eo:bands", "bands", "band_names", "bandnames", "long_name", "band")
_WAVELENGTH_TAGS = ("central_wavelength_um", "wavelength", "center_wavelength", "central_wavelength",
                    "eo:center_wavelength")  # fmt: skip
_WIDTH_TAGS = ("fwhm_um", "fwhm", "full_width_half_max", "eo:full_width_half_max", "bandwidth")
_UNIT_TAGS = ("wavelength_units", "wavelength_unit", "wavelengthunit", "units_of_wavelength")


@dataclass(frozen=True)
class Layer:
    """What a file says about one of its bands: its names as written, its wavelength and width in nm."""

    names: tuple[str, ...]
    wavelength_nm: float | None = None
    width_nm: float | None = None


def layers_of(header: RasterHeader) -> list[Layer]:
    """One for each band, from descriptions, tags of the bands and lists in the tags of the file."""
    listed = _in_file_tags(header, _FILE_TAGS)
    listed_nm = _wavelengths_in_file_tags(header)
    sources = names_of_sources(header.path)
    layers = []
    for position, band in enumerate(header.bands):
        tags = {key.lower(): value for key, value in band.tags.items()}
        texts = [band.description, *(tags.get(key) for key in _BAND_TAGS)]
        unit = next((tags[key] for key in _UNIT_TAGS if key in tags), None)
        tagged = (
            wavelength_nm(tags[key], "um" if key.endswith("_um") else unit) for key in _WAVELENGTH_TAGS if key in tags
        )
        nm = next((value for value in tagged if value), None)
        names = []
        if listed is not None:
            names += _texts_of(listed[position])
            nm = nm or _wavelength_of(listed[position])
        if listed_nm is not None:
            nm = nm or listed_nm[position]
        for text in filter(None, texts):
            found, plain = wavelength_in_text(without_number(text, position + 1))
            nm = nm or found
            entry = _json(text)
            names += _texts_of(entry) if isinstance(entry, (dict, list)) else [plain]
        if len(sources) == len(header.bands):
            names.append(sources[position])
        layers.append(Layer(tuple(name for name in names if name), nm, _width(tags)))
    return layers


def _width(tags: dict[str, str]) -> float | None:
    for key in _WIDTH_TAGS:
        try:
            number = float(tags.get(key, ""))
        except ValueError:
            continue
        # in micrometres a band is at most 0.2 wide, in nanometres at least 1
        return number * 1000 if number < 1 else number
    return None


def _wavelengths_in_file_tags(header: RasterHeader) -> list[float | None] | None:
    entries = _in_file_tags(header, _WAVELENGTH_TAGS)
    tags = {key.lower(): value for key, value in header.tags.items()}
    unit = next((tags[key] for key in _UNIT_TAGS if key in tags), None)
    return None if entries is None else [wavelength_nm(entry, unit) for entry in entries]


def _in_file_tags(header: RasterHeader, keys: Sequence[str]) -> list[object] | None:
    """A list in the file's own tags that has one entry per band, as JSON (STAC ``eo:bands``) or with commas."""
    tags = {key.lower(): value for key, value in header.tags.items()}
    for key in keys:
        text = tags.get(key)
        if not text:
            continue
        entries = _json(text)
        if not isinstance(entries, list):
            separator = r"[,;]" if re.search("[,;]", text) else r"\s+"
            # ENVI's {B2, B3} and what Python writes of a list: ('B2', 'B3')
            entries = [part.strip(" \t\r\n'\"") for part in re.split(separator, text.strip(" {}()[]")) if part.strip()]
        if len(entries) == len(header.bands):
            return entries
    return None


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _texts_of(entry: object) -> list[str]:
    if isinstance(entry, list) and len(entry) == 1:
        entry = entry[0]
    if isinstance(entry, str):
        return [entry]
    if isinstance(entry, dict):
        return [v for key in ("name", "common_name", "eo:common_name") if isinstance(v := entry.get(key), str)]
    return []


def _wavelength_of(entry: object) -> float | None:
    if isinstance(entry, list) and len(entry) == 1:
        entry = entry[0]
    if not isinstance(entry, dict):
        return None
    said = (entry.get(key) for key in ("center_wavelength", "eo:center_wavelength"))
    return next((nm for value in said if (nm := wavelength_nm(value, "um"))), None)


def texts_and_wavelength(entry: object) -> tuple[tuple[str, ...], float | None]:
    """Names and wavelength in nm of one STAC band object, ``{"name": "B02", "eo:center_wavelength": 0.49}``."""
    return tuple(_texts_of(entry)), _wavelength_of(entry)


def eo_band_name(entry: object) -> str | None:
    """The band of one STAC band object, ``{"name": "B02", "common_name": "blue", "center_wavelength": 0.49}``, or of a
    plain name; None where it contradicts itself."""
    texts, nm = texts_and_wavelength(entry)
    name = next((band for text in texts if (band := band_in_text(text))), None)
    if nm is None:
        return name
    if name is None:
        return band_at(nm)
    return None if contradicts(name, nm) else name
