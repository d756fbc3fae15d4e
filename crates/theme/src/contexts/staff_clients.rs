//! The staff area's pages about clients.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::samples::{self, Sample};
use super::staff_system::sample_audit_row;
use super::team::sample_invitation;
use super::{AuditRow, Choice, Form, InvitationRow, Listing, MemberFactorView};

/// `staff/clients.html`: a GET form with `q`.
#[derive(Clone, Serialize)]
pub struct ClientsPage {
    /// The clients.
    pub list: Listing<ClientRow>,
    /// What was searched for; empty for all.
    pub search: String,
}

/// Whether a client is in business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClientStatus {
    /// It is.
    Active,
    /// It was closed.
    Closed,
}

/// A client in a list, and at the head of its page.
#[derive(Clone, Debug, Serialize)]
pub struct ClientRow {
    /// The client's id.
    pub id: String,
    /// The client's name.
    pub name: String,
    /// Whether it is in business.
    pub status: ClientStatus,
    /// How many users belong to it.
    pub users: u32,
    /// Since when it is here.
    pub created_at: DateTime<Utc>,
}

fn sample_client(name: &str, status: ClientStatus, users: u32) -> ClientRow {
    ClientRow {
        id: samples::id(1),
        name: name.into(),
        status,
        users,
        created_at: samples::long_ago(),
    }
}

impl Sample for ClientsPage {
    fn samples() -> Vec<Self> {
        vec![
            Self {
                list: Listing::default(),
                search: String::new(),
            },
            Self {
                list: Listing {
                    next: Some("/staff/clients?after=a".into()),
                    ..Listing::whole(vec![
                        sample_client("Analytical Engines Ltd", ClientStatus::Active, 1),
                        sample_client(samples::HOSTILE, ClientStatus::Closed, 0),
                    ])
                },
                search: samples::HOSTILE.into(),
            },
        ]
    }
}

/// `staff/client.html`.
#[derive(Clone, Serialize)]
pub struct ClientPage {
    /// Which client it is.
    pub client: ClientRow,
    /// Who belongs to it.
    pub members: Vec<ClientMemberRow>,
    /// Who was asked to join.
    pub invitations: Vec<InvitationRow>,
    /// The name of the group it is in.
    pub group: Option<String>,
    /// The groups there are.
    pub groups: Vec<Choice>,
    /// Whether the viewer may put it into another: posts `group` to `/staff/clients/{id}/group`.
    pub may_manage: bool,
    /// The field `group`, an id.
    pub form: Form,
    /// What happened lately.
    pub audit: Vec<AuditRow>,
}

/// A user who belongs to a client.
#[derive(Clone, Debug, Serialize)]
pub struct ClientMemberRow {
    /// The user's id.
    pub user_id: String,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Whether they own the client.
    pub owner: bool,
    /// What they may do otherwise.
    pub permissions: Vec<String>,
    /// Their second factors, ways back in not counted.
    pub factors: Vec<MemberFactorView>,
    /// When they signed in last.
    pub last_sign_in_at: Option<DateTime<Utc>>,
}

impl Sample for ClientPage {
    fn samples() -> Vec<Self> {
        let member = |name: &str, owner, permissions: &[&str]| ClientMemberRow {
            user_id: samples::id(10),
            name: name.into(),
            email: samples::LONG_EMAIL.into(),
            owner,
            permissions: permissions.iter().map(ToString::to_string).collect(),
            factors: if owner {
                vec![MemberFactorView {
                    name: samples::HOSTILE.into(),
                    since: samples::long_ago(),
                }]
            } else {
                vec![]
            },
            last_sign_in_at: owner.then(samples::earlier),
        };
        vec![
            Self {
                client: sample_client("Analytical Engines Ltd", ClientStatus::Active, 0),
                members: vec![],
                invitations: vec![],
                group: Some("Resellers".into()),
                groups: vec![],
                may_manage: false,
                form: Form::new(),
                audit: vec![],
            },
            Self {
                client: sample_client(samples::HOSTILE, ClientStatus::Closed, 2),
                members: vec![
                    member("Ada Lovelace", true, &[]),
                    member(samples::HOSTILE, false, &samples::permissions()),
                ],
                invitations: vec![
                    sample_invitation(samples::LONG_EMAIL, false),
                    sample_invitation(samples::HOSTILE, true),
                ],
                group: Some(samples::HOSTILE.into()),
                groups: vec![
                    Choice::new("1", samples::HOSTILE),
                    Choice::new("2", "Resellers"),
                ],
                may_manage: true,
                form: Form::new().value("group", "2"),
                audit: vec![sample_audit_row(true), sample_audit_row(false)],
            },
        ]
    }
}
