# shellcheck shell=bash
# Where the programs are, and building them when the sources are newer.

# shellcheck source=lib/packages.sh
source "$(dirname "${BASH_SOURCE[0]}")/packages.sh"

# The one place for the flags of a release.
# Linked statically, the programs need no Swift where they run. Swift's own linker leaves out what
# nobody looks up by name and writes relocations short: each service is three megabytes smaller.
build_flags=(
    -c release --static-swift-stdlib -Xswiftc -use-ld=lld
    -Xlinker --no-export-dynamic -Xlinker -z -Xlinker pack-relative-relocs
)
least_swift=6.2

built=$checkout/.build/branchline-programs   # its time: when the last build began

# need_programs: sets $programs to the directory of the built programs; builds what is stale.
# BRANCHLINE_PROGRAMS names a directory of programs to take as they are.
need_programs() {
    if [[ -n ${BRANCHLINE_PROGRAMS:-} ]]; then
        programs=$BRANCHLINE_PROGRAMS
        [[ -x $programs/branch ]] || fail "there is no program 'branch' in $programs"
        need_pages
        return 0
    fi
    if ! programs_are_fresh; then
        need_packages "${packages_for_building[@]}"
        need_swift
        build_programs
    fi
    programs=$(<"$built")
    need_pages
}

# The web service looks for its pages beside itself; in the checkout these are the sources.
# Where a link is left of a checkout that is gone, it is this one from now on.
need_pages() {
    [[ -e $programs/pages ]] || ln -sfn "$checkout/Services/Web/Pages" "$programs/pages" ||
        fail "the pages cannot be put beside the programs in $programs"
}

# programs_are_fresh: whether nothing was changed since the last build began, by looking at times
# only; asking Swift takes seconds.
programs_are_fresh() {
    [[ -s $built ]] || return 1
    [[ -x $(<"$built")/branch ]] || return 1
    [[ -z $(cd "$checkout" && find Package.swift Shared Services Tests/Bench Tests/BenchProvider \
        Tests/Providers deploy/lib/programs.sh -newer "$built" -print -quit) ]]
}

build_programs() {
    step "Building the programs (the first time takes minutes)"
    mkdir -p "$checkout/.build"
    local began=$built.began
    touch "$began"
    (
        cd "$checkout"
        swift build "${build_flags[@]}" 9>&- </dev/null
    ) || fail "the programs could not be built; the compiler's words are above"
    (cd "$checkout" && swift build "${build_flags[@]}" --show-bin-path) >"$began.path" 9>&-
    touch -r "$began" "$began.path"
    mv "$began.path" "$built"
    rm -f "$began"
}

need_swift() {
    local place
    for place in /opt/swift/usr/bin "$HOME/.local/share/swiftly/bin" /usr/local/swift/usr/bin; do
        command -v swift >/dev/null && break
        [[ -x $place/swift ]] && PATH=$place:$PATH
    done
    command -v swift >/dev/null || fail "there is no Swift here; the programs are built with it" \
        "Install Swift $least_swift or newer: https://www.swift.org/install/linux/" \
        "  curl -O https://download.swift.org/swiftly/linux/swiftly-$(uname -m).tar.gz" \
        "  tar xzf swiftly-$(uname -m).tar.gz && ./swiftly init" \
        "Then run $0 again."
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -1)
    [[ $(printf '%s\n' "$least_swift" "$version" | sort -V | head -1) == "$least_swift" ]] ||
        fail "Swift $version is too old; $least_swift or newer is needed" \
            "https://www.swift.org/install/linux/"
}
