"""The figure language: what a trace, or the layout, of a `View` says in its ``meta`` of where its numbers come from.

Each rule is declared once, here: its name, what it may hold in Python and in TypeScript, and what it means. A `View`
is read by these declarations when it is made, and whatever they do not know is refused; docs/figure_language.md and
the types of the page (spec.d.ts) hold what `tables` and `typescript` return, which tests compare. The rules are
followed by figure.py in Python and by readers.js in the page, which a test compares figure by figure.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

_REFERENCE = re.compile(r"(?P<name>[a-z]\w*)(?P<framed>\[frame\])?")
_PATH = re.compile(r"[a-z]\w*(\[\d+\])?(\.[a-z]\w*(\[\d+\])?)*")
_STEP = re.compile(r"\w+")


def _rule(read: Callable[[Any], Any], typescript: str, meaning: str, name: str = "") -> dict[str, Any]:
    """Declare what a rule holds: `read` checks and returns what an author has written, or raises TypeError or ValueError.

    `typescript` is its type in the page, `name` what authors write, if not the name here.
    """
    return {"read": read, "typescript": typescript, "meaning": meaning, "name": name}


# What a rule may hold ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reference:
    """The name of an input or output, such as ``tumour``; ``cells[frame]`` is the current frame of one with frames."""

    name: str
    framed: bool = False

    @classmethod
    def read(cls, given: Any) -> Self:
        """Return the reference that a text names."""
        match = _REFERENCE.fullmatch(_text(given))
        if match is None:
            raise ValueError(f"{given!r} is not the name of an input or output, nor name[frame]")
        return cls(match["name"], match["framed"] is not None)


def _text(given: Any) -> str:
    if not isinstance(given, str) or not given:
        raise TypeError(f"{given!r} is not a text")
    return given


def _flag(given: Any) -> bool:
    if not isinstance(given, bool):
        raise TypeError(f"{given!r} is neither True nor False")
    return given


def _whole(given: Any) -> int:
    if isinstance(given, bool) or not isinstance(given, int):
        raise TypeError(f"{given!r} is not a whole number")
    return given


def _count(given: Any) -> int:
    if _whole(given) < 1:
        raise ValueError(f"{given!r} is not greater than 0")
    return int(given)


def _entries(given: Any) -> tuple[Any, ...]:
    if isinstance(given, str) or not isinstance(given, Sequence) or not given:
        raise TypeError(f"{given!r} is not a list with an entry")
    # Plotly throws the place of an empty text away.
    return tuple(" " if each == "" else each for each in given)


@dataclass(frozen=True)
class _Rules:
    """A set of rules, read from what an author has written."""

    @classmethod
    def read(cls, given: Any) -> Self:
        """Return these rules as `given`; refuse other names with the nearest known one, and what a rule cannot hold."""
        known = rules_of(cls)
        if not isinstance(given, Mapping):
            raise TypeError(f"{given!r} is not a mapping with {', '.join(map(repr, known))}")
        for name in given:
            if name not in known:
                near = difflib.get_close_matches(str(name), known, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"there is {', '.join(known)}"
                raise TypeError(f"there is no rule {name!r}; {hint}")
        for name, rule in known.items():
            if is_needed(rule) and name not in given:
                raise TypeError(f"{dict(given)!r} does not say {name!r}")
        return cls(**{known[name].name: _said(name, known[name].metadata["read"], each) for name, each in given.items()})


def rules_of(rules: type[_Rules]) -> dict[str, dataclasses.Field[Any]]:
    """Return the declaration of each rule by the name that an author writes."""
    return {each.metadata["name"] or each.name: each for each in dataclasses.fields(rules)}


def is_needed(rule: dataclasses.Field[Any]) -> bool:
    """Say whether a rule must be given."""
    return rule.default is dataclasses.MISSING and rule.default_factory is dataclasses.MISSING


def _said(where: str, read: Callable[[Any], Any], given: Any) -> Any:
    """Return what `read` makes of `given`; an error begins with where it is."""
    try:
        return read(given)
    except (TypeError, ValueError) as error:
        raise type(error)(f"{where}: {error}") from None


@dataclass(frozen=True)
class LookUp(_Rules):
    """Small whole numbers of an input or output, each looked up in a list."""

    field: Reference = dataclasses.field(
        metadata=_rule(Reference.read, "string", "the input or output that holds the whole numbers"))
    values: tuple[Any, ...] = dataclasses.field(metadata=_rule(_entries, "unknown[]", "what is shown for 0, 1, 2 ..."))


@dataclass(frozen=True)
class Only(_Rules):
    """The points of one kind."""

    field: Reference = dataclasses.field(
        metadata=_rule(Reference.read, "string", "the input or output that holds the kind of each point"))
    kind: int = dataclasses.field(metadata=_rule(_whole, "number", "the kind whose points are kept", name="is"))


Binding = Reference | LookUp


def _binding(given: Any) -> Binding:
    return LookUp.read(given) if isinstance(given, Mapping) else Reference.read(given)


def _bindings(given: Any) -> dict[str, Binding]:
    if not isinstance(given, Mapping):
        raise TypeError(f"{given!r} is not a mapping of attributes to inputs and outputs")
    for path in given:
        if not isinstance(path, str) or not _PATH.fullmatch(path):
            raise ValueError(f"{path!r} is not an attribute such as marker.size or shapes[0].x0")
    return {path: _said(path, _binding, each) for path, each in given.items()}


# The rules ---------------------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class LayoutRules(_Rules):
    """What the ``meta`` of a layout may say."""

    bind: Mapping[str, Binding] = dataclasses.field(default_factory=dict, metadata=_rule(
        _bindings, "Record<string, Binding>",
        "fills attributes, such as `marker.size` or `shapes[0].x0`, each from an input or output; a single number for `x` "
        "or `y` of a trace is repeated beside each entry of the other axis"))  # fmt: skip

    def references(self) -> list[Reference]:
        """Return every input and output that is shown."""
        return list(map(field_of, self.bind.values()))


@dataclass(frozen=True)
class TraceRules(LayoutRules):
    """What the ``meta`` of a trace may say."""

    only: Only | None = dataclasses.field(default=None, metadata=_rule(
        Only.read, "Only", "keeps the points of one kind: a trace for each kind of point moves faster in a page than one "
        "trace with a look for each point"))  # fmt: skip
    when: Reference | None = dataclasses.field(default=None, metadata=_rule(
        Reference.read, "string", "names a flag without which the trace has no points"))  # fmt: skip
    lift: int | None = dataclasses.field(default=None, metadata=_rule(
        _count, "number", "lifts the pen after every so many points of a line"))  # fmt: skip
    label: str | None = dataclasses.field(default=None, metadata=_rule(
        _text, "string", "names a line at its end; names that would lie on each other move apart"))  # fmt: skip
    before: bool = dataclasses.field(default=False, metadata=_rule(
        _flag, "boolean", "keeps, in the page, a dotted copy of the line as it was before the last move"))  # fmt: skip

    def references(self) -> list[Reference]:
        """Return every input and output that is shown."""
        conditions = [self.only.field if self.only else None, self.when]
        return [*super().references(), *(condition for condition in conditions if condition)]


def field_of(binding: Binding) -> Reference:
    """Return the input or output that a binding reads."""
    return binding.field if isinstance(binding, LookUp) else binding


# Reading a figure --------------------------------------------------------------------------------------------------


def read_trace(trace: Mapping[str, Any]) -> TraceRules:
    """Return the rules of a trace; raise TypeError or ValueError for what it cannot mean."""
    rules = TraceRules.read(trace.get("meta", {}))
    if rules.label and trace.keys() & {"xaxis", "yaxis"}:
        raise ValueError(f"label: {rules.label!r} cannot stand on a second axis")
    _check_places(trace, rules.bind)
    return rules


def read_layout(layout: Mapping[str, Any]) -> LayoutRules:
    """Return the rules of a layout; raise TypeError or ValueError for what it cannot mean."""
    rules = LayoutRules.read(layout.get("meta", {}))
    _check_places(layout, rules.bind)
    return rules


def steps_to(path: str) -> list[str | int]:
    """Return the keys and indices on the way to ``shapes[0].x0``."""
    return [int(step) if step.isdigit() else step for step in _STEP.findall(path)]


def _check_places(holder: Mapping[str, Any], bind: Mapping[str, Binding]) -> None:
    """Raise ValueError for an entry of a list that is not there, such as ``shapes[6]``."""
    for path in bind:
        node: Any = holder
        for step in steps_to(path):
            if isinstance(step, int) and not (isinstance(node, Sequence) and step < len(node)):
                raise ValueError(f"bind: {path!r} is an entry of a list that is not there")
            node = node[step] if isinstance(step, int) else node.get(step, {}) if isinstance(node, Mapping) else {}


# The same, for people and for the page -----------------------------------------------------------------------------

_WRITTEN = {TraceRules: "TraceMeta", LayoutRules: "LayoutMeta", LookUp: "LookUp", Only: "Only"}


def tables() -> str:
    """Return all rules as tables of Markdown, each under the name of its type in the page."""
    lines = []
    for rules, written in _WRITTEN.items():
        lines += [f"## {written}", "", _about(rules), "", "| rule | holds | meaning |", "|---|---|---|"]
        lines += [f"| `{name}` | `{rule.metadata['typescript']}` | {rule.metadata['meaning']} |" for name, rule in rules_of(rules).items()]
        lines.append("")
    return "\n".join(lines)


def typescript() -> str:
    """Return the types of the page: what a `View` has made sure of."""
    lines = ["export type Binding = string | LookUp;"]
    for rules, written in _WRITTEN.items():
        lines += ["", f"/** {_about(rules)} */", f"export interface {written} {{"]
        for name, rule in rules_of(rules).items():
            lines += [f"  /** {rule.metadata['meaning']} */", f"  {name}{'?' * (not is_needed(rule))}: {rule.metadata['typescript']};"]
        lines.append("}")
    return "\n".join(lines) + "\n"


def _about(rules: type[_Rules]) -> str:
    return (rules.__doc__ or "").replace("``", "`")
