"""Options go to the processes of a batch and into its comparison for --resume, none left out."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Literal, get_args, get_origin

import pytest

from l4s_core.base.event import Event
from l4s_core.batch.job import BatchOptions, SceneJob, SceneResult, as_json, from_json
from l4s_core.batch.journal import job_key
from l4s_core.detection.options import DetectOptions, fields_of

FIELDS = fields_of(DetectOptions)


def another(field: Any) -> Any:
    """A value of a field that is not its default."""
    kinds = [part for kind in get_args(field.type) or (field.type,) for part in (kind, *get_args(kind))]
    if str in get_args(field.type):
        return "B2,B3,B4"
    if field.type is bool:
        return not field.default
    if isinstance(field.default, tuple):
        return (3, 5)
    if get_origin(field.type) is Literal or any(get_origin(kind) is Literal for kind in kinds):
        return next(word for word in kinds if isinstance(word, str) and word != field.default)
    assert float in kinds or int in kinds
    return 0.5 if field.metadata["option"].high == 1 else 64


def key(options: BatchOptions) -> str:
    return job_key(SceneJob("a", "/a.zip"), options, "sha", {}, (), "none")


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_every_option_arrives_and_counts(field: Any) -> None:
    plain = BatchOptions()
    changed = BatchOptions.of(**{field.name: another(field)})
    assert changed != plain
    assert from_json(BatchOptions, json.loads(json.dumps(as_json(changed)))) == changed
    assert json.loads(json.dumps(changed.parameters()))[field.name] != plain.parameters()[field.name]
    assert (key(changed) != key(plain)) == field.metadata["option"].decides


def test_what_a_worker_adds_is_not_what_was_asked_for() -> None:
    asked = BatchOptions.of(threshold=0.4, save=["mask"])
    here = asked.here(threads=3).here(model="/tmp/copy.onnx")
    assert (here.detect.model.threads, here.detect.model.model) == (3, "/tmp/copy.onnx")
    assert here.asked == asked.detect
    assert here.parameters() == asked.parameters()
    assert key(here) == key(asked)


def test_jobs_and_results_come_back_as_they_went() -> None:
    job = SceneJob("a", "/a.zip", before="/b.zip", event=Event("E", "2024-01-02", None))
    result = SceneResult({"landslides": "a.gpkg"}, {"polygons": 3, "area_m2": 1.5}, {"/a": {"size": 3}}, ("t",), None)
    for value in (job, replace(job, event=Event()), result):
        assert from_json(type(value), json.loads(json.dumps(as_json(value)))) == value
