//! What staff set while the panel runs: typed, checked, kept in the database, read once per node.
//!
//! What nobody set is as the operator's file has it. The panel holds the settings in force; how they
//! are read again is [`Panel::refresh_settings`].

use std::collections::BTreeMap;

use chrono::TimeDelta;
use chrono_tz::Tz;
use innkeeper_identity::email::EmailAddress;
use innkeeper_identity::enforcement::Rule;
use innkeeper_identity::names::{ClientName, NameProblem};
use innkeeper_identity::password;
use innkeeper_identity::permission::Role;
use innkeeper_identity::policy::FactorRule;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::recovery::{self, MAX_WAIT_HOURS};
use innkeeper_store::principals::Principal;
use innkeeper_store::{Db, Tx, settings};
use innkeeper_theme::contexts::Brand;
use serde_json::{Value, json};

use super::Caller;
use super::events::{Event, EventName};
use crate::Panel;
use crate::config::Config;

/// How many characters a brand's name has at most.
pub const MAX_BRAND_NAME: usize = 80;
/// How long the shortest password may be made: less is unsafe, more is a nuisance (R162).
pub const PASSWORD_LENGTHS: std::ops::RangeInclusive<usize> = 8..=64;

/// How many characters a line of the checklist for recoveries has at most.
pub const MAX_CHECK: usize = 200;
/// How many lines it has at most.
const MAX_CHECKS: usize = 10;

const DEMO: &str = "demo";
const BRAND_NAME: &str = "brand.name";
const SUPPORT_EMAIL: &str = "brand.support_email";
const LOCALE: &str = "brand.locale";
const TIME_ZONE: &str = "brand.time_zone";
const REGISTRATION: &str = "registration.open";
const FACTOR_USERS: &str = "factors.users";
const FACTOR_STAFF: &str = "factors.staff";
/// Before a role.
const ROLE_RULE: &str = "factors.role.";
const TRUSTED_DEVICES: &str = "factors.trusted_devices";
const RECOVERY_SECOND: &str = "recovery.second_approver";
const RECOVERY_WAIT: &str = "recovery.wait_hours";
const RECOVERY_CHECKLIST: &str = "recovery.checklist";
const PASSWORD_LENGTH: &str = "passwords.min_length";
const PASSWORD_LENGTH_ALONE: &str = "passwords.min_length_alone";
/// Before a factor's id.
const FACTOR_RULE: &str = "factors.rule.";

/// What the provider asks for before a recovery (R181).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovery {
    /// Whether a second staff member must approve.
    pub second_approver: bool,
    /// How many hours an approved one can be called off.
    pub wait_hours: u32,
    /// What staff check before they approve; empty for the theme's own list.
    pub checklist: Vec<String>,
}

/// The settings in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The provider's name.
    pub brand_name: String,
    /// Where people get help from a person.
    pub support_email: Option<String>,
    /// The language of people who have not picked one.
    pub locale: String,
    /// The time zone of people who have not picked one.
    pub time_zone: Tz,
    /// Whether visitors may register.
    pub registration_open: bool,
    /// The rule about second factors for all users: the brand's (R172).
    pub factor_users: Rule,
    /// The same for all staff.
    pub factor_staff: Rule,
    /// The rules of roles that have one of their own.
    pub role_rules: BTreeMap<Role, Rule>,
    /// Whether users may trust a browser (R130).
    pub trusted_devices: bool,
    /// What was set about single factors, by their ids.
    pub factor_rules: BTreeMap<String, FactorRule>,
    /// The fewest characters of a new password.
    pub password_min_length: usize,
    /// The same for people without a second factor; never fewer than for the others (R162).
    pub password_min_length_alone: usize,
    /// What staff do about people who lost every second factor.
    pub recovery: Recovery,
    /// Whether the data are made up. It is kept with them, and only who makes them up sets it.
    pub demo: bool,
}

/// Whose rule about second factors is a setting.
#[derive(Clone, Copy, Debug)]
pub enum Whose {
    /// That of everybody of a kind.
    Kind(PrincipalKind),
    /// That of a role.
    Role(Role),
}

impl Settings {
    /// What holds where nobody set anything.
    pub fn of_operator(config: &Config) -> Self {
        let brand = &config.brand;
        Self {
            brand_name: brand.name.clone(),
            support_email: brand.support_email.clone(),
            locale: brand.locale.clone(),
            time_zone: brand.time_zone.parse().unwrap_or(Tz::UTC),
            registration_open: true,
            factor_users: Rule::default_for(PrincipalKind::User),
            factor_staff: Rule::default_for(PrincipalKind::Staff),
            role_rules: BTreeMap::new(),
            trusted_devices: true,
            factor_rules: BTreeMap::new(),
            password_min_length: config.security.password_min_length,
            password_min_length_alone: config.security.password_min_length,
            recovery: Recovery::default(),
            demo: false,
        }
    }

