/// What the bot says and understands in Kannada.
enum Kannada {
    static let phrases: [Phrase: String] = [
        .languageName: "ಕನ್ನಡ",
        .wordsStatus: "ಸ್ಥಿತಿ",
        .wordsList: "ಪಟ್ಟಿ",
        .wordsDone: "ಆಯಿತು",
        .wordsMine: "ನನ್ನ ಟೋಕನ್|ನನ್ನ ಸರದಿ",
        .wordsCancel: "ರದ್ದು",
        .wordsServices: "ಸೇವೆಗಳು|ಸೇವೆ",
        .wordsLanguage: "ಭಾಷೆ",
        .wordsHelp: "ಸಹಾಯ",
        .ticket: "ನಿಮ್ಮ ಸಂಖ್ಯೆ {number} ({service}).",
        .ticketAgain: "ನಿಮಗೆ ಈಗಾಗಲೇ ಸಂಖ್ಯೆ ಇದೆ: {number} ({service}).",
        .flatHasTicket: "{flat} ಗೆ ಈಗಾಗಲೇ ಸಂಖ್ಯೆ {number} ಇದೆ.",
        .mayCome: "{number}: ಈಗ ಒಳಗೆ ಬರಬಹುದು.",
        .goTo: "{number}: ದಯವಿಟ್ಟು ಕೌಂಟರ್ {counter} ಗೆ ಹೋಗಿ.",
        .youAreNext: "{number}: ಮುಂದಿನ ಸರದಿ ನಿಮ್ಮದು.",
        .yourCall: "{number}: ನಿಮ್ಮ ಸೇವೆ ನಡೆಯುತ್ತಿದೆ.",
        .waiting: "{number} ({service}): ಸ್ಥಾನ {position}.",
        .minutes: "ಸುಮಾರು {minutes} ನಿಮಿಷ, ಹೆಚ್ಚೆಂದರೆ {most} ನಿಮಿಷ.",
        .noTicket: "ನಿಮಗೆ ಸಂಖ್ಯೆ ಇಲ್ಲ. ಆರಿಸಲು ಸೇವೆಗಳು ಎಂದು ಬರೆಯಿರಿ.",
        .cancelled: "{number} ರದ್ದಾಗಿದೆ.",
        .doneThanks: "ಧನ್ಯವಾದ, {number} ಮುಗಿದಿದೆ.",
        .doneAlready: "{number} ಈಗಾಗಲೇ ಮುಗಿದಿತ್ತು.",
        .doneNotYet: "{number} ಅನ್ನು ಇನ್ನೂ ಕರೆದಿಲ್ಲ. ಬಿಡಲು ರದ್ದು ಎಂದು ಬರೆಯಿರಿ.",
        .parked: "{number} ತಡೆಹಿಡಿಯಲಾಗಿದೆ.",
        .over: "{number} ಮುಗಿದಿದೆ.",
        .status: "ಕೊಟ್ಟದ್ದು: {given}. ಮುಗಿದದ್ದು: {done}. ಕಾಯುತ್ತಿರುವವರು: {waiting}.",
        .admissionStatus: "ಒಳಗೆ: {capacity} ರಲ್ಲಿ {inside}.",
        .listHead: "ಇಂದಿನ ಸಂಖ್ಯೆಗಳು:",
        .listLine: "{number} {name}",
        .listDone: "{number} {name} – ಮುಗಿದಿದೆ",
        .listEmpty: "ಇಂದು ಇನ್ನೂ ಸಂಖ್ಯೆಗಳಿಲ್ಲ.",
        .started: "ಇನ್ನು ಮುಂದೆ ಸಂಖ್ಯೆಗಳನ್ನು ಕೊಡಲಾಗುತ್ತದೆ.",
        .startedGroup: "ಈಗ ಸಂಖ್ಯೆ ಕೇಳಬಹುದು: ನಿಮ್ಮ ಫ್ಲಾಟ್ ಕಳುಹಿಸಿ, ಉದಾಹರಣೆಗೆ D702.",
        .ended: "ಇನ್ನು ಸಂಖ್ಯೆ ಕೊಡುವುದಿಲ್ಲ. ಇರುವವರು ಇನ್ನೂ ಬರಬಹುದು.",
        .endedGroup: "ಇಂದು ಇನ್ನು ಸಂಖ್ಯೆ ಕೊಡುವುದಿಲ್ಲ. ಇರುವವರು ಇನ್ನೂ ಬರಬಹುದು.",
        .onlyAdministrators: "ಇದನ್ನು ನಿರ್ವಾಹಕರು ಮಾತ್ರ ಮಾಡಬಹುದು.",
        .batch: "ಮುಂದಿನವರು ಬರಬಹುದು: {numbers}",
        .closed: "{service} ಗೆ ಈಗ ಸಂಖ್ಯೆ ಕೊಡುತ್ತಿಲ್ಲ.",
        .full: "{service} ಇಂದು ಇನ್ನು ಸ್ವೀಕರಿಸುವುದಿಲ್ಲ.",
        .noSuchService: "ಅಂತಹ ಸೇವೆ ಇಲ್ಲ. ನೋಡಲು ಸೇವೆಗಳು ಎಂದು ಬರೆಯಿರಿ.",
        .tooOld: "ನಿಮ್ಮ ಸಂದೇಶ ತುಂಬಾ ತಡವಾಗಿ ಬಂತು. ದಯವಿಟ್ಟು ಮತ್ತೆ ಕಳುಹಿಸಿ.",
        .away: "ಶಾಖೆ ಈಗ ಉತ್ತರಿಸುತ್ತಿಲ್ಲ. ನಿಮ್ಮ ಕೋರಿಕೆ ಇಟ್ಟುಕೊಂಡು ಪ್ರಯತ್ನಿಸುತ್ತಿದ್ದೇನೆ.",
        .notNow: "ಶಾಖೆ ಈಗ ಉತ್ತರಿಸುತ್ತಿಲ್ಲ. ದಯವಿಟ್ಟು ನಂತರ ಕೇಳಿ.",
        .chooseService: "ನೀವು ಏನು ಮಾಡಬೇಕು?",
        .chooseLanguage: "ಭಾಷೆ ಆರಿಸಿ:",
        .languageChosen: "ಈಗ ನಿಮ್ಮೊಂದಿಗೆ ಕನ್ನಡದಲ್ಲಿ ಮಾತನಾಡುತ್ತೇನೆ.",
        .noServices: "ಈಗ ಸೇವೆಗಳಿಲ್ಲ.",
        .whichTicket: "ಯಾವುದು?",
        .help: """
        ಸೇವೆಗಳು – ಸಂಖ್ಯೆ ಪಡೆಯಿರಿ
        ನನ್ನ ಟೋಕನ್ – ನಿಮ್ಮ ಸ್ಥಾನ
        ರದ್ದು – ನಿಮ್ಮ ಸಂಖ್ಯೆ ಬಿಡಿ
        ಸ್ಥಿತಿ – ಎಷ್ಟು ಸಂಖ್ಯೆ ಕೊಟ್ಟಿದೆ, ಎಷ್ಟು ಮುಗಿದಿದೆ
        ಪಟ್ಟಿ – ಎಲ್ಲರ ಸಂಖ್ಯೆಗಳು
        ಭಾಷೆ – ಬೇರೆ ಭಾಷೆ
        """,
        .helpFlat: """
        ನಿಮ್ಮ ಫ್ಲಾಟ್ ಕಳುಹಿಸಿ, ಉದಾಹರಣೆಗೆ D702 – ಸಂಖ್ಯೆ ಪಡೆಯಿರಿ
        ಆಯಿತು – ಪಾವತಿಸಿದ ನಂತರ
        """,
        .helpAdministrator: """
        /start – ಸಂಖ್ಯೆ ಕೊಡಲು ಆರಂಭಿಸಿ
        /exit – ಸಂಖ್ಯೆ ಕೊಡುವುದನ್ನು ನಿಲ್ಲಿಸಿ
        """,
        .buttonCancel: "{number} ರದ್ದುಮಾಡಿ",
        .buttonMine: "ನನ್ನ ಸ್ಥಾನ?",
        .buttonServices: "ಸೇವೆಗಳು",
    ]
}
