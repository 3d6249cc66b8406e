# Both commands do all set-up themselves; see packaging/bootstrap.py. Windows: py packaging\bootstrap.py run
PYTHON ?= python3

.PHONY: run test play check bench faults setup
run test play check bench faults setup:
	@$(PYTHON) packaging/bootstrap.py $@
