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
        misconception: randomness_decides        # a key of book/misconceptions.yml; every wrong option has one
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

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

KINDS = ("single", "multiple", "number", "text")
MISCONCEPTIONS = Path(__file__).resolve().parents[2] / "misconceptions.yml"

_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
_SIMULATION = re.compile(r"[a-z][a-z0-9_]*/[a-z][a-z0-9_]*")
_REQUIRED = object()


class BankError(ValueError):
    """A question bank that cannot be used; the text begins with file and line."""


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
    misconception: str


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


def read_misconceptions(path: Path = MISCONCEPTIONS) -> dict[str, str]:
    """Read the course's list of misconceptions: a name and the sentence that people believe."""
    root = _Entry.parse(path)
    return {name: root.text(name) for name in root.names}


def read_bank(path: Path, misconceptions: Collection[str] | None = None) -> Bank:
    """Read and check one bank; without `misconceptions` those of the course are the allowed ones."""
    known = read_misconceptions() if misconceptions is None else misconceptions
    root = _Entry.parse(path)
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


def _question(entry: _Entry, objectives: Collection[str], known: Collection[str]) -> Question:
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


def _options(entry: _Entry, kind: str, known: Collection[str]) -> tuple[Option, ...]:
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


def _misconception(item: _Entry, known: Collection[str]) -> str:
    name = item.text("misconception")
    item.require(name in known, f"misconception {name!r} is not in book/misconceptions.yml: add it", "misconception")
    return name


def _number(entry: _Entry, known: Collection[str]) -> dict[str, Any]:
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


def _recipe(entry: _Entry) -> Recipe:
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


class _Entry:
    """A YAML mapping that knows its lines: fields are taken one by one, what is left over is an error."""

    def __init__(self, path: Path, node: yaml.Node) -> None:
        self._path, self._node = path, node
        self._keys: dict[str, yaml.Node] = {}
        self._fields: dict[str, yaml.Node] = {}
        self._taken: set[str] = set()
        if not isinstance(node, yaml.MappingNode):
            raise self._error("expected `name: value` lines here", node)
        for key, value in node.value:
            name = str(key.value)
            if name in self._fields:
                raise self._error(f"{name!r} is given twice", key)
            self._keys[name], self._fields[name] = key, value

    @classmethod
    def parse(cls, path: Path) -> _Entry:
        """Read a whole file, which should be one mapping."""
        try:
            node = yaml.compose(path.read_text("utf8"), Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise BankError(f"{path}:{line}: {error.problem or error.context}") from None
        except yaml.YAMLError as error:
            raise BankError(f"{path}:1: {error}") from None
        if node is None:
            raise BankError(f"{path}:1: the file is empty")
        return cls(path, node)

    @property
    def names(self) -> list[str]:
        """The names that the file gives, in their order."""
        return list(self._fields)

    def line(self) -> int:
        """Return the line that the mapping begins on."""
        return int(self._node.start_mark.line) + 1

    def require(self, condition: object, message: str, name: str) -> None:
        """Raise `BankError` at the field `name` unless the condition holds."""
        if not condition:
            raise self._error(message, self._keys.get(name, self._node))

    def require_identifier(self, text: str, name: str) -> None:
        """Raise `BankError` at the field `name` unless the text can name something."""
        self.require(_IDENTIFIER.fullmatch(text), f"{text!r} should be lower case, digits and underscores", name)

    def finish(self) -> None:
        """Raise if the file gives a name that nobody asked for."""
        for name, key in self._keys.items():
            if name not in self._taken:
                raise self._error(f"{name!r} is not known here; known are {', '.join(sorted(self._taken))}", key)

    def text(self, name: str, default: Any = _REQUIRED) -> Any:
        """Take a text; numbers and dates that YAML would read into it are refused."""
        return self._scalar(name, default, str, "a text; quote it if it looks like a number or holds `: `")

    def flag(self, name: str, default: Any = _REQUIRED) -> Any:
        """Take true or false."""
        return self._scalar(name, default, bool, "true or false")

    def whole(self, name: str, default: Any = _REQUIRED) -> Any:
        """Take a whole number."""
        return self._scalar(name, default, int, "a whole number")

    def number(self, name: str, default: Any = _REQUIRED) -> Any:
        """Take a finite number; whole numbers stay whole."""
        value = self._scalar(name, default, (int, float), "a number such as 8.19 or 2.0e+7")
        self.require(math.isfinite(value), f"{name!r} should be finite", name)
        return value

    def one_of(self, name: str, allowed: Collection[str]) -> str:
        """Take a text that is one of those allowed."""
        value: str = self.text(name)
        self.require(value in allowed, f"{name} {value!r} should be one of {', '.join(allowed)}", name)
        return value

    def entry(self, name: str, default: Any = _REQUIRED) -> Any:
        """Take a mapping."""
        node = self._take(name, default)
        return _Entry(self._path, node) if isinstance(node, yaml.Node) else node

    def entries(self, name: str, default: Any = _REQUIRED) -> Any:
        """Take a list of mappings, at least one."""
        node = self._take(name, default)
        if not isinstance(node, yaml.Node):
            return node
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            raise self._error(f"{name!r} should be a list: lines that begin with `- `", node)
        return [_Entry(self._path, item) for item in node.value]

    def _take(self, name: str, default: Any) -> Any:
        self._taken.add(name)
        if name in self._fields:
            return self._fields[name]
        if default is _REQUIRED:
            raise self._error(f"{name!r} is missing", self._node)
        return default

    def _scalar(self, name: str, default: Any, kind: Any, words: str) -> Any:
        node = self._take(name, default)
        if not isinstance(node, yaml.Node):
            return node
        value = yaml.SafeLoader("").construct_document(node)
        # bool is an int in Python, but `points: true` is a mistake
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self._error(f"{name!r} should be {words}", node)
        if isinstance(value, str):
            value = " ".join(value.split())
            if not value:
                raise self._error(f"{name!r} is empty", node)
        return value

    def _error(self, message: str, node: yaml.Node) -> BankError:
        return BankError(f"{self._path}:{node.start_mark.line + 1}: {message}")
