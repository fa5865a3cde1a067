"""Measure and print: `python -m tests.bench`, or only some parts, or of these only some simulations, as in
`python -m tests.bench pages jupyter --only surveillance`.
"""

import argparse

from tests.bench import book, engine, first, jupyter, pages, sweeps
from tests.bench.report import print_head, print_machine, print_row
from tests.chromium import launch

PARTS = {"pages": pages, "jupyter": jupyter, "engine": engine, "sweeps": sweeps, "first": first, "book": book}


def main() -> None:
    """Print one table of all figures with their limits."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)}; all, if none is named")
    parser.add_argument("--only", nargs="+", default=[], metavar="simulation", help="in the parts that go through all of them")
    asked = parser.parse_args()
    chosen = asked.parts or list(PARTS)
    if unknown := set(chosen) - PARTS.keys():
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    with launch() as browser:
        print_machine(browser.version)
        print_head()
        for name in chosen:
            for row in PARTS[name].measure(browser, asked.only):
                print_row(row)


if __name__ == "__main__":
    main()
