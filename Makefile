# Koyu: `make run` starts it, `make test` tests it, `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory
.DELETE_ON_ERROR:

STORE ?= var/koyu.gpkg
LISTEN ?= 127.0.0.1:8080

TARGET := $(or $(CARGO_TARGET_DIR),target)
RELEASE := $(TARGET)/release/koyu
DEBUG := $(TARGET)/debug/koyu
NPM := npm --prefix web
VIEWER := web/dist/index.html
VIEWER_SOURCES = $(shell find web -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*' \
	-not -path 'web/e2e/*' -not -path 'web/test-results/*' -not -path 'web/playwright-report/*' 2>/dev/null)
GENERATED := docs/openapi.json web/src/api/schema.d.ts

##@ Use

.PHONY: run
run: release ## Build everything, make the demo portfolio if there is none, serve it (STORE=…, LISTEN=…)
	@if [ ! -e "$(STORE)" ]; then \
		echo "creating the demo portfolio in $(STORE)"; \
		mkdir -p "$(dir $(STORE))"; \
		"$(RELEASE)" demo --store "$(STORE)"; \
	fi
	@echo "Koyu: http://$(LISTEN)/ shows $(STORE) (Ctrl-C stops it)"
	@exec "$(RELEASE)" serve --store "$(STORE)" --listen "$(LISTEN)"

# The viewer is compiled into the binary, so the crate itself comes last; what it stands on needs no viewer
# and is compiled while npm works.
.PHONY: release
release: tools-build ## Build the release binary with the viewer inside it
	@$(MAKE) -j2 web dependencies
	cargo build --release --locked

.PHONY: dependencies
dependencies:
	cargo build --release --locked \
		$$(cargo tree --locked --depth 1 --edges normal --prefix none --format '{p}' | awk 'NR > 1 { print "-p", $$1 "@" substr($$2, 2) }')

.PHONY: web
web: $(VIEWER) ## Build the viewer

$(VIEWER): web/node_modules/.package-lock.json $(VIEWER_SOURCES)
	$(NPM) run build

# npm writes this file at the end of an install: it is older than the lock file when packages have changed.
web/node_modules/.package-lock.json: web/package-lock.json
	$(NPM) ci --no-audit --no-fund
	@touch $@

##@ Check

.PHONY: test
test: test-rust test-web test-e2e ## Run every test

.PHONY: test-rust
test-rust: tools-test $(VIEWER) ## Unit and integration tests of the server
	cargo test --locked --no-fail-fast

.PHONY: test-web
test-web: tools-test web/node_modules/.package-lock.json ## Unit tests of the viewer
	$(NPM) run test

.PHONY: test-e2e
test-e2e: tools-test $(VIEWER) debug ## The viewer in a real browser, against a real server with the demo portfolio
	.ci/with-server $(DEBUG) $(NPM) run e2e

.PHONY: lint
lint: lint-rust lint-web lint-shell lint-generated ## Format, lints, types, generated files

.PHONY: lint-rust
lint-rust: tools-lint
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings

.PHONY: lint-web
lint-web: tools-lint web/node_modules/.package-lock.json
	$(NPM) run lint
	$(NPM) run check

.PHONY: lint-shell
lint-shell: tools-lint
	@if command -v shellcheck >/dev/null; then shellcheck .ci/*; else echo 'shellcheck is not installed: shell scripts not checked'; fi

# Compared with the state before, not with the last commit: a change that is right may wait uncommitted.
.PHONY: lint-generated
lint-generated: tools-lint web/node_modules/.package-lock.json
	@before=$$(sha256sum $(GENERATED) 2>&1 || true); \
	$(MAKE) gen; \
	if [ "$$before" != "$$(sha256sum $(GENERATED))" ]; then \
		echo "generated files were out of date and have been written again: commit $(GENERATED)" >&2; exit 1; \
	fi

.PHONY: bench
bench: tools-bench $(VIEWER) ## Benchmarks
	cargo bench --locked

##@ Work

.PHONY: gen
gen: tools-build web/node_modules/.package-lock.json debug ## Write the generated files again: OpenAPI document, TypeScript types
	$(DEBUG) openapi >docs/openapi.json
	$(NPM) run gen:schema

# The debug binary comes out of the test build, so that tests, generator and browser tests share every artefact.
.PHONY: debug
debug: tools-build
	cargo test --locked --no-run

.PHONY: clean
clean: ## Remove what was built; portfolios in var/ stay
	cargo clean
	rm -rf web/dist web/node_modules web/test-results web/playwright-report

.PHONY: tools-build tools-test tools-lint tools-bench
tools-build tools-test tools-lint tools-bench: tools-%:
	@.ci/tools $*

.PHONY: help
help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } /^##@/ { printf "\n%s\n", substr($$0, 5) } /^[a-z0-9-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
