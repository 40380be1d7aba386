"""The provider without running the backend: discovery, parameters, refusals, wording, progress."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from processing_kit import PLUGIN
from qgis.core import (
    QgsApplication,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsProcessingProvider,
)

from qgis_plugin.backend.protocol import Message, Noise, Stage
from qgis_plugin.inputs import InputProblem
from qgis_plugin.processing import parts
from qgis_plugin.processing.provider import L4SProvider
from qgis_plugin.processing.reviewed import kept_review, refuse_reviewed
from qgis_plugin.processing.run import Reporter
from qgis_plugin.processing.values import Values
from qgis_plugin.processing.wording import in_words, labels

NAMES = {"batch", "compare", "detect", "exposure", "merge", "split", "stack", "statistics", "tune", "vectorize"}


@pytest.fixture(scope="module")
def provider(qgis_processing):
    made = L4SProvider()
    assert QgsApplication.processingRegistry().addProvider(made)
    yield made
    QgsApplication.processingRegistry().removeProvider(made)


@pytest.fixture(params=sorted(NAMES))
def algorithm(request: pytest.FixtureRequest, provider: QgsProcessingProvider):
    return provider.algorithm(request.param)


def test_identity(provider: QgsProcessingProvider) -> None:
    assert provider.id() == "l4s"
    assert provider.name() == "Landslides (L4S)"
    assert not provider.icon().isNull()
    assert {algorithm.name() for algorithm in provider.algorithms()} >= NAMES
    assert not provider.supportsNonFileBasedOutput()
    assert provider.defaultVectorFileExtension() == "gpkg"


def test_texts_of_an_algorithm(algorithm: Any) -> None:
    assert algorithm.displayName()[0].isupper()
    assert algorithm.shortDescription().endswith(".")
    assert len(algorithm.shortHelpString()) > 200
    assert re.fullmatch(r"https://.+/docs/[a-z-]+\.html", algorithm.helpUrl())
    assert (PLUGIN.parent / "docs" / algorithm.helpUrl().rpartition("/")[2].replace(".html", ".md")).is_file()
    assert algorithm.group() and algorithm.groupId()
    assert len(algorithm.tags()) > 3
    assert Path(algorithm.svgIconPath()).is_file()
    assert not algorithm.icon().pixmap(32, 32).toImage().isNull()


def test_parameters_of_an_algorithm(algorithm: Any) -> None:
    labels_seen = set()
    for parameter in algorithm.parameterDefinitions():
        label = parameter.description()
        assert label and label not in labels_seen, label
        labels_seen.add(label)
        optional = bool(parameter.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional)
        advanced = bool(parameter.flags() & QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        # what is folded away must never have to be filled in
        assert not advanced or optional or parameter.defaultValue() is not None, parameter.name()
        without_unit = parameter.name() in ("OFFSET", "PRE_OFFSET", "JOBS")
        if parameter.type() == "number" and not parameter.isDestination() and not without_unit:
            assert re.search(
                r"\((square metres|metres|degrees|(probability|intersection over union), 0 to 1)\)", label
            ), label
        # scripts and models are built from this text; a parameter that cannot be written so breaks both
        assert parameter.asPythonString()
        assert parameter.toVariantMap()


def test_every_option_in_a_sentence_has_the_label_of_a_parameter(provider: QgsProcessingProvider) -> None:
    known = {p.description() for a in provider.algorithms() for p in a.parameterDefinitions()}
    assert set(labels().values()) <= known
    assert in_words("say it with --level.") == "say it with “Processing level”."
    assert in_words("-- --no-such-thing a--level-b") == "-- --no-such-thing a--level-b"


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({}, "Choose the Sentinel-2 scene"),
        ({"SCENE": "", "SCENE_LAYERS": [], "SCENE_FOLDER": None}, "Choose the Sentinel-2 scene"),
        ({"SCENE": "a.zip", "SCENE_FOLDER": "b"}, "more than once"),
        ({"INPUT": "a.zip", "SCENE_LAYERS": ["b"]}, "more than once"),
        ({"INPUT": []}, "Choose the Sentinel-2 scene"),
        ({"INPUT": "a.zip", "CLOUDS": 9}, "CLOUDS"),
        ({"SCENE": "a.zip", "AREA": "a.gpkg", "EXTENT": "0,1,0,1"}, "either a polygon layer or a rectangle"),
        ({"SCENE": "a.zip", "MIN_SLOPE": 95}, "MIN_SLOPE"),
        ({"SCENE": "a.zip", "CLOUDS": "maybe"}, "CLOUDS"),
        ({"SCENE": "a.zip", "INVENTORY": None}, "INVENTORY"),
    ],
)
def test_refused_before_the_run(provider: QgsProcessingProvider, parameters: dict[str, Any], words: str) -> None:
    given = {"INVENTORY": QgsProcessing.TEMPORARY_OUTPUT, **parameters}
    ok, why = provider.algorithm("detect").checkParameterValues(given, QgsProcessingContext())
    assert not ok
    # QGIS names the parameter by name in some versions and by label in others
    label = provider.algorithm("detect").parameterDefinition(words)
    assert words in why or (label is not None and label.description() in why), why


@pytest.mark.parametrize(
    "scene",
    [
        {"INPUT": "a.zip"},
        {"INPUT": ["B02.tif", "B03.tif"]},
        {"INPUT": "/some/folder"},
        {"SCENE": "a.zip"},
        {"SCENE_FOLDER": "/some/folder"},
    ],
)
@pytest.mark.parametrize("clouds", [{}, {"CLOUDS": "builtin"}, {"CLOUDS": 3}, {"CLOUDS": "3"}])
def test_a_plain_run_is_accepted(
    provider: QgsProcessingProvider, scene: dict[str, Any], clouds: dict[str, Any]
) -> None:
    given = {**scene, **clouds, "INVENTORY": QgsProcessing.TEMPORARY_OUTPUT}
    assert provider.algorithm("detect").checkParameterValues(given, QgsProcessingContext()) == (True, "")


def test_the_scene_is_the_one_thing_that_must_be_given(provider: QgsProcessingProvider) -> None:
    flags = QgsProcessingParameterDefinition.Flag
    for name in ("detect", "stack"):
        shown = [p for p in provider.algorithm(name).parameterDefinitions() if not p.flags() & flags.FlagHidden]
        required = [
            p.name()
            for p in shown
            if not p.flags() & flags.FlagOptional and p.defaultValue() is None and not p.isDestination()
        ]
        assert required == ["INPUT"]


def test_lists_are_in_words_and_take_the_words_of_the_command_line(provider: QgsProcessingProvider) -> None:
    algorithm = provider.algorithm("detect").create()
    clouds = algorithm.parameterDefinition("CLOUDS")
    assert clouds.options() == [
        "Automatic", "Classes of the product", "Network ukis-csmask", "Built-in spectral test",
        "None: look at every pixel",
    ]  # fmt: skip
    for given, word in (
        ({}, "auto"),
        ({"CLOUDS": "builtin"}, "builtin"),
        ({"CLOUDS": 3}, "builtin"),
        ({"CLOUDS": "4"}, "none"),
    ):
        assert Values(algorithm, given, QgsProcessingContext(), Path()).word("CLOUDS") == word
    values = Values(algorithm, {"LEVEL": None}, QgsProcessingContext(), Path())
    assert values.word("LEVEL") == ""
    batch = provider.algorithm("batch").create()
    for given in (["mask", "overview"], [1, 2], "1,2"):
        assert Values(batch, {"SAVE": given}, QgsProcessingContext(), Path()).words("SAVE") == ("mask", "overview")
    assert Values(batch, {}, QgsProcessingContext(), Path()).words("SAVE") == ()


def test_models_triggers_and_band_orders_are_offered(provider: QgsProcessingProvider) -> None:
    algorithm = provider.algorithm("detect")
    hints = {
        name: algorithm.parameterDefinition(name).metadata()["widget_wrapper"]["value_hints"]
        for name in ("MODEL", "TRIGGER")
    }
    assert hints["MODEL"] == ["l4s-lite-v4", "l4s-lite-v0"]
    assert "earthquake" in hints["TRIGGER"]
    assert "B2, B3, B4, B8" in algorithm.parameterDefinition("BAND_ORDER").options()


def test_the_toolbox_has_groups(provider: QgsProcessingProvider) -> None:
    groups = {algorithm.name(): algorithm.group() for algorithm in provider.algorithms()}
    assert groups["detect"] == groups["batch"] == "Detection"
    assert groups["merge"] == groups["compare"] == groups["vectorize"] == "Inventories"
    assert groups["stack"] == "Scenes"


def test_a_copy_of_a_part_cannot_be_the_inventory(provider: QgsProcessingProvider, tmp_path: Path) -> None:
    algorithm = provider.algorithm("detect").create()
    given = {"CROWN_TOE": str(tmp_path / "slides.gpkg")}
    with pytest.raises(InputProblem, match="is the inventory"):
        parts.wanted(Values(algorithm, given, QgsProcessingContext(), Path()), tmp_path / "slides.gpkg")


def test_without_a_backend_the_dialog_does_not_open(
    provider: QgsProcessingProvider, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("L4S_BACKEND_PYTHON", str(tmp_path / "python"))
    ok, why = provider.algorithm("detect").canExecute()
    assert not ok
    assert str(tmp_path / "python") in why and "L4S_BACKEND_PYTHON" in why


def test_with_a_backend_it_does(
    provider: QgsProcessingProvider, monkeypatch: pytest.MonkeyPatch, backend_python: Path
) -> None:
    monkeypatch.setenv("L4S_BACKEND_PYTHON", str(backend_python))
    assert provider.algorithm("detect").canExecute() == (True, "")


def test_one_file_is_enough_for_an_algorithm_and_a_broken_one_harms_no_other(tmp_path: Path) -> None:
    shutil.copytree(PLUGIN, tmp_path / "qgis_plugin", ignore=shutil.ignore_patterns("__pycache__", "wheels"))
    folder = tmp_path / "qgis_plugin" / "processing" / "algorithms"
    example = re.search(r"```python\n(.*?)```", (PLUGIN.parent / "docs" / "processing.md").read_text(), re.DOTALL)
    assert example is not None
    (folder / "summary.py").write_text(example.group(1))
    (folder / "broken.py").write_text("import no_such_module_at_all\n")
    script = (
        "from qgis_plugin.processing.provider import L4SProvider, discover\n"
        "print([a.ID for a in discover()])\n"
        "made = {c.ID: c() for c in discover()}['summary'].create()\n"
        "print(made.displayName(), [p.name() for p in made.parameterDefinitions()])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    want = sorted(file.stem for file in folder.glob("*.py") if file.stem not in ("__init__", "broken"))
    assert "summary" in want and str(want) in done.stdout, done.stderr
    assert "['INVENTORY', 'SUMMARY']" in done.stdout, done.stderr


class Heard(QgsProcessingFeedback):
    def __init__(self) -> None:
        super().__init__(False)
        self.percents: list[float] = []
        self.stages: list[str] = []
        self.progressChanged.connect(self.percents.append)

    def setProgressText(self, text: str) -> None:
        self.stages.append(text)


def test_progress_is_that_of_the_whole_run_and_never_goes_back(qgis_app) -> None:
    heard = Heard()
    report = Reporter(heard)
    for name, overall in (("opening the scene", None), ("clouds (ukis-csmask)", 0.1), ("detecting landslides", 0.3)):
        for done in (0, 5, 10):
            report(Stage(name, done, 10, 1.0, None, None if overall is None else overall + done / 100))
    report(Stage("writing", 12, 10, 1.0, None, 1.0))
    assert heard.stages == ["Opening the scene", "Looking for clouds", "Looking for landslides", "Saving"]
    assert heard.percents == sorted(heard.percents)
    assert heard.percents[-4:] == pytest.approx([30, 35, 40, 99])


def test_progress_of_a_command_that_does_not_know_the_whole_never_goes_back(qgis_app) -> None:
    heard = Heard()
    report = Reporter(heard)
    names = ["opening the scene", "something new", "building the stack", "writing"]
    for name in names:
        for done in (0, 5, 10):
            report(Stage(name, done, 10, 1.0, None))
    report(Stage("reading", 0, None, 1.0, None))
    assert heard.stages[1] == "Something new"
    assert heard.percents == sorted(heard.percents)
    assert 50 < heard.percents[-1] <= 99
    assert len(heard.percents) > 6


def test_progress_lives_between_events(qgis_app, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Heard()
    report = Reporter(heard)
    report(Stage("detecting landslides", 1, 2, 1.0, None))
    before = len(heard.percents)
    now = [1e9]
    monkeypatch.setattr("qgis_plugin.processing.run.time.monotonic", lambda: now[0])
    for _ in range(6):
        now[0] += 0.1
        report.beat()
    assert 1 <= len(heard.percents) - before <= 3
    assert max(heard.percents) - heard.percents[before - 1] < 1


def test_messages_are_in_the_words_of_the_form(qgis_app) -> None:
    heard = QgsProcessingFeedback(False)
    report = Reporter(heard)
    report(Message("The level is not known; say it with --level."))
    report(Noise("some library says <hello>"))
    report(Message("WARNING: 10% are below 0."))
    assert "WARNING: 10% are below 0." in heard.htmlLog()
    assert "say it with “Processing level”" in heard.textLog()
    assert "some library says" in heard.textLog()


def _inventory(path: Path, statuses: list[str | None]) -> Path:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE landslides (fid INTEGER PRIMARY KEY, status TEXT)")
        database.executemany("INSERT INTO landslides (status) VALUES (?)", [(status,) for status in statuses])
    return path


def test_a_reviewed_inventory_is_not_replaced(tmp_path: Path) -> None:
    refuse_reviewed(_inventory(tmp_path / "new #1.gpkg", ["unreviewed", None]))
    refuse_reviewed(tmp_path / "not there.gpkg")
    (tmp_path / "no database.gpkg").write_text("hello")
    refuse_reviewed(tmp_path / "no database.gpkg")
    with pytest.raises(InputProblem, match=r"done\.gpkg holds 2 reviewed"):
        refuse_reviewed(_inventory(tmp_path / "done.gpkg", ["unreviewed", "accepted", "rejected"]))


def test_a_review_can_be_carried_over_into_its_own_file_or_another(tmp_path: Path) -> None:
    done, other = (_inventory(tmp_path / name, ["accepted"]) for name in ("done.gpkg", "other.gpkg"))
    assert kept_review(str(done), done) == done
    assert kept_review(str(done), tmp_path / "new.gpkg") == done
    assert kept_review(None, tmp_path / "new.gpkg") is None
    for kept in (None, str(done)):
        with pytest.raises(InputProblem, match=r"other\.gpkg holds 1 reviewed"):
            kept_review(kept, other)
