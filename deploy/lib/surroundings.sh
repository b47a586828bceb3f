# shellcheck shell=bash disable=SC2034
# What every script here starts from: the checkout, the three variables, how to speak.

set -euo pipefail

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

: "${BRANCHLINE_STATE:=$checkout/.branchline}"
: "${BRANCHLINE_PORT_BASE:=7700}"
: "${BRANCHLINE_HOST:=127.0.0.1}"
# One spelling of the place: a process is known to be the branch's own by where it lives.
BRANCHLINE_STATE=$(realpath -m -- "$BRANCHLINE_STATE")
export BRANCHLINE_STATE BRANCHLINE_PORT_BASE BRANCHLINE_HOST

state=$BRANCHLINE_STATE
services=$state/sv   # runit's: one directory a service
run=$state/run       # sockets, pid file
logs=$state/logs

# say LINE...
say() { printf '%s\n' "$@"; }
step() { printf '==> %s\n' "$*"; }

# fail MESSAGE...: one line a reason or remedy, then the end.
fail() {
    printf '%s: %s\n' "$(basename "$0")" "$1" >&2
    shift
    for line in "$@"; do printf '    %s\n' "$line" >&2; done
    exit 1
}

# usage: prints the comment at the top of the script, which is its manual.
usage() {
    sed -n '2,/^[^#]/{s/^# \{0,1\}//p;}' "$0"
}

# check_surroundings: refuses what the services would only stumble over.
check_surroundings() {
    if ! [[ $BRANCHLINE_PORT_BASE =~ ^[0-9]{4,5}$ ]] ||
        ((BRANCHLINE_PORT_BASE < 1024 || BRANCHLINE_PORT_BASE > 60000)); then
        fail "BRANCHLINE_PORT_BASE is not a number from 1024 to 60000: $BRANCHLINE_PORT_BASE"
    fi
    case $BRANCHLINE_HOST in
        0.0.0.0 | :: | "[::]" | "*")
            fail "BRANCHLINE_HOST is the address that devices are told of; $BRANCHLINE_HOST is none" \
                "Name the address of this computer in the network, such as 192.168.1.10."
            ;;
    esac
    # The path of a socket has 107 bytes at most.
    local longest="$run/scheduler.ipc"
    ((${#longest} <= 107)) || fail "the path of the state directory is too long for sockets in it" \
        "$state" "Choose a shorter BRANCHLINE_STATE."
    [[ $state != *"'"* && $state != *$'\n'* ]] ||
        fail "BRANCHLINE_STATE must not have quotation marks in it: $state"
}

# with_lock: one script at a time changes what runs in this state directory.
# The descriptor must not reach the supervisor, which would keep the lock: see close_inherited.
with_lock() {
    exec 9<"$state"
    flock -w 60 9 || fail "another script is at work in $state"
}

# gateway_port NUMBER: 7701, 7711, 7721 …
gateway_port() { echo $((BRANCHLINE_PORT_BASE + 1 + 10 * ($1 - 1))); }
