"""A catalogue that runs here, for the panel that finds scenes: a real scene, its DEM, and small pictures."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject, QgsRasterLayer, QgsRectangle
from qgis.PyQt.QtGui import QColor, QImage

KITS = Path(__file__).resolve().parents[1] / "tests" / "kits"
EVENT = "2019-08-08"
BANDS = ("B02", "B03", "B04", "B08")


def ground(raster: Path) -> QgsRectangle:
    """The box of a raster in degrees."""
    layer = QgsRasterLayer(str(raster), "x")
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    return QgsCoordinateTransform(layer.crs(), degrees, QgsProject.instance()).transformBoundingBox(layer.extent())


def make_catalogue(folder: Path, scene: Path, files: str = "files") -> QgsRectangle:
    """Items of two scenes after the event and two before, with the files of a real one; returns their ground."""
    kept = folder / "files"
    kept.mkdir(parents=True)
    for name in BANDS:
        shutil.copy(scene / f"{name}.tif", kept)
        shutil.copy(scene / f"{name}.tif", kept / f"before_{name}.tif")  # another file: a scene is not before itself
    shutil.copy(scene / "Copernicus_DEM_30m.tif", kept / "dem.tif")
    for number, colour in enumerate(("#3c6e3c", "#8a6b4a", "#5d8a4a", "#d8d8d8")):
        picture = QImage(300, 300, QImage.Format.Format_RGB32)
        picture.fill(QColor(colour))
        picture.save(str(kept / f"small_{number}.png"))
    box = ground(scene / "B04.tif")
    items = []
    for number, (name, day, cloud) in enumerate(
        (("post_clear", "2019-08-22", 4.0), ("post_hazy", "2019-09-01", 35.0),
         ("pre_clear", "2019-07-13", 9.0), ("pre_cloudy", "2019-08-02", 48.0))
    ):  # fmt: skip
        which = "before_" if name.startswith("pre") else ""
        assets: dict[str, Any] = {
            band: {"href": f"{{root}}/{files}/{which}{band}.tif", "file:size": (kept / f"{band}.tif").stat().st_size}
            for band in BANDS
        }
        kind = {"type": "image/png", "roles": ["thumbnail"]}
        assets["thumbnail"] = {"href": f"{{root}}/files/small_{number}.png", **kind}
        said = {
            "eo:cloud_cover": cloud,
            "s2:mgrs_tile": "43PGN",
            "s2:processing_baseline": "02.13",
            "platform": "sentinel-2a",
        }
        items.append(item(name, day, "sentinel-2-l2a", box, assets, said))
    items.append(
        item(
            "Copernicus_N11_E076", "2021-01-01", "cop-dem-glo-30", box, {"data": {"href": f"{{root}}/{files}/dem.tif"}}
        )
    )
    (folder / "items.json").write_text(json.dumps(items))
    return box


def item(
    name: str, day: str, collection: str, box: QgsRectangle, assets: dict[str, Any], said: dict[str, Any] | None = None
) -> dict[str, Any]:
    corners = [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()]
    w, s, e, n = corners
    return {
        "type": "Feature", "stac_version": "1.0.0", "id": name, "collection": collection, "bbox": corners,
        "geometry": {"type": "Polygon", "coordinates": [[[w, s], [e, s], [e, n], [w, n], [w, s]]]},
        "properties": {"datetime": f"{day}T05:06:59Z", **(said or {})}, "assets": assets,
        "links": [{"rel": "self", "href": f"{{root}}/{name}"}],
    }  # fmt: skip


@contextlib.contextmanager
def serving(folder: Path, python: Path) -> Iterator[str]:
    """The address of the catalogue in a folder, while the context lasts."""
    command = [str(python), str(KITS / "stac_server.py"), str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
    finally:
        server.kill()
        server.wait()


def requests(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "requests.log").read_text().splitlines()]
