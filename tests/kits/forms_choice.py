"""Choose combinations of levels of factors: by chance, or so that few of them have many pairs of levels."""

from __future__ import annotations

import itertools
import re
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Generic, Literal, TypeVar

import numpy as np

Levels = dict[str, tuple[str, ...]]
F = TypeVar("F")
Verdict = Literal["same", "refused", "wrong", "crashed"]


@dataclass(frozen=True, eq=False)
class Choice(Generic[F]):
    """The levels of each factor, and which cannot stand together.

    Attributes
    ----------
    usual : the form that has the usual level of every factor: an instance of a dataclass whose fields are the factors.
    factors : the levels of each field, in the order of the fields.
    excluded : a combination is none where some entry has all its levels.
    """

    usual: F
    factors: Mapping[str, tuple[str, ...]]
    excluded: Sequence[Levels]

    def fits(self, levels: Mapping[str, str]) -> bool:
        """Whether levels of the first factors can be those of one form, or of all factors are."""
        return not any(all(levels.get(name) in some for name, some in rule.items()) for rule in self.excluded)

    def drawn(self, seed: int, usual: float = 0.5) -> F:
        """A form by chance, in which each factor has its usual level with the probability ``usual`` where that fits."""
        rng = np.random.default_rng(seed)
        levels: dict[str, str] = {}
        while len(levels) < len(self.factors):
            name = list(self.factors)[len(levels)]
            fitting = [level for level in self.factors[name] if self.fits({**levels, name: level})]
            if not fitting:  # begun with what nothing can follow
                levels = {}
            elif getattr(self.usual, name) in fitting and rng.random() < usual:
                levels[name] = getattr(self.usual, name)
            else:
                levels[name] = str(rng.choice(fitting))
        return type(self.usual)(**levels)

    def covering(self, count: int, seed: int = 0, candidates: int = 12) -> Iterator[F]:
        """``count`` forms in which as many pairs of levels of two factors occur together as a greedy choice reaches:
        each is the one of ``candidates`` drawn forms with most pairs that none before it had (Cohen et al. 1997)."""
        seen: set[Any] = set()
        for number in range(count):
            some = [self.drawn(seed + number * candidates + i, 0.2) for i in range(candidates)]
            pairs = [set(itertools.combinations(levels_of(form).items(), 2)) for form in some]
            best = max(range(candidates), key=lambda i: len(pairs[i] - seen))
            seen |= pairs[best]
            yield some[best]

    def words(self, form: F) -> str:
        """What of a form is not usual."""
        other = [f"{name} {v}" for name, v in levels_of(form).items() if v != getattr(self.usual, name)]
        return ", ".join(other) or "the usual form"


def levels_of(form: Any) -> dict[str, str]:
    """The level of each factor."""
    return asdict(form)


def these(**levels: str | tuple[str, ...]) -> Levels:
    """An entry of `Choice.excluded`: the levels of some factors."""
    return {name: level if isinstance(level, tuple) else (level,) for name, level in levels.items()}


def all_but(factors: Mapping[str, tuple[str, ...]], factor: str, *levels: str) -> Levels:
    """An entry of `Choice.excluded`: the levels of a factor without some."""
    return {factor: tuple(level for level in factors[factor] if level not in levels)}


def too_large(dtype: str, fills: Sequence[str]) -> tuple[str, ...]:
    """The fills, numbers as text, that a type cannot hold; words are passed over."""
    if dtype.startswith("float"):
        return ()
    limits = np.iinfo(dtype)

    def fails(fill: str) -> bool:
        try:
            number = float(fill)
        except ValueError:
            return False
        return not (number.is_integer() and limits.min <= number <= limits.max)

    return tuple(fill for fill in fills if fails(fill))


@dataclass(frozen=True)
class Outcome:
    """What became of a form.

    Attributes
    ----------
    said : the refusal, or what was wrong.
    tells : whether the form says all that is needed; False where nothing can tell it, None where both answers do.
    """

    form: Any
    verdict: Verdict
    said: str = ""
    tells: bool | None = None

    @property
    def is_fault(self) -> bool:
        """Wrong, crashed, refused although it says all that is needed, or read although nothing tells."""
        if self.verdict == "refused":
            return self.tells is True
        return self.verdict != "same" or self.tells is False

    def __str__(self) -> str:
        return f"{self.verdict}: {self.form}: {self.said}"


def tried(form: Any, tells: bool | None, difference: Callable[[], str]) -> Outcome:
    """Read a form and compare; ``difference`` gives what was wrong, empty for nothing."""
    from l4s_core.base.errors import InputError

    try:
        wrong = difference()
    except InputError as error:
        text = str(error).strip()
        if "\n" in text or "Traceback" in text or len(text) < 20:
            return Outcome(form, "crashed", f"refused without a sentence: {text}", tells)
        return Outcome(form, "refused", re.sub(r"(?<!\w)/\S*/", "", text), tells)
    except Exception:
        return Outcome(form, "crashed", traceback.format_exc(limit=-3), tells)
    return Outcome(form, "wrong" if wrong else "same", wrong, tells)
