# What staff read in the form of the settings.

setting-class = From a new network, ask for
setting-class-help = Who has no factor of that class is asked for what they have.
setting-class-basic = Any second factor
setting-class-strong = A strong one
setting-class-phishing-resistant = A passkey
setting-distrust = Do not count trusted devices there
setting-keep = Networks to remember for each person

# What it shows on the pages about a person.

geo-guard-says = A sign-in from a network that is not known yet is asked for a stronger second factor.
geo-guard-known = Known networks
geo-guard-count = { $count }
geo-guard-latest = Latest
geo-guard-earlier = Before that
geo-guard-networks = { $networks }
