# shellcheck shell=bash
# What people want to know about a branch that is up.

# is_beyond_loopback: whether devices come over the network.
is_beyond_loopback() {
    [[ $BRANCHLINE_HOST != 127.0.0.1 && $BRANCHLINE_HOST != localhost ]]
}

# address_of NAME: where a service listens for others.
address_of() {
    case $1 in
        ledger) echo "tcp://127.0.0.1:$((BRANCHLINE_PORT_BASE + 3))" ;;
        scheduler) echo "tcp://127.0.0.1:$((BRANCHLINE_PORT_BASE + 2))" ;;
        web) echo "http://127.0.0.1:$((BRANCHLINE_PORT_BASE + 380))" ;;
        bank-grpc) echo "127.0.0.1:$((BRANCHLINE_PORT_BASE + 1301))" ;;
        counter-gateway-*) echo "tcp://127.0.0.1:$(gateway_port "${1#counter-gateway-}")" ;;
        *) echo "none: it calls others" ;;
    esac
}

# secured_address_of NAME: the same for enrolled devices: fifty ports above, CURVE only.
secured_address_of() {
    local plain
    plain=$(address_of "$1")
    if [[ $1 == web ]]; then
        [[ -e $state/web/certificate.pem ]] && echo "https://$BRANCHLINE_HOST:$((${plain##*:} + 50))" ||
            echo "none, for want of $state/web/certificate.pem"
        return 0
    fi
    if [[ $1 == bank-grpc ]]; then
        [[ -e $state/grpc/certificate.pem ]] && echo "$BRANCHLINE_HOST:${plain##*:}, TLS" ||
            echo "none, for want of $state/grpc/certificate.pem"
        return 0
    fi
    echo "tcp://$BRANCHLINE_HOST:$((${plain##*:} + 50))"
}

# is_queue_only: whether this is a clinic's or a shop's branch, where nothing speaks of money.
is_queue_only() { grep -q '"queueOnly" *: *true' "$state/branchline.json" 2>/dev/null; }

show_addresses() {
    local name what
    say ""
    for name in $(service_names); do
        case $name in
            ledger) is_queue_only && what="staff, devices" || what="account topics" ;;
            scheduler) what="queue topics" ;;
            web) what="pages" ;;
            bank-grpc) what="gRPC" ;;
            notifier | chatbot) what="messages" ;;
            *) what="requests" ;;
        esac
        if is_beyond_loopback && [[ $(address_of "$name") != none* ]]; then
            printf '  %-18s %-15s %-21s  devices: %s\n' "$name" "$what" "$(address_of "$name")" \
                "$(secured_address_of "$name")"
        else
            printf '  %-18s %-15s %s\n' "$name" "$what" "$(address_of "$name")"
        fi
    done
}

# show_next_steps FIRST_START: what to try now.
show_next_steps() {
    local branch=$programs/branch
    say "" "  state directory    $state" "  admin's secret     $state/admin.secret"
    [[ $1 == true ]] && say "  (made now, with keys and configuration; keep a copy of branch.key)"
    say "" "Try next:" \
        "  $(address_of web)     kiosk, board, counter, cash machine, manager" \
        "  deploy/demo        a minute of a real branch" \
        "  deploy/status      how the services are" \
        "  $branch --help" \
        "  $programs/branchline-display" \
        "  $programs/branchline-kiosk" \
        "  deploy/down"
    if is_beyond_loopback; then
        say "  $branch pair --help    let a device on another machine in"
    fi
}
