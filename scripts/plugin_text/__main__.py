"""Command line of the translations, see scripts/update_translations."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from plugin_text.check import problems, unfinished
from plugin_text.compile import compile_ts, lrelease
from plugin_text.errors import TextError
from plugin_text.exchange import merge, read_json, to_json
from plugin_text.extract import sources_of
from plugin_text.ts_file import Key, read_ts, write_ts

PLUGIN = Path(__file__).resolve().parents[2] / "qgis_plugin"
LANGUAGES = ("es", "fr", "ja")


def ts_path(language: str) -> Path:
    """Where the translations into a language are."""
    return PLUGIN / "i18n" / f"l4s_{language}.ts"


def current(language: str) -> dict[Key, str]:
    """Every string of the plugin as it is now, with its translation into a language or an empty text."""
    known = read_ts(ts_path(language))
    return {
        (source.context, source.text): known.get((source.context, source.text), "") for source in sources_of(PLUGIN)
    }


def update(new: dict[str, dict[str, str]]) -> None:
    """Write the .ts of all languages anew, with new translations of some, and compile them."""
    sources = sources_of(PLUGIN)
    program = lrelease()
    (PLUGIN / "i18n").mkdir(exist_ok=True)
    merged = {language: merge(current(language), new.get(language, {})) for language in LANGUAGES}
    for language, translations in merged.items():
        path = ts_path(language)
        write_ts(path, language, sources, translations)
        if program:
            compile_ts(program, path, path.with_suffix(".qm"))
        left = len(unfinished(translations))
        print(f"{path.name}: {len(translations)} texts, {left} of them not translated")
    if not program:
        print("Note: lrelease is not here (apt-get install qttools5-dev-tools); the .qm files are as they were.")


def check() -> list[str]:
    """What keeps the translations from being complete."""
    wrong = []
    for language in LANGUAGES:
        translations = current(language)
        name = ts_path(language).name
        wrong += [f"{name}: {problem}" for problem in problems(translations)]
        left = unfinished(translations)
        if left:
            wrong.append(
                f"{name}: {len(left)} of {len(translations)} texts are not translated, the first: {left[0][1]!r}"
            )
        gone = read_ts(ts_path(language)).keys() - translations.keys()
        if gone:
            wrong.append(f"{name}: {len(gone)} texts are not in the plugin any more; run scripts/update_translations")
    return wrong


def main() -> int:
    """Update, list, merge or check; 1 when something is wrong."""
    parser = argparse.ArgumentParser(prog="scripts/update_translations", description=__doc__)
    actions = parser.add_mutually_exclusive_group()
    actions.add_argument("--unfinished", choices=LANGUAGES, metavar="LANGUAGE", help="print what is to translate, JSON")
    actions.add_argument("--merge", nargs=2, metavar=("LANGUAGE", "FILE"), help="put translations in, JSON as printed")
    actions.add_argument("--check", action="store_true", help="are all texts translated?")
    arguments = parser.parse_args()
    try:
        if arguments.unfinished:
            print(to_json(unfinished(current(arguments.unfinished))))
        elif arguments.check:
            wrong = check()
            print("\n".join(wrong) or "All texts are translated.")
            return 1 if wrong else 0
        else:
            new = {}
            if arguments.merge:
                language, file = arguments.merge
                if language not in LANGUAGES:
                    raise TextError(f"{language} is none of the languages here: {', '.join(LANGUAGES)}")
                new[language] = read_json(Path(file))
            update(new)
    except TextError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
