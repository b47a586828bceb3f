/// Everything that Branchline's services measure; the reference is made of ``Measure/all``.
extension Measure {
    public static let requests = Measure(
        "branchline_requests_total", .counter, "Requests taken in, by method.",
        labels: ["method"])
    public static let refusals = Measure(
        "branchline_refusals_total", .counter, "Requests answered with a refusal, by its code.",
        labels: ["code"])
    public static let requestSeconds = Measure(
        "branchline_request_seconds", .histogram,
        "A gateway's wait for a service: one request under way is timed at a time.",
        labels: ["service"], buckets: latencyBuckets)
    public static let httpRequests = Measure(
        "branchline_http_requests_total", .counter, "HTTP requests answered, by status.",
        labels: ["status"])
    public static let httpSeconds = Measure(
        "branchline_http_request_seconds", .histogram,
        "From an HTTP request's head to its answer's head.", buckets: latencyBuckets)
    public static let pages = Measure(
        "branchline_pages", .gauge, "Pages that follow the queues at present.")

    public static let groupSeconds = Measure(
        "branchline_group_seconds", .histogram,
        "From taking a group of requests in to its last answer, the sync included.",
        buckets: latencyBuckets)
    public static let groupRequests = Measure(
        "branchline_group_requests", .histogram, "Requests that were made durable together.",
        buckets: sizeBuckets)
    public static let syncSeconds = Measure(
        "branchline_sync_seconds", .histogram, "An append to the journal and its sync.",
        buckets: latencyBuckets)
    public static let records = Measure(
        "branchline_journal_records_total", .counter,
        "Records written to the journal by this process.")
    public static let head = Measure(
        "branchline_journal_head", .gauge, "The sequence of the journal's last record.")
    public static let journalBytes = Measure(
        "branchline_journal_bytes", .gauge, "The journal's file and its log on disk.")
    public static let readOnly = Measure(
        "branchline_read_only", .gauge, "1 while writes are refused: no disk, or no room on it.")
    public static let clockStep = Measure(
        "branchline_clock_step_seconds", .gauge,
        "How far the wall clock was set while nobody confirmed it; 0 where it was not.")

    public static let queueTickets = Measure(
        "branchline_queue_tickets", .gauge, "Open tickets, by service and state.",
        labels: ["queue", "state"])
    public static let queueOldest = Measure(
        "branchline_queue_oldest_seconds", .gauge,
        "How long the next ticket of a service has waited.", labels: ["queue"])
    public static let queueWait = Measure(
        "branchline_queue_wait_seconds", .histogram,
        "From a ticket's issue to its first call, by service.", labels: ["queue"],
        buckets: waitBuckets)
    public static let counters = Measure(
        "branchline_counters_open", .gauge, "Counters that are open at present.")

    public static let sessions = Measure(
        "branchline_sessions", .gauge, "Sessions that the gateway has verified lately.")
    public static let inFlight = Measure(
        "branchline_in_flight", .gauge, "Requests that a service has not answered yet.",
        labels: ["service"])
    public static let reachable = Measure(
        "branchline_service_reachable", .gauge,
        "1 where the gateway's link to the service answers.", labels: ["service"])
    public static let dropped = Measure(
        "branchline_dropped", .gauge,
        "Messages thrown away since the start, by reason.", labels: ["reason"])

    public static let outbox = Measure(
        "branchline_outbox_messages", .gauge,
        "Messages to people and programs that wait, or could not be delivered.",
        labels: ["state"])

    public static let healthy = Measure(
        "branchline_healthy", .gauge, "1 where the service is well, as `/healthz` says.")
    public static let backupTime = Measure(
        "branchline_backup_time_seconds", .gauge,
        "When the last whole backup was begun, Unix seconds; 0 before the first.")
    public static let diskFree = Measure(
        "branchline_disk_free_bytes", .gauge,
        "What the file system of the state directory has left.")
    public static let starts = Measure(
        "branchline_starts", .gauge,
        "How often the service was started in this state directory.")
    public static let build = Measure(
        "branchline_build_info", .gauge, "Always 1; the version is a label.",
        labels: ["service", "version"])
    public static let startTime = Measure(
        "process_start_time_seconds", .gauge, "When the process started, Unix seconds.")
    public static let memory = Measure(
        "process_resident_memory_bytes", .gauge, "The process's resident memory.")
    public static let processorTime = Measure(
        "process_cpu_seconds_total", .counter, "Processor time of the process, both modes.")
    public static let files = Measure(
        "process_open_fds", .gauge, "Open file descriptors of the process.")

    public static let all: [Measure] = [
        requests, refusals, requestSeconds, httpRequests, httpSeconds, pages, groupSeconds,
        groupRequests, syncSeconds, records, head, journalBytes, readOnly, clockStep, queueTickets,
        queueOldest, queueWait, counters, sessions, inFlight, reachable, dropped, outbox, healthy,
        backupTime, diskFree, starts, build, startTime, memory, processorTime, files,
    ]
}
