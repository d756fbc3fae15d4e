# Was das Team im Formular der Einstellungen liest.

setting-class = Aus einem neuen Netz verlangen
setting-class-help = Wer keinen Faktor dieser Klasse hat, wird nach dem gefragt, was da ist.
setting-class-basic = Irgendeinen zweiten Faktor
setting-class-strong = Einen starken
setting-class-phishing-resistant = Einen Passkey
setting-distrust = Vertraute Geräte zählen dort nicht
setting-keep = Netze, die je Person gemerkt werden

# Was es auf den Seiten über eine Person zeigt.

geo-guard-says = Bei einer Anmeldung aus einem noch unbekannten Netz wird ein stärkerer zweiter Faktor verlangt.
geo-guard-known = Bekannte Netze
geo-guard-count = { $count }
geo-guard-latest = Zuletzt
geo-guard-earlier = Davor
geo-guard-networks = { $networks }
