"""Map a form, and judge what came out against the ground that the form means."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from shapely.geometry.base import BaseGeometry

import l4s_core
from forms import Form, must_be_read, must_be_refused
from forms_choice import Outcome, tried
from forms_ground import BANDS, Ground, fingerprint
from forms_write import Given, write_form
from onnx_models import write_model

SAME_GRID = 0.995
"""Least intersection over union of the polygons where the pixels are the same: the probability is kept in
ten-thousandths, and a value that was stored as reflectance 0..1 comes back with an error in its seventh digit, which
moves a pixel across the threshold once in a while."""
OPTIONS: dict[str, Any] = {"no_dem": True, "clouds": "none", "threshold": 0.3}


@dataclass(frozen=True, eq=False)
class Result:
    slides: BaseGeometry
    hidden: BaseGeometry
    area: float


def models_of_forms(folder: Path) -> list[Path]:
    """A model whose answer another order, scale, offset or place of any of six bands changes; and one of B4, B3, B2,
    which also runs where names that are none have been taken for some of them."""
    weights = np.zeros((1, len(BANDS), 3, 3), np.float32)
    weights[0] = np.array([1.0, -1.5, 4.0, -0.8, 0.7, 1.1], np.float32)[:, None, None] / 9
    fixed = {"kind": "fixed", "divide": [1000.0] * 6, "mean": [0.0] * 6, "std": [1.0] * 6}
    six = write_model(
        folder / "six.onnx", weights=weights, channels=list(BANDS), normalisation=fixed, id="test-six-bands"
    )
    return [six, write_model(folder / "three.onnx")]


@dataclass
class Judge:
    """Runs forms, with the first of the ``models`` for which the bands are there.

    What the ground means is mapped once for each of its states, out of the plainest form there is: a file per band,
    floating-point reflectance x 10000 with NaN declared, and the offset said.
    """

    ground: Ground
    models: Sequence[Path]
    work: Path
    options: dict[str, Any] = field(default_factory=lambda: dict(OPTIONS))
    _known: dict[str, Result] = field(default_factory=dict)
    _number: int = 0

    def judge(self, form: Form) -> Outcome:
        """Write the form, map it, compare. What was written is removed unless it went wrong."""
        tells = False if must_be_refused(form) else True if must_be_read(form) else None
        return self.judge_given(lambda folder: write_form(self.ground, form, folder), form, tells)

    def judge_given(self, make: Callable[[Path], Given], what: Any, tells: bool | None) -> Outcome:
        """The same of whatever ``make`` writes into an empty folder; ``what`` and ``tells`` are those of `Outcome`."""
        folder = self._folder()
        given = make(folder)
        for model in self.models:
            outcome = tried(what, tells, partial(self._difference, given, model))
            if outcome.verdict != "refused" or "which the model needs" not in outcome.said:
                break
        if outcome.verdict in ("same", "refused"):
            shutil.rmtree(folder, ignore_errors=True)
        return outcome

    def _difference(self, given: Given, model: Path) -> str:
        return difference(self._map(given, model), self.expected(given.ground, model))

    def _map(self, given: Given, model: Path) -> Result:
        inventory = l4s_core.detect(given.path, model=model, **{**self.options, **given.options})
        return Result(
            inventory.landslides.union_all(), inventory.not_observed.union_all(), inventory.landslides.area.sum()
        )

    def expected(self, ground: Ground, model: Path | None = None) -> Result:
        """What the plainest form of a ground gives, with a model or the first."""
        model = model or self.models[0]
        key = fingerprint(ground) + model.name
        if key not in self._known:
            folder = self._folder()
            for band, layer in ground.bands.items():
                rows, cols = layer.values.shape
                with rasterio.open(
                    folder / f"{band}.tif", "w", driver="GTiff", height=rows, width=cols, count=1, dtype="float32",
                    crs=ground.crs, transform=layer.transform, nodata=np.nan,
                ) as out:  # fmt: skip
                    out.write(layer.values.astype(np.float32), 1)
            self._known[key] = self._map(Given(folder, ground, {"offset": 0.0}), model)
        return self._known[key]

    def _folder(self) -> Path:
        self._number += 1
        folder = self.work / f"{self._number:05}"
        folder.mkdir(parents=True)
        return folder


def difference(found: Result, expected: Result) -> str:
    """Empty where the two are the same."""
    if expected.area == 0:
        return "" if found.area == 0 else f"{found.area:.0f} m2 of landslides, none expected"
    union = found.slides.union(expected.slides).area
    overlap = found.slides.intersection(expected.slides).area / union if union else 1.0
    if overlap < SAME_GRID:
        return f"{found.area:.0f} m2 of landslides instead of {expected.area:.0f} (IoU {overlap:.3f})"
    apart = found.hidden.symmetric_difference(expected.hidden).area
    if apart > 500:
        return f"{apart:.0f} m2 more or less are not observed"
    return ""
