/// The words of the kiosk in each language, a phrase a line; ``Phrase`` says which there are.
enum KioskWords {
    static let english = words(
        """
        question: What may we do for you?
        more: More services
        firstPage: First page
        back: Back
        closedNow: closed just now
        wait: One moment, please
        askingAgain: The branch is asked again. Please wait.
        yourNumber: Your number is
        firstInLine: You are first in line
        before: Before you: {n}
        about: Wait: about {p50} min, at most {p90}
        underOneMinute: Wait: under a minute
        counter: Please go to counter {n}
        please: Please wait until your number is called.
        printing: Printing …
        printed: Please take your ticket.
        notPrinted: There is no paper ticket. Please note your number: it counts all the same.
        printAgain: Print again
        done: Any other key: done
        outOfService: Out of service
        outOfServiceLine: The branch cannot be reached. Please ask at a counter.
        notEnrolled: This kiosk is not enrolled. Please ask at a counter.
        closed: This service is closed just now.
        full: No more tickets are given today.
        refused: That is not possible here. Please ask at a counter.
        """)

    static let spanish = words(
        """
        question: ¿En qué podemos ayudarle?
        more: Más servicios
        firstPage: Primera página
        back: Volver
        closedNow: cerrado en este momento
        wait: Un momento, por favor
        askingAgain: Se pregunta de nuevo a la sucursal. Espere, por favor.
        yourNumber: Su turno es
        firstInLine: Es el primero de la fila
        before: Delante de usted: {n}
        about: Espera: unos {p50} min, {p90} como mucho
        underOneMinute: Espera: menos de un minuto
        counter: Pase a la ventanilla {n}
        please: Espere a que se llame su turno, por favor.
        printing: Imprimiendo …
        printed: Recoja su papel, por favor.
        notPrinted: No hay papel. Anote su turno, por favor: vale igualmente.
        printAgain: Imprimir de nuevo
        done: Otra tecla: listo
        outOfService: Fuera de servicio
        outOfServiceLine: La sucursal no responde. Pregunte en una ventanilla, por favor.
        notEnrolled: Este quiosco no está dado de alta. Pregunte en una ventanilla, por favor.
        closed: Este servicio está cerrado en este momento.
        full: Hoy ya no se dan más turnos.
        refused: Aquí no es posible. Pregunte en una ventanilla, por favor.
        """)

    static let portuguese = words(
        """
        question: Em que podemos ajudar?
        more: Mais serviços
        firstPage: Primeira página
        back: Voltar
        closedNow: fechado de momento
        wait: Um momento, por favor
        askingAgain: Perguntamos de novo à agência. Aguarde, por favor.
        yourNumber: A sua senha é
        firstInLine: É o primeiro da fila
        before: À sua frente: {n}
        about: Espera: cerca de {p50} min, {p90} no máximo
        underOneMinute: Espera: menos de um minuto
        counter: Dirija-se ao balcão {n}
        please: Aguarde que a sua senha seja chamada, por favor.
        printing: A imprimir …
        printed: Retire o seu talão, por favor.
        notPrinted: Não há talão. Tome nota da sua senha, por favor: vale na mesma.
        printAgain: Imprimir de novo
        done: Outra tecla: pronto
        outOfService: Fora de serviço
        outOfServiceLine: A agência não responde. Pergunte num balcão, por favor.
        notEnrolled: Este quiosque não está registado. Pergunte num balcão, por favor.
        closed: Este serviço está fechado de momento.
        full: Hoje já não se dão mais senhas.
        refused: Aqui não é possível. Pergunte num balcão, por favor.
        """)

    static let hindi = words(
        """
        question: हम आपकी क्या सेवा कर सकते हैं?
        more: और सेवाएँ
        firstPage: पहला पृष्ठ
        back: वापस
        closedNow: अभी बंद है
        wait: कृपया एक क्षण रुकें
        askingAgain: शाखा से फिर पूछा जा रहा है। कृपया रुकें।
        yourNumber: आपका टोकन है
        firstInLine: आप कतार में पहले हैं
        before: आपसे पहले: {n}
        about: प्रतीक्षा: लगभग {p50} मिनट, अधिकतम {p90}
        underOneMinute: प्रतीक्षा: एक मिनट से कम
        counter: कृपया काउंटर {n} पर जाएँ
        please: कृपया अपना टोकन पुकारे जाने तक प्रतीक्षा करें।
        printing: छप रहा है …
        printed: कृपया अपनी पर्ची लें।
        notPrinted: पर्ची नहीं छपी। कृपया अपना टोकन लिख लें: वह मान्य है।
        printAgain: फिर छापें
        done: कोई और कुंजी: हो गया
        outOfService: सेवा में नहीं
        outOfServiceLine: शाखा से उत्तर नहीं मिल रहा। कृपया काउंटर पर पूछें।
        notEnrolled: यह कियोस्क पंजीकृत नहीं है। कृपया काउंटर पर पूछें।
        closed: यह सेवा अभी बंद है।
        full: आज और टोकन नहीं दिए जा रहे हैं।
        refused: यह यहाँ संभव नहीं है। कृपया काउंटर पर पूछें।
        """)

