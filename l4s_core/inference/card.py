"""The metadata block that every model file carries: what goes in, what comes out, where it is from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from l4s_core.base.errors import InputError, first_problem
from l4s_core.channels.registry import is_optical, unknown_problem
from l4s_core.inference.calibration import Calibration, InputKind

FORMAT_VERSION = 2
LARGEST_CARD = 16 * 1024**2  # characters
METADATA_KEY = "l4s_model_card"
MOST_CHANNELS = 256
PRINT_LENGTH = 8  # characters of a patch's print


Finite = Annotated[float, Field(allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Layer = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class FixedNormalisation(BaseModel):
    """``(x / divide - mean) / std`` per channel, x in the units of `channels.registry`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Literal["fixed"]
    divide: list[Annotated[float, Field(gt=0, allow_inf_nan=False)]] = Field(max_length=MOST_CHANNELS)
    mean: list[Finite] = Field(max_length=MOST_CHANNELS)
    std: list[Annotated[float, Field(gt=0, allow_inf_nan=False)]] = Field(max_length=MOST_CHANNELS)


class RelativeBrightness(BaseModel):
    """``x / reference`` with the local median brightness of ``bands`` over blocks of ``block_px`` pixels."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Literal["relative-brightness"]
    bands: list[str] = Field(min_length=1, max_length=MOST_CHANNELS)
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


Normalisation = FixedNormalisation | RelativeBrightness | SceneStatistics


class InputGroup(BaseModel):
    """Some channels that are normalised together, one after another as the network is fed them.

    ``channels``: names of `channels.registry`. ``fill``: the normalised value put where a pixel is not observed.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    channels: list[str] = Field(min_length=1, max_length=MOST_CHANNELS)
    normalisation: Annotated[Normalisation, Field(discriminator="kind")]
    fill: Finite


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


class Tuning(BaseModel):
    """That a model was fitted to what an analyst decided about polygons (``l4s tune``), and what that gave.

    ``corrections``: name of the file. ``numbers``: what was changed, in words. Scores are those of the landslide class
    over the pixels of the polygons, each judged by a fit without its ``blocks``-th of the ground; ``low`` and ``high``:
    95 % of the difference over resampled blocks.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    source_id: str
    source_sha256: str
    scene: str
    corrections: str
    corrections_sha256: str
    landslides: int = Field(ge=0)
    rejected: int = Field(ge=0)
    blocks: int = Field(ge=1)
    numbers: str
    f1_before: Share
    f1_after: Share
    low: Finite
    high: Finite
    recommended: bool


class DomainStatistics(BaseModel):
    """What the patches that a model was trained on look like, to tell whether a scene is like them.

    ``quantiles``: of each channel, in its own units, at the shares ``at``, over the observed pixels. ``levels``: share
    of the patches of each processing level. ``shares``: of the observed pixels that are of some kind, such as ``bare``
    or ``snow``. What was not measured is left out.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    at: list[Annotated[float, Field(ge=0, le=1)]] = Field(min_length=1, max_length=101)
    quantiles: dict[str, list[Finite]] = Field(max_length=MOST_CHANNELS)
    levels: dict[str, Share] = Field(default_factory=dict, max_length=16)
    shares: dict[str, Share] = Field(default_factory=dict, max_length=64)

    @model_validator(mode="after")
    def _in_order(self) -> DomainStatistics:
        if self.at != sorted(set(self.at)):
            raise ValueError("the shares of the quantiles must rise")
        for name, values in self.quantiles.items():
            if len(values) != len(self.at) or values != sorted(values):
                raise ValueError(f"the quantiles of {name} must be as many as their shares, and not fall")
        return self


