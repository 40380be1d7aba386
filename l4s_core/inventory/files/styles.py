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
_FILL_OPACITY, _REVIEWED_OPACITY = 0.55, 0.25
POINTS_FROM_SCALE = 10_000
"""Crown and toe are seen from 1:10,000 on: on a map of smaller scale their marks would hide small landslides."""
LANDSLIDE_CLASS = (
    """CASE WHEN lower("status") IN ('rejected', 'edited') THEN lower("status") """
    """WHEN "conf_usgs" IS NULL OR lower("status") = 'added' THEN 'by hand' """
    """WHEN lower("status") = 'accepted' THEN 'accepted' """
    """WHEN "conf_usgs" IN (1, 2, 3, 5, 8) THEN to_string("conf_usgs") ELSE 'by hand' END"""
)
"""QGIS expression: what a review said of a landslide, else its class of confidence, by which it is drawn."""


@dataclass(frozen=True)
class Category:
    """One value of a layer's column and how it looks; ``angle_deg`` is of the hatch.

    Where the value is of an expression, ``rule`` says the same for SLD, which has none: the element of its filter.
    """

    value: str
    label: str
    colour: str
    shape: str = ""
    angle_deg: int = 0
    status: str = ""
    rule: Callable[[Element], None] | None = None


@dataclass(frozen=True)
class LayerStyle:
    """The default style of one layer: the column or QGIS expression it goes by, its categories, and what draws one of
    them; ``by`` says it in words. It is seen at 1:``from_scale`` and nearer; 0: always.

    Without a column there is one category, and everything looks like it.
    """

    column: str
    numeric: bool
    categories: tuple[Category, ...]
    qml_symbol: Callable[[Element, Category], None]
    sld_symbol: Callable[[Element, Category], None]
    by: str = "footprints"
    from_scale: int = 0


def qml(style: LayerStyle) -> str:
    """The style as QGIS stores it."""
    root = Element("qgis", version="3.22.0", styleCategories="Symbology|Rendering")
    if style.from_scale:
        # QGIS's "minimum scale" is the one furthest away
        root.attrib.update(hasScaleBasedVisibilityFlag="1", minScale=str(style.from_scale), maxScale="0")
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
        if category.rule is not None:
            category.rule(SubElement(rule, "ogc:Filter"))
        elif style.column:
            _equal(SubElement(rule, "ogc:Filter"), style.column, category.value)
        style.sld_symbol(rule, category)
    return tostring(root, encoding="unicode", xml_declaration=False)


