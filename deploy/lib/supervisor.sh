# shellcheck shell=bash
# The services under runit: one runsvdir for a state directory, one runsv a service.

pid_file=$run/runsvdir.pid
# Services that only run where the configuration wants them.
edges=(notifier chatbot)
surroundings_file=$run/surroundings   # port base, host and programs with which it was started

# read_surroundings: takes over how the branch that is up was started; sets $programs.
read_surroundings() {
    # shellcheck disable=SC2034
    read -r BRANCHLINE_PORT_BASE BRANCHLINE_HOST programs <"$surroundings_file"
    export BRANCHLINE_PORT_BASE BRANCHLINE_HOST
}

# supervisor_pid: the pid of this directory's runsvdir, or nothing.
supervisor_pid() {
    local pid
    [[ -s $pid_file ]] || return 0
    pid=$(<"$pid_file")
    is_ours "$pid" runsvdir && echo "$pid"
    return 0
}

# is_ours PID PROGRAM: whether the process lives, is that program and works in this directory.
is_ours() {
    [[ $1 =~ ^[0-9]+$ && -r /proc/$1/cmdline ]] || return 1
    local words
    mapfile -d '' -t words <"/proc/$1/cmdline" 2>/dev/null || return 1
    [[ ${words[0]:-} == *"$2"* && ${words[*]} == *"$services"* ]]
}

# service_names: what is supervised, in the order in which it is shown.
service_names() {
    local name
    for name in ledger scheduler; do [[ -d $services/$name ]] && echo "$name"; done
    gateway_numbers | sed 's/^/counter-gateway-/'
    for name in web bank-grpc "${edges[@]}"; do [[ -d $services/$name ]] && echo "$name"; done
    return 0
}

gateway_numbers() {
    find "$services" -mindepth 1 -maxdepth 1 -type d -name 'counter-gateway-*' -printf '%f\n' \
        2>/dev/null | sed 's/^counter-gateway-//' | sort -n
}

# write_service NAME PATH ARGUMENT...: the program that runsv starts, again and again. The
# directory gets its name when it is whole, since the supervisor may look at any moment.
write_service() {
    local name=$1 program=$2 directory=$services/$1 draft=$services/.draft-$1
    shift 2
    rm -rf "$draft"
    mkdir -p "$draft/log" "$logs/$name"
    : >"$draft/starts"
    write_script "$draft/run" <<SCRIPT
#!/bin/sh
exec 2>&1
cd '$state' || exit 1
date +%s >>'$directory/starts'
export BRANCHLINE_STATE='$BRANCHLINE_STATE'
export BRANCHLINE_PORT_BASE='$BRANCHLINE_PORT_BASE'
export BRANCHLINE_HOST='$BRANCHLINE_HOST'
# What stretching a secret takes goes back to the system at once.
export MALLOC_MMAP_THRESHOLD_=1048576
exec chpst -o 65536 -d $(data_limit) '$program' $*
SCRIPT
    write_script "$draft/finish" <<SCRIPT
#!/bin/sh
# \$1: exit code, -1 for a signal; \$2: the signal.
echo "$name ended: code \$1, signal \$2"
SCRIPT
    write_script "$draft/log/run" <<SCRIPT
#!/bin/sh
exec svlogd '$logs/$name'
SCRIPT
    # 10 files of 1 MB; on a full disk the oldest goes, so that nobody waits for the log.
    printf 's1000000\nn10\nN2\n' >"$logs/$name/config"
    if [[ -d $directory ]]; then
        mv "$draft/starts" "$draft/run" "$draft/finish" "$directory/"
        mv "$draft/log/run" "$directory/log/"
        rm -rf "$draft"
    else
        mv "$draft" "$directory"
    fi
}

write_script() {
    cat >"$1"
    chmod 755 "$1"
}

# data_limit: three quarters of the machine's memory in bytes; a service that wants more is
# restarted instead of taking the machine with it.
data_limit() {
    awk '/^MemTotal:/ { printf "%d\n", $2 * 768 }' /proc/meminfo
}

# start_supervisor: one runsvdir in a session of its own, holding nothing of this script's: no
# descriptor, and no blocked signal, such as a caller's worker thread would hand down.
start_supervisor() {
    # runsvdir waits a second where its directory was changed in this very second.
    touch -d '10 seconds ago' "$services"
    printf '%s %s %s\n' "$BRANCHLINE_PORT_BASE" "$BRANCHLINE_HOST" "$programs" \
        >"$surroundings_file"
    (
        close_inherited
        cd "$state" || exit
        exec setsid env --default-signal runsvdir -P "$services" </dev/null >"$logs/runsvdir.log" 2>&1
    ) &
    echo "$!" >"$pid_file"
}

# close_inherited: closes what a caller may be waiting on (pipes, our lock).
close_inherited() {
    local path number
    for path in "/proc/$BASHPID/fd"/*; do
        number=${path##*/}
        ((number > 2)) && { eval "exec $number>&-"; } 2>/dev/null
    done
    return 0
}

# stop_services DIRECTORY...: ends services and their runsv; by force after ten seconds.
stop_services() {
    local directory supervised=()
    for directory in "$@"; do
        [[ -e $directory/supervise/ok ]] && supervised+=("$directory")
    done
    ((${#supervised[@]} == 0)) ||
        sv -w 10 force-shutdown "${supervised[@]}" >/dev/null 2>&1 || true
}

# stop_everything: runsvdir first, since it would start each runsv anew; then the services; then
# whatever was left alone by a supervisor that had been killed.
stop_everything() {
    local pid
    pid=$(supervisor_pid)
    if [[ -n $pid ]]; then
        end_processes "$pid"
    fi
    stop_services "$services"/*/ "$services"/.gone-*/
    mapfile -t pids < <(leftovers)
    ((${#pids[@]} == 0)) || end_processes "${pids[@]}"
    rm -f "$pid_file" "$surroundings_file"
    rm -rf "$services"/.gone-*
}

# end_processes PID...: asks, and after five seconds insists.
end_processes() {
    kill -TERM "$@" 2>/dev/null || true
    wait_for_end "$@"
    kill -KILL "$@" 2>/dev/null || true
    wait_for_end "$@"
}

# wait_for_end PID...: until all have ended, five seconds at most.
wait_for_end() {
    local pid tries=100
    for pid in "$@"; do
        while [[ -d /proc/$pid ]] && ! is_dead "$pid" && ((tries-- > 0)); do sleep 0.05; done
    done
}

# is_dead PID: ended, and only not yet collected by its parent.
is_dead() { [[ $(awk '{ sub(/.*\) /, ""); print $1 }' "/proc/$1/stat" 2>/dev/null) == Z ]]; }

# leftovers: pids of whatever still runs out of this state directory: supervisors by the
# directory they work in, services by the pid that their supervisor wrote down.
leftovers() {
    local directory process pid file
    while read -r process directory; do
        pid=${process#/proc/}
        if [[ $directory == "$services"* ]] ||
            { [[ $directory == "$state" ]] && is_ours "$pid" runsvdir; }; then
            is_dead "$pid" || echo "$pid"
        fi
    done < <(find /proc/[0-9]*/cwd -maxdepth 0 -printf '%h %l\n' 2>/dev/null)
    for file in "$services"/*/supervise/pid "$services"/.gone-*/supervise/pid; do
        [[ -s $file ]] || continue
        pid=$(<"$file")
        [[ $(readlink "/proc/$pid/cwd" 2>/dev/null) == "$state" ]] && ! is_dead "$pid" &&
            echo "$pid"
    done
    return 0
}
