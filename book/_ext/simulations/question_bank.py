"""Read a lesson's question bank: one YAML file beside the lesson, checked as it is read.

`chapters/immune/three_es.md` has its questions in `chapters/immune/three_es.questions.yml`.
The page shows them as self-checks, a test recomputes the numbers, a quiz export may read the same file::

    objectives:                       # what a reader can do after the lesson; each is asked by a question
      two_fates: Explain how the same body can hold one tumour and lose to another.
      read_equilibrium: Read the size of a held tumour off the curve.

    questions:
    - id: what_decides                # unique in the file; lower case, digits, underscores
      kind: single                    # single, multiple, number or text
      objective: two_fates
      points: 1                       # optional, 1 by default
      prompt: Two mice have the **same** supply of killer cells. Why can one tumour stay and the other grow?
      options:                        # single: one is correct; multiple: at least one correct, one wrong
      - text: The tumours started at different sizes.
        correct: true
        reason: With a weak supply there are two endings, and the start decides which is reached.
      - text: The model draws a random number.
        misconception: randomness_decides        # a key of the book's list of misconceptions
        reason: Nothing here is random. The same start always gives the same curve.

    - id: held_size
      kind: number
      objective: read_equilibrium
      prompt: How large is the held tumour at the settings that the lesson opens with?
      answer: 8.19
      tolerance: 0.1                  # absolute, in the unit of the answer; 0 for what is counted
      unit: million cells             # optional
      reason: The curve swings and settles there. It is held, not cured.
      computed:                       # where the number comes from, recomputed by a test ...
        simulation: immune/surveillance
        output: tumour_end            # ... a scalar output, or one entry of an array with `at: -1` ...
        inputs: {days: 2000}          # ... for these inputs, the defaults otherwise
        # or, instead of output and inputs: `match: Dormant tumour`, one of the simulation's published matches
      # or, instead of computed: `source: kuznetsov1994`, a key of book/references.bib
      near_misses:                    # optional: wrong numbers that have a reason
      - answer: 0
        misconception: held_is_cured
        reason: The line lies low on the axis, but it never reaches nothing.

    - id: say_it_yourself
      kind: text
      objective: two_fates
      prompt: In two sentences, tell a friend why a smaller tumour is not always the safer one.
      answer: A small tumour may call too few killer cells. ...

Prompts, options, reasons and answers take `**bold**` and `*italics*`, nothing else.
Whatever is wrong raises `BankError`, whose text begins with the file and the line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from .entries import REQUIRED, Entry

KINDS = ("single", "multiple", "number", "text")

_SIMULATION = re.compile(r"[a-z][a-z0-9_]*/[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Option:
    """One choice of a question, or one wrong number, and the reason that the reader is given for it."""

    text: str
    correct: bool
    reason: str
    misconception: str | None


@dataclass(frozen=True)
class NearMiss:
    """A wrong number that a known misconception leads to."""

    answer: float
    reason: str
    misconception: str | None


@dataclass(frozen=True)
class Recipe:
    """Where a number comes from: an output of a run, or one of the simulation's published matches."""

    simulation: str
    output: str | None
    at: int | None
    inputs: Mapping[str, float]
    match: str | None


@dataclass(frozen=True)
class Question:
    """One question; the fields that its kind does not use are empty."""

    id: str
    kind: str
    prompt: str
    objective: str
    points: float
    line: int
    options: tuple[Option, ...] = ()
    answer: float | str | None = None
    tolerance: float = 0.0
    unit: str = ""
    reason: str = ""
    computed: Recipe | None = None
    source: str | None = None
    near_misses: tuple[NearMiss, ...] = ()


@dataclass(frozen=True)
class Bank:
    """The objectives and questions of one lesson."""

    path: Path
    objectives: Mapping[str, str]
    questions: tuple[Question, ...]

    def unasked(self) -> list[str]:
        """Name the objectives that no question asks for."""
        asked = {question.objective for question in self.questions}
        return [name for name in self.objectives if name not in asked]


def bank_path(lesson: Path) -> Path:
    """Return where the questions of a lesson's file are kept, whether or not they exist."""
    return lesson.with_suffix(".questions.yml")


def read_misconceptions(path: Path) -> dict[str, str]:
    """Read a list of misconceptions: a name and the sentence that people believe."""
    root = Entry.parse(path)
    return {name: root.text(name) for name in root.names}


