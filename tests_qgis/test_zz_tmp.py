import processing
from qgis.core import *
def test_a(qgis_processing, qgis_new_project, scenes):
    dem = str(scenes/"puthumala_2019"/"Copernicus_DEM_30m.tif")
    processing.run("native:hillshade" if 0 else "native:pixelstozonal", {"INPUT": dem})
def test_b(qgis_app, scenes):
    c = QgsProcessingContext()
    l = QgsProcessingUtils.mapLayerFromString(str(scenes/"puthumala_2019"/"Copernicus_DEM_30m.tif"), c)
    assert l is None
