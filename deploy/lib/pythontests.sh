# shellcheck shell=bash
# What is tested from Python: the pages in a real browser, the statements by real importers,
# slips by an emulated printer, the old bank's interface by its own clients, what is measured by a
# real Prometheus, the Debian package, and the tutorial as it is written.

python_tests=$checkout/.build/python-tests   # a Python environment of their own
python_wants=(
    "$checkout/Tests/Browser/requirements.txt" "$checkout/Tests/PrintingTests/requirements.txt"
    "$checkout/Tests/BankGRPCTests/Clients/requirements.txt"
    "$checkout/Tests/Monitoring/requirements.txt"
)
# Without what they bring along: drivers that are not used, versions that are named here already.
python_wants_alone=(
    "$checkout/Tests/Browser/rules.txt" "$checkout/Tests/LedgerTests/Statements/requirements.txt"
)

# run_browser_tests: with the programs that the other tests were built with.
run_browser_tests() {
    if ! command -v chromium-headless-shell >/dev/null || ! command -v chromedriver >/dev/null; then
        say "SKIPPED: the pages' tests, as there is no browser here." \
            "To run them:  apt-get install chromium-headless-shell chromium-driver"
        return 0
    fi
    # Three at a time, a file of tests each: much of a test is waiting for a page.
    BRANCHLINE_PROGRAMS=$checkout/.build/debug run_pytest -n 3 --dist loadfile \
        "$checkout/Tests/Browser"
}

# run_statement_tests: what the ledger's statements say to those who import them.
run_statement_tests() {
    run_pytest "$checkout/Tests/LedgerTests/Statements"
}

# run_grpc_tests: the old bank's clients on a branch, with the programs of the other tests.
run_grpc_tests() {
    BRANCHLINE_PROGRAMS=$checkout/.build/debug run_pytest "$checkout/Tests/BankGRPCTests/Clients"
}

# run_printing_tests: what a printer makes of slips, and what becomes of it without paper.
run_printing_tests() {
    BRANCHLINE_PROGRAMS=$checkout/.build/debug run_pytest "$checkout/Tests/PrintingTests"
}

# run_monitoring_tests: every service's metrics, alert rules and the dashboard, on a whole branch.
run_monitoring_tests() {
    BRANCHLINE_PROGRAMS=$checkout/.build/debug run_pytest "$checkout/Tests/Monitoring"
}

# run_package_tests: the life of a package of the programs, on machines that are forgotten.
run_package_tests() {
    BRANCHLINE_PROGRAMS=$checkout/.build/debug run_pytest -rs "$checkout/Tests/PackageTests"
}

# run_tutorial_tests: the pages' commands, and what else a program can check of what they say.
run_tutorial_tests() {
    BRANCHLINE_PROGRAMS=$checkout/.build/debug run_pytest -rs "$checkout/Tests/Tutorial"
}

run_pytest() {
    prepare_python
    "$python_tests/bin/python" -m pytest -q -p no:cacheprovider "$@" </dev/null
}

prepare_python() {
    local made=$python_tests/made-of pip=$python_tests/bin/pip file
    cat "${python_wants[@]}" "${python_wants_alone[@]}" | cmp -s - "$made" && return 0
    python3 -m venv "$python_tests" || fail "Python could not make an environment; see above"
    for file in "${python_wants[@]}"; do
        "$pip" install -q --no-input -r "$file" || fail "PyPI did not give what $file wants"
    done
    for file in "${python_wants_alone[@]}"; do
        "$pip" install -q --no-input --no-deps -r "$file" ||
            fail "PyPI did not give what $file wants"
    done
    cat "${python_wants[@]}" "${python_wants_alone[@]}" >"$made"
}
