/// What the bot says and understands in Spanish.
enum Spanish {
    static let phrases: [Phrase: String] = [
        .languageName: "Español",
        .wordsStatus: "estado",
        .wordsList: "lista|ver todos",
        .wordsDone: "hecho|listo",
        .wordsMine: "mi número|mi turno",
        .wordsCancel: "cancelar",
        .wordsServices: "servicios",
        .wordsLanguage: "idioma",
        .wordsHelp: "ayuda",
        .ticket: "Su número es {number} ({service}).",
        .ticketAgain: "Ya tiene un número: {number} ({service}).",
        .flatHasTicket: "{flat} ya tiene el número {number}.",
        .mayCome: "{number}: ya puede entrar.",
        .goTo: "{number}: pase al mostrador {counter}.",
        .youAreNext: "{number}: usted es el siguiente.",
        .yourCall: "{number}: le están atendiendo.",
        .waiting: "{number} ({service}): puesto {position}.",
        .minutes: "Unos {minutes} min, como mucho {most} min.",
        .noTicket: "No tiene número. Escriba Servicios para elegir uno.",
        .cancelled: "{number} está cancelado.",
        .doneThanks: "Gracias, {number} ha terminado.",
        .doneAlready: "{number} ya había terminado.",
        .doneNotYet: "A {number} aún no se le ha llamado. Para dejarlo escriba Cancelar.",
        .parked: "{number} está en espera.",
        .over: "{number} ha terminado.",
        .status: "Dados: {given}. Terminados: {done}. Esperan: {waiting}.",
        .admissionStatus: "Dentro: {inside} de {capacity}.",
        .listHead: "Números de hoy:",
        .listLine: "{number} {name}",
        .listDone: "{number} {name} – terminado",
        .listEmpty: "Hoy aún no hay números.",
        .started: "Desde ahora se dan números.",
        .startedGroup: "Ya pueden pedir número: envíenme su piso, como D702.",
        .ended: "Ya no se dan números. Quien tiene uno todavía entra.",
        .endedGroup: "Hoy ya no se dan números. Quien tiene uno todavía entra.",
        .onlyAdministrators: "Eso solo pueden hacerlo los administradores.",
        .batch: "Pueden venir los siguientes: {numbers}",
        .closed: "Ahora no se dan números para {service}.",
        .full: "{service} no admite más por hoy.",
        .noSuchService: "No existe ese servicio. Escriba Servicios para verlos.",
        .tooOld: "Su mensaje me llegó demasiado tarde. Envíelo otra vez.",
        .away: "La oficina no responde ahora. Guardo su petición y sigo intentándolo.",
        .notNow: "La oficina no responde ahora. Pregunte más tarde.",
        .chooseService: "¿Qué desea hacer?",
        .chooseLanguage: "Elija un idioma:",
        .languageChosen: "Ahora hablo español con usted.",
        .noServices: "Ahora no hay servicios.",
        .whichTicket: "¿Cuál?",
        .help: """
        Servicios – tomar un número
        Mi número – cómo va
        Cancelar – dejar su número
        Estado – cuántos tienen número y han terminado
        Lista – los números de todos
        Idioma – otro idioma
        """,
        .helpFlat: """
        Envíe su piso, como D702 – tomar un número
        Hecho – cuando haya pagado
        """,
        .helpAdministrator: """
        /start – empezar a dar números
        /exit – no dar más números
        """,
        .buttonCancel: "Cancelar {number}",
        .buttonMine: "¿Cómo voy?",
        .buttonServices: "Servicios",
    ]
}
