# Plugins: was sie dürfen, und die Seiten des Teambereichs über sie.

permission-role =
    { $role ->
        [second-factor] Entscheiden, ob der zweite Schritt einer Anmeldung richtig ist
        [channel] Nachrichten an Personen zustellen
       *[hooks] Erfahren, was im Panel geschieht, Fragen beantworten und Stellen auf Seiten füllen
    }
permission-host = Den Server { $host } fragen
permission-hosts-below = Jeden Server unter { $host } fragen
permission-host-of-setting = Die Server fragen, die Sie in der Einstellung „{ $setting }“ eintragen
permission-store = Bis zu { $size } für sich selbst aufbewahren
permission-store-per-user = Bis zu { $size } für jede Person aufbewahren
permission-profile =
    { $field ->
        [mobile] Die Mobilnummern von Personen kennen
        [email] Die E-Mail-Adressen von Personen kennen
        [network] Die Netzadressen kennen, von denen Personen kommen
       *[name] Die Namen von Personen kennen
    }
permission-channel = Personen Nachrichten über „{ $channel }“ senden
permission-event = Von jedem „{ $event }“ erfahren, ohne um wen es geht
permission-event-unknown = Von „{ $event }“ erfahren, das in diesem Panel nie geschieht
permission-filter = „{ $filter }“ beantworten, wonach dieses Panel nie fragt
permission-filter-sign-in = Bei einer Anmeldung einen stärkeren zweiten Faktor verlangen, auch auf vertrauten Geräten
permission-slot = Die Stelle „{ $slot }“ füllen, die keine Seite hat
permission-slot-customer-home = Kunden auf ihrer ersten Seite Text und Links zeigen
permission-slot-account-security = Personen auf ihrer eigenen Sicherheitsseite Text und Links zeigen
permission-slot-staff-person = Dem Team auf der Seite einer Person Text und Links zeigen
permission-memory = Für einen Aufruf bis zu { $size } Arbeitsspeicher verwenden
permission-cpu = Für einen Aufruf bis zu { $milliseconds } ms rechnen
permission-time = Für einen Aufruf bis zu { $milliseconds } ms brauchen

plugins-lead = Was andere für dieses Panel geschrieben haben. Ein Plugin läuft in einer Sandbox und darf, was Sie ihm gewährt haben, und sonst nichts.
plugins-empty = Es ist kein Plugin installiert.
plugins-empty-how = Besorgen Sie sich ein Paket mit seiner Signatur und den Schlüssel des Herausgebers von einem anderen Ort. Sie sehen, wer es signiert hat und was es verlangt, bevor etwas davon läuft.
plugins-missing = Fehlend
plugins-missing-text = Personen besitzen zweite Faktoren dieser Plugins, die nicht mehr installiert sind. Ihre Konten bleiben geschützt; installieren Sie das Plugin wieder, oder helfen Sie ihnen einzeln.

plugin-status-enabled = Aktiviert
plugin-status-disabled = Deaktiviert
plugin-status-faulted = Lässt sich nicht laden
plugin-status-stopped = Nach Fehlern abgeschaltet
plugin-version = Version
plugin-waiting = { $version } wartet
plugin-waiting-text = Version { $version } verlangt mehr als diese und wartet auf Sie. Bis ihr das gewährt ist, bleibt diese in Gebrauch.
plugin-stopped-text = Das Panel hat dieses Plugin abgeschaltet, weil es immer wieder versagte. Wer seinen Faktor besitzt, kann ihn nicht verwenden. Sehen Sie sich unten das Log an, und aktivieren Sie es wieder, oder fragen Sie den Autor.
plugin-faulted-text = Dieses Plugin ist aktiviert und lässt sich nicht laden. Wer seinen Faktor besitzt, kann ihn nicht verwenden.
plugin-publisher = Schlüssel des Herausgebers
plugin-unsigned = Niemand hat es signiert
plugin-day = Letzte 24 Stunden
plugin-no-calls = Nicht aufgerufen
plugin-calls =
    { $count ->
        [one] 1 Aufruf
       *[other] { $count } Aufrufe
    }
plugin-failures =
    { $count ->
        [0] Keine Fehler
        [one] 1 Fehler
       *[other] { $count } Fehler
    }
