"""Translations of the plugin: strings are found, kept over changes, checked, and complete where that is said."""

from __future__ import annotations

import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from plugin_text import __main__ as command
from plugin_text.check import problems, unfinished
from plugin_text.compile import compile_ts, lrelease
from plugin_text.errors import TextError
from plugin_text.exchange import merge, read_json, to_json
from plugin_text.extract import Source, sources_of
from plugin_text.ts_file import read_ts, write_ts

# Languages whose translation must have every text; the others may have gaps, which QGIS shows in English.
COMPLETE: tuple[str, ...] = ("es", "fr", "ja")


@pytest.mark.parametrize("language", command.LANGUAGES)
def test_a_translation_breaks_nothing(language: str) -> None:
    translations = read_ts(command.ts_path(language))
    assert translations, "scripts/update_translations makes it"
    assert list(problems(translations)) == []
    assert ET.parse(command.ts_path(language)).getroot().get("language") == language


@pytest.mark.parametrize("language", COMPLETE)
def test_a_translation_is_complete_and_up_to_date(language: str) -> None:
    translations = command.current(language)
    assert [text for _, text in unfinished(translations)] == [], "scripts/update_translations --unfinished lists them"
    assert read_ts(command.ts_path(language)).keys() == translations.keys(), "run scripts/update_translations"


# ------------------------------------------------------------------------------------------------------------ extract


def write(folder: Path, text: str, name: str = "a.py") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_strings_are_found_with_their_context(tmp_path: Path) -> None:
    write(
        tmp_path,
        'a = tr("One {n}").format(n=1)\n'
        "class Dock:\n"
        "    def f(self):\n"
        '        self.tr("Two")\n'
        '        tr("joined "\n           "text")\n'
        '        QCoreApplication.translate("L4S", "Three")\n'
        '        other.tr("not ours")\n',
    )
    assert [(s.context, s.text, s.line) for s in sources_of(tmp_path)] == [
        ("L4S", "One {n}", 1), ("Dock", "Two", 4), ("L4S", "joined text", 5), ("L4S", "Three", 7),
    ]  # fmt: skip


@pytest.mark.parametrize("call", ['tr(f"{n} slides")', "tr(name)", 'tr("a" + name)', 'tr("{}".format(1))', "tr()"])
def test_a_text_that_is_not_written_out_is_refused(call: str, tmp_path: Path) -> None:
    with pytest.raises(TextError, match=r"^a\.py:2: the text to translate must be written out"):
        sources_of(write(tmp_path, f"\nx = {call}\n"))


# ----------------------------------------------------------------------------------------------------------- ts files


def source(text: str, file: str = "a.py") -> Source:
    return Source("L4S", text, file, 1)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    texts = ["plain", "a < b & c", "two\nlines", " margins ", "Übersicht 地すべり", '"quotes"']
    translations = {("L4S", text): f"<{text}>" for text in texts[1:]}
    path = tmp_path / "l4s_fr.ts"
    write_ts(path, "fr", [source(text) for text in texts], translations)
    assert read_ts(path) == {("L4S", "plain"): "", **translations}


def test_a_text_that_is_gone_is_dropped_and_the_others_stay(tmp_path: Path) -> None:
    path = tmp_path / "l4s_fr.ts"
    write_ts(path, "fr", [source("old"), source("kept")], {("L4S", "old"): "vieux", ("L4S", "kept"): "gardé"})
    write_ts(path, "fr", [source("new"), source("kept")], read_ts(path))
    assert read_ts(path) == {("L4S", "new"): "", ("L4S", "kept"): "gardé"}


def test_the_order_of_the_sources_changes_nothing(tmp_path: Path) -> None:
    some = [source("a"), source("b"), source("a", "b.py")]
    write_ts(tmp_path / "1.ts", "fr", some, {})
    write_ts(tmp_path / "2.ts", "fr", some[::-1], {})
    assert (tmp_path / "1.ts").read_bytes() == (tmp_path / "2.ts").read_bytes()


# ---------------------------------------------------------------------------------------------------- checks, exchange


@pytest.mark.parametrize(
    ("text", "translated", "said"),
    [
        ("{n} slides", "{m} glissements", "places"),
        ("{n} slides", "glissements", "places"),
        ("{share:.0%} clouds", "{share} de nuages", "places"),
        ("{n} slides", "{n glissements", "braces"),
        ("<b>Scene</b>", "Scène", "tags"),
        ("&Detect", "Détecter", "shortcut"),
        ("Detect", "&Détecter", "shortcut"),
        ("Scene: ", "Scène :", "spaces"),
    ],
)
def test_a_translation_that_loses_something_is_refused(text: str, translated: str, said: str) -> None:
    assert [said in problem for problem in problems({("L4S", text): translated})] == [True]


@pytest.mark.parametrize(
    ("text", "translated"),
    [
        ("{n} of {total}", "{total} 中 {n}"),
        ("&Run", "実行(&R)"),
        ("Crown & toe", "Couronne et pied"),
        ("a &lt; b", "a &lt; b"),
        ("{n} slides", ""),
    ],
)
def test_a_good_translation_passes(text: str, translated: str) -> None:
    assert list(problems({("L4S", text): translated})) == []


def test_translators_get_a_list_and_give_it_back(tmp_path: Path) -> None:
    translations = {("L4S", "Scene"): "", ("Dock", "Scene"): "", ("L4S", "Run"): "Lancer"}
    list_file = tmp_path / "fr.json"
    list_file.write_text(to_json(unfinished(translations)), encoding="utf-8")
    assert read_json(list_file) == {}
    list_file.write_text('{"Scene": "Scène", "Run": ""}', encoding="utf-8")
    merged = merge(translations, read_json(list_file))
    assert merged == {("L4S", "Scene"): "Scène", ("Dock", "Scene"): "Scène", ("L4S", "Run"): "Lancer"}
    with pytest.raises(TextError, match="not texts of the plugin"):
        merge(translations, {"Szene": "Scène"})
    list_file.write_text("[1]", encoding="utf-8")
    with pytest.raises(TextError, match="must hold one object"):
        read_json(list_file)


@pytest.mark.skipif(lrelease() is None, reason="lrelease is not installed (qttools5-dev-tools)")
def test_lrelease_compiles_what_is_written(tmp_path: Path) -> None:
    path = tmp_path / "l4s_fr.ts"
    write_ts(path, "fr", [source("Scene"), source("Run")], {("L4S", "Scene"): "Scène"})
    program = lrelease()
    assert program
    compile_ts(program, path, path.with_suffix(".qm"))
    assert "Scène".encode("utf-16-be") in path.with_suffix(".qm").read_bytes()
    path.write_text("<TS><broken")
    with pytest.raises(TextError, match="could not be compiled"):
        compile_ts(program, path, tmp_path / "other.qm")


def test_update_keeps_translations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plugin = tmp_path / "qgis_plugin"
    shutil.copytree(command.PLUGIN / "i18n", plugin / "i18n")
    write(plugin, 'tr("Brand new {n}")\ntr("Szene 7")\n')
    monkeypatch.setattr(command, "PLUGIN", plugin)
    command.update({"fr": {"Szene 7": "Scène 7"}})
    command.update({})
    assert command.current("fr") == {("L4S", "Brand new {n}"): "", ("L4S", "Szene 7"): "Scène 7"}
    assert command.current("ja") == {("L4S", "Brand new {n}"): "", ("L4S", "Szene 7"): ""}
    wrong = command.check()
    assert any("l4s_fr.ts: 1 of 2 texts are not translated, the first: 'Brand new {n}'" in line for line in wrong)