    /// The settings in force, as the database has them now.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn load(db: &Db, config: &Config) -> Result<Self, innkeeper_store::Error> {
        let mut tx = db.read().await?;
        Self::read(&mut tx, config).await
    }

    async fn read(tx: &mut Tx, config: &Config) -> Result<Self, innkeeper_store::Error> {
        let mut read = Self::of_operator(config);
        for (key, value) in settings::all(tx).await? {
            if read.apply(&key, &value).is_none() {
                tracing::warn!(key, %value, "a setting in the database means nothing here and is left out");
            }
        }
        Ok(read)
    }

    /// Takes a stored value in; none where it is not one that this program writes.
    fn apply(&mut self, key: &str, value: &Value) -> Option<()> {
        match key {
            BRAND_NAME => self.brand_name = brand_name(value.as_str()?).ok()?,
            SUPPORT_EMAIL if value.is_null() => self.support_email = None,
            SUPPORT_EMAIL => {
                self.support_email = Some(EmailAddress::parse(value.as_str()?).ok()?.into());
            }
            LOCALE => value.as_str()?.clone_into(&mut self.locale),
            TIME_ZONE => self.time_zone = value.as_str()?.parse().ok()?,
            REGISTRATION => self.registration_open = value.as_bool()?,
            FACTOR_USERS => self.factor_users = demand(PrincipalKind::User, value)?,
            FACTOR_STAFF => self.factor_staff = demand(PrincipalKind::Staff, value)?,
            TRUSTED_DEVICES => self.trusted_devices = value.as_bool()?,
            RECOVERY_SECOND => self.recovery.second_approver = value.as_bool()?,
            RECOVERY_WAIT => {
                let hours = u32::try_from(value.as_u64()?).ok()?;
                self.recovery.wait_hours = Some(hours).filter(|hours| *hours <= MAX_WAIT_HOURS)?;
            }
            RECOVERY_CHECKLIST => {
                let items = value.as_array()?.iter();
                let items = items.map(|item| item.as_str().map(str::to_owned));
                self.recovery.checklist = items.collect::<Option<_>>()?;
            }
            PASSWORD_LENGTH => self.password_min_length = password_length(value)?,
            PASSWORD_LENGTH_ALONE => self.password_min_length_alone = password_length(value)?,
            DEMO => self.demo = value.as_bool()?,
            _ if key.starts_with(ROLE_RULE) => {
                let held = key.strip_prefix(ROLE_RULE)?.parse().ok()?;
                if value.is_null() {
                    self.role_rules.remove(&held);
                } else {
                    let rule = demand(PrincipalKind::Staff, value)?;
                    self.role_rules.insert(held, rule);
                }
            }
            _ => {
                let factor = key.strip_prefix(FACTOR_RULE)?;
                let rule = read_rule(value)?;
                self.factor_rules.insert(factor.to_owned(), rule);
            }
        }
        Some(())
    }

    fn rows(&self) -> BTreeMap<String, Value> {
        let rules = self.factor_rules.iter();
        let rules =
            rules.map(|(factor, rule)| (format!("{FACTOR_RULE}{factor}"), write_rule(*rule)));
        // A role without a rule is written as well, or a rule that was taken back would stay.
        let of_roles = Role::ALL.iter().map(|held| {
            let own = self.role_rules.get(held);
            (format!("{ROLE_RULE}{held}"), json!(own))
        });
        let rows = [
            (BRAND_NAME, json!(self.brand_name)),
            (SUPPORT_EMAIL, json!(self.support_email)),
            (LOCALE, json!(self.locale)),
            (TIME_ZONE, json!(self.time_zone.name())),
            (REGISTRATION, json!(self.registration_open)),
            (FACTOR_USERS, json!(self.factor_users)),
            (FACTOR_STAFF, json!(self.factor_staff)),
            (TRUSTED_DEVICES, json!(self.trusted_devices)),
            (RECOVERY_SECOND, json!(self.recovery.second_approver)),
            (RECOVERY_WAIT, json!(self.recovery.wait_hours)),
            (RECOVERY_CHECKLIST, json!(self.recovery.checklist)),
            (PASSWORD_LENGTH, json!(self.password_min_length)),
            (PASSWORD_LENGTH_ALONE, json!(self.password_min_length_alone)),
            (DEMO, json!(self.demo)),
        ];
        let rows = rows.into_iter().map(|(key, value)| (key.to_owned(), value));
        rows.chain(rules).chain(of_roles).collect()
    }

    /// The provider, as pages and mails show it.
    pub fn brand(&self) -> Brand {
        Brand {
            name: self.brand_name.clone(),
            support_email: self.support_email.clone(),
            logo: None,
        }
    }

    /// The rule about second factors for everybody of a kind (R172).
    pub fn base_rule(&self, kind: PrincipalKind) -> Rule {
        match kind {
            PrincipalKind::User => self.factor_users,
            PrincipalKind::Staff => self.factor_staff,
        }
    }

    /// What the provider asks for before a recovery (R181).
    pub fn recovery_rules(&self) -> recovery::Rules {
        recovery::Rules {
            second_approver: self.recovery.second_approver,
            wait: TimeDelta::hours(i64::from(self.recovery.wait_hours)),
        }
    }

    /// What is asked of a new password of somebody who has a second factor or none (R162).
    pub fn password_policy(&self, is_protected: bool) -> password::Policy {
        let alone = self.password_min_length_alone;
        password::Policy {
            min_length: if is_protected {
                self.password_min_length
            } else {
                self.password_min_length.max(alone)
            },
        }
    }
}

