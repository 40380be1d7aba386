"""How QGIS shows an inventory when nobody has styled it: QML and SLD of the layers.

The colours are those of `l4s_core.base.palette`. The QML is what QGIS 3.22 and later read; the SLD (1.1.0, Symbology
Encoding) is for other programs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from l4s_core.base.palette import palette
from l4s_core.base.reasons import WORDS, Reason

_OUTLINE = palette().outline
_FILL_OPACITY = 0.55


@dataclass(frozen=True)
class Category:
    """One value of a layer's column and how it looks; ``angle_deg`` is of the hatch."""

    value: str
    label: str
    colour: str
    shape: str = ""
    angle_deg: int = 0


@dataclass(frozen=True)
class LayerStyle:
    """The default style of one layer: the column it goes by, its categories, and what draws one of them.

    Without a column there is one category, and everything looks like it.
    """

    column: str
    numeric: bool
    categories: tuple[Category, ...]
    qml_symbol: Callable[[Element, Category], None]
    sld_symbol: Callable[[Element, Category], None]


def qml(style: LayerStyle) -> str:
    """The style as QGIS stores it."""
    root = Element("qgis", version="3.22.0", styleCategories="Symbology")
    renderer = SubElement(root, "renderer-v2", type="singleSymbol", symbollevels="0", enableorderby="0")
    categories = None
    if style.column:
        renderer.set("type", "categorizedSymbol")
        renderer.set("attr", style.column)
        categories = SubElement(renderer, "categories")
    symbols = SubElement(renderer, "symbols")
    for number, category in enumerate(style.categories):
        if categories is not None:
            SubElement(
                categories,
                "category",
                symbol=str(number),
                value=category.value,
                label=category.label,
                render="true",
                type="long" if style.numeric else "string",
            )
        kind = "marker" if category.shape else "fill"
        symbol = SubElement(symbols, "symbol", name=str(number), type=kind, alpha="1", clip_to_extent="1")
        style.qml_symbol(symbol, category)
    for name, text in (("blendMode", "0"), ("featureBlendMode", "0"), ("layerOpacity", "1")):
        SubElement(root, name).text = text
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + tostring(root, encoding="unicode")


def sld(style: LayerStyle, layer: str) -> str:
    """The style as Styled Layer Descriptor 1.1.0."""
    root = Element(
        "StyledLayerDescriptor",
        {
            "xmlns": "http://www.opengis.net/sld",
            "xmlns:se": "http://www.opengis.net/se",
            "xmlns:ogc": "http://www.opengis.net/ogc",
            "version": "1.1.0",
        },
    )
    named = SubElement(root, "NamedLayer")
    SubElement(named, "se:Name").text = layer
    user = SubElement(named, "UserStyle")
    SubElement(user, "se:Name").text = layer
    rules = SubElement(user, "se:FeatureTypeStyle")
    for category in style.categories:
        rule = SubElement(rules, "se:Rule")
        SubElement(rule, "se:Name").text = category.label
        SubElement(SubElement(rule, "se:Description"), "se:Title").text = category.label
        if style.column:
            equal = SubElement(SubElement(rule, "ogc:Filter"), "ogc:PropertyIsEqualTo")
            SubElement(equal, "ogc:PropertyName").text = style.column
            SubElement(equal, "ogc:Literal").text = category.value
        style.sld_symbol(rule, category)
    return tostring(root, encoding="unicode", xml_declaration=False)


def _rgba(colour: str, opacity: float = 1.0) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"{red},{green},{blue},{round(opacity * 255)}"


