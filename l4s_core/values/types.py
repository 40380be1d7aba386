"""What is said about the values of a raster band, and what they mean in the end."""

from __future__ import annotations

from dataclasses import dataclass

from l4s_core.base.decisions import Decision


@dataclass(frozen=True)
class Declared:
    """What metadata says about the stored values of one band: ``value = stored * scale + offset``.

    Attributes
    ----------
    scale : None where nothing is said.
    offset : in the unit of the quantity; None where nothing is said. A scale alone says nothing about the 1000 that may
        be added to Sentinel-2 values.
    nodata : stored values, of those that are declared the ones that the type can hold; NaN may be among them.
    masked : whether the file has a mask or an alpha band of its own.
    said_by : who says scale and offset, such as ``"the scale in x.tif"``; empty where nobody does.
    """

    scale: float | None = None
    offset: float | None = None
    nodata: tuple[float, ...] = ()
    masked: bool = False
    said_by: str = ""


@dataclass(frozen=True)
class Meaning:
    """What the stored values of one band mean: ``value = stored * scale + offset`` in the unit of the quantity.

    ``nodata`` are stored values, declared ones and fills that were found; ``decisions`` one for each question.
    """

    scale: float
    offset: float
    nodata: tuple[float, ...]
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True)
class StoredBand:
    """One band of a scene as it lies in its file; ``declared`` is what all metadata together says of it."""

    name: str
    path: str
    index: int
    declared: Declared


@dataclass(frozen=True)
class GivenValues:
    """What the user says about the values of a scene.

    Attributes
    ----------
    offset : added to the stored values (DN) before they become reflectance; None where it is not said.
    scale : stored value of reflectance 1 (10000, 65535, 1); None where it is not said.
    pixels : whether pixels may be read and will be used. Without, nothing is asked and nothing can be told.
    prefix : of the options' names; ``"pre-"`` for the scene before the event.
    """

    offset: float | None = None
    scale: float | None = None
    pixels: bool = True
    prefix: str = ""
