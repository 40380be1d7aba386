"""Parameters that several algorithms share, so that they are named and explained the same everywhere."""

from __future__ import annotations

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from ..i18n_text import tr

Parameters = list[QgsProcessingParameterDefinition]


def explained(parameter: QgsProcessingParameterDefinition, text: str) -> QgsProcessingParameterDefinition:
    """The parameter with its tool tip."""
    parameter.setHelp(text)
    return parameter


def advanced(parameter: QgsProcessingParameterDefinition) -> QgsProcessingParameterDefinition:
    """The parameter, folded away under "Advanced parameters"."""
    parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    return parameter


def number(
    name: str, label: str, default: float | None, low: float, high: float | None = None, decimals: int = 1
) -> QgsProcessingParameterNumber:
    """A number, optional where it has no default; the label names the unit."""
    parameter = QgsProcessingParameterNumber(
        name, label, QgsProcessingParameterNumber.Type.Double, default, default is None, low
    )
    if high is not None:
        parameter.setMaximum(high)
    parameter.setMetadata({"widget_wrapper": {"decimals": decimals}})
    return parameter


def words(name: str, label: str, options: list[str], default: str | None) -> QgsProcessingParameterEnum:
    """One of a few words of the command line; scripts and models keep the word, not its position."""
    return QgsProcessingParameterEnum(
        name, label, options, defaultValue=default, optional=default is None, usesStaticStrings=True
    )


def file(name: str, label: str, filters: str, *, folder: bool = False) -> QgsProcessingParameterFile:
    """An optional file or folder on disk."""
    kind = QgsProcessingParameterFile.Behavior
    return QgsProcessingParameterFile(
        name, label, kind.Folder if folder else kind.File, optional=True, fileFilter="" if folder else filters
    )


def scene_filter() -> str:
    return (
        tr("Sentinel-2 ({endings})").format(endings="*.zip *.xml *.tif *.tiff *.jp2 *.vrt *.json")
        + ";;"
        + tr("All files (*)")
    )


def scene() -> Parameters:
    """Three ways to say which scene; `sources.scene` asks for exactly one of them."""
    return [
        explained(
            file("SCENE", tr("Sentinel-2 scene (one of three): file"), scene_filter()),
            tr(
                "Downloaded product (.zip), the MTD_MSIL1C.xml or MTD_MSIL2A.xml in an unpacked product, one raster "
                "with several bands, or a STAC item (.json)."
            ),
        ),
        explained(
            file("SCENE_FOLDER", tr("… or folder"), "", folder=True),
            tr("Unpacked product (.SAFE), or a folder with one file per band, named like B02.tif."),
        ),
        explained(
            QgsProcessingParameterMultipleLayers(
                "SCENE_LAYERS", tr("… or raster layers"), QgsProcessing.SourceType.TypeRaster, optional=True
            ),
            tr("One layer with several bands, or one layer per band, each named after its band."),
        ),
    ]


def scene_details() -> Parameters:
    """What the files of a scene may leave unsaid."""
    return [
        advanced(
            explained(
                QgsProcessingParameterString(
                    "BANDS", tr("Bands of a raster with several bands, in its order"), optional=True
                ),
                tr("Only if the raster does not name them: B2,B3,B4,B8; a minus leaves a band out."),
            )
        ),
        advanced(
            explained(
                words("LEVEL", tr("Processing level"), ["L1C", "L2A"], None),
                tr("Only if the files do not say it: L1C is top of atmosphere, L2A is surface reflectance."),
            )
        ),
        advanced(
            explained(
                number("OFFSET", tr("Added to the stored values"), None, -10000, 10000, 0),
                tr("-1000 for products since 2022 (baseline 04.00), 0 for older ones. Not set: found automatically."),
            )
        ),
    ]


def dem(*, gate: bool) -> QgsProcessingParameterDefinition:
    text = tr("Any raster of heights, in any coordinate system and resolution.")
    if gate:
        text += " " + tr("Without it, flat ground is not ruled out and heights and slopes stay empty.")
    return explained(QgsProcessingParameterRasterLayer("DEM", tr("Elevation (DEM)"), optional=True), text)


def dem_details() -> Parameters:
    return [
        advanced(
            explained(
                words(
                    "DEM_UNIT",
                    tr("Unit of the heights"),
                    ["auto", "metres", "feet", "decimetres", "centimetres"],
                    "auto",
                ),
                tr("auto: as the file says it, else metres."),
            )
        ),
        advanced(
            explained(
                QgsProcessingParameterBoolean("PARTIAL_DEM", tr("Go on if the DEM does not cover the scene"), False),
                tr("What it leaves uncovered is reported as not observed."),
            )
        ),
    ]


def threshold() -> QgsProcessingParameterDefinition:
    return explained(
        number("THRESHOLD", tr("Threshold (probability, 0 to 1)"), None, 0, 1, 2),
        tr("Pixels at or above it are landslide. Not set: the threshold that suits the model best."),
    )


def mapping() -> Parameters:
    """From probability to polygons: what `detect` and `vectorize` share."""
    return [
        explained(
            number("MMU", tr("Smallest landslide (square metres)"), 1000, 0, None, 0),
            tr("Minimum mapping unit: smaller patches are dropped. 1,000 m² are ten pixels of 10 m."),
        ),
        explained(
            number("MIN_SLOPE", tr("Smallest slope (degrees)"), 5, 0, 89.9),
            tr(
                "Patches of which less than a quarter is at least this steep are dropped; 0 switches this off. Needs "
                "an elevation model."
            ),
        ),
    ]


def simplify() -> QgsProcessingParameterDefinition:
    return advanced(
        explained(
            number("SIMPLIFY", tr("Smooth outlines by (metres)"), 0, 0),
            tr("0 follows the pixels. Neighbours keep their shared boundary."),
        )
    )


def runout() -> QgsProcessingParameterDefinition:
    return advanced(
        explained(
            QgsProcessingParameterBoolean("RUNOUT", tr("Grow landslides along their run-out"), False),
            tr("Over bare ground below them that is connected and looks alike. Needs elevation."),
        )
    )


def water() -> QgsProcessingParameterDefinition:
    return advanced(QgsProcessingParameterBoolean("MASK_WATER", tr("Leave out open water"), False))


CLOUD_TESTS = ["auto", "product", "csmask", "builtin", "none"]


def cloud_help() -> str:
    return tr(
        "product: the classes that came with the scene; csmask: the ukis-csmask network, if installed; builtin: a "
        "spectral test; none: look at every pixel. auto takes the first that is there."
    )
