"""Everything that is asked before a detection, as one scrollable form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ..inputs import InputProblem, SceneInput
from .area_group import AreaGroup
from .event_group import EventGroup
from .model_group import ModelGroup
from .options_group import OptionsGroup
from .output_group import OutputGroup
from .scene_group import SceneGroup
from .terrain_group import TerrainGroup


@dataclass
class Entered:
    """What stands in the form: what could be read, and what could not."""

    scene: SceneInput | None = None
    values: dict[str, Any] = field(default_factory=dict)  # of `DetectJob`, without the scene
    problems: list[InputProblem] = field(default_factory=list)


class DetectForm(QScrollArea):
    """The groups below each other; ``changed`` for every change of any."""

    changed = pyqtSignal()

    def __init__(self, canvas: Any, parent: Any = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget(self)
        self.scene = SceneGroup(body)
        self.terrain = TerrainGroup(body)
        self.area = AreaGroup(canvas, body)
        self.model = ModelGroup(body)
        self.options = OptionsGroup(body)
        self.happening = EventGroup(body)
        self.outputs = OutputGroup(body)
        layout = QVBoxLayout(body)
        for group in self.groups():
            layout.addWidget(group)
            group.changed.connect(self.changed)
        layout.addStretch(1)
        self.setWidget(body)
        self.model.changed.connect(lambda: self.options.set_calibrated(self.model.threshold()))

    def groups(self) -> tuple[Any, ...]:
        return (self.scene, self.terrain, self.area, self.outputs, self.model, self.options, self.happening)

    def set_editable(self, editable: bool) -> None:
        """Grey everything out during a run, but leave the form scrollable."""
        for group in self.groups():
            group.setEnabled(editable)

    def fill(self, info: Mapping[str, Any]) -> None:
        """What ``l4s info`` says."""
        self.model.fill(info)

    def read(self, folder: Path) -> Entered:
        """All of it, with every problem found; an area is written into ``folder``."""
        entered = Entered(values={"model": self.model.model(), **self.options.values(), **self.scene.details()})

        def part(read: Callable[[], dict[str, Any]]) -> None:
            try:
                entered.values.update(read())
            except InputProblem as problem:
                entered.problems.append(problem)

        try:
            entered.scene = self.scene.scene()
        except InputProblem as problem:
            entered.problems.append(problem)
        part(lambda: {"dem": self.terrain.dem(), "allow_partial_dem": self.terrain.partial.isChecked()})
        part(lambda: {"aoi": self.area.area(folder)})
        part(self.happening.values)
        part(self.outputs.values)
        return entered

    def remember(self) -> None:
        self.options.remember()
        self.outputs.remember()

    def shut_down(self) -> None:
        self.area.shut_down()
