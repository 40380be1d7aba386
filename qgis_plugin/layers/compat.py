"""Members of enumerations that QGIS moved between 3.22 and 4: under one name here."""

from __future__ import annotations

from typing import Any

from qgis.core import Qgis, QgsAttributeEditorContainer, QgsColorRampShader, QgsEditFormConfig

if hasattr(Qgis, "AttributeFormLayout"):  # QGIS 3.32
    TAB_LAYOUT: Any = Qgis.AttributeFormLayout.DragAndDrop
else:
    TAB_LAYOUT = QgsEditFormConfig.EditorLayout.TabLayout

if hasattr(Qgis, "ShaderInterpolationMethod"):  # QGIS 3.38
    INTERPOLATED: Any = Qgis.ShaderInterpolationMethod.Linear
    CONTINUOUS: Any = Qgis.ShaderClassificationMethod.Continuous
else:
    INTERPOLATED = QgsColorRampShader.Type.Interpolated
    CONTINUOUS = QgsColorRampShader.ClassificationMode.Continuous

if hasattr(Qgis, "LayerType"):  # QGIS 3.30
    VECTOR_LAYER: Any = Qgis.LayerType.Vector
else:
    from qgis.core import QgsMapLayerType

    VECTOR_LAYER = QgsMapLayerType.VectorLayer

WHOLE_NUMBERS = (Qgis.DataType.Byte, Qgis.DataType.UInt16, Qgis.DataType.Int16, Qgis.DataType.UInt32)

VECTOR_FIXED_RANGE: Any = Qgis.VectorTemporalMode.FixedTemporalRange
RASTER_FIXED_RANGE: Any = Qgis.RasterTemporalMode.FixedTemporalRange


def as_tab(container: QgsAttributeEditorContainer) -> None:
    """Show a container of an edit form as a tab."""
    if hasattr(Qgis, "AttributeEditorContainerType"):  # QGIS 3.32
        container.setType(Qgis.AttributeEditorContainerType.Tab)
    else:
        container.setIsGroupBox(False)
