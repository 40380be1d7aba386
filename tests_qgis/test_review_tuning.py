"""The model tuned from the review panel: when it is offered, what is asked, and how it ends, with the real backend."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from processing_kit import QgisProcess, l4s
from qgis.core import QgsVectorLayer
from review_kit import inventory

from qgis_plugin.backend.process import Outcome
from qgis_plugin.layers.origin import origin_in
from qgis_plugin.review.edits import ReviewProblem
from qgis_plugin.review.tuning import Tuning, job_of

pytestmark = pytest.mark.usefixtures("qgis_app")
FACTS = {"recommended": True, "output": "/out/tuned.onnx", "f1_before": 0.5, "f1_after": 0.75, "reason": ""}


@pytest.fixture(scope="module")
def reviewed(backend_python: Path, scenes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a low threshold finds, every other polygon rejected."""
    out = tmp_path_factory.mktemp("slides") / "slides.gpkg"
    scene = scenes / "puthumala_2019"
    rules = ["--threshold", "0.02", "--mmu", "500", "--model", "l4s-lite-v0"]
    l4s(backend_python, "detect", scene, "--dem", scene / "Copernicus_DEM_30m.tif", *rules, "-o", out)
    layer = QgsVectorLayer(f"{out}|layername=landslides", "slides", "ogr")
    assert layer.startEditing()
    column = layer.fields().indexOf("status")
    for number, feature in enumerate(sorted(layer.getFeatures(), key=lambda f: f.geometry().centroid().asPoint().x())):
        layer.changeAttributeValue(feature.id(), column, ("accepted", "rejected")[number % 2])
    assert layer.commitChanges()
    return out


class Said:
    def __init__(self) -> None:
        self.good: list[str] = []
        self.bad: list[str] = []
        self.models: list[str] = []
        self.tuning = Tuning(self.good.append, self.bad.append)
        self.tuning.tuned.connect(self.models.append)


def test_the_job_is_that_of_the_run(reviewed: Path, tmp_path: Path) -> None:
    origin = origin_in(reviewed)
    assert origin is not None
    job = job_of(origin, tmp_path / "tuned.onnx")
    assert (job.model, job.corrections, job.layer) == ("l4s-lite-v0", reviewed, "landslides")
    assert job.scene == origin.scene and str(job.dem).endswith("Copernicus_DEM_30m.tif")
    assert "--out" in " ".join(job.arguments()) and job.arguments()[:2] == ["tune", "l4s-lite-v0"]


def test_what_cannot_be_tuned_is_said_at_once(tmp_path: Path, reviewed: Path) -> None:
    said = Said()
    foreign = inventory(tmp_path / "foreign.gpkg")
    with pytest.raises(ReviewProblem, match="scene of this inventory is not found"):
        said.tuning.start(foreign, tmp_path / "tuned.onnx")
    copy = Path(shutil.copy(reviewed, tmp_path / "copy.gpkg"))
    layer = QgsVectorLayer(f"{copy}|layername=landslides", "slides", "ogr")
    layer.startEditing()
    layer.deleteFeature(next(layer.getFeatures()).id())
    with pytest.raises(ReviewProblem, match="Save the review first"):
        said.tuning.start(layer, tmp_path / "tuned.onnx")
    assert not said.tuning.running()


@pytest.mark.parametrize(
    ("facts", "good", "bad", "models"),
    [
        (FACTS, ["F1 0.50 before, 0.75 after"], [], ["/out/tuned.onnx"]),
        ({**FACTS, "recommended": False, "output": None, "reason": "By chance."}, [], ["By chance."], []),
    ],
)
def test_how_it_ended_is_said(facts: dict[str, Any], good: list[str], bad: list[str], models: list[str]) -> None:
    said = Said()
    said.tuning._ended(Outcome(0, facts, None, False, ""))
    assert said.models == models
    for wanted, got in ((good, said.good), (bad, said.bad)):
        assert len(wanted) == len(got) and all(a in b for a, b in zip(wanted, got, strict=True))
    said.tuning._ended(Outcome(2, None, "None of the 3 polygons is reviewed.", False, ""))
    assert said.bad[-1] == "None of the 3 polygons is reviewed."


def test_the_toolbox_writes_a_model(reviewed: Path, backend_python: Path, tmp_path: Path) -> None:
    origin = origin_in(reviewed)
    assert origin is not None
    qgis = QgisProcess(tmp_path / "profile", backend_python)
    out = tmp_path / "tuned.onnx"
    given = {"INPUT": origin.scene, "CORRECTIONS": f"{reviewed}|layername=landslides", "MODEL": "l4s-lite-v0"}
    answer = qgis.run("tune", **given, CLOUDS="builtin", KEEP_ANYWAY=True, TUNED=out)
    assert answer.code == 0, answer.text
    assert out.is_file() and 0 <= answer.results["F1_AFTER"] <= 1
    with closing(sqlite3.connect(reviewed)) as database:
        database.execute("SELECT 1")  # the inventory is not locked by it
    refused = qgis.run("tune", **{**given, "CORRECTIONS": scene_outline(tmp_path)}, TUNED=tmp_path / "none.onnx")
    assert refused.code == 1 and "has no column status" in refused.text


def scene_outline(folder: Path) -> Path:
    path = folder / "plain.gpkg"
    inventory(path, {"ls_id": 10})
    return path
