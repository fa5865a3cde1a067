"""The ten parts of a lesson, in their order, and the boxes that may stand where they fit.

A reader who has seen one lesson finds the way in every other; what the parts are for is said in
`docs/adding_a_lesson.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tests.chapters.lesson_text import Block

GUESS = re.compile(r"\b(guess|expect|predict|decide before|what do you think)", re.IGNORECASE)
MODEL, MATCH, LIMITS, SOURCES = "The model", "Does it match?", "What this model leaves out", "Sources"


def faults(blocks: Sequence[Block]) -> list[str]:
    """Say what a lesson lacks, or has in another order."""
    found = list(_missing(blocks))
    if found:
        return found
    places = {part: places[0] for part, places in _parts(blocks).items()}
    order = sorted(places, key=places.__getitem__)
    return [] if order == list(places) else [f"the parts stand in the order {', '.join(order)}"]


def objectives(blocks: Sequence[Block]) -> list[str]:
    """Return what the lesson says that a reader can do afterwards: the list before the first section."""
    return [block.text.rstrip(";,. ") for block in blocks if block.kind == "item" and len(block.section) == 1]


def _parts(blocks: Sequence[Block]) -> dict[str, list[int]]:
    """Return where each of the ten parts can be found."""
    where = list(enumerate(blocks))
    code = [(at, block) for at, block in where if block.kind == "code"]
    shown = [at for at, block in code if not re.search(r"\.\w+\(", block.text)]
    simulation = shown[0] if shown else len(blocks)
    headings = [(at, block) for at, block in where if block.kind == "heading"]
    sections = {block.section[1]: at for at, block in headings if len(block.section) == 2}
    model = sections.get(MODEL, len(blocks))
    prose = [at for at, block in where if block.plain and not block.boxes and len(block.section) > 1]
    asking = [at for at, block in where if at < simulation and len(block.section) > 1 and GUESS.search(block.text)]
    return {
        "question": [at for at, block in headings if len(block.section) == 1 and block.section[0]],
        "objectives": [at for at, block in where if block.kind == "item" and len(block.section) == 1],
        "scene": [at for at in prose if not asking or at < asking[0]],
        "guess": asking,
        "simulation": shown,
        "reason": [at for at in prose if simulation < at < model],
        "the model": [sections[MODEL]] if MODEL in sections else [],
        "the match": [sections[MATCH]] if MATCH in sections else [],
        "the limits": [sections[LIMITS]] if LIMITS in sections else [],
        "sources": [sections[SOURCES]] if SOURCES in sections else [],
    }


def _missing(blocks: Sequence[Block]) -> Iterator[str]:
    for part, places in _parts(blocks).items():
        if not places:
            yield f"there is no part {part!r}"
    for section, call in {MODEL: ".parameters()", MATCH: ".match_table()", LIMITS: ".limits()"}.items():
        calls = [block for block in blocks if block.kind == "code" and section in block.section]
        if not any(call in block.text for block in calls):
            yield f"no cell under {section!r} shows {call}"
    if not any(".code()" in block.text for block in blocks if block.kind == "code" and MODEL in block.section):
        yield f"no cell under {MODEL!r} shows .code()"
    for box, count in {"claim": 1, "exercise": 2, "solution": 2}.items():
        if len({block.opened for block in blocks if box in block.boxes}) < count:
            yield f"a lesson has at least {count} box{'es' * (count > 1)} of the kind {box!r}"
