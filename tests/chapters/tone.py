"""The phrases that a lesson must not use, and why: patient safety first, then the voice of the book.

A claim box quotes what people say in order to check it, so it may use any of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tests.chapters.lesson_text import Block

_PROMISE = "nothing here may promise or advise; the model is not about the reader"
_WAR = "no war words, no blame: people live with a disease, they do not win or lose"
_EMPTY = "an empty phrase: say what is meant, with the number"

RULES: dict[str, str] = {
    r"boost(s|ed|ing)? (your|the|our) immun": _PROMISE,
    r"immune.?boost": _PROMISE,
    r"\byour (own )?(risk|chances?|prognosis|survival|odds)\b": _PROMISE,
    r"\byou should (take|stop|avoid|ask for|skip|pause|delay)": _PROMISE,
    r"\bguarantee": _PROMISE,
    r"\bmiracle": _PROMISE,
    r"\bwonder (drug|cure)": _PROMISE,
    r"\bbreakthrough": _PROMISE,
    r"\bcures? (breast )?cancer": _PROMISE,
    r"\bnatural (remed|cure|treatment)": _PROMISE,
    r"\bdetox": _PROMISE,
    r"\bsuperfood": _PROMISE,
    r"\b(lost|losing|won|winning|beat|beats|beating|fights?|fighting|fought|battl\w+|conquer\w*)\b[^.?]*\bcancer": _WAR,
    r"\bfailed (the |her |his |their )?(chemo|treatment|therapy)": _WAR,
    r"\b(battles?|battling|warriors?|soldiers?|army|armies|enem(y|ies)|weapons?|war on)\b": _WAR,
    r"\b(victims?|sufferers?|suffers? from)\b": _WAR,
    r"\binterestingly\b": _EMPTY,
    r"\bcrucial": _EMPTY,
    r"\bplays? an? (key|crucial|vital|central|important|pivotal) role\b": _EMPTY,
    r"\bmultifaceted\b": _EMPTY,
    r"\bcomplex interplay\b": _EMPTY,
    r"\bpav(e|es|ed|ing) the way\b": _EMPTY,
    r"\bdelv(e|es|ed|ing)\b": _EMPTY,
    r"\blandscapes?\b": _EMPTY,
    r"\bin conclusion\b": _EMPTY,
    r"!": "no exclamation marks",
}
_RULES = [(re.compile(pattern, re.IGNORECASE), why) for pattern, why in RULES.items()]


@dataclass(frozen=True)
class Finding:
    """A forbidden phrase, where it stands and why it may not."""

    line: int
    phrase: str
    why: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.phrase!r}: {self.why}"


def lint(text: str, line: int = 0) -> list[Finding]:
    """Find the forbidden phrases of a text."""
    return [Finding(line, match[0], why) for pattern, why in _RULES for match in pattern.finditer(text)]


def lint_blocks(blocks: Iterable[Block]) -> list[Finding]:
    """Find the forbidden phrases of a lesson, its folded parts included, outside the claim boxes."""
    spoken = [block for block in blocks if block.kind != "code" and "claim" not in block.boxes]
    return [finding for block in spoken for finding in lint(block.text, block.line)]
