"""The toolbox for tests: the real Puthumala scene, ``qgis_process`` in a profile of its own, results to compare."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import gdal
from qgis.core import QgsVectorLayer

PLUGIN = Path(__file__).resolve().parents[1] / "qgis_plugin"
# differ between two runs that are equal in all that matters
_OF_THE_RUN = {"fid", "uuid", "run_utc", "software"}


@dataclass
class Answer:
    """How ``qgis_process`` ended; ``results`` by output name."""

    code: int
    text: str
    results: dict[str, Any] = field(default_factory=dict)


class QgisProcess:
    """``qgis_process`` with the plugin enabled in an empty profile, started as from a bare shell."""

    def __init__(self, folder: Path, python: Path | None) -> None:
        plugins = folder / "config" / "profiles" / "default" / "python" / "plugins"
        plugins.mkdir(parents=True)
        (plugins / "landslides_l4s").symlink_to(PLUGIN)
        runtime, self.home = folder / "runtime", folder / "home"
        for made in (runtime, self.home):
            made.mkdir(mode=0o700)
        self.environment = {
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "XDG_RUNTIME_DIR": str(runtime),
            "QT_QPA_PLATFORM": "offscreen",
            "QGIS_CUSTOM_CONFIG_PATH": str(folder / "config"),
            "OMP_NUM_THREADS": "1",
        }
        if python is not None:
            self.environment["L4S_BACKEND_PYTHON"] = str(python)
        enabled = self.call("plugins", "enable", "landslides_l4s")
        assert enabled.code == 0, enabled.text

    def call(self, *arguments: str) -> Answer:
        # Debian's wrapper of 3.22 adds an option that the program does not know
        program = shutil.which("qgis_process.bin", path="/usr/bin") or "/usr/bin/qgis_process"
        done = subprocess.run(
            [program, *arguments], env=self.environment, capture_output=True, text=True, timeout=240, check=False
        )
        return Answer(done.returncode, done.stdout + done.stderr)

    def run(self, algorithm: str, **parameters: Any) -> Answer:
        words = []
        for name, value in parameters.items():
            words += [f"--{name}={one}" for one in (value if isinstance(value, list) else [value])]
        answer = self.call("--json", "run", f"l4s:{algorithm}", *words)
        begin = answer.text.find("{")
        if answer.code == 0 and begin >= 0:
            answer.results = json.JSONDecoder().raw_decode(answer.text[begin:])[0]["results"]
        return answer


def l4s(python: Path, *arguments: str | Path) -> None:
    """The command itself, which the toolbox has to agree with."""
    words = [str(python), "-I", "-m", "l4s_core.cli.main", *map(str, arguments)]
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "OMP_NUM_THREADS": "1"}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr


def polygons(source: str | Path) -> list[tuple[Any, ...]]:
    """Geometry and attributes of every landslide, in the order of ``ls_id``."""
    text = str(source)
    if text.endswith(".gpkg"):
        text += "|layername=landslides"
    layer = QgsVectorLayer(text, "landslides", "ogr")
    assert layer.isValid(), text
    names = [name for name in layer.fields().names() if name not in _OF_THE_RUN]
    rows = [(*(str(feature[name]) for name in names), feature.geometry().asWkt(3)) for feature in layer.getFeatures()]
    return sorted(rows)


def pixels(path: str | Path) -> Any:
    """(bands, rows, cols) with NaN made equal to itself."""
    data = gdal.Open(str(path)).ReadAsArray()
    return np.nan_to_num(data, nan=-1.0) if data.dtype.kind == "f" else data
