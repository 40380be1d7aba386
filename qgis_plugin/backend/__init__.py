"""The backend as QGIS sees it: where its Python is, how it is made, how it is called. Standard library only."""
