"""Makes ``landslides_l4s.VERSION.zip``, the QGIS plugin as it is installed and uploaded. Standard library only."""
