"""The steps of the backend in words of the user's language."""

from __future__ import annotations

from ..i18n_text import tr


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
        "mask": tr("Drawing outlines"),
        "terrain gate": tr("Comparing with the slopes"),
        "polygons": tr("Drawing outlines"),
        "attributes": tr("Measuring the landslides"),
        "writing": tr("Saving"),
    }
    return known.get(name) or name[:1].upper() + name[1:]
