//! Second factors and sessions as their owner, or staff, may see them. No secret ever comes this way.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::Message;

/// How much a proof is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactorClass {
    /// Gets a person back in when everything else is lost.
    Recovery,
    /// A code by a channel that others may read.
    Basic,
    /// A secret or device of the person's own.
    Strong,
    /// Bound to the origin: passkeys.
    PhishingResistant,
}

/// Whether a credential can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CredentialState {
    /// It can.
    Active,
    /// Not for a while: too many wrong answers.
    Locked,
    /// Not any more: it must be set up again.
    Disabled,
    /// It was taken away; shown to staff only.
    Removed,
}

/// One enrolled instance of a factor.
#[derive(Clone, Debug, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent questions that a template asks"
)]
pub struct CredentialView {
    /// Its id, part of its paths.
    pub id: String,
    /// The factor's id, such as `totp`.
    pub factor: String,
    /// What people call the factor.
    pub factor_name: String,
    /// The person's own name for it.
    pub label: String,
    /// The factor's icon.
    pub icon: String,
    /// How much a proof by it is worth.
    pub class: FactorClass,
    /// When it was set up.
    pub created_at: DateTime<Utc>,
    /// When it last proved anything.
    pub last_used_at: Option<DateTime<Utc>>,
    /// What the module says about it.
    pub facts: Vec<FactView>,
    /// Whether it can be used.
    pub state: CredentialState,
    /// Until when it is locked, if it is.
    pub locked_until: Option<DateTime<Utc>>,
    /// Whether its owner may try it out.
    pub can_check: bool,
    /// Whether it can be put right where its proofs are refused.
    pub can_mend: bool,
    /// Whether it can be set up anew without a gap.
    pub can_replace: bool,
    /// Whether its owner may remove it.
    pub can_remove: bool,
    /// Whether it is for getting back in only.
    pub is_recovery: bool,
}

/// A fact about a credential, translated already.
#[derive(Clone, Debug, Serialize)]
pub struct FactView {
    /// Names the fact for programs.
    pub name: String,
    /// The fact as people read it.
    pub text: String,
    /// Whether the person should act on it.
    pub warning: bool,
}

/// A factor that can be chosen; its texts are translated already.
#[derive(Clone, Debug, Serialize)]
pub struct FactorCard {
    /// The factor's id, part of the path that begins an enrolment.
    pub factor: String,
    /// What people call it.
    pub name: String,
    /// One line of explanation.
    pub summary: String,
    /// Its icon.
    pub icon: String,
    /// How much a proof by it is worth.
    pub class: FactorClass,
    /// How many credentials of it the person holds.
    pub enrolled: u32,
    /// Whether (another) one can be set up now.
    pub available: bool,
}

/// A place where the person is signed in.
#[derive(Clone, Debug, Serialize)]
pub struct SessionView {
    /// Its id, part of its paths.
    pub id: String,
    /// Whether it is the session of this page.
    pub current: bool,
    /// What is signed in: "Firefox on Linux".
    pub device: Message,
    /// From where.
    pub ip: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub last_seen_at: DateTime<Utc>,
}