    static let kannada = words(
        """
        question: ನಿಮಗೆ ಹೇಗೆ ಸಹಾಯ ಮಾಡಬಹುದು?
        more: ಇನ್ನಷ್ಟು ಸೇವೆಗಳು
        firstPage: ಮೊದಲ ಪುಟ
        back: ಹಿಂದೆ
        closedNow: ಈಗ ಮುಚ್ಚಿದೆ
        wait: ದಯವಿಟ್ಟು ಒಂದು ಕ್ಷಣ
        askingAgain: ಶಾಖೆಯನ್ನು ಮತ್ತೆ ಕೇಳಲಾಗುತ್ತಿದೆ. ದಯವಿಟ್ಟು ಕಾಯಿರಿ.
        yourNumber: ನಿಮ್ಮ ಟೋಕನ್
        firstInLine: ಸಾಲಿನಲ್ಲಿ ನೀವು ಮೊದಲಿಗರು
        before: ನಿಮ್ಮ ಮುಂದೆ: {n}
        about: ಕಾಯುವಿಕೆ: ಸುಮಾರು {p50} ನಿಮಿಷ, ಹೆಚ್ಚೆಂದರೆ {p90}
        underOneMinute: ಕಾಯುವಿಕೆ: ಒಂದು ನಿಮಿಷಕ್ಕಿಂತ ಕಡಿಮೆ
        counter: ದಯವಿಟ್ಟು ಕೌಂಟರ್ {n} ಗೆ ಹೋಗಿ
        please: ನಿಮ್ಮ ಟೋಕನ್ ಕರೆಯುವವರೆಗೆ ದಯವಿಟ್ಟು ಕಾಯಿರಿ.
        printing: ಮುದ್ರಿಸಲಾಗುತ್ತಿದೆ …
        printed: ದಯವಿಟ್ಟು ನಿಮ್ಮ ಚೀಟಿ ತೆಗೆದುಕೊಳ್ಳಿ.
        notPrinted: ಚೀಟಿ ಇಲ್ಲ. ದಯವಿಟ್ಟು ನಿಮ್ಮ ಟೋಕನ್ ಬರೆದುಕೊಳ್ಳಿ: ಅದು ಮಾನ್ಯವಾಗಿದೆ.
        printAgain: ಮತ್ತೆ ಮುದ್ರಿಸಿ
        done: ಬೇರೆ ಕೀ: ಆಯಿತು
        outOfService: ಸೇವೆಯಲ್ಲಿಲ್ಲ
        outOfServiceLine: ಶಾಖೆಯಿಂದ ಉತ್ತರ ಬರುತ್ತಿಲ್ಲ. ದಯವಿಟ್ಟು ಕೌಂಟರ್‌ನಲ್ಲಿ ಕೇಳಿ.
        notEnrolled: ಈ ಕಿಯೋಸ್ಕ್ ನೋಂದಾಯಿತವಾಗಿಲ್ಲ. ದಯವಿಟ್ಟು ಕೌಂಟರ್‌ನಲ್ಲಿ ಕೇಳಿ.
        closed: ಈ ಸೇವೆ ಈಗ ಮುಚ್ಚಿದೆ.
        full: ಇಂದು ಇನ್ನು ಟೋಕನ್‌ಗಳನ್ನು ನೀಡಲಾಗುವುದಿಲ್ಲ.
        refused: ಇಲ್ಲಿ ಇದು ಸಾಧ್ಯವಿಲ್ಲ. ದಯವಿಟ್ಟು ಕೌಂಟರ್‌ನಲ್ಲಿ ಕೇಳಿ.
        """)

    private static func words(_ lines: String) -> [Phrase: String] {
        var words: [Phrase: String] = [:]
        for line in lines.split(separator: "\n") {
            guard let mark = line.firstRange(of: ": "),
                let phrase = Phrase(rawValue: String(line[..<mark.lowerBound]))
            else { preconditionFailure("no phrase in: \(line)") }
            words[phrase] = String(line[mark.upperBound...])
        }
        return words
    }
}
