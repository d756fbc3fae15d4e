# Plugins: what they may do, and the staff area's pages about them.

permission-role =
    { $role ->
        [second-factor] Decide whether the second step of a sign-in is right
        [channel] Deliver messages to people
       *[hooks] Hear of what happens in the panel, answer its questions and fill places of its pages
    }
permission-host = Ask the server { $host }
permission-hosts-below = Ask every server at { $host }
permission-host-of-setting = Ask the servers that you enter in its setting “{ $setting }”
permission-store = Keep up to { $size } for itself
permission-store-per-user = Keep up to { $size } for each person
permission-profile =
    { $field ->
        [mobile] Know people’s mobile numbers
        [email] Know people’s email addresses
        [network] Know the network addresses that people come from
       *[name] Know people’s names
    }
permission-channel = Send people messages by “{ $channel }”
permission-event = Hear of each “{ $event }”, without who it was
permission-event-unknown = Hear of “{ $event }”, which never happens in this panel
permission-filter = Answer “{ $filter }”, which this panel never asks
permission-filter-sign-in = Ask for a stronger second factor at a sign-in, also on trusted devices
permission-slot = Fill the place “{ $slot }”, which no page has
permission-slot-customer-home = Show text and links to customers on their first page
permission-slot-account-security = Show text and links to people on their own security page
permission-slot-staff-person = Show staff text and links on the page of a person
permission-memory = Use up to { $size } of memory for a call
permission-cpu = Compute for up to { $milliseconds } ms for a call
permission-time = Take up to { $milliseconds } ms for a call

plugins-lead = What others wrote for this panel. A plugin runs in a sandbox and may do what you granted, and nothing else.
plugins-empty = No plugin is installed.
plugins-empty-how = Get a package with its signature, and the publisher’s key from another place. You see who signed it and what it asks for before anything of it runs.
plugins-missing = Missing
plugins-missing-text = People hold the second factors of these plugins, which are not installed any more. Their accounts stay protected; install the plugin again, or help them one by one.

plugin-status-enabled = Enabled
plugin-status-disabled = Disabled
plugin-status-faulted = Cannot be loaded
plugin-status-stopped = Switched off after faults
plugin-version = Version
plugin-waiting = { $version } waits
plugin-waiting-text = Version { $version } asks for more than this one and waits for you. Until it is granted that, this one stays in use.
plugin-stopped-text = The panel switched this plugin off, because it failed again and again. People who hold its factor cannot use it. Look at the log below, then enable it again or ask its author.
plugin-faulted-text = This plugin is enabled and cannot be loaded. People who hold its factor cannot use it.
plugin-publisher = Publisher’s key
plugin-unsigned = Nobody signed it
plugin-day = Last 24 hours
plugin-no-calls = Not called
plugin-calls =
    { $count ->
        [one] 1 call
       *[other] { $count } calls
    }
plugin-failures =
    { $count ->
        [0] No failures
        [one] 1 failure
       *[other] { $count } failures
    }
plugin-mean = { $time } on average
plugin-took-microseconds = { $count } µs
plugin-took-milliseconds = { $count } ms
plugin-fault-count = { $fault }: { $count }
plugin-fault-cpu = Too much processor time
plugin-fault-memory = Too much memory
plugin-fault-stack = Endless recursion
plugin-fault-wall = Took too long
plugin-fault-panic = Gave up by itself
plugin-fault-trap = Crashed
plugin-fault-exchange = Too much data at once
plugin-fault-asked = Asked too much of the panel
plugin-fault-bad-return = Answer that cannot be used
plugin-fault-busy = Too many calls at once
plugin-fault-resting = Rested after failures
plugin-fault-off = Was switched off
plugin-holders =
    { $count ->
        [0] Nobody holds its factor.
        [one] One person holds its factor.
       *[other] { $count } people hold its factor.
    }
plugin-sole =
    { $count ->
        [one] One holds no other and cannot sign in without it.
       *[other] { $count } hold no other and cannot sign in without it.
    }
