"""Weights to start training from: a library's ImageNet weights, from the hub where they lie, or a safetensors file."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from l4s_core.base.errors import InputError
from l4s_core.networks.core import Core
from l4s_core.networks.inflate import inflate_first_layer
from l4s_core.networks.spec import NetworkSpec

NONE, IMAGENET = "none", "imagenet"
OWN_PREFIX = "core."  # the state dict of a LandslideNetwork
COUNTERS = "num_batches_tracked"  # how many batches a statistic has seen, not a weight
ANSWER_S = 5.0  # how long the hub may take
_TALKATIVE = ("huggingface_hub", "timm", "httpx", "segmentation_models_pytorch")


@dataclass(frozen=True)
class WeightsReport:
    """What weights filled: how many tensors, which tensors of the encoder they lack, which of theirs have no place.

    ``misfit`` are tensors of the right name and another shape.
    """

    source: str
    loaded: int
    missing: tuple[str, ...]
    unused: tuple[str, ...]
    misfit: tuple[str, ...]

    def sentence(self) -> str:
        """One line for the log."""
        text = f"{self.loaded} tensors of the encoder come from {self.source}"
        for what, names in (
            ("start at random", self.missing),
            ("have another shape and start at random", self.misfit),
            ("of the file have no place", self.unused),
        ):
            if names:
                text += f"; {len(names)} {what} ({', '.join(names[:3])}{', ...' if len(names) > 3 else ''})"
        return text + "."


def load_weights(core: Core, spec: NetworkSpec) -> WeightsReport | None:
    """Fill the encoder of ``core`` as ``spec.weights`` says; None for ``none``.

    Raises InputError where ImageNet weights do not exist or their hub cannot be reached, and for a file that is
    missing, is no safetensors file or fits nowhere.
    """
    channels = tuple(f"pc{k}" for k in range(spec.pca)) if spec.pca else spec.channels
    if spec.weights == NONE:
        return None
    if spec.weights == IMAGENET:
        state = _imagenet(core, spec)
        return _fill(core, channels, "ImageNet", {k: tuple(v.shape) for k, v in state.items()}, state.__getitem__)
    return _load_file(core, channels, Path(spec.weights))


def _imagenet(core: Core, spec: NetworkSpec) -> Mapping[str, Tensor]:
    with quiet_hub() as reachable:
        try:
            return core.imagenet_state()
        except InputError:
            raise
        except Exception as error:  # every library and hub client has exceptions of its own
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
            why = f" ({reason})" if reachable else ": their hub is not in reach, and they are not in its cache here"
            raise InputError(
                f"The ImageNet weights of {spec.name} cannot be fetched{why}; connect to the internet, or give "
                "--set network.weights=FILE.safetensors with those of the same encoder, or none."
            ) from error


def _load_file(core: Core, channels: tuple[str, ...], path: Path) -> WeightsReport:
    from safetensors import SafetensorError, safe_open

    if not path.is_file():
        raise InputError(f"There is no weights file {path}; give none, imagenet or a safetensors file that exists.")
    try:
        with safe_open(path, framework="pt", device="cpu") as file:
            shapes = {name: tuple(file.get_slice(name).get_shape()) for name in file.keys()}  # noqa: SIM118
            return _fill(core, channels, path.name, shapes, file.get_tensor)
    except (SafetensorError, OSError) as error:
        raise InputError(f"{path} is not a safetensors file ({error}); save the weights as safetensors.") from error


def _fill(
    core: Core,
    channels: tuple[str, ...],
    source: str,
    shapes: dict[str, tuple[int, ...]],
    read: Callable[[str], Tensor],
) -> WeightsReport:
    """Copy every tensor that has a place in ``core.pretrained_part()``; only those are read."""
    part = core.pretrained_part()
    target = {name: tensor for name, tensor in part.state_dict().items() if not name.endswith(COUNTERS)}
    first = {id(m.weight) for m in core.first_convolutions()}
    stems = {name for name, parameter in part.named_parameters() if id(parameter) in first}
    names = {core.rename(name): name for name in shapes if not name.endswith(COUNTERS)}
    prefix = _common_prefix(names, target)
    published = not prefix.startswith(OWN_PREFIX)  # in a file of ours, 3 channels are those of its own spec
    loaded, misfit = 0, []
    with torch.no_grad():
        for name, tensor in target.items():
            key = names.get(prefix + name)
            if key is None:
                continue
            shape, wanted = shapes[key], tuple(tensor.shape)
            if name in stems and published and shape == (wanted[0], 3, *wanted[2:]):
                tensor.copy_(inflate_first_layer(read(key).float(), channels))
            elif shape == wanted:
                tensor.copy_(read(key))
            else:
                misfit.append(name)
                continue
            loaded += 1
    if not loaded:
        raise InputError(f"Nothing in {source} fits this network's encoder; give weights of the same architecture.")
    missing = tuple(name for name in target if prefix + name not in names)
    unused = tuple(key for new, key in names.items() if new.removeprefix(prefix) not in target)
    return WeightsReport(source, loaded, missing, unused, tuple(misfit))


def _common_prefix(names: Iterable[str], target: Iterable[str]) -> str:
    """What a file puts before the encoder's own names (``backbone.``, ``core.encoder.``): the one that fits most."""
    wanted = set(target)
    votes: dict[str, int] = {"": 0}
    for name in names:
        cut = 0
        while True:
            if name[cut:] in wanted:
                votes[name[:cut]] = votes.get(name[:cut], 0) + 1
            dot = name.find(".", cut)
            if dot < 0:
                break
            cut = dot + 1
    return max(votes, key=lambda prefix: votes[prefix])


@contextmanager
def quiet_hub() -> Iterator[bool]:
    """Whether the hub answers; inside, its client is silent and, where it does not answer, looks in its cache only.

    The client by itself tries every file six times with growing pauses, a minute in all, and reports each one.
    """
    from huggingface_hub import constants

    loggers = [logging.getLogger(name) for name in _TALKATIVE]
    levels = [logger.level for logger in loggers]
    settings: Any = constants
    offline = settings.HF_HUB_OFFLINE
    reachable = not offline and _answers(settings.ENDPOINT)
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    settings.HF_HUB_OFFLINE = not reachable
    try:
        yield reachable
    finally:
        settings.HF_HUB_OFFLINE = offline
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _answers(address: str) -> bool:
    """Whether there is any answer, through whatever proxy the client is set up with."""
    from huggingface_hub import utils

    client: Any = utils
    try:
        client.get_session().head(address, timeout=ANSWER_S)
    except Exception:  # those of requests or of httpx, by the version of the client
        return False
    return True
