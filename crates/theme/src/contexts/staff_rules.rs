//! The staff area's pages about who must have a second factor, and about groups of clients.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::samples::{self, Sample};
use super::{Form, Message};
use crate::keys;

/// `staff/rules.html`.
#[derive(Clone, Serialize)]
pub struct RulesPage {
    /// Every rule there may be.
    pub rules: Vec<RuleRow>,
    /// Who is exempt. One is ended by a post to `/staff/settings/exemptions/{id}/end`.
    pub exemptions: Vec<ExemptionRow>,
}

/// A rule in the list.
#[derive(Clone, Debug, Serialize)]
pub struct RuleRow {
    /// Whose: the keys `rule-scope-<scope>`: `users`, `staff`, `role-owner`, `role-billing`, `role-support`, `group`.
    pub scope: String,
    /// The group's name.
    pub group: Option<String>,
    /// Where it is changed.
    pub href: String,
    /// The rule; none where the one for everybody holds alone.
    pub rule: Option<RuleView>,
}

/// A rule.
#[derive(Clone, Debug, Serialize)]
pub struct RuleView {
    /// `off`, `encouraged` or `required`: the keys `demand-<demand>`.
    pub demand: String,
    /// From when on it is required.
    pub from: Option<DateTime<Utc>>,
    /// The least class: the keys `class-<class>`.
    pub least: String,
    /// The days of grace.
    pub grace_days: u32,
}

/// An exemption.
#[derive(Clone, Debug, Serialize)]
pub struct ExemptionRow {
    /// The exemption's id.
    pub id: String,
    /// Whose it is.
    pub name: String,
    /// Their page.
    pub href: String,
    /// Why.
    pub reason: String,
    /// Until when.
    pub until: DateTime<Utc>,
    /// Who gave it.
    pub given_by: String,
    /// When.
    pub given_at: DateTime<Utc>,
}

/// `staff/rule.html`: posts to `action`, first with `step=preview`, then with `step=save`.
#[derive(Clone, Serialize)]
pub struct RulePage {
    /// Whose rule, as in [`RuleRow::scope`].
    pub scope: String,
    /// The group's name.
    pub group: Option<String>,
    /// Where it is posted.
    pub action: String,
    /// Whether there may be no rule of its own: `demand=inherit`.
    pub may_inherit: bool,
    /// `demand` (`inherit`, `off`, `encouraged`, `required`, `required-from`), `from`, `least`, `grace_days`,
    /// and the box `understood`.
    pub form: Form,
    /// What it would do; none before that was asked.
    pub preview: Option<RulePreview>,
}

/// What a rule would do.
#[derive(Clone, Debug, Serialize)]
pub struct RulePreview {
    /// Whom it is about.
    pub people: u32,
    /// How many would be asked for a factor, now or by a date.
    pub bound: u32,
    /// How many of these do not hold what would be asked.
    pub lacking: u32,
    /// How many are exempt.
    pub exempt: u32,
    /// How many would be confined at once.
    pub at_once: u32,
    /// When the first of the others would be.
    pub first: Option<DateTime<Utc>>,
    /// Whether the viewer would be confined at once.
    pub you: bool,
}

/// `staff/exempt.html`: posts `until` and `reason` to `action`.
#[derive(Clone, Serialize)]
pub struct ExemptPage {
    /// Who.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their page.
    pub href: String,
    /// Where it is posted.
    pub action: String,
    /// The fields.
    pub form: Form,
}

/// `staff/client_groups.html`: posts `name` to `/staff/client-groups`.
#[derive(Clone, Serialize)]
pub struct ClientGroupsPage {
    /// The groups by name.
    pub groups: Vec<ClientGroupRow>,
    /// Whether the viewer may add one.
    pub may_manage: bool,
    /// The fields.
    pub form: Form,
}

/// A group of clients.
#[derive(Clone, Debug, Serialize)]
pub struct ClientGroupRow {
    /// The group's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How many clients are in it.
    pub clients: u32,
    /// Whether it has a rule about second factors of its own.
    pub has_rule: bool,
    /// Since when it is there.
    pub created_at: DateTime<Utc>,
}

/// `staff/client_group.html`: posts `name` to `/staff/client-groups/{id}`.
#[derive(Clone, Serialize)]
pub struct ClientGroupPage {
    /// The group.
    pub group: ClientGroupRow,
    /// Whether the viewer may change it.
    pub may_manage: bool,
    /// Where its rule is changed, for those who may.
    pub rule_href: Option<String>,
    /// The fields.
    pub form: Form,
}

fn sample_rule() -> RuleView {
    RuleView {
        demand: "required".into(),
        from: Some(samples::later()),
        least: "strong".into(),
        grace_days: 14,
    }
}