plugin-about = About this plugin
plugin-authors = By
plugin-licence = Licence
plugin-homepage = Website
plugin-installed-at = Installed
plugin-digest = Package (SHA-256)
plugin-held = Held by
plugin-permissions = What it may do
plugin-permissions-text = This was granted. Whatever is not here is refused.
plugin-reason = It says: { $reason }
plugin-unreadable = Its package cannot be read, so nothing is granted.
plugin-action-enable = Enable
plugin-action-disable = Disable
plugin-action-remove = Remove
plugin-log = Log
plugin-log-text = What it wrote lately, in its own words. The values of secret settings are taken out.
plugin-log-empty = It wrote nothing.
plugin-level-debug = Debug
plugin-level-info = Info
plugin-level-warn = Warning
plugin-level-error = Error
plugin-readme = Read-me

ask-plugin-enable-title = Enable { $name }?
ask-plugin-enable-text = It works from then on, within what it was granted. Whether people may use its factor and what that is worth, you set under Settings.
ask-plugin-enable-button = Enable
ask-plugin-disable-title = Disable { $name }?
ask-plugin-disable-text =
    It does nothing until it is enabled again. { $holders ->
        [0] Nobody holds its factor.
        [one] One person holds its factor.
       *[other] { $holders } people hold its factor.
    } { $sole ->
        [0] All accounts stay protected.
        [one] One holds no other and cannot sign in without the help of staff. All accounts stay protected.
       *[other] { $sole } hold no other and cannot sign in without the help of staff. All accounts stay protected.
    }
ask-plugin-disable-button = Disable
ask-plugin-remove-title = Remove { $name }?
ask-plugin-remove-text =
    Its settings and all that it remembers are deleted. What people hold stays, and works again if the same plugin comes back. { $holders ->
        [0] Nobody holds its factor.
        [one] One person holds its factor.
       *[other] { $holders } people hold its factor.
    } { $sole ->
        [0] All accounts stay protected.
        [one] One holds no other and cannot sign in without the help of staff. All accounts stay protected.
       *[other] { $sole } hold no other and cannot sign in without the help of staff. All accounts stay protected.
    }
ask-plugin-remove-button = Remove plugin
error-plugin-settings = These settings must be set first: { $names }.
error-plugin-cannot-run = It cannot run here: { $why }
flash-plugin-enabled = { $name } is enabled.
flash-plugin-disabled = { $name } is disabled.
flash-plugin-removed = { $name } is removed.

plugin-install = Install plugin
plugin-install-title = Install a plugin
plugin-install-lead = The next page shows who signed it and what it asks for. Nothing of it is run before you say yes.
plugin-install-package = Package
plugin-install-package-help = The file that ends in .innpack, at most { $size }.
plugin-install-signature = Signature
plugin-install-signature-help = The file beside it that ends in .minisig.
plugin-install-key-help = The line that begins with RW, from the publisher’s website or another place than the package. An installed plugin’s key is known.
plugin-install-rotation = Statement about a new key
plugin-install-rotation-help = Only if the publisher took a new key: the file by which the old one vouches for it.
plugin-install-dev = This panel is set up for writing plugins: packages that nobody signed are taken. Whoever could change the file on its way would decide who gets past the second step.
plugin-install-look = Look at it
plugin-progress-title = Installing { $name } { $version }
plugin-progress-text = It is being compiled for this server. That takes a moment, and up to a minute for plugins that bring a whole language along. You may leave this page: it goes on.
plugin-progress-begun = Began { $when }
plugin-progress-look = Look again
plugin-progress-leave = Leave it to itself
plugin-waiting-look = Look at what it asks for
plugin-consent-install = Install { $name } { $version }?
plugin-consent-update = Update { $name } to { $version }?
plugin-consent-signer = Who signed it
plugin-signer-new = Nothing is known of this key yet. Compare it, character by character, with what the publisher says in another place than where you got the package. From then on only packages with this key take the plugin’s place.
plugin-signer-same = The key that this plugin was installed with.
plugin-signer-rotated = A new key. The one that this plugin was installed with vouches for it.
plugin-signer-earlier = The key until now:
plugin-signer-nobody = Nobody signed this package. Whoever could change the file on its way decides from now on who gets past the second step. Install it only where plugins are written.
plugin-consent-installed = Installed
plugin-consent-asks = What it asks for
plugin-consent-asks-text = If you say yes, it may do this and nothing else.
plugin-consent-more = It asks for more than the version that is installed.
plugin-consent-nothing-new = It asks for nothing new.
plugin-consent-added = New
plugin-consent-widened = More than before
plugin-consent-narrowed = Less than before
plugin-consent-removed = No longer
plugin-consent-unchanged = As before
plugin-consent-yes = Install and allow this
plugin-consent-yes-update = Update and allow this
plugin-consent-no = Do not install
error-plugin-not-confirmed = This is not what you said yes to: somebody changed it meanwhile. Look at it again.
error-plugin-gone = The package is not kept here any more. Bring it again.
error-plugin-lost = The installation was interrupted, and nothing changed. Say yes once more.
error-plugin-too-large = Packages have at most { $size }.
error-plugin-package = This is no package that can be read: { $why }
error-plugin-key-missing = The package is signed, and none of the known keys did it. Enter the publisher’s key.
error-plugin-key-invalid = This is no public key. Enter the line that begins with RW.
error-plugin-other-key = The package was signed with another key.
error-plugin-signature-form = This is no signature of a package.
error-plugin-signature-wrong = The signature is not for this package: one of the two was changed.
error-plugin-signature-comment = The signature does not say what it is for. Ask the publisher to sign it with “innkeeper plugin sign”.
error-plugin-signature-other = The signature is for { $says }, but the package is { $is }.
error-plugin-rotation = This is no statement about a new key.
error-plugin-key-changed = The package is signed with another key ({ $offered }) than the one this plugin was installed with ({ $pinned }). Only a statement signed with the old key, or removing the plugin, changes that.
error-plugin-signature-dropped = Nobody signed the package, but this plugin was installed with the key { $pinned }.
error-plugin-unsigned = Nobody signed the package. Bring its signature as well.
error-plugin-downgrade = Version { $offered } is older than { $installed }, which is installed.
error-plugin-republished = Version { $version } is installed, and this is another package of that name. A version is published once.
error-plugin-unfit = Its program is not what its manifest says:
flash-plugin-installed = { $name } { $version } is installed. Enable it when its settings are right.
flash-plugin-updated = { $name } is { $version } now.
flash-plugin-declined = The newer version of { $name } was declined.
flash-plugin-discarded = Nothing was installed.

