"""One input and one card for several models, so that an ensemble is used like any other model."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError
from l4s_core.inference.card import (
    FixedNormalisation,
    InputGroup,
    Member,
    ModelCard,
    Normalisation,
    PatchPrints,
)
from l4s_core.inference.protocol import Model

LARGEST_TILE = 4096
# Stands for "not observed" where the members fill in values of their own: no physical or normalised value is near it,
# and it is exact in float32.
SENTINEL = -(2.0**30)


@dataclass(frozen=True)
class Feed:
    """How one member's input comes out of the ensemble's.

    ``index``: the member's channels in the ensemble's input. ``rest``: the arithmetic that is still to be done.
    ``fill``: replaces `SENTINEL`; None where nothing is left to fill.
    """

    index: tuple[int, ...]
    rest: FixedNormalisation | None = None
    fill: float | None = None

    def __call__(self, batch: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """(n, ensemble's input channels, rows, cols) -> (n, member's channels, rows, cols)."""
        x = batch if self.index == tuple(range(batch.shape[1])) else batch[:, list(self.index)]
        if self.fill is None:
            return x
        unknown = x < np.float32(SENTINEL / 2)
        if self.rest is not None:
            divide, mean, std = (
                np.asarray(v, dtype=np.float32)[:, None, None]
                for v in (self.rest.divide, self.rest.mean, self.rest.std)
            )
            x = (x / divide - mean) / std
        return np.where(unknown, np.float32(self.fill), x)


@dataclass(frozen=True)
class Combined:
    """``card`` of the ensemble; ``feeds`` and ``weights`` (sum 1) of its members; ``fixed_px`` as in `Model`."""

    card: ModelCard
    feeds: tuple[Feed, ...]
    weights: tuple[float, ...]
    fixed_px: int | None


def combine(
    models: Sequence[Model],
    weights: Sequence[float] | None,
    *,
    id: str,
    threshold: float | None = None,
    mixed: bool = False,
) -> Combined:
    """What the weighted mean of the models' probabilities expects and is.

    Members with the same normalisation share it. Members with fixed ones get raw values and do their own arithmetic.
    ``mixed`` also allows other combinations: the members' inputs then come one after another. The threshold is the
    weighted mean of the members' own unless it is given. Overlap and receptive field are the largest, the tile is the
    largest one made to suit every member.

    Raises
    ------
    InputError
        Fewer than two members, weights that cannot be used, no level or tile that suits all members, or different
        normalisations without ``mixed``.
    """
    cards = [model.card for model in models]
    shares = _shares(weights, len(cards))
    levels = [level for level in cards[0].levels if all(level in card.levels for card in cards)]
    if not levels:
        raise InputError("The members are for different processing levels, so no scene suits all of them.")
    channels = list(dict.fromkeys(name for card in cards for name in card.channels))
    optional = [
        name for name in channels if all(name in card.optional_channels for card in cards if name in card.channels)
    ]
    inputs, feeds = _inputs(cards, channels, mixed)
    tile, multiple, fixed = _tile(models)
    mean = float(np.dot(shares, [card.threshold for card in cards]))
    members = [Member(id=m.card.id, sha256=m.sha256, weight=share) for m, share in zip(models, shares, strict=True)]
    names = ", ".join(f"{member.id} ({member.weight:.3g})" for member in members)
    card = ModelCard(
        format_version=2,
        id=id,
        title=f"Mean of the probabilities of {len(cards)} models",
        network=f"ensemble: {names}",
        inputs=inputs,
        optional_channels=optional,
        levels=levels,
        trained_on_level=_joined([card.trained_on_level for card in cards], " and "),
        units=cards[0].units,
        tile_px=tile,
        overlap_px=max(card.overlap_px for card in cards),
        size_multiple=multiple,
        receptive_field_px=max(card.receptive_field_px for card in cards),
        threshold=min(max(mean, 1e-6), 1 - 1e-6) if threshold is None else threshold,
        precision=cards[0].precision if len({card.precision for card in cards}) == 1 else "mixed",
        licence=_joined([card.licence for card in cards], " and "),
        training_data=_joined([card.training_data for card in cards], "; "),
        created_utc=max(card.created_utc for card in cards),
        weights_sha256=hashlib.sha256("".join(f"{m.sha256} {m.weight!r}\n" for m in members).encode()).hexdigest(),
        members=members,
        trained_on=_joined_prints([card.trained_on for card in cards]),
        # members that were trained on the same know the same ground; of several nobody measured them together
        domain=cards[0].domain if all(card.domain == cards[0].domain for card in cards) else None,
    )
    return Combined(card, feeds, shares, fixed)


def _shares(weights: Sequence[float] | None, count: int) -> tuple[float, ...]:
    if count < 2:
        raise InputError("An ensemble needs at least two models.")
    weights = [1.0] * count if weights is None else list(weights)
    if len(weights) != count:
        raise InputError(f"There are {count} models and {len(weights)} weights; give one weight for each.")
    if not all(math.isfinite(weight) and weight > 0 for weight in weights):
        raise InputError("Weights must be numbers above 0; leave a model out rather than giving it none.")
    total = math.fsum(weights)
    return tuple(weight / total for weight in weights)


def _inputs(cards: Sequence[ModelCard], channels: list[str], mixed: bool) -> tuple[list[InputGroup], tuple[Feed, ...]]:
    """The inputs of the ensemble, and how each member's input comes out of them."""
    if all(card.inputs == cards[0].inputs for card in cards):
        every = tuple(range(cards[0].input_channels))
        return cards[0].inputs, tuple(Feed(every) for _ in cards)
    if all(len(card.inputs) == 1 for card in cards) and (found := _shared([c.inputs[0] for c in cards], channels)):
        return found
    if not mixed:
        kinds = " and ".join(sorted({_words(group.normalisation) for card in cards for group in card.inputs}))
        raise InputError(
            f"The members are normalised in different ways ({kinds}), which one .onnx file cannot hold; write a .yaml "
            "ensemble instead."
        )
    return _side_by_side(cards)


