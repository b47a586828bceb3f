/// Settings in which a misspelt name is an error, not a setting that is silently absent.
extension Decoder {
    /// - Throws: ``ConfigurationError`` naming the first key that is none of `known`.
    public func refuseUnknown<Key: CodingKey & CaseIterable>(_ known: Key.Type) throws {
        let names = Key.allCases.map(\.stringValue)
        let present = try container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
        guard let stranger = present.sorted().first(where: { !names.contains($0) }) else { return }
        let place = codingPath.map(\.stringValue).joined(separator: ".")
        throw ConfigurationError(
            "there is no setting '\(stranger)'\(place.isEmpty ? "" : " in \(place)"). "
                + "Known: \(names.sorted().joined(separator: ", "))")
    }
}

private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { return nil }
}
