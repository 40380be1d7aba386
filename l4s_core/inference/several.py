"""Several runs for each batch: views of the windows, passes with dropout, members that are asked one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import numpy as np
import numpy.typing as npt

from l4s_core.base.choices import Tta, UncertaintyMethod, method_problem
from l4s_core.base.errors import InputError
from l4s_core.inference.ahead import run_ahead
from l4s_core.inference.card import ModelCard
from l4s_core.inference.ensemble import EnsembleModel
from l4s_core.inference.protocol import PROBABILITY, UNCERTAINTY, DropsOut, Model, Ticket
from l4s_core.inference.spread import Spread
from l4s_core.inference.views import PASSES, View, views_of
from l4s_core.inference.wrappers import ModelWrapper

_Values = npt.NDArray[np.float32]
DIRECTED = ("northness", "eastness")
"""Channels whose values are components of a direction: a picture that is turned with them would contradict itself."""


class _Several(ModelWrapper):
    """Runs what is inside several times for a batch: the layers are means, and the disagreement can be one more.

    A layer ``uncertainty`` of the model inside is averaged where none is asked for, and replaced where it is.
    """

    def __init__(self, inside: Model, *, unsure: bool) -> None:
        super().__init__(inside)
        self._unsure = unsure
        if unsure:
            rest = tuple(name for name in inside.layers[1:] if name != UNCERTAINTY)
            self.layers = (PROBABILITY, UNCERTAINTY, *rest)

    @property
    def ahead(self) -> int:
        """0: the runs of one batch are under way together instead of several batches."""
        return 0

    def submit(self, batch: _Values) -> Ticket:
        """Runs at once; see `ahead.RunsAhead`."""
        shape = (len(batch), self._given(), *batch.shape[2:])
        spread = Spread(shape, disagreement=self._unsure)
        if len(batch):
            for layers, weight, windows in self._runs(batch):
                spread.add(layers, weight, windows)
        mean = spread.mean()
        if self._unsure:
            rest = [k for k, name in enumerate(self.inside.layers[: self._given()]) if k and name != UNCERTAINTY]
            mean = np.concatenate([mean[:, :1], spread.uncertainty()[:, None], mean[:, rest]], axis=1)
        return lambda: mean

    def _given(self) -> int:
        """How many layers each run gives."""
        return len(self.inside.layers)

    def _runs(self, batch: _Values) -> Iterator[tuple[_Values, float, slice]]:
        """What each run gave, its weight, and for which windows."""
        raise NotImplementedError


class Views(_Several):
    """The mean over views of the windows: test-time augmentation.

    Views of several scales see squares of ``scale`` times the pixels, so fewer of them are run at a time.
    """

    def __init__(self, inside: Model, views: tuple[View, ...], *, unsure: bool = False) -> None:
        super().__init__(inside, unsure=unsure)
        self.views = views

    def _runs(self, batch: _Values) -> Iterator[tuple[_Values, float, slice]]:
        weight = 1 / len(self.views)
        pieces = [(view, some) for view in self.views for some in _pieces(len(batch), view.scale)]
        for (view, some), result in run_ahead(self.inside, pieces, lambda piece: piece[0].of(batch[piece[1]])):
            assert result is not None  # no piece is empty
            yield view.back(result), weight, some


class Passes(_Several):
    """The mean over passes with dropout, which are samples of what the network could have learnt (Gal & Ghahramani
    2016). What a pass drops depends on its number and the window alone."""

    def __init__(self, inside: Model, passes: int = PASSES) -> None:
        super().__init__(inside, unsure=True)
        self.passes = passes

    def _runs(self, batch: _Values) -> Iterator[tuple[_Values, float, slice]]:
        def begin(number: int) -> _Values:
            self.use_pass(number)
            return batch

        try:
            for _, result in run_ahead(self.inside, range(self.passes), begin):
                assert result is not None
                yield result, 1 / self.passes, slice(None)
        finally:
            self.use_pass(None)


class Members(_Several):
    """An ensemble that says on what its members disagree; the probability stays their weighted mean."""

    def __init__(self, inside: EnsembleModel) -> None:
        super().__init__(inside, unsure=True)
        self._ensemble = inside

    def _runs(self, batch: _Values) -> Iterator[tuple[_Values, float, slice]]:
        begun = self._ensemble.begin(batch)
        for ticket, weight in zip(begun, self._ensemble.combined.weights, strict=True):
            yield ticket()[:, :1], weight, slice(None)


def several(
    model: Model, *, tta: Tta = "none", uncertainty: UncertaintyMethod | None = None, passes: int = PASSES
) -> Model:
    """The model as it is asked to look: with views, with the layer ``uncertainty``, with both, or as it is.

    Parameters
    ----------
    model : as `open_model` gives it, so calibrated: means are of calibrated probabilities.
    tta : the views; with ``uncertainty`` "tta" at least ``flips``.
    uncertainty : whose disagreement becomes the layer; with views beside it, their mean of it.
    passes : with dropout.

    Raises
    ------
    InputError
        The model has no members, no dropout, takes one size only, or is fed directions that views would turn around.
    """
    if uncertainty is not None and uncertainty not in get_args(UncertaintyMethod):
        raise InputError(method_problem(str(uncertainty)))
    if uncertainty == "ensemble":
        if not isinstance(model, EnsembleModel):
            raise InputError(_no_members(model.card))
        model = Members(model)
    elif uncertainty == "mc-dropout":
        if passes < 2:
            raise InputError(f"--passes {passes} is too few for any to disagree; give 2 or more.")
        if not (isinstance(model, DropsOut) and model.drops):
            raise InputError(
                f"The model {model.card.id} has no dropout that can be left on; give the checkpoint of a network that "
                "was trained with --set network.mc_dropout=0.3, or say --uncertainty tta."
            )
        model = Passes(model, passes)
    elif uncertainty == "tta" and tta == "none":
        tta = "flips"
    if tta == "none":
        return model
    views = views_of(tta)
    if problem := views_problem(model, views):
        raise InputError(problem)
    return Views(model, views, unsure=uncertainty == "tta")


def views_problem(model: Model, views: tuple[View, ...]) -> str | None:
    """Why a model cannot be shown these views, in one sentence; None where it can."""
    directed = [name for name in DIRECTED if name in model.card.channels]
    if directed and any(view.turns or view.mirrored for view in views):
        return (
            f"The model {model.card.id} is fed {' and '.join(directed)}, which say where north is; it cannot look at "
            "flipped or rotated windows. Say --tta scales, or leave it away."
        )
    if model.fixed_px is not None and any(view.scale > 1 for view in views):
        return (
            f"The model {model.card.id} takes windows of {model.fixed_px} pixels only, so it cannot look at enlarged "
            "ones; say --tta flips."
        )
    return None


def _no_members(card: ModelCard) -> str:
    if card.members:
        return (
            f"The members of {card.id} are one file that gives their mean only; make a .yaml ensemble of them with l4s "
            "ensemble, or say --uncertainty tta."
        )
    return (
        f"The model {card.id} is no ensemble, so no members can disagree; make one of several with l4s ensemble, or "
        "say --uncertainty tta."
    )


def _pieces(count: int, scale: int) -> Iterator[slice]:
    """So many windows that a view of them is no larger than the batch, at least one."""
    size = max(1, count // scale**2)
    for first in range(0, count, size):
        yield slice(first, min(first + size, count))
