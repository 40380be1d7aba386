"""Clouds and their shadows by the network of ukis-csmask.

Wieland, Li and Martinis 2019 (Remote Sensing of Environment 230, 1-12), Wieland, Fichtner and Martinis 2022 (ISPRS
Archives XLIII-B3-2022, 217-222); version 1 was trained on CloudSEN12+ and SPARCS, one network for each level and for
four or six bands. It tells cloud and cloud shadow from everything else: snow and water count as observed.

The package's own class takes a scene as one array; here its networks run over tiles of a strip at a time, laid and
blended as that class does it, so that memory follows the width of the scene and a run can be cancelled between tiles.

Pixels of 30 m are its authors' advice and were checked on two scenes with fresh debris flows: at 10 m the network takes
parts of a bright debris flow for cloud and invents shadow at the edge of the scene; 20 and 30 m look alike and leave
the debris flows free, and 30 m has less than half the pixels of 20 m.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress
from l4s_core.base.reasons import Reason
from l4s_core.clouds.coarse import CoarseFile, CoarseReader, coarse_file
from l4s_core.clouds.level import LevelChoice
from l4s_core.clouds.types import Optical
from l4s_core.rasters.morphology import widen
from l4s_core.rasters.roi import ROI
from l4s_core.scene.types import Level

WORKING_RESOLUTION_M = 30.0
RIM_PX = 1
"""Clouds and shadows are widened by one working pixel (the authors' own validity mask takes four)."""

BANDS: dict[str, str] = {"blue": "B2", "green": "B3", "red": "B4", "nir": "B8", "swir16": "B11", "swir22": "B12"}
CLASSES: tuple[Reason, ...] = (Reason.OBSERVED, Reason.CLOUD, Reason.CLOUD_SHADOW)
"""Classes of version 1. Earlier versions number theirs differently and are refused."""

_OVERLAP = 0.2  # of a tile, on each side; as in the package
_DISTRIBUTION = "ukis-csmask"


def csmask_version() -> str | None:
    """Version of the installed ukis-csmask if its networks can be used, else None. Imports nothing of it."""
    if importlib.util.find_spec("ukis_csmask") is None:
        return None
    try:
        version = importlib.metadata.version(_DISTRIBUTION)
    except importlib.metadata.PackageNotFoundError:
        return None
    return version if version.split(".")[0] == "1" else None


def csmask_bands(names: Sequence[str]) -> tuple[str, ...]:
    """The bands of a scene that the network would be given: six, four, or none if the scene has too few."""
    six = tuple(BANDS.values())
    return next((bands for bands in (six, six[:4]) if set(bands) <= set(names)), ())


@dataclass(frozen=True)
class CsmaskMask:
    """What the network found, kept on the working grid in a temporary file."""

    name: str
    file: CoarseFile

    @property
    def finds_water(self) -> bool:
        """The network has no class for water."""
        return False

    def classes(self, roi: ROI) -> npt.NDArray[np.uint8]:
        """(rows, cols) uint8 Reason codes 0, 2 and 3."""
        return self.file.classes(roi, RIM_PX, lambda values: widen(values, RIM_PX))

    def close(self) -> None:
        """Nothing stays open between reads."""


def run_csmask(
    optical: Optical, level: LevelChoice, workdir: Path, progress: Progress, threads: int | None = None
) -> CsmaskMask:
    """Run the network over the scene, on ``threads`` CPU threads (None: all cores).

    Raises
    ------
    InputError
        ukis-csmask is not installed, or the scene has not at least B2, B3, B4 and B8.
    Cancelled
        From ``progress.check``, which is asked before every tile; nothing is left in ``workdir``.
    """
    version, bands = what_csmask_takes(optical.names)
    network = _Network.load(len(bands), level.level, threads)
    reader = CoarseReader.near(optical, WORKING_RESOLUTION_M)
    with coarse_file(workdir, "csmask", reader) as (file, write):
        for rows in _classify(network, reader, progress):
            write(rows)
    name = f"{_DISTRIBUTION} {version} ({len(bands)} bands, {level.words}, {reader.resolution_m:g} m)"
    return CsmaskMask(name, file)


def what_csmask_takes(names: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The installed version, and which of a scene's bands it looks at. Raises InputError where it cannot be used."""
    version = csmask_version()
    if version is None:
        raise InputError(
            "The cloud test csmask needs ukis-csmask 1.x, which is not installed; install it with "
            "pip install 'l4s[clouds]', or choose --clouds builtin."
        )
    bands = csmask_bands(names)
    if not bands:
        raise InputError(
            f"The cloud test csmask needs B2, B3, B4 and B8 and the scene has {', '.join(names)}; "
            "choose --clouds builtin."
        )
    return version, bands


def _classify(network: _Network, reader: CoarseReader, progress: Progress) -> Iterator[npt.NDArray[np.uint8]]:
    """Reason codes of the working grid, some rows at a time from the top; one strip of tiles is held."""
    rows, cols = int(reader.grid.shape[0]), int(reader.grid.shape[1])
    tops, lefts = network.starts(rows), network.starts(cols)
    progress.stage("clouds (ukis-csmask)", len(tops) * len(lefts))
    # beyond the edge of the scene it is mirrored, as in the package
    before, behind = -lefts[0], lefts[-1] + network.size - cols
    carried: npt.NDArray[np.float32] | None = None
    for top, final in zip(tops, [*tops[1:], rows], strict=True):
        progress.check()
        first, last = max(top, 0), min(top + network.size, rows)
        above, below = first - top, top + network.size - last
        strip = reader.read(network.bands, (slice(first, last), slice(0, cols)))
        known = np.asarray(np.isfinite(strip).all(axis=0))
        filled = network.normalise(fill_nearest(strip, known))
        padded = np.pad(filled, [(0, 0), (above, below), (before, behind)], mode="symmetric")
        seen = np.pad(known, [(above, below), (before, behind)])
        scores = np.zeros((len(CLASSES), *padded.shape[1:]), dtype=np.float32)
        for left in lefts:
            progress.check()
            at = slice(left + before, left + before + network.size)
            if seen[:, at].any():
                scores[:, :, at] += network.run(padded[:, :, at])
            progress.advance()
        if carried is not None:
            scores[:, : carried.shape[1]] += carried
        # rows from the top of the next strip on still get its share
        carried = scores[:, final - top :]
        if final <= first:
            continue
        best = scores[:, above : final - top, before : before + cols].argmax(axis=0)
        classes = np.array(CLASSES, dtype=np.uint8)[best]
        classes[~known[: final - first]] = Reason.OBSERVED
        yield classes


def fill_nearest(values: npt.NDArray[np.float32], known: npt.NDArray[np.bool_]) -> npt.NDArray[np.float32]:
    """(bands, rows, cols) with unknown pixels replaced by the nearest known one of their row, else of their column.

    A convolution needs a number everywhere. With zeros the network sees cloud shadow along the edge of the swath: on a
    scene cut in two, 1 % of the pixels came out otherwise than uncut with the nearest ones and 4 % with zeros (six
    bands; with four there is little between the two).
    """
    if known.all() or not known.any():
        return np.nan_to_num(values, nan=0.0)
    rows, cols = known.shape
    col = _nearest(known, axis=1)
    filled = values[:, np.arange(rows)[:, None], col]
    rows_known = np.broadcast_to(known.any(axis=1, keepdims=True), known.shape)
    row = _nearest(rows_known, axis=0)
    return filled[:, row, np.arange(cols)[None, :]]


def _nearest(known: npt.NDArray[np.bool_], axis: int) -> npt.NDArray[np.intp]:
    """For every pixel the index along ``axis`` of the nearest known one; its own where there is none."""
    size = known.shape[axis]
    own = np.arange(size, dtype=np.intp).reshape((-1, 1) if axis == 0 else (1, -1))
    before = np.maximum.accumulate(np.where(known, own, -size), axis=axis)
    after = np.flip(np.minimum.accumulate(np.flip(np.where(known, own, 3 * size), axis), axis=axis), axis)
    best = np.where(own - before <= after - own, before, after)
    return np.where((best >= 0) & (best < size), best, own)


@dataclass(frozen=True)
class _Network:
    """One of the package's networks, with the tiling and the statistics that belong to it."""

    session: Any
    bands: tuple[str, ...]
    mean: npt.NDArray[np.float32]
    std: npt.NDArray[np.float32]
    size: int
    weight: npt.NDArray[np.float32]

    @classmethod
    def load(cls, bands: int, level: Level, threads: int | None) -> _Network:
        import onnxruntime as ort

        spec = importlib.util.find_spec("ukis_csmask")
        assert spec is not None and spec.origin is not None  # csmask_version has seen it
        path = Path(spec.origin).parent / f"model_{bands}b_{level.lower()}.onnx"
        providers = [p for p in ("CUDAExecutionProvider", "CPUExecutionProvider") if p in ort.get_available_providers()]
        try:
            card = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["data"]
            if card["classes"] != len(CLASSES):
                raise ValueError(f"it tells {card['classes']} classes apart instead of {len(CLASSES)}")
            size = int(card["target_size"][0])
            statistics = card["dataset_statistics"]
            mean, std = (np.array(s, dtype=np.float32)[:, None, None] for s in statistics["img"][:2])
            names = tuple(BANDS[name] for name in statistics["band_names"])
            options = ort.SessionOptions()
            options.intra_op_num_threads = threads or 0  # 0: all cores
            session = ort.InferenceSession(path, options, providers=providers)
        except Exception as error:  # ONNX Runtime's own errors have no common base
            raise InputError(
                f"The network of ukis-csmask at {path} cannot be used ({type(error).__name__}: {error}); install the "
                "package anew with pip install --force-reinstall ukis-csmask, or choose --clouds builtin."
            ) from error
        return cls(session, names, mean, std, size, _taper(size))

    def starts(self, size: int) -> list[int]:
        """First rows (or columns) of the tiles of a scene with ``size`` of them, from before its edge to past it.

        The last tile is moved back so that it holds as much of the scene as the others.
        """
        margin = int(self.size * _OVERLAP)
        last = size + margin - self.size
        step = int(self.size - self.size * _OVERLAP)
        return [*range(-margin, last, step), last] if last > -margin else [-margin]

    def normalise(self, reflectance: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """(bands, rows, cols) reflectance 0 to 1 -> what the network was trained on."""
        return (reflectance - self.mean) / self.std

    def run(self, tile: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """(classes, size, size) weighted probabilities of one normalised tile."""
        logits: npt.NDArray[np.float32]
        (logits,) = self.session.run(None, {self.session.get_inputs()[0].name: np.ascontiguousarray(tile[None])})
        scores = np.exp(logits[0] - logits[0].max(axis=0))
        return np.asarray(scores / scores.sum(axis=0) * self.weight, dtype=np.float32)


def _taper(size: int) -> npt.NDArray[np.float32]:
    """(size, size) tapered cosine (Tukey) window: 1 inside, falling over the overlap, nowhere quite 0."""
    margin = int(size * _OVERLAP)
    rise = 0.5 - 0.5 * np.cos(np.pi * (np.arange(margin) + 0.5) / margin)
    line = np.ones(size, dtype=np.float32)
    line[:margin] = rise
    line[-margin:] = rise[::-1]
    return line[:, None] * line[None, :]
