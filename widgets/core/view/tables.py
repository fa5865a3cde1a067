"""The tables of a lesson, and the kernels' source: what a simulation shows of itself beside its card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from ..bibliography import cite
from ..fields import ASSUMED
from ..match import KINDS, Match
from ..settings import course
from .words import range_text, source_text, value_text, with_unit

if TYPE_CHECKING:
    from ..simulation import Simulation


@dataclass(frozen=True)
class Displayed:
    """Something for a notebook or the book to show: HTML, and plain text for where there is none."""

    markup: str
    text: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/html": self.markup, "text/plain": self.text}


def parameters(simulation: Simulation) -> Displayed:
    """Return every input with its default, range and source, as declared."""
    rows = [
        [each.label or name, value_text(each), range_text(each), source_text(each)]
        for name, each in simulation.inputs.fields.items()
        if each.listed
    ]
    return _displayed_table(simulation, ["Parameter", "Default", "Range", "Source"], rows, "parameters")


def match_table(simulation: Simulation) -> Displayed:
    """Return published numbers beside the model's, with misfit and what kind of agreement it is."""
    rows = []
    for match in simulation.matches:
        computed = match.compute()
        source = "our own computation" if match.source == ASSUMED else cite(match.source).short
        rows.append(
            [
                match.claim,
                _published_text(match),
                with_unit(format(computed, match.format), match.unit),
                _misfit_text(match, computed),
                match.kind,
                source,
            ]
        )
    kinds = {match.kind for match in simulation.matches}
    legend = " ".join(f"{kind.capitalize()}: {meaning}." for kind, meaning in KINDS.items() if kind in kinds)
    published = "Published, or our band" if "regression band" in kinds else "Published"
    shown = _displayed_table(simulation, ["What", published, "This model", "Misfit", "Kind", "Source"], rows, "matches")
    return Displayed(f'{shown.markup}<p class="sim-legend">{escape(legend)}</p>', f"{shown.text}\n{legend}")


def limits(simulation: Simulation) -> Displayed:
    """Return the badge, what it means, and what the model leaves out."""
    badge = f"{simulation.badge.capitalize()}: {course().badges[simulation.badge]}. Evidence: {simulation.evidence}."
    items = Markup("").join(Markup("<li>{}</li>").format(text) for text in simulation.leaves_out)
    body = Markup('<p><span class="sim-badge">{}</span></p><ul class="sim-limits">{}</ul>').format(badge, items)
    return Displayed(body, "\n- ".join([badge, *simulation.leaves_out]))


def code(simulation: Simulation) -> Displayed:
    """Return the source of the simulation's kernels, coloured."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    source = "\n\n".join(kernel.source for kernel in simulation.kernels)
    coloured = highlight(source, PythonLexer(), HtmlFormatter(cssclass="highlight"))
    return Displayed(f"<details class='sim-code'><summary>The kernel, as it runs</summary>{coloured}</details>", source)


def table(head: list[str], rows: list[list[str]]) -> Markup:
    """Return rows of words as a table whose first column names its rows.

    In a narrow place its style makes a block of each row, with the heads as labels. What is no longer laid out as a
    table would be none for a screen reader, if roles did not say so.
    """
    cell = Markup('<{} role="{}"{}>{}</{}>')
    line = Markup('<tr role="row">{}</tr>')

    def row_of(words: list[str]) -> Markup:
        cells = [cell.format("td", "cell", Markup(' data-label="{}"').format(label), word, "td")
                 for label, word in zip(head[1:], words[1:], strict=True)]  # fmt: skip
        return line.format(Markup("").join([cell.format("th", "rowheader", Markup(' scope="row"'), words[0], "th"), *cells]))

    top = Markup("").join(cell.format("th", "columnheader", Markup(' scope="col"'), word, "th") for word in head)
    return Markup('<table role="table"><thead role="rowgroup">{}</thead><tbody role="rowgroup">{}</tbody></table>').format(
        line.format(top), Markup("").join(map(row_of, rows))
    )


def _displayed_table(simulation: Simulation, head: list[str], rows: list[list[str]], kind: str) -> Displayed:
    text = "\n".join(" | ".join(row) for row in [head, *rows])
    region = Markup('<div class="sim-table sim-{}" data-rows="{}" role="region" aria-label="{}">{}</div>')
    return Displayed(region.format(kind, len(rows), f"{head[0]}: {simulation.title}", table(head, rows)), text)


def _published_text(match: Match) -> str:
    if isinstance(match.published, tuple):
        low, high = match.published
        return with_unit(f"{format(low, match.format)} to {format(high, match.format)}", match.unit)
    return with_unit(format(match.published, match.format), match.unit)


def _misfit_text(match: Match, computed: float) -> str:
    text = format(match.misfit(computed), "+" + match.format)
    return text if text.strip("+-0.%") else text[1:]  # nothing is neither above nor below
