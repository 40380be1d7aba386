"""Progress that tests look at, or that stops what runs."""

from __future__ import annotations

from l4s_core.base.errors import Cancelled
from l4s_core.base.progress import Silent


class Notes(Silent):
    """Keeps the messages."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def message(self, text: str) -> None:
        self.said.append(text)


class Stages(Silent):
    """Keeps the names of the steps."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def stage(self, name: str, total: int | None = None) -> None:
        self.names.append(name)


class StopsTraining(Silent):
    """Stops after so many steps of training."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.after = after
        self.training = False
        self.steps = 0

    def stage(self, name: str, total: int | None = None) -> None:
        self.training = name.startswith("training")

    def advance(self, n: int = 1) -> None:
        self.steps += n * self.training

    def check(self) -> None:
        if self.steps >= self.after:
            raise Cancelled("Stopped.")
