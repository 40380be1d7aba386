"""A probability made better by what the pixels around look like, before it becomes a mask."""
