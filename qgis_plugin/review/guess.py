"""Which layers of a project a review is likely about."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer

from ..layers.files import PICTURE, PROBABILITY, ROLE, SCENE, WHEN
from ..layers.origin import origin_of
from ..layers.result import RESULT
from .edits import is_inventory

PROBABILITY_WORDS = ("probab", "wahrscheinlich", "確率")
_KINDS = ("true_colour", "false_colour", "ndvi")
_GUESSED = 100
BEFORE_WORDS = ("before", "pre", "avant", "antes", "前")


def inventories(project: QgsProject) -> list[QgsVectorLayer]:
    """The layers that can be reviewed, in the order of the layer tree."""
    return [node.layer() for node in project.layerTreeRoot().findLayers() if is_inventory(node.layer())]


def guess_images(
    project: QgsProject, inventory: QgsVectorLayer | None = None
) -> tuple[QgsRasterLayer | None, QgsRasterLayer | None, QgsRasterLayer | None]:
    """(after, before, probability); None where there is no candidate.

    Pictures of scenes say what they are: of these the true colours, and those of the scene that the inventory was made
    of, come first. Other layers are guessed by their names.
    """
    origin = origin_of(inventory)
    after: list[tuple[int, QgsRasterLayer]] = []
    before: list[tuple[int, QgsRasterLayer]] = []
    probability: list[tuple[int, QgsRasterLayer]] = []
    result = None if inventory is None else inventory.customProperty(RESULT)
    for node in project.layerTreeRoot().findLayers():
        layer = node.layer()
        if not isinstance(layer, QgsRasterLayer):
            continue
        words = layer.name().lower().replace("_", " ").replace("-", " ").split()
        when = layer.customProperty(WHEN)
        if layer.customProperty(ROLE) == PROBABILITY or any(word.startswith(PROBABILITY_WORDS) for word in words):
            own = result is not None and layer.customProperty(RESULT) == result
            probability.append((0 if own else 1, layer))
        elif when in ("after", "before"):
            scenes = () if origin is None else (origin.scenes_before if when == "before" else (origin.scene,))
            (before if when == "before" else after).append((_rank(layer, scenes), layer))
        elif any(word in BEFORE_WORDS or word.startswith("before") for word in words):
            before.append((_GUESSED, layer))
        elif layer.bandCount() >= 3:
            after.append((_GUESSED, layer))
    return _best(after), _best(before), _best(probability)


def _rank(layer: QgsRasterLayer, scenes: Iterable[Path | None]) -> int:
    """The lower, the likelier."""
    kind = layer.customProperty(PICTURE)
    of_run = str(layer.customProperty(SCENE)) in {str(scene) for scene in scenes if scene is not None}
    return (0 if of_run else len(_KINDS) + 1) + (_KINDS.index(kind) if kind in _KINDS else len(_KINDS))


def _best(found: list[tuple[int, QgsRasterLayer]]) -> QgsRasterLayer | None:
    return min(found, key=lambda one: one[0])[1] if found else None
