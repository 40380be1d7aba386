"""The options of a run, each written once: the command line, the run table, the processes of a batch and its
comparison for ``--resume`` are made of these fields.

A field is called the same everywhere: keyword of `detect`, parameter of the command, ``asked_`` row of the run table.
"""

# ruff: noqa: RUF009 - the default of every field is what `_option` makes of it, once
# no `annotations` from the future: the command line and the JSON of a batch read the types of the fields
import difflib
from collections.abc import Iterable, Mapping
from dataclasses import Field, dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from l4s_core.base.choices import (
    Adaptation,
    Arithmetic,
    Backend,
    ChangeMethod,
    CloudMethod,
    Coregister,
    DemUnit,
    Device,
    Level,
    Tta,
    UncertaintyMethod,
)

if TYPE_CHECKING:
    from l4s_core.scene.types import Scene
    from l4s_core.vectors.area import Area


@dataclass(frozen=True, kw_only=True)
class Option:
    """What is known of an option beside its name, type and default.

    Attributes
    ----------
    help : one or two sentences, as ``--help`` shows them.
    unit : of a number.
    flag : its name on the command line, None where that is the field's; empty: it is not there.
    short : further names on the command line, such as ``-o``.
    metavar : what stands for its value in ``--help``; None leaves that to the type.
    low, high : bounds of a number, which belong to the range unless ``low_open``, ``high_open``.
    several : whether it can be given several times, which joins the values by ``;``.
    decides : whether another value may give another result.
    """

    help: str
    unit: str = ""
    flag: str | None = None
    short: tuple[str, ...] = ()
    metavar: str | None = None
    low: float | None = None
    high: float | None = None
    low_open: bool = False
    high_open: bool = False
    several: bool = False
    decides: bool = True


def _option(default: Any, help: str, **more: Any) -> Any:
    return field(default=default, metadata={"option": Option(help=help, **more)})


@dataclass(frozen=True, kw_only=True)
class SceneOptions:
    """What the files of a scene do not say about themselves."""

    bands: Mapping[str, int] | str | None = _option(
        None,
        "Bands of a multi-band raster in its own order, such as B2,B3,B4,B8; '-' leaves one out. Of a folder, which "
        "file is which: B4=red.tif,B3=green.tif.",
        metavar="NAMES",
    )
    offset: float | None = _option(
        None,
        "Added to the raw values before they become reflectance: -1000 or 0. Default: from the metadata, else from the "
        "values where they leave no doubt; reported.",
        unit="DN",
        metavar="DN",
    )
    scale: float | None = _option(
        None,
        "Raw value of reflectance 1: 10000, 65535, 1 and so on. Default: as for --offset.",
        unit="DN",
        metavar="DN",
        low=0,
        low_open=True,
    )
    level: Level | None = _option(None, "Processing level, where the files do not say it.")


@dataclass(frozen=True, kw_only=True)
class BeforeOptions:
    """What the files of the scene before the event do not say about themselves."""

    pre_bands: Mapping[str, int] | str | None = _option(
        None, "Bands of the scene before, as --bands. Default: those of --bands.", metavar="NAMES"
    )
    pre_offset: float | None = _option(
        None, "Offset of the scene before, as --offset; needed where its pixels are looked at.", unit="DN", metavar="DN"
    )
    pre_scale: float | None = _option(
        None,
        "Scale of the scene before, as --scale; needed where its pixels are looked at.",
        unit="DN",
        metavar="DN",
        low=0,
        low_open=True,
    )
    pre_level: Level | None = _option(None, "Processing level of the scene before, where its files do not say it.")


@dataclass(frozen=True, kw_only=True)
class ChangeOptions:
    """How the scene before the event is compared with the scene that is mapped."""

    change: ChangeMethod = _option(
        "auto",
        "With a scene before (--pre): map new landslides only, and what was bare before in a layer of its own. auto "
        "does it where both scenes have B4 and B8, or B3 and B4, unless the model looks at the scene before itself; "
        "off takes the date alone.",
    )
    coregister: Coregister = _option(
        "auto",
        "Move the scene before to where it shows the same ground; auto does it from 0.3 pixels on; only a shift that "
        "is known well is taken off.",
    )


