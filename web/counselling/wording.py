"""What the guide says around form and self-tests; the questions stand in intake/form.yml and intake/instruments/."""

OFFER_TITLE = "Skriv anonymt til en rådgiver"
TEST_TITLE = "Tag en test"

CLOSED = (
    "Du kan ikke skrive anonymt til en rådgiver i {municipality} her endnu. "
    "Om alkohol kan du ringe til Alkolinjen på 80 200 500. Du kan være anonym. "
    "Har du brug for nogen at tale med, så ring til Livslinien på 70 201 201. Er det akut, så ring 112."
)
CLOSED_BEFORE_SENDING = (
    "Lige nu kan ingen rådgiver i {municipality} få din besked, så den er ikke sendt. "
    "Dine svar er gemt i et døgn. Prøv igen senere, eller ring til Alkolinjen på 80 200 500. Er det akut, så ring 112."
)
ALREADY_BEGUN = "Du er allerede i gang. Her er det, du nåede til."
NOT_BEGUN = "Du er ikke i gang med noget lige nu. Vil du skrive anonymt til en rådgiver?"
STOPPED = "Det er stoppet. Alt, du har svaret, er slettet. Intet er sendt. Du er altid velkommen igen."
TEST_STOPPED = "Testen er stoppet. Dine svar er slettet."
NO_WAY_BACK = "Du er ved det første."
NOT_SKIPPED_IN_A_TEST = "I en test tæller alle svar med. Du kan stoppe testen, når du vil."
CHOOSE = "Vælg et af svarene, eller spring over. Du kan fortælle med dine egne ord til sidst."
CHOOSE_IN_A_TEST = "Vælg det svar, der passer bedst."
NOT_A_NUMBER = "Det ligner ikke et dansk telefonnummer. Skriv 8 cifre, eller spring over."
TOO_LONG = "Det blev for langt til her. Skriv det lidt kortere."
NOTHING_TO_SEND = "Du har ikke svaret på noget endnu. Skriv lidt, før du sender."
BACK_TO_IT = "Nu til det, du var i gang med."
ENGINE_IS_DOWN = "Det kan jeg ikke svare på lige nu. Prøv at spørge igen om lidt."
DOUBT = "Er det et spørgsmål til mig eller en del af dit svar?"
DOUBT_IN_A_TEST = "Det passer ikke med et af svarene. Er det noget, du vil spørge mig om?"
DROPPED = "Så lader vi det ligge."
TAKEN_ALONG = "Jeg har lagt det til det, du vil fortælle rådgiveren."
HELD = (
    "Det, du har svaret til rådgiveren, er gemt her i et døgn. "
    "En rådgiver læser ikke med lige nu, så brug et af numrene, hvis det haster. Du kan fortsætte, når du vil."
)
HELD_TEST = "Du kan fortsætte testen, når du vil."
HELD_WORDS = "Vil du have det, du lige skrev, med i beskeden til rådgiveren?"
WHICH_TEST = (
    "Hvilken test vil du tage? Testen er en rettesnor og ikke en diagnose. Dine svar bliver ikke gemt i samtalen."
)
TEST_SAFETY = "Dine svar bliver ikke gemt i samtalen."
SUMMARY = "Se dine svar igennem. Du kan rette dem, før du sender. Beskeden går til rådgiverne i {municipality}."
SUMMARY_CHANGED = "Du har skiftet kommune. Nu går beskeden til rådgiverne i {municipality}."
PROVE_AGAIN = "Der bliver sendt mange beskeder lige nu. Vælg ”Send til rådgiveren” en gang til, så prøver vi igen."
RECEIPT = (
    "Din besked er sendt. Her er din kode: {receipt} "
    "Skriv den ned nu. Den bliver kun vist denne ene gang. "
    "Med koden kan du læse svaret i postkassen. Vi kan ikke finde den igen for dig."
)
DRAFT_LOST = "Det, du var i gang med, kan ikke læses og er slettet. Intet er sendt. Du kan begynde forfra."
NOT_ANSWERED = "Ikke svaret"
RESULT = "Du fik {score} ud af {maximum} i {title}: {band}. {meaning}"

TITLE_BACK = "Tilbage"
TITLE_SKIP = "Spring over"
TITLE_STOP = "Stop og slet"
TITLE_STOP_TEST = "Stop testen"
TITLE_CONTINUE = "Fortsæt"
TITLE_SEND = "Send til rådgiveren"
TITLE_CHANGE = "Ret: {label}"
TITLE_QUESTION = "Et spørgsmål til dig"
TITLE_PART = "En del af mit svar"
TITLE_ASK = "Ja, svar på det"
TITLE_DROP = "Nej, lad det ligge"
TITLE_TAKE_ALONG = "Ja, tag det med"
TITLE_LONG_TEST = "Tag den lange test"
TITLE_OFFERS = "Se hjælp til {measures}"