plugin-mean = { $time } im Mittel
plugin-took-microseconds = { $count } µs
plugin-took-milliseconds = { $count } ms
plugin-fault-count = { $fault }: { $count }
plugin-fault-cpu = Zu viel Rechenzeit
plugin-fault-memory = Zu viel Arbeitsspeicher
plugin-fault-stack = Endlose Rekursion
plugin-fault-wall = Dauerte zu lange
plugin-fault-panic = Gab von selbst auf
plugin-fault-trap = Abgestürzt
plugin-fault-exchange = Zu viele Daten auf einmal
plugin-fault-asked = Verlangte zu viel vom Panel
plugin-fault-bad-return = Unbrauchbare Antwort
plugin-fault-busy = Zu viele Aufrufe auf einmal
plugin-fault-resting = Pausierte nach Fehlern
plugin-fault-off = War abgeschaltet
plugin-holders =
    { $count ->
        [0] Niemand besitzt seinen Faktor.
        [one] Eine Person besitzt seinen Faktor.
       *[other] { $count } Personen besitzen seinen Faktor.
    }
plugin-sole =
    { $count ->
        [one] Eine besitzt keinen anderen und kann sich ohne ihn nicht anmelden.
       *[other] { $count } besitzen keinen anderen und können sich ohne ihn nicht anmelden.
    }
plugin-about = Über dieses Plugin
plugin-authors = Von
plugin-licence = Lizenz
plugin-homepage = Website
plugin-installed-at = Installiert
plugin-digest = Paket (SHA-256)
plugin-held = Im Besitz von
plugin-permissions = Was es darf
plugin-permissions-text = Das wurde gewährt. Was hier nicht steht, wird verweigert.
plugin-reason = Es sagt: { $reason }
plugin-unreadable = Sein Paket lässt sich nicht lesen, also ist nichts gewährt.
plugin-action-enable = Aktivieren
plugin-action-disable = Deaktivieren
plugin-action-remove = Entfernen
plugin-log = Log
plugin-log-text = Was es zuletzt schrieb, in seinen eigenen Worten. Die Werte geheimer Einstellungen sind herausgenommen.
plugin-log-empty = Es hat nichts geschrieben.
plugin-level-debug = Debug
plugin-level-info = Info
plugin-level-warn = Warnung
plugin-level-error = Fehler
plugin-readme = Read-me

ask-plugin-enable-title = { $name } aktivieren?
ask-plugin-enable-text = Es arbeitet von da an, im Rahmen dessen, was ihm gewährt wurde. Ob Personen seinen Faktor verwenden dürfen und was er wert ist, legen Sie unter Einstellungen fest.
ask-plugin-enable-button = Aktivieren
ask-plugin-disable-title = { $name } deaktivieren?
ask-plugin-disable-text =
    Es tut nichts, bis es wieder aktiviert wird. { $holders ->
        [0] Niemand besitzt seinen Faktor.
        [one] Eine Person besitzt seinen Faktor.
       *[other] { $holders } Personen besitzen seinen Faktor.
    } { $sole ->
        [0] Alle Konten bleiben geschützt.
        [one] Eine besitzt keinen anderen und kann sich ohne Hilfe des Teams nicht anmelden. Alle Konten bleiben geschützt.
       *[other] { $sole } besitzen keinen anderen und können sich ohne Hilfe des Teams nicht anmelden. Alle Konten bleiben geschützt.
    }
ask-plugin-disable-button = Deaktivieren
ask-plugin-remove-title = { $name } entfernen?
ask-plugin-remove-text =
    Seine Einstellungen und alles, was es sich merkt, werden gelöscht. Was Personen besitzen, bleibt und funktioniert wieder, wenn dasselbe Plugin zurückkommt. { $holders ->
        [0] Niemand besitzt seinen Faktor.
        [one] Eine Person besitzt seinen Faktor.
       *[other] { $holders } Personen besitzen seinen Faktor.
    } { $sole ->
        [0] Alle Konten bleiben geschützt.
        [one] Eine besitzt keinen anderen und kann sich ohne Hilfe des Teams nicht anmelden. Alle Konten bleiben geschützt.
       *[other] { $sole } besitzen keinen anderen und können sich ohne Hilfe des Teams nicht anmelden. Alle Konten bleiben geschützt.
    }
ask-plugin-remove-button = Plugin entfernen
error-plugin-settings = Diese Einstellungen müssen zuerst gesetzt werden: { $names }.
error-plugin-cannot-run = Es kann hier nicht laufen: { $why }
flash-plugin-enabled = { $name } ist aktiviert.
flash-plugin-disabled = { $name } ist deaktiviert.
flash-plugin-removed = { $name } ist entfernt.

