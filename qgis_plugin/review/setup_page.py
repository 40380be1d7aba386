"""What is reviewed, on which pictures, and by whom: folded away while a review is going on."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsMapLayerProxyModel, QgsProject, QgsRasterLayer, QgsSettings, QgsVectorLayer
from qgis.gui import QgsCollapsibleGroupBox, QgsMapLayerComboBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QFormLayout, QLineEdit, QPushButton, QWidget

from ..i18n_text import tr
from ..layers.origin import origin_of
from ..pictures.layers import is_shown
from .guess import guess_images, inventories

REVIEWER_SETTING = "l4s/reviewer"


class SetupPage(QgsCollapsibleGroupBox):
    """The inventory, the three pictures and the reviewer; ``pictures_changed`` says that other pictures are chosen."""

    pictures_changed = pyqtSignal()
    scene_wanted = pyqtSignal(object)
    """The inventory whose scene is to be shown, because none of it is in the project."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(tr("Layers and reviewer"))
        self.setSaveCollapsedState(False)
        self.setFlat(True)
        self.inventory_box = _layer_box(QgsMapLayerProxyModel.Filter.PolygonLayer)
        self.inventory_box.setToolTip(tr("The polygons to review. Only layers made by l4s are listed."))
        self.image_boxes = [_layer_box(QgsMapLayerProxyModel.Filter.RasterLayer) for _ in range(3)]
        self.reviewer_edit = QLineEdit(_remembered())
        self.reviewer_edit.editingFinished.connect(
            lambda: QgsSettings().setValue(REVIEWER_SETTING, self.reviewer_name())
        )
        form = QFormLayout(self)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        names = (tr("Picture a&fter"), tr("Picture &before"), tr("&Probability"))
        form.addRow(tr("&Inventory"), self.inventory_box)
        for name, box in zip(names, self.image_boxes):
            form.addRow(name, box)
            box.layerChanged.connect(lambda _layer: self.pictures_changed.emit())
        self.show_scene = QPushButton(tr("Sho&w the scene of these landslides"), self)
        self.show_scene.setToolTip(tr("Adds pictures of the scene, and of the scene before, that they were mapped in."))
        self.show_scene.clicked.connect(lambda _checked=False: self.scene_wanted.emit(self.inventory()))
        self.show_scene.hide()
        form.insertRow(1, self.show_scene)
        self.inventory_box.layerChanged.connect(lambda _layer: self._offer_scene())
        form.addRow(tr("Re&viewer"), self.reviewer_edit)

    def offer(self, project: QgsProject, *, guess: bool) -> bool:
        """List the inventories of a project; with ``guess``, choose pictures where none is chosen.

        Returns whether there is an inventory.
        """
        layers = inventories(project)
        wanted = {layer.id() for layer in layers}
        others = [
            layer
            for layer in project.mapLayers().values()
            if isinstance(layer, QgsVectorLayer) and layer.id() not in wanted
        ]
        self.inventory_box.setExceptedLayerList(others)
        if guess:
            for box, layer in zip(self.image_boxes, guess_images(project, self.inventory())):
                if box.currentLayer() is None:
                    if layer is not None:
                        box.setLayer(layer)
                    else:
                        box.setCurrentIndex(0)  # says "(none)"; without a layer QGIS leaves the box blank
        self._offer_scene()
        return bool(layers)

    def _offer_scene(self) -> None:
        """A button where the scene of the run is still there and no picture of it is shown."""
        origin = origin_of(self.inventory())
        scene = None if origin is None else origin.scene
        self.show_scene.setVisible(scene is not None and not is_shown(QgsProject.instance(), scene))

    def inventory(self) -> QgsVectorLayer | None:
        return self.inventory_box.currentLayer()

    def pictures(self) -> list[QgsRasterLayer | None]:
        """After, before, probability."""
        return [box.currentLayer() for box in self.image_boxes]

    def reviewer_name(self) -> str:
        return self.reviewer_edit.text().strip() or _remembered()


def _remembered() -> str:
    return (
        QgsSettings().value(REVIEWER_SETTING, "", str)
        or QgsApplication.userFullName().strip(" ,")
        or QgsApplication.userLoginName()
    )


def _layer_box(kind: QgsMapLayerProxyModel.Filter) -> QgsMapLayerComboBox:
    box = QgsMapLayerComboBox()
    box.setFilters(kind)
    if kind == QgsMapLayerProxyModel.Filter.RasterLayer:
        box.setAllowEmptyLayer(True, tr("(none)"))
    box.setMinimumContentsLength(12)
    box.setSizeAdjustPolicy(QgsMapLayerComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    if box.allowEmptyLayer():
        box.setLayer(None)
    return box
