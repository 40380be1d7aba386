"""The steps of making the environment; see `installation` for what is made of them."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Callable

from .environment import child_environment
from .interpreters import probe
from .lock import FileLock
from .log import BoundedLog
from .pip import PipProgress, install_command, pip_environment
from .places import Places, python_of
from .process import run_lines
from .protocol import Event, Stage
from .setup_problems import full_sentence, problem_sentence, unwritable_sentence
from .state import libraries_of
from .wheel import wheel_digest, wheel_requirements, wheel_version
from .words import tr

_NEEDED_BYTES = 1_000_000_000
_NEEDED_GPU_BYTES = 2_000_000_000
_NEW, _OLD = ".new-", ".old-"
_CHECK = "import rasterio, onnxruntime, geopandas"  # the libraries that fail where a system library is missing


@dataclass(frozen=True)
class Source:
    """Where the packages come from.

    Attributes
    ----------
    wheel
        The ``l4s`` wheel of the plugin.
    wheels_folder
        A folder with all other wheels; None: from the package index.
    gpu
        ONNX Runtime for NVIDIA cards instead of the one for processors.
    proxy
        ``http://user:password@host:port`` or None.
    """

    wheel: Path
    wheels_folder: Path | None = None
    gpu: bool = False
    proxy: str | None = None


class Stop(Exception):
    """A step failed (with a sentence) or was cancelled (with None)."""

    def __init__(self, sentence: str | None) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Making:
    """One set-up, step by step; each step raises `Stop` when it fails or is cancelled."""

    def __init__(
        self,
        places: Places,
        interpreter: Path,
        source: Source,
        on_event: Callable[[Event], None],
        cancelled: Callable[[], bool],
    ) -> None:
        self._places = places
        self._interpreter = interpreter
        self._source = source
        self._on_event = on_event
        self._cancelled = cancelled
        self._variables = child_environment(os.environ, source.proxy)
        self._python_version = ""
        self._folder = places.environment
        self._began = time.monotonic()
        self.log = BoundedLog()

    def prepare(self, stack: contextlib.ExitStack) -> None:
        """Everything that can be known to fail before anything is downloaded."""
        root = self._places.root
        try:
            root.mkdir(parents=True, exist_ok=True)
            stack.enter_context(FileLock(root / ".lock"))
            sweep(self._places)
            self._folder = Path(tempfile.mkdtemp(prefix=_NEW, dir=root))
        except OSError as error:
            if error.errno == 28:
                raise Stop(full_sentence(root)) from error
            raise Stop(unwritable_sentence(root)) from error
        stack.callback(shutil.rmtree, self._folder, ignore_errors=True)
        temporary = self._folder / "tmp"  # so that nothing is left elsewhere when a step is killed
        temporary.mkdir()
        self._variables.update({name: str(temporary) for name in ("TMPDIR", "TEMP", "TMP")})
        needed = _NEEDED_GPU_BYTES if self._source.gpu else _NEEDED_BYTES
        free = shutil.disk_usage(root).free
        if free < needed:
            raise Stop(
                tr("The disk with {folder} has {free} MB left; the set-up needs about {needed} MB.").format(
                    folder=root, free=free // 1_000_000, needed=needed // 1_000_000
                )
            )
        folder = self._source.wheels_folder
        if folder is not None and not any(folder.glob("*.whl")):
            raise Stop(tr("The folder {folder} has no Python packages (.whl files).").format(folder=folder))
        found = probe(self._interpreter, platform.system(), os.environ)
        if found.problem or found.version is None:
            raise Stop(tr("{path} cannot be used: {problem}.").format(path=self._interpreter, problem=found.problem))
        self._interpreter = found.path
        self._python_version = ".".join(map(str, found.version))

    def make(self) -> dict[str, Any]:
        """The steps. Returns the facts of the outcome."""
        source, folder = self._source, self._folder
        try:
            requirements = wheel_requirements(source.wheel, gpu=source.gpu)
            digest = wheel_digest(source.wheel)
        except (OSError, ValueError) as error:
            raise Stop(
                tr("The plugin is incomplete ({file} is missing or damaged). Install the plugin again.").format(
                    file=source.wheel.name
                )
            ) from error
        python = python_of(folder, platform.system())
        self._step(tr("Making the environment"))
        self._call([str(self._interpreter), "-I", "-X", "utf8", "-m", "venv", "--without-pip", str(folder)])
        self._call([str(python), "-I", "-X", "utf8", "-m", "ensurepip", "--default-pip"])
        self._install(python, requirements)
        self._step(tr("Checking"))
        self._call([str(python), "-I", "-X", "utf8", "-c", _CHECK])
        said = self._call([str(python), "-I", "-X", "utf8", "-m", "l4s_core.cli.main", "--version"])
        version = wheel_version(source.wheel)
        if version is None or version not in " ".join(said):
            raise Stop(tr("The set-up failed: {words}. The log has the details.").format(words=" ".join(said)))
        shutil.rmtree(folder / "tmp", ignore_errors=True)
        _remove_scripts(python.parent)
        megabytes = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file() and not f.is_symlink()) / 1e6
        marker = {
            "wheel": source.wheel.name,
            "sha256": digest,
            "version": version,
            "python": self._python_version,
            "interpreter": str(self._interpreter),
            "gpu": source.gpu,
            "made": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        }
        if hasattr(os, "sync"):
            os.sync()  # the marker must not reach the disk before what it vouches for
        _write_safely(folder / self._places.marker.name, json.dumps(marker, indent=1))
        if self._cancelled():
            raise Stop(None)
        self._put_in_place()
        self._on_event(Stage(tr("Ready"), 1, 1, time.monotonic() - self._began, 0.0))
        return {
            "python": str(self._places.python),
            "version": version,
            "python_version": self._python_version,
            "megabytes": round(megabytes),
        }

    def note(self, text: str) -> None:
        """A line for the log."""
        self.log.add(text)

    def end(self) -> None:
        """Write the log file, where that is possible at all."""
        with contextlib.suppress(OSError):
            self._places.log.write_text(self.log.text() + "\n", encoding="utf-8")

    def _install(self, python: Path, requirements: list[str]) -> None:
        source = self._source
        environment = pip_environment(self._variables, offline=source.wheels_folder is not None)
        progress = PipProgress(self._on_event, libraries_of(self._folder, self._python_version))
        # with the wheel's own requirements replaced by the list, see wheel_requirements
        if requirements:
            self._call(install_command(python, requirements, source.wheels_folder), environment, progress)
        own = install_command(python, [str(source.wheel)], source.wheels_folder, "--no-deps", "--no-index")
        self._call(own, environment)

    def _step(self, name: str) -> None:
        self._began = time.monotonic()
        self._on_event(Stage(name, 0, None, 0.0, None))

    def _call(
        self,
        command: list[str],
        environment: Mapping[str, str] | None = None,
        progress: PipProgress | None = None,
    ) -> list[str]:
        """Run one command to its end; its lines. Raises `Stop`."""
        self.log.add("$ " + " ".join("pip" if "runpy" in word else word for word in command))
        said: list[str] = []
        own = BoundedLog()  # the sentence comes from this command alone

        def on_line(line: str) -> None:
            self.log.add(line)
            own.add(line)
            said.append(line)
            if progress is not None:
                progress.line(line)

        def on_error_line(line: str) -> None:
            self.log.add(line)
            own.add(line)

        def stop() -> bool:
            if progress is not None:
                progress.tick()
            return self._cancelled()

        ended = run_lines(
            command,
            environment=self._variables if environment is None else environment,
            on_line=on_line,
            cancelled=stop,
            on_error_line=on_error_line,
            cwd=self._folder,
        )
        if ended.stopped:
            raise Stop(None)
        if ended.exit_code != 0:
            raise Stop(
                problem_sentence(
                    own.text(),
                    folder=self._places.root,
                    python=".".join(self._python_version.split(".")[:2]),
                    offline=self._source.wheels_folder,
                    last_words=ended.problem or ended.last_words,
                )
            )
        return said

    def _put_in_place(self) -> None:
        final = self._places.environment
        before = None
        try:
            if os.path.lexists(final):
                before = Path(tempfile.mkdtemp(prefix=_OLD, dir=self._places.root))
                _move(final, before / final.name)
            _move(self._folder, final)
        except OSError as error:
            if before is not None and not os.path.lexists(final) and (before / final.name).exists():
                _move(before / final.name, final)
            raise Stop(
                tr("{folder} is in use: wait for running calculations or restart QGIS, then try again.").format(
                    folder=final
                )
            ) from error
        if before is not None:
            shutil.rmtree(before, ignore_errors=True)


def _move(source: Path, target: Path) -> None:
    """Rename; a virus scanner that looks at a new folder on Windows holds it for a moment."""
    for pause in (0.2, 0.5, 1.0, 2.0, 4.0):
        with contextlib.suppress(PermissionError):
            source.rename(target)
            return
        time.sleep(pause)
    source.rename(target)


def _remove_scripts(folder: Path) -> None:
    """All but the interpreter: the others name the folder in which the environment was made."""
    for script in folder.iterdir():
        if not script.name.lower().startswith("python") and script.suffix.lower() != ".dll" and not script.is_dir():
            script.unlink()


def _write_safely(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def sweep(places: Places) -> None:
    """Remove what a set-up left that was cut off by the power or by the end of QGIS."""
    for beginning in (_NEW, _OLD):
        for folder in places.root.glob(f"{beginning}*"):
            shutil.rmtree(folder, ignore_errors=True)