/// The lines of a checklist as typed; none where one is too long, or there are too many.
pub fn recovery_checklist(typed: &str) -> Option<Vec<String>> {
    let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
    let lines: Vec<String> = lines.map(str::to_owned).collect();
    let fits = |line: &String| line.chars().count() <= MAX_CHECK;
    (lines.len() <= MAX_CHECKS && lines.iter().all(fits)).then_some(lines)
}

fn password_length(value: &Value) -> Option<usize> {
    let length = usize::try_from(value.as_u64()?).ok()?;
    Some(length).filter(|length| PASSWORD_LENGTHS.contains(length))
}

/// A rule about people; a bare word is how versions before dates and grace wrote it.
fn demand(kind: PrincipalKind, value: &Value) -> Option<Rule> {
    match value.as_str() {
        Some(word) => Some(Rule::of(kind, word.parse().ok()?)),
        None => serde_json::from_value(value.clone()).ok(),
    }
}

fn read_rule(value: &Value) -> Option<FactorRule> {
    Some(FactorRule {
        users: value.get("users")?.as_bool()?,
        staff: value.get("staff")?.as_bool()?,
        class: value.get("class")?.as_str()?.parse().ok()?,
    })
}

fn write_rule(rule: FactorRule) -> Value {
    json!({"users": rule.users, "staff": rule.staff, "class": rule.class.as_str()})
}

/// Takes the name of a brand as it was typed.
///
/// # Errors
/// Says why it is none.
pub fn brand_name(typed: &str) -> Result<String, NameProblem> {
    let name = ClientName::parse(typed)?;
    if name.as_str().chars().count() > MAX_BRAND_NAME {
        return Err(NameProblem::TooLong {
            max: MAX_BRAND_NAME,
        });
    }
    Ok(name.into())
}

/// Writes the rule of users, of staff or of a role, and returns the one before. A base rule is always
/// there; without a rule of its own a role has that of all staff.
pub(super) async fn put_rule(
    tx: &mut Tx,
    panel: &Panel,
    whose: Whose,
    rule: Option<Rule>,
) -> Result<Option<Rule>, innkeeper_store::Error> {
    let read = Settings::read(tx, &panel.config).await?;
    let (key, before) = match whose {
        Whose::Kind(PrincipalKind::User) => (FACTOR_USERS.to_owned(), Some(read.factor_users)),
        Whose::Kind(PrincipalKind::Staff) => (FACTOR_STAFF.to_owned(), Some(read.factor_staff)),
        Whose::Role(held) => {
            let before = read.role_rules.get(&held).copied();
            (format!("{ROLE_RULE}{held}"), before)
        }
    };
    settings::put(tx, &key, &json!(rule), panel.clock.now()).await?;
    Ok(before)
}

/// Saves what changed and puts it in force; other nodes follow within seconds.
///
/// # Errors
/// Where the database is away.
pub async fn save(
    panel: &Panel,
    staff: &Principal,
    new: &Settings,
    caller: &Caller,
) -> anyhow::Result<()> {
    save_as(
        panel,
        Event::by(EventName::SettingsChanged, staff.kind, staff.id),
        new,
        caller,
    )
    .await
}

