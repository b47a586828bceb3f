# shellcheck shell=bash
# The services that only run where branchline.json wants them, and how they are: each writes a
# word to run/<name>.health every few seconds.

# is_configured NAME: whether it is to run; ends the script where its configuration is wrong.
is_configured() {
    local code=0
    "$programs/branchline-$1" configured || code=$?
    case $code in
        0) return 0 ;;
        3) return 1 ;;
        *) fail "branchline.json is wrong about the $1" "What to mend is said above." ;;
    esac
}

# write_edges: the services that are configured; away with those that are no more.
write_edges() {
    local name
    for name in "${edges[@]}"; do
        if is_configured "$name"; then
            rm -f "$run/$name.health"
            write_service "$name" "$programs/branchline-$name" serve
        else
            rm -rf "${services:?}/$name"
        fi
    done
}

# edge_health NAME: its word, where it was written within the last twenty seconds.
edge_health() {
    local file=$run/$1.health
    [[ -n $(find "$file" -newermt '20 seconds ago' 2>/dev/null) ]] && cat "$file"
}

# edge_answers NAME SECONDS: whether it has said how it is, or does so within this time.
edge_answers() {
    local end=$((SECONDS + $2))
    until edge_health "$1" >/dev/null; do
        ((SECONDS < end)) || return 1
        sleep 0.1
    done
}

# edges_answer SECONDS: whether all that are configured do.
edges_answer() {
    local name
    for name in "${edges[@]}"; do
        [[ ! -d $services/$name ]] || edge_answers "$name" "$1" || return 1
    done
}
