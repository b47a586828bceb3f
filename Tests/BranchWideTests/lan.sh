#!/usr/bin/env bash
# A branch and three devices in four network namespaces: lan.sh DIRECTORY-OF-PROGRAMS
# Prints one line for each thing that held; ends with 1 at the first that did not.
set -euo pipefail

programs=$1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tag=bl$$
place=$(mktemp -d)
host=10.77.0.1

clean_up() {
    trap - EXIT
    local name pid
    for name in branch kiosk counter board; do
        # A caller may have blocked the polite signal for all that it starts.
        for pid in $(ip netns pids "$tag-$name" 2>/dev/null); do
            kill -KILL "$pid" 2>/dev/null || true
        done
        ip netns del "$tag-$name" 2>/dev/null || true
    done
    wait 2>/dev/null || true
    rm -rf "$place"
}
trap clean_up EXIT

fail() {
    echo "FAILED: $*" >&2
    tail -n 5 "$place"/*.log >&2 || true
    exit 1
}

# in_net NAME COMMAND...: on that machine, with a state directory of its own.
in_net() {
    local name=$1
    shift
    ip netns exec "$tag-$name" env BRANCHLINE_STATE="$place/$name" BRANCHLINE_PORT_BASE=7700 \
        BRANCHLINE_HOST="$host" HOME="$place/$name" "$@"
}

make_network() {
    ip netns add "$tag-branch"
    ip -n "$tag-branch" link set lo up
    ip -n "$tag-branch" link add br0 type bridge
    ip -n "$tag-branch" addr add "$host/24" dev br0
    ip -n "$tag-branch" link set br0 up
    local number=1 name
    for name in kiosk counter board; do
        number=$((number + 1))
        ip netns add "$tag-$name"
        ip -n "$tag-$name" link set lo up
        ip -n "$tag-branch" link add "v$number" type veth peer name eth0 netns "$tag-$name"
        ip -n "$tag-branch" link set "v$number" master br0 up
        ip -n "$tag-$name" addr add "10.77.0.$number/24" dev eth0
        ip -n "$tag-$name" link set eth0 up
        mkdir -m 0700 "$place/$name"
    done
}

start_branch() {
    in_net branch "$programs/branch" init --curve >/dev/null
    in_net branch "$programs/branchline-ledger" serve >"$place/ledger.log" 2>&1 &
    in_net branch "$programs/branchline-scheduler" serve >"$place/scheduler.log" 2>&1 &
    in_net branch "$programs/branchline-counter-gateway" serve --number 1 \
        >"$place/gateway.log" 2>&1 &
    in_net branch "$programs/branch" ping --wait 30 >/dev/null || fail "no branch"
    # The gateway's own links are made a moment after the services answer for themselves.
    for _ in {1..50}; do
        in_net branch "$programs/branch" staff list >/dev/null 2>&1 && return
    done
    fail "the gateway does not reach the ledger"
}

# enrol MACHINE NAME KIND: by a code, as two people do it.
enrol() {
    local machine=$1 name=$2 kind=$3 said code check
    said=$(in_net "$machine" "$programs/branch" pair request --name "$name" --kind "$kind")
    code=$(sed -n 's/^Code *//p' <<<"$said")
    check=$(sed -n 's/^Check *//p' <<<"$said")
    in_net branch "$programs/branch" pair accept "$code" --name "$name" --kind "$kind" \
        --check "$check" --out "$place/$machine.json" >/dev/null || fail "$name was not accepted"
    in_net "$machine" "$programs/branch" pair finish "$place/$machine.json" >"$place/$machine.welcome" ||
        fail "$name could not finish"
}

# stranger MACHINE WHAT ADDRESS SERVER-KEY [PUBLIC SECRET]: prints what it hears in three seconds.
stranger() {
    local machine=$1
    shift
    in_net "$machine" /usr/bin/python3 "$here/stranger.py" "$@"
}

server_key() { head -1 "$place/branch/curve/$1.key"; }

make_network
start_branch
enrol kiosk kiosk:2 kiosk
enrol counter counter:2 counter
enrol board Board:2 board

# Another machine that asks under a name in use gets nothing, and whose name it is keeps its key.
said=$(in_net counter "$programs/branch" pair request --name KIOSK:2 --kind kiosk)
again=$(in_net branch "$programs/branch" pair accept "$(sed -n 's/^Code *//p' <<<"$said")" \
    --name KIOSK:2 --kind kiosk --check "$(sed -n 's/^Check *//p' <<<"$said")" \
    --out "$place/again.json" 2>&1) && fail "a second kiosk:2 was let in"
echo "second kiosk:2: $again"

ticket=$(in_net kiosk "$programs/branch" ticket issue cash --device kiosk:2 --json) ||
    fail "the kiosk got no ticket"
