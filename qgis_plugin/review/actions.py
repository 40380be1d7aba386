"""The steps of a review in one table: buttons, keys and the key sheet are all made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..i18n_text import tr

if TYPE_CHECKING:
    from .dock import ReviewDock


@dataclass(frozen=True)
class Action:
    """One step that a reviewer can take.

    Attributes
    ----------
    name
        What the code calls it; ``dock.buttons[name]`` is its button.
    text, tip
        What is on the button, and what stands in its tool tip and in the key sheet.
    key
        The single key that does it while a review is going on and the map, or the panel, has the focus.
    slot
        What it does; a ReviewProblem that it raises is said in the message bar.
    needs_polygon
        Whether it is greyed where the layer has no polygon.
    button
        Whether it has a button among those below the panel; the others are reached by key or from elsewhere.
    """

    name: str
    text: str
    key: str
    tip: str
    slot: Callable[[], Any]
    needs_polygon: bool = True
    button: bool = True


def actions(dock: ReviewDock) -> list[Action]:
    """All steps, in the order of their buttons."""
    tools = dock.tools
    return [
        Action("accept", tr("Accept"), "A", tr("It is a landslide: accept it and go to the next."), dock.accept),
        Action("reject", tr("Reject"), "R", tr("It is none: reject it and go to the next."), dock.reject),
        Action("undo", tr("Undo"), "U", tr("Take back the last change."), dock.undo, needs_polygon=False),
        Action("next", tr("Next"), "N", tr("Go to the next polygon without deciding."), lambda: dock.go(1)),
        Action("previous", tr("Back"), "B", tr("Go to the polygon before."), lambda: dock.go(-1)),
        Action("zoom", tr("Zoom"), "Z", tr("Centre the map on the polygon again."), dock.zoom),
        Action("redraw", tr("Redraw"), "D", tr("Draw the outline anew on the map."), tools.start_redraw),
        Action("split", tr("Split"), "S", tr("Draw a line that cuts the polygon in two."), tools.start_split),
        Action("merge", tr("Merge"), "M", tr("Click another polygon to make both one."), tools.start_merge),
        Action("flicker", tr("Flicker"), "F", tr("Show before, after and probability in turn."), dock.flick),
    ]
