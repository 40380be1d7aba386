"""Finding scenes before and after an event, and terrain, in a STAC API."""
