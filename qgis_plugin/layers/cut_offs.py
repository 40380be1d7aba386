"""The cut-offs of the classes of confidence that a result was made with, where its model has some of its own."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsVectorLayer

from .files import source_of

_RUN, _ROW = "run", "confidence_from"


def cut_offs_of(layer: QgsVectorLayer) -> dict[int, float] | None:
    """Class of confidence and the least mean probability in it (0 to 1), from the run table beside the landslides.

    None where the file has no such table or row, or the row is not as l4s writes it: the classes are then those of l4s.
    """
    path = Path(layer.source().partition("|")[0])
    if path.suffix.lower() != ".gpkg" or not path.is_file():
        return None
    table = QgsVectorLayer(source_of(path, _RUN), _RUN, "ogr")
    if not table.isValid() or table.fields().indexOf("name") < 0:
        return None
    words = next((str(row["value"]) for row in table.getFeatures() if row["name"] == _ROW), "")
    try:
        found = {int(usgs): float(lowest) for usgs, lowest in (part.split(":") for part in words.split())}
    except ValueError:
        return None
    return found if found and set(found) <= {8, 5, 3, 2, 1} else None
