"""The ground that was bare before, of several scenes: one layer, each piece of ground once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from l4s_core.base.progress import Progress, Silent
from l4s_core.inventory.activity import REACTIVATED, RELICT
from l4s_core.inventory.merging.combine import SEPARATOR
from l4s_core.inventory.merging.observed import Views
from l4s_core.inventory.merging.place import Place
from l4s_core.inventory.merging.slides import IntArray, Slides, Words
from l4s_core.inventory.merging.sources import Source, read_slides
from l4s_core.inventory.merging.together import together
from l4s_core.inventory.schema import BARE_BEFORE


class Unheard(Silent):
    """Progress of a part that is no stage of its own: it can be cancelled, and nothing else is heard of it."""

    def __init__(self, heard: Progress) -> None:
        super().__init__()
        self._heard = heard

    def check(self) -> None:
        self._heard.check()


def read_older(sources: Sequence[Source], place: Place) -> Slides | None:
    """What was bare before in all sources; None where none was compared with a scene before."""
    having = [number for number, source in enumerate(sources) if source.older is not None]
    if not having:
        return None
    slides, taken = Slides.room_for(sum(sources[number].older or 0 for number in having), Words()), 0
    for number in having:
        own, _ = read_slides(sources[number], number, place, slides.words, BARE_BEFORE)
        slides.fill(taken, own)
        taken += len(own)
    slides.keep(np.arange(taken))
    return slides


def merge_older(
    slides: Slides, sources: Sequence[Source], views: Views, place: Place, progress: Progress
) -> tuple[Slides, dict[str, IntArray]]:
    """The same merged as landslides are, in place, and its counts of scenes.

    Of one that is relict in one scene and reactivated in another, new ground joins it: it is `REACTIVATED`.
    """
    made = together(slides, sources, views, place, Unheard(progress))
    both = {REACTIVATED, RELICT}
    mixed = [n for n, text in enumerate(slides.texts("activity")) if text and set(text.split(SEPARATOR)) == both]
    slides.put(np.array(mixed, dtype=np.int64), {"activity": [REACTIVATED] * len(mixed)})
    return slides, made.found
