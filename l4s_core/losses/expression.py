"""Loss expressions: names with arguments, weights and sums. Nothing in them is evaluated.

::

    expression = term { "+" term }
    term       = factor { "*" factor }              one loss and any numbers
    factor     = number | name [ "(" [ argument { "," argument } ] ")" ]
    argument   = name "=" ( number | "true" | "false" | "none" | word )
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NoReturn

from pydantic import ValidationError

from l4s_core.base.errors import InputError
from l4s_core.losses.catalogue import CATALOGUE, IMAGE_LOSSES, LossOptions

LONGEST = 500  # characters
_TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<word>[A-Za-z_]\w*)|(?P<mark>[+*(),=])", re.ASCII
)
_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "none": None}


@dataclass(frozen=True)
class Term:
    """``weight`` (positive, finite) times the loss ``name`` with its arguments."""

    weight: float
    name: str
    options: LossOptions

    def __str__(self) -> str:
        given = self.options.model_dump(exclude_defaults=True)
        arguments = ", ".join(f"{key}={_written(value)}" for key, value in given.items())
        loss = f"{self.name}({arguments})" if arguments else self.name
        return loss if self.weight == 1 else f"{_written(self.weight)}*{loss}"


@dataclass(frozen=True)
class LossExpression:
    """A weighted sum of losses; ``str()`` writes it so that it reads back as the same."""

    terms: tuple[Term, ...]

    @property
    def uses_image_head(self) -> bool:
        """Whether the network must say if the image holds a landslide (``NetworkSpec.image_head``)."""
        return any(term.name in IMAGE_LOSSES for term in self.terms)

    def __str__(self) -> str:
        return " + ".join(map(str, self.terms))


def parse_expression(text: str) -> LossExpression:
    """Read ``lovasz + ohem_soft_ce``, ``ce + 0.5*jaccard``, ``wce(positive=10)``.

    Raises InputError for a name or argument that does not exist (with the nearest one that does), a value out of its
    range, and text that is no expression.
    """
    if len(text) > LONGEST:
        raise InputError(f"the loss has {len(text)} characters; write at most {LONGEST}")
    return _Parser(text).expression()


def _written(value: object) -> str:
    if value is None or isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:g}" if float(f"{value:g}") == value else repr(value)
    return str(value)


def _nearest(word: str, words: list[str]) -> str:
    close = get_close_matches(word, words, n=1)
    return f", did you mean {close[0]!r}?" if close else "."


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, str]] = []  # kind, text
        place = 0
        while rest := text[place:].lstrip():
            place = len(text) - len(rest)
            match = _TOKEN.match(text, place)
            if match is None:
                self._fail(f"{text[place]!r} has no meaning there; use names, numbers, +, * and (argument=value)")
            self.tokens.append((str(match.lastgroup), match.group()))
            place = match.end()
        self.next = 0

    def _fail(self, why: str) -> NoReturn:
        raise InputError(f"loss {self.text!r}: {why}")

    def _take(self, kind: str, exact: str | None = None) -> str | None:
        """The next token where it is of this kind, else None."""
        if self.next < len(self.tokens):
            found, token = self.tokens[self.next]
            if found == kind and exact in (None, token):
                self.next += 1
                return token
        return None

    def _rest(self) -> str:
        return repr(self.tokens[self.next][1]) if self.next < len(self.tokens) else "nothing more"

    def expression(self) -> LossExpression:
        terms = [self._term()]
        while self._take("mark", "+"):
            terms.append(self._term())
        if self.next < len(self.tokens):
            self._fail(f"expected + or * and got {self._rest()}")
        if all(term.name in IMAGE_LOSSES for term in terms):
            self._fail("no pixel is trained by it; add a loss such as ce")
        return LossExpression(tuple(terms))

    def _term(self) -> Term:
        weight, losses = 1.0, []
        while True:
            if (number := self._take("number")) is not None:
                weight *= float(number)
            elif (name := self._take("word")) is not None:
                losses.append(self._loss(name))
            else:
                self._fail(f"expected the name of a loss or a number and got {self._rest()}")
            if not self._take("mark", "*"):
                break
        if len(losses) != 1:
            self._fail("each term of the sum is one loss, with or without a number before it: 0.5*jaccard")
        if not 0 < weight < math.inf:
            self._fail(f"the weight of {losses[0][0]} must be above 0 and finite, not {weight:g}")
        return Term(weight, *losses[0])

    def _loss(self, name: str) -> tuple[str, LossOptions]:
        if name not in CATALOGUE:
            self._fail(f"there is no loss {name!r}{_nearest(name, list(CATALOGUE))} There are: {', '.join(CATALOGUE)}")
        arguments: dict[str, object] = {}
        if self._take("mark", "(") and not self._take("mark", ")"):
            while True:
                key = self._take("word")
                if key is None or not self._take("mark", "="):
                    self._fail(f"{name} expects argument=value and got {self._rest()}")
                if key in arguments:
                    self._fail(f"{name} has {key} twice")
                arguments[key] = self._value(name, key)
                if self._take("mark", ")"):
                    break
                if not self._take("mark", ","):
                    self._fail(f"expected , or ) after {key} and got {self._rest()}")
        return name, self._options(name, arguments)

    def _value(self, name: str, key: str) -> object:
        if (number := self._take("number")) is not None:
            return float(number)
        word = self._take("word")
        if word is None:
            self._fail(f"{name}({key}=...) expects a number or a word and got {self._rest()}")
        return _CONSTANTS.get(word.lower(), word)

    def _options(self, name: str, arguments: dict[str, object]) -> LossOptions:
        kind = CATALOGUE[name]
        known = list(kind.model_fields)
        for key in arguments:
            if key not in known:
                there = f"There are: {', '.join(known)}" if known else "It has none"
                self._fail(f"{name} has no argument {key!r}{_nearest(key, known)} {there}")
        try:
            return kind.model_validate(arguments)
        except ValidationError as error:
            first = error.errors()[0]
            key = str(first["loc"][0])
            if first["type"] == "missing":
                self._fail(f"{name} needs {key}, for example {name}({key}=3)")
            self._fail(f"{name}({key}={_written(arguments[key])}): {first['msg'][:1].lower()}{first['msg'][1:]}")
