"""Which files make one scene: tiles of an export, bands and resolutions, containers, companions."""
