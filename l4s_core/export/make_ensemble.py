"""Making an ensemble out of models: one .onnx file, or a .yaml file that names them."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Hashable, Sequence
from contextlib import ExitStack
from pathlib import Path

from l4s_core.base.errors import InputError
from l4s_core.base.partial import partial_folder
from l4s_core.base.progress import Progress, Silent
from l4s_core.inference.card import ModelCard
from l4s_core.inference.combine import combine
from l4s_core.inference.ensemble import EnsembleModel
from l4s_core.inference.ensemble_file import ENDINGS, EnsembleFile, MemberEntry, relative_name, write_ensemble
from l4s_core.inference.installed import installed_models
from l4s_core.inference.onnx_model import OnnxModel
from l4s_core.inference.open import find_model, open_model
from l4s_core.inference.protocol import Model


def make_ensemble(
    names: Sequence[str | Path],
    path: Path,
    *,
    weights: Sequence[float] | None = None,
    id: str | None = None,
    threshold: float | None = None,
    trust_pickle: bool = False,
    progress: Progress | None = None,
) -> ModelCard:
    """Write the weighted mean of several models' probabilities as a model of its own.

    Parameters
    ----------
    names : at least two models, as in `open_model`; ensemble files excepted.
    path : .onnx, one file that holds all members (checkpoints are exported into it); or .yaml, which names them
        relative to itself and checks their SHA-256 when it is opened. It is replaced.
    weights : one number above 0 for each model; None for a plain mean.
    id : of the ensemble; None takes the file's name.
    threshold : of the ensemble; None is the weighted mean of the members' own.

    Returns
    -------
    The card of the ensemble.

    Raises
    ------
    InputError
        A model cannot be used, or they do not go together (see `combine.combine`); for .onnx, a package is missing.
    L4SError
        The .onnx file does not give what its members give; nothing was written.
    """
    progress = progress or Silent()
    as_yaml = path.suffix.lower() in ENDINGS
    id = id or re.sub(r"[^A-Za-z0-9._-]+", "-", path.stem)[:100]
    if re.fullmatch(r"[A-Za-z0-9._-]{1,100}", id) is None:
        raise InputError(f"The id {id!r} must be up to 100 letters, digits, dots, dashes and underscores.")
    files = [find_model(name) for name in names]
    for file in files:
        if file.suffix.lower() in ENDINGS:
            raise InputError(f"{file} is an ensemble file itself; name its members instead.")
    _refuse_twice([(file.resolve(), file) for file in files])
    progress.stage("opening the members", len(files))
    with ExitStack() as cleanup:
        members: list[Model] = []
        for file in files:
            progress.check()
            model = open_model(file, "cpu", trust_pickle=trust_pickle)
            if not as_yaml and model.card.calibration:
                raise InputError(
                    f"The member {file} is calibrated, which one .onnx file cannot hold; write a .yaml ensemble "
                    "instead."
                )
            if not as_yaml and not isinstance(model, OnnxModel):
                work = Path(cleanup.enter_context(tempfile.TemporaryDirectory()))
                model = _exported(model, work, trust_pickle, progress)
            members.append(model)
            progress.advance()
        _refuse_twice([(member.sha256, file) for member, file in zip(members, files, strict=True)])
        combined = combine(members, weights, id=id, threshold=threshold, mixed=as_yaml)
        ensemble = EnsembleModel(members, combined, "", path)
        if as_yaml:
            _write_yaml(ensemble, files, weights, threshold)
        else:
            _write_onnx(ensemble, progress)
    return ensemble.card


def _refuse_twice(named: Sequence[tuple[Hashable, Path]]) -> None:
    """Raise InputError where two models are one: it would count twice."""
    seen: dict[Hashable, Path] = {}
    for same, file in named:
        if same in seen:
            other = "twice" if seen[same] == file else f"as {seen[same]} and as {file}"
            raise InputError(f"{file.name} is given {other}; leave one out, or let it count more with --weights.")
        seen[same] = file


def _exported(model: Model, work: Path, trust_pickle: bool, progress: Progress) -> Model:
    """A checkpoint as an ONNX model, under the checkpoint's own SHA-256."""
    from l4s_core.export.onnx import export_model

    export_model(model.path, work / "member.onnx", trust_pickle=trust_pickle, progress=progress)
    exported = OnnxModel(work / "member.onnx", "cpu")
    exported.sha256 = model.sha256
    return exported


def _write_yaml(
    ensemble: EnsembleModel, files: Sequence[Path], weights: Sequence[float] | None, threshold: float | None
) -> None:
    installed = {file: name for name, file in installed_models().items()}
    entries = [
        MemberEntry(
            model=installed.get(file) or relative_name(file, ensemble.path),
            sha256=member.sha256,
            weight=1.0 if weights is None else weights[k],
        )
        for k, (file, member) in enumerate(zip(files, ensemble.members, strict=True))
    ]
    content = EnsembleFile(format="l4s-ensemble", version=1, id=ensemble.card.id, threshold=threshold, members=entries)
    write_ensemble(content, ensemble.path)


def _write_onnx(ensemble: EnsembleModel, progress: Progress) -> None:
    try:
        import onnx  # noqa: F401
    except ModuleNotFoundError as error:
        raise InputError(
            "Writing an .onnx ensemble needs the package onnx, which is not installed; install it with: pip install "
            "'l4s[train]', or write a .yaml ensemble."
        ) from error
    from l4s_core.export.ensemble_graph import ensemble_bytes, require_equal

    progress.stage("joining the members")
    data = ensemble_bytes([(member.path, member.path.read_bytes()) for member in ensemble.members], ensemble.combined)
    progress.check()
    require_equal(data, ensemble)
    progress.check()
    with partial_folder(ensemble.path) as folder:
        (folder / ensemble.path.name).write_bytes(data)
