"""A first success in one click: the small real scene that comes with the plugin is filled in and mapped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..i18n_text import tr
from . import messages
from .backend_link import PLUGIN

if TYPE_CHECKING:
    from .detect_dock import DetectDock

_DEM = "Copernicus_DEM_30m.tif"


def sample_folder() -> Path | None:
    """Bands and elevation of Puthumala, Kerala, 2019; None where this copy of the plugin has none."""
    places = (PLUGIN / "sample" / "puthumala", PLUGIN.parent / "examples" / "puthumala")  # the second in a checkout
    return next((place for place in places if (place / _DEM).is_file()), None)


class Sample:
    """Fills in the form, and starts the run when the form is complete. `start` is for a button; the panel calls the
    others where what they wait for happens."""

    def __init__(self, dock: DetectDock) -> None:
        self._dock = dock
        self._wanted = False  # as soon as there is a backend
        self._filled = False  # and waits for the check of the scene

    def start(self) -> None:
        dock = self._dock
        folder = sample_folder()
        if dock.task is not None:
            messages.inform(dock.iface.messageBar(), tr("A run is going on; wait for its end, or cancel it."))
        elif folder is None:
            messages.warn(dock.iface.messageBar(), tr("This copy of the plugin has no sample data. Install it anew."))
        elif dock.backend is None:
            self._wanted = True
            if dock.pages.currentWidget() is dock.notice:
                dock.setup_wanted.emit()
        else:
            self._fill(folder)

    def backend_found(self) -> None:
        if self._wanted:
            self._wanted = False
            self.start()

    def backend_missing(self) -> None:
        """Nothing is installed without asking: the set-up says what it costs."""
        if self._wanted:
            self._dock.setup_wanted.emit()

    def checked(self, *, ready: bool) -> None:
        """The backend has looked at what stands in the form."""
        if self._filled:
            self._filled = False
            if ready and self._dock.form.scene.input.path_text() == str(sample_folder()):
                self._dock.start()

    def _fill(self, folder: Path) -> None:
        form = self._dock.form
        form.scene.input.set_path(folder)
        form.terrain.input.set_path(folder / _DEM)
        form.area.choose("whole")
        self._filled = True
        self._dock.evaluate()  # at once, and also where the same stood there before
