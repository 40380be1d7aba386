"""What the panels look like in the theme that QGIS was started with: a short way, for its pictures."""

from __future__ import annotations

from hands import Report, Steps, click, pause, until, views, write
from looks import DEM, PRODUCT, RESULTS, landslides, pictures, toolbar_button
from qgis.core import QgsApplication
from qgis.utils import iface, plugins


def tour(report: Report) -> Steps:
    yield from until(lambda: "landslides_l4s" in plugins, 30, "the plugin is loaded")
    theme = QgsApplication.instance().themeName()
    report.check("QGIS is dark", "night" in theme.lower(), theme=theme)
    plugin = plugins["landslides_l4s"]
    yield from click(toolbar_button("detect"))
    dock = plugin.detect_dock
    yield from until(lambda: dock.backend is not None, 60, "the panel has found l4s")
    yield from write(dock.form.terrain.input.file.line, str(DEM))
    yield from write(dock.form.scene.input.file.line, str(PRODUCT))
    yield from write(dock.form.outputs.inventory.line, str(RESULTS / "dark.gpkg"))
    yield from until(lambda: bool(pictures()) and dock.panel.progress.run.isEnabled(), 60, "the scene is on the map")
    yield from pause(1)
    yield from views("dark_1_scene")
    yield from click(dock.panel.progress.run)
    yield from until(lambda: bool(landslides()), 120, "the result is on the map")
    yield from pause(1.5)
    yield from views("dark_2_result")
    iface.messageBar().clearWidgets()
    yield from click(toolbar_button("review"))
    review = plugin.review_dock
    yield from click(review.start_button)
    yield from until(lambda: review.session is not None, 10, "the review has begun")
    yield from pause(1)
    yield from click(review.buttons["reject"])
    yield from pause(1)
    yield from views("dark_3_review")
    review.work.turn()
    yield from pause(0.5)
    yield from views("dark_4_list")
    review.session.layer.rollBack()
    review.stop()
    yield from click(toolbar_button("threshold"))
    yield from pause(2)
    yield from views("dark_5_threshold")
    plugin.threshold_dock.close()
    yield from click(toolbar_button("find"))
    yield from until(lambda: plugin.find_dock is not None and plugin.find_dock.backend is not None, 60, "the panel")
    yield from pause(1)
    yield from views("dark_6_find")
    plugin.show_setup()
    yield from pause(2)
    yield from views("dark_7_set_up")
    plugin.setup_dialog.close()
    report.check("the tour has ended", True)
