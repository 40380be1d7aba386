"""The page: the numbers of the file, everything that is missing said, and no text of a file taken for markup."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely

from l4s_core.base.errors import InputError
from l4s_core.inventory import write_inventory
from l4s_core.inventory.merging.merge import merge
from l4s_core.report.make import write_report
from merge_kit import blob, edit, scene

SHAPE = (60, 80)
EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{ 7*191 }}\u2028"


class Page(HTMLParser):
    """What a browser makes of the page: elements, attributes, and texts of script elements."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.scripts: list[str] = []
        self._inside = ""
        self.source = path.read_text("utf-8")
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts.append(data)
        elif self._inside != "style":
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).replace("\u202f", " ").split())

    @property
    def data(self) -> dict[str, Any]:
        return json.loads(self.scripts[0])


def _three(folder: Path, **facts: Any) -> Path:
    """An inventory of three landslides: 80, 40 and 6 pixels; clouds over an eighth of the scene."""
    hidden = np.zeros(SHAPE)
    hidden[:, 70:] = 2
    probability = blob(SHAPE, (5, 5, 10, 8)) + blob(SHAPE, (30, 20, 8, 5), p=0.75) + blob(SHAPE, (50, 40, 2, 3), p=0.62)
    return scene(folder, "A", probability, hidden, facts=facts)


def test_the_numbers_are_those_of_the_file(tmp_path: Path) -> None:
    path = _three(tmp_path, event_id="Storm", event_date="2024-07-30")
    done = write_report(path, tmp_path / "r.html")
    page = Page(done.path)
    assert (done.landslides, done.area_m2, done.on_map) == (3, 12_600, 3)
    assert "3 landslides with 1.26 ha together" in page.text
    assert "12.5 % of the scene could not be looked at" in page.text
    assert "Storm, 2024-07-30" in page.text and "before 2024-08-01" in page.text
    assert hashlib.sha256(path.read_bytes()).hexdigest() in page.source
    assert [row[0] for row in page.data["rows"]] == ["LS-0001", "LS-0002", "LS-0003"]
    assert {"accuracy", "placebo rate", "picture of the scene"} <= set(done.missing)
    assert "/data/A.SAFE" in page.text  # a row of the run table, and an input that is not found
    assert "not found here any more" in page.text
    assert "changed after the run" not in page.text  # the run wrote the inventory after it began


def test_rejected_landslides_are_counted_as_such_only(tmp_path: Path) -> None:
    path = _three(tmp_path)
    edit(path, "ls_id == 'LS-0001'", status="rejected", reject_reason="field", reviewer="R. Roe")
    edit(path, "ls_id == 'LS-0002'", status="accepted", reviewer="R. Roe")
    done = write_report(path, tmp_path / "r.html")
    page = Page(done.path)
    assert (done.landslides, done.area_m2) == (2, 4_600)
    assert "1 rejected" in page.text and "field 1" in page.text and "Reviewed by R. Roe" in page.text
    assert "LS-0001" not in json.dumps(page.data)
    assert "50 % confirmed by a person" in page.text


def test_what_another_program_calls_rejected_is_not_counted(tmp_path: Path) -> None:
    shapes = [shapely.box(500_000 + 200 * n, 0, 500_100 + 200 * n, 100) for n in range(3)]
    frame = geopandas.GeoDataFrame({"Status": ["ok", "Rejected", None]}, geometry=shapes, crs=32643)
    frame.to_file(tmp_path / "other.gpkg", layer="slides")
    done = write_report(tmp_path / "other.gpkg", tmp_path / "r.html")
    assert (done.landslides, done.area_m2) == (2, pytest.approx(20_000))
    assert "other slides" in Page(done.path).text  # which of its layers, in the heading


def test_texts_of_a_file_are_no_markup(tmp_path: Path) -> None:
    path = _three(tmp_path, event_id=EVIL, trigger=EVIL, scene_pre=EVIL)
    edit(path, notes=EVIL, reviewer=EVIL, status="accepted", ls_type=EVIL)
    page = Page(write_report(path, tmp_path / "r.html", title=EVIL).path)
    clean = Page(write_report(_three(tmp_path), tmp_path / "clean.html").path)
    tags = {tag for tag, _ in page.elements}
    assert tags <= {tag for tag, _ in clean.elements} | {"code"}
    assert [tag for tag, _ in page.elements].count("script") == 2
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    assert "1337" not in page.text
    assert EVIL.replace("\u2028", " ") in page.text.replace("\u2028", " ")
    assert page.data["rows"][0][page.data["columns"].index("name")] == "LS-0001"
    said = json.dumps([page.data["rows"]], ensure_ascii=False)
    assert "alert(1)" in said or "alert(1)" in page.text
    assert "<" not in page.scripts[0]


