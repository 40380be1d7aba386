"""What was decided about an input, and why: said to the user, shown by ``l4s inspect``, kept in the run table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Confidence = Literal["given", "stated", "sure", "likely", "assumed"]
"""Who answered: the user, the metadata, values that leave no doubt, values that speak for it, nobody."""


@dataclass(frozen=True)
class Decision:
    """One question about an input and its answer.

    Attributes
    ----------
    subject : what was asked: ``"offset"``, ``"scale"``, ``"nodata"``, ``"mask"``, ``"fill"``, ``"bands"``, ``"level"``,
        ``"unit"``, ``"tiles"``.
    value : the answer as people read it: ``"-1000"``, ``"x 65535"``, ``"B2, B3, B4, B8"``.
    reason : the evidence, a clause that can stand behind the value in brackets.
    confidence : see `Confidence`.
    option : what answers it otherwise, without dashes (``"offset"``); None where nothing does.
    against : what speaks against an answer that was given, a clause; None where nothing does.
    """

    subject: str
    value: str
    reason: str
    confidence: Confidence
    option: str | None = None
    against: str | None = None

    @property
    def sentence(self) -> str:
        """``"Offset -1000 (darkest values B4 1051, B12 1113); say --offset if that is not right."``"""
        reason = f"{self.reason}, but {self.against}" if self.against else self.reason
        text = f"{self.subject[0].upper()}{self.subject[1:]} {self.value} ({reason})"
        open_question = self.confidence in ("likely", "assumed") and self.option
        return f"{text}; say --{self.option} if that is not right." if open_question else f"{text}."

    def plain(self) -> dict[str, str | None]:
        """As it is written to JSON and to the run table."""
        return dict(vars(self))
