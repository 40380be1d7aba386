"""Makes ``l4s_qgis.VERSION.zip``, the QGIS plugin as it is installed and uploaded. Standard library only."""