def _qml_layer(symbol: Element, kind: str, **options: str) -> Element:
    layer = SubElement(symbol, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    table = SubElement(layer, "Option", type="Map")
    for name, value in options.items():
        SubElement(table, "Option", name=name, type="QString", value=value)
    return layer


def _sld_parameters(parent: Element, **parameters: str) -> None:
    for name, value in parameters.items():
        SubElement(parent, "se:SvgParameter", name=name.replace("_", "-")).text = value


def _landslide_qml(symbol: Element, category: Category) -> None:
    _qml_layer(
        symbol,
        "SimpleFill",
        color=_rgba(category.colour, _FILL_OPACITY),
        style="solid",
        outline_color=_rgba(_OUTLINE),
        outline_style="solid",
        outline_width="0.3",
        outline_width_unit="MM",
        joinstyle="bevel",
    )


def _landslide_sld(rule: Element, category: Category) -> None:
    polygon = SubElement(rule, "se:PolygonSymbolizer")
    fill = SubElement(polygon, "se:Fill")
    _sld_parameters(fill, fill=category.colour, fill_opacity=str(_FILL_OPACITY))
    _sld_parameters(SubElement(polygon, "se:Stroke"), stroke=_OUTLINE, stroke_width="1")


def _point_qml(symbol: Element, category: Category) -> None:
    _qml_layer(
        symbol,
        "SimpleMarker",
        name=category.shape,
        color=_rgba(category.colour),
        outline_color=_rgba("#ffffff"),
        outline_style="solid",
        outline_width="0.2",
        outline_width_unit="MM",
        size="2.6",
        size_unit="MM",
    )


def _point_sld(rule: Element, category: Category) -> None:
    graphic = SubElement(SubElement(rule, "se:PointSymbolizer"), "se:Graphic")
    mark = SubElement(graphic, "se:Mark")
    SubElement(mark, "se:WellKnownName").text = category.shape
    _sld_parameters(SubElement(mark, "se:Fill"), fill=category.colour)
    _sld_parameters(SubElement(mark, "se:Stroke"), stroke="#ffffff", stroke_width="1")
    SubElement(graphic, "se:Size").text = "9"


def _hatch_qml(symbol: Element, category: Category) -> None:
    hatch = _qml_layer(
        symbol,
        "LinePatternFill",
        angle=str(category.angle_deg),
        distance="2.2",
        distance_unit="MM",
        line_width="0.35",
        line_width_unit="MM",
        color=_rgba(category.colour),
    )
    line = SubElement(hatch, "symbol", name="@0@0", type="line", alpha="1", clip_to_extent="1")
    _qml_layer(
        line,
        "SimpleLine",
        line_color=_rgba(category.colour),
        line_style="solid",
        line_width="0.35",
        line_width_unit="MM",
    )
    _qml_layer(
        symbol,
        "SimpleLine",
        line_color=_rgba(category.colour),
        line_style="dot",
        line_width="0.26",
        line_width_unit="MM",
    )


def _hatch_sld(rule: Element, category: Category) -> None:
    polygon = SubElement(rule, "se:PolygonSymbolizer")
    graphic = SubElement(SubElement(SubElement(polygon, "se:Fill"), "se:GraphicFill"), "se:Graphic")
    mark = SubElement(graphic, "se:Mark")
    SubElement(mark, "se:WellKnownName").text = "horline"
    _sld_parameters(SubElement(mark, "se:Stroke"), stroke=category.colour, stroke_width="1")
    SubElement(graphic, "se:Size").text = "8"
    SubElement(SubElement(graphic, "se:Rotation"), "ogc:Literal").text = str(category.angle_deg)
    _sld_parameters(SubElement(polygon, "se:Stroke"), stroke=category.colour, stroke_width="1")


def _outline_qml(symbol: Element, category: Category) -> None:
    _qml_layer(
        symbol,
        "SimpleLine",
        line_color=_rgba(category.colour),
        line_style="dash",
        line_width="0.3",
        line_width_unit="MM",
    )


def _outline_sld(rule: Element, category: Category) -> None:
    stroke = SubElement(SubElement(rule, "se:PolygonSymbolizer"), "se:Stroke")
    _sld_parameters(stroke, stroke=category.colour, stroke_width="1", stroke_dasharray="4 2")


_MARK_WORDS = {"crown": "crown (highest point)", "toe": "toe (lowest point)"}

STYLES: dict[str, LayerStyle] = {
    "landslides": LayerStyle(
        "conf_usgs",
        True,
        tuple(Category(str(one.usgs), f"{one.usgs} {one.word}", one.colour) for one in palette().confidence),
        _landslide_qml,
        _landslide_sld,
    ),
    "crown_toe": LayerStyle(
        "kind",
        False,
        tuple(
            Category(kind, words, palette().marks[kind].colour, palette().marks[kind].shape)
            for kind, words in _MARK_WORDS.items()
        ),
        _point_qml,
        _point_sld,
    ),
    "not_observed": LayerStyle(
        "reason",
        False,
        tuple(
            Category(WORDS[reason], f"not observed: {WORDS[reason]}", look.colour, angle_deg=look.angle_deg)
            for reason in Reason
            if (look := palette().reasons.get(WORDS[reason]))
        ),
        _hatch_qml,
        _hatch_sld,
    ),
}
MERGED_STYLES: dict[str, LayerStyle] = {
    **STYLES,
    "scenes": LayerStyle("", False, (Category("", "looked at", palette().scenes),), _outline_qml, _outline_sld),
}
"""The same of a merged inventory."""
