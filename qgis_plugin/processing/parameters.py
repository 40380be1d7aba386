"""Parameters that several algorithms share, so that they are named and explained the same everywhere."""

from __future__ import annotations

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from ..i18n_text import tr
from . import scene_input
from .choices import (
    BAND_ORDERS,
    CLOUDS,
    DEVICES,
    LEVELS,
    SWITCH,
    TRIGGERS,
    UNCERTAINTIES,
    UNITS,
    VIEWS,
    Words,
    hinted,
    installed_models,
)

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


def file(name: str, label: str, filters: str, *, folder: bool = False) -> QgsProcessingParameterFile:
    """An optional file or folder on disk."""
    kind = QgsProcessingParameterFile.Behavior
    return QgsProcessingParameterFile(
        name, label, kind.Folder if folder else kind.File, optional=True, fileFilter="" if folder else filters
    )


def keep_review() -> QgsProcessingParameterDefinition:
    """An inventory whose review the result keeps."""
    return advanced(
        explained(
            file("KEEP_REVIEW", tr("Carry over the review of"), tr("GeoPackage") + " (*.gpkg)"),
            tr(
                "An earlier inventory of the same ground. Landslides that match reviewed ones keep identifier, review, "
                "notes and type; what was drawn by hand stays. It may be the file that is written: a copy is kept then."
            ),
        )
    )


def scene_filter() -> str:
    return (
        tr("Sentinel-2 ({endings})").format(endings="*.zip *.xml *.tif *.tiff *.jp2 *.vrt *.json")
        + ";;"
        + tr("All files (*)")
    )


def hidden(parameter: QgsProcessingParameterDefinition) -> QgsProcessingParameterDefinition:
    """The parameter, for saved models and scripts alone."""
    parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagHidden)
    return parameter


def scene() -> Parameters:
    """One parameter for every form of a scene, and those of earlier versions; see `scene_input.read`."""
    return [
        explained(
            QgsProcessingParameterMultipleLayers(
                scene_input.INPUT, tr("Sentinel-2 scene"), QgsProcessing.SourceType.TypeRaster
            ),
            tr(
                "Downloaded product (.zip, or the MTD_MSIL1C.xml or MTD_MSIL2A.xml in an unpacked one), a raster with "
                "several bands, one raster per band (layers or files, each named after its band, like B02), or a STAC "
                "item (.json). Scripts and models may also give a folder."
            ),
        ),
        hidden(file("SCENE", tr("Scene: file (earlier name)"), scene_filter())),
        hidden(file("SCENE_FOLDER", tr("Scene: folder (earlier name)"), "", folder=True)),
        hidden(
            QgsProcessingParameterMultipleLayers(
                "SCENE_LAYERS",
                tr("Scene: layers (earlier name)"),
                QgsProcessing.SourceType.TypeRaster,
                optional=True,
            )
        ),
    ]