@dataclass(frozen=True, kw_only=True)
class TerrainOptions:
    """How a DEM is read."""

    dem_unit: DemUnit = _option("auto", "Unit of the heights, where the file does not say it.")
    allow_partial_dem: bool = _option(
        False, "Go on if the DEM covers less than 95 % of the scene; the rest is reported as not observed."
    )


@dataclass(frozen=True, kw_only=True)
class CloudOptions:
    """Where the ground is taken for not observed."""

    clouds: CloudMethod = _option(
        "auto",
        "Cloud test: the product's own classes, the ukis-csmask network, the built-in spectral test, none. auto takes "
        "the first of these that is there.",
    )
    mask_water: bool = _option(False, "Report open water as not observed.")


@dataclass(frozen=True, kw_only=True)
class OutlineOptions:
    """From probability to polygons."""

    threshold: float | None = _option(
        None,
        "Probability from which a pixel is landslide. Default: the model's own.",
        unit="probability",
        metavar="P",
        low=0,
        high=1,
        low_open=True,
    )
    mmu_m2: float = _option(
        1000.0,
        "Minimum mapping unit in square metres; smaller patches are dropped.",
        unit="m2",
        flag="mmu",
        metavar="M2",
        low=0,
    )
    min_slope_deg: float | None = _option(
        5.0,
        "Terrain gate: drop patches of which less than a quarter is at least this steep; 0 switches it off.",
        unit="degrees",
        flag="min-slope",
        metavar="DEG",
        low=0,
        high=90,
        high_open=True,
    )
    simplify_m: float = _option(
        0.0,
        "Smooth outlines with this tolerance in metres; shared edges stay shared.",
        unit="m",
        flag="simplify",
        metavar="M",
        low=0,
    )
    runout: bool = _option(
        False,
        "Grow landslides down-slope over bare ground that is connected and looks alike, and up to their crown; column "
        "grown_m2 says by how much. Needs a DEM.",
    )
    hysteresis: float | None = _option(
        None,
        "Lower threshold: pixels from it on are landslide too where they are connected with one at the threshold.",
        unit="probability",
        metavar="LOW",
        low=0,
        high=1,
        low_open=True,
    )
    crf: bool = _option(
        False,
        "Before the threshold, let pixels that look alike and lie together agree (fully-connected conditional random "
        "field).",
    )
    fill_holes_m2: float = _option(
        0.0,
        "Fill holes up to this area in square metres inside of landslides; holes that were not observed stay.",
        unit="m2",
        flag="fill-holes",
        metavar="M2",
        low=0,
    )


@dataclass(frozen=True, kw_only=True)
class ModelOptions:
    """Which model, and what runs it; see `inference.open.open_model`."""

    model: str | Path | None = _option(
        None,
        "Installed model, .onnx file, .safetensors checkpoint, folder of a training run, or .yaml ensemble. Default: "
        "the default model.",
        metavar="NAME|FILE",
        decides=False,  # the hash of its file does
    )
    device: Device = _option("auto", "Where the model runs.")
    backend: Backend = _option(
        "auto",
        "What runs the model: ONNX Runtime, OpenVINO or PyTorch. auto takes PyTorch for checkpoints, ONNX Runtime for "
        ".onnx files.",
    )
    precision: Arithmetic = _option("auto", "What PyTorch computes in; auto is bf16 on GPUs that have it, else fp32.")
    compile: bool = _option(False, "Translate the network with torch.compile first (PyTorch only).")
    trust_pickle: bool = _option(False, "Also open .pt, .pth and .ckpt checkpoints, which can run any code.")
    threads: int | None = _option(None, "Threads of the model. Default: all cores.", metavar="N", low=1, decides=False)


