"""Trained weights as one file: safetensors, with the model card and the network's description in its header."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from l4s_core.base.errors import InputError, first_problem
from l4s_core.base.partial import partial_folder
from l4s_core.inference.card import METADATA_KEY, ModelCard, parse_card
from l4s_core.networks.spec import NetworkSpec

if TYPE_CHECKING:
    from torch import Tensor, nn

    from l4s_core.networks.wrapper import LandslideNetwork

NETWORK_KEY = "l4s_network"
PICKLES = (".pt", ".pth", ".ckpt", ".pkl", ".bin")
LARGEST_FILE = 4 * 1024**3
LARGEST_HEADER = 16 * 1024**2


class Checkpoint(NamedTuple):
    """A network with its trained weights, in evaluation mode, on the CPU; ``sha256`` is that of the file."""

    net: LandslideNetwork
    card: ModelCard
    sha256: str


@dataclass(frozen=True)
class Header:
    """What a checkpoint says about itself; reading it needs no torch."""

    card: ModelCard
    network: NetworkSpec


def save_checkpoint(net: nn.Module, card: ModelCard, path: Path) -> ModelCard:
    """Write weights, card and description of ``net`` as one safetensors file; a file of that name is replaced at once.

    Parameters
    ----------
    net : from ``networks.registry.build_network``; its ``spec`` is stored.
    card : ``weights_sha256`` and ``precision`` are set here.

    Returns
    -------
    The card as it was stored.

    Raises
    ------
    InputError, L4SError
        The folder cannot be written, or writing failed; a file that was there stays as it was.
    """
    from safetensors.torch import save

    spec = net.spec
    if not isinstance(spec, NetworkSpec):
        raise TypeError("only networks of networks.registry can be saved")
    if list(spec.channels) != card.network_channels:
        raise ValueError(
            f"the card is for the channels {card.network_channels}, the network takes {list(spec.channels)}"
        )
    # copies: tensors that share memory are refused by the format
    state = {name: value.detach().cpu().contiguous().clone() for name, value in net.state_dict().items()}
    card = card.model_copy(update={"weights_sha256": weights_sha256(state), "precision": "fp32"})
    data = save(state, {METADATA_KEY: card.model_dump_json(), NETWORK_KEY: spec.model_dump_json()})
    with partial_folder(path) as folder:
        (folder / path.name).write_bytes(data)
    return card


def load_checkpoint(path: Path, *, trust_pickle: bool = False) -> tuple[LandslideNetwork, ModelCard]:
    """The network with its weights, in evaluation mode, and its card; see `read_checkpoint`."""
    loaded = read_checkpoint(path, trust_pickle=trust_pickle)
    return loaded.net, loaded.card


def read_checkpoint(path: Path, *, trust_pickle: bool = False) -> Checkpoint:
    """Open a checkpoint, strictly: every weight must be there, fit and be what was written.

    ``trust_pickle`` also takes a ``torch.save`` file of ``{"state": state dict, "network": NetworkSpec as a dict,
    "card": ModelCard as a dict}``. Opening one runs whatever code it holds.

    Raises
    ------
    InputError
        The file is damaged, not ours, a pickle that is not trusted, or its weights do not fit its description; torch is
        not installed.
    """
    if path.suffix.lower() in PICKLES:
        return _read_pickle(path, trust_pickle)
    data = _read(path)
    header = _parse(data, path)
    need_torch(path)
    from safetensors.torch import load

    try:
        state = load(data)
    except Exception as error:  # the library's own exception has no public base class
        raise _damaged(path, error) from error
    if weights_sha256(state) != header.card.weights_sha256:
        raise InputError(f"The weights in {path} are not those that its card was written for; get the file again.")
    return Checkpoint(_build(header.network, state, path), header.card, hashlib.sha256(data).hexdigest())


def read_header(path: Path) -> Header:
    """Card and network of a checkpoint, without its weights and without torch. Raises InputError."""
    with _opened(path) as file:
        start = file.read(8)
        length = int.from_bytes(start, "little")
        if len(start) < 8 or length > LARGEST_HEADER:
            raise _damaged(path, "no safetensors header")
        return _parse(start + file.read(length), path)


def weights_sha256(state: Mapping[str, Tensor]) -> str:
    """SHA-256 over names, types, shapes and values of a state dict, in the order of the names."""
    import torch

    digest = hashlib.sha256()
    for name in sorted(state):
        value = state[name].detach().cpu().contiguous()
        digest.update(f"{name} {value.dtype} {tuple(value.shape)}\n".encode())
        # bytes through uint8, since numpy has no bfloat16
        if value.numel():
            digest.update(value.reshape(-1).view(torch.uint8).numpy().data)
    return digest.hexdigest()


def _parse(data: bytes, path: Path) -> Header:
    """The header at the start of a safetensors file."""
    length = int.from_bytes(data[:8], "little")
    if len(data) < 8 or length > min(LARGEST_HEADER, len(data) - 8):
        raise _damaged(path, "no safetensors header")
    try:
        parsed = json.loads(data[8 : 8 + length])
        metadata = parsed.get("__metadata__") or {}
        texts = metadata.get(METADATA_KEY), metadata.get(NETWORK_KEY)
    except (ValueError, AttributeError, RecursionError) as error:
        raise _damaged(path, error) from error
    card_text, network_text = texts
    if not isinstance(card_text, str) or not isinstance(network_text, str):
        raise InputError(
            f"{path} carries no l4s model card and network, so it cannot be used as a model; give the best.safetensors "
            "of a training run or an exported .onnx file."
        )
    card, spec = parse_card(card_text, str(path)), _spec(network_text, path)
    _require_same_channels(card, spec, path)
    return Header(card, spec)


def _require_same_channels(card: ModelCard, spec: NetworkSpec, path: Path) -> None:
    if card.network_channels != list(spec.channels):
        raise InputError(
            f"The card in {path} is for the channels {' '.join(card.network_channels)}, but its network takes "
            f"{' '.join(spec.channels)}; get the file again."
        )


def _spec(text: str, path: Path) -> NetworkSpec:
    try:
        return NetworkSpec.model_validate_json(text)
    except ValidationError as error:
        raise InputError(
            f"The network described in {path} is not one that this version of l4s knows "
            f"({first_problem(error, 'the description')}); update l4s."
        ) from error


def _build(spec: NetworkSpec, state: Mapping[str, Tensor], path: Path) -> LandslideNetwork:
    from l4s_core.networks.registry import build_network

    net = build_network(spec, initial_weights=False)
    try:
        net.load_state_dict(dict(state), strict=True)
    except RuntimeError as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        raise InputError(
            f"The weights in {path} do not fit the network {spec.name} that it names ({lines[-1][:160]}); get the file "
            "again or update l4s."
        ) from error
    return net.eval()


def _read_pickle(path: Path, trusted: bool) -> Checkpoint:
    if not trusted:
        raise InputError(
            f"{path} is a Python pickle, which can run any code when it is opened; use a .safetensors checkpoint, or "
            "say --trust-pickle if you trust whoever made it."
        )
    need_torch(path)
    import torch

    data = _read(path)
    try:
        content = torch.load(path, map_location="cpu", weights_only=False)
        state, network, card = content["state"], content["network"], content["card"]
    except Exception as error:  # unpickling may raise anything
        raise InputError(
            f'{path} is not a checkpoint of l4s, a dictionary with "state", "network" and "card" '
            f"({type(error).__name__}: {str(error)[:100]})."
        ) from error
    parsed, spec = parse_card(json.dumps(card), str(path)), _spec(json.dumps(network), path)
    _require_same_channels(parsed, spec, path)
    return Checkpoint(_build(spec, state, path), parsed, hashlib.sha256(data).hexdigest())


def need_torch(path: Path) -> None:
    """Raise InputError where PyTorch is not installed."""
    try:
        import_module("torch")
        import_module("safetensors")
    except ModuleNotFoundError as error:
        raise InputError(
            f"{path} is a checkpoint and needs PyTorch, which is not installed ({error.name} is missing); install it "
            "with: pip install 'l4s[train]', or export the model to .onnx where PyTorch is."
        ) from error


def _opened(path: Path) -> Any:
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(f"The checkpoint {path} cannot be read ({error.strerror}).") from error


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InputError(f"The checkpoint {path} is larger than 4 GiB; it cannot be a model for l4s.")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"The checkpoint {path} cannot be read ({error.strerror}).") from error


def _damaged(path: Path, why: object) -> InputError:
    return InputError(f"{path} is damaged or not a safetensors checkpoint ({str(why)[:120]}); get it again.")
