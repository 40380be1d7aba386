"""Training that goes on from weights that there are: all of them, or what of them fits another network."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from torch import Tensor

from l4s_core.base.errors import InputError
from l4s_core.inference.checkpoint import read_checkpoint, read_header
from l4s_core.inference.open import BEST
from l4s_core.networks.inflate import inflate_first_layer
from l4s_core.networks.spec import NetworkSpec
from l4s_core.networks.weights import COUNTERS
from l4s_core.networks.wrapper import LandslideNetwork
from l4s_core.training.average import averaged
from l4s_core.training.run_folder import LAST
from l4s_core.training.state import load_state

STATISTICS = ("running_mean", "running_var")


@dataclass(frozen=True)
class StartReport:
    """Which model a training started from, and what of it.

    ``id``, ``sha256``: of the model and its file. ``whole``: the networks are the same, all was taken. Else ``taken``
    tensors fit by name and shape, ``inflated`` were made for other channels, ``fresh`` start as the recipe says
    (nothing of that name and shape in the file), and ``unused`` of the file have no place.
    """

    id: str
    sha256: str
    whole: bool
    taken: int
    inflated: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()

    @classmethod
    def of_facts(cls, facts: dict[str, Any]) -> StartReport:
        """From `facts`."""
        values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in facts.items()}
        return cls(**values)

    def facts(self) -> dict[str, Any]:
        """For ``run.json``."""
        return asdict(self)

    def words(self) -> str:
        """For the card."""
        return f"started from {self.id} (SHA-256 {self.sha256})"

    def sentence(self) -> str:
        """One line for the log."""
        if self.whole:
            return f"The network starts from {self.id}: all {self.taken} tensors."
        text = f"The network starts from {self.id}: {self.taken} tensors fit"
        for what, names in (
            ("made for these channels", self.inflated),
            ("start anew", self.fresh),
            ("of the file have no place", self.unused),
        ):
            if names:
                text += f"; {len(names)} {what} ({', '.join(names[:3])}{', ...' if len(names) > 3 else ''})"
        return text + "."


def warm_start(net: LandslideNetwork, path: Path) -> StartReport:
    """Fill ``net`` in place from a model of ours.

    Everything where its network is the same; else each tensor whose name and shape are the same, and the first layers
    for the channels of ``net`` (see `inflate_first_layer`).

    Parameters
    ----------
    path : a run folder (its best weights, or where there are none its last), or a ``.safetensors`` of a run.

    Raises
    ------
    InputError
        There is no such file, it is damaged or of another kind, or nothing in it fits.
    """
    name, sha256, spec, state = _read(path)
    if spec is not None and _same(spec, net.spec):
        net.load_state_dict(state, strict=True)
        return StartReport(name, sha256, True, len(state))
    target = net.state_dict()  # the network's own tensors, without their gradients
    stems = _stems(net)
    taken, inflated, fresh = 0, [], []
    for key, tensor in target.items():
        value = state.get(key)
        if value is not None and key in stems and spec is not None and spec.channels != net.spec.channels:
            if _inflates(value, tensor, spec) and not net.spec.pca:
                tensor.copy_(inflate_first_layer(value.float(), net.spec.channels, spec.channels))
                inflated.append(key)
                continue
        elif value is not None and value.shape == tensor.shape:
            tensor.copy_(value)
            taken += 1
            continue
        if value is not None and key.rpartition(".")[2] in STATISTICS and value.shape[-1:] == tensor.shape[-1:]:
            tensor.copy_(_of_domains(value, tensor))
            taken += 1
            continue
        fresh.append(key)
    unused = tuple(key for key in state if key not in target and not key.endswith(COUNTERS))
    weights = [key for key in target if not key.endswith(COUNTERS)]
    if not taken + len(inflated) or all(key in fresh for key in weights):
        raise InputError(f"Nothing in {path} fits the network {net.spec.name}; start from a model of the same network.")
    names = tuple(key for key in fresh if not key.endswith(COUNTERS))
    return StartReport(name, sha256, False, taken, tuple(inflated), names, unused)


def _read(path: Path) -> tuple[str, str, NetworkSpec | None, dict[str, Tensor]]:
    """Id, SHA-256 of the file, network and weights."""
    file = path
    if path.is_dir():
        file = path / BEST if (path / BEST).is_file() else path / LAST
    if not file.is_file():
        raise InputError(f"There is nothing to start from at {path}; give a run folder or a .safetensors of a run.")
    if file.suffix == ".onnx":
        raise InputError(
            f"{file} is an exported model, whose layers are joined together; start from the run or the .safetensors "
            "that it was exported from."
        )
    if file.name != LAST:
        loaded = read_checkpoint(file)
        return loaded.card.id, loaded.sha256, loaded.net.spec, loaded.net.state_dict()
    state = averaged(load_state(file)[0])
    best = file.parent / BEST
    spec = read_header(best).network if best.is_file() else None
    return file.resolve().parent.name, hashlib.sha256(file.read_bytes()).hexdigest(), spec, state


def _same(one: NetworkSpec, other: NetworkSpec) -> bool:
    """Whether two networks have the same tensors with the same meaning; what they started from does not count."""
    return one.model_copy(update={"weights": ""}) == other.model_copy(update={"weights": ""})


def _of_domains(value: Tensor, tensor: Tensor) -> Tensor:
    """Statistics of batch normalisation, (c,) or (domains, c), for a network with other domains: each gets the mean."""
    mean = value if value.ndim == 1 else value.mean(dim=0)
    return mean.expand_as(tensor)


def _stems(net: LandslideNetwork) -> set[str]:
    first = {id(convolution.weight) for convolution in net.core.first_convolutions()}
    return {name for name, parameter in net.named_parameters() if id(parameter) in first}


def _inflates(value: Tensor, tensor: Tensor, spec: NetworkSpec) -> bool:
    """Whether a first layer has one kernel for each channel of ``spec``, of the size that is wanted."""
    others = (*value.shape[:1], *value.shape[2:]) == (*tensor.shape[:1], *tensor.shape[2:])
    return value.ndim == 4 and value.shape[1] == len(spec.channels) and others
