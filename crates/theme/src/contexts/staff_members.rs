//! The staff area's pages about the staff itself.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::samples::{self, Sample};
use super::slots::sample_slots;
use super::staff_people::{sample_person, sample_security};
use super::staff_system::sample_audit_row;
use super::{
    AuditRow, Form, Listing, Message, PersonSecurity, PersonStatus, PersonView, PluginSlot,
};
use crate::keys;

/// `staff/members.html`: the provider's staff.
#[derive(Clone, Serialize)]
pub struct MembersPage {
    /// The staff members.
    pub list: Listing<StaffRow>,
    /// Whether the viewer may add one.
    pub can_add: bool,
}

/// A staff member in a list.
#[derive(Clone, Debug, Serialize)]
pub struct StaffRow {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// The role: the keys `role-<role>`.
    pub role: String,
    /// Whether they may sign in.
    pub status: PersonStatus,
    /// Whether a second factor is on.
    pub two_factor: bool,
    /// When they last signed in.
    pub last_sign_in_at: Option<DateTime<Utc>>,
}

impl Sample for MembersPage {
    fn samples() -> Vec<Self> {
        let row = |name: &str, role: &str, status, seen| StaffRow {
            id: samples::id(20),
            name: name.into(),
            email: "grace@sunny.example".into(),
            role: role.into(),
            status,
            two_factor: seen,
            last_sign_in_at: seen.then(samples::earlier),
        };
        vec![
            Self {
                list: Listing::whole(vec![row(
                    "Grace Hopper",
                    "owner",
                    PersonStatus::Active,
                    true,
                )]),
                can_add: true,
            },
            Self {
                list: Listing::whole(vec![
                    row(samples::HOSTILE, "billing", PersonStatus::Disabled, false),
                    row(samples::LONG_NAME, "support", PersonStatus::Active, false),
                ]),
                can_add: false,
            },
        ]
    }
}

/// `staff/member_new.html`: posts `name`, `email` and `role` to `/staff/members/new`.
#[derive(Clone, Serialize)]
pub struct MemberNewPage {
    /// `name`, `email`, `role`.
    pub form: Form,
    /// The roles to choose from.
    pub roles: Vec<String>,
}

impl Sample for MemberNewPage {
    fn samples() -> Vec<Self> {
        let page = |form| Self {
            form,
            roles: keys::ROLES.map(str::to_owned).into(),
        };
        vec![
            page(Form::new().value("role", "support")),
            page(
                Form::new()
                    .value("name", samples::HOSTILE)
                    .value("email", samples::LONG_EMAIL)
                    .value("role", "emperor")
                    .field_error("name", Message::new(keys::ERROR_NAME_INVALID))
                    .field_error("email", Message::new(keys::ERROR_EMAIL_TAKEN))
                    .field_error("role", Message::new(keys::ERROR_CHOICE_INVALID)),
            ),
        ]
    }
}

/// `staff/member.html`: posts `role` to `/staff/members/{id}`; its buttons lead to
/// `/staff/members/{id}/{action}`.
#[derive(Clone, Serialize)]
pub struct MemberPage {
    /// Who it is.
    pub member: PersonView,
    /// `role`.
    pub form: Form,
    /// The roles to choose from; empty where the viewer may not change it.
    pub roles: Vec<String>,
    /// Whether it is the viewer.
    pub is_self: bool,
    /// Factors, locks, sessions.
    pub security: PersonSecurity,
    /// What happened lately.
    pub audit: Vec<AuditRow>,
    /// What the viewer may do: as on a user's page.
    pub actions: Vec<String>,
    /// What plugins show here.
    pub slots: Vec<PluginSlot>,
}

impl Sample for MemberPage {
    fn samples() -> Vec<Self> {
        let staff = |name: &str, role: &str| PersonView {
            role: Some(role.into()),
            ..sample_person(name)
        };
        vec![
            Self {
                member: staff("Grace Hopper", "owner"),
                form: Form::new().value("role", "owner"),
                roles: vec![],
                is_self: true,
                security: PersonSecurity::default(),
                audit: vec![],
                actions: vec![],
                slots: vec![],
            },
            Self {
                member: PersonView {
                    status: PersonStatus::Disabled,
                    ..staff(samples::HOSTILE, "billing")
                },
                form: Form::new()
                    .value("role", "billing")
                    .form_error(Message::new(keys::ERROR_LAST_OWNER)),
                roles: keys::ROLES.map(str::to_owned).into(),
                is_self: false,
                security: sample_security(),
                audit: vec![sample_audit_row(true), sample_audit_row(false)],
                actions: keys::USER_ACTIONS.map(str::to_owned).into(),
                slots: sample_slots(),
            },
        ]
    }
}
