"""One way to open any model: an installed one, a file, a training run, an ensemble."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

from l4s_core.base.choices import Backend as Backend
from l4s_core.base.errors import InputError
from l4s_core.base.progress import Progress
from l4s_core.inference.card import ModelCard
from l4s_core.inference.ensemble_file import ENDINGS as ENSEMBLE_ENDINGS
from l4s_core.inference.installed import DEFAULT_MODEL, installed_models
from l4s_core.inference.onnx_model import OnnxModel
from l4s_core.inference.protocol import Arithmetic, Device, Model
from l4s_core.inference.wrappers import as_its_card_says

BEST = "best.safetensors"


def open_model(
    name_or_path: str | Path | None = None,
    device: Device = "auto",
    threads: int | None = None,
    *,
    backend: Backend = "auto",
    precision: Arithmetic = "auto",
    compile: bool = False,
    trust_pickle: bool = False,
    progress: Progress | None = None,
) -> Model:
    """The model of that name, or in that file or folder; None is the default model.

    Parameters
    ----------
    name_or_path : name of an installed model; .onnx file; .safetensors checkpoint; folder of a training run (its best
        checkpoint); .yaml file of an ensemble.
    device, threads : where it runs, and on how many CPU threads.
    backend : ``onnx`` ONNX Runtime, ``openvino`` OpenVINO, ``torch`` PyTorch; ``auto`` PyTorch for checkpoints and ONNX
        Runtime for .onnx files.
    precision : what PyTorch computes in: ``auto`` bf16 on GPUs that have it, else fp32. Of an .onnx file it is the
        file's own; ``fp32`` then only keeps a GPU from rounding inside (TF32).
    compile : let ``torch.compile`` translate the network first (PyTorch only).
    trust_pickle : also open .pt, .pth and .ckpt files, which can run any code.
    progress : told what changes while the model runs (a smaller batch, no compilation).

    Raises
    ------
    InputError
        There is no such model, it is damaged, of another version, not ours, or not for that backend; PyTorch or CUDA
        is asked for and not there.
    """
    path = find_model(name_or_path)
    kind = _kind(path)
    if kind == "ensemble":
        from l4s_core.inference.ensemble import open_ensemble

        return open_ensemble(
            path,
            lambda member: open_model(
                member,
                device,
                threads,
                backend=backend,
                precision=precision,
                compile=compile,
                trust_pickle=trust_pickle,
                progress=progress,
            ),
        )
    if backend in ("onnx", "openvino") and kind == "torch":
        runner = "ONNX Runtime" if backend == "onnx" else "OpenVINO"
        raise InputError(f"{path} is a checkpoint, which {runner} cannot run; export it with l4s export first.")
    if backend == "torch" and kind == "onnx":
        raise InputError(
            f"{path} is an ONNX file, which PyTorch cannot run; give the run folder or the .safetensors checkpoint it "
            "was exported from, or leave --backend at auto."
        )
    if kind == "onnx":
        if compile:
            raise InputError(f"Only PyTorch can compile, and {path} is an ONNX file; leave --compile away.")
        if precision not in ("auto", "fp32"):
            raise InputError(
                f"What {path} is computed in is part of the file; export it with l4s export --precision fp16, or leave "
                "--precision at auto."
            )
        if backend == "openvino":
            from l4s_core.inference.openvino_model import OpenVinoModel

            return _ready(OpenVinoModel(path, device, threads), progress)
        return _ready(OnnxModel(path, device, threads, exact=precision == "fp32", progress=progress), progress)
    from l4s_core.inference.checkpoint import need_torch

    need_torch(path)
    from l4s_core.inference.torch_model import TorchModel

    return _ready(
        TorchModel.open(
            path,
            device,
            threads=threads,
            precision=precision,
            compile=compile,
            trust_pickle=trust_pickle,
            progress=progress,
        ),
        progress,
    )


def find_model(name_or_path: str | Path | None) -> Path:
    """The file of a model. Raises InputError when there is none."""
    wanted = str(name_or_path or DEFAULT_MODEL)
    known = installed_models()
    path = known.get(wanted) or Path(wanted)
    if path.is_dir():
        if not (path / BEST).is_file():
            raise InputError(_no_run(path))
        return path / BEST
    if not path.is_file():
        raise InputError(
            f"There is no model {wanted}: it is neither a file nor the folder of a training run nor one of the "
            f"installed models ({', '.join(known) or 'none'}); check the name."
        )
    return path


def describe_model(name_or_path: str | Path | None, *, trust_pickle: bool = False) -> tuple[ModelCard, str]:
    """Card and SHA-256 of a model; a checkpoint's weights are not loaded, so PyTorch is not needed. Raises
    InputError."""
    path = find_model(name_or_path)
    if path.suffix.lower() == ".safetensors":
        from l4s_core.inference.checkpoint import read_header

        card = read_header(path).card
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
        return card, digest.hexdigest()
    model = open_model(path, "cpu", trust_pickle=trust_pickle)
    return model.card, model.sha256


def _no_run(folder: Path) -> str:
    """What to say of a folder that is no run; names those in it."""
    runs = sorted(str(path.parent) for path in folder.glob(f"*/{BEST}"))
    if runs:
        return f"{folder} is not the folder of a training run but one of runs; give {' or '.join(runs[:5])}."
    return (
        f"{folder} is not the folder of a training run: it holds no {BEST}, which a run writes at its first check; "
        "give another folder."
    )


def _ready(model: Model, progress: Progress | None) -> Model:
    """The model, calibrated as its card says, after saying what that leaves open."""
    card = model.card
    if progress is not None and card.trained_on_level == "unknown" and len(card.levels) > 1:
        progress.message(
            f"WARNING: the processing level of the patches that {card.id} was trained on is not known; its card allows "
            f"{' and '.join(card.levels)}, of which it may suit one only."
        )
    return as_its_card_says(model)


def _kind(path: Path) -> Literal["onnx", "torch", "ensemble"]:
    from l4s_core.inference.checkpoint import PICKLES

    ending = path.suffix.lower()
    if ending in ENSEMBLE_ENDINGS:
        return "ensemble"
    return "torch" if ending in (".safetensors", *PICKLES) else "onnx"
