"""Loss expressions are read, refused with a way out, and written back."""

from __future__ import annotations

import subprocess
import sys

import pytest

from l4s_core.base.errors import InputError
from l4s_core.losses import parse_expression
from l4s_core.losses.catalogue import CATALOGUE


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("ce", [(1.0, "ce", {})]),
        ("lovasz + ohem_soft_ce", [(1.0, "lovasz", {}), (1.0, "ohem_soft_ce", {})]),
        ("ce+0.5*jaccard", [(1.0, "ce", {}), (0.5, "jaccard", {})]),
        ("wce( positive = 10 )", [(1.0, "wce", {"positive": 10.0})]),
        (
            "2*focal(gamma=1e0,alpha=.25)*1.5 + image(both=True)+ce()",
            [(3.0, "focal", {"gamma": 1.0, "alpha": 0.25}), (1.0, "image", {"both": True}), (1.0, "ce", {})],
        ),
        ("lovasz(classes=landslide, per_image=true)", [(1.0, "lovasz", {"classes": "landslide", "per_image": True})]),
        ("focal(alpha=none)", [(1.0, "focal", {"alpha": None})]),
    ],
)
def test_terms_weights_and_arguments(text: str, terms: list[tuple[float, str, dict[str, object]]]) -> None:
    found = parse_expression(text).terms
    assert [(term.weight, term.name) for term in found] == [term[:2] for term in terms]
    for term, (_, name, arguments) in zip(found, terms, strict=True):
        assert term.options == CATALOGUE[name].model_validate(arguments)


@pytest.mark.parametrize(
    "text",
    [
        "ce",
        "ce + 0.5*jaccard",
        "0.1*wce(positive=10) + 3e-07*image(both=true)",
        "focal(gamma=0.3333333333333333, alpha=0.25) + lovasz(classes=all, per_image=true)",
        "ohem_soft_ce(keep=0.3, threshold=0.9, smoothing=0.05)",
    ],
)
def test_written_back_it_is_the_same(text: str) -> None:
    once = parse_expression(text)
    assert str(once) == text
    assert parse_expression(str(once)) == once


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("lovazs + ce", ["'lovazs'", "did you mean 'lovasz'", "ohem_soft_ce"]),
        ("soft_ce(smothing=0.1)", ["'smothing'", "did you mean 'smoothing'"]),
        ("jaccard(gamma=1)", ["no argument 'gamma'", "classes"]),
        ("ce(gamma=1)", ["no argument 'gamma'", "none"]),
        ("wce", ["needs positive"]),
        ("wce(positive=0)", ["positive=0", "greater than 0"]),
        ("soft_ce(smoothing=1)", ["less than 1"]),
        ("lovasz(classes=both)", ["classes=both", "'present'"]),
        ("image(both=1) + ce", ["both=1", "boolean"]),
        ("focal(gamma=true)", ["gamma=true", "number"]),
        ("wce(positive=2, positive=3)", ["positive twice"]),
        ("ce - dice", ["'-'"]),
        ("ce dice", ["expected + or *", "'dice'"]),
        ("ce*dice", ["one loss"]),
        ("0.5", ["one loss"]),
        ("ce +", ["nothing more"]),
        ("", ["nothing more"]),
        ("ce(", ["argument=value"]),
        ("wce(positive=", ["number or a word"]),
        ("wce(positive=3", ["expected , or )"]),
        ("0*ce", ["above 0"]),
        ("1e999*ce", ["finite"]),
        ("image", ["no pixel"]),
        ("__import__('os')", ["has no meaning"]),
        ("__import__(os=1)", ["no loss '__import__'"]),
        ("ce + " * 200 + "ce", ["at most 500"]),
        ("\u0441e", ["'\u0441'"]),  # a Cyrillic letter that looks Latin
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(text: str, says: list[str]) -> None:
    with pytest.raises(InputError) as refused:
        parse_expression(text)
    message = str(refused.value)
    assert "\n" not in message
    assert all(part in message for part in says), message


def test_only_the_image_loss_needs_the_image_head() -> None:
    for name in CATALOGUE:
        expression = parse_expression(f"ce + {name}" + ("(positive=2)" if name == "wce" else ""))
        assert expression.uses_image_head == (name == "image")


def test_checking_an_expression_needs_no_torch() -> None:
    code = "import sys; from l4s_core.losses import parse_expression as p; p('ce'); print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
