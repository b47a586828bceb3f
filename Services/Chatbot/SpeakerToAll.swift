import Messages

/// What is said about everybody, and to everybody.
extension Speaker {
    func help() -> Say {
        var parts = [language.text(.help)]
        if conversation.service != nil { parts.insert(language.text(.helpFlat), at: 0) }
        if conversation.mayRule(update.user), conversation.service != nil {
            parts.append(language.text(.helpAdministrator))
        }
        return Say(
            update.chat, parts.joined(separator: "\n"),
            buttons: [[Button(text: language.text(.buttonServices), data: "services")]])
    }

    func services() -> Say {
        let buttons = hall.services.filter(\.open).map {
            [Button(text: language.name(of: $0), data: "take:\($0.service)")]
        }.filter { $0[0].data.utf8.count <= Button.mostDataBytes }
        let phrase: Phrase = buttons.isEmpty ? .noServices : .chooseService
        return Say(update.chat, language.text(phrase), buttons: buttons)
    }

    func languages() -> Say {
        Say(
            update.chat, language.text(.chooseLanguage),
            buttons: Language.allCases.map {
                [Button(text: $0.text(.languageName), data: "speak:\($0.rawValue)")]
            })
    }

    func status(_ reply: Reply) -> Say {
        guard case .status(let lines) = reply else {
            return Say(update.chat, language.text(.notNow))
        }
        let shown = lines.filter {
            conversation.service == nil || $0.service == conversation.service
        }
        let texts = shown.map { line in
            let given =
                line.waiting + line.called + line.serving + line.parked + line.served + line.noShow
            var text = language.text(
                .status,
                [
                    "given": String(given), "done": String(line.served),
                    "waiting": String(line.waiting),
                ])
            if let admission = hall.topics[line.service]?.admission {
                text +=
                    " "
                    + language.text(
                        .admissionStatus,
                        [
                            "inside": String(admission.inside),
                            "capacity": String(admission.capacity),
                        ])
            }
            return shown.count > 1
                ? "\(hall.name(of: line.service, in: language)): \(text)" : text
        }
        return Say(
            update.chat,
            texts.isEmpty ? language.text(.noServices) : texts.joined(separator: "\n"))
    }

    /// Everybody's numbers, in order; long ones are split where they are sent.
    func list(_ reply: Reply) -> Say {
        guard conversation.service != nil else { return help() }
        guard case .tickets(let tickets) = reply else {
            return Say(update.chat, language.text(.notNow))
        }
        let lines = tickets.filter { $0.state != "cancelled" }.map { ticket in
            language.text(
                ticket.state == "served" ? .listDone : .listLine,
                ["number": ticket.number, "name": ticket.name ?? ""])
        }
        guard !lines.isEmpty else { return Say(update.chat, language.text(.listEmpty)) }
        return Say(
            update.chat, ([language.text(.listHead)] + lines).joined(separator: "\n"))
    }

    /// Issuing begins or ends: who did it hears it, and the group.
    func ruled(_ reply: Reply, _ own: Phrase, _ forGroup: Phrase) -> [Say] {
        switch reply {
        case .service:
            var says = [Say(update.chat, language.text(own))]
            if let group = conversation.group {
                says.append(Say(group, conversation.language.text(forGroup)))
            }
            return says
        case .nothing: return [help()]
        case .refused(.idExpired, _), .refused(.idFromFuture, _):
            return [Say(update.chat, language.text(.tooOld))]
        default: return [Say(update.chat, language.text(.notNow))]
        }
    }
}
