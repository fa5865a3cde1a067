"""Guesses: what is refused when one is declared, how they compare, and that Python draws and says what the page does."""

import json
import pathlib
import subprocess

import pytest

from tests.core.demo import simulation
from widgets.core import Estimate, Pick, Sketch
from widgets.core.view import page
from widgets.core.view.spec import spec, to_json

ROOT = pathlib.Path(__file__).parents[2]
WORDS = {"question": "How many?", "view": "Over time", "near": "Near: {guess:.0f}, {answer:.0f}", "far": "Far: {guess:.0f}, {answer:.0f}", "alt": "Axes"}
PICK = {**WORDS, "near": "Yes. {left:.1f}", "far": "You said {guess}, it is {answer}.", "options": ("some", "none"), "answer": "gone"}
ESTIMATE = {**WORDS, "answer": "left", "low": 0, "high": 100, "step": 1, "within": 5, "axis": "y"}
SKETCH = {**WORDS, "at_place": 5, "point": "Day {place:.0f}: {guess:.0f}", "trace": "Atoms"}
atoms = simulation.views[0]
named = simulation.replace(views=(type(atoms)("Over time", [{**atoms.traces[0], "name": "Atoms"}], atoms.layout, alt="A line"), simulation.views[1]))


def asking(kind, declared, **changes):
    return named.replace(guess=kind(**{**declared, **changes}))


@pytest.mark.parametrize(("kind", "declared", "changes", "said"), [
    (Pick, PICK, {"view": "Later"}, "guess: view: no view 'Later'; there are 'Over time', 'Grid'"),
    (Pick, PICK, {"question": ""}, "guess: question is empty"),
    (Pick, PICK, {"answer": "lost"}, "guess: answer: no output 'lost'"),
    (Pick, PICK, {"answer": "left"}, "guess: answer: 'left' is not a flag"),
    (Pick, PICK, {"options": ("one",)}, "guess: options: .* are not two to 6 different answers"),
    (Pick, PICK, {"far": "{lefd:.1f}"}, "guess: far: no input or output 'lefd'; did you mean 'left'"),
    (Pick, PICK, {"setting": {"rate": 9.0}}, r"guess: setting: rate = 9\.0 is outside"),
    (Pick, PICK, {"hides": ("atom",)}, "guess: hides: no output 'atom'; did you mean 'atoms'"),
    (Estimate, ESTIMATE, {"answer": "atoms"}, "guess: answer: 'atoms' is not one number"),
    (Estimate, ESTIMATE, {"step": 0}, "guess: low, high, step: from 0 to 100 are no whole steps of 0"),
    (Estimate, ESTIMATE, {"axis": "z"}, "guess: axis: 'z' is neither"),
    (Estimate, ESTIMATE, {"near": "{atoms:.0f}"}, "guess: near: 'atoms' must be one number"),
    (Estimate, ESTIMATE, {"view": "Grid"}, "guess: view: the x axis of 'Grid' has no range"),
    (Sketch, SKETCH, {"trace": "Atom"}, "guess: trace: view 'Over time' has no trace 'Atom'; did you mean 'Atoms'"),
])  # fmt: skip
def test_what_does_not_fit_is_refused_with_the_part(kind, declared, changes, said):
    with pytest.raises((KeyError, TypeError, ValueError), match=said):
        asking(kind, declared, **changes)


def test_a_guess_is_compared_with_the_run_that_was_asked_about():
    right = asking(Pick, PICK, setting={"rate": 0.0})
    assert right.compare("some") == "Yes. 100.0"
    assert right.compare(1) == "You said none, it is some."
    assert asking(Estimate, ESTIMATE, setting={"rate": 0.0}).compare(97) == "Near: 97, 100"
    assert asking(Estimate, ESTIMATE).compare(50) == "Far: 50, 1"
    assert asking(Sketch, SKETCH).compare(simulation.run().atoms) == "Near: 8, 8"
    assert asking(Sketch, SKETCH).compare([90.0] * 11) == "Far: 90, 8"


@pytest.mark.parametrize(("kind", "declared", "guess"), [
    (Pick, PICK, 2), (Pick, PICK, "many"), (Estimate, ESTIMATE, 101), (Estimate, ESTIMATE, "1"), (Sketch, SKETCH, [1.0]), (Sketch, SKETCH, [200.0] * 11),
])  # fmt: skip
def test_what_is_no_guess_is_refused(kind, declared, guess):
    with pytest.raises((TypeError, ValueError)):
        asking(kind, declared).compare(guess)


@pytest.mark.parametrize(("kind", "declared", "guess"), [(Pick, PICK, 1), (Estimate, ESTIMATE, 40.0), (Estimate, ESTIMATE, 2.0), (Sketch, SKETCH, [90.0] * 11)])
def test_python_and_the_page_say_and_mark_the_same(kind, declared, guess):
    asked = asking(kind, declared)
    program = """import { compareGuess, markOf } from "./widgets/core/view/player/guess_values.js";
        const { spec, guess } = JSON.parse(process.argv[1]);
        console.log(JSON.stringify([compareGuess(spec.guess, guess, spec.views[0].layout), markOf(spec.guess, guess), spec.views[0].data.at(-1).name]));"""
    given = json.dumps({"spec": json.loads(to_json(spec(asked))), "guess": guess})
    said, mark, name = json.loads(subprocess.run(["node", "--input-type=module", "-e", program, given], capture_output=True, text=True, check=True, cwd=ROOT).stdout)
    assert said == asked.compare(guess)
    drawn = [trace for trace in asked.figure(guess=guess).data if trace.name == "Your guess"]
    assert bool(drawn) == bool(mark) == (name == "Your guess")
    for trace in drawn:
        assert (list(trace.x), list(trace.y)) == (mark["guess_at"], mark["guess"])


def test_a_card_that_asks_does_not_tell_and_holds_every_means():
    card = page.markup(asking(Estimate, ESTIMATE), identity="demo")
    assert 'data-guess="asked"' in card and "That is my guess" in card and "Show me without a guess" in card
    assert card.count("data-tells") == 2 and "sim-reveal" in card  # the sentence and the readout name what is left
    assert "data-guess" not in page.markup(simulation, identity="demo")


def test_the_widget_holds_the_guess_and_refuses_what_is_none():
    widget = asking(Estimate, ESTIMATE).widget()
    widget.guess = 40
    assert widget.guess == 40.0
    with pytest.raises(Exception, match="outside 0 to 100"):
        widget.guess = 400
    widget.guess = None