grep -q '"A001"' <<<"$ticket" || fail "the kiosk's ticket: $ticket"
echo "kiosk: ticket A001"

secret=$(in_net branch "$programs/branch" staff add ana Ana --role teller --json |
    sed -n 's/.*"secret" *: *"\([^"]*\)".*/\1/p')
in_net counter "$programs/branch" login ana --device counter:2 <<<"$secret" >/dev/null || fail "the teller could not log in"
in_net counter "$programs/branch" counter open 2 --device counter:2 --as ana >/dev/null ||
    fail "the counter did not open"
called=$(in_net counter "$programs/branch" counter next 2 --device counter:2 --as ana --json)
grep -q '"A001"' <<<"$called" || fail "the counter called: $called"
echo "counter: called A001"

# The command is the one that 'branch pair finish' tells.
command=$(sed -n '/branchline-display/,/--key-file/p' "$place/board.welcome" | tr -d '\\\n')
in_net board bash -c \
    "grep -q A001 < <(timeout 20 $programs/${command#"${command%%branchline*}"} --plain)" ||
    fail "the board does not show A001: $command"
echo "board: shows A001"

# silent WORDS STRANGER…: fails with these words where something is heard.
silent() {
    local words=$1
    shift
    [[ $(stranger "$@") == nothing ]] || fail "$words"
}

# Each of them listens for three seconds: all at once.
kiosk_key=$(find "$place/kiosk" -name 'kiosk:2.key')
strangers=()
silent "an unlisted key was answered at the gateway" \
    kiosk request "tcp://$host:7751" "$(server_key clients)" &
strangers+=($!)
silent "an unlisted key heard a topic" kiosk topics "tcp://$host:7752" "$(server_key displays)" &
strangers+=($!)
silent "a plain client was answered" kiosk request "tcp://$host:7751" plain &
strangers+=($!)
silent "a kiosk posed as a gateway" \
    kiosk link "tcp://$host:7754" "$(server_key gateways)" "$kiosk_key" &
strangers+=($!)
[[ $(stranger kiosk request "tcp://$host:7751" "$(server_key clients)" "$kiosk_key") == heard ]] ||
    fail "the kiosk's own key is not answered at the gateway"
for stranger in "${strangers[@]}"; do wait "$stranger"; done
echo "unlisted key at the gateway: nothing"
echo "unlisted key at the topics: nothing"
echo "plain client at the secured port: nothing"
echo "kiosk's key on the back link: nothing"

enrol counter gateway:2 gateway
gateway_key=$(find "$place/counter" -name 'gateway:2.key')
[[ $(stranger counter link "tcp://$host:7754" "$(server_key gateways)" "$gateway_key") == heard ]] ||
    fail "a gateway's key is not answered on the back link"
echo "gateway's key on the back link: answered"

# Services at the branch's edge on another machine, by the command that 'branch pair finish' tells.
start_told() {
    local command
    command=$(sed -n 's/^ *\(branchline-.* --enrolment .*\)/\1/p' "$place/counter.welcome")
    in_net counter bash -c "exec $programs/$command" >"$place/counter-$1.log" 2>&1 &
}

enrol counter rpc:2 rpc
start_told bank-grpc
for _ in {1..200}; do
    word=$(in_net counter "$programs/branchline-bank-grpc" ping 2>/dev/null) || true
    [[ $word == ok ]] && break
done
[[ $word == ok ]] || fail "the gRPC edge does not reach the ledger: $word"
echo "gRPC edge elsewhere: the ledger answers"

enrol counter notifier:2 notifier
echo "a secret of sixteen+" >"$place/counter/crm.secret"
python3 - "$place" <<'PYTHON'
import json, sys
configuration = json.load(open(f"{sys.argv[1]}/branch/branchline.json"))
configuration["notifications"] = {
    "webhooks": [{"name": "crm", "url": "http://127.0.0.1:9999/", "secretFile": "crm.secret"}],
    "rules": [{"on": "queue", "to": "webhook:crm"}, {"on": "account", "to": "webhook:crm"}],
}
json.dump(configuration, open(f"{sys.argv[1]}/counter/branchline.json", "w"))
PYTHON
touch "$place/hooks"
in_net counter python3 "$here/hook.py" 9999 "$place/hooks" &
start_told notifier
for number in {1..200}; do
    # What happened before the notifier came is not told: until then somebody new has to come.
    in_net branch "$programs/branch" customer register "bob$number" Bob --opening 50.00 >/dev/null ||
        fail "nobody could be registered"
    grep -q queue.called "$place/hooks" && grep -q account.credited "$place/hooks" && break
done
grep -q queue.called "$place/hooks" || fail "the notifier hears no calls"
grep -q account.credited "$place/hooks" || fail "the notifier reads no movements"
echo "notifier elsewhere: told of calls and movements"