def rgba(colour: str, opacity: float = 1.0) -> str:
    """``#rrggbb`` as QML has it."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"{red},{green},{blue},{round(opacity * 255)}"


def qml_layer(symbol: Element, kind: str, **options: str) -> Element:
    """Add a layer to a symbol of QML."""
    layer = SubElement(symbol, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    table = SubElement(layer, "Option", type="Map")
    for name, value in options.items():
        SubElement(table, "Option", name=name, type="QString", value=value)
    return layer


def sld_parameters(parent: Element, **parameters: str) -> None:
    """Add parameters of SLD; an underscore stands for a hyphen."""
    for name, value in parameters.items():
        SubElement(parent, "se:SvgParameter", name=name.replace("_", "-")).text = value


def _equal(parent: Element, column: str, value: str) -> None:
    equal = SubElement(parent, "ogc:PropertyIsEqualTo")
    SubElement(equal, "ogc:PropertyName").text = column
    SubElement(equal, "ogc:Literal").text = value


def _not_said(parent: Element, *statuses: str) -> None:
    """No status of these; null is none of them, but not unequal to them either."""
    either = SubElement(parent, "ogc:Or")
    SubElement(SubElement(either, "ogc:PropertyIsNull"), "ogc:PropertyName").text = "status"
    none = SubElement(either, "ogc:And")
    for status in statuses:
        _equal(SubElement(none, "ogc:Not"), "status", status)


def _is_open(usgs: int) -> Callable[[Element], None]:
    def rule(parent: Element) -> None:
        both = SubElement(parent, "ogc:And")
        _equal(both, "conf_usgs", str(usgs))
        _not_said(both, "accepted", "edited", "rejected")

    return rule


def _is_accepted(parent: Element) -> None:
    both = SubElement(parent, "ogc:And")
    _equal(both, "status", "accepted")
    SubElement(SubElement(SubElement(both, "ogc:Not"), "ogc:PropertyIsNull"), "ogc:PropertyName").text = "conf_usgs"


def _is_by_hand(parent: Element) -> None:
    both = SubElement(parent, "ogc:And")
    SubElement(SubElement(both, "ogc:PropertyIsNull"), "ogc:PropertyName").text = "conf_usgs"
    _not_said(both, "edited", "rejected")


def _landslide_qml(symbol: Element, category: Category) -> None:
    if category.status == "rejected":
        _line_qml(symbol, rgba(_OUTLINE, 0.6), "0.6", "solid")
        _line_qml(symbol, rgba(category.colour), "0.35", "dash")
        return
    # a light edge under the blue and purple of what was reviewed, which are dark; a dark one under the others
    reviewed = category.status in ("accepted", "edited")
    qml_layer(
        symbol,
        "SimpleFill",
        color=rgba(category.colour, _REVIEWED_OPACITY if category.status else _FILL_OPACITY),
        style="solid",
        outline_color=rgba("#ffffff" if reviewed else _OUTLINE),
        outline_style="solid",
        outline_width="1.1" if reviewed else "0.3",
        outline_width_unit="MM",
        joinstyle="bevel",
    )
    if category.status:
        _line_qml(symbol, rgba(category.colour), "0.6", "solid")


def _line_qml(symbol: Element, colour: str, width_mm: str, style: str) -> None:
    qml_layer(symbol, "SimpleLine", line_color=colour, line_style=style, line_width=width_mm, line_width_unit="MM")


def _landslide_sld(rule: Element, category: Category) -> None:
    polygon = SubElement(rule, "se:PolygonSymbolizer")
    if category.status == "rejected":
        stroke = SubElement(polygon, "se:Stroke")
        sld_parameters(stroke, stroke=category.colour, stroke_width="1", stroke_dasharray="4 2")
        return
    fill = SubElement(polygon, "se:Fill")
    opacity = _REVIEWED_OPACITY if category.status else _FILL_OPACITY
    sld_parameters(fill, fill=category.colour, fill_opacity=str(opacity))
    edge, width = (category.colour, "2") if category.status else (_OUTLINE, "1")
    sld_parameters(SubElement(polygon, "se:Stroke"), stroke=edge, stroke_width=width)


def point_qml(symbol: Element, category: Category) -> None:
    """A mark with a light edge."""
    qml_layer(
        symbol,
        "SimpleMarker",
        name=category.shape,
        color=rgba(category.colour),
        outline_color=rgba("#ffffff"),
        outline_style="solid",
        outline_width="0.2",
        outline_width_unit="MM",
        size="1.8",
        size_unit="MM",
    )


def point_sld(rule: Element, category: Category) -> None:
    """The same for SLD."""
    graphic = SubElement(SubElement(rule, "se:PointSymbolizer"), "se:Graphic")
    mark = SubElement(graphic, "se:Mark")
    SubElement(mark, "se:WellKnownName").text = category.shape
    sld_parameters(SubElement(mark, "se:Fill"), fill=category.colour)
    sld_parameters(SubElement(mark, "se:Stroke"), stroke="#ffffff", stroke_width="1")
    SubElement(graphic, "se:Size").text = "9"


def hatch_qml(symbol: Element, category: Category) -> None:
    """Lines across a polygon, dotted at its edge."""
    hatch = qml_layer(
        symbol,
        "LinePatternFill",
        angle=str(category.angle_deg),
        distance="2.2",
        distance_unit="MM",
        line_width="0.35",
        line_width_unit="MM",
        color=rgba(category.colour),
    )
    line = SubElement(hatch, "symbol", name="@0@0", type="line", alpha="1", clip_to_extent="1")
    qml_layer(
        line,
        "SimpleLine",
        line_color=rgba(category.colour),
        line_style="solid",
        line_width="0.35",
        line_width_unit="MM",
    )
    qml_layer(
        symbol,
        "SimpleLine",
        line_color=rgba(category.colour),
        line_style="dot",
        line_width="0.26",
        line_width_unit="MM",
    )


def hatch_sld(rule: Element, category: Category) -> None:
    """The same for SLD."""
    polygon = SubElement(rule, "se:PolygonSymbolizer")
    graphic = SubElement(SubElement(SubElement(polygon, "se:Fill"), "se:GraphicFill"), "se:Graphic")
    mark = SubElement(graphic, "se:Mark")
    SubElement(mark, "se:WellKnownName").text = "horline"
    sld_parameters(SubElement(mark, "se:Stroke"), stroke=category.colour, stroke_width="1")
    SubElement(graphic, "se:Size").text = "8"
    SubElement(SubElement(graphic, "se:Rotation"), "ogc:Literal").text = str(category.angle_deg)
    sld_parameters(SubElement(polygon, "se:Stroke"), stroke=category.colour, stroke_width="1")


def _outline_qml(symbol: Element, category: Category) -> None:
    qml_layer(
        symbol,
        "SimpleLine",
        line_color=rgba(category.colour),
        line_style="dash",
        line_width="0.3",
        line_width_unit="MM",
    )


def _outline_sld(rule: Element, category: Category) -> None:
    stroke = SubElement(SubElement(rule, "se:PolygonSymbolizer"), "se:Stroke")
    sld_parameters(stroke, stroke=category.colour, stroke_width="1", stroke_dasharray="4 2")


_BY_HAND = "drawn by hand"
_MARK_WORDS = {"crown": "crown (highest point)", "toe": "toe (lowest point)"}

STYLES: dict[str, LayerStyle] = {
    "landslides": LayerStyle(
        LANDSLIDE_CLASS,
        False,
        (
            *(
                Category(str(one.usgs), f"{one.usgs} {one.word}", one.colour, rule=_is_open(one.usgs))
                for one in palette().confidence
            ),
            *(
                Category(word, words, palette().status[word], status=word, rule=rule)
                for word, words, rule in (
                    ("accepted", "accepted", _is_accepted),
                    ("edited", "accepted, new outline", lambda parent: _equal(parent, "status", "edited")),
                    ("rejected", "rejected: no landslide", lambda parent: _equal(parent, "status", "rejected")),
                )
            ),
            Category("by hand", "drawn by hand", palette().status[_BY_HAND], status=_BY_HAND, rule=_is_by_hand),
        ),
        _landslide_qml,
        _landslide_sld,
        "review and confidence",
    ),
    "crown_toe": LayerStyle(
        "kind",
        False,
        tuple(
            Category(kind, words, palette().marks[kind].colour, palette().marks[kind].shape)
            for kind, words in _MARK_WORDS.items()
        ),
        point_qml,
        point_sld,
        "kind",
        POINTS_FROM_SCALE,
    ),
    "not_observed": LayerStyle(
        "reason",
        False,
        tuple(
            Category(WORDS[reason], f"not observed: {WORDS[reason]}", look.colour, angle_deg=look.angle_deg)
            for reason in Reason
            if (look := palette().reasons.get(WORDS[reason]))
        ),
        hatch_qml,
        hatch_sld,
        "reason",
    ),
}
MERGED_STYLES: dict[str, LayerStyle] = {
    **STYLES,
    "scenes": LayerStyle("", False, (Category("", "looked at", palette().scenes),), _outline_qml, _outline_sld),
}
"""The same of a merged inventory."""
