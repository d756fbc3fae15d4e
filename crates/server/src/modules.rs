//! Which modules this panel has, filled in by one function.

use std::sync::Arc;

use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::policy::FactorRule;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_module::{ChannelDescription, Description, SecondFactor, TEL, Text};

use crate::Panel;
use crate::config::Config;

/// The edition of what comes with the panel.
const BUNDLED: &str = concat!("panel ", env!("CARGO_PKG_VERSION"));

/// Every module, by extension point.
#[derive(Clone)]
pub struct Modules {
    second_factors: Vec<Factor>,
    /// The channels of plugins, beside the mails of the panel itself.
    channels: Vec<Channel>,
    /// Codes by SMS, which are there once there is a channel for them.
    sms_code: Option<Factor>,
    /// The channel for mobiles, where the operator picked one.
    for_mobiles: Option<String>,
}

/// What modules ask the provider's channel for mobiles by.
pub const SMS: &str = "sms";

/// A way for messages to people, brought by a plugin, with what it said of itself.
#[derive(Clone)]
pub struct Channel {
    /// The module.
    pub module: Arc<dyn innkeeper_module::Channel>,
    /// Its description, asked for once. Its id is the plugin's, which is what other modules ask for it by.
    pub description: Arc<ChannelDescription>,
}

impl Channel {
    /// A plugin's channel.
    pub fn of_plugin(module: Arc<dyn innkeeper_module::Channel>) -> Self {
        Self {
            description: Arc::new(module.describe()),
            module,
        }
    }

    /// Whether it writes to mobile numbers.
    pub fn is_for_mobiles(&self) -> bool {
        self.description.address == TEL
    }
}

/// A second factor with what it said of itself. Clones are the same factor: whoever holds one keeps it for
/// as long as a request takes, whatever staff change about the modules meanwhile.
#[derive(Clone)]
pub struct Factor {
    /// The module.
    pub module: Arc<dyn SecondFactor>,
    /// Its description, asked for once.
    pub description: Arc<Description>,
    /// What the module thinks that a proof by it is worth; [`Panel::class_of`] says what it is here.
    pub suggested: Assurance,
    /// What it is exactly: the program's version, or the digest of a plugin's package. A step of one edition
    /// is not answered with another.
    pub edition: Arc<str>,
    plugin: bool,
    mobiles: bool,
}

impl Factor {
    fn bundled(module: Arc<dyn SecondFactor>) -> Self {
        let description = module.describe();
        Self::new(module, description, BUNDLED.into())
    }

    /// A plugin's factor. It has the plugin's id, whatever it says of itself.
    pub fn of_plugin(module: Arc<dyn SecondFactor>, id: &str, edition: &str) -> Self {
        let mut description = module.describe();
        id.clone_into(&mut description.id);
        Self {
            plugin: true,
            ..Self::new(module, description, edition.into())
        }
    }

    /// The same, if it writes to mobiles.
    #[must_use]
    pub fn for_mobiles(self, mobiles: bool) -> Self {
        Self { mobiles, ..self }
    }

    fn new(module: Arc<dyn SecondFactor>, description: Description, edition: Arc<str>) -> Self {
        let suggested = match description.assurance {
            innkeeper_module::Assurance::Recovery => Assurance::Recovery,
            innkeeper_module::Assurance::Basic => Assurance::Basic,
            innkeeper_module::Assurance::Strong => Assurance::Strong,
            innkeeper_module::Assurance::PhishingResistant => Assurance::PhishingResistant,
        };
        Self {
            module,
            description: Arc::new(description),
            suggested,
            edition,
            plugin: false,
            mobiles: false,
        }
    }

    /// Whether its proofs are messages to a mobile number.
    pub fn is_for_mobiles(&self) -> bool {
        self.mobiles
    }

    /// Whether a stranger wrote it.
    pub fn is_plugin(&self) -> bool {
        self.plugin
    }

    /// Whether it only gets people back in, and so follows another factor instead of standing alone.
    pub fn is_recovery(&self) -> bool {
        self.suggested == Assurance::Recovery && !self.plugin
    }
}

impl Modules {
    /// The modules that come with the panel, but for those that cannot work without settings and lack
    /// them. Who holds a credential of such a module keeps it, and is not let in without.
    pub fn bundled(config: &Config) -> Self {
        let mut factors: Vec<Arc<dyn SecondFactor>> = vec![Arc::new(innkeeper_totp::Totp)];
        // Browsers have passkeys for host names only.
        if config.server.base_url.domain().is_some() {
            factors.push(Arc::new(innkeeper_passkey::Passkeys));
        }
        if config.yubikey.is_some() {
            factors.push(Arc::new(innkeeper_yubikey::YubiKey));
        }
        factors.push(Arc::new(innkeeper_email_code::EMAIL_CODE));
        factors.push(Arc::new(innkeeper_backup_codes::BackupCodes));
        let sms_code = || Factor::bundled(Arc::new(innkeeper_sms_code::SMS_CODE)).for_mobiles(true);
        Self {
            sms_code: (!config.sms.countries.is_empty()).then(sms_code),
            for_mobiles: config.sms.channel.clone(),
            ..Self::with_factors(factors)
        }
    }

