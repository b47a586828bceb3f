# shellcheck shell=bash
# Where a demonstration is seen: the board above and what happens below in a terminal; one line
# each, the board's too, in a pipe.

board_rows=0
board_pid=""

# open_stage: splits the terminal where it is one and large enough, else follows the board.
open_stage() {
    local rows columns
    if [[ -t 1 ]] && read -r rows columns < <(stty size 2>/dev/null) &&
        ((rows >= 30 && columns >= 80)); then
        board_rows=$((rows * 3 / 5))
        board_columns=$columns
        # The lines below the board scroll, the board stays.
        printf '\e[2J\e[%d;%dr\e[%d;1H' $((board_rows + 2)) "$rows" $((board_rows + 2))
        return 0
    fi
    "$programs/branchline-display" --plain --no-bell 2>/dev/null \
        > >(sed -u 's/^/          board | /') &
    board_pid=$!
}

# close_stage: gives the terminal back, with the board as it was last.
close_stage() {
    if ((board_rows > 0)); then
        printf '\e[r\e[2J\e[H%s\n' "$(board_frame)"
        board_rows=0
    fi
    if [[ -n $board_pid ]]; then
        kill "$board_pid" 2>/dev/null || true
        wait "$board_pid" 2>/dev/null || true
        board_pid=""
    fi
}

# tell WHO WHAT: a line of what happens.
tell() {
    printf '%-9s %s\n' "$1" "$2"
    ((board_rows == 0)) || draw_board
}

# draw_board: one frame at the top; the cursor stays where it is.
draw_board() {
    local frame
    frame=$(board_frame)
    [[ -z $frame ]] || printf '\e7\e[1;1H%s\e8' "${frame//$'\n'/$'\r\n'}"
}

board_frame() {
    "$programs/branchline-display" --once --colour always \
        --size "${board_columns}x${board_rows}" 2>/dev/null || true
}
