"""What the lists of the algorithms show, and the words of the command line that they stand for.

Scripts, models and ``qgis_process`` may give the position, as everywhere in QGIS, or the word. Positions stand in saved
models: only ever add at the end.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingParameterEnum, QgsProcessingParameterString

from ..backend.wheel import bundled_wheel
from ..band_presets import PRESETS
from ..i18n_text import tr
from .connect import PLUGIN

CLOUDS = ("auto", "product", "csmask", "builtin", "none")
CLOUDS_OR_KEEP = ("keep", *CLOUDS[:-1])
DEVICES = ("auto", "cpu", "cuda")
LEVELS = ("L1C", "L2A")
UNITS = ("auto", "metres", "feet", "decimetres", "centimetres")
SWITCH = ("auto", "on", "off")
UNCERTAINTIES = ("tta", "ensemble", "mc-dropout")
VIEWS = ("flips", "scales", "all")
SAVED = ("probability", "mask", "overview")
TRIGGERS = ("rainfall", "earthquake", "snowmelt", "volcanic", "human")
BAND_ORDERS = ("", *(key for key, _ in PRESETS))

_FORMATS = {
    "coolr": "NASA COOLR", "usgs": "USGS", "iffi": "IFFI", "geojson": "GeoJSON", "shp": "Shapefile", "kml": "KML",
    "fgb": "FlatGeobuf", "geoparquet": "GeoParquet", "stac": "STAC",
}  # fmt: skip
"""Names that are the same in every language."""


def label(word: str) -> str:
    """What a list shows for a word of the command line."""
    known = {
        "": tr("As the raster names them"),
        "auto": tr("Automatic"),
        "product": tr("Classes of the product"),
        "csmask": tr("Network ukis-csmask"),
        "builtin": tr("Built-in spectral test"),
        "none": tr("None: look at every pixel"),
        "keep": tr("Keep clouds"),
        "cpu": tr("Processor"),
        "cuda": tr("Graphics card"),
        "L1C": tr("Level-1C (top of atmosphere)"),
        "L2A": tr("Level-2A (surface)"),
        "metres": tr("Metres"),
        "feet": tr("Feet"),
        "decimetres": tr("Decimetres"),
        "centimetres": tr("Centimetres"),
        "on": tr("Yes"),
        "off": tr("No"),
        "tta": tr("Views of each window (eight times as long)"),
        "ensemble": tr("Members of an ensemble"),
        "mc-dropout": tr("Passes with dropout (ten times as long)"),
        "flips": tr("Flips and rotations (eight times as long)"),
        "scales": tr("Scales 1, 2 and 4 (21 times as long)"),
        "all": tr("All of these (168 times as long)"),
        "probability": tr("Probability"),
        "mask": tr("Mask"),
        "overview": tr("Overview picture"),
        "inventory": tr("Inventory (GeoPackage)"),
        **_FORMATS,
    }
    return known.get(word) or ", ".join(dict(PRESETS).get(word, (word,)))


class Words:
    """The words of each list of an algorithm, by the name of the parameter."""

    def __init__(self) -> None:
        self._of: dict[str, tuple[str, ...]] = {}

    def add(
        self, name: str, description: str, words: tuple[str, ...], default: str | None, *, several: bool = False
    ) -> QgsProcessingParameterEnum:
        """A list; ``default`` None makes it optional."""
        self._of[name] = words
        start = None if default is None else words.index(default)
        return QgsProcessingParameterEnum(
            name, description, [label(word) for word in words], several, start, start is None
        )

    def in_positions(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """The parameters with positions in the place of words, as QGIS checks them."""
        return {name: self._position(name, value) for name, value in parameters.items()}

    def word(self, name: str, position: int) -> str:
        return self._of[name][position]

    def _position(self, name: str, value: Any) -> Any:
        words = self._of.get(name)
        if words is None:
            return value
        if isinstance(value, (list, tuple)):
            return [self._position(name, one) for one in value]
        return words.index(value) if isinstance(value, str) and value in words else value


def hinted(name: str, description: str, values: tuple[str, ...]) -> QgsProcessingParameterString:
    """A text of which the form offers a few; scripts and models may give any."""
    parameter = QgsProcessingParameterString(name, description, optional=True)
    parameter.setMetadata({"widget_wrapper": {"value_hints": list(values)}})
    return parameter


def installed_models() -> tuple[str, ...]:
    """Names of the models that come with the plugin, without starting the backend."""
    names: list[str] = []
    wheel = bundled_wheel(PLUGIN)
    if wheel.is_file():
        try:
            with zipfile.ZipFile(wheel) as archive:
                names = archive.namelist()
        except (OSError, zipfile.BadZipFile):
            names = []
    else:
        names = [
            f"l4s_core/models/{path.name}" for path in (Path(PLUGIN).parent / "l4s_core" / "models").glob("*.onnx")
        ]
    found = (re.fullmatch(r"l4s_core/models/([\w.-]+)\.onnx", name) for name in names)
    return tuple(sorted((match.group(1) for match in found if match), reverse=True))
