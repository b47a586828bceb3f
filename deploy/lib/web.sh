# shellcheck shell=bash
# Whether the web pages answer.

web_port() { echo $((BRANCHLINE_PORT_BASE + 380)); }

# web_answers SECONDS: whether the web service does, or does so within this time.
web_answers() {
    local end=$((SECONDS + $1))
    until web_health >/dev/null; do
        ((SECONDS < end)) || return 1
        sleep 0.1
    done
}

# web_health: "ok" where the pages are live, "alone" where the branch behind them is away; fails
# where nobody answers.
web_health() {
    local line answer=""
    {
        exec 7<>"/dev/tcp/127.0.0.1/$(web_port)" || return 1
    } 2>/dev/null
    printf 'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' >&7
    while read -r -t 2 line <&7; do answer+=$line; done
    answer+=${line:-}
    exec 7<&- 7>&-
    case $answer in
        *'"live":true'*) echo ok ;;
        *'"live":false'*) echo alone ;;
        *) return 1 ;;
    esac
}