/// Saves as [`save`] does; the event says who did it.
pub(super) async fn save_as(
    panel: &Panel,
    mut event: Event,
    new: &Settings,
    caller: &Caller,
) -> anyhow::Result<()> {
    let now = panel.clock.now();
    let mut tx = panel.db.begin().await?;
    let old = Settings::read(&mut tx, &panel.config).await?;
    let before = old.rows();
    for (key, value) in new.rows() {
        if before.get(&key) != Some(&value) {
            settings::put(&mut tx, &key, &value, now).await?;
            event = event.with(&key, value);
        }
    }
    if *new != old {
        event.record(&mut tx, panel, caller).await?;
    }
    tx.commit().await?;
    panel.refresh_settings().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use innkeeper_identity::assurance::Assurance;
    use innkeeper_identity::policy::Requirement;

    use super::*;
    use crate::config::{Config, Sources};

    fn operator() -> Settings {
        Settings::of_operator(&Config::load(&Sources::default()).unwrap())
    }

    #[test]
    fn what_is_written_is_what_is_read() {
        let set = Settings {
            brand_name: "Sunny Höst".into(),
            support_email: Some("help@sunny.example".into()),
            locale: "de".into(),
            time_zone: Tz::Europe__Berlin,
            registration_open: false,
            factor_users: Rule {
                demand: Requirement::Required,
                from: DateTime::from_timestamp(1_800_000_000, 0),
                least: Assurance::Strong,
                grace_days: 14,
            },
            factor_staff: Rule::of(PrincipalKind::Staff, Requirement::Off),
            role_rules: BTreeMap::from([(
                Role::Owner,
                Rule {
                    least: Assurance::PhishingResistant,
                    ..Rule::default_for(PrincipalKind::Staff)
                },
            )]),
            trusted_devices: false,
            factor_rules: BTreeMap::from([(
                "totp".to_owned(),
                FactorRule {
                    users: true,
                    staff: false,
                    class: Assurance::Basic,
                },
            )]),
            password_min_length: 15,
            password_min_length_alone: 20,
            recovery: Recovery {
                second_approver: true,
                wait_hours: 24,
                checklist: vec!["A call.".to_owned()],
            },
            demo: true,
        };
        let mut read = operator();
        for (key, value) in set.rows() {
            assert!(read.apply(&key, &value).is_some(), "{key}");
        }
        assert_eq!(read, set);
        assert!(read.apply("factors.role.owner", &Value::Null).is_some());
        assert!(read.role_rules.is_empty(), "a rule can be taken back");
        assert!(read.apply(SUPPORT_EMAIL, &Value::Null).is_some());
        assert_eq!(
            read.support_email, None,
            "an address can be taken away again"
        );
    }

    #[test]
    fn a_stored_value_that_means_nothing_changes_nothing() {
        let mut read = operator();
        for (key, value) in [
            (BRAND_NAME, json!("")),
            (SUPPORT_EMAIL, json!("nobody")),
            (TIME_ZONE, json!("Europe/Atlantis")),
            (REGISTRATION, json!("yes")),
            (FACTOR_STAFF, json!("maybe")),
            (PASSWORD_LENGTH, json!(3)),
            (PASSWORD_LENGTH, json!(1_000_000)),
            ("factors.rule.totp", json!({"users": true, "staff": true})),
            ("another.version", json!(true)),
        ] {
            assert!(read.apply(key, &value).is_none(), "{key}");
        }
        assert_eq!(read, operator());
    }

    #[test]
    fn r162_who_has_no_second_factor_may_need_a_longer_password() {
        let mut settings = operator();
        assert_eq!(settings.password_policy(false).min_length, 8);
        settings.password_min_length_alone = 15;
        assert_eq!(settings.password_policy(false).min_length, 15);
        assert_eq!(settings.password_policy(true).min_length, 8);
        settings.password_min_length = 20;
        assert_eq!(settings.password_policy(false).min_length, 20);
    }

    #[test]
    fn r172_staff_must_have_a_second_factor_unless_somebody_says_otherwise() {
        let settings = operator();
        let demand = |kind| settings.base_rule(kind).demand;
        assert_eq!(demand(PrincipalKind::Staff), Requirement::Required);
        assert_eq!(demand(PrincipalKind::User), Requirement::Encouraged);
    }

    #[test]
    fn r172_a_rule_of_before_dates_and_grace_is_understood() {
        let mut read = operator();
        assert!(read.apply(FACTOR_USERS, &json!("required")).is_some());
        let rule = Rule::of(PrincipalKind::User, Requirement::Required);
        assert_eq!(read.factor_users, rule);
    }
}