plugin-install = Plugin installieren
plugin-install-title = Ein Plugin installieren
plugin-install-lead = Die nächste Seite zeigt, wer es signiert hat und was es verlangt. Nichts davon läuft, bevor Sie Ja sagen.
plugin-install-package = Paket
plugin-install-package-help = Die Datei, die auf .innpack endet, höchstens { $size }.
plugin-install-signature = Signatur
plugin-install-signature-help = Die Datei daneben, die auf .minisig endet.
plugin-install-key-help = Die Zeile, die mit RW beginnt, von der Website des Herausgebers oder einem anderen Ort als das Paket. Der Schlüssel eines installierten Plugins ist bekannt.
plugin-install-rotation = Erklärung über einen neuen Schlüssel
plugin-install-rotation-help = Nur wenn der Herausgeber einen neuen Schlüssel hat: die Datei, mit der der alte für ihn bürgt.
plugin-install-dev = Dieses Panel ist zum Schreiben von Plugins eingerichtet: Pakete, die niemand signiert hat, werden angenommen. Wer die Datei unterwegs ändern könnte, würde entscheiden, wer durch den zweiten Schritt kommt.
plugin-install-look = Ansehen
plugin-progress-title = { $name } { $version } wird installiert
plugin-progress-text = Es wird für diesen Server übersetzt. Das dauert einen Augenblick, und bis zu einer Minute bei Plugins, die eine ganze Sprache mitbringen. Sie können diese Seite verlassen: es geht weiter.
plugin-progress-begun = Begonnen { $when }
plugin-progress-look = Noch einmal nachsehen
plugin-progress-leave = Sich selbst überlassen
plugin-waiting-look = Ansehen, was sie verlangt
plugin-consent-install = { $name } { $version } installieren?
plugin-consent-update = { $name } auf { $version } aktualisieren?
plugin-consent-signer = Wer es signiert hat
plugin-signer-new = Über diesen Schlüssel ist noch nichts bekannt. Vergleichen Sie ihn Zeichen für Zeichen mit dem, was der Herausgeber an einem anderen Ort sagt als dort, wo Sie das Paket herhaben. Von da an nehmen nur Pakete mit diesem Schlüssel den Platz des Plugins ein.
plugin-signer-same = Der Schlüssel, mit dem dieses Plugin installiert wurde.
plugin-signer-rotated = Ein neuer Schlüssel. Der, mit dem dieses Plugin installiert wurde, bürgt für ihn.
plugin-signer-earlier = Der bisherige Schlüssel:
plugin-signer-nobody = Niemand hat dieses Paket signiert. Wer die Datei unterwegs ändern konnte, entscheidet von nun an, wer durch den zweiten Schritt kommt. Installieren Sie es nur dort, wo Plugins geschrieben werden.
plugin-consent-installed = Installiert
plugin-consent-asks = Was es verlangt
plugin-consent-asks-text = Wenn Sie Ja sagen, darf es dies und sonst nichts.
plugin-consent-more = Es verlangt mehr als die Version, die installiert ist.
plugin-consent-nothing-new = Es verlangt nichts Neues.
plugin-consent-added = Neu
plugin-consent-widened = Mehr als bisher
plugin-consent-narrowed = Weniger als bisher
plugin-consent-removed = Nicht mehr
plugin-consent-unchanged = Wie bisher
plugin-consent-yes = Installieren und dies erlauben
plugin-consent-yes-update = Aktualisieren und dies erlauben
plugin-consent-no = Nicht installieren
error-plugin-not-confirmed = Das ist nicht, wozu Sie Ja gesagt haben: Jemand hat es inzwischen geändert. Sehen Sie es sich noch einmal an.
error-plugin-gone = Das Paket wird hier nicht mehr aufbewahrt. Bringen Sie es noch einmal.
error-plugin-lost = Die Installation wurde unterbrochen, und nichts hat sich geändert. Sagen Sie noch einmal ja.
error-plugin-too-large = Pakete haben höchstens { $size }.
error-plugin-package = Das ist kein Paket, das sich lesen lässt: { $why }
error-plugin-key-missing = Das Paket ist signiert, aber mit keinem der bekannten Schlüssel. Geben Sie den Schlüssel des Herausgebers ein.
error-plugin-key-invalid = Das ist kein öffentlicher Schlüssel. Geben Sie die Zeile ein, die mit RW beginnt.
error-plugin-other-key = Das Paket wurde mit einem anderen Schlüssel signiert.
error-plugin-signature-form = Das ist keine Signatur eines Pakets.
error-plugin-signature-wrong = Die Signatur gehört nicht zu diesem Paket: Eines von beiden wurde geändert.
error-plugin-signature-comment = Die Signatur sagt nicht, wofür sie ist. Bitten Sie den Herausgeber, mit „innkeeper plugin sign“ zu signieren.
error-plugin-signature-other = Die Signatur ist für { $says }, das Paket aber ist { $is }.
error-plugin-rotation = Das ist keine Erklärung über einen neuen Schlüssel.
error-plugin-key-changed = Das Paket ist mit einem anderen Schlüssel signiert ({ $offered }) als dem, mit dem dieses Plugin installiert wurde ({ $pinned }). Nur eine Erklärung, die mit dem alten Schlüssel signiert ist, oder das Entfernen des Plugins ändert das.
error-plugin-signature-dropped = Niemand hat das Paket signiert, aber dieses Plugin wurde mit dem Schlüssel { $pinned } installiert.
error-plugin-unsigned = Niemand hat das Paket signiert. Bringen Sie auch seine Signatur.
error-plugin-downgrade = Version { $offered } ist älter als { $installed }, die installiert ist.
error-plugin-republished = Version { $version } ist installiert, und dies ist ein anderes Paket desselben Namens. Eine Version wird nur einmal veröffentlicht.
error-plugin-unfit = Sein Programm ist nicht, was sein Manifest sagt:
flash-plugin-installed = { $name } { $version } ist installiert. Aktivieren Sie es, wenn seine Einstellungen stimmen.
flash-plugin-updated = { $name } ist jetzt { $version }.
flash-plugin-declined = Die neuere Version von { $name } wurde abgelehnt.
flash-plugin-discarded = Es wurde nichts installiert.

