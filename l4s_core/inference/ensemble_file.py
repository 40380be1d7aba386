"""The .yaml file of an ensemble: which models, with which weights."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from l4s_core.base.errors import InputError, first_line, first_problem
from l4s_core.base.partial import partial_folder

LARGEST_FILE = 64 * 1024
ENDINGS = (".yaml", ".yml")


class MemberEntry(BaseModel):
    """``model``: a file, relative to the .yaml file, or the name of an installed model. ``sha256``: of that file."""

    model_config = ConfigDict(extra="forbid", frozen=True, protected_namespaces=())
    model: str = Field(min_length=1, max_length=4096)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    weight: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 1.0


class EnsembleFile(BaseModel):
    """The content of the file; ``threshold`` None is the weighted mean of the members' own."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    format: Literal["l4s-ensemble"]
    version: Literal[1]
    id: str = Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9._-]+$")
    threshold: float | None = Field(default=None, gt=0, lt=1)
    members: list[MemberEntry] = Field(min_length=2, max_length=32)


def write_ensemble(content: EnsembleFile, path: Path) -> None:
    """Write the file; it appears complete or not at all."""
    text = yaml.safe_dump(content.model_dump(exclude_none=True), sort_keys=False, allow_unicode=True)
    with partial_folder(path) as folder:
        (folder / path.name).write_text(text, encoding="utf-8")


def read_ensemble(data: bytes, path: Path) -> EnsembleFile:
    """The content of a file. Raises InputError with the first thing that is wrong."""
    if len(data) > LARGEST_FILE:
        raise InputError(f"{path} is larger than 64 KiB; it cannot be an ensemble file.")
    try:
        content = yaml.safe_load(data.decode("utf-8"))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputError(f"{path} is not a YAML file of an ensemble ({first_line(error)}).") from error
    if not isinstance(content, dict) or content.get("format") != "l4s-ensemble":
        raise InputError(
            f"{path} is not an ensemble file: it must say format: l4s-ensemble; make one with l4s ensemble -o."
        )
    try:
        return EnsembleFile.model_validate(content)
    except ValidationError as error:
        raise InputError(f"The ensemble file {path} is not valid ({first_problem(error)}).") from error


def relative_name(member: Path, ensemble: Path) -> str:
    """How an ensemble file names a member: relative to its own folder, with forward slashes; absolute on another
    drive."""
    try:
        return Path(os.path.relpath(member.resolve(), ensemble.resolve().parent)).as_posix()
    except ValueError:
        return member.resolve().as_posix()
