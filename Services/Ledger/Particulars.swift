import BranchDomain
import Messages

/// The number of a national document, kept as it was written: two are the same where their
/// letters and digits are.
enum NationalID {
    /// - Throws: ``DomainError`` where the text is none.
    static func checked(_ text: String) throws(DomainError) -> String {
        guard (1...40).contains(key(text).count), text.utf8.count <= 120,
            text.unicodeScalars.allSatisfy(allows)
        else {
            throw DomainError("A national id has 1 to 40 letters, digits, spaces, dots or hyphens.")
        }
        return text
    }

    static func key(_ text: String) -> String {
        String(text.uppercased().filter { $0.isLetter || $0.isNumber })
    }

    private static func allows(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal
            || " .-/".unicodeScalars.contains(scalar)
    }
}

/// A phone's number, kept as digits behind an optional plus, so that no spelling is another phone.
enum PhoneNumber {
    /// - Throws: ``DomainError`` where the text is none.
    static func checked(_ text: String) throws(DomainError) -> String {
        let allowed = text.utf8.allSatisfy { (48...57).contains($0) || " +-().".utf8.contains($0) }
        let number = key(text)
        guard allowed, text.utf8.count <= 40, (3...21).contains(number.utf8.count) else {
            throw DomainError("A phone number has 3 to 20 digits, with a plus before them or not.")
        }
        return number
    }

    static func key(_ text: String) -> String {
        let digits = String(text.filter { ("0"..."9").contains($0) })
        let hasPlus = text.first { !$0.isWhitespace && $0 != "(" } == "+"
        return hasPlus ? "+" + digits : digits
    }
}

/// An address for mail: something, one at-sign, something, no spaces.
enum EmailAddress {
    /// - Throws: ``DomainError`` where the text is none.
    static func checked(_ text: String) throws(DomainError) -> String {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard text.utf8.count <= 254, parts.count == 2, parts.allSatisfy({ !$0.isEmpty }),
            text.unicodeScalars.allSatisfy({
                !$0.properties.isWhitespace && $0.properties.generalCategory != .control
            })
        else { throw DomainError("An e-mail address has one @ and no spaces.") }
        return text
    }
}

/// The language in which a customer is addressed: `en`, `es`, `pt-BR`.
enum LanguageTag {
    /// - Throws: ``DomainError`` where the text is none.
    static func checked(_ text: String) throws(DomainError) -> String {
        let allowed: (UInt8) -> Bool = { byte in
            (97...122).contains(byte) || (65...90).contains(byte) || byte == 45
        }
        guard (2...16).contains(text.utf8.count), text.utf8.allSatisfy(allowed) else {
            throw DomainError("A language is a tag like en, es or pt-BR.")
        }
        return text
    }
}

/// The sentence that goes with a decision of the staff: 1 … 200 characters.
enum Reason {
    /// - Throws: ``DomainError`` where the text is none.
    static func checked(_ text: String) throws(DomainError) -> String {
        guard let memo = try Memo(text) else {
            throw DomainError("A reason has 1 character or more.")
        }
        return memo.description
    }
}

extension Person {
    /// A person as registered.
    ///
    /// - Throws: ``Refusal`` `malformed` naming the rule that a field breaks.
    init(_ request: CustomerRegister.Request) throws(Refusal) {
        self.init(
            name: try PersonName(checked: request.name).description,
            smsConsent: request.smsConsent ?? false)
        try set(
            nationalID: request.nationalId, phone: request.phone, email: request.email,
            language: request.language)
    }

    /// The person with the fields that a request gives; an empty text removes one.
    func updated(_ request: CustomerUpdate.Request) throws(Refusal) -> Person {
        var person = self
        if let name = request.name {
            person.name = try PersonName(checked: name).description
        }
        if let consent = request.smsConsent { person.smsConsent = consent }
        try person.set(
            nationalID: request.nationalId, phone: request.phone, email: request.email,
            language: request.language)
        return person
    }

    private mutating func set(
        nationalID: String?, phone: String?, email: String?, language: String?
    ) throws(Refusal) {
        do throws(DomainError) {
            if let nationalID {
                self.nationalID = nationalID.isEmpty ? nil : try NationalID.checked(nationalID)
            }
            if let phone { self.phone = phone.isEmpty ? nil : try PhoneNumber.checked(phone) }
            if let email { self.email = email.isEmpty ? nil : try EmailAddress.checked(email) }
            if let language {
                self.language = language.isEmpty ? nil : try LanguageTag.checked(language)
            }
        } catch {
            throw Refusal(error)
        }
    }
}
