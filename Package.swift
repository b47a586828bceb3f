// swift-tools-version: 6.2
import PackageDescription

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let lifecycle = Target.Dependency.product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(
    name: "UnixSignals", package: "swift-service-lifecycle")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(
    name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let grpcCore = Target.Dependency.product(name: "GRPCCore", package: "grpc-swift-2")
let grpcTransport = Target.Dependency.product(
    name: "GRPCNIOTransportHTTP2Posix", package: "grpc-swift-nio-transport")
let grpcProtobuf = Target.Dependency.product(
    name: "GRPCProtobuf", package: "grpc-swift-protobuf")
let swiftProtobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")
let asyncHTTPClient = Target.Dependency.product(
    name: "AsyncHTTPClient", package: "async-http-client")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")

/// A library under `Shared/`, listed from the ground up: each may use only what stands above it.
func shared(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Shared/\(name)")
}

/// An executable under `Services/`: it uses Shared, never another service.
func service(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies + [argumentParser, logging],
        path: "Services/\(name)")
}

/// The tests of one target, in the folder with its name.
func tests(
    _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.target(name: name)] + dependencies,
        path: "Tests/\(name)Tests", exclude: exclude)
}

let package = Package(
    name: "branchline",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "branchline-ledger", targets: ["Ledger"]),
        .executable(name: "branchline-scheduler", targets: ["Scheduler"]),
        .executable(name: "branchline-counter-gateway", targets: ["CounterGateway"]),
        .executable(name: "branchline-display", targets: ["Display"]),
        .executable(name: "branchline-atm", targets: ["ATM"]),
        .executable(name: "branchline-kiosk", targets: ["Kiosk"]),
        .executable(name: "branchline-web", targets: ["Web"]),
        .executable(name: "branchline-bank-grpc", targets: ["BankGRPC"]),
        .executable(name: "branchline-notifier", targets: ["Notifier"]),
        .executable(name: "branchline-chatbot", targets: ["Chatbot"]),
        .executable(name: "branch", targets: ["Branch"]),
        .executable(name: "branchline-bench", targets: ["Bench"]),
        .executable(name: "branchline-bench-provider", targets: ["BenchProvider"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.10.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/grpc/grpc-swift-2", from: "2.4.3"),
        .package(url: "https://github.com/grpc/grpc-swift-nio-transport", from: "2.9.2"),
        .package(url: "https://github.com/grpc/grpc-swift-protobuf", from: "2.4.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        shared("BranchDomain"),
        shared("Messages", ["BranchDomain"]),
        shared("Credentials", ["BranchDomain", "Messages", crypto, cryptoExtras]),
        .systemLibrary(
            name: "CZeroMQ", path: "Shared/CZeroMQ", providers: [.apt(["libzmq3-dev"])]),
        .systemLibrary(
            name: "CZlib", path: "Shared/CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CQREncode", path: "Shared/CQREncode", providers: [.apt(["libqrencode-dev"])]),
        shared("ZeroMQ", ["CZeroMQ"]),
        shared("Bus", ["BranchDomain", "Messages", "ZeroMQ"]),
        shared("Journal", ["BranchDomain", "Messages", crypto, grdb]),
        shared(
            "ServiceKit",
            [
                "BranchDomain", "Messages", "Bus", lifecycle, unixSignals, logging, metrics,
                argumentParser,
            ]),
        shared("Terminal", ["BranchDomain", argumentParser]),
        shared(
            "Printing", ["BranchDomain", "Messages", "CQREncode", "Terminal", argumentParser]),
        shared("Outbox", ["BranchDomain", grdb]),
        shared(
            "OutgoingHTTP", ["BranchDomain", asyncHTTPClient, nioCore, nioHTTP1]),
        shared(
            "JournaledService",
            ["BranchDomain", "Messages", "Bus", "Journal", "ServiceKit", logging, metrics]),

        service(
            "Ledger",
            [
                "BranchDomain", "Messages", "Credentials", "Bus", "Journal", "JournaledService",
                "ServiceKit",
            ]),
        service(
            "Scheduler",
            [
                "BranchDomain", "Messages", "Credentials", "Bus", "Journal", "JournaledService",
                "ServiceKit", metrics,
            ]),
        service(
            "CounterGateway",
            ["BranchDomain", "Messages", "Credentials", "Bus", "ServiceKit", metrics]),
        service("Display", ["BranchDomain", "Messages", "Bus", "ServiceKit", "Terminal"]),
        service("ATM", ["BranchDomain", "Messages", "Bus", "ServiceKit", "Terminal"]),
        service(
            "Kiosk",
            ["BranchDomain", "Messages", "Bus", "ServiceKit", "Terminal", "Printing"]),
        service(
            "Branch",
            [
                "BranchDomain", "Messages", "Credentials", "Bus", "ServiceKit",
                "Printing", "Outbox",
            ]),
        service(
            "Notifier",
            [
                "BranchDomain", "Messages", "Bus", "ServiceKit", "Terminal", "Outbox",
                "OutgoingHTTP", crypto,
            ]),
        service(
            "Chatbot",
            [
                "BranchDomain", "Messages", "Bus", "ServiceKit", "Outbox", "OutgoingHTTP", crypto,
            ]),
        .executableTarget(
            name: "Web",
            dependencies: [
                "BranchDomain", "Messages", "Credentials", "Bus", "ServiceKit", "CQREncode",
                "CZlib",
                argumentParser, logging, metrics, lifecycle, crypto, unixSignals, hummingbird,
                hummingbirdCore, hummingbirdTLS, httpTypes, nioCore, nioPosix, nioSSL,
            ],
            path: "Services/Web", exclude: ["Pages"]),
        .executableTarget(
            name: "BankGRPC",
            dependencies: [
                "BranchDomain", "Messages", "Bus", "ServiceKit", argumentParser, logging, metrics,
                lifecycle, unixSignals, nioCore, nioPosix, grpcCore, grpcTransport, grpcProtobuf,
                swiftProtobuf,
            ],
            path: "Services/BankGRPC", exclude: ["bank.proto", "generate"]),
        .executableTarget(
            name: "Bench",
            dependencies: [
                "BranchDomain", "Messages", "ZeroMQ", "Bus", "ServiceKit", argumentParser, sqlite,
            ],
            path: "Tests/Bench", exclude: ["Clients"]),

        // What chatbot and notifier talk to while they are measured.
        .executableTarget(
            name: "BenchProvider", dependencies: ["Providers", argumentParser],
            path: "Tests/BenchProvider"),

        tests("BranchDomain"),
        tests("Messages", exclude: ["Golden"]),
        tests("Credentials"),
        tests("ZeroMQ"),
        tests("Bus"),
        tests("Journal", [grdb, "JournaledService"]),
        tests("ServiceKit", ["BranchDomain", "Messages", "Bus", metrics]),
        tests("Terminal"),
        tests("Printing", exclude: ["printer.py", "test_slips.py", "requirements.txt"]),
        // Providers of messages that tests and benchmarks talk to over real HTTP.
        .target(
            name: "Providers",
            dependencies: [hummingbird, hummingbirdCore, httpTypes, nioCore, logging],
            path: "Tests/Providers"),
        tests("Outbox", ["BranchDomain", grdb]),
        tests(
            "Chatbot",
            ["Providers", "Outbox", "OutgoingHTTP", "ServiceKit", "Messages", "BranchDomain"]),
        tests(
            "Notifier",
            ["Providers", "Outbox", "OutgoingHTTP", "ServiceKit", "Messages", "BranchDomain"]),
        tests(
            "Ledger", ["Journal"],
            exclude: [
                "Statements/Golden", "Statements/test_statements.py",
                "Statements/requirements.txt",
            ]),
        tests("Scheduler", ["Journal", "JournaledService"], exclude: ["Golden"]),
        tests("CounterGateway", ["Credentials"]),
        tests("Display"),
        tests("ATM"),
        tests("Kiosk"),
        tests("Branch"),
        tests("Web", ["Bus", "BranchDomain", "Messages", "ServiceKit", nioCore]),
        tests(
            "BankGRPC",
            ["BranchDomain", "Messages", "Bus", "ServiceKit", grpcCore],
            exclude: ["Clients"]),
        .testTarget(
            name: "BranchWideTests",
            dependencies: [
                "Ledger", "Scheduler", "CounterGateway", "Display", "ATM", "Kiosk", "Branch",
                "Chatbot", "Notifier", "Providers", "BranchDomain", "Messages", "Bus", "ZeroMQ",
                "Journal", "Outbox", "ServiceKit",
            ],
            path: "Tests/BranchWideTests", exclude: ["hook.py", "lan.sh", "stranger.py"]),
        .testTarget(name: "HouseRulesTests", path: "Tests/HouseRulesTests"),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]
    if ["ZeroMQ", "Bus", "Journal"].contains(target.name) {
        target.swiftSettings?.append(.strictMemorySafety())
    }
    if target.type == .executable || target.type == .test {
        // Swift's own linker, in half the time; a release has it by deploy/lib/programs.sh.
        target.linkerSettings = [
            .unsafeFlags(["-use-ld=lld"], .when(platforms: [.linux], configuration: .debug))
        ]
    }
}
