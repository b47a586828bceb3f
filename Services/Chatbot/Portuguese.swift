/// What the bot says and understands in Portuguese.
enum Portuguese {
    static let phrases: [Phrase: String] = [
        .languageName: "Português",
        .wordsStatus: "estado|situação",
        .wordsList: "lista|ver todos",
        .wordsDone: "feito|pronto",
        .wordsMine: "minha senha|minha vez",
        .wordsCancel: "cancelar",
        .wordsServices: "serviços|servicos",
        .wordsLanguage: "idioma|língua",
        .wordsHelp: "ajuda",
        .ticket: "A sua senha é {number} ({service}).",
        .ticketAgain: "Já tem uma senha: {number} ({service}).",
        .flatHasTicket: "{flat} já tem a senha {number}.",
        .mayCome: "{number}: já pode entrar.",
        .goTo: "{number}: dirija-se ao balcão {counter}.",
        .youAreNext: "{number}: é o próximo.",
        .yourCall: "{number}: está a ser atendido.",
        .waiting: "{number} ({service}): lugar {position}.",
        .minutes: "Cerca de {minutes} min, no máximo {most} min.",
        .noTicket: "Não tem senha. Escreva Serviços para escolher uma.",
        .cancelled: "{number} foi cancelada.",
        .doneThanks: "Obrigado, {number} terminou.",
        .doneAlready: "{number} já tinha terminado.",
        .doneNotYet: "{number} ainda não foi chamada. Para desistir escreva Cancelar.",
        .parked: "{number} está em espera.",
        .over: "{number} terminou.",
        .status: "Dadas: {given}. Terminadas: {done}. À espera: {waiting}.",
        .admissionStatus: "Dentro: {inside} de {capacity}.",
        .listHead: "Senhas de hoje:",
        .listLine: "{number} {name}",
        .listDone: "{number} {name} – terminada",
        .listEmpty: "Hoje ainda não há senhas.",
        .started: "A partir de agora dão-se senhas.",
        .startedGroup: "Já podem pedir senha: enviem-me o apartamento, como D702.",
        .ended: "Já não se dão senhas. Quem tem uma ainda entra.",
        .endedGroup: "Hoje já não se dão senhas. Quem tem uma ainda entra.",
        .onlyAdministrators: "Isso só os administradores podem fazer.",
        .batch: "Podem vir os seguintes: {numbers}",
        .closed: "Agora não se dão senhas para {service}.",
        .full: "{service} não aceita mais hoje.",
        .noSuchService: "Não há esse serviço. Escreva Serviços para os ver.",
        .tooOld: "A sua mensagem chegou-me tarde demais. Envie-a outra vez.",
        .away: "O balcão não responde agora. Guardo o seu pedido e continuo a tentar.",
        .notNow: "O balcão não responde agora. Pergunte mais tarde.",
        .chooseService: "O que deseja fazer?",
        .chooseLanguage: "Escolha um idioma:",
        .languageChosen: "Agora falo português consigo.",
        .noServices: "Agora não há serviços.",
        .whichTicket: "Qual?",
        .help: """
        Serviços – tirar uma senha
        Minha senha – em que lugar está
        Cancelar – desistir da senha
        Estado – quantos têm senha e terminaram
        Lista – as senhas de todos
        Idioma – outro idioma
        """,
        .helpFlat: """
        Envie o apartamento, como D702 – tirar uma senha
        Feito – quando tiver pago
        """,
        .helpAdministrator: """
        /start – começar a dar senhas
        /exit – não dar mais senhas
        """,
        .buttonCancel: "Cancelar {number}",
        .buttonMine: "Em que lugar estou?",
        .buttonServices: "Serviços",
    ]
}
