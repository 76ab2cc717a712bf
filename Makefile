# What developers run. CI runs .ci/run, which runs the same.

GOLANGCI = go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
GOVULNCHECK = golang.org/x/vuln/cmd/govulncheck@v1.9.0
WITH_POSTGRES = go run ./internal/hubtest/withpostgres --
PKG = ./...

.PHONY: help run test race chaos bench generate fmt lint vulncheck migration schema-check

help: ## say what there is
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

run: ## serve the demonstration data
	go run . demo

test: ## run the tests, on SQLite and PostgreSQL (PKG=./internal/store/... for some)
	$(WITH_POSTGRES) go test -timeout 20m $(PKG)

race: ## run the tests under the race detector
	$(WITH_POSTGRES) go test -race $(PKG)

# The figures that it prints are those of docs/operations.md.
chaos: ## kill, cut off and restart, for as long as it takes
	MAILLAGE_CHAOS=full $(WITH_POSTGRES) go test -count=1 -v -timeout 60m ./internal/chaos

bench: ## run the benchmarks
	$(WITH_POSTGRES) go test -run '^$$' -bench . -benchmem $(PKG)

generate: ## write generated code anew
	go generate ./...

fmt: ## format the code
	$(GOLANGCI) fmt

schema-check: ## hold the schema against the released one and its changelog
	go run ./internal/schemadiff/check

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
	$(WITH_POSTGRES) go run ./internal/store/diff -name $(NAME)
