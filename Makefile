# Sundhedsguiden. `make help` lists what there is to do.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3.11
UV := .venv-tools/bin/uv
MODEL := models/guide.tar.gz
MODEL_SOURCES := config.yml $(shell find data domain bot vectors -type f -not -name '*.pyc' -not -name '*.npz' 2>/dev/null)
DIRECTORY_SOURCES := $(shell find offers_db staff intake review -type f -not -name '*.pyc')
SEEDED := $(if $(GUIDE_DATABASE_URL)$(GUIDE_CASES_DATABASE_URL)$(GUIDE_REVIEW_DATABASE_URL),seed,$(if $(and $(wildcard var/guide.db),$(wildcard var/cases.db),$(wildcard var/review.db)),var/.seeded,seed))
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3
export PYTHONPATH := $(CURDIR)
export GUIDE_ACTIONS_URL ?= http://127.0.0.1:$(or $(GUIDE_ACTIONS_PORT),5055)/webhook
QUIET_RASA := PYTHONWARNINGS=ignore

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

.PHONY: run
run: $(MODEL) $(SEEDED) ## Make everything that is missing, start the guide, print its address
	@exec .venv/bin/python -m deploy.supervise

.PHONY: test
test: .venv/.dev-installed $(MODEL) seed ## Run all tests: those that talk to the running guide beside the others
	@$(MAKE) --no-print-directory --jobs=2 --keep-going --output-sync=target test-guide test-rest

.PHONY: test-guide test-rest
test-guide:
	@.venv/bin/python -m pytest -m engine
test-rest:
	@.venv/bin/python -m pytest -m "not engine"

.PHONY: train
train: .venv-engine/.installed ## Train the model now, whether or not anything changed
	@rm -f $(MODEL)
	@$(MAKE) --no-print-directory $(MODEL)

.PHONY: seed
seed: .venv/.app-installed ## Bring the directory's database up to date with its content files
	@echo "== Directory: migrate and seed"
	@.venv/bin/python -m offers_db migrate
	@.venv/bin/python -m offers_db seed
	@.venv/bin/python -m staff migrate
	@.venv/bin/python -m intake migrate
	@.venv/bin/python -m review migrate
	@$(if $(GUIDE_DATABASE_URL),,touch var/.seeded)

# The default database need not be read again when nothing of the directory has changed since.
var/.seeded: .venv/.app-installed $(DIRECTORY_SOURCES)
	@$(MAKE) --no-print-directory seed

.PHONY: lint
lint: .venv/.dev-installed .venv-engine/.installed ## ruff, mypy, import rules, rasa data validate
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(QUIET_RASA) .venv-engine/bin/rasa data validate --domain domain --fail-on-warnings 2>&1 | tr '\r' '\n' | grep -vE '^Processed|not used in any story' | tail -5

.PHONY: vectors
vectors: ## Embed all sentences and texts anew, for the repository (after much new content)
	rm -f vectors/*.npz .rasa/sentence_vectors.npz var/vectors.npz
	@$(MAKE) --no-print-directory train seed
	.venv/bin/python -c "from actions.knowledge import live_knowledge; live_knowledge.current()"
	cp .rasa/sentence_vectors.npz vectors/sentences.npz
	cp var/vectors.npz vectors/passages.npz

.PHONY: crisis-weights
crisis-weights: .venv-engine/.installed ## Learn the weights of the crisis gate anew (after a change of data/crisis or its rules)
	@$(QUIET_RASA) .venv-engine/bin/python -m bot.nlu.crisis_weights

.PHONY: shell
shell: $(MODEL) ## Talk to the engine in the terminal (start actions first: make run in another)
	@export GUIDE_INTERNAL_SECRET="$${GUIDE_INTERNAL_SECRET:-$$(cat var/internal.key)}"; \
	$(QUIET_RASA) .venv-engine/bin/rasa shell --model $(MODEL) --endpoints endpoints.yml --interface 127.0.0.1 --port 5006

.PHONY: lock
lock: $(UV) ## Resolve requirements/*.in again into locked files with hashes
	$(UV) pip compile requirements/uv.in -o requirements/uv.txt --python-version 3.11 --generate-hashes --no-header -q --upgrade
	$(UV) pip compile requirements/engine.in -o requirements/engine.txt --override requirements/engine-overrides.txt --python-version 3.11 --generate-hashes --no-header -q --upgrade
	$(UV) pip compile requirements/app.in -o requirements/app.txt --python-version 3.11 --generate-hashes --no-header -q --upgrade
	$(UV) pip compile requirements/dev.in -o requirements/dev.txt --python-version 3.11 --generate-hashes --no-header -q --upgrade

.PHONY: clean
clean: ## Remove environments, model and database
	rm -rf .venv .venv-engine .venv-tools .rasa models var

$(MODEL): .venv-engine/.installed $(MODEL_SOURCES)
	@echo "== Training (a few minutes the first time; the sentences are embedded first)"
	@$(QUIET_RASA) .venv-engine/bin/rasa train --domain domain --fixed-model-name guide --skip-validation 2>&1 \
		| stdbuf -oL tr '\r' '\n' | grep --line-buffered -E 'Embedding|Starting to train|Restored|saved at|rror' \
		| sed -u -E 's/.*(Starting to train|Restored)/  \1/'
	@touch $@

$(UV): requirements/uv.txt
	@echo "== Tools"
	@$(PYTHON) -m venv .venv-tools
	@.venv-tools/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt

.venv/.app-installed: requirements/app.txt | $(UV)
	@echo "== Environment of actions and web (.venv)"
	@test -x .venv/bin/python || $(UV) venv -q --python $(PYTHON) .venv
	@$(UV) pip install --python .venv/bin/python --require-hashes --no-deps -r requirements/app.txt
	@touch $@

.venv/.dev-installed: requirements/dev.txt .venv/.app-installed
	@echo "== Tools for tests and lint"
	@$(UV) pip install --python .venv/bin/python --require-hashes --no-deps -r requirements/dev.txt
	@touch $@

.venv-engine/.installed: requirements/engine.txt | $(UV)
	@echo "== Environment of the engine (.venv-engine)"
	@test -x .venv-engine/bin/python || $(UV) venv -q --python $(PYTHON) .venv-engine
	@$(UV) pip install --python .venv-engine/bin/python --require-hashes --no-deps -r requirements/engine.txt
	@touch $@