def scene_details(words: Words) -> Parameters:
    """What the files of a scene may leave unsaid."""
    return [
        advanced(
            explained(
                words.add("BAND_ORDER", tr("Order of the bands of a raster with several"), BAND_ORDERS, ""),
                tr("Only if the raster does not name them."),
            )
        ),
        advanced(
            explained(
                QgsProcessingParameterString(
                    "BANDS", tr("Bands of a raster with several bands, in its order"), optional=True
                ),
                tr("An order that is not in the list, like B2,B3,B4,B8; a minus leaves a band out."),
            )
        ),
        advanced(
            explained(
                words.add("LEVEL", tr("Processing level"), LEVELS, None),
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


def before(words: Words) -> Parameters:
    """The scene before the event, and how it is compared."""
    return [
        explained(
            QgsProcessingParameterMultipleLayers(
                "PRE", tr("Scene before the event"), QgsProcessing.SourceType.TypeFile, optional=True
            ),
            tr(
                "Files as for the scene; several are several dates. It gives each landslide its earliest date, and new "
                "landslides are told from ground that was bare already."
            ),
        ),
        advanced(
            explained(
                words.add("CHANGE", tr("Map new landslides only"), SWITCH, "auto"),
                tr("With a scene before. Automatic: where both scenes have the bands for it."),
            )
        ),
        advanced(
            explained(
                words.add("COREGISTER", tr("Move the scene before to fit"), SWITCH, "auto"),
                tr("Automatic: where the shift is known well and at least 0.3 pixels."),
            )
        ),
        advanced(words.add("PRE_LEVEL", tr("Processing level of the scene before"), LEVELS, None)),
        advanced(
            explained(
                number("PRE_OFFSET", tr("Added to the stored values of the scene before"), None, -10000, 10000, 0),
                tr("-1000 for products since 2022 (baseline 04.00), 0 for older ones. Not set: found automatically."),
            )
        ),
    ]


def model(words: Words) -> Parameters:
    """Which model, and where it runs."""
    return [
        explained(
            hinted("MODEL", tr("Model"), installed_models()),
            tr("The name of an installed model. Empty: the default model."),
        ),
        advanced(
            explained(
                file("MODEL_FILE", tr("Model: file"), tr("Models (*.onnx *.safetensors *.yaml);;All files (*)")),
                tr("A model of your own, in the place of an installed one."),
            )
        ),
        advanced(
            explained(
                words.add("DEVICE", tr("Runs on"), DEVICES, "auto"),
                tr("Automatic: the graphics card where there is one that can be used, else the processor."),
            )
        ),
    ]


def looks(words: Words) -> Parameters:
    """How often, and with which statistics, the model looks at each window."""
    return [
        advanced(
            explained(
                words.add("UNCERTAINTY", tr("Tell how sure the model is by"), UNCERTAINTIES, None),
                tr(
                    "What has to disagree. It fills the mean uncertainty of each landslide, by which the review is "
                    "ordered, and is written beside the probability as …_uncertainty.tif."
                ),
            )
        ),
        advanced(
            explained(
                words.add("TTA", tr("Average the probability over"), VIEWS, None),
                tr("Test-time augmentation: the mean over several views of each window. Not set: one look."),
            )
        ),
        advanced(
            explained(
                QgsProcessingParameterBoolean("ADAPT", tr("Use the statistics of the scene"), False),
                tr(
                    "In the place of those of the training data, without training: for scenes that look unlike them. "
                    "The default model compares with the scene itself already."
                ),
            )
        ),
    ]


def event() -> Parameters:
    """What is known of the event, written into every polygon."""
    return [
        advanced(QgsProcessingParameterString("EVENT_ID", tr("Event: name"), optional=True)),
        advanced(
            QgsProcessingParameterDateTime(
                "EVENT_DATE", tr("Event: date"), QgsProcessingParameterDateTime.Type.Date, optional=True
            )
        ),
        advanced(
            explained(
                hinted("TRIGGER", tr("Event: trigger"), TRIGGERS),
                tr("Written into every polygon. Scripts and models may give any word."),
            )
        ),
    ]


def dem(*, gate: bool) -> QgsProcessingParameterDefinition:
    text = tr("Any raster of heights, in any coordinate system and resolution.")
    if gate:
        text += " " + tr("Without it, flat ground is not ruled out and heights and slopes stay empty.")
    return explained(QgsProcessingParameterRasterLayer("DEM", tr("Elevation (DEM)"), optional=True), text)


def dem_details(words: Words) -> Parameters:
    return [
        advanced(
            explained(
                words.add("DEM_UNIT", tr("Unit of the heights"), UNITS, "auto"),
                tr("Automatic: as the file says it, else metres."),
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
            number("MMU", tr("Minimum area (square metres)"), 1000, 0, None, 0),
            tr("Minimum mapping unit: smaller patches are dropped. 1,000 m² are ten pixels of 10 m."),
        ),
        explained(
            number("MIN_SLOPE", tr("Minimum slope (degrees)"), 5, 0, 89.9),
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


def joining() -> Parameters:
    """What belongs to a landslide beside its pixels at the threshold: what `detect`, `batch` and `vectorize` share."""
    return [
        advanced(
            explained(
                number("HYSTERESIS", tr("Lower threshold beside landslides (probability, 0 to 1)"), None, 0, 1, 2),
                tr("Pixels from it on belong to a landslide that they touch. Not set: the threshold alone counts."),
            )
        ),
        advanced(
            explained(
                number("FILL_HOLES", tr("Fill holes up to (square metres)"), 0, 0, None, 0),
                tr("Holes in landslides that were not observed stay. 0 fills none."),
            )
        ),
    ]


def crf() -> QgsProcessingParameterDefinition:
    return advanced(
        explained(
            QgsProcessingParameterBoolean("CRF", tr("Pixels that look alike agree (CRF)"), False),
            tr("A fully-connected conditional random field over the probability, before the threshold."),
        )
    )


def force() -> QgsProcessingParameterDefinition:
    return advanced(
        explained(
            QgsProcessingParameterBoolean("FORCE", tr("Map it even if the model does not suit"), False),
            tr(
                "A scene of another processing level than the model's, with values that are no reflectance, or mostly "
                "snow is refused otherwise."
            ),
        )
    )


def water() -> QgsProcessingParameterDefinition:
    return advanced(QgsProcessingParameterBoolean("MASK_WATER", tr("Leave out open water"), False))


def clouds(words: Words) -> QgsProcessingParameterDefinition:
    return explained(words.add("CLOUDS", tr("Clouds"), CLOUDS, "auto"), cloud_help())


def cloud_help() -> str:
    return tr(
        "How clouds are found: by the classes that came with the scene, by the network ukis-csmask if it is installed, "
        "or by a built-in spectral test. Automatic takes the first that is there."
    )
