"""The methods of `adapt`: one file each, registered here. Nothing is imported until a method is used."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from l4s_core.base.errors import InputError

if TYPE_CHECKING:
    from l4s_core.adaptation.types import Method


@dataclass(frozen=True)
class MethodEntry:
    """``summary`` for lists, ``module`` of this package that holds ``METHOD``, and whether it needs a source."""

    summary: str
    module: str
    needs_source: bool = True


METHODS: dict[str, MethodEntry] = {
    "pseudo-label": MethodEntry("one round, every pixel labelled by the model (Sklgp)", "pseudo_label"),
    "self-training": MethodEntry("rounds of the most confident pixels of each class (Seek)", "self_training"),
    "mc-dropout": MethodEntry("one round, pixels on which passes with dropout agree (Tanmlh)", "mc_dropout"),
    "normalisation": MethodEntry(
        "no training: statistics of the target in the input and in the layers", "normalisation", needs_source=False
    ),
    "progressive": MethodEntry("rounds of an ensemble, pixels with a probability of 0.7 (Kingdrone)", "progressive"),
}


def get_method(name: str) -> Method:
    """The method of that name. Raises InputError where there is none."""
    if name not in METHODS:
        raise InputError(f"There is no method {name}; there are {', '.join(METHODS)}.")
    found: Method = import_module(f"l4s_core.adaptation.methods.{METHODS[name].module}").METHOD
    return found
