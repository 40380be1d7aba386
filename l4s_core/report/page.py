"""The page: templates of the package, filled in; every text of a file is escaped."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from importlib import resources
from typing import TYPE_CHECKING, Any

from l4s_core.report import words

if TYPE_CHECKING:
    from markupsafe import Markup

_TEMPLATES = "templates"


def render(facts: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    """The whole page.

    Parameters
    ----------
    facts : what the templates name. ``data`` goes to the script of the map as JSON.

    The page forbids itself everything that it does not bring along: its policy lets a browser run its own script, by
    its checksum, and load nothing. A text of an inventory that were taken for markup all the same could do no harm.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("l4s_core.report", _TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        count=words.count,
        area=words.area,
        percent=words.percent,
        number=words.number,
        size=words.size,
        units=words.units,
    )
    drawn = facts["map"].frame if facts.get("map") else None
    shape = drawn.width / drawn.height if drawn else 1.0
    style, script = f"{_text('report.css')}:root {{ --map-shape: {shape:.4f}; }}\n", _text("map.js")
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_checksum(style)}'; script-src '{_checksum(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    page = environment.get_template("report.html")
    return page.render(
        **facts, policy=policy, style=Markup(style), script=Markup(script), data=script_json(data), goodness=_goodness
    )


def script_json(data: Mapping[str, Any]) -> Markup:
    """JSON that can stand in a ``script`` element: nothing in it ends the element or begins another."""
    from markupsafe import Markup

    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def _text(name: str) -> str:
    return resources.files("l4s_core.report").joinpath(_TEMPLATES, name).read_text("utf-8").replace("\r\n", "\n")


def _checksum(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _goodness(fit: Any) -> str:
    """Of a fit, in words."""
    p = "" if fit.p_value is None else f", p = {words.number(fit.p_value, 2)}"
    return f"KS distance {words.number(fit.distance, 2)}{p}"
