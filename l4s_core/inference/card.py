"""The metadata block that every model file carries: what goes in, what comes out, where it is from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from l4s_core.base.errors import InputError, first_problem
from l4s_core.channels.registry import is_optical, unknown_problem

FORMAT_VERSION = 1
METADATA_KEY = "l4s_model_card"
PRINT_LENGTH = 8  # characters of a patch's print


class FixedNormalisation(BaseModel):
    """``(x / divide - mean) / std`` per channel, x in the units of `channels.registry`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Literal["fixed"]
    divide: list[Annotated[float, Field(gt=0, allow_inf_nan=False)]]
    mean: list[Annotated[float, Field(allow_inf_nan=False)]]
    std: list[Annotated[float, Field(gt=0, allow_inf_nan=False)]]


class RelativeBrightness(BaseModel):
    """``x / reference`` with the local median brightness of ``bands`` over blocks of ``block_px`` pixels."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Literal["relative-brightness"]
    bands: list[str]
    block_px: int = Field(ge=32, le=4096)


class SceneStatistics(BaseModel):
    """``(x - mean) / std`` per channel with the statistics of what is being looked at, over its observed pixels.

    ``block_px`` None: one mean and one standard deviation for the whole scene ("separated" normalisation, Zhao et al.,
    CDCEO 2022: every domain its own statistics; the scene is its own domain). A number: those of blocks of that many
    pixels, bilinear in between ("per-image"; a training patch is one block).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Literal["scene-statistics"]
    block_px: int | None = Field(default=None, ge=32, le=4096)


Single = FixedNormalisation | RelativeBrightness | SceneStatistics


class MemberInput(BaseModel):
    """What one member of an ensemble is fed: the fields of its own card."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    channels: list[str] = Field(min_length=1)
    normalisation: Annotated[Single, Field(discriminator="kind")]
    fill: float = Field(allow_inf_nan=False)


class MemberInputs(BaseModel):
    """The inputs of several members one after another, each normalised and filled in its own way."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Literal["members"]
    members: list[MemberInput] = Field(min_length=1, max_length=64)


Normalisation = Annotated[Single | MemberInputs, Field(discriminator="kind")]


class Member(BaseModel):
    """A model that is part of an ensemble: its id, the SHA-256 of its file and its share of the mean."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    sha256: str
    weight: float = Field(gt=0, le=1)


class PatchPrints(BaseModel):
    """By what the patches that a model was trained on are known again, whatever they are called by then.

    ``prints``: of `fingerprints.prints_of`, sorted, one after another. ``complete``: those of all patches are there,
    so that a patch without one was not trained on.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    prints: str = Field(pattern=r"^([A-Za-z0-9+/]{8})*$")
    complete: bool = True

    @classmethod
    def of(cls, prints: Iterable[str], *, complete: bool = True) -> PatchPrints:
        """From single prints, in any order."""
        return cls(prints="".join(sorted(set(prints))), complete=complete)

    def each(self) -> frozenset[str]:
        """The single prints."""
        return frozenset(self.prints[k : k + PRINT_LENGTH] for k in range(0, len(self.prints), PRINT_LENGTH))


class LandslideScores(BaseModel):
    """Scores of the landslide class over all pixels; None where the question has no answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    precision: float | None
    recall: float | None
    f1: float | None
    iou: float | None


class Quantisation(BaseModel):
    """That a model computes in 8-bit integers, and what that cost.

    ``patches``: name of the folder. The ranges of the layers are those on ``calibrated_on`` of its patches; ``before``
    and ``after`` are scores at ``threshold`` on ``checked_on`` patches of other places.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    method: str
    source_id: str
    source_sha256: str
    patches: str
    calibrated_on: int = Field(ge=1)
    checked_on: int = Field(ge=1)
    threshold: float
    before: LandslideScores
    after: LandslideScores


