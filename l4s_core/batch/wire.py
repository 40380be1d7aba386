"""Jobs, options and results as JSON, for the processes of a batch and for its journal."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from l4s_core.base.event import Event
from l4s_core.batch.job import DetectOptions, SceneJob
from l4s_core.batch.workers import SceneResult


def as_json(value: SceneJob | DetectOptions | SceneResult) -> dict[str, Any]:
    """What `job_of`, `options_of` and `result_of` take, made of what JSON can hold."""
    return dataclasses.asdict(value)


def job_of(fields: Mapping[str, Any]) -> SceneJob:
    """A job from its fields."""
    return SceneJob(**{**fields, "event": Event(**fields["event"])})


def options_of(fields: Mapping[str, Any]) -> DetectOptions:
    """Options from their fields; JSON has no tuples."""
    return DetectOptions(**{**fields, "origin": tuple(fields["origin"]), "save": tuple(fields["save"])})


def result_of(fields: Mapping[str, Any]) -> SceneResult:
    """A result from its fields."""
    return SceneResult(**{**fields, "dem_tiles": tuple(fields["dem_tiles"])})
