"""The outline of a landslide that somebody points at: nested regions around a seed, from tight to loose."""
