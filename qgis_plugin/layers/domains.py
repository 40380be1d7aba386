"""Words that the columns of an inventory may hold, each with the label that people read.

Values are what stands in the file (English, the same in every language of QGIS); labels are translated.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..i18n_text import tr
from .palette import confidence_from

UNREVIEWED, ACCEPTED, REJECTED, EDITED = "unreviewed", "accepted", "rejected", "edited"


def statuses() -> list[tuple[str, str]]:
    """Values and labels of ``status``."""
    return [
        (UNREVIEWED, tr("Not reviewed yet")),
        (ACCEPTED, tr("Accepted")),
        (EDITED, tr("Accepted, new outline")),
        (REJECTED, tr("Rejected: no landslide")),
    ]


def reject_reasons() -> list[tuple[str, str]]:
    """Values and labels of ``reject_reason``: what it is instead. The place in the list is its key in the review."""
    return [
        ("cloud", tr("Cloud")),
        ("shadow", tr("Shadow")),
        ("field", tr("Field")),
        ("road", tr("Road")),
        ("quarry", tr("Quarry or mine")),
        ("river or gravel", tr("River or gravel")),
        ("building site", tr("Building site")),
        ("rock", tr("Bare rock")),
        ("other", tr("Something else")),
    ]


def confidences(lowest: Mapping[int, float] | None = None) -> list[tuple[int, str]]:
    """Values and labels of ``conf_usgs``, from high to low.

    Parameters
    ----------
    lowest
        Least mean probability (0 to 1) of each class, where a model has cut-offs of its own; None for those of l4s.
    """
    cut_offs = sorted((lowest or confidence_from()).items(), reverse=True)
    words = {
        8: tr("High ({low} % and more)"),
        5: tr("Confident ({low} to {high} %)"),
        3: tr("Likely ({low} to {high} %)"),
        2: tr("Probable ({low} to {high} %)"),
        1: tr("Possible (below {high} %)"),
    }
    labels, high = [], 1.0
    for value, low in cut_offs:
        labels.append((value, words[value].format(low=f"{100 * low:.3g}", high=f"{100 * high:.3g}")))
        high = low
    return labels


def yes_no() -> list[tuple[int, str]]:
    """Values and labels of the flags."""
    return [(1, tr("Yes")), (0, tr("No"))]


def triggers() -> list[tuple[str, str]]:
    """Values and labels of ``trigger``."""
    return [
        ("rainfall", tr("Rainfall")),
        ("earthquake", tr("Earthquake")),
        ("snowmelt", tr("Snowmelt")),
        ("volcanic activity", tr("Volcanic activity")),
        ("permafrost or glacier thaw", tr("Thaw of permafrost or ice")),
        ("river or wave erosion", tr("Erosion by river or waves")),
        ("human activity", tr("Human activity")),
        ("dam or lake level", tr("Change of a lake level")),
        ("unknown", tr("Not known")),
    ]


def activities() -> list[tuple[str, str]]:
    """Values and labels of ``activity``: states of activity of Cruden & Varnes (1996)."""
    return [
        ("active", tr("Active: moving now")),
        ("suspended", tr("Suspended: moved this year")),
        ("reactivated", tr("Reactivated: moving again")),
        ("dormant", tr("Dormant: could move again")),
        ("abandoned", tr("Abandoned: its cause is gone")),
        ("stabilised", tr("Stabilised by works")),
        ("relict", tr("Relict: of another climate")),
    ]


def landslide_types() -> list[tuple[str, str]]:
    """Values and labels of ``ls_type``: the 32 types of Hungr, Leroueil & Picarelli (2014), updating Varnes.

    Flows and slides come first, which is what is seen on a satellite image.
    """
    return [
        ("debris flow", tr("Debris flow")),
        ("mud flow", tr("Mud flow")),
        ("debris flood", tr("Debris flood")),
        ("debris avalanche", tr("Debris avalanche")),
        ("earthflow", tr("Earthflow")),
        ("peat flow", tr("Peat flow")),
        ("rock or ice avalanche", tr("Rock or ice avalanche")),
        ("dry sand, silt or debris flow", tr("Dry sand, silt or debris flow")),
        ("sand, silt or debris flowslide", tr("Sand, silt or debris flowslide")),
        ("sensitive clay flowslide", tr("Sensitive clay flowslide")),
        ("gravel, sand or debris slide", tr("Gravel, sand or debris slide")),
        ("clay or silt rotational slide", tr("Clay or silt rotational slide")),
        ("clay or silt planar slide", tr("Clay or silt planar slide")),
        ("clay or silt compound slide", tr("Clay or silt compound slide")),
        ("rock rotational slide", tr("Rock rotational slide")),
        ("rock planar slide", tr("Rock planar slide")),
        ("rock wedge slide", tr("Rock wedge slide")),
        ("rock compound slide", tr("Rock compound slide")),
        ("rock irregular slide", tr("Rock irregular slide")),
        ("rock or ice fall", tr("Rock or ice fall")),
        ("boulder, debris or silt fall", tr("Boulder, debris or silt fall")),
        ("rock block topple", tr("Rock block topple")),
        ("rock flexural topple", tr("Rock flexural topple")),
        ("gravel, sand or silt topple", tr("Gravel, sand or silt topple")),
        ("rock slope spread", tr("Rock slope spread")),
        ("sand or silt liquefaction spread", tr("Sand or silt liquefaction spread")),
        ("sensitive clay spread", tr("Sensitive clay spread")),
        ("mountain slope deformation", tr("Mountain slope deformation")),
        ("rock slope deformation", tr("Rock slope deformation")),
        ("soil slope deformation", tr("Soil slope deformation")),
        ("soil creep", tr("Soil creep")),
        ("solifluction", tr("Solifluction")),
    ]


def reasons() -> list[tuple[str, str]]:
    """Values and labels of ``reason``: why a place was not looked at."""
    return [
        ("cloud", tr("Cloud")),
        ("cloud shadow", tr("Cloud shadow")),
        ("snow", tr("Snow")),
        ("water", tr("Water")),
        ("no data", tr("No image data")),
        ("no terrain", tr("No terrain data")),
        ("outside the area", tr("Outside the area asked for")),
        ("not observed before", tr("Not observed before the event")),
    ]


def ends() -> list[tuple[str, str]]:
    """Values and labels of ``kind`` of crown and toe points."""
    return [("crown", tr("Crown (highest point)")), ("toe", tr("Toe (lowest point)"))]
