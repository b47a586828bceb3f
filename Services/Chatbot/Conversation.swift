import Messages

/// The bot's rules: who asks what, what the branch is asked for it, and what is said then.
struct Conversation: Sendable {
    /// The service that flats ask for.
    let service: String?
    let administrators: Set<Int64>
    let group: Int64?
    let language: Language
    let reader: WishReader

    func wish(_ update: ChatUpdate) -> Wish? {
        guard let wish = reader.wish(update.content) else { return nil }
        // People talk to each other in a group; only what is said to the bot is answered.
        if wish == .help, !update.isPrivate, case .text(let text) = update.content,
            !text.hasPrefix("/")
        {
            return nil
        }
        return wish
    }

    func language(of update: ChatUpdate, _ desk: Desk) -> Language {
        if let chosen = desk.people[update.user]?.language { return chosen }
        return (update.isPrivate ? Language(tag: update.languageTag) : nil) ?? language
    }

    /// What the branch is asked for a wish.
    func question(_ wish: Wish, _ update: ChatUpdate, _ desk: Desk) -> Question {
        let user = update.user
        switch wish {
        case .admission(let flat):
            guard let service else { return .nothing }
            return .issue(
                service: service, name: flat, unique: ["flat:\(flat)", "user:\(user)"])
        case .ticket(let name):
            return .issue(
                service: name, name: nil,
                unique: [name == service ? "user:\(user)" : "user:\(user):\(name)"])
        case .done:
            let open = desk.open(of: user)
            let ticket = open.last { $0.service == service } ?? open.last
            return ticket.map { .leave($0.handle) } ?? .nothing
        case .cancel(let handle):
            let open = desk.open(of: user)
            if let handle {
                // Whoever sees a button in a group is not yet the ticket's holder.
                return open.contains { $0.handle == handle } ? .cancel(handle) : .nothing
            }
            return open.count == 1 ? .cancel(open[0].handle) : .nothing
        case .mine:
            let open = desk.open(of: user)
            return open.isEmpty ? .nothing : .tickets(open.map(\.handle))
        case .status: return .status
        case .list: return service.map(Question.list) ?? .nothing
        case .start: return service.flatMap { mayRule(user) ? .open($0) : nil } ?? .nothing
        case .exit: return service.flatMap { mayRule(user) ? .close($0) : nil } ?? .nothing
        case .services, .languages, .language, .help: return .nothing
        }
    }

    func mayRule(_ user: Int64) -> Bool { administrators.contains(user) }

    /// What is said, and what becomes of the desk.
    func answer(
        _ wish: Wish, _ reply: Reply, to update: ChatUpdate, _ desk: inout Desk, _ hall: Hall
    ) -> [Say] {
        let speaker = Speaker(
            conversation: self, update: update, language: language(of: update, desk), hall: hall)
        switch wish {
        case .admission(let flat):
            guard service != nil else { return [speaker.help()] }
            return [speaker.issued(reply, flat: flat, service: service ?? "", &desk)]
        case .ticket(let service):
            return [speaker.issued(reply, flat: nil, service: service, &desk)]
        case .done: return [speaker.done(reply, &desk)]
        case .cancel(let handle): return [speaker.cancelled(reply, handle: handle, &desk)]
        case .mine: return [speaker.mine(reply, &desk)]
        case .status: return [speaker.status(reply)]
        case .list: return [speaker.list(reply)]
        case .services: return [speaker.services()]
        case .languages: return [speaker.languages()]
        case .language(let chosen):
            desk.update(update.user) { $0.language = chosen }
            return [Say(update.chat, chosen.text(.languageChosen))]
        case .start: return speaker.ruled(reply, .started, .startedGroup)
        case .exit:
            guard mayRule(update.user) else {
                return [Say(update.chat, speaker.language.text(.onlyAdministrators))]
            }
            return speaker.ruled(reply, .ended, .endedGroup)
        case .help: return [speaker.help()]
        }
    }
}