class ModelCard(BaseModel):
    """What a model expects and is. Unknown keys and other versions are refused: a card is a contract.

    ``channels``: the input order, names of `channels.registry`. ``optional_channels``: those that a scene may lack;
    they then get the fill value everywhere. ``levels``: the processing levels it may be used on. ``fill``: the
    normalised value put where a pixel is not observed. ``tile_px``, ``overlap_px``: default windows; tiles must be a
    multiple of ``size_multiple``. ``receptive_field_px``: how far a pixel's result looks; the overlap should be about
    that where it can. ``threshold``: the one that gave the best F1 on the validation blocks. ``members``: of an
    ensemble.
    ``domains``: regions whose batch statistics the network keeps apart (cross-sensor normalisation), in their order.
    ``trained_on``: by what its training patches are known again; None where that was not recorded. ``quantisation``: of
    models in 8-bit integers.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, protected_namespaces=())
    format_version: Literal[1]
    id: str = Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9._-]+$")
    title: str
    network: str
    channels: list[str] = Field(min_length=1)
    optional_channels: list[str] = Field(default_factory=list)
    levels: list[Literal["L1C", "L2A"]] = Field(min_length=1)
    trained_on_level: str
    units: Literal["reflectance x 10000; slope degrees; dem metres"]
    normalisation: Normalisation
    fill: float = Field(allow_inf_nan=False)
    tile_px: int = Field(ge=16, le=4096)
    overlap_px: int = Field(ge=0)
    size_multiple: int = Field(ge=1)
    receptive_field_px: int = Field(ge=1)
    threshold: float = Field(gt=0, lt=1)
    precision: Literal["fp32", "fp16 weights", "fp16", "int8", "mixed"]
    licence: str
    training_data: str
    created_utc: str
    weights_sha256: str
    figures: dict[str, float] = Field(default_factory=dict)
    members: list[Member] = Field(default_factory=list, max_length=64)
    domains: list[str] = Field(default_factory=list, max_length=64)
    trained_on: PatchPrints | None = None
    quantisation: Quantisation | None = None

    @property
    def required_channels(self) -> list[str]:
        """The channels without which a scene cannot be used and a pixel is not observed."""
        return [name for name in self.channels if name not in self.optional_channels]

    def filled_channels(self, there: Sequence[str]) -> list[str]:
        """The optional channels that are not among those that a scene has."""
        return [name for name in self.optional_channels if name not in there]

    @property
    def input_channels(self) -> int:
        """How many channels the normalised input has; an ensemble may be fed the same band in several ways."""
        norm = self.normalisation
        if isinstance(norm, MemberInputs):
            return sum(len(member.channels) for member in norm.members)
        return len(self.channels)

    @model_validator(mode="after")
    def _consistent(self) -> ModelCard:
        if problem := unknown_problem(self.channels):
            raise ValueError(problem.rstrip("."))
        if len(set(self.channels)) != len(self.channels):
            raise ValueError("a channel is named twice")
        if not set(self.optional_channels) <= set(self.channels):
            raise ValueError("optional_channels must be among the channels")
        if not self.required_channels:
            raise ValueError("not all channels can be optional")
        if self.tile_px % self.size_multiple or self.overlap_px >= self.tile_px:
            raise ValueError("tile_px must be a multiple of size_multiple and larger than overlap_px")
        norm = self.normalisation
        if isinstance(norm, MemberInputs):
            for member in norm.members:
                if not set(member.channels) <= set(self.channels):
                    raise ValueError("a member's channels are not among the channels")
                _check_normalisation(member.normalisation, member.channels, self.optional_channels)
        else:
            _check_normalisation(norm, self.channels, self.optional_channels)
        return self


def _check_normalisation(norm: Single, channels: list[str], optional: list[str]) -> None:
    if isinstance(norm, FixedNormalisation):
        if not len(norm.divide) == len(norm.mean) == len(norm.std) == len(channels):
            raise ValueError("normalisation needs one number per channel")
    elif isinstance(norm, RelativeBrightness):
        if not set(norm.bands) <= set(channels):
            raise ValueError("normalisation names bands that are not among the channels")
        if not all(map(is_optical, norm.bands)):
            raise ValueError("the brightness is that of bands of the scene, not of other channels")
        if set(norm.bands) & set(optional):
            raise ValueError("the bands of the brightness cannot be optional")


def parse_card(text: str, source: str) -> ModelCard:
    """The card from its JSON text. Raises InputError with the first thing that is wrong."""
    try:
        return ModelCard.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        if first["loc"] == ("format_version",):
            raise InputError(
                f"{source} has a metadata block of version {first.get('input')!r}, this version of l4s reads "
                f"{FORMAT_VERSION}; update l4s or export the model again."
            ) from error
        wrong = first_problem(error, "the block")
        raise InputError(f"The metadata block of {source} is not valid ({wrong}); export the model again.") from error
