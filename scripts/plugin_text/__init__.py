"""The strings of the QGIS plugin: found in its sources, kept in Qt's .ts files, compiled to .qm."""
