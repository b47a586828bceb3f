# shellcheck shell=bash
# The tests in a real browser, and what of Python they need.

browser_tests=$checkout/.build/browser-tests   # a Python environment of their own

# run_browser_tests: with the programs that the other tests were built with.
run_browser_tests() {
    if ! command -v chromium >/dev/null || ! command -v chromedriver >/dev/null; then
        say "SKIPPED: the pages' tests, as there is no browser here." \
            "To run them:  apt-get install chromium chromium-driver"
        return 0
    fi
    prepare_browser_tests
    BRANCHLINE_PROGRAMS=$checkout/.build/debug "$browser_tests/bin/python" -m pytest -q \
        -p no:cacheprovider "$checkout/Tests/Browser" </dev/null
}

prepare_browser_tests() {
    local wants=$checkout/Tests/Browser made=$browser_tests/made-of
    cat "$wants/requirements.txt" "$wants/rules.txt" | cmp -s - "$made" && return 0
    local pip=$browser_tests/bin/pip
    if ! { python3 -m venv "$browser_tests" &&
        "$pip" install -q --no-input -r "$wants/requirements.txt" &&
        "$pip" install -q --no-input --no-deps -r "$wants/rules.txt"; }; then
        fail "the browser's driver could not be installed from PyPI; pip's own words are above"
    fi
    cat "$wants/requirements.txt" "$wants/rules.txt" >"$made"
}
