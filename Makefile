# What developers run. CI runs .ci/run, which runs the same.

GOLANGCI = go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
GOVULNCHECK = golang.org/x/vuln/cmd/govulncheck@v1.9.0
WITH_POSTGRES = go run ./tools/withpostgres --
# The packages of test/ take longest, and begin first.
PKG = ./test/... ./...

.PHONY: help run test race chaos hostile npm conformance clients readers browser pages graphiql bench microbench generate fmt lint vulncheck migration schema-check release

help: ## say what there is
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

run: ## serve the demonstration data
	go run . demo

test: ## run the tests, on SQLite and PostgreSQL (PKG=./internal/store/... for some); make lint vets
	MAILLAGE_THOROUGH=1 $(WITH_POSTGRES) go test -vet=off -timeout 40m $(PKG)

race: ## run the tests under the race detector
	MAILLAGE_THOROUGH=1 $(WITH_POSTGRES) go test -race $(PKG)

# The figures that it prints are those of docs/operations.md.
chaos: ## kill, cut off and restart, for as long as it takes
	MAILLAGE_CHAOS=full $(WITH_POSTGRES) go test -count=1 -v -timeout 60m ./test/chaos

# The figures that it prints are those of docs/performance.md.
hostile: ## send 10,000 requests that nobody friendly sends, to each database, and attack it from one address
	MAILLAGE_HOSTILE=full MAILLAGE_CHAOS=full $(WITH_POSTGRES) go test -count=1 -v -p 1 -timeout 60m -run 'Hostile|Corpus|Attacks' ./test/hostile ./test/chaos

# Root gets npm where apt-get has it.
npm:
	@command -v npm >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -q && apt-get install -qy npm; } \
		|| { echo 'npm is not here, and cannot be installed by this user' >&2; exit 1; }

conformance: npm ## hold a running hub against the audits of GraphQL over HTTP and the clients of subscriptions
	@bin=$$(mktemp -d); trap 'rm -rf "$$bin"' EXIT; \
	go build -o "$$bin/maillage" . && cd conformance && npm ci --silent --no-audit --no-fund && node run.mjs "$$bin/maillage"

# Its tables are those of docs/performance.md. SIZE=L takes ten minutes once the records
# are made, which takes ten more; DATABASE= measures a database that has them already.
SIZE = M
bench: ## measure the hub over HTTP beside SQL and fixed bytes (SIZE=S, M or L; DATABASE=URL; ARGS='--shapes Q1,Q3')
	go run ./tools/bench --size $(SIZE) --database "$(DATABASE)" $(ARGS)

microbench: ## run the Go benchmarks (PKG=./internal/network for some)
	$(WITH_POSTGRES) go test -run '^$$' -bench . -benchmem $(PKG)

clients: ## try the example clients and GraphiQL against the real command (needs node and Chromium)
	examples/check

readers: ## read exports with xmllint, networkx, Graphviz, gnumeric and Cytoscape.js
	test/readers/run

# Chromium and npm are needed; root gets them where apt-get has them. The font is that of the screenshots.
browser:
	@missing=; for p in chromium npm; do command -v $$p >/dev/null || missing="$$missing $$p"; done; \
		[ -z "$$missing" ] || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -q && \
		DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $$missing fonts-liberation2; } \
		|| { echo "pages: install$$missing first" >&2; exit 1; }

pages: browser ## walk the pages in a browser: stories, barriers, widths
	cd internal/web/axe && npm ci --no-audit --no-fund --loglevel=error
	go test -count=1 -tags browser -timeout 15m -run Browser ./internal/web

# The hashes of the files are checked against those that the page names.
graphiql: ## build ./maillage with GraphiQL inside, for hubs without internet
	cd internal/server/graphiql && npm ci --omit=dev --no-audit --no-fund --loglevel=error && npm run --silent assets
	go build -tags graphiql_offline -o maillage .

generate: ## write generated code anew
	go generate .

fmt: ## format the code
	$(GOLANGCI) fmt

release: ## build the archives of a release into dist/ (VERSION=v0.1.0)
	@test -n "$(VERSION)" || { echo 'make release VERSION=v0.1.0'; exit 2; }
	go run ./tools/release --version $(VERSION) --out dist

schema-check: npm ## hold the schema against the released one and its changelog (ARGS=--update writes the changelog)
	@cd tools/schemadiff && npm ci --silent --no-audit --no-fund \
		&& { said=$$(node --test) || { echo "$$said"; exit 1; }; } && node check.mjs $(ARGS)

lint: ## look for mistakes that compile
	go vet ./...
	$(GOLANGCI) run

# It needs the public database of vulnerabilities; where that cannot be reached
# it says so and goes on.
vulncheck: ## look for known vulnerabilities in what the code calls
	@bin=$$(mktemp -d); trap 'rm -rf "$$bin"' EXIT; \
	if ! GOBIN=$$bin go install $(GOVULNCHECK); then echo 'vulncheck: not run: govulncheck cannot be installed here'; exit 0; fi; \
	$$bin/govulncheck ./... >$$bin/said 2>&1; code=$$?; cat $$bin/said; \
	if grep -q '^govulncheck: fetching vulnerabilities' $$bin/said; then echo 'vulncheck: not run: the database of vulnerabilities cannot be reached'; exit 0; fi; \
	exit $$code

migration: ## write the migrations that the ent schemas need (NAME=in_a_few_words)
	@test -n "$(NAME)" || { echo 'make migration NAME=in_a_few_words'; exit 2; }
	$(WITH_POSTGRES) go run ./tools/migration -name $(NAME)
