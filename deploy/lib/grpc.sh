# shellcheck shell=bash
# Whether the gRPC edge takes calls.

# grpc_answers SECONDS: whether it does, or does so within this time; a branch without money has
# none.
grpc_answers() {
    [[ -d $services/bank-grpc ]] || return 0
    local end=$((SECONDS + $1))
    until grpc_health >/dev/null; do
        ((SECONDS < end)) || return 1
        sleep 0.1
    done
}

# grpc_health: "ok" where the ledger answers behind it, "alone" where only the edge does; fails
# where nobody answers.
grpc_health() { "$programs/branchline-bank-grpc" ping 2>/dev/null; }