@dataclass(frozen=True, kw_only=True)
class LookOptions:
    """How often and with which statistics the model looks at each window; see `inference.several`."""

    uncertainty: UncertaintyMethod | None = _option(
        None,
        "Tell how sure the model is of each pixel by what disagrees: views of a window (tta), members of an ensemble, "
        "passes with dropout. Fills uncert_mean, and with --probability P.tif is written as P_uncertainty.tif.",
    )
    tta: Tta = _option(
        "none",
        "Test-time augmentation: the mean probability of eight flips and rotations (8 times as long), of the scales 1, "
        "2 and 4 (21 times), or of all of these (168 times).",
    )
    passes: int = _option(10, "Passes of --uncertainty mc-dropout.", metavar="N", low=2, high=1000)
    adapt: Adaptation = _option(
        "none",
        "Fit the model to the scene without training: normalisation takes the statistics of the scene instead of those "
        "of the training data, of the input and, of a checkpoint, of its batch normalisation.",
    )


@dataclass(frozen=True, kw_only=True)
class WindowOptions:
    """Where the model looks: squares of ``tile`` pixels that ``overlap``, the first at ``origin`` (row, column)."""

    tile: int | None = _option(None, "Window size. Default: the model's own.", unit="pixels", metavar="PX", low=16)
    overlap: int | None = _option(None, "Window overlap. Default: the model's own.", unit="pixels", metavar="PX", low=0)
    origin: tuple[int, int] = _option((0, 0), "Row and column where the first window begins.", unit="pixels", flag="")


@dataclass(frozen=True, kw_only=True)
class GuardOptions:
    """What is done about a scene on which the model would certainly be wrong; see `domain.judge`."""

    force: bool = _option(
        False,
        "Map a scene that would be refused because the result would be wrong: of another level than the model's, with "
        "values that are no reflectance, or mostly snow. What speaks against it is a warning then.",
        decides=False,
    )


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """What a scene is looked at together with; in a batch each scene has its own."""

    dem: str | Path | None = _option(
        None,
        "Elevation of any CRS and resolution: a raster, a folder of tiles, STAC items (.json), an http(s) or s3 "
        "address of these, or several joined by ';' or each with a --dem of its own.",
        metavar="DEM",
        several=True,
    )
    no_dem: bool = _option(False, "Go without terrain: no gate on slope, terrain attributes stay null.")
    before: "str | Path | Scene | None" = _option(
        None,
        "Scene before the event: sets scene_pre and the earliest date of the landslides, and tells new ones from "
        "ground that was bare already (see --change). Several, joined by ';' or each with a --pre of its own: new "
        "against half of them and more.",
        flag="pre",
        metavar="SCENE",
        several=True,
    )
    area: "str | Path | Area | None" = _option(
        None,
        "Vector file of any CRS with polygons, or FILE|layername=NAME: only what is inside is mapped and counted.",
        flag="aoi",
        metavar="FILE",
    )


@dataclass(frozen=True, kw_only=True)
class Outputs:
    """The files that a run writes, None for those it does not."""

    output: Path | None = _option(
        None, "Inventory of one scene: .gpkg, .geojson, .fgb or .shp.", short=("-o",), metavar="FILE"
    )
    probability: Path | None = _option(None, "Also write the probability (cloud-optimised GeoTIFF).", metavar="FILE")
    uncertainty_raster: Path | None = _option(
        None,
        "Also write how unsure the model is, 0 to 1 (cloud-optimised GeoTIFF): with --uncertainty, or of a model that "
        "says so itself.",
        metavar="FILE",
    )
    mask: Path | None = _option(None, "Also write the mask (cloud-optimised GeoTIFF).", metavar="FILE")
    overview: Path | None = _option(None, "Also draw an overview (PNG).", metavar="FILE")
    keep_review: Path | None = _option(
        None,
        "Keep what was said of the landslides of this inventory (.gpkg): what matches them takes over uuid, status, "
        "reviewer, notes and type, and what was drawn by hand stays. May be the file that is written; a copy of it "
        "then stays as FILE~.",
        metavar="FILE",
    )
    overwrite: bool = _option(False, "Replace outputs that exist.")

    @classmethod
    def of(cls, **given: Any) -> "Outputs":
        """With paths as text or None, too."""
        as_path = {name: None if path is None else Path(path) for name, path in given.items() if name != "overwrite"}
        return cls(**{**given, **as_path})

    def paths(self) -> list[Path]:
        """Those that are written."""
        given = self.output, self.probability, self.uncertainty_raster, self.mask, self.overview
        return [path for path in given if path is not None]

    def with_uncertainty(self, method: str | None) -> "Outputs":
        """The same, with the uncertainty beside the probability where one is asked for and nobody names its file."""
        if method is None or self.probability is None or self.uncertainty_raster is not None:
            return self
        beside = self.probability.with_name(f"{self.probability.stem}_uncertainty{self.probability.suffix}")
        return replace(self, uncertainty_raster=beside)


