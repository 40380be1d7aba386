"""A real result of the Puthumala scene, made once by the backend, and pictures of layers."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsContrastEnhancement,
    QgsLayerTreeGroup,
    QgsMapLayer,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsMultiBandColorRenderer,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop, QSize
from qgis.PyQt.QtGui import QColor, QImage

from qgis_plugin.layers.files import ROLE

SCENE_DATE = "2019-08-20"


def run_backend(python: Path, *arguments: object) -> None:
    """Run ``l4s ARGUMENTS``; a failure is the test's."""
    command = [str(python), "-I", "-X", "utf8", "-m", "l4s_core.cli.main", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


def detect(python: Path, scene: Path, folder: Path) -> None:
    """``puthumala.gpkg`` and ``probability.tif`` of the scene in ``folder``."""
    run_backend(
        python,
        *("detect", scene, "--dem", scene / "Copernicus_DEM_30m.tif", "--clouds", "builtin"),
        *("-o", folder / "puthumala.gpkg", "--probability", folder / "probability.tif"),
    )


def vectorize(python: Path, probability: Path, output: Path, *more: object) -> Path:
    """An inventory of the probability in the format of ``output``."""
    run_backend(python, "vectorize", probability, "-o", output, *more)
    return output


def copied(made: Path, to: Path) -> Path:
    """A copy of a result that a test may change; returns the inventory."""
    for path in made.iterdir():
        shutil.copy(path, to / path.name)
    return to / "puthumala.gpkg"


def scene_picture(scene: Path, folder: Path) -> QgsRasterLayer:
    """The scene in natural colours, as a user would load it."""
    from osgeo import gdal

    bands = [str(scene / f"{name}.tif") for name in ("B04", "B03", "B02")]
    picture = folder / "scene.vrt"
    gdal.BuildVRT(str(picture), bands, separate=True).FlushCache()
    layer = QgsRasterLayer(str(picture), "scene", "gdal")
    renderer = QgsMultiBandColorRenderer(layer.dataProvider(), 1, 2, 3)
    for put in (
        renderer.setRedContrastEnhancement,
        renderer.setGreenContrastEnhancement,
        renderer.setBlueContrastEnhancement,
    ):
        stretch = QgsContrastEnhancement(Qgis.DataType.UInt16)
        stretch.setMinimumValue(200)
        stretch.setMaximumValue(1600)
        stretch.setContrastEnhancementAlgorithm(
            QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
        )
        put(stretch)
    layer.setRenderer(renderer)
    return layer


def by_role(group: QgsLayerTreeGroup) -> dict[str, QgsMapLayer]:
    """The layers of a result by their role."""
    return {node.layer().customProperty(ROLE): node.layer() for node in group.findLayers()}


def drawn(
    layers: list[QgsMapLayer], extent: QgsRectangle, size: tuple[int, int] = (400, 200), background: str = "white"
) -> QImage:
    """A picture of the layers on white, or another colour."""
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(layers[0].crs())
    settings.setTransformContext(QgsProject.instance().transformContext())
    settings.setOutputSize(QSize(*size))
    settings.setExtent(extent)
    settings.setBackgroundColor(QColor(background))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    assert not job.errors(), [error.message for error in job.errors()]
    return job.renderedImage()


def pixels(image: QImage) -> list[QColor]:
    """The colours of all pixels of a picture."""
    return [image.pixelColor(x, y) for y in range(image.height()) for x in range(image.width())]


def differing(image: QImage, other: QImage) -> int:
    """How many pixels are not the same."""
    return sum(a != b for a, b in zip(pixels(image), pixels(other), strict=True))


def wait_for(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    """Let QGIS work until the condition holds; fails the test when it does not in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.005)
