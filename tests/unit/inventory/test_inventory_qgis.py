"""What QGIS itself makes of the GeoPackage. Skips where QGIS is not installed."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

from inventory_kit import inventory_of, plane, terrain_of
from l4s_core.base.reasons import Reason
from l4s_core.inventory import write_inventory
from l4s_core.inventory.files.styles import STYLES

pytestmark = [pytest.mark.slow, pytest.mark.qgis]

SYSTEM_PYTHON = Path("/usr/bin/python3")

# runs in the Python that QGIS is installed for
SCRIPT = """
import json, os, sys
from qgis.core import QgsApplication, QgsVectorLayer
app = QgsApplication([], False)
app.initQgis()
found = {}
for name in sys.argv[2:]:
    layer = QgsVectorLayer(sys.argv[1] + "|layername=" + name, name, "ogr")
    renderer = layer.renderer()
    shown = {"valid": layer.isValid(), "renderer": renderer.type(), "rows": layer.featureCount()}
    if renderer.type() == "categorizedSymbol":
        shown["column"] = renderer.classAttribute()
        shown["labels"] = [c.label() for c in renderer.categories()]
        shown["layers"] = [[s.layerType() for s in c.symbol().symbolLayers()] for c in renderer.categories()]
        shown["colours"] = [c.symbol().color().name() for c in renderer.categories()]
        values = {f[renderer.classAttribute()] for f in layer.getFeatures()}
        shown["unmatched"] = [v for v in values if renderer.categoryIndexForValue(v) < 0]
        shown["sld"] = layer.loadSldStyle(sys.argv[1][:-5] + "." + name + ".sld")[1]
    elif renderer.type() == "singleSymbol":
        shown["layers"] = [s.layerType() for s in renderer.symbol().symbolLayers()]
        shown["sld"] = layer.loadSldStyle(sys.argv[1][:-5] + "." + name + ".sld")[1]
    found[name] = shown
    del layer
run = QgsVectorLayer(sys.argv[1] + "|layername=run", "run", "ogr")
found["run"] = {f["name"]: f["value"] for f in run.getFeatures()}
del run
print("RESULT " + json.dumps(found))
sys.stdout.flush()
os._exit(0)
"""


def qgis(*arguments: str, script: str = SCRIPT) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": os.environ.get("HOME", "/tmp"),
        "LANG": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
    }
    return subprocess.run(
        [str(SYSTEM_PYTHON), "-c", script, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module", autouse=True)
def _qgis_is_here():
    if not SYSTEM_PYTHON.is_file() or qgis(script="import qgis.core").returncode:
        pytest.skip("QGIS is not installed for the system's Python")


def test_opening_in_qgis_shows_graded_confidence(tmp_path):
    probability = np.zeros((60, 70))
    for k, p in enumerate([0.55, 0.65, 0.75, 0.85, 0.95]):
        probability[10:20, 5 + 12 * k : 12 + 12 * k] = p
    observed = np.zeros(probability.shape)
    for k, reason in enumerate(r for r in Reason if r):
        observed[40:50, 10 * k : 10 * k + 8] = reason
    path = write_inventory(
        inventory_of(tmp_path, probability, observed, terrain_of(plane((60, 70), 180)), run={"a": 1}),
        tmp_path / "out.gpkg",
    )
    from l4s_core.inventory.files.styles import sld

    for name, style in STYLES.items():
        (tmp_path / f"out.{name}.sld").write_text(sld(style, name), encoding="utf-8")
    done = qgis(str(path), *STYLES)
    assert done.returncode == 0, done.stderr
    assert "Warning 1" not in done.stderr, "GDAL warns about the file"
    (line,) = [text for text in done.stdout.splitlines() if text.startswith("RESULT ")]
    found = json.loads(line.removeprefix("RESULT "))
    for name, style in STYLES.items():
        shown = found[name]
        assert shown["valid"]
        assert shown["renderer"] == "categorizedSymbol"
        assert shown["column"] == style.column
        assert shown["labels"] == [c.label for c in style.categories]
        assert shown["colours"] == [c.colour for c in style.categories]
        assert shown["unmatched"] == []
        assert shown["sld"] is True
    assert found["landslides"]["rows"] == 5
    assert found["crown_toe"]["rows"] == 10
    assert set(map(tuple, found["landslides"]["layers"])) == {("SimpleFill",)}
    assert set(map(tuple, found["crown_toe"]["layers"])) == {("SimpleMarker",)}
    assert set(map(tuple, found["not_observed"]["layers"])) == {("LinePatternFill", "SimpleLine")}
    assert found["run"]["a"] == "1"


def test_a_merged_inventory_shows_where_its_scenes_are(tmp_path):
    from l4s_core.inventory.files.styles import MERGED_STYLES, sld
    from l4s_core.inventory.merging.merge import merge
    from merge_kit import blob, scene

    paths = [scene(tmp_path, name, blob((40, 60), (10, 10, 10, 8))) for name in "AB"]
    path = write_inventory(merge(paths), tmp_path / "out.gpkg")
    for name, style in MERGED_STYLES.items():
        (tmp_path / f"out.{name}.sld").write_text(sld(style, name), encoding="utf-8")
    done = qgis(str(path), *MERGED_STYLES)
    assert done.returncode == 0, done.stderr
    assert "Warning 1" not in done.stderr, "GDAL warns about the file"
    (line,) = [text for text in done.stdout.splitlines() if text.startswith("RESULT ")]
    found = json.loads(line.removeprefix("RESULT "))
    assert found["scenes"] == {
        "valid": True,
        "renderer": "singleSymbol",
        "rows": 2,
        "layers": ["SimpleLine"],
        "sld": True,
    }
    assert found["landslides"]["renderer"] == "categorizedSymbol"
    assert found["landslides"]["rows"] == 1