@dataclass(frozen=True, kw_only=True)
class DetectOptions:
    """How scenes are mapped, whichever they are, in groups. `of` makes them of the fields' names alone."""

    scene: SceneOptions = SceneOptions()
    earlier: BeforeOptions = BeforeOptions()
    change: ChangeOptions = ChangeOptions()
    terrain: TerrainOptions = TerrainOptions()
    clouds: CloudOptions = CloudOptions()
    outline: OutlineOptions = OutlineOptions()
    model: ModelOptions = ModelOptions()
    look: LookOptions = LookOptions()
    windows: WindowOptions = WindowOptions()
    guard: GuardOptions = GuardOptions()

    @classmethod
    def of(cls, **given: Any) -> "DetectOptions":
        """``DetectOptions.of(clouds="none", threshold=0.6)``. Raises TypeError for a name that is none."""
        return cls().but(**given)

    def but(self, **given: Any) -> "DetectOptions":
        """The same with other values of some fields."""
        [mine] = sorted_out("DetectOptions", given, DetectOptions)
        changed = {
            group: replace(old, **own)
            for group, old in vars(self).items()
            if (own := {name: mine[name] for name in option_names(type(old)) if name in mine})
        }
        return replace(self, **changed)

    def flat(self) -> dict[str, Any]:
        """All fields by their names."""
        return {name: getattr(group, name) for group in vars(self).values() for name in option_names(type(group))}


def output_field(kind: str) -> str:
    """The field of `Outputs` for what ``--save`` and the files of a result call ``kind``; as an option, the word
    ``uncertainty`` is the method."""
    return "uncertainty_raster" if kind == "uncertainty" else kind


def fields_of(group: type) -> list[Field[Any]]:
    """The options of a group, or of all groups of `DetectOptions`, as fields with an `Option` as ``option`` of their
    metadata."""
    found: list[Field[Any]] = []
    for each in fields(group):
        found += [each] if "option" in each.metadata else fields_of(cast(type, each.type))
    return found


def option_names(group: type, *without: str) -> tuple[str, ...]:
    """The names of a group's options, but some."""
    return tuple(field.name for field in fields_of(group) if field.name not in without)


def sorted_out(function: str, given: Mapping[str, Any], *groups: type) -> list[dict[str, Any]]:
    """Keywords of a function by the groups that have them. Raises TypeError for one that none has, with the nearest."""
    names = [option_names(group) for group in groups]
    for name in given:
        if not any(name in own for own in names):
            raise TypeError(_no_such_option(function, name, (known for own in names for known in own)))
    return [{name: given[name] for name in own if name in given} for own in names]


def _no_such_option(function: str, name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0)
    return f"{function}() has no option {name!r}" + (f"; the nearest is {near[0]!r}" if near else "")


UNDECIDING = tuple(field.name for field in fields_of(DetectOptions) if not field.metadata["option"].decides)
"""Options of which any value gives the same result."""


def as_asked(options: DetectOptions) -> dict[str, str | int | float | None]:
    """Every option as the run table has it: ``asked_threshold`` and so on, None where it was left to the program."""
    return {f"asked_{name}": _plain(value) for name, value in options.flat().items()}


def _plain(value: Any) -> str | int | float | None:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return value if value is None or isinstance(value, int | float) else str(value)
