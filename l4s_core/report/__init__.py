"""Reports of an inventory: one HTML page with everything in it."""
