# Greenroom: every verb on one screen. `make up` is all a new user needs.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help up test lint fmt sure coverage migrate seed shell bench words clean

BIN := .venv/bin
ARGS ?=

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

up: ## install what is missing, then run Greenroom here; Ctrl-C stops it
	@sh ops/setup.sh run
	@exec $(BIN)/python manage.py up $(ARGS)

test: ## run all tests (ARGS="tests/domain -k screening" runs some)
	@sh ops/setup.sh test
	@exec env -u PYTHONDONTWRITEBYTECODE $(BIN)/pytest $(ARGS)

lint: ## check style, formatting and types, and the scripts of pages
	@sh ops/setup.sh lint
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy .
	@ops/lint/node_modules/.bin/eslint --config ops/lint/eslint.config.js --max-warnings 0 web/static/js

fmt: ## format the code, and mend what ruff can mend
	@sh ops/setup.sh test
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

sure: lint test ## lint and test: what has to pass before a change goes in

coverage: ## test, and list the lines that no test reached (ARGS as for test)
	@sh ops/setup.sh test
	@exec $(BIN)/pytest -m 'not timed' --cov --cov-report=term:skip-covered --cov-report=html $(ARGS)

migrate: ## bring the database up to the newest tables
	@sh ops/setup.sh run
	@exec $(BIN)/python manage.py migrate

seed: ## add demo people and applications
	@sh ops/setup.sh run
	@exec $(BIN)/python manage.py seed

shell: ## a Python prompt with settings, engine and tables at hand
	@sh ops/setup.sh run
	@exec $(BIN)/python manage.py shell

bench: ## measure, and write the tables in benchmarks/
	@sh ops/setup.sh test
	@exec $(BIN)/python manage.py bench $(ARGS)

words: ## collect every text, bring the languages up to date, tell what is missing
	@sh ops/setup.sh test
	@$(BIN)/python -m ops.messages

clean: ## remove .venv and caches; your data in var/ stays
	@rm -rf .venv ops/lint/node_modules .pytest_cache .mypy_cache .ruff_cache .coverage .coverage.*
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