    /// Exactly these second factors.
    pub fn with_factors(factors: Vec<Arc<dyn SecondFactor>>) -> Self {
        Self {
            second_factors: factors.into_iter().map(Factor::bundled).collect(),
            channels: Vec::new(),
            sms_code: None,
            for_mobiles: None,
        }
    }

    /// These modules and those of plugins, which come after them. No plugin takes the place of a module that
    /// comes with the panel.
    #[must_use]
    pub fn with_plugins(&self, factors: Vec<Factor>, channels: Vec<Channel>) -> Self {
        let mut all = self.clone();
        for factor in factors {
            if all.second_factor(&factor.description.id).is_none() {
                all.second_factors.push(factor);
            }
        }
        all.channels = channels;
        if all.channel(SMS).is_some()
            && let Some(factor) = &self.sms_code
        {
            // Before the plugins', with what comes with the panel.
            all.second_factors
                .insert(self.second_factors.len(), factor.clone());
        }
        all
    }

    /// The channels of plugins.
    pub fn channels(&self) -> &[Channel] {
        &self.channels
    }

    /// The channel that modules ask for by that name: a plugin's id, or [`SMS`] for the provider's for mobiles.
    pub fn channel(&self, name: &str) -> Option<&Channel> {
        let picked = self.for_mobiles.as_deref();
        self.channels.iter().find(|channel| {
            let id = channel.description.id.as_str();
            match name {
                SMS => channel.is_for_mobiles() && picked.is_none_or(|picked| picked == id),
                name => name == id,
            }
        })
    }

    /// Every second factor, in the order in which people are offered them.
    pub fn second_factors(&self) -> &[Factor] {
        &self.second_factors
    }

    /// The second factor of that id, if this panel has it.
    pub fn second_factor(&self, id: &str) -> Option<Factor> {
        self.second_factors
            .iter()
            .find(|factor| factor.description.id == id)
            .cloned()
    }

    /// The factor that makes backup codes, offered after the first other factor was set up.
    pub fn recovery_factor(&self) -> Option<Factor> {
        self.second_factors
            .iter()
            .find(|factor| factor.is_recovery())
            .cloned()
    }
}

impl Panel {
    /// What the provider makes of a factor: what was set, or what the module suggests. A way back in stays
    /// one, and nothing else becomes one.
    pub fn factor_rule(&self, factor: &Factor) -> FactorRule {
        // What a plugin's proof is worth, staff say; until then it is worth little (R126).
        let suggested = FactorRule::suggested(if factor.is_plugin() {
            Assurance::Basic
        } else {
            factor.suggested
        });
        let settings = self.settings();
        let rule = settings.factor_rules.get(&factor.description.id);
        rule.map_or(suggested, |rule| FactorRule {
            class: if factor.is_recovery() {
                Assurance::Recovery
            } else if factor.is_for_mobiles() {
                // Numbers can be taken over: never worth more, so never a fresh proof beside something better (R87).
                Assurance::Basic
            } else {
                rule.class.max(Assurance::Basic)
            },
            ..*rule
        })
    }

    /// Whether people of that kind may set a factor up. One that writes to mobiles comes only beside something
    /// stronger (R83).
    pub fn offers(&self, factor: &Factor, kind: PrincipalKind) -> bool {
        let is_stronger = |other: &Factor| {
            let rule = self.factor_rule(other);
            rule.allows(kind) && rule.class >= Assurance::Strong
        };
        self.factor_rule(factor).allows(kind)
            && (!factor.is_for_mobiles() || self.modules().second_factors().iter().any(is_stronger))
    }

    /// What a proof by a factor is worth here (R17).
    pub fn class_of(&self, factor: &Factor) -> Assurance {
        self.factor_rule(factor).class
    }

    /// A module's sentence in a language.
    pub fn module_text(&self, locale: &str, module: &str, text: &Text) -> String {
        self.theme
            .translator()
            .text(locale, module, &text.key, &text.fallback, &text.args)
    }
}

/// Every text that the bundled modules bring, by module and locale, for the theme's translator.
pub const TEXTS: &[(&str, &[(&str, &str)])] = &[
    ("totp", innkeeper_totp::TEXTS),
    ("passkey", innkeeper_passkey::TEXTS),
    ("yubikey", innkeeper_yubikey::TEXTS),
    ("email-code", innkeeper_email_code::TEXTS),
    ("sms-code", innkeeper_sms_code::TEXTS),
    ("backup-codes", innkeeper_backup_codes::TEXTS),
];
