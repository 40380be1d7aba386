"""The state of a run on disk, from which it goes on: ``last.safetensors``."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from torch import Tensor

from l4s_core.base.errors import InputError
from l4s_core.base.partial import partial_folder

_KEY = "l4s_training_state"
_NET = "net."
_OPTIMISER = "optimiser."


@dataclass
class Counters:
    """Where a run stands.

    ``stage``, ``check``: the stage and how many of its checks are done. ``step``: optimiser steps of all stages.
    ``divide``: by how much the batch was divided for memory. ``best``: the best check so far (empty before the first).
    ``stopping``: state of the early stopping. ``scaler``: of the fp16 gradient scaler. ``finished``: nothing is left.
    """

    stage: int = 0
    check: int = 0
    step: int = 0
    divide: int = 1
    best: dict[str, float] = field(default_factory=dict)
    stopping: dict[str, float] = field(default_factory=dict)
    scaler: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    finished: bool = False


def save_state(
    path: Path, net: dict[str, Tensor], optimiser: dict[str, Any] | None, counters: Counters, recipe: str, data: str
) -> None:
    """Write the state; the file that was there stays until the new one is complete.

    ``recipe`` and ``data`` are fingerprints: a run only goes on with the same. Raises L4SError (a full disk is said to
    be one).
    """
    from safetensors.torch import save_file

    tensors = {_NET + name: value.detach().cpu().contiguous().clone() for name, value in net.items()}
    numbers: dict[str, dict[str, float]] = {}
    groups: list[dict[str, Any]] = []
    if optimiser is not None:
        groups = optimiser["param_groups"]
        for index, entry in optimiser["state"].items():
            for name, value in entry.items():
                if isinstance(value, Tensor):
                    tensors[f"{_OPTIMISER}{index}.{name}"] = value.detach().cpu().contiguous().clone()
                elif value is not None:
                    numbers.setdefault(str(index), {})[name] = value
    header = {
        "counters": asdict(counters),
        "optimiser": None if optimiser is None else {"groups": groups, "numbers": numbers},
        "recipe": recipe,
        "data": data,
    }
    with partial_folder(path) as folder:
        try:
            save_file(tensors, folder / path.name, {_KEY: json.dumps(header)})
            _usual_mode(folder / path.name)
        except Exception as error:  # safetensors' own exception has no public base
            if isinstance(error, OSError):
                raise
            raise OSError(str(error)) from error


def _usual_mode(path: Path) -> None:
    """The permissions that any other new file gets; safetensors keeps its own to the owner."""
    probe = path.with_name("mode")
    probe.touch()
    path.chmod(probe.stat().st_mode & 0o777)
    probe.unlink()


def load_state(path: Path) -> tuple[dict[str, Tensor], dict[str, Any] | None, Counters, str, str]:
    """What `save_state` wrote: network, optimiser, counters, fingerprints of recipe and data. Raises InputError."""
    from safetensors import safe_open

    try:
        with safe_open(str(path), framework="pt") as file:
            header = json.loads((file.metadata() or {})[_KEY])
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a mapping
        counters = Counters(**header["counters"])
    except Exception as error:
        raise InputError(f"{path} is not the state of a training run, or is damaged; start the run anew.") from error
    net = {name.removeprefix(_NET): value for name, value in tensors.items() if name.startswith(_NET)}
    optimiser: dict[str, Any] | None = None
    if header["optimiser"] is not None:
        state: dict[int, dict[str, Any]] = {}
        for name, value in tensors.items():
            if name.startswith(_OPTIMISER):
                index, _, entry = name.removeprefix(_OPTIMISER).partition(".")
                state.setdefault(int(index), {})[entry] = value
        for index, entries in header["optimiser"]["numbers"].items():
            state.setdefault(int(index), {}).update(entries)
        groups = [
            {key: tuple(v) if isinstance(v, list) and key == "betas" else v for key, v in group.items()}
            for group in header["optimiser"]["groups"]
        ]
        optimiser = {"state": state, "param_groups": groups}
    return net, optimiser, counters, str(header["recipe"]), str(header["data"])
