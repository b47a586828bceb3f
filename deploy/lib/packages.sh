# shellcheck shell=bash disable=SC2034
# What of Debian the branch needs, and getting it.

# To build: headers and a linker. To run: the supervisor.
packages_for_building=(
    libzmq3-dev libsqlite3-dev libqrencode-dev zlib1g-dev binutils libc6-dev libgcc-12-dev
    libstdc++-12-dev pkg-config git
    ca-certificates tzdata
)
packages_for_running=(runit libzmq5 libsqlite3-0 libqrencode4 zlib1g util-linux)
# Besides: traces of system calls, network namespaces, the ten-line client, the linter, a browser
# and letters of all the languages that the pages speak, a reader of QR codes, certificates,
# the letters of an emulated printer, a Prometheus, and what makes and judges a Debian package.
packages_for_testing=(
    strace iproute2 python3 python3-zmq python3-venv shellcheck procps
    chromium-headless-shell chromium-driver fonts-noto-core fonts-dejavu-core zbar-tools openssl
    prometheus curl dpkg-dev systemd
)
# Tests/PackageTests/bare-machine: what makes a Debian and a computer for it.
packages_for_bare_machine=(
    mmdebstrap qemu-system-x86 qemu-utils e2fsprogs openssh-client dpkg python3-pip
)

# missing_packages NAME...: those that are not installed, one a line.
missing_packages() {
    local name installed
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
    for name in "$@"; do
        grep -qx "installed $name" <<<"$installed" || printf '%s\n' "$name"
    done
}

# need_packages NAME...: installs what is missing, or says how and ends.
need_packages() {
    if ! command -v dpkg-query >/dev/null; then
        say "    This is no Debian; expecting what these packages hold: $*"
        return 0
    fi
    local missing
    mapfile -t missing < <(missing_packages "$@")
    ((${#missing[@]} == 0)) && return 0
    local line="apt-get install --no-install-recommends ${missing[*]}"
    if [[ $(id -u) != 0 ]]; then
        fail "these packages of Debian are missing: ${missing[*]}" \
            "As root, run:  $line" "Then run $0 again."
    fi
    step "Installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt_get install -y --no-install-recommends "${missing[@]}" ||
        { apt_get update && apt_get install -y --no-install-recommends "${missing[@]}"; } ||
        fail "apt-get could not install: ${missing[*]}" \
            "Its own words are above. Once that is mended:  $line"
}

apt_get() {
    apt-get -q -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120 "$@" </dev/null 9>&-
}
