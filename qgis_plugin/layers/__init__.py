"""A result in QGIS: its layers, how they look, what their form asks, and the threshold tried live."""

from __future__ import annotations

from .files import ResultFiles, ResultProblem
from .picture import register, unregister
from .result import (
    add_result,
    dress_bare_before,
    dress_crown_toe,
    dress_landslides,
    dress_not_observed,
    dress_probability,
    layers_of,
    remove_result,
)

__all__ = [
    "ResultFiles",
    "ResultProblem",
    "add_result",
    "dress_bare_before",
    "dress_crown_toe",
    "dress_landslides",
    "dress_not_observed",
    "dress_probability",
    "layers_of",
    "register",
    "remove_result",
    "unregister",
]
