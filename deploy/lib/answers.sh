# shellcheck shell=bash
# Whether a service answers, whichever way it does.

# shellcheck source=lib/web.sh
source "$(dirname "${BASH_SOURCE[0]}")/web.sh"
# shellcheck source=lib/grpc.sh
source "$(dirname "${BASH_SOURCE[0]}")/grpc.sh"
# shellcheck source=lib/edges.sh
source "$(dirname "${BASH_SOURCE[0]}")/edges.sh"

# service_answers NAME SECONDS: whether it does, or does so within this time.
service_answers() {
    case $1 in
        web) web_answers "$2" ;;
        bank-grpc) grpc_answers "$2" ;;
        notifier | chatbot) edge_answers "$1" "$2" ;;
        *) "$programs/branch" ping "$1" --wait "$2" >/dev/null 2>&1 ;;
    esac
}
