//! Which modules this panel has, filled in by one function.

use std::sync::Arc;

use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::policy::FactorRule;
use innkeeper_module::{Description, SecondFactor, Text};

use crate::Panel;
use crate::config::Config;

/// Every module, by extension point.
#[derive(Clone)]
pub struct Modules {
    second_factors: Vec<Factor>,
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
}

impl Factor {
    fn new(module: Arc<dyn SecondFactor>) -> Self {
        let description = module.describe();
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
        }
    }

    /// Whether it only gets people back in, and so follows another factor instead of standing alone.
    pub fn is_recovery(&self) -> bool {
        self.suggested == Assurance::Recovery
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
        factors.push(Arc::new(innkeeper_email_code::EmailCode));
        factors.push(Arc::new(innkeeper_backup_codes::BackupCodes));
        Self::with_factors(factors)
    }

    /// Exactly these second factors.
    pub fn with_factors(factors: Vec<Arc<dyn SecondFactor>>) -> Self {
        Self {
            second_factors: factors.into_iter().map(Factor::new).collect(),
        }
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
        let suggested = FactorRule::suggested(factor.suggested);
        let settings = self.settings();
        let rule = settings.factor_rules.get(&factor.description.id);
        rule.map_or(suggested, |rule| FactorRule {
            class: if factor.is_recovery() {
                Assurance::Recovery
            } else {
                rule.class.max(Assurance::Basic)
            },
            ..*rule
        })
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
    ("backup-codes", innkeeper_backup_codes::TEXTS),
];
