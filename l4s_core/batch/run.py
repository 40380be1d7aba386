"""A batch: every scene that is not complete yet, whatever becomes of the others, and one inventory of all."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from l4s_core.base.progress import Progress, Silent
from l4s_core.batch.folder import claimed_folder
from l4s_core.batch.job import DetectOptions, SceneJob
from l4s_core.batch.workers import Workers

FAILED_EXIT = 3  # some scenes failed, the others are done


@dataclass(frozen=True)
class BatchResult:
    """What a batch gave.

    Attributes
    ----------
    out : its folder.
    done : name -> the facts of `detection.summary.summary` for each scene that was mapped now.
    skipped : names of the scenes that were complete already, or that somebody edited.
    outside : names of the scenes that show nothing of their area.
    failed : name -> why, in one sentence; under ``inventory.gpkg`` why merging failed.
    files : name -> kind -> path of the outputs of all scenes that are done or were skipped.
    merged : ``landslides`` and ``area_m2`` of ``inventory.gpkg`` in ``out``, both None where one that somebody edited
        was kept; None where none was made.
    seconds : how long it took.
    """

    out: Path
    done: Mapping[str, Mapping[str, Any]]
    skipped: tuple[str, ...]
    outside: tuple[str, ...]
    failed: Mapping[str, str]
    files: Mapping[str, Mapping[str, str]]
    merged: Mapping[str, Any] | None
    seconds: float

    @property
    def exit_code(self) -> int:
        """0, or 3 where something failed."""
        return FAILED_EXIT if self.failed else 0


def run_batch(
    jobs: Sequence[SceneJob],
    options: DetectOptions,
    out: Path,
    workers: Workers,
    progress: Progress | None = None,
    *,
    resume: bool = False,
    overwrite: bool = False,
    merge: bool = True,
    command: Sequence[str] | None = None,
) -> BatchResult:
    """Map all scenes of a batch into ``out``; the layout and the journal are described in docs/batch.md.

    Parameters
    ----------
    jobs : with different names (`batch.manifest`).
    workers : where the scenes are worked on. Closed at the end.
    progress : one stage for all scenes; what each of them does where it is a `report.SeesScenes`.
    resume : go on with what is in ``out``: scenes that are complete are skipped.
    overwrite : replace what is in ``out``; with ``resume``, replace what was edited, too.
    merge : also write ``inventory.gpkg``.
    command : how it was started, for the journal.

    Raises
    ------
    InputError
        Nothing could be started: ``out`` cannot be used or is in use, the model cannot be opened; or no scene shows
        anything of its area.
    Cancelled
        ``progress.check()`` said so. What is done stays, and ``resume`` goes on with it.
    L4SError
        The disk is full, or the workers are gone; as with Cancelled.
    """
    from l4s_core.batch.steps import Batch
    from l4s_core.inference.open import describe_model

    started = time.monotonic()
    progress = progress or Silent()
    out = out.absolute()
    with claimed_folder(out, progress, resume=resume, overwrite=overwrite) as work, workers:
        card, model_sha256 = describe_model(options.model, trust_pickle=options.trust_pickle)
        batch = Batch(jobs, options, out, work, progress, model_sha256)
        batch.begin(resume=resume, overwrite=overwrite, model=card.id, command=command)
        batch.work_off(workers)
        if merge:
            batch.merge(overwrite=overwrite)
        batch.end()
    return BatchResult(
        out,
        batch.done,
        tuple(batch.skipped),
        tuple(batch.outside),
        batch.failed,
        batch.files(),
        batch.merged,
        round(time.monotonic() - started, 1),
    )