def test_the_page_forbids_what_it_does_not_bring_along(tmp_path: Path) -> None:
    page = Page(write_report(_three(tmp_path), tmp_path / "r.html").path)
    policy = next(a["content"] for tag, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy
    script = base64.b64encode(hashlib.sha256(page.scripts[1].encode()).digest()).decode()
    assert f"script-src 'sha256-{script}'" in policy
    assert not [
        a for _, a in page.elements if "style" in a or re.match(r"https?:|//", str(a.get("src") or a.get("href") or ""))
    ]


def test_somebody_elses_file_says_what_is_missing(tmp_path: Path) -> None:
    shapes = [shapely.box(76.1 + n / 100, 11.5, 76.1 + n / 100 + 0.001 * (n + 1), 11.501) for n in range(3)]
    frame = geopandas.GeoDataFrame({"Nom": ["é", "b", None], "Date": ["1/2/20"] * 3}, geometry=shapes, crs=4326)
    frame.to_file(tmp_path / "autre.shp", encoding="ISO-8859-1")
    done = write_report(tmp_path / "autre.shp", tmp_path / "r.html")
    page = Page(done.path)
    true_m2 = frame.to_crs(frame.estimate_utm_crs()).area.sum()
    assert done.area_m2 == pytest.approx(true_m2, rel=5e-3)
    assert {"observed share", "confidence", "review", "warnings", "run table"} <= set(done.missing)
    assert "é" in json.dumps(page.data["rows"], ensure_ascii=False)
    assert page.text.count("Not available") >= 6
    assert "0 of 3 landslides (0 m²) may be several" in page.text.replace("\u202f", " ")  # by their form


def test_nothing_found_is_a_report_too(tmp_path: Path) -> None:
    path = scene(tmp_path, "A", np.zeros(SHAPE))
    done = write_report(path, tmp_path / "r.html")
    assert "No landslide was found." in Page(done.path).text and done.landslides == done.on_map == 0


def test_a_merged_inventory_shows_its_scenes(tmp_path: Path) -> None:
    one = scene(tmp_path, "A", blob(SHAPE, (5, 5, 10, 8)))
    two = scene(tmp_path, "B", blob(SHAPE, (5, 5, 10, 8)), at=(0, 40), date="2024-08-05")
    path = write_inventory(merge([one, two]), tmp_path / "all.gpkg")
    page = Page(write_report(path, tmp_path / "r.html").path)
    [footprints] = [a["d"] for tag, a in page.elements if tag == "path" and a.get("class") == "footprints"]
    assert str(footprints).count("M") == 2
    assert "of the area of all scenes" in page.text and "input_2_sha256" in page.text


@pytest.mark.parametrize(
    ("output", "sentence"),
    [("r.pdf", "is written as .html"), ("no/r.html", "does not exist"), ("old.html", "exists already")],
)
def test_bad_outputs_are_one_sentence(tmp_path: Path, output: str, sentence: str) -> None:
    (tmp_path / "old.html").write_text("mine")
    with pytest.raises(InputError, match=sentence):
        write_report(_three(tmp_path), tmp_path / output)
    assert (tmp_path / "old.html").read_text() == "mine"


def test_bad_inputs_are_one_sentence(tmp_path: Path) -> None:
    geopandas.GeoDataFrame(geometry=[shapely.Point(76, 11)], crs=4326).to_file(tmp_path / "p.gpkg")
    path = _three(tmp_path)
    with pytest.raises(InputError, match="1 point and no polygon"):
        write_report(tmp_path / "p.gpkg", tmp_path / "r.html")
    with pytest.raises(InputError, match=r"nowhere\.tif"):
        write_report(path, tmp_path / "r.html", probability=tmp_path / "nowhere.tif")
    with pytest.raises(InputError):
        write_report(path, tmp_path / "r.html", scene=tmp_path / "nowhere.zip")
    assert not list(tmp_path.glob("r.html*")) and not list(tmp_path.glob(".r.html*"))
