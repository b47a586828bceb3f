/// A language as tags name it.
public enum LanguageTag {
    /// `pt` for `pt-BR` and `PT_br`; empty where the tag is.
    public static func language(of tag: String) -> String {
        String(tag.lowercased().prefix { !"-_".contains($0) })
    }
}
