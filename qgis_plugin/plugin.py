"""What QGIS loads: actions, panels, the toolbox provider and the translator."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QLocale, Qt, QTranslator, QUrl
from qgis.PyQt.QtGui import QDesktopServices, QIcon
from qgis.PyQt.QtWidgets import QAction, QDockWidget

from . import help_pages
from .backend.words import set_translator
from .i18n_text import tr

FOLDER = Path(__file__).parent
TOOLBAR = "L4SToolbar"
EARLIER_ID = "l4s_qgis"


class L4SPlugin:
    """Owns the actions, the panels and the provider.

    Parameters
    ----------
    iface
        The ``QgisInterface`` that QGIS hands to a plugin.
    """

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self.provider: Any = None
        self.toolbar: Any = None
        self.actions: dict[str, QAction] = {}
        self.detect_dock: Any = None
        self.find_dock: Any = None
        self.review_dock: Any = None
        self.threshold_dock: Any = None
        self.setup_dialog: Any = None
        self.compare: Any = None
        self.result_pictures: Any = None
        self.following: Any = None
        self.layer_menu: Any = None
        self._translator = _translator()
        set_translator(tr)

    def initProcessing(self) -> None:
        """Register the toolbox provider; ``qgis_process`` calls this alone, without a desktop."""
        from .processing.provider import L4SProvider

        if self.provider is None:
            self.provider = L4SProvider()
            QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self) -> None:
        """Make the toolbar and the menu entries."""
        self.initProcessing()
        from .layers import register
        from .layers.following import Following

        register()  # the picture in the map tips, also of results in a project that is opened later
        self.following = Following()
        self.toolbar = self.iface.addToolBar(tr("Landslides (L4S)"))
        self.toolbar.setObjectName(TOOLBAR)
        self._add("find", tr("Find scenes"), self.show_find)
        self._add("detect", tr("Detect landslides"), self.show_detect)
        self._add(name="threshold", text=tr("Try a threshold"), slot=self.show_threshold, icon="vectorise")
        self._add("review", tr("Review landslides"), self.show_review)
        self._add("add", tr("Add a landslide"), self.add_landslide)
        self._add_smoothing()
        self._add(name="sample", text=tr("Try with sample data"), slot=self.try_sample, in_toolbar=False, icon="detect")
        self._add("setup", tr("Set up l4s"), self.show_setup, in_toolbar=False)
        self._add("help", tr("Help"), self.show_help, in_toolbar=False)
        self._add_compare()
        from .gui.layer_menu import LayerMenu

        self.layer_menu = LayerMenu(self.iface, str(FOLDER / "icons" / "detect.svg"), self.detect_again)
        self._warn_of_earlier_plugin()

    def unload(self) -> None:
        """Take everything away again, so that the plugin can be loaded anew."""
        if self.compare is not None:
            self.compare.shut_down()
            self.compare = None
        if self.result_pictures is not None:
            self.result_pictures.shut_down()
            self.result_pictures = None
        for dock in self._docks():
            if dock is not None:
                self._close_dock(dock)
        self.find_dock = self.detect_dock = self.threshold_dock = self.review_dock = None
        if self.setup_dialog is not None:
            self.setup_dialog.shut_down()
            self.setup_dialog.deleteLater()
            self.setup_dialog = None
        if self.layer_menu is not None:
            self.layer_menu.remove()
            self.layer_menu = None
        for action in self.actions.values():
            self.iface.removePluginMenu(_menu(), action)
            self.iface.removePluginRasterMenu(_menu(), action)
            action.deleteLater()
        self.actions = {}
        if self.toolbar is not None:
            self.iface.mainWindow().removeToolBar(self.toolbar)
            self.toolbar.deleteLater()
            self.toolbar = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        from .layers import unregister

        unregister()
        if self.following is not None:
            self.following.shut_down()
            self.following = None
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator = None

    def show_detect(self) -> None:
        """Show the panel that runs a detection."""
        if self.detect_dock is None:
            from .gui.detect_dock import DetectDock

            self.detect_dock = DetectDock(self.iface, self.iface.mainWindow())
            self.detect_dock.review_wanted.connect(self.show_review)
            self.detect_dock.setup_wanted.connect(self.show_setup)
            self._dock(self.detect_dock)
        self._raise(self.detect_dock)

    def detect_again(self, layer: Any) -> None:
        """Fill the panel with the settings that the inventory of a layer was made with."""
        from .history import run_of

        run = run_of(layer)
        if run is None:
            self.iface.messageBar().pushWarning(
                tr("Landslides (L4S)"), tr("The file of this layer does not say with which settings it was made.")
            )
            return
        self.show_detect()
        self.detect_dock.use_again(run)

    def show_find(self) -> None:
        """Show the panel that finds scenes and elevation."""
        if self.find_dock is None:
            from .find.dock import FindDock

            self.find_dock = FindDock(self.iface, self.iface.mainWindow())
            self.find_dock.chosen.connect(self._use_scenes)
            self.find_dock.setup_wanted.connect(self.show_setup)
            self._dock(self.find_dock)
        self._raise(self.find_dock)

    def _use_scenes(self, chosen: Any) -> None:
        self.show_detect()
        form = self.detect_dock.form
        form.use_scenes(chosen.scene, chosen.before, chosen.dem, chosen.event_date)
        if chosen.area is not None:
            chosen.area.apply(form.area)

    def try_sample(self) -> None:
        """Map the scene that comes with the plugin; sets l4s up first where it is not."""
        self.show_detect()
        self.detect_dock.sample.start()

    def show_threshold(self) -> None:
        """Show the panel that maps the probability anew with another threshold."""
        if self.threshold_dock is None:
            from .gui.threshold_panel import ThresholdDock

            self.threshold_dock = ThresholdDock(self.iface, self.iface.mainWindow())
            self._dock(self.threshold_dock)
        self._raise(self.threshold_dock)

    def show_review(self) -> None:
        """Show the panel that walks through the polygons of a result."""
        if self.review_dock is None:
            from .review.dock import ReviewDock

            self.review_dock = ReviewDock(self.iface, self.iface.mainWindow())
            self.review_dock.setup.scene_wanted.connect(self.show_scene_of)
            self.review_dock.tuning.tuned.connect(self.use_model)
            self._dock(self.review_dock)
        self._raise(self.review_dock)

    def use_model(self, path: str) -> None:
        """Choose a model file in the panel that runs a detection, without bringing that to the front."""
        if self.detect_dock is None:
            self.show_detect()
            self._raise(self.review_dock)
        self.detect_dock.form.model.add_file(path)

    def show_scene_of(self, layer: Any) -> None:
        """Show pictures of the scene that an inventory was made of."""
        if self.result_pictures is None:
            from .gui.backend_link import places, reach
            from .pictures.of_result import ResultPictures
            from .proxy import qgis_proxy
            from .settings import Settings

            chosen, where, proxy = Settings().interpreter, places(), qgis_proxy()
            self.result_pictures = ResultPictures(
                self.iface, Settings().root, lambda: reach(chosen, where, proxy).connection
            )
        self.result_pictures.show(layer)

    def add_landslide(self) -> None:
        """Take up the tool that adds a landslide to the inventory that is, or can be, reviewed."""
        self.show_review()
        self.review_dock.attempt(self.review_dock.add_landslide)

    def show_setup(self) -> None:
        """Show the window that makes, mends and removes the Python environment."""
        if self.setup_dialog is None:
            from .gui.setup_dialog import SetupDialog

            self.setup_dialog = SetupDialog(self.iface.mainWindow())
            self.setup_dialog.changed.connect(self._backend_changed)
            self.setup_dialog.detect_wanted.connect(self.show_detect)
        self.setup_dialog.show()
        self.setup_dialog.raise_()
        self.setup_dialog.activateWindow()

    def _add_compare(self) -> None:
        """The swipe and the second map."""
        from .pictures.compare import Compare

        for name, text in (("swipe", tr("Swipe before and after")), ("linked", tr("Linked map"))):
            self._add(name, text, lambda: None)
        self.compare = Compare(self.iface, self.actions["swipe"], self.actions["linked"], self._picture_before)

    def _picture_before(self) -> Any:
        """The raster that the review is told to be the picture before."""
        return None if self.review_dock is None else self.review_dock.setup.pictures()[1]

    def _warn_of_earlier_plugin(self) -> None:
        """Say so where the plugin is also installed under its earlier id: both would offer the same toolbox."""
        import qgis.utils

        enabled = QgsSettings().value(f"PythonPlugins/{EARLIER_ID}", False, bool)
        if enabled and EARLIER_ID in qgis.utils.available_plugins:
            text = tr("An earlier version of this plugin is still installed; uninstall {plugin} in the plugin manager.")
            self.iface.messageBar().pushWarning(tr("Landslides (L4S)"), text.format(plugin="l4s (l4s_qgis)"))

    def _backend_changed(self) -> None:
        if self.result_pictures is not None:  # it knows the one that was there before
            self.result_pictures.shut_down()
            self.result_pictures = None
        for dock in (self.detect_dock, self.find_dock):
            if dock is not None:
                dock.refresh_backend()

    def _add(self, name: str, text: str, slot: Any, *, in_toolbar: bool = True, icon: str = "") -> None:
        action = QAction(QIcon(str(FOLDER / "icons" / f"{icon or name}.svg")), text, self.iface.mainWindow())
        action.setObjectName(f"l4s_{name}")
        action.triggered.connect(lambda _checked=False: slot())
        self.iface.addPluginToMenu(_menu(), action)
        self.iface.addPluginToRasterMenu(_menu(), action)
        if in_toolbar:
            self.toolbar.addAction(action)
        self.actions[name] = action

    def show_help(self) -> None:
        """Open the page of the plugin in the browser."""
        QDesktopServices.openUrl(QUrl(help_pages.page("qgis")))

    def _add_smoothing(self) -> None:
        from .layers import smoothing

        words = tr("Smooth outlines on the map")
        self._add(name="smooth", text=words, slot=lambda: None, in_toolbar=False, icon="vectorise")
        action = self.actions["smooth"]
        action.setToolTip(tr("Only how landslides are drawn; the polygons keep the outline of the pixels."))
        action.setCheckable(True)
        action.setChecked(smoothing.wanted())
        action.toggled.connect(smoothing.want)

    def _dock(self, dock: QDockWidget) -> None:
        names = [other.objectName() for other in self._docks() if other not in (None, dock)]
        # one above the other in tabs: each of them needs the whole height
        self.iface.addTabifiedDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock, names, True)

    def _docks(self) -> tuple[Any, ...]:
        return self.find_dock, self.detect_dock, self.threshold_dock, self.review_dock

    def _raise(self, dock: QDockWidget) -> None:
        dock.show()
        dock.raise_()
        dock.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_dock(self, dock: Any) -> None:
        if hasattr(dock, "shut_down"):
            dock.shut_down()
        self.iface.removeDockWidget(dock)
        dock.deleteLater()


def _menu() -> str:
    return tr("Landslides (L4S)")


def _translator() -> QTranslator | None:
    """Install and return the translation of QGIS's language, where the plugin has it."""
    chosen = QgsSettings().value("locale/userLocale", "", str) or QLocale.system().name()
    translator = QTranslator()
    for name in (chosen, chosen.split("_")[0]):
        if translator.load(str(FOLDER / "i18n" / f"l4s_{name}.qm")):
            QCoreApplication.installTranslator(translator)
            return translator
    return None
