#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How much room a file system has left for us.
public enum FreeSpace {
    /// Free bytes of the file system that holds `path`, nil where it cannot be told.
    public static func bytes(at path: String) -> UInt64? {
        var facts = statvfs()
        guard unsafe statvfs(path, &facts) == 0 else { return nil }
        return UInt64(facts.f_bavail) * UInt64(facts.f_frsize)
    }
}
