"""How QGIS shows the layers of a split inventory that other inventories do not have."""

from __future__ import annotations

_QML = """<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology|Rendering"><renderer-v2 type="singleSymbol" symbollevels="0"
 enableorderby="0"><symbols><symbol name="0" type="{kind}" alpha="1" clip_to_extent="1"><layer class="SimpleLine"
 enabled="1" locked="0" pass="0"><Option type="Map"><Option name="line_color" type="QString" value="{colour}"/><Option
 name="line_style" type="QString" value="{line}"/><Option name="line_width" type="QString" value="{width}"/><Option
 name="line_width_unit" type="QString" value="MM"/></Option></layer></symbol></symbols></renderer-v2></qgis>"""

STYLES = {
    "centre_lines": _QML.format(kind="line", colour="255,255,255,255", line="solid", width="0.5"),
    "before_split": _QML.format(kind="fill", colour="20,20,20,255", line="dash", width="0.5"),
}
"""Layer -> QML."""
