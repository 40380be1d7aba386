"""What QGIS itself makes of the GeoPackage. Skips where QGIS is not installed."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

from inventory_kit import inventory_of, plane, terrain_of
from l4s_core.base.palette import as_rgb, palette
from l4s_core.base.reasons import Reason
from l4s_core.inventory import write_inventory
from l4s_core.inventory.files.styles import STYLES

pytestmark = [pytest.mark.slow, pytest.mark.qgis]

SYSTEM_PYTHON = Path("/usr/bin/python3")

# runs in the Python that QGIS is installed for
SCRIPT = """
import json, os, sys
from qgis.core import QgsApplication, QgsExpression, QgsExpressionContext, QgsVectorLayer
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
        shown["colours"] = [c.symbol().symbolLayers()[-1].color().name() for c in renderer.categories()]
        by = QgsExpression(renderer.classAttribute())
        context = QgsExpressionContext()
        context.setFields(layer.fields())
        values = set()
        for f in layer.getFeatures():
            context.setFeature(f)
            values.add(by.evaluate(context))
        shown["unmatched"] = [v for v in values if renderer.categoryIndexForValue(v) < 0]
        shown["from_scale"] = layer.minimumScale() if layer.hasScaleBasedVisibility() else 0
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
        assert shown["from_scale"] == style.from_scale
        assert shown["labels"] == [c.label for c in style.categories]
        assert shown["colours"] == [c.colour for c in style.categories]
        assert shown["unmatched"] == []
        assert shown["sld"] is True
    assert found["landslides"]["rows"] == 5
    assert found["crown_toe"]["rows"] == 10
    assert set(map(tuple, found["landslides"]["layers"][:5])) == {("SimpleFill",)}
    assert set(map(tuple, found["crown_toe"]["layers"])) == {("SimpleMarker",)}
    assert set(map(tuple, found["not_observed"]["layers"])) == {("LinePatternFill", "SimpleLine")}
    assert found["run"]["a"] == "1"


# a picture of each landslide alone, by the style that the file brings, or by the SLD beside it
DRAWN = """
import json, os, sys
from qgis.core import (
    QgsApplication, QgsMapRendererSequentialJob, QgsMapSettings, QgsVectorLayer
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor
app = QgsApplication([], False)
app.initQgis()
layer = QgsVectorLayer(sys.argv[1] + "|layername=landslides", "landslides", "ogr")
if len(sys.argv) > 2:
    assert layer.loadSldStyle(sys.argv[2])[1]
found = {}
for feature in layer.getFeatures():
    box = feature.geometry().boundingBox()
    box.scale(1.3)
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setOutputSize(QSize(120, 120))
    settings.setBackgroundColor(QColor("white"))
    settings.setExtent(box)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    found[feature["notes"]] = [
        image.pixelColor(x, y).getRgb()[:3] for y in range(image.height()) for x in range(image.width())
    ]
print("RESULT " + json.dumps(found))
sys.stdout.flush()
os._exit(0)
"""
CASES = {
    "open": ("unreviewed", 8),
    "never said": (None, 8),
    "accepted": ("accepted", 8),
    "edited": ("edited", 8),
    "edited by hand": ("edited", None),
    "rejected": ("rejected", 8),
    "by hand": (None, None),
    "by hand, accepted": ("accepted", None),
}
LOOKS = {
    "open": palette().confidence[0].colour,
    "never said": palette().confidence[0].colour,
    "accepted": palette().status["accepted"],
    "edited": palette().status["edited"],
    "edited by hand": palette().status["edited"],
    "by hand": palette().status["drawn by hand"],
    "by hand, accepted": palette().status["drawn by hand"],
}


@pytest.mark.parametrize("way", ["qml", "sld"])
def test_without_the_plugin_the_review_is_seen(tmp_path, way):
    """Each status has its colour, nothing is left undrawn, and what was rejected is a pale dashed line."""
    from l4s_core.inventory.files.styles import sld

    probability = np.zeros((20, 14 * len(CASES)))
    for k in range(len(CASES)):
        probability[5:15, 2 + 14 * k : 12 + 14 * k] = 0.95
    inventory = inventory_of(tmp_path, probability)
    slides = inventory.landslides
    assert len(slides) == len(CASES)
    slides["notes"] = list(CASES)
    slides["status"] = [status for status, _ in CASES.values()]
    slides["conf_usgs"] = slides["conf_usgs"].where([usgs is not None for _, usgs in CASES.values()])
    path = write_inventory(inventory, tmp_path / "out.gpkg")
    more = []
    if way == "sld":
        (tmp_path / "out.sld").write_text(sld(STYLES["landslides"], "landslides"), encoding="utf-8")
        more = [str(tmp_path / "out.sld")]
    done = qgis(str(path), *more, script=DRAWN)
    assert done.returncode == 0, done.stderr
    (line,) = [text for text in done.stdout.splitlines() if text.startswith("RESULT ")]
    found = {case: np.array(pixels) for case, pixels in json.loads(line.removeprefix("RESULT ")).items()}
    assert set(found) == set(CASES)
    white = np.array([255, 255, 255])
    for case, colour in LOOKS.items():
        near = (np.abs(found[case] - np.array(as_rgb(colour))).max(axis=1) <= 12).sum()
        assert (found[case] != white).any(axis=1).mean() > 0.5, f"{case} is not filled"
        if case in ("open", "never said"):  # the colour of confidence is seen through, as the picture below it
            fill = found[case].reshape(120, 120, 3)[60, 60]
            assert np.abs(fill - (0.55 * np.array(as_rgb(colour)) + 0.45 * white)).max() < 6, case
        else:
            assert near > 200, f"{case} has no line of its colour"
    rejected = found["rejected"]
    assert (rejected.max(axis=1) - rejected.min(axis=1)).max() < 6, "greys only"
    assert (rejected == white).all(axis=1).mean() > 0.8, "no fill"
    assert (rejected != white).any(axis=1).sum() > 100, "but drawn"


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
