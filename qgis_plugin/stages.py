"""The steps of the backend in words of the user's language."""

from __future__ import annotations

from .i18n_text import tr


def stage_words(name: str) -> str:
    """The words for a stage; one that is not known here is shown as it came."""
    known = {
        "opening the scene": tr("Opening the scene"),
        "brightness of the surroundings": tr("Measuring the brightness"),
        "statistics of the scene": tr("Measuring the brightness"),
        "building the stack": tr("Preparing the bands"),
        "clouds (built-in test)": tr("Looking for clouds"),
        "clouds (ukis-csmask)": tr("Looking for clouds"),
        "detecting landslides": tr("Looking for landslides"),
        "unpacking JPEG 2000": tr("Unpacking the bands"),
        "comparing with the scene before": tr("Comparing with the scene before"),
        "new and old ground": tr("Comparing with the scene before"),
        "reading the probability": tr("Reading the probability"),
        "refining (CRF)": tr("Comparing pixels that look alike"),
        "mask": tr("Drawing outlines"),
        "terrain gate": tr("Comparing with the slopes"),
        "polygons": tr("Drawing outlines"),
        "run-outs": tr("Following the run-outs"),
        "terrain of the landslides": tr("Measuring the landslides"),
        "attributes": tr("Measuring the landslides"),
        "scenes": tr("Mapping the scenes"),
        "merging": tr("Merging the inventories"),
        "sizes": tr("Measuring the landslides"),
        "map": tr("Drawing the map"),
        "picture of the scene": tr("Drawing the map"),
        "comparing": tr("Comparing with the reference"),
        "checksums of the inputs": tr("Checking the files"),
        "writing": tr("Saving"),
        "searching scenes after the event": tr("Searching scenes after the event"),
        "searching scenes before the event": tr("Searching scenes before the event"),
        "searching terrain": tr("Searching elevation"),
        "asking for sizes": tr("Asking for sizes"),
        "downloading": tr("Downloading"),
    }
    return known.get(name) or name[:1].upper() + name[1:]