def read_bank(path: Path, known: Collection[str] | None = None) -> Bank:
    """Read and check one bank; `known` are the misconceptions of the book: each wrong answer has one, if there are some."""
    root = Entry.parse(path)
    listed = root.entry("objectives")
    objectives = {name: listed.text(name) for name in listed.names}
    for name in objectives:
        listed.require_identifier(name, name)
    questions: list[Question] = []
    for entry in root.entries("questions"):
        question = _question(entry, objectives, known)
        entry.require(question.id not in {q.id for q in questions}, f"the id {question.id!r} occurs twice", "id")
        questions.append(question)
    root.finish()
    return Bank(path, MappingProxyType(objectives), tuple(questions))


def _question(entry: Entry, objectives: Collection[str], known: Collection[str] | None) -> Question:
    kind = entry.one_of("kind", KINDS)
    fields: dict[str, Any] = {
        "id": entry.text("id"),
        "kind": kind,
        "prompt": entry.text("prompt"),
        "objective": entry.one_of("objective", objectives),
        "points": entry.number("points", 1.0),
        "line": entry.line(),
    }
    entry.require_identifier(fields["id"], "id")
    entry.require(fields["points"] > 0, "points should be more than 0", "points")
    if kind in ("single", "multiple"):
        fields["options"] = _options(entry, kind, known)
    elif kind == "number":
        fields |= _number(entry, known)
    else:
        fields["answer"] = entry.text("answer")
    entry.finish()
    return Question(**fields)


def _options(entry: Entry, kind: str, known: Collection[str] | None) -> tuple[Option, ...]:
    options = []
    for item in entry.entries("options"):
        correct = item.flag("correct", False)
        if correct:
            item.require("misconception" not in item.names, "a correct option has no misconception", "misconception")
        misconception = None if correct else _misconception(item, known)
        options.append(Option(item.text("text"), correct, item.text("reason"), misconception))
        item.finish()
    right = sum(option.correct for option in options)
    if kind == "single":
        entry.require(right == 1, f"a single choice has one correct option, not {right}", "options")
    entry.require(right > 0, "no option is correct", "options")
    entry.require(right < len(options), "no option is wrong", "options")
    texts = [option.text for option in options]
    entry.require(len(set(texts)) == len(texts), "two options have the same text", "options")
    return tuple(options)


def _misconception(item: Entry, known: Collection[str] | None) -> str | None:
    name: str | None = item.text("misconception", None if known is None else REQUIRED)
    given = known is None or name in known
    item.require(given, f"misconception {name!r} is not in the book's list of misconceptions: add it", "misconception")
    return name


def _number(entry: Entry, known: Collection[str] | None) -> dict[str, Any]:
    answer, tolerance = entry.number("answer"), entry.number("tolerance")
    exact = tolerance == 0 and answer == int(answer)
    entry.require(exact or tolerance > 0, "tolerance should be more than 0: nobody types all digits", "tolerance")
    origins = {"computed", "source"} & set(entry.names)
    entry.require(len(origins) == 1, "a number needs its origin: either `computed` or `source`", "answer")
    near_misses = []
    for item in entry.entries("near_misses", ()):
        near = NearMiss(item.number("answer"), item.text("reason"), _misconception(item, known))
        apart = abs(near.answer - answer) > tolerance
        item.require(apart, "a near miss within the tolerance counts as right", "answer")
        item.finish()
        near_misses.append(near)
    return {
        "answer": answer,
        "tolerance": tolerance,
        "unit": entry.text("unit", ""),
        "reason": entry.text("reason"),
        "computed": _recipe(entry.entry("computed")) if "computed" in origins else None,
        "source": entry.text("source", None),
        "near_misses": tuple(near_misses),
    }


def _recipe(entry: Entry) -> Recipe:
    simulation = entry.text("simulation")
    entry.require(_SIMULATION.fullmatch(simulation), f"simulation {simulation!r} should read part/name", "simulation")
    chosen = {"output", "match"} & set(entry.names)
    entry.require(len(chosen) == 1, "a computed number names either an `output` or a `match`", "simulation")
    inputs: dict[str, float] = {}
    at = None
    if "output" in chosen:
        given = entry.entry("inputs", None)
        inputs = {name: given.number(name) for name in given.names} if given else {}
        at = entry.whole("at", None)
    recipe = Recipe(simulation, entry.text("output", None), at, MappingProxyType(inputs), entry.text("match", None))
    entry.finish()
    return recipe
