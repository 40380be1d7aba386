"""A batch: every scene that is not complete yet, whatever becomes of the others, and one inventory of all."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from l4s_core.base.errors import Cancelled, InputError, L4SError
from l4s_core.base.partial import says_full
from l4s_core.base.progress import Progress, Silent
from l4s_core.base.stamp import software
from l4s_core.base.whole_run import Step, tell_plan
from l4s_core.base.words import plural
from l4s_core.batch.folder import JOURNAL, MERGED, SCENES, claimed_folder, describe, move
from l4s_core.batch.job import BatchOptions, Outcome, SceneJob, SceneResult, as_json
from l4s_core.batch.journal import Journal, Record, job_key
from l4s_core.batch.merged import merge_scenes
from l4s_core.batch.scene import ENDINGS, output_names
from l4s_core.batch.workers import ProgressListener, Workers, scene_line
from l4s_core.rasters.header import without_signature

FAILED_EXIT = 3  # some scenes failed, the others are done
_SHOWN = 3  # of many areas in a sentence
_SCENE_S, _MERGING_S = 60.0, 0.2  # a scene is mapped, and merged: only how they compare matters


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
    options: BatchOptions,
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
    from l4s_core.inference.open import describe_model

    started = time.monotonic()
    progress = progress or Silent()
    out = out.absolute()
    with claimed_folder(out, progress, resume=resume, overwrite=overwrite) as work, workers:
        asked = options.detect.model
        card, model_sha256 = describe_model(asked.model, trust_pickle=asked.trust_pickle)
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


class Batch:
    """A batch in its claimed folder. The steps are called once each, in the order in which they stand here."""

    def __init__(
        self,
        jobs: Sequence[SceneJob],
        options: BatchOptions,
        out: Path,
        work: Path,
        progress: Progress,
        model_sha256: str,
    ) -> None:
        self._jobs, self._options, self._out, self._work = jobs, options, out, work
        self._progress, self._model_sha256 = progress, model_sha256
        self._journal = Journal(out / JOURNAL)
        self._record = Record()
        self._to_do: list[SceneJob] = []
        self._ended = 0
        self.done: dict[str, dict[str, Any]] = {}
        self.skipped: list[str] = []
        self.outside: list[str] = []
        self.failed: dict[str, str] = {}
        self.merged: dict[str, Any] | None = None

    def begin(self, *, resume: bool, overwrite: bool, model: str, command: Sequence[str] | None) -> None:
        """Find out what is to do, and say so in the journal."""
        self._record = Record.of(self._journal.read())
        if resume:
            self._progress.stage("looking at what is complete", len(self._jobs))
        lines: list[dict[str, Any]] = []
        for job in self._jobs:
            status = "to do"
            if resume:
                self._progress.check()
                self._progress.advance()
                status = self._record.status(job, self._options, self._model_sha256, self._out, self._work)
            if overwrite and status in ("edited", "foreign"):
                status = "to do"
            lines.append(self._take(job, status))
        self._journal.write(
            "begin",
            software=software(),
            model=model,
            model_sha256=self._model_sha256,
            parameters=self._options.parameters(),
            jobs=len(self._jobs),
            command=None if command is None else list(command),
        )
        self._journal.write_all(lines)
        if self.skipped:
            self._progress.message(f"{len(self.skipped)} of {len(self._jobs)} scenes are complete and are skipped.")
        if resume and (again := sum((self._out / SCENES / f"{job.name}.gpkg").is_file() for job in self._to_do)):
            self._progress.message(
                f"{plural(again, 'scene is', 'scenes are')} there, but of other inputs, parameters or another version, "
                "and made anew."
            )

    def work_off(self, workers: Workers) -> None:
        """Map what is to do.

        Raises
        ------
        InputError
            All scenes lie outside the area.
        Cancelled, L4SError
            The batch cannot go on.
        """
        if not self._to_do:
            return
        self._progress.message(f"{plural(len(self._to_do), 'scene', 'scenes')} to map with {workers.words}.")
        scenes, merging = _SCENE_S * len(self._to_do), 1.0 + _MERGING_S * len(self._jobs)
        tell_plan(self._progress, [Step("scenes", scenes, ""), Step("merging", merging, "")])
        self._progress.stage("scenes", len(self._to_do))
        listener = ProgressListener(self._progress, self._journal)
        try:
            for outcome in workers.run(self._to_do, self._options, self._work, listener):
                self._settle(outcome, listener.ended(outcome.job))
        except (Cancelled, KeyboardInterrupt) as error:
            self._stop("stopped by the user")
            raise Cancelled(f"Stopped; {self._counted()}; go on with --resume.") from error
        except InputError as error:
            self._stop(str(error))
            raise
        except L4SError as error:
            self._stop(str(error))
            raise L4SError(f"{str(error).rstrip('.')}; {self._counted()}, go on with --resume.") from error
        if len(self.outside) == len(self._jobs):
            areas = ", ".join(sorted({str(job.area) for job in self._jobs})[:_SHOWN])
            why = f"No scene shows anything of the area ({areas}); give scenes that do, or another area."
            self._stop(why)
            raise InputError(why)

    def merge(self, *, overwrite: bool) -> None:
        """Write the inventory of all scenes, unless the one that is there is it already, or was edited."""
        paths = [self._out / files["landslides"] for files in self.files().values()]
        if not paths:
            return
        try:
            self.merged = merge_scenes(
                paths, self._out, self._work, self._record, self._journal, self._progress, overwrite=overwrite
            )
        except (Cancelled, KeyboardInterrupt) as error:
            self._stop("stopped by the user")
            raise Cancelled(f"Stopped while merging; {self._counted()}; --resume merges them.") from error
        except L4SError as error:
            words = self.failed[MERGED] = str(error).replace(str(self._work), str(self._out))
            self._progress.message(f"{MERGED}: failed: {words}")

    def end(self) -> None:
        """The last line of the journal."""
        self._journal.write("end", **self._counts())

    def files(self) -> dict[str, dict[str, str]]:
        """Name -> kind -> path in the output folder, of the scenes that are done or were skipped."""
        found = {}
        for job in self._jobs:
            if job.name in self.done or job.name in self.skipped:
                names = output_names(job.name, self._options.save)
                found[job.name] = {
                    kind: f"{SCENES}/{name}" for kind, name in names.items() if (self._out / SCENES / name).is_file()
                }
        return found

    def _take(self, job: SceneJob, status: str) -> dict[str, Any]:
        """Put a scene where it belongs; the line about it."""
        if status == "to do":
            self._to_do.append(job)
            fields = as_json(job)
            event = fields.pop("event")
            named = {name: None if value is None else without_signature(value) for name, value in fields.items()}
            return {"event": "queued", **named, **event}
        if status == "foreign":
            words = (
                f"{SCENES}/{job.name}.gpkg is there already and was not made by this batch; move it away, or say "
                "--overwrite."
            )
            self.failed[job.name] = words
            self._progress.message(f"{job.name}: failed: {words}")
            return {"event": "failed", "name": job.name, "error": words, "exit_code": InputError.exit_code}
        self.skipped.append(job.name)
        if status == "edited":
            self._progress.message(
                f"{SCENES}/{job.name}.gpkg was edited after it was made and is kept as it is; say --overwrite to make "
                "it anew."
            )
        return {"event": "skipped", "name": job.name, "because": status}

    def _settle(self, outcome: Outcome, messages: list[str]) -> None:
        """Journal and files of a scene that ended. Raises L4SError where the disk is full."""
        job = outcome.job
        where = {"name": job.name, "seconds": outcome.seconds, "worker": outcome.worker, "messages": messages}
        error, exit_code = outcome.error, outcome.exit_code
        if outcome.result is not None:
            try:
                self._keep(job, outcome.result, where)
                self.done[job.name] = {**outcome.result.facts, "seconds": outcome.seconds}
            except InputError as refused:
                error, exit_code = str(refused), refused.exit_code
        shutil.rmtree(self._work / job.name, ignore_errors=True)
        if outcome.outside:
            self.outside.append(job.name)
            self._journal.write("skipped", **where, because="outside")
            words = "outside the area"
        elif error is not None:
            # the private folder is gone when this is read
            error = self.failed[job.name] = error.replace(str(self._work / job.name), str(self._out / SCENES))
            self._journal.write("failed", **where, error=error, exit_code=exit_code)
            if str(self._out) in error and says_full(error, shutil.disk_usage(self._out).free):
                raise L4SError(f"The disk of {self._out} is full")
            words = f"failed: {error}"
        else:
            words = scene_line(self.done[job.name])
        self._ended += 1
        self._progress.message(f"[{self._ended}/{len(self._to_do)}] {job.name}: {words}")
        self._progress.advance()

    def _keep(self, job: SceneJob, result: SceneResult, where: dict[str, Any]) -> None:
        folder = self._work / job.name
        files = describe(folder, result.files, SCENES)
        # before they move: what is at their place after a power cut is then known to be ours
        self._journal.write("made", name=job.name, files=files)
        self._remove_others(job, result)
        move(folder, self._out, files)
        self._journal.write(
            "done",
            **where,
            files=files,
            facts=result.facts,
            inputs=result.inputs,
            dem_tiles=result.dem_tiles,
            footprint=result.footprint,
            key=job_key(
                job, self._options, result.model_sha256, result.inputs, result.dem_tiles, result.facts["clouds"]
            ),
        )

    def _remove_others(self, job: SceneJob, result: SceneResult) -> None:
        """Outputs of an earlier run over the scene that are not made this time would belong to another inventory."""
        for kind, name in output_names(job.name, tuple(ENDINGS)).items():
            path = self._out / SCENES / name
            if kind not in result.files and path.is_file() and self._record.is_ours(f"{SCENES}/{name}", path):
                path.unlink()

    def _stop(self, why: str) -> None:
        with suppress(L4SError):  # the disk may be full
            self._journal.write("stopped", why=why, **self._counts())

    def _counts(self) -> dict[str, int]:
        return {
            "jobs": len(self._jobs),
            "done": len(self.done),
            "skipped": len(self.skipped),
            "outside": len(self.outside),
            "failed": len(self.failed),
        }

    def _counted(self) -> str:
        return f"{len(self.done) + len(self.skipped)} of {len(self._jobs)} scenes are done"
