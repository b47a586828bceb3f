internal import CZeroMQ

/// CURVE keys as libzmq makes them: Z85 text of 40 characters each.
public enum CurveKeyPair {
    /// - Throws: ``ZeroMQError`` where libzmq was built without CURVE.
    public static func generate() throws(ZeroMQError) -> (publicKey: String, secretKey: String) {
        var publicKey = [CChar](repeating: 0, count: 41)
        var secretKey = [CChar](repeating: 0, count: 41)
        guard unsafe zmq_curve_keypair(&publicKey, &secretKey) == 0 else {
            throw ZeroMQError(.makeKeys)
        }
        return (text(publicKey), text(secretKey))
    }

    /// The public key that belongs to a secret one.
    public static func publicKey(of secretKey: String) throws(ZeroMQError) -> String {
        var publicKey = [CChar](repeating: 0, count: 41)
        guard secretKey.utf8.count == 40, unsafe zmq_curve_public(&publicKey, secretKey) == 0
        else { throw ZeroMQError(.makeKeys, code: EINVAL) }
        return text(publicKey)
    }

    /// The text of a key of 32 bytes, as ZAP requests carry it.
    public static func z85(_ key: [UInt8]) -> String? {
        guard key.count == 32 else { return nil }
        var result = [CChar](repeating: 0, count: 41)
        guard unsafe zmq_z85_encode(&result, key, key.count) != nil else { return nil }
        return text(result)
    }

    private static func text(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix(40).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
