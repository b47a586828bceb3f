import BranchDomain
import Foundation

/// The machine for scripts: screens go out as text, lines come in as keys.
struct PlainConversation {
    /// What there is to read.
    enum Input: Equatable {
        case line(String)
        /// Nothing yet; some time has passed.
        case nothing
        case end
    }

    /// What the conversation needs of the world.
    struct World {
        let now: () -> Timestamp
        /// Reads a line; the argument says whether it is a secret.
        let read: (Bool) -> Input
        let write: (String) -> Void
        /// Lets some time pass.
        let rest: () -> Void
    }

    /// For how long a script waits for a bank that is out of service.
    static let patience: Duration = .seconds(30)

    private var teller: ATMTeller
    private let zone: TimeZone
    private let world: World
    private var printed: String?

    init(teller: ATMTeller, zone: TimeZone, world: World) {
        self.teller = teller
        self.zone = zone
        self.world = world
    }

    /// Runs until the end of input, the machine's exit, or the end of patience.
    ///
    /// - Returns: Whether the machine was in service.
    mutating func run() -> Bool {
        let started = world.now()
        handle(.started)
        while !teller.isOver {
            print(teller.session)
            switch teller.session.step {
            case .outOfService where world.now().since(started) > PlainConversation.patience:
                return false
            case .outOfService, .waiting:
                // Lines are for screens on which they mean something.
                world.rest()
                handle(.tick)
            default:
                takeLine()
            }
        }
        return true
    }

    private mutating func takeLine() {
        let step = teller.session.step
        switch world.read(step.isSecret) {
        case .nothing: handle(.tick)
        case .end: handle(.interrupted)
        case .line(let line):
            // What follows is a new screen, even where it looks like the one before.
            printed = nil
            for key in PlainScreen.keys(line, hasField: step.hasField) { handle(.key(key)) }
        }
    }

    private mutating func handle(_ event: Event) {
        var printed = printed
        let (zone, world) = (zone, world)
        teller.handle(event) { session in
            printed = PlainConversation.print(session, zone, world, unless: printed)
        }
        self.printed = printed
    }

    private mutating func print(_ session: ATMSession) {
        printed = PlainConversation.print(session, zone, world, unless: printed)
    }

    private static func print(
        _ session: ATMSession, _ zone: TimeZone, _ world: World, unless printed: String?
    ) -> String {
        var screen = session.screen(at: world.now(), zone: zone)
        screen.countdown = nil
        let text = PlainScreen.text(screen)
        if text != printed { world.write(text) }
        return text
    }
}
