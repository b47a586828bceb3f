/// What the bot says and understands in Hindi.
enum Hindi {
    static let phrases: [Phrase: String] = [
        .languageName: "हिन्दी",
        .wordsStatus: "स्थिति",
        .wordsList: "सूची",
        .wordsDone: "हो गया",
        .wordsMine: "मेरा टोकन|मेरी बारी",
        .wordsCancel: "रद्द",
        .wordsServices: "सेवाएँ|सेवा",
        .wordsLanguage: "भाषा",
        .wordsHelp: "मदद",
        .ticket: "आपका नंबर {number} है ({service})।",
        .ticketAgain: "आपके पास पहले से नंबर है: {number} ({service})।",
        .flatHasTicket: "{flat} के पास पहले से नंबर {number} है।",
        .mayCome: "{number}: अब आप अंदर आ सकते हैं।",
        .goTo: "{number}: कृपया काउंटर {counter} पर जाएँ।",
        .youAreNext: "{number}: अगली बारी आपकी है।",
        .yourCall: "{number}: आपकी सेवा हो रही है।",
        .waiting: "{number} ({service}): स्थान {position}।",
        .minutes: "लगभग {minutes} मिनट, अधिकतम {most} मिनट।",
        .noTicket: "आपके पास नंबर नहीं है। चुनने के लिए सेवाएँ लिखें।",
        .cancelled: "{number} रद्द हो गया।",
        .doneThanks: "धन्यवाद, {number} पूरा हुआ।",
        .doneAlready: "{number} पहले ही पूरा हो चुका था।",
        .doneNotYet: "{number} को अभी बुलाया नहीं गया है। छोड़ने के लिए रद्द लिखें।",
        .parked: "{number} रोक कर रखा गया है।",
        .over: "{number} समाप्त हो गया।",
        .status: "दिए गए: {given}। पूरे: {done}। प्रतीक्षा में: {waiting}।",
        .admissionStatus: "अंदर: {capacity} में से {inside}।",
        .listHead: "आज के नंबर:",
        .listLine: "{number} {name}",
        .listDone: "{number} {name} – पूरा",
        .listEmpty: "आज अभी कोई नंबर नहीं है।",
        .started: "अब से नंबर दिए जाएँगे।",
        .startedGroup: "अब आप नंबर माँग सकते हैं: मुझे अपना फ़्लैट भेजें, जैसे D702।",
        .ended: "अब और नंबर नहीं दिए जाएँगे। जिनके पास है वे अब भी आ सकते हैं।",
        .endedGroup: "आज और नंबर नहीं दिए जाएँगे। जिनके पास है वे अब भी आ सकते हैं।",
        .onlyAdministrators: "यह केवल प्रबंधक कर सकते हैं।",
        .batch: "अगले लोग आ सकते हैं: {numbers}",
        .closed: "{service} के लिए अभी नंबर नहीं दिए जा रहे।",
        .full: "{service} आज और नहीं ले सकता।",
        .noSuchService: "ऐसी कोई सेवा नहीं है। देखने के लिए सेवाएँ लिखें।",
        .tooOld: "आपका संदेश मुझे बहुत देर से मिला। कृपया फिर भेजें।",
        .away: "शाखा अभी उत्तर नहीं दे रही। मैं आपका अनुरोध रखकर कोशिश जारी रखता हूँ।",
        .notNow: "शाखा अभी उत्तर नहीं दे रही। कृपया बाद में पूछें।",
        .chooseService: "आप क्या करना चाहते हैं?",
        .chooseLanguage: "भाषा चुनें:",
        .languageChosen: "अब मैं आपसे हिन्दी में बात करूँगा।",
        .noServices: "अभी कोई सेवा नहीं है।",
        .whichTicket: "कौन सा?",
        .help: """
        सेवाएँ – नंबर लें
        मेरा टोकन – आपका स्थान
        रद्द – अपना नंबर छोड़ें
        स्थिति – कितनों को नंबर मिला और कितने पूरे हुए
        सूची – सबके नंबर
        भाषा – दूसरी भाषा
        """,
        .helpFlat: """
        अपना फ़्लैट भेजें, जैसे D702 – नंबर लें
        हो गया – भुगतान के बाद
        """,
        .helpAdministrator: """
        /start – नंबर देना शुरू करें
        /exit – नंबर देना बंद करें
        """,
        .buttonCancel: "{number} रद्द करें",
        .buttonMine: "मेरा स्थान?",
        .buttonServices: "सेवाएँ",
    ]
}
