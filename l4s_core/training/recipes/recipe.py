"""Everything that decides a training run, as one validated object."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from l4s_core.base.errors import InputError
from l4s_core.channels.l4s import L4S_NAMES
from l4s_core.channels.registry import is_optical
from l4s_core.losses.expression import parse_expression
from l4s_core.networks.registry import resolve_variant
from l4s_core.networks.spec import NetworkSpec
from l4s_core.patches.mixture import PatchSource, parse_source
from l4s_core.patches.split import SplitOptions
from l4s_core.training.augmentation.augment import AugmentOptions
from l4s_core.training.augmentation.radiometry import RadiometryOptions
from l4s_core.training.augmentation.reference import ReferenceOptions
from l4s_core.training.distil.options import DistilOptions
from l4s_core.training.optimiser import OptimiserOptions
from l4s_core.training.recipes.channel_groups import channels_named
from l4s_core.training.schedule import ScheduleOptions

Normalising = Literal["dataset", "per-image", "separated", "relative-brightness"]


def expand_channels(value: object) -> object:
    """``"rgb+swir"`` or a list of groups and channel names -> the channel names, each once, in the order given.

    Raises ValueError for a name that is neither.
    """
    parts = value.split("+") if isinstance(value, str) else value
    if not isinstance(parts, (list, tuple)):
        return value
    names: list[str] = []
    for part in parts:
        names += [name for name in channels_named(str(part)) if name not in names]
    return tuple(names)


class _Options(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NetworkOptions(_Options):
    """`NetworkSpec` without its channels, which belong to the recipe."""

    name: str
    variant: str | None = None
    scale: float = Field(default=1.0, ge=1.0, le=8.0)
    cross_sensor_norm: bool = False
    image_head: bool = False
    mc_dropout: float = Field(default=0.0, ge=0.0, lt=1.0)
    pca: int = Field(default=0, ge=0, le=14)
    weights: str = "none"

    @field_validator("variant", mode="before")
    @classmethod
    def _number_is_a_name(cls, value: object) -> object:
        return str(value) if isinstance(value, int) else value  # "variant: 18" is a number in YAML


class TrainOptions(_Options):
    """How long and how.

    Attributes
    ----------
    steps, epochs : optimiser steps, or passes over the training patches; exactly one of them.
    batch : patches per optimiser step and device, before any halving for memory.
    accumulate : gradients of this many batches make one optimiser step.
    check_every : optimiser steps between two looks at the validation patches (and checkpoints); None is one pass.
    patience : stop after this many checks without a better validation F1; None never stops early.
    precision : ``auto`` is bf16 autocast on a GPU that has it, else fp32.
    average : decay of an exponential moving average of the weights, per optimiser step; that average is what is
        validated and kept. None keeps the weights of the step.
    clip_norm : largest norm of the gradient, 0 for no limit.
    workers : loader processes; None chooses.
    """

    steps: int | None = Field(default=None, ge=1)
    epochs: float | None = Field(default=None, gt=0)
    batch: int = Field(default=16, ge=1, le=4096)
    accumulate: int = Field(default=1, ge=1)
    check_every: int | None = Field(default=None, ge=1)
    patience: int | None = Field(default=None, ge=1)
    precision: Literal["auto", "32", "bf16", "16"] = "auto"
    average: float | None = Field(default=None, gt=0, lt=1)
    clip_norm: float = Field(default=0.0, ge=0)
    workers: int | None = Field(default=None, ge=0, le=64)
    seed: int = Field(default=0, ge=0, lt=2**31)

    @field_validator("precision", mode="before")
    @classmethod
    def _number_is_a_name(cls, value: object) -> object:
        return str(value) if isinstance(value, int) else value  # "precision: 16" is a number in YAML

    @model_validator(mode="after")
    def _one_length(self) -> TrainOptions:
        if (self.steps is None) == (self.epochs is None):
            raise ValueError("give steps or epochs, not both and not neither")
        return self

    def length(self, steps_per_epoch: int) -> int:
        """Optimiser steps in all."""
        if self.steps is not None:
            return self.steps
        assert self.epochs is not None
        return max(1, round(self.epochs * steps_per_epoch))


class StageTrain(_Options):
    """What a stage may have of its own; the rest is the recipe's `TrainOptions`."""

    steps: int | None = Field(default=None, ge=1)
    epochs: float | None = Field(default=None, gt=0)
    check_every: int | None = Field(default=None, ge=1)
    patience: int | None = Field(default=None, ge=1)


