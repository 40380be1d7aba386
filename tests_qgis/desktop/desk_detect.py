"""A product as it is downloaded: choose it, see it, detect, cancel, try a threshold, and run over a reviewed result."""

from __future__ import annotations

from pathlib import Path

from hands import Heartbeat, Report, Steps, click, counted, key, pause, picture, until, views, write
from looks import (
    DEM,
    PRODUCT,
    RESULTS,
    REVIEWER,
    active_words,
    extent_on_map,
    landslides,
    pictures,
    rows,
    toolbar_button,
)
from process_kit import commands
from qgis.core import QgsProject
from qgis.utils import iface, plugins

INVENTORY = RESULTS / "puthumala.gpkg"


def detect(report: Report) -> Steps:
    dock = plugins["landslides_l4s"].detect_dock
    form, panel = dock.form, dock.panel
    yield from write(form.terrain.input.file.line, str(DEM))
    yield from write(form.scene.input.file.line, str(PRODUCT))
    yield from until(lambda: bool(pictures()), 60, "the scene is on the map")
    yield from until(lambda: panel.progress.run.isEnabled(), 30, "the input is complete")
    yield from pause(1.5)
    yield from views("06_scene")
    kinds = sorted({layer.customProperty("l4s/picture") for layer in pictures()})
    report.check(
        "choosing a scene shows it",
        kinds == ["false_colour", "ndvi", "true_colour"] and pictures()[0] in iface.mapCanvas().layers(),
        kinds=kinds,
    )
    report.check("facts of the scene are shown", "Level-2A" in panel.facts.text(), says=panel.facts.text())

    yield from write(form.outputs.inventory.line, str(INVENTORY))
    yield from until(lambda: panel.progress.run.isEnabled(), 30, "ready")
    yield from click(panel.progress.run)
    yield from until(lambda: dock.task is not None or bool(landslides()), 10, "the run has begun")
    yield from pause(0.2)
    picture("07_running")
    yield from click(panel.progress.cancel)
    yield from until(lambda: dock.task is None, 6, "the run is cancelled")
    yield from pause(0.3)
    left = sorted(path.name for path in RESULTS.iterdir() if "puthumala" in path.name)
    alive = [text for text in commands(str(RESULTS)) if "l4s_core.cli.main" in text]
    report.check("cancel leaves no process and no file", alive == left == [], workers=alive, files=left)
    report.check("a cancel is no failure", "fail" not in active_words().lower(), says=active_words())
    picture("08_cancelled")
    iface.messageBar().clearWidgets()
    kept = form.outputs.inventory.text()
    report.check("cancel keeps the chosen names", kept == str(INVENTORY), file=Path(kept).name)

    # from here: how long it takes a person to get from a product to the first landslide that is judged
    yield from until(lambda: panel.progress.run.isEnabled(), 30, "ready again")
    counted.begin()
    yield from write(form.scene.input.file.line, str(PRODUCT))
    yield from until(lambda: panel.progress.run.isEnabled(), 30, "ready once more")
    heartbeat = Heartbeat()
    heartbeat.start()
    yield from click(panel.progress.run)
    yield from until(lambda: bool(landslides()), 120, "the result is on the map")
    gap = heartbeat.stop()
    yield from pause(1)
    layer = landslides()[0]
    report.check(
        "landslides on the map",
        layer.featureCount() > 0 and layer in iface.mapCanvas().layers(),
        count=layer.featureCount(),
        says=active_words(),
    )
    report.check("the map goes to the result", iface.mapCanvas().extent().intersects(extent_on_map(layer)))
    # some 0.1 s on a quiet machine; what would be a defect is QGIS waiting for the run, which takes seconds
    report.check("QGIS stays responsive", gap < 1.5, longest_gap_s=gap)
    names = [node.name() for node in QgsProject.instance().layerTreeRoot().findLayers()]
    report.check("all layers of the result", len(names) >= 7, names=names)
    picture("09_result")


def threshold(report: Report) -> Steps:
    yield from click(toolbar_button("threshold"))
    dock = plugins["landslides_l4s"].threshold_dock
    yield from until(lambda: dock is not None and dock.isVisible(), 10, "the threshold panel")
    panel = dock.panel
    before = set(QgsProject.instance().mapLayers())
    yield from click(panel.slider)
    yield from key("Left")
    yield from key("Prior")
    yield from until(lambda: set(QgsProject.instance().mapLayers()) - before, 30, "outlines of the preview")
    yield from until(lambda: "landslides" in panel.says.text(), 30, "the preview is counted")
    yield from views("20_threshold")
    made = [QgsProject.instance().mapLayer(name) for name in set(QgsProject.instance().mapLayers()) - before]
    report.check(
        "the slider draws outlines anew",
        any(layer.featureCount() > 0 for layer in made if hasattr(layer, "featureCount")),
        threshold=panel.threshold,
        says=panel.says.text(),
    )
    yield from click(panel.reset_button)
    yield from pause(0.5)
    report.check("the preview goes again", set(QgsProject.instance().mapLayers()) == before)
    dock.close()


def again(report: Report) -> Steps:
    """The name of a reviewed inventory is refused, and its review can be carried over."""
    yield from click(toolbar_button("detect"))
    dock = plugins["landslides_l4s"].detect_dock
    outputs, run = dock.form.outputs, dock.panel.progress.run
    yield from write(outputs.inventory.line, str(INVENTORY))
    yield from until(lambda: outputs.choice.carry.isVisible(), 20, "a reviewed inventory is noticed")
    yield from until(lambda: dock.panel.missing.text() != "", 20, "it is said")
    report.check("a reviewed inventory is not replaced", not run.isEnabled(), says=dock.panel.missing.text())
    dock.form.ensureWidgetVisible(outputs.choice)
    yield from pause(0.3)
    picture("21_refused")
    reviewed = {uuid: status for uuid, status, who in rows(INVENTORY, "uuid", "status", "reviewer") if who == REVIEWER}
    shown = {layer.id() for layer in landslides()}
    yield from click(outputs.choice.carry)
    yield from until(run.isEnabled, 30, "ready to carry the review over")
    target = Path(outputs.inventory.text())
    yield from click(run)
    yield from until(lambda: {layer.id() for layer in landslides()} - shown, 120, "the new result")
    yield from pause(1.5)
    picture("22_carried_over")
    kept = {uuid: status for uuid, status, who in rows(target, "uuid", "status", "reviewer") if who == REVIEWER}
    same = [uuid for uuid, status in kept.items() if reviewed.get(uuid) == status]
    report.check(
        "the review is carried over",
        target != INVENTORY and len(same) == len(kept) > 0,
        before=len(reviewed),
        after=len(kept),
        file=target.name,
    )
