"""Labelled patches: reading them, splitting them, cutting new ones from a scene and an inventory."""
