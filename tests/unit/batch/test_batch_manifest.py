"""Which scenes a batch is about: patterns, manifests, defaults, names; and all that is wrong, said at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shapely import box

from l4s_core.base.errors import InputError
from l4s_core.base.event import Event
from l4s_core.batch.collect import Defaults, is_plain, jobs_of_scenes, plain_name
from l4s_core.batch.job import SceneJob
from l4s_core.batch.manifest import read_manifest
from scene_kit import write_area

BARE = Defaults(no_dem=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files that are only looked for, never opened, but for the area."""
    for name in ("a.SAFE.zip", "b.SAFE.zip", "north/b.SAFE.zip", "dem.tif", "dem2.tif", "old.tif"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    write_area(tmp_path / "area.gpkg", [box(1, 1, 2, 2)], 4326)
    return tmp_path


def manifest(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "scenes.csv"
    path.write_bytes(text.encode(encoding))
    return path


HEAD = ["scene", "dem", "pre", "event_id", "event_date", "trigger", "aoi", "name"]
ROW = ["a.SAFE.zip", "dem.tif", "old.tif", "E1", "2024-07-30", "rain", "area.gpkg", "first"]


@pytest.mark.parametrize(
    "text",
    [
        ",".join(HEAD) + "\n" + ",".join(ROW) + "\n",
        "\ufeff" + ";".join(HEAD) + "\r\n" + ";".join(ROW) + "\r\n",  # Excel in half of Europe
        "\t".join([*HEAD, ""]).title() + "\n\n " + "\t".join(ROW) + "\n\t\n",
        " , ".join(HEAD[::-1]) + "\n\n" + ", ".join(f'"{value}"' for value in ROW[::-1]),
    ],
)
def test_a_row_says_everything(folder: Path, text: str) -> None:
    event = Event("E1", "2024-07-30", "rain")
    expected = SceneJob(
        "first", *(str(folder / name) for name in ("a.SAFE.zip", "dem.tif", "old.tif", "area.gpkg")), event
    )
    assert read_manifest(manifest(folder, text), Defaults()) == [expected]


def test_blanks_come_from_the_defaults(folder: Path) -> None:
    path = manifest(folder, "scene,dem,event_id\na.SAFE.zip,,\nb.SAFE.zip,dem2.tif,E2\nhttps://x.org/c.json?a=1,,\n")
    defaults = Defaults(dem=str(folder / "dem.tif"), area=str(folder / "area.gpkg"), event=Event("E1", None, "rain"))
    first, second, third = read_manifest(path, defaults)
    assert (first.name, first.dem, first.event) == ("a", str(folder / "dem.tif"), Event("E1", None, "rain"))
    assert (second.dem, second.event) == (str(folder / "dem2.tif"), Event("E2", None, "rain"))
    assert second.area == str(folder / "area.gpkg")
    assert (third.name, third.scene) == ("c", "https://x.org/c.json?a=1")


def test_several_rasters_are_one_dem(folder: Path) -> None:
    (job,) = read_manifest(manifest(folder, 'scene,dem\na.SAFE.zip,"dem.tif; dem2.tif"\n'), Defaults())
    assert job.dem == f"{folder / 'dem.tif'};{folder / 'dem2.tif'}"


def test_several_scenes_before_are_looked_for_one_by_one(folder: Path) -> None:
    text = "scene;pre\na.SAFE.zip;{}\nb.SAFE.zip;b.SAFE.zip\n"
    first, second = read_manifest(manifest(folder, text.format('"old.tif; north/b.SAFE.zip"')), BARE)
    assert first.before == f"{folder / 'old.tif'};{folder / 'north' / 'b.SAFE.zip'}"
    assert second.before == str(folder / "b.SAFE.zip")
    with pytest.raises(InputError, match=r"line 2: the scene before .*gone\.zip does not exist; nothing"):
        read_manifest(manifest(folder, text.format('"old.tif;gone.zip"')), BARE)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("scene,dem\n", "There are no scenes"),
        ("a.SAFE.zip,dem.tif\n", "columns that are not known"),
        ("scene,dem,colour\na.SAFE.zip,,\n", r"not known \(colour\); its first line names them, known are scene, dem"),
        ("dem\ndem.tif\n", "has no column scene"),
        ("scene,scene\na,b\n", "two columns of the same name"),
        ("scene,dem\n,dem.tif\n", "line 2: no scene"),
        ("scene\na.SAFE.zip,dem.tif\n", "line 2: 2 fields in 1 columns"),
        ('scene\n"a.SAFE.zip\n', "line 2: this is no CSV"),
        ("scene\nc.SAFE.zip\n", r"line 2: the scene .*c\.SAFE\.zip does not exist"),
        ("scene,name\na.SAFE.zip,../x\n", "line 2: the name ../x cannot be that of a file"),
        ("scene,event_date\na.SAFE.zip,30.07.2024\n", "line 2: the date 30.07.2024 is none"),
        ("scene\na.SAFE.zip\n\na.SAFE.zip\n", "line 4: the same scene again.* as scenes.csv, line 2"),
        ("scene,name\na.SAFE.zip,x\nb.SAFE.zip,X\n", "line 3: the name X is that of scenes.csv, line 2"),
        ("scene,aoi\na.SAFE.zip,nowhere.gpkg\n", "the area .*nowhere.gpkg does not exist"),
        ("scene,aoi\na.SAFE.zip,scenes.csv\n", "line 2: the area .*scenes.csv cannot be read as a vector file"),
        ("scene,dem\na.SAFE.zip,north\n", "line 2: the DEM .*north is a folder without elevation rasters"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(folder: Path, text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_manifest(manifest(folder, text), BARE)


def test_all_that_is_wrong_is_said_at_once(folder: Path) -> None:
    rows = "".join(f"missing{i}.zip,dem.tif,\n" for i in range(30))
    path = manifest(folder, "scene,dem,event_date\na.SAFE.zip,,2024-13-01\nb.SAFE.zip,nodem.tif,\n" + rows)
    with pytest.raises(InputError) as refused:
        read_manifest(path, Defaults())
    lines = str(refused.value).splitlines()
    assert lines[0] == "33 things must be corrected, nothing was started:"
    assert "line 2: no DEM is given" in lines[1]
    assert "line 2: the date 2024-13-01" in lines[2]
    assert "line 3: the DEM" in lines[3]
    assert len(lines) == 22
    assert lines[-1] == "  and 13 more"


def test_what_is_wrong_with_a_file_of_many_rows_is_said_once(folder: Path) -> None:
    path = manifest(folder, "scene,dem,name\na.SAFE.zip,none.tif,a/b\nb.SAFE.zip,none.tif,\n")
    with pytest.raises(InputError) as refused:
        read_manifest(path, Defaults())
    name, dem = str(refused.value).splitlines()[1:]
    assert "line 2: the name a/b" in name
    assert "line 2: the DEM" in dem


def test_a_table_that_was_made_on_windows(folder: Path) -> None:
    (job,) = read_manifest(manifest(folder, "scene,dem\r\nnorth\\b.SAFE.zip,.\\dem.tif\r\n"), BARE)
    assert (job.name, Path(job.scene)) == ("b", folder / "north" / "b.SAFE.zip")
    assert Path(str(job.dem)) == folder / "dem.tif"


def test_other_encodings_are_refused(folder: Path) -> None:
    for encoding in ("latin-1", "utf-16"):
        with pytest.raises(InputError, match="is not in UTF-8; save it as 'CSV UTF-8'"):
            read_manifest(manifest(folder, "scene,event_id\na.SAFE.zip,Muñoz\n", encoding), BARE)
    with pytest.raises(InputError, match="does not exist"):
        read_manifest(folder / "none.csv", BARE)


def test_items_are_a_manifest(folder: Path) -> None:
    item = {
        "type": "Feature", "stac_version": "1.0.0", "id": "S2B_43PGN_20240801_0_L2A", "geometry": None,
        "bbox": [76, 11, 77, 12], "links": [], "collection": "sentinel-2-l2a",
        "properties": {"datetime": "2024-08-01T05:06:59Z", "platform": "sentinel-2b"},
        "assets": {"red": {"href": "B04.tif", "eo:bands": [{"name": "B04", "common_name": "red"}]}},
    }  # fmt: skip
    path = folder / "items.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [item]}))
    (job,) = read_manifest(path, BARE)
    assert job.name == item["id"]
    assert job.scene.startswith(str(path))


def test_patterns_that_no_shell_has_expanded(folder: Path) -> None:
    jobs = jobs_of_scenes([str(folder / "*.SAFE.zip")], BARE)
    assert [job.name for job in jobs] == ["a", "b"]
    with pytest.raises(InputError, match="matches no file"):
        jobs_of_scenes([str(folder / "*.SAFE")], BARE)
    bracket = folder / "c[1].zip"
    bracket.write_bytes(b"x")
    assert [job.scene for job in jobs_of_scenes([str(bracket)], BARE)] == [str(bracket)]


def test_relative_paths_become_absolute(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    (job,) = jobs_of_scenes(["a.SAFE.zip"], BARE)
    assert Path(job.scene) == folder / "a.SAFE.zip"
    with pytest.raises(InputError, match="the same scene again"):
        jobs_of_scenes(["a.SAFE.zip", "*a.SAFE.zip"], BARE)


def test_scenes_of_the_same_name_are_told_apart(folder: Path) -> None:
    both = [str(folder / "b.SAFE.zip"), str(folder / "north" / "b.SAFE.zip")]
    names = [job.name for job in jobs_of_scenes(both, BARE)]
    assert len(set(names)) == 2
    assert all(name.startswith("b_") for name in names)
    assert [job.name for job in jobs_of_scenes([*both[::-1], str(folder / "a.SAFE.zip")], BARE)] == [*names[::-1], "a"]
    path = manifest(folder, "scene,name\nnorth/b.SAFE.zip,b\nb.SAFE.zip,\n")
    assert [job.name for job in read_manifest(path, BARE)] == ["b", names[0]]


@pytest.mark.parametrize(
    ("scene", "name"),
    [
        ("/x/S2B_MSIL2A_20240801T050659_T43PGN.SAFE.zip", "S2B_MSIL2A_20240801T050659_T43PGN"),
        ("/x/S2B_MSIL2A.SAFE", "S2B_MSIL2A"),
        ("/x/S2B_MSIL2A.SAFE/", "S2B_MSIL2A"),
        (r"C:\x\scene.tif", "scene"),
        ("/x/v1.2", "v1.2"),
        ("https://x.org/items/S2B_43PGN?token=a/b", "S2B_43PGN"),
        ("s3://bucket/a/b%20c.tif", "b c"),
        ("/x/items.json#S2B:1/2", "S2B_1_2"),
        ("/x/a:b*c.tif", "a_b_c"),
        ("/", "scene"),
    ],
)
def test_names_of_scenes(scene: str, name: str) -> None:
    assert plain_name(scene) == name
    assert is_plain(name)
