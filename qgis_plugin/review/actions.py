"""The steps of a review in one table: buttons, keys and the key sheet are all made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..i18n_text import tr
from ..layers.domains import reject_reasons

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
    tools, details = dock.tools, dock.work.details
    return [
        Action("accept", tr("Accept"), "A", tr("It is a landslide: accept it and go to the next."), dock.accept),
        Action("reject", tr("Reject"), "R", tr("It is none: reject it and go to the next."), dock.reject),
        Action("undo", tr("Undo"), "U", tr("Take back the last change."), dock.undo, needs_polygon=False),
        Action("next", tr("Next"), "N", tr("Go to the next polygon without deciding."), lambda: dock.go(1)),
        Action("previous", tr("Back"), "B", tr("Go to the polygon before."), lambda: dock.go(-1)),
        Action("zoom", tr("Zoom"), "Z", tr("Show the polygon as large as it fits."), dock.zoom),
        Action("redraw", tr("Redraw"), "D", tr("Draw the outline anew on the map."), tools.start_redraw),
        Action("split", tr("Split"), "S", tr("Draw a line that cuts the polygon in two."), tools.start_split),
        Action("merge", tr("Merge"), "M", tr("Click another polygon to make both one."), tools.start_merge),
        Action(
            "add",
            tr("Add"),
            "L",
            tr("Add a landslide that was missed: click it, or draw it."),
            dock.add_landslide,
            needs_polygon=False,
        ),
        Action("flicker", tr("Flicker"), "F", tr("Show before, after and probability in turn."), dock.flick),
        Action(
            "swipe", tr("Swipe"), "C", tr("Drag over the map to uncover the picture before."), dock.swipe, button=False
        ),
        Action("hide", tr("Hide"), "H", tr("Hide all outlines; the same key shows them again."), dock.hide_outlines),
        Action("type", tr("Type"), "T", tr("Choose the type of the landslide."), details.choose_type, button=False),
        Action("notes", tr("Notes"), "W", tr("Write notes."), details.write_notes, button=False),
        Action(
            "accept_above",
            tr("Accept all above…"),
            "Shift+A",
            tr("Accept all that nobody has reviewed from a probability on."),
            dock.accept_above,
            button=False,
        ),
        Action("list", tr("List"), "I", tr("From the polygon to the list, or back."), dock.work.turn, button=False),
        Action("keys", tr("Keys"), "?", tr("Show all keys."), dock.show_keys, button=False),
    ]


def after_reject() -> list[tuple[str, str, str]]:
    """(key, value of ``reject_reason``, words): what may be pressed after a rejection to say what it is instead."""
    return [(str(place), value, text) for place, (value, text) in enumerate(reject_reasons(), start=1)]
