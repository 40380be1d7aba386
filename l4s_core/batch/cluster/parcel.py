"""What goes to a worker and what comes back: made of plain values and bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from l4s_core.batch.job import DetectOptions, SceneJob
from l4s_core.batch.workers import SceneResult

if TYPE_CHECKING:
    from l4s_core.vectors.area import Area


@dataclass(frozen=True, eq=False)
class Errand:
    """A scene for a worker.

    Attributes
    ----------
    area : that of the job, read where the batch was started.
    model_sha256 : of the model file that is sent along; None where ``options.model`` names what workers have or see.
    version : of l4s where the batch was started.
    """

    job: SceneJob
    options: DetectOptions
    area: Area | None
    model_sha256: str | None
    version: str


@dataclass(frozen=True)
class Failure:
    """Why a scene was not mapped, with the exit code of `errors`; ``outside`` as of `Outcome`."""

    error: str
    exit_code: int
    outside: bool = False


@dataclass(frozen=True)
class Delivery:
    """The outputs of a scene: name of the file -> content. ``worker`` says in words where it was made."""

    result: SceneResult
    files: Mapping[str, bytes]
    worker: str


def packed(result: SceneResult, folder: Path, worker: str) -> Delivery:
    """The files of a result, which are in ``folder``."""
    return Delivery(result, {name: (folder / name).read_bytes() for name in result.files.values()}, worker)


def unpack(delivery: Delivery, folder: Path) -> None:
    """Write the files into ``folder``, which is made."""
    folder.mkdir()
    for name, content in delivery.files.items():
        (folder / name).write_bytes(content)
