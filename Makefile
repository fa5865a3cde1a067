# `make book` builds the book; `make test` passes every test. Each does the set-up that it needs, says what it does,
# and may be repeated or interrupted at any moment: a stamp is written last, and what has no stamp is made anew. The
# stamp of the environment is a copy of the lock that was installed: its content counts, not the time of a file.
#
#   make check   passes what is quick: style, types, the view, and every test without a book, a browser or a server
#   make lab     opens the lessons as notebooks in JupyterLab      make bench   measures speed and size
#   make simulation NAME=part/name, make lesson NAME=part/name     start a new one: see docs/
#   make clean   removes what was built (not .venv, not your notebooks)
#
#   PYTHON=path    a Python 3.11 to 3.13, if none is found         CHROMIUM=path   a Chromium, if none is found

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.PHONY: book test check lint lab bench clean setup environment packages chromium engines simulation lesson

VENV ?= $(CURDIR)/.venv
export PATH := $(VENV)/bin:$(PATH)
export PYTHONPATH := $(CURDIR)

say = @printf '\n%s\n' '== $(1)'

book: setup
	$(call say,Building the book: running the lessons$(,) writing the pages)
	@if [ -e _build/.unfinished ]; then \
	  echo 'The last build was interrupted: its pages and cached outputs are not trusted, starting anew.'; \
	  rm -rf _build/html _build/.doctrees _build/.jupyter_cache; \
	fi
	@mkdir -p _build && touch _build/.unfinished
	@trap 'exit 130' INT TERM; \
	jupyter-book build -W -n --keep-going . || { \
	  rm -rf _build/.doctrees _build/.unfinished; \
	  printf '\n%s\n' 'The book was not built: each WARNING or ERROR above names its file and line.' >&2; exit 1; }
	@rm -f _build/.unfinished
	@printf '\n%s\n' 'The book is ready. Open in a browser: $(CURDIR)/_build/html/index.html'

# Side by side, as many as there are processors; tests/conftest.py says what stays together and what comes first.
PYTEST := python -m pytest -n logical --maxprocesses 8 --dist loadscope --no-loadscope-reorder

test: book chromium engines lint
	$(call say,Testing: models$(,) engine$(,) notebooks and the built book in Chromium)
	@$(PYTEST)

check: lint
	$(call say,Testing what is quick)
	@$(PYTEST) -m "not slow"

lint: setup
	$(call say,Checking style$(,) types$(,) imports and spelling)
	@ruff check .
	@mypy
	@lint-imports --no-cache
	@codespell
	@npx --no-install tsc
	$(call say,Testing the view)
	@node --test "tests/player/*.test.js"

lab: setup
	$(call say,Opening the lessons in JupyterLab; stop it with Ctrl+C)
	@python book/lessons.py notebooks
	@jupyter lab notebooks

simulation lesson: setup
	@python -m widgets.authoring.new $@ $(NAME) $(if $(SIMULATION),--simulation $(SIMULATION))

bench: book chromium
	$(call say,Measuring; close other programs)
	@python -m tests.bench

clean:
	rm -rf _build .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find book tests widgets -name __pycache__ -type d -prune -exec rm -rf {} +

setup:
	@cmp -s requirements.lock $(VENV)/.ready || $(MAKE) --no-print-directory environment
	@cmp -s package-lock.json node_modules/.ready || $(MAKE) --no-print-directory packages

environment:
	@rm -f $(VENV)/.ready
	@for python in "$${PYTHON:-}" python3 python3.13 python3.12 python3.11 ''; do \
	  "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && break; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "This needs Python 3.11, 3.12 or 3.13; python3 is $$(python3 --version 2>&1 || true)." >&2; \
	  echo 'Install one (Debian, Ubuntu: apt install python3 python3-venv) or name it: make PYTHON=/path/to/python3.12' >&2; exit 1; \
	fi; \
	if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
	  echo "$$python has no venv module. Debian, Ubuntu: apt install python3-venv" >&2; exit 1; \
	fi; \
	printf '\n== %s\n' "Making the Python environment .venv with $$("$$python" --version) (about a minute, 1.5 GB)"; \
	"$$python" -m venv --clear $(VENV)
	@python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock || { \
	  echo 'The packages of requirements.lock could not be installed: see above. Is there a network?' >&2; exit 1; }
	@cp requirements.lock $(VENV)/.ready

packages:
	$(call say,Fetching Plotly for the page and the type checker into node_modules)
	@rm -f node_modules/.ready
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error || { \
	  echo 'The packages of package-lock.json could not be installed: see above. Is there a network?' >&2; exit 1; }
	@cp package-lock.json node_modules/.ready

chromium:
	@if [ -n "$${CHROMIUM:-}" ]; then \
	  [ -x "$$CHROMIUM" ] || { echo "CHROMIUM=$$CHROMIUM is not a program" >&2; exit 1; }; \
	elif ! command -v chromium chromium-browser google-chrome >/dev/null; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    printf '\n== %s\n' 'Installing Chromium for the browser tests'; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; \
	  else \
	    echo 'The browser tests need Chromium. Debian: sudo apt-get install chromium' >&2; \
	    echo 'Elsewhere: install it and name it, make test CHROMIUM=/path/to/chromium' >&2; exit 1; \
	  fi; \
	fi

# Firefox and WebKit, for one short test of each simulation: installed where that needs no question, else done without.
engines: missing := $(if $(shell command -v firefox-esr firefox),,firefox-esr) \
  $(if $(and $(shell command -v WebKitWebDriver),$(shell command -v Xvfb)),,webkit2gtk-driver xvfb)
engines:
	@if [ -n "$(strip $(missing))" ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    printf '\n== %s\n' 'Installing Firefox and WebKit for a short test'; \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(missing); } || \
	      echo 'They could not be installed: see above. Their tests will be skipped.' >&2; \
	  else \
	    echo 'Firefox or WebKit is missing: their tests will be skipped. Debian: sudo apt-get install --no-install-recommends $(strip $(missing))' >&2; \
	  fi; \
	fi

, := ,
