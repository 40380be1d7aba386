"""Which backend the toolbox runs: the one of the plugin's settings, or the one named in the environment."""

from __future__ import annotations

import os
from pathlib import Path

from ..backend.connection import Connection, connect
from ..backend.places import Places, bundled_wheel
from ..backend.problem import Action, BackendProblem
from ..i18n_text import tr
from ..proxy import qgis_proxy
from ..settings import Settings

VARIABLE = "L4S_BACKEND_PYTHON"
PLUGIN = Path(__file__).resolve().parents[1]


def backend() -> Connection:
    """The backend, for the desktop and for ``qgis_process``, where nobody has clicked through a set-up.

    Raises
    ------
    BackendProblem
        There is none that fits; its text says what to do.
    """
    named = os.environ.get(VARIABLE)
    settings = Settings()
    try:
        python = Path(named) if named else settings.interpreter
        return connect(python, Places(settings.root), bundled_wheel(PLUGIN), qgis_proxy())
    except BackendProblem as problem:
        raise BackendProblem(f"{problem.text} {_advice(problem.action, bool(named))}".strip(), problem.action) from None


def _advice(action: Action, named: bool) -> str:
    if named:
        return tr("(The environment variable {name} names it.)").format(name=VARIABLE)
    if action is Action.NOTHING:
        return ""
    return tr(
        "Open Plugins > Landslides (L4S) > Set up l4s; where there is no desktop, name a Python that has l4s in the "
        "environment variable {name}."
    ).format(name=VARIABLE)
