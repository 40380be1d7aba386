"""Why the backend cannot be used, and what the user can do about it."""

from __future__ import annotations

from enum import Enum


class Action(str, Enum):
    """What to offer next to the sentence."""

    SET_UP = "set_up"  # there is no environment yet
    REPAIR = "repair"  # there is one that does not work: make it anew
    UPDATE = "update"  # it was made for another version of the plugin: make it anew
    CHOOSE = "choose"  # another interpreter, environment or folder has to be chosen
    NOTHING = "nothing"  # the sentence says it all


class BackendProblem(Exception):
    """One sentence for the user, and the `Action` that helps."""

    def __init__(self, text: str, action: Action = Action.NOTHING) -> None:
        super().__init__(text)
        self.text = text
        self.action = action
