/// What the bot says and understands in English.
enum English {
    static let phrases: [Phrase: String] = [
        .languageName: "English",
        .wordsStatus: "status",
        .wordsList: "list all|list",
        .wordsDone: "done",
        .wordsMine: "my ticket|position|mine",
        .wordsCancel: "cancel",
        .wordsServices: "services",
        .wordsLanguage: "language",
        .wordsHelp: "help",
        .ticket: "Your number is {number} ({service}).",
        .ticketAgain: "You have a number already: {number} ({service}).",
        .flatHasTicket: "{flat} has number {number} already.",
        .mayCome: "{number}: you may come in now.",
        .goTo: "{number}: please go to counter {counter}.",
        .youAreNext: "{number}: you are next.",
        .yourCall: "{number}: you are being served.",
        .waiting: "{number} ({service}): place {position}.",
        .minutes: "About {minutes} min, at most {most} min.",
        .noTicket: "You have no number. Write Services to choose one.",
        .cancelled: "{number} is cancelled.",
        .doneThanks: "Thank you, {number} is done.",
        .doneAlready: "{number} was done already.",
        .doneNotYet: "{number} has not been called yet. To give it up write Cancel.",
        .parked: "{number} is on hold.",
        .over: "{number} is over.",
        .status: "Given: {given}. Done: {done}. Waiting: {waiting}.",
        .admissionStatus: "Inside: {inside} of {capacity}.",
        .listHead: "Numbers of today:",
        .listLine: "{number} {name}",
        .listDone: "{number} {name} – done",
        .listEmpty: "No numbers yet today.",
        .started: "Numbers are given from now on.",
        .startedGroup: "You may ask for a number now: send me your flat, such as D702.",
        .ended: "No more numbers are given. Who has one is still let in.",
        .endedGroup: "No more numbers are given today. Who has one is still let in.",
        .onlyAdministrators: "Only administrators may do that.",
        .batch: "The next may come: {numbers}",
        .closed: "No numbers are given for {service} now.",
        .full: "{service} takes no more today.",
        .noSuchService: "There is no such service. Write Services to see them.",
        .tooOld: "Your message came too late for me. Please send it again.",
        .away: "The branch does not answer now. I keep your request and go on trying.",
        .notNow: "The branch does not answer now. Please ask again later.",
        .chooseService: "What would you like to do?",
        .chooseLanguage: "Choose a language:",
        .languageChosen: "I speak English with you now.",
        .noServices: "There are no services now.",
        .whichTicket: "Which one?",
        .help: """
        Services – take a number
        My ticket – where you stand
        Cancel – give your number up
        Status – how many have numbers and are done
        List all – everybody's numbers
        Language – another language
        """,
        .helpFlat: """
        Send your flat, such as D702 – take a number
        Done – when you have paid
        """,
        .helpAdministrator: """
        /start – begin to give numbers
        /exit – give no more numbers
        """,
        .buttonCancel: "Cancel {number}",
        .buttonMine: "Where do I stand?",
        .buttonServices: "Services",
    ]
}
