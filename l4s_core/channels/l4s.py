"""The 14 channels of Landslide4Sense, in the order in which its files hold them. Band 8A is not among them."""

from __future__ import annotations

from l4s_core.channels.registry import SENTINEL2_BANDS, Channel, channel, is_terrain

L4S_NAMES: tuple[str, ...] = (*(name for name in SENTINEL2_BANDS if name != "B8A"), "slope", "dem")
L4S_CHANNELS: tuple[Channel, ...] = tuple(channel(name) for name in L4S_NAMES)
L4S_OPTICAL: tuple[str, ...] = tuple(name for name in L4S_NAMES if not is_terrain(name))
L4S_TERRAIN: tuple[str, ...] = tuple(name for name in L4S_NAMES if is_terrain(name))


def l4s_divisors() -> tuple[float, ...]:
    """What a raw value of each of the 14 is divided by in the files, in their order."""
    divisors = []
    for one in L4S_CHANNELS:
        assert one.l4s_divisor is not None  # that is what makes it one of the 14
        divisors.append(one.l4s_divisor)
    return tuple(divisors)
