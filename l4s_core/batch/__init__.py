"""Many scenes in one go: a manifest in, an inventory for each scene and a merged one out."""