impl Sample for RulesPage {
    fn samples() -> Vec<Self> {
        let row = |scope: &str, group: Option<&str>, rule| RuleRow {
            scope: scope.into(),
            group: group.map(str::to_owned),
            href: format!("/staff/settings/rules/{scope}"),
            rule,
        };
        let rules = vec![
            row(
                "users",
                None,
                Some(RuleView {
                    demand: "encouraged".into(),
                    from: None,
                    least: "basic".into(),
                    grace_days: 0,
                }),
            ),
            row("staff", None, Some(sample_rule())),
            row("role-owner", None, None),
            row(
                "group",
                Some(samples::HOSTILE),
                Some(RuleView {
                    from: None,
                    ..sample_rule()
                }),
            ),
        ];
        let exemption = |name: &str| ExemptionRow {
            id: samples::id(3),
            name: name.into(),
            href: "/staff/users/1".into(),
            reason: samples::HOSTILE.into(),
            until: samples::later(),
            given_by: "Grace Hopper".into(),
            given_at: samples::earlier(),
        };
        vec![
            Self {
                rules: rules.clone(),
                exemptions: vec![],
            },
            Self {
                rules,
                exemptions: vec![exemption("Ada Lovelace"), exemption(samples::HOSTILE)],
            },
        ]
    }
}

impl Sample for RulePage {
    fn samples() -> Vec<Self> {
        let page = Self {
            scope: "users".into(),
            group: None,
            action: "/staff/settings/rules/users".into(),
            may_inherit: false,
            form: Form::new()
                .value("demand", "encouraged")
                .value("least", "strong")
                .value("grace_days", "7"),
            preview: None,
        };
        let preview = RulePreview {
            people: 1200,
            bound: 1200,
            lacking: 900,
            exempt: 2,
            at_once: 0,
            first: Some(samples::later()),
            you: false,
        };
        let group = Self {
            scope: "group".into(),
            group: Some(samples::HOSTILE.into()),
            may_inherit: true,
            ..page.clone()
        };
        vec![
            Self {
                preview: Some(preview.clone()),
                ..group.clone()
            },
            Self {
                preview: Some(RulePreview {
                    at_once: 1,
                    you: true,
                    first: None,
                    exempt: 0,
                    ..preview
                }),
                form: page
                    .form
                    .clone()
                    .field_error("understood", Message::new(keys::ERROR_CONFIRM_REQUIRED)),
                scope: "role-owner".into(),
                ..page.clone()
            },
            Self {
                form: Form::new()
                    .value("demand", "required-from")
                    .field_error("from", Message::new(keys::ERROR_DATE_FUTURE))
                    .field_error(
                        "grace_days",
                        Message::new(keys::ERROR_NUMBER_RANGE)
                            .with("min", 0_u32)
                            .with("max", 90_u32),
                    ),
                ..group
            },
            page,
        ]
    }
}

impl Sample for ExemptPage {
    fn samples() -> Vec<Self> {
        let page = |name: &str, form| Self {
            name: name.into(),
            email: samples::LONG_EMAIL.into(),
            href: "/staff/users/1".into(),
            action: "/staff/settings/exempt/1".into(),
            form,
        };
        vec![
            page("Ada Lovelace", Form::new()),
            page(
                samples::HOSTILE,
                Form::new()
                    .value("reason", samples::HOSTILE)
                    .field_error("until", Message::new(keys::ERROR_DATE_YEAR)),
            ),
        ]
    }
}

fn sample_group(name: &str, clients: u32) -> ClientGroupRow {
    ClientGroupRow {
        id: samples::id(4),
        name: name.into(),
        clients,
        has_rule: clients > 0,
        created_at: samples::long_ago(),
    }
}

impl Sample for ClientGroupsPage {
    fn samples() -> Vec<Self> {
        vec![
            Self {
                groups: vec![],
                may_manage: false,
                form: Form::new(),
            },
            Self {
                groups: vec![],
                may_manage: true,
                form: Form::new(),
            },
            Self {
                groups: vec![
                    sample_group("Resellers", 3),
                    sample_group(samples::HOSTILE, 0),
                ],
                may_manage: true,
                form: Form::new()
                    .value("name", samples::HOSTILE)
                    .field_error("name", Message::new(keys::ERROR_NAME_TAKEN)),
            },
        ]
    }
}

impl Sample for ClientGroupPage {
    fn samples() -> Vec<Self> {
        vec![
            Self {
                group: sample_group("Resellers", 3),
                may_manage: false,
                rule_href: None,
                form: Form::new(),
            },
            Self {
                group: sample_group(samples::HOSTILE, 0),
                may_manage: true,
                rule_href: Some("/staff/settings/rules/group".into()),
                form: Form::new().value("name", samples::HOSTILE),
            },
        ]
    }
}