class Stage(_Options):
    """What one stage of a run does otherwise than the recipe. ``freeze_encoder`` trains the decoder only (Seek)."""

    name: str
    loss: str | None = None
    optimiser: OptimiserOptions | None = None
    schedule: ScheduleOptions | None = None
    train: StageTrain | None = None
    freeze_encoder: bool = False


class NormalisedGroup(_Options):
    """Some channels of a recipe, written as there, and what they are normalised by."""

    channels: tuple[str, ...] = Field(min_length=1)
    normalisation: Normalising

    @field_validator("channels", mode="before")
    @classmethod
    def _groups(cls, value: object) -> object:
        return expand_channels(value)


class Recipe(_Options):
    """A training run.

    ``channels`` may be written as groups (``rgb+swir``). ``normalisation``: ``dataset`` (mean and standard deviation
    of the training patches), ``per-image`` (of each patch), ``separated`` (of each domain; Zhao et al., CDCEO 2022),
    ``relative-brightness`` (of the surroundings, the default model's); or a list of groups of channels, each with its
    own, in whose order the network is then fed. ``levels``: processing levels the model may be
    used on; None is the level of the patches. ``mixup_alpha``: parameter of the beta distribution, 0 for no mix-up.
    ``data``: the sets of patches, as folders (``DIR``, ``DIR@WEIGHT``) or mappings (see `PatchSource`); what is given
    to the command goes before it. ``start``: weights to go on from, see `warm_start`.
    ``radiometry``: changes before the normalisation, in the units of the product; ``reference``: right after it, of
    relative brightness; ``augment``: then.
    ``distil``: a teacher whose probabilities are learned beside the labels, and on sets without any.
    ``stages``: None is one stage as the recipe says. ``summary``: one line for people; without one it is the name.
    """

    name: str = Field(pattern=r"^[A-Za-z0-9._-]+$", max_length=100)
    summary: str
    paper: str = ""
    notes: list[str] = Field(default_factory=list)
    network: NetworkOptions
    channels: tuple[str, ...] = L4S_NAMES
    normalisation: Normalising | Annotated[list[NormalisedGroup], Field(min_length=1, max_length=16)] = "dataset"
    levels: list[Literal["L1C", "L2A"]] | None = None
    data: list[PatchSource] = Field(default_factory=list, max_length=64)
    start: str | None = None
    split: SplitOptions = Field(default_factory=SplitOptions)
    radiometry: RadiometryOptions = Field(default_factory=RadiometryOptions)
    reference: ReferenceOptions = Field(default_factory=ReferenceOptions)
    augment: AugmentOptions = Field(default_factory=AugmentOptions)
    mixup_alpha: float = Field(default=0.0, ge=0.0)
    loss: str = "ce"
    distil: DistilOptions | None = None
    optimiser: OptimiserOptions
    schedule: ScheduleOptions = Field(default_factory=ScheduleOptions)
    train: TrainOptions
    stages: Annotated[list[Stage], Field(max_length=8)] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _summarised(cls, raw: object) -> object:
        return {"summary": raw["name"]} | raw if isinstance(raw, dict) and "name" in raw else raw

    @field_validator("data", mode="before")
    @classmethod
    def _folders(cls, value: object) -> object:
        items = value if isinstance(value, (list, tuple)) else [value]
        try:
            return [parse_source(item) if isinstance(item, str) else item for item in items]
        except InputError as error:
            raise ValueError(str(error)) from error

    @model_validator(mode="before")
    @classmethod
    def _in_the_order_of_the_groups(cls, raw: object) -> object:
        """The channels as the groups of the normalisation name them, where there are any."""
        if not isinstance(raw, dict) or not isinstance(raw.get("normalisation"), list):
            return raw
        groups = [vars(group) if isinstance(group, NormalisedGroup) else group for group in raw["normalisation"]]
        parts = [expand_channels(group.get("channels")) if isinstance(group, dict) else None for group in groups]
        if not all(isinstance(part, tuple) for part in parts):
            return raw  # what is wrong with them is said when they are read
        named = [name for part in parts if isinstance(part, tuple) for name in part]
        asked = expand_channels(raw["channels"]) if "channels" in raw else named
        if not isinstance(asked, (tuple, list)) or sorted(asked) != sorted(named):
            raise ValueError("the groups of normalisation must name every channel of the recipe once, and no other")
        return {**raw, "channels": named}

    @field_validator("levels", mode="before")
    @classmethod
    def _one_level_or_several(cls, value: object) -> object:
        if value == []:
            raise ValueError("name L1C, L2A or both, or leave it out for the level of the patches")
        return [value] if isinstance(value, str) else value

    @field_validator("channels", mode="before")
    @classmethod
    def _groups(cls, value: object) -> object:
        return expand_channels(value)

    @model_validator(mode="after")
    def _consistent(self) -> Recipe:
        try:
            resolve_variant(self.network_spec(1))  # refuses unknown channels, names and variants
        except InputError as error:
            raise ValueError(str(error)) from error
        dropped = set(self.dropped_channels())
        if set(self.channels) <= dropped:
            raise ValueError("channel_dropout names every channel; leave one that is always there")
        if len(set(self.channels)) != len(self.channels):
            raise ValueError("a channel is named in two groups of normalisation")
        for channels, kind in self.groups():
            if kind == "relative-brightness" and not all(is_optical(name) and name not in dropped for name in channels):
                # the others would stay in raw units, hundreds of times larger
                raise ValueError(
                    "relative-brightness is for optical channels without channel dropout; take per-image, or name it "
                    "for a group of channels"
                )
        if self.reference.active and self.normalisation != "relative-brightness":
            raise ValueError("reference changes relative brightness; take that normalisation, or leave it out")
        for loss in (self.loss, *(stage.loss for stage in self.stages if stage.loss)):
            try:
                expression = parse_expression(loss)
            except InputError as error:
                raise ValueError(f"loss: {error}") from error
            if expression.uses_image_head and not self.network.image_head:
                raise ValueError(f"the loss {loss!r} needs network.image_head: true")
        if self.network.pca >= len(self.channels) > 0 and self.network.pca:
            raise ValueError(f"pca {self.network.pca} must be below the number of channels ({len(self.channels)})")
        return self

    def groups(self) -> list[tuple[tuple[str, ...], Normalising]]:
        """Channels that are normalised together, and how, in the order in which the network is fed."""
        if isinstance(self.normalisation, list):
            return [(group.channels, group.normalisation) for group in self.normalisation]
        return [(self.channels, self.normalisation)]

    def network_spec(self, domains: int) -> NetworkSpec:
        """The network of this recipe; ``domains`` is used when it has cross-sensor normalisation."""
        options = self.network.model_dump() | {"cross_sensor_norm": domains if self.network.cross_sensor_norm else 0}
        return NetworkSpec(channels=self.channels, **options)

    def dropped_channels(self) -> list[str]:
        """Channels that training leaves out at random (channel dropout), so that a scene may lack them."""
        named = {name for key in self.augment.channel_dropout for name in channels_named(key)}
        return [name for name in self.channels if name in named]

    def stage_recipes(self) -> list[tuple[Stage, Recipe]]:
        """Each stage with the recipe that it follows (which has no stages of its own)."""
        found = []
        for stage in self.stages or [Stage(name="train")]:
            changes: dict[str, Any] = {
                name: value for name in ("loss", "optimiser", "schedule") if (value := getattr(stage, name)) is not None
            }
            if stage.train is not None:
                own = stage.train.model_dump(exclude_none=True)
                if "steps" in own or "epochs" in own:
                    own = {"steps": None, "epochs": None} | own
                changes["train"] = TrainOptions(**(self.train.model_dump() | own))
            found.append((stage, self.model_copy(update={**changes, "stages": []})))
        return found
