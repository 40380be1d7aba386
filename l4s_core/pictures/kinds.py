"""The pictures that a scene can be shown as: which bands are red, green and blue, and what needs which."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One way to show a scene.

    Attributes
    ----------
    name, title : for options and for people.
    choices : bands for red, green and blue, the first that a scene has; of an index those it is made of, near infrared
        first.
    index : a single layer of values from -1 to 1, and no colours of bands.
    """

    name: str
    title: str
    choices: tuple[tuple[str, ...], ...]
    index: bool = False


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("true_colour", "True colour", (("B4", "B3", "B2"),)),
        Kind(
            "false_colour",
            "False colour",
            # bare ground is bright in the short-wave infrared and vegetation in the near infrared
            (
                ("B12", "B8", "B4"),
                ("B12", "B8A", "B4"),
                ("B11", "B8", "B4"),
                ("B11", "B8A", "B4"),
                ("B8", "B4", "B3"),
                ("B8A", "B4", "B3"),
            ),
        ),
        Kind("ndvi", "NDVI", (("B8", "B4"), ("B8A", "B4")), index=True),
    )
}
NDVI_COLOURS: tuple[tuple[float, str], ...] = (
    (-0.2, "#4a6a8a"),
    (0.0, "#8c6d5a"),
    (0.2, "#d9c7a0"),
    (0.4, "#f2efb6"),
    (0.6, "#8cc26a"),
    (0.8, "#2e7d32"),
    (1.0, "#0b4a1c"),
)
"""NDVI -> colour: water, bare ground, dry and green vegetation; straight between them."""


def bands_of(kind: Kind, there: Collection[str]) -> tuple[str, ...] | None:
    """The bands that a picture is made of, by those that there are; None where it cannot be made."""
    return next((choice for choice in kind.choices if set(choice) <= set(there)), None)
