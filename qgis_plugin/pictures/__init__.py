"""The scene on the map: pictures of it as layers, and two of them compared."""
