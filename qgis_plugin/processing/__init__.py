"""The toolbox provider "Landslides (L4S)": algorithms for the toolbox, the modeler, batches and ``qgis_process``."""