plugin-action-settings = Einstellungen
plugin-settings-of = Einstellungen von { $name }
plugin-settings-lead = Was das Plugin von Ihnen wissen will. Geheimes wird versiegelt und niemandem wieder gezeigt.
plugin-settings-none = Dieses Plugin hat keine Einstellungen.
plugin-setting-default = Wenn leer: { $value }
plugin-setting-none = Nicht gesetzt
plugin-secret-set = Gesetzt. Leer lassen, um es zu behalten.
plugin-secret-unset = Noch nicht gesetzt.
plugin-secret-clear = Wegnehmen: { $name }
plugin-test = Test
plugin-test-text = Startet das Plugin und lässt es sagen, was es ist. Niemand wird nach etwas gefragt.
plugin-test-button = Plugin testen
plugin-check = Wovon es abhängt
plugin-check-text = Lässt den Faktor seine Server prüfen, mit den gespeicherten Einstellungen.
plugin-check-button = Server prüfen
error-plugin-line = Geben Sie eine Zeile Text ohne Leerzeichen am Rand ein.
error-plugin-length = Geben Sie { $min } bis { $max } Zeichen ein.
error-plugin-url = Geben Sie eine vollständige Adresse ein, die mit https:// beginnt.
error-plugin-urls = Geben Sie höchstens { $max } Adressen ein, mit Kommas dazwischen.
error-plugin-host = Diesen Host darf ein Plugin nicht fragen: { $why }.
flash-plugin-tried = { $name } startete und sagte innerhalb von { $time }, was es ist.

dashboard-plugin-stopped = Das Plugin { $plugin } versagte immer wieder und wurde abgeschaltet.
dashboard-plugin-faulted = Das Plugin { $plugin } ist aktiviert und lässt sich nicht laden.
dashboard-see-plugin = Plugin ansehen

plugin-index = Aus einem Index
plugin-index-text = Ein Index ist eine Liste von Plugins, die jeder bereitstellen kann. Er beglaubigt nichts: Wer ein Paket signiert hat, sehen Sie, bevor Sie Ja sagen.
plugin-index-address = Adresse des Index
plugin-index-address-help = Eine vollständige Adresse, die mit https:// beginnt.
plugin-index-show = Zeigen, was er hat
plugin-index-lead = Was hier steht, hat geschrieben, wer den Index bereitstellt. Nichts davon läuft, bevor Sie Ja sagen.
plugin-index-empty = In diesem Index ist nichts.
plugin-index-publisher = Von { $name }
plugin-index-installed = { $version } ist installiert
plugin-index-unserved = Dieses Panel kann keine Version davon ausführen: { $why }
error-plugin-index-address = Geben Sie eine vollständige Adresse ein, die mit https:// beginnt.
error-plugin-index-server = Von dort kam keine Datei: { $why }
error-plugin-index = Was dort ist, ist kein Index: { $why }
error-plugin-index-unknown = Der Index bietet kein solches Plugin an.
error-plugin-index-incompatible = Dieses Panel kann keine Version davon ausführen: { $why }
error-plugin-index-changed = Das Paket ist nicht das, das der Index nennt: Eines von beiden wurde geändert.

slot-by = Von einem Plugin gezeigt
