"""The forms in which people hold one Sentinel-2 scene: every choice that a program makes when it writes one.

A `Form` names one level of every factor; `FORMS` also knows which cannot stand together (a JPEG 2000 holds no
floating-point numbers, tiles are of one file). `must_be_read` says which forms are common and say enough about
themselves, so that a refusal of them is a fault as well.
"""

from __future__ import annotations

from dataclasses import dataclass

from forms_choice import Choice, Levels, all_but, these, too_large

FACTORS: dict[str, tuple[str, ...]] = {
    # how the bands are laid out in files
    "layout": (
        "one file", "folder", "folder per resolution", "stack per resolution", "zip", "STAC", "NetCDF", "DIMAP", "SAFE",
    ),
    "format": ("GTiff", "COG", "JP2", "ENVI", "VRT"),
    "tile": ("whole", "Earth Engine", "retiled", "overlapping"),
    # what a number means: stored = (reflectance * scale) + offset
    "dtype": ("uint16", "int16", "int32", "float32", "float64"),
    "scale": ("10000", "1", "100", "1000", "65535"),
    "said": ("nothing", "in the file"),
    "offset": ("none", "1000", "1000 and --offset"),
    # what lies where there is no ground
    "fill": ("nowhere", "declared", "0", "1", "-999", "-9999", "65535", "nan", "1e20"),
    "mask": ("none", "internal", ".msk", "alpha"),
    "edge": ("corner", "swath"),
    # which band is which
    "names": (
        "B2", "B02", "common", "wavelength", "FORCE", "DEA", "sen2r", "HLS S30", "granule", "browser", "EE median",
        "EE toBands", "Band 1", "Band_1", "none", "none and --bands",
    ),
    "order": ("by wavelength", "RGB first", "alphabetical", "infrared first"),
    # where it lies
    "crs": ("EPSG", "WKT1", "WKT2", "ESRI", "PROJ", "one form each", "degrees", "next zone"),
    "rows": ("from north", "from south", "turned"),
    "grid": ("exact", "rounded"),
}  # fmt: skip

_BY_FILE = ("folder", "folder per resolution", "zip")
_OWN_FORMAT = ("NetCDF", "DIMAP", "SAFE")
_ONLY_IN_NAMES_OF_FILES = ("HLS S30", "granule", "browser")
_ONLY_IN_ONE_FILE = ("wavelength", "FORCE", "EE median", "EE toBands", "none", "none and --bands", "Band 1", "sen2r")
_WHOLE_NUMBERS = ("uint16", "int16", "int32")


@dataclass(frozen=True)
class Form:
    """One level of every factor of `FACTORS`; the defaults are what a download usually is."""

    layout: str = "one file"
    format: str = "GTiff"
    tile: str = "whole"
    dtype: str = "uint16"
    scale: str = "10000"
    said: str = "nothing"
    offset: str = "none"
    fill: str = "nowhere"
    mask: str = "none"
    edge: str = "corner"
    names: str = "B2"
    order: str = "by wavelength"
    crs: str = "EPSG"
    rows: str = "from north"
    grid: str = "exact"

    def __str__(self) -> str:
        return FORMS.words(self)


def _only(factor: str, *levels: str) -> Levels:
    return all_but(FACTORS, factor, *levels)


