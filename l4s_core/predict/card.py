"""The metadata block that every model file carries: what goes in, what comes out, where it is from."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from l4s_core.bands import CHANNEL_NAMES
from l4s_core.errors import InputError

FORMAT_VERSION = 1
METADATA_KEY = "l4s_model_card"


class FixedNormalisation(BaseModel):
    """``(x / divide - mean) / std`` per channel, x in the units of ``bands.CHANNELS``."""

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


Normalisation = Annotated[FixedNormalisation | RelativeBrightness, Field(discriminator="kind")]


class ModelCard(BaseModel):
    """What a model expects and is. Unknown keys and other versions are refused: a card is a contract.

    ``channels``: the input order, names of ``bands.CHANNELS``. ``levels``: the processing levels it may be used on.
    ``fill``: the normalised value put where a pixel is not observed. ``tile_px``, ``overlap_px``: default windows;
    tiles must be a multiple of ``size_multiple``. ``receptive_field_px``: how far a pixel's result looks; the overlap
    should be about that where it can. ``threshold``: the one that gave the best F1 on the validation blocks.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, protected_namespaces=())
    format_version: Literal[1]
    id: str = Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9._-]+$")
    title: str
    network: str
    channels: list[str] = Field(min_length=1)
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
    precision: Literal["fp32", "fp16 weights", "fp16"]
    licence: str
    training_data: str
    created_utc: str
    weights_sha256: str
    figures: dict[str, float] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _consistent(self) -> ModelCard:
        unknown = [name for name in self.channels if name not in CHANNEL_NAMES]
        if unknown:
            raise ValueError(f"channels {unknown} are none of the 14")
        if len(set(self.channels)) != len(self.channels):
            raise ValueError("a channel is named twice")
        if self.tile_px % self.size_multiple or self.overlap_px >= self.tile_px:
            raise ValueError("tile_px must be a multiple of size_multiple and larger than overlap_px")
        norm = self.normalisation
        if isinstance(norm, FixedNormalisation):
            if not len(norm.divide) == len(norm.mean) == len(norm.std) == len(self.channels):
                raise ValueError("normalisation needs one number per channel")
        elif not set(norm.bands) <= set(self.channels):
            raise ValueError("normalisation names bands that are not among the channels")
        return self


def parse_card(text: str, source: str) -> ModelCard:
    """The card from its JSON text. Raises InputError with the first thing that is wrong."""
    try:
        return ModelCard.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the block"
        if where == "format_version":
            raise InputError(
                f"{source} has a metadata block of version {first.get('input')!r}, this version of l4s reads "
                f"{FORMAT_VERSION}; update l4s or export the model again."
            ) from error
        raise InputError(
            f"The metadata block of {source} is not valid ({where}: {first['msg']}); export the model again."
        ) from error
