/// The part `chat` of `branchline.json`: the branch in a messenger.
public struct ChatSettings: Codable, Sendable, Equatable {
    /// A file with the bot's token, from the state directory or absolute.
    public var tokenFile: String
    /// `https://api.telegram.org` where absent.
    public var url: String?
    /// The service that a flat number asks for; none: services are chosen by name alone.
    public var service: String?
    /// A regular expression for flats in capital letters without spaces; one to three letters
    /// and one to four digits where absent.
    public var flatPattern: String?
    /// The messenger's ids of those who may start and end the issuing.
    public var administrators: [Int64]?
    /// The residents' group, a negative number; none: batches are announced to nobody.
    public var group: Int64?
    /// Of the group and of who has chosen none; `en` where absent.
    public var language: String?

    public init(
        tokenFile: String, url: String? = nil, service: String? = nil, flatPattern: String? = nil,
        administrators: [Int64]? = nil, group: Int64? = nil, language: String? = nil
    ) {
        self.tokenFile = tokenFile
        self.url = url
        self.service = service
        self.flatPattern = flatPattern
        self.administrators = administrators
        self.group = group
        self.language = language
    }
}
