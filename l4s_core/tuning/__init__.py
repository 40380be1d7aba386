"""A model fitted to what an analyst decided about its polygons."""