def _shared(groups: Sequence[InputGroup], channels: list[str]) -> tuple[list[InputGroup], tuple[Feed, ...]] | None:
    """One input that serves members of one group each; None where there is none."""
    indices = [tuple(channels.index(name) for name in group.channels) for group in groups]
    norms = [group.normalisation for group in groups]
    same_fill = len({group.fill for group in groups}) == 1
    shared = all(norm == norms[0] for norm in norms)
    fixed = all(isinstance(norm, FixedNormalisation) for norm in norms)
    # numbers per channel only mean the same where the channels are the same
    if shared and (not fixed or all(group.channels == channels for group in groups)):
        if same_fill:
            one = InputGroup(channels=channels, normalisation=norms[0], fill=groups[0].fill)
            return [one], tuple(Feed(index) for index in indices)
        one = InputGroup(channels=channels, normalisation=norms[0], fill=SENTINEL)
        return [one], tuple(Feed(i, None, group.fill) for i, group in zip(indices, groups, strict=True))
    if fixed:
        ones, zeros = [1.0] * len(channels), [0.0] * len(channels)
        raw = FixedNormalisation(kind="fixed", divide=ones, mean=zeros, std=ones)
        feeds = []
        for index, group, norm in zip(indices, groups, norms, strict=True):
            assert isinstance(norm, FixedNormalisation)
            feeds.append(Feed(index, norm, group.fill))
        return [InputGroup(channels=channels, normalisation=raw, fill=SENTINEL)], tuple(feeds)
    return None


def _side_by_side(cards: Sequence[ModelCard]) -> tuple[list[InputGroup], tuple[Feed, ...]]:
    """The members' inputs one after another, each once."""
    groups: list[InputGroup] = []
    for card in cards:
        groups += [group for group in card.inputs if group not in groups]
    starts = np.cumsum([0, *(len(group.channels) for group in groups)]).tolist()
    feeds = []
    for card in cards:
        index: list[int] = []
        for group in card.inputs:
            start = starts[groups.index(group)]
            index += range(start, start + len(group.channels))
        feeds.append(Feed(tuple(index)))
    return groups, tuple(feeds)


def _tile(models: Sequence[Model]) -> tuple[int, int, int | None]:
    """Tile and size multiple that suit every member, and the only tile there is, if so."""
    multiple = math.lcm(*(model.card.size_multiple for model in models))
    only = {model.fixed_px for model in models if model.fixed_px is not None}
    wanted = max(model.card.tile_px for model in models)
    tile = only.pop() if len(only) == 1 else -(-wanted // multiple) * multiple
    if only or tile % multiple or tile > LARGEST_TILE or tile <= max(model.card.overlap_px for model in models):
        sizes = ", ".join(
            f"{m.card.id} {'exactly ' + str(m.fixed_px) if m.fixed_px else 'multiples of ' + str(m.card.size_multiple)}"
            for m in models
        )
        raise InputError(f"No tile size suits all members ({sizes}); export them again for the same --tile.")
    return tile, multiple, tile if any(model.fixed_px for model in models) else None


def _words(norm: Normalisation) -> str:
    block = getattr(norm, "block_px", None)
    return norm.kind if block is None else f"{norm.kind} of {block} px"


def _joined(texts: Sequence[str], between: str) -> str:
    return between.join(dict.fromkeys(texts))


def _joined_prints(prints: Sequence[PatchPrints | None]) -> PatchPrints | None:
    """Of all training patches of the members; not complete where one member's are not known."""
    known = [part for part in prints if part is not None]
    if not known:
        return None
    complete = len(known) == len(prints) and all(part.complete for part in known)
    return PatchPrints.of((one for part in known for one in part.each()), complete=complete)
