"""Scenes, or blocks of scenes, as tasks of a Dask cluster."""
