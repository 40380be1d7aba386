"""From an installed zip to a review that is carried over; runs inside QGIS (``qgis --code``)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

for folder in ("tests_qgis", "tests_qgis/desktop"):
    sys.path.insert(0, str(Path(folder).resolve()))
from desk_begin import install, sample, set_up
from desk_detect import again, detect, threshold
from desk_find import find
from desk_review import review
from desk_tour import tour
from hands import SMALL, Report, Steps, pause, play, window

WHOLE = (install, set_up, sample, detect, review, threshold, again, find)


def scenario(report: Report) -> Steps:
    window(SMALL)
    yield from pause(1)
    wanted = os.environ.get("L4S_DESKTOP_PARTS", "").split()  # such as "install set_up find", to work on one of them
    parts = [part for part in (*WHOLE, tour) if part.__name__ in wanted] if wanted else WHOLE
    for part in parts:
        yield from part(report)


play(scenario)
