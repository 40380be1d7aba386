"""From a torch network to the ONNX file, with its card, that the rest of the package runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from l4s_core.base.errors import InputError, first_problem
from l4s_core.base.partial import partial_folder
from l4s_core.base.progress import Progress, Silent
from l4s_core.inference.card import ModelCard

if TYPE_CHECKING:
    from torch import nn

    from l4s_core.export.check import Agreement, Images
    from l4s_core.export.graph import Precision
    from l4s_core.networks.wrapper import LandslideNetwork


@dataclass(frozen=True)
class Exported:
    """The file, its card, how well it agrees with the network, and the only tile that it takes (None: any that suits
    the card)."""

    path: Path
    card: ModelCard
    agreement: Agreement
    fixed_px: int | None


def export_model(
    source: str | Path,
    path: Path,
    *,
    precision: Precision = "fp32",
    id: str | None = None,
    tile: int | None = None,
    domain: int | None = None,
    check_data: str | Path | None = None,
    trust_pickle: bool = False,
    progress: Progress | None = None,
) -> Exported:
    """Write a checkpoint as one ONNX file; what it gives is compared with the network before it is written.

    Parameters
    ----------
    source : .safetensors checkpoint or folder of a training run (its best checkpoint).
    path : .onnx file to write; it is replaced.
    precision : ``fp32``; ``fp16-weights``, a file of half the size; ``fp16``, also half the arithmetic, for GPUs.
    id : of the exported model; None keeps the checkpoint's.
    tile : default window in pixels, and the only one for networks that are exported for one size.
    domain : whose statistics a network with cross-sensor normalisation uses; None is the first.
    check_data : folder of patches to compare on; None compares on made-up images.
    trust_pickle : also open checkpoints that are pickles.

    Raises
    ------
    InputError
        The source, the tile, the domain or the patches cannot be used, or a package for exporting is missing.
    L4SError
        The file does not agree with the network (probabilities within 1e-3 in fp32; the same mask on 99.9 % of the
        pixels at the model's threshold in fp16), with the figures; nothing was written.
    """
    from l4s_core.inference.checkpoint import read_checkpoint
    from l4s_core.inference.open import find_model

    progress = progress or Silent()
    found = find_model(source)
    if found.suffix.lower() in (".onnx", ".yaml", ".yml"):
        raise InputError(f"{found} is not a checkpoint; give a .safetensors file or the folder of a training run.")
    _need_onnx()
    progress.stage("opening the checkpoint")
    checkpoint = read_checkpoint(found, trust_pickle=trust_pickle)
    net = checkpoint.net
    _set_domain(net, domain, progress)
    tile = tile or checkpoint.card.tile_px
    if tile % net.size_multiple:
        raise InputError(f"The network needs tiles in multiples of {net.size_multiple}; {tile} is not one.")
    changes = {
        "tile_px": tile,
        "overlap_px": min(checkpoint.card.overlap_px, tile // 2),
        "size_multiple": net.size_multiple,
        "id": id or checkpoint.card.id,
        "precision": "fp32",
        "domains": [],  # the file has one set of batch statistics
    }
    card = checked_card(checkpoint.card.model_copy(update=changes))
    batches = None if check_data is None else _batches_from(check_data, card)
    return _export(net, card, path, precision, fixed=net.fixed_size, batches=batches, progress=progress)


def export_onnx(net: nn.Module, card_fields: dict[str, Any], path: Path, *, half_weights: bool = True) -> ModelCard:
    """Write ``sigmoid(net(x))`` as one ONNX file and return its card.

    Parameters
    ----------
    net : (n, channels, rows, cols) -> (n, 1, rows, cols) logits.
    card_fields : every field of `ModelCard` but ``precision`` and ``weights_sha256``, which are set here.
    half_weights : store weights as fp16, see `export_graph.make_graph`.

    Raises
    ------
    L4SError
        The file does not agree with the network, as in `export_model`; nothing was written.
    """
    card = ModelCard(**card_fields, precision="fp32", weights_sha256="0" * 64)
    precision: Precision = "fp16-weights" if half_weights else "fp32"
    return _export(net, card, path, precision, fixed=False, batches=None, progress=Silent()).card


def _export(
    net: nn.Module,
    card: ModelCard,
    path: Path,
    precision: Precision,
    *,
    fixed: bool,
    batches: Any,
    progress: Progress,
) -> Exported:
    from l4s_core.export.check import ExportError

    net = net.eval()
    if not fixed:
        try:
            data, made = _attempt(net, card, path, precision, fixed=False, batches=batches, progress=progress)
        except ExportError as error:
            # what the exporter wrongly took for free may only show in other numbers at another size
            progress.message(
                f"The network could not be exported for every size, trying {card.tile_px} px only. {error}"
            )
            fixed = True
    if fixed:
        data, made = _attempt(net, card, path, precision, fixed=True, batches=batches, progress=progress)
    progress.stage("writing")
    with partial_folder(path) as folder:
        (folder / path.name).write_bytes(data)
    return made


def _attempt(
    net: nn.Module,
    card: ModelCard,
    path: Path,
    precision: Precision,
    *,
    fixed: bool,
    batches: Any,
    progress: Progress,
) -> tuple[bytes, Exported]:
    """The file and what it is; raises ExportError where another try for one size may help."""
    from l4s_core.export.check import ExportError, compare, require_agreement
    from l4s_core.export.graph import CARD_PRECISION, Probability, make_graph
    from l4s_core.export.onnx_bytes import to_bytes, weights_sha256

    step, tile = card.size_multiple, card.tile_px
    progress.stage("exporting the network")
    try:
        proto = make_graph(net, card.input_channels, tile=tile, step=step, fixed=fixed, precision=precision)
    except Exception as error:  # the exporter's errors share no public base class
        raise ExportError(f"PyTorch cannot export this network ({_first(error)}); nothing was written.") from error
    changes = {"precision": CARD_PRECISION[precision], "weights_sha256": weights_sha256(proto)}
    card = checked_card(card.model_copy(update=changes | ({"size_multiple": tile} if fixed else {})))
    data = to_bytes(proto, card)
    progress.stage("comparing it with the network")
    images = (batches or _made_batches)(card, step, tile if fixed else None)
    agreement = compare(data, Probability(net), images, card.threshold)
    require_agreement(agreement, precision)
    return data, Exported(path, card, agreement, tile if fixed else None)


def _made_batches(card: ModelCard, step: int, fixed_px: int | None) -> Iterable[Images]:
    """Two tiles, and another shape where the file takes any."""
    from l4s_core.export.check import made_images

    yield made_images(card, card.tile_px, card.tile_px, 2)
    if fixed_px is None:
        yield made_images(card, card.tile_px + step, max(step, card.tile_px - step), 1, seed=1)


def _batches_from(folder: str | Path, card: ModelCard) -> Any:
    from l4s_core.export.check import real_images
    from l4s_core.patches.open import open_patches

    patches = open_patches(Path(folder))
    missing = [name for name in card.required_channels if name not in patches.channels]
    if missing:
        raise InputError(f"The patches in {folder} lack {', '.join(missing)}, which the model needs; give others.")
    return lambda final, step, fixed_px: real_images(patches, final, step, fixed_px)


def _set_domain(net: LandslideNetwork, domain: int | None, progress: Progress) -> None:
    from l4s_core.networks.cross_sensor_norm import set_domain

    domains = net.spec.cross_sensor_norm
    if domain is not None and not domains:
        raise InputError("The network has no cross-sensor normalisation, so it has no domains; leave --domain away.")
    if not domains:
        return
    if domain is not None and not 0 <= domain < domains:
        raise InputError(f"The network has the domains 0 to {domains - 1}; {domain} is none of them.")
    if domain is None:
        progress.message(f"The network knows {domains} domains; the file takes the statistics of domain 0 (--domain).")
    set_domain(net, domain or 0)


def _need_onnx() -> None:
    from importlib import import_module

    try:
        for name in ("torch", "onnx", "onnxscript"):
            import_module(name)
    except ModuleNotFoundError as error:
        raise InputError(
            f"Exporting needs {error.name}, which is not installed; install it with: pip install 'l4s[train]'"
        ) from error


def checked_card(card: ModelCard) -> ModelCard:
    """The card again, its rules applied to what was changed."""
    from pydantic import ValidationError

    try:
        return ModelCard.model_validate(card.model_dump())
    except ValidationError as error:
        raise InputError(f"The model card does not allow this ({first_problem(error, 'the card')}).") from error


def _first(error: BaseException) -> str:
    from l4s_core.base.errors import first_line

    return first_line(error)
