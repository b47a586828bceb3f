import BranchDomain
import Bus
import Foundation
import Messages
import ServiceKit

/// Where a device keeps its enrolment, and which one a command uses.
extension Enrolment {
    static func file(of device: String, in surroundings: Surroundings) -> String {
        "\(surroundings.home)/devices/\(device).json"
    }

    /// The secret key alone, as programs take it with `--key-file`.
    static func keyFile(of device: String, in surroundings: Surroundings) -> String {
        "\(surroundings.home)/devices/\(device).key"
    }

    /// - Returns: nil where the device has none here.
    static func load(_ device: String, in surroundings: Surroundings) throws -> Enrolment? {
        let file = file(of: device, in: surroundings)
        guard let data = FileManager.default.contents(atPath: file) else { return nil }
        do {
            return try JSONDecoder().decode(Enrolment.self, from: data)
        } catch {
            throw ConfigurationError("\(file) is no enrolment: \(error)")
        }
    }

    func save(in surroundings: Surroundings) throws {
        try SecretFile.makeDirectory(surroundings.home + "/devices")
        try SecretFile.replace(
            Enrolment.file(of: device, in: surroundings),
            with: Array((Screen.json(self) + "\n").utf8))
        try SecretFile.replace(
            Enrolment.keyFile(of: device, in: surroundings),
            with: Array((secretKey + "\n").utf8))
    }

    /// The enrolment that a command uses: the one that was named, else the only one of a machine
    /// that is no branch.
    static func chosen(
        _ device: String?, in surroundings: Surroundings, endpoints: [String]
    ) throws -> Enrolment? {
        if let device {
            guard (try? UserName(device)) != nil,
                let found = try load(device, in: surroundings), found.answer != nil
            else {
                throw ConfigurationError(
                    "\(device) is not enrolled here. Run: branch pair request --name \(device)")
            }
            return found
        }
        guard !surroundings.isBranch, endpoints.isEmpty else { return nil }
        let files =
            (try? FileManager.default.contentsOfDirectory(
                atPath: surroundings.home + "/devices")) ?? []
        let names = files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
        guard names.count == 1 else { return nil }
        let only = try load(names[0], in: surroundings)
        return only?.answer == nil ? nil : only
    }
}
