"""Names for several channels at once, the same wherever a recipe names channels."""

from __future__ import annotations

from difflib import get_close_matches

from l4s_core.channels.l4s import L4S_NAMES, L4S_OPTICAL, L4S_TERRAIN
from l4s_core.channels.names import canonical_channel
from l4s_core.channels.registry import ALL_CHANNELS, PRE, is_before

_RGB = ("B4", "B3", "B2")
# rgb, ngb, swir, nir, all: outcome paper (JSTARS 2022), table III; height: Lettmoden & Amit, table 1
CHANNEL_GROUPS: dict[str, tuple[str, ...]] = {
    "all": L4S_NAMES,
    "spectral": L4S_OPTICAL,
    "rgb": _RGB,
    "ngb": ("B8", "B3", "B2"),
    "nir": ("B8",),
    "red-edge": ("B5", "B6", "B7"),
    "swir": ("B10", "B11", "B12"),
    "60m": ("B1", "B9", "B10"),
    "height": L4S_TERRAIN,
    "no-cirrus": tuple(name for name in L4S_NAMES if name != "B10"),
    "not-rgb": tuple(name for name in L4S_NAMES if name not in _RGB),
    "not-rgb-nir": tuple(name for name in L4S_NAMES if name not in (*_RGB, "B8")),
}
_ALIASES = {"terrain": "height"}


def channels_named(name: str) -> tuple[str, ...]:
    """The channels of a group or the one of that name; ``_`` and ``-`` are the same, and so are capitals.

    Raises ValueError, with the nearest name and all there are, for a name that is neither.
    """
    text = name.strip()
    key = text.lower().replace("_", "-")
    group = CHANNEL_GROUPS.get(_ALIASES.get(key, key))
    if group is not None:
        return group
    if one := canonical_channel(text):
        return (one,)
    known = {name.lower(): name for name in (*ALL_CHANNELS, *CHANNEL_GROUPS, *_ALIASES)}
    near = get_close_matches(key, known, n=1)
    hint = f", did you mean {known[near[0]]}?" if near else "."
    raise ValueError(
        f"there is no channel or group {text!r}{hint} Groups: {', '.join(CHANNEL_GROUPS)}; channels: "
        f"{', '.join(name for name in ALL_CHANNELS if not is_before(name))}; {PRE} before a band or index is that of "
        "the scene before the event"
    )
