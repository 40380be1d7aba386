"""Finding scenes and elevation in a catalogue, and fetching them."""