_EXCLUDED: tuple[Levels, ...] = (
    # a driver that has its own layout, or is not on the web
    these(layout=_OWN_FORMAT) | _only("format", "GTiff"),
    these(layout="STAC", format=("ENVI", "VRT")),
    # tiles are of one export
    _only("layout", "one file") | _only("tile", "whole"),
    _only("format", "GTiff", "COG") | _only("tile", "whole"),
    # numbers that a type or a format holds
    these(format="JP2") | _only("dtype", "uint16", "int16"),
    these(layout="SAFE") | _only("dtype", "uint16"),
    these(layout="SAFE") | _only("scale", "10000"),
    these(layout="SAFE") | _only("said", "in the file"),
    these(layout="NetCDF", dtype="uint16"),
    these(dtype=_WHOLE_NUMBERS, scale="1"),
    _only("dtype", "uint16", "int32") | these(scale="65535"),
    these(format="JP2") | _only("layout", "STAC") | these(said="in the file"),
    # whoever answers the question of the offset has values x 10000; 1000 more of 65535 would be cut off
    these(said="in the file", offset="1000 and --offset"),
    _only("scale", "10000") | these(offset="1000 and --offset"),
    these(dtype="uint16", scale="65535", offset=("1000", "1000 and --offset")),
    # fills
    *(these(dtype=dtype, fill=too_large(dtype, FACTORS["fill"])) for dtype in _WHOLE_NUMBERS),
    these(scale=("1", "100", "1000"), fill="1"),
    these(scale="65535", fill="65535"),
    these(layout="SAFE") | _only("fill", "nowhere", "declared", "0"),
    these(format="JP2", fill="declared"),
    # masks
    these(layout=_OWN_FORMAT) | _only("mask", "none"),
    these(fill="declared") | _only("mask", "none"),
    _only("format", "GTiff", "COG") | these(mask=("internal", ".msk")),
    these(format="COG", mask=".msk"),
    _only("layout", "one file") | these(mask="alpha"),
    these(format=("JP2", "ENVI"), mask="alpha"),
    these(fill="nowhere", mask="none") | _only("edge", "corner"),
    # names
    _only("layout", "one file") | these(names=_ONLY_IN_ONE_FILE),
    _only("layout", *_BY_FILE) | these(names=_ONLY_IN_NAMES_OF_FILES),
    these(layout="SAFE") | _only("names", "B02"),
    these(layout=("NetCDF", "STAC")) | _only("names", "B2", "B02", "common"),
    these(layout="DIMAP") | _only("names", "B2"),
    these(layout="stack per resolution") | _only("names", "B2", "B02", "common", "DEA"),
    _only("format", "ENVI") | these(names="wavelength"),
    these(layout=("one file", "stack per resolution"), format="JP2") | _only("names", "none and --bands"),
    these(format="ENVI", names="none"),  # GDAL says Band 1 there
    _only("layout", "one file", "stack per resolution") | _only("order", "by wavelength"),
    these(names=("FORCE", "sen2r")) | _only("order", "by wavelength"),
    # places
    _only("layout", *_BY_FILE, "STAC") | these(crs="one form each"),
    _only("layout", *_BY_FILE, "STAC") | these(grid="rounded"),
    these(format="ENVI") | _only("crs", "EPSG", "degrees", "next zone"),
    these(layout="DIMAP") | _only("crs", "EPSG", "degrees", "next zone"),
    these(layout="NetCDF") | _only("crs", "EPSG", "WKT1", "WKT2", "next zone"),
    these(layout="SAFE") | _only("crs", "EPSG"),
    these(layout="folder per resolution", crs="degrees"),
    these(layout="SAFE") | _only("rows", "from north"),
    these(layout=("NetCDF", "DIMAP"), rows="turned"),
    these(format="ENVI", rows="turned"),
    these(format="JP2") | _only("rows", "from north"),  # GDAL's driver writes no other
    these(format="ENVI", grid="rounded"),
)  # fmt: skip


FORMS = Choice(Form(), FACTORS, _EXCLUDED)


def must_be_read(form: Form) -> bool:
    """Whether the form is common and says enough: a refusal would send a user away who did nothing unusual."""
    scale_is_told = form.said != "nothing" or form.scale == "10000" or (form.scale == "1" and form.offset == "none")
    named = form.names not in ("Band 1", "Band_1", "none", "sen2r")
    fill_is_plain = form.mask != "none" or form.fill in ("nowhere", "declared", "0", "-999", "-9999", "nan")
    return scale_is_told and named and fill_is_plain


def must_be_refused(form: Form) -> bool:
    """Whether nothing in the form says which band is which."""
    return form.names in ("Band 1", "Band_1", "none")