class ConfidenceClass(BaseModel):
    """A class of confidence of the USGS (Belair et al. 2022) and the mean probability from which a landslide is in it.

    ``precision``: the share of landslides of that class that were right where it was tested; None: not measured.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    usgs: Literal[8, 5, 3, 2, 1]
    lowest: Share
    precision: Share | None = None


class ModelCard(BaseModel):
    """What a model expects and is. Unknown keys and other versions are refused: a card is a contract.

    A card of version 1, which had one ``normalisation`` and ``fill`` for all ``channels``, is read as one of version 2.

    Attributes
    ----------
    inputs : what the network is fed, group after group. A channel may be in several groups (members of an ensemble).
    optional_channels : those that a scene may lack; they then get the fill value everywhere.
    layers : what it gives for every pixel, in this order: ``probability``, and perhaps ``uncertainty``; each 0 to 1.
    levels : the processing levels it may be used on.
    tile_px, overlap_px : default windows; tiles must be a multiple of ``size_multiple``.
    receptive_field_px : how far a pixel's result looks; the overlap should be about that where it can.
    threshold : of the (calibrated) probability; the one that gave the best F1 on the validation blocks.
    calibration : by what it is given (`calibration.input_kind`); ``any`` where that has none of its own.
    confidence : classes of the USGS with their cut-offs; empty: those of this package.
    domain : what it was trained on looks like; None where that was not recorded.
    members : of an ensemble.
    domains : regions whose batch statistics the network keeps apart (cross-sensor normalisation), in their order.
    trained_on : by what its training patches are known again; None where that was not recorded.
    quantisation : of models in 8-bit integers.
    tuning : of models that were fitted to corrected polygons.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, protected_namespaces=())
    format_version: Literal[2]
    id: str = Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9._-]+$")
    title: str
    network: str
    inputs: list[InputGroup] = Field(min_length=1, max_length=64)
    optional_channels: list[str] = Field(default_factory=list, max_length=MOST_CHANNELS)
    layers: list[Layer] = Field(default_factory=lambda: ["probability"], min_length=1, max_length=8)
    levels: list[Literal["L1C", "L2A"]] = Field(min_length=1, max_length=2)
    trained_on_level: str
    units: Literal["reflectance x 10000; slope degrees; dem metres"]
    tile_px: int = Field(ge=16, le=4096)
    overlap_px: int = Field(ge=0)
    size_multiple: int = Field(ge=1)
    receptive_field_px: int = Field(ge=1)
    threshold: float = Field(gt=0, lt=1)
    calibration: dict[InputKind, Calibration] = Field(default_factory=dict)
    confidence: list[ConfidenceClass] = Field(default_factory=list, max_length=5)
    domain: DomainStatistics | None = None
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
    tuning: Tuning | None = None

    @property
    def channels(self) -> list[str]:
        """What is read for it, each channel once, in the order of the inputs."""
        return list(dict.fromkeys(name for group in self.inputs for name in group.channels))

    @property
    def required_channels(self) -> list[str]:
        """The channels without which a scene cannot be used and a pixel is not observed."""
        return [name for name in self.channels if name not in self.optional_channels]

    def filled_channels(self, there: Sequence[str]) -> list[str]:
        """The optional channels that are not among those that a scene has."""
        return [name for name in self.optional_channels if name not in there]

    @property
    def network_channels(self) -> list[str]:
        """What the network is fed, channel by channel; an ensemble may be fed the same band in several ways."""
        return [name for group in self.inputs for name in group.channels]

    @property
    def network_fill(self) -> list[float]:
        """The fill value of each of `network_channels`."""
        return [group.fill for group in self.inputs for _ in group.channels]

    @property
    def input_channels(self) -> int:
        """How many channels the normalised input has."""
        return len(self.network_channels)

    @property
    def confidence_from(self) -> dict[int, float] | None:
        """USGS class -> least mean probability; None where the card leaves that to the package."""
        return {one.usgs: one.lowest for one in self.confidence} or None

    @model_validator(mode="before")
    @classmethod
    def _read_version_1(cls, raw: Any) -> Any:
        if isinstance(raw, dict) and type(raw.get("format_version")) is int and raw["format_version"] == 1:
            return _from_version_1(raw)
        return raw

    @model_validator(mode="after")
    def _consistent(self) -> ModelCard:
        if problem := unknown_problem(self.channels):
            raise ValueError(problem.rstrip("."))
        if not set(self.optional_channels) <= set(self.channels):
            raise ValueError("optional_channels must be among the channels")
        if not self.required_channels:
            raise ValueError("not all channels can be optional")
        if self.tile_px % self.size_multiple or self.overlap_px >= self.tile_px:
            raise ValueError("tile_px must be a multiple of size_multiple and larger than overlap_px")
        if self.layers[0] != "probability" or len(set(self.layers)) != len(self.layers):
            raise ValueError("the first layer must be the probability, and none may be there twice")
        ranked = sorted(self.confidence, key=lambda one: one.usgs)
        bounds = [one.lowest for one in ranked]
        if len({one.usgs for one in ranked}) != len(ranked) or bounds != sorted(set(bounds)):
            raise ValueError("of the classes of confidence, a higher one must begin at a higher probability")
        if bounds and bounds[0] > 0:
            raise ValueError("the lowest class of confidence must begin at 0, so that every landslide has one")
        for group in self.inputs:
            _check_group(group, self.optional_channels)
        return self


_SINCE_2 = ("inputs", "layers", "calibration", "confidence", "domain")


def _from_version_1(raw: dict[str, Any]) -> dict[str, Any]:
    """A card of version 1 as one of version 2. What is wrong in it stays wrong."""
    if new := [name for name in _SINCE_2 if name in raw]:
        raise ValueError(f"a block of version 1 has no {' or '.join(new)}")
    old = {name: raw[name] for name in ("channels", "normalisation", "fill") if name in raw}
    card = {name: value for name, value in raw.items() if name not in old} | {"format_version": FORMAT_VERSION}
    norm = old.get("normalisation")
    if isinstance(norm, dict) and norm.get("kind") == "members":
        members = norm.get("members")
        if isinstance(members, list):  # no channel may be optional that no member is fed
            fed = [name for one in members if isinstance(one, dict) for name in _listed(one.get("channels"))]
            unfed = [name for name in _listed(old.get("channels")) if name not in fed]
            card["optional_channels"] = [n for n in _listed(card.get("optional_channels")) if n not in unfed]
        return {**card, "inputs": members}
    return {**card, "inputs": [old]}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _check_group(group: InputGroup, optional: list[str]) -> None:
    norm, channels = group.normalisation, group.channels
    if len(set(channels)) != len(channels):
        raise ValueError("a channel is named twice")
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
    if len(text) > LARGEST_CARD:
        raise InputError(f"The metadata block of {source} is larger than 16 MiB; export the model again.")
    try:
        return ModelCard.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        if first["loc"] == ("format_version",):
            raise InputError(
                f"{source} has a metadata block of version {str(first.get('input'))[:20]}, this version of l4s reads 1 "
                f"and {FORMAT_VERSION}; update l4s or export the model again."
            ) from error
        wrong = first_problem(error, "the block")
        raise InputError(f"The metadata block of {source} is not valid ({wrong}); export the model again.") from error
