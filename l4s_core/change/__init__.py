"""What changed between a scene before the event and the one that is mapped."""
