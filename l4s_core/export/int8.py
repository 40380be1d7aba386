"""An ONNX model in 8-bit integers, calibrated on patches, with what that costs in accuracy. Needs no torch."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError, L4SError, first_line
from l4s_core.base.partial import partial_folder
from l4s_core.base.progress import Progress, Silent
from l4s_core.inference.card import LandslideScores, ModelCard, Quantisation
from l4s_core.inference.onnx_model import OnnxModel
from l4s_core.inference.protocol import Model
from l4s_core.inference.wrappers import as_its_card_says

if TYPE_CHECKING:
    from l4s_core.patches.types import PatchSet
    from l4s_core.scoring.predict import Statistics

CALIBRATED_ON = 64  # patches at most, spread over the set: more changed nothing in the third digit
FEWEST = 4  # patches to calibrate on, and to check on
CHECKED_SHARE = 0.5
METHOD = "static; QDQ; 8-bit activations, ranges from minimum to maximum; 7-bit weights per channel"
_RUNS = 5  # timed, alternating; the fastest of each counts
_Values = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Quantised:
    """The file that was written, its card, the loss that stands in it, and how many times as fast as before it runs on
    this computer."""

    path: Path
    card: ModelCard
    quantisation: Quantisation
    speed: float


def quantise_model(
    source: str | Path,
    data: str | Path,
    path: Path,
    *,
    id: str | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Quantised:
    """Write an .onnx model with 8-bit weights and activations, and measure what that costs.

    The ranges of the activations are taken from one part of the patches, precision, recall, F1 and IoU before and
    after from another: other places, see `patches.split`.

    Parameters
    ----------
    source : installed model or .onnx file in fp32 (its weights may be stored as fp16).
    data : folder of labelled patches with the channels of the model.
    path : .onnx file to write; it is replaced.
    id : of the new model; None is that of the source with "-int8".

    Raises
    ------
    InputError
        The source is no .onnx file or quantised already, the patches do not suit it or are too few, a package is
        missing.
    L4SError
        The quantised file cannot be made or gives values that are no numbers; nothing was written.
    """
    from l4s_core.export.onnx import checked_card
    from l4s_core.export.onnx_bytes import to_bytes, weights_sha256
    from l4s_core.inference.open import find_model
    from l4s_core.patches.open import open_patches
    from l4s_core.scoring.predict import check_channels, needed_statistics

    progress = progress or Silent()
    _need_onnx()
    found = find_model(source)
    if found.suffix.lower() != ".onnx":
        raise InputError(
            f"{found} is not an .onnx file, which alone can be quantised; export it with l4s export first."
        )
    progress.stage("opening the patches and the model")
    model = OnnxModel(found, "cpu", threads)
    if model.card.precision not in ("fp32", "fp16 weights"):
        raise InputError(f"{found} computes in {model.card.precision}; quantise the fp32 model that it was made from.")
    changes: dict[str, Any] = {
        "id": id or f"{model.card.id}-int8",
        "precision": "int8",
        "figures": {f"before quantisation, {name}": value for name, value in model.card.figures.items()},
    }
    card = checked_card(model.card.model_copy(update=changes))
    patches = open_patches(Path(data), expect_masks=True)
    check_channels(model.card, patches)
    calibration, check = _divide(patches)
    statistics = needed_statistics(model.card, patches, progress)
    with partial_folder(path) as folder, _quiet():
        proto = _quantise(model, calibration, statistics, folder, progress)
        card = card.model_copy(update={"weights_sha256": weights_sha256(proto)})
        unfinished = folder / path.name
        unfinished.write_bytes(to_bytes(proto, card))
        made = OnnxModel(unfinished, "cpu", threads)
        quantisation = Quantisation(
            method=METHOD,
            source_id=model.card.id,
            source_sha256=model.sha256,
            patches=Path(data).resolve().name,
            calibrated_on=len(calibration),
            checked_on=len(check),
            threshold=card.threshold,
            before=_scores(as_its_card_says(model), check, statistics, progress),
            after=_scores(as_its_card_says(made), check, statistics, progress),
        )
        speed = _speed(model, made)
        card = card.model_copy(update={"quantisation": quantisation})
        progress.stage("writing")
        unfinished.write_bytes(to_bytes(proto, card))
    return Quantised(path, card, quantisation, speed)


def _divide(patches: PatchSet) -> tuple[PatchSet, PatchSet]:
    """Patches to calibrate on and patches to check on, apart on the ground."""
    from l4s_core.patches.split import SplitOptions, split_patches

    try:
        parts = split_patches(patches, SplitOptions(validation_share=CHECKED_SHARE, test_share=0.0))
    except InputError as error:  # nothing is left for one of them
        raise _too_few(patches) from error
    calibration, check = parts["train"], parts["validation"]
    if min(len(calibration), len(check)) < FEWEST:
        raise _too_few(patches)
    chosen = np.unique(np.linspace(0, len(calibration) - 1, min(CALIBRATED_ON, len(calibration))).round().astype(int))
    return calibration.subset(chosen.tolist()), check


def _too_few(patches: PatchSet) -> InputError:
    return InputError(
        f"The {len(patches)} patches in {patches.source} are too few: {FEWEST} are needed to calibrate on, and "
        f"{FEWEST} of other places, not beside them, to check on; give more."
    )


class _Listener:
    """A `Model` that keeps what it is fed: exactly what the model of that card is fed in scoring."""

    sha256, device = "", ""
    files: tuple[Path, ...] = ()

    def __init__(self, model: Model) -> None:
        self.card, self.layers, self.path, self.fixed_px = model.card, model.layers, model.path, model.fixed_px
        self.heard: list[_Values] = []

    def run(self, batch: _Values) -> _Values:
        self.heard.append(batch)
        return np.zeros((len(batch), len(self.layers), *batch.shape[2:]), dtype=np.float32)


class _Reader:
    """What ONNX Runtime asks for one input after another, as ``{name: batch}``, None at the end."""

    def __init__(self, name: str, model: Model, patches: PatchSet, statistics: Statistics | None, progress: Progress):
        from l4s_core.scoring.predict import predict_patches

        self._name = name
        self._listener = _Listener(model)
        self._patches = predict_patches(self._listener, patches, progress, batch=1, statistics=statistics)

    def get_next(self) -> dict[str, _Values] | None:
        while not self._listener.heard:
            if next(self._patches, None) is None:
                return None
        return {self._name: self._listener.heard.pop(0)}


def _quantise(
    model: OnnxModel, patches: PatchSet, statistics: Statistics | None, folder: Path, progress: Progress
) -> Any:
    """``onnx.ModelProto`` in 8 bits, made with files in ``folder`` that are gone afterwards. Raises L4SError."""
    import onnx
    import onnxruntime as ort
    from onnxruntime.quantization import QuantFormat, QuantType, quantize_static

    folded, quantised = folder / "folded.onnx", folder / "quantised.onnx"
    options = ort.SessionOptions()
    options.log_severity_level = 3
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_BASIC  # no more than plain ONNX
    options.optimized_model_filepath = str(folded)
    try:
        # weights stored as fp16 become fp32, and what can be computed beforehand is
        session = ort.InferenceSession(model.path.read_bytes(), options, providers=["CPUExecutionProvider"])
        quantize_static(
            folded,
            quantised,
            _Reader(session.get_inputs()[0].name, model, patches, statistics, progress),
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            # with all 8 bits the sums overflow on CPUs without VNNI: other results there
            reduce_range=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
        )
        proto = onnx.load(quantised)
    except (L4SError, OSError):
        raise
    except Exception as error:  # ONNX Runtime's own exceptions share no base class
        raise L4SError(
            f"ONNX Runtime cannot quantise {model.path} ({first_line(error)}); nothing was written."
        ) from error
    folded.unlink()
    quantised.unlink()
    used = {"", *(node.domain for node in proto.graph.node)}
    kept = [opset for opset in proto.opset_import if opset.domain in used]
    del proto.opset_import[:]
    proto.opset_import.extend(kept)
    return proto


def _scores(model: Model, patches: PatchSet, statistics: Statistics | None, progress: Progress) -> LandslideScores:
    from l4s_core.scoring.evaluate import evaluate

    found = evaluate(model, patches, bootstrap=0, progress=progress, statistics=statistics).scores
    return LandslideScores(precision=found.precision, recall=found.recall, f1=found.f1, iou=found.iou)


def _speed(before: Model, after: Model) -> float:
    """How many times as fast the second model is on this computer, over windows of its own size."""
    side = before.fixed_px or before.card.tile_px
    batch = np.ones((2, before.card.input_channels, side, side), dtype=np.float32)
    times: list[list[float]] = [[], []]
    for _ in range(1 + _RUNS):
        for model, measured in zip((before, after), times, strict=True):
            start = time.perf_counter()
            model.run(batch)
            measured.append(time.perf_counter() - start)
    return min(times[0][1:]) / min(times[1][1:])


def _need_onnx() -> None:
    try:
        import onnx  # noqa: F401
    except ImportError as error:
        raise InputError("Quantising needs onnx, which is not installed; install it with: pip install onnx") from error


@contextmanager
def _quiet() -> Iterator[None]:
    """ONNX Runtime's advice on quantising is not for users."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)