plugin-action-settings = Settings
plugin-settings-of = Settings of { $name }
plugin-settings-lead = What the plugin asks you for. Secrets are sealed and shown to nobody again.
plugin-settings-none = This plugin has no settings.
plugin-setting-default = If empty: { $value }
plugin-setting-none = Not set
plugin-secret-set = Set. Leave empty to keep it.
plugin-secret-unset = Not set yet.
plugin-secret-clear = Take away: { $name }
plugin-test = Test
plugin-test-text = Starts the plugin and has it say what it is. Nobody is asked for anything.
plugin-test-button = Test plugin
plugin-check = What it depends on
plugin-check-text = Has the factor try its servers, with the settings that are saved.
plugin-check-button = Try servers
error-plugin-line = Enter one line of text without spaces around it.
error-plugin-length = Enter { $min } to { $max } characters.
error-plugin-url = Enter a full address that begins with https://.
error-plugin-urls = Enter at most { $max } addresses, with commas between them.
error-plugin-host = A plugin may not ask this host: it { $why }.
flash-plugin-tried = { $name } started and said what it is, within { $time }.

dashboard-plugin-stopped = The plugin { $plugin } failed again and again and was switched off.
dashboard-plugin-faulted = The plugin { $plugin } is enabled and cannot be loaded.
dashboard-see-plugin = Look at the plugin

plugin-index = From an index
plugin-index-text = An index is a list of plugins that anyone can host. It is no authority: who signed a package is shown before you say yes.
plugin-index-address = Address of the index
plugin-index-address-help = A full address that begins with https://.
plugin-index-show = Show what it has
plugin-index-lead = What is here was written by whoever hosts the index. Nothing of it is run before you say yes.
plugin-index-empty = There is nothing in this index.
plugin-index-publisher = By { $name }
plugin-index-installed = { $version } is installed
plugin-index-unserved = This panel can run no version of it: { $why }
error-plugin-index-address = Enter a full address that begins with https://.
error-plugin-index-server = No file came from there: { $why }
error-plugin-index = What is there is no index: { $why }
error-plugin-index-unknown = The index offers no such plugin.
error-plugin-index-incompatible = This panel can run no version of it: { $why }
error-plugin-index-changed = The package is not the one that the index names: one of the two was changed.

slot-by = Shown by a plugin
