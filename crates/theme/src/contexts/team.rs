//! The pages of a client: its team, its details, and the invitations that lead there.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::samples::{self, Sample};
use super::{Form, Message, PersonStatus};
use crate::keys;

/// A second factor that somebody has set up, as far as a client's managers see it.
#[derive(Clone, Debug, Serialize)]
pub struct MemberFactorView {
    /// What people call it.
    pub name: String,
    /// Since when there is one.
    pub since: DateTime<Utc>,
}

/// A user of the client.
#[derive(Clone, Debug, Serialize)]
pub struct TeamMemberRow {
    /// The user's id.
    pub user_id: String,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Whether it is the viewer.
    pub is_self: bool,
    /// Whether they may sign in.
    pub status: PersonStatus,
    /// Whether they own the client, with every permission.
    pub owner: bool,
    /// What they may do otherwise: the keys `permission-<name>`.
    pub permissions: Vec<String>,
    /// Their second factors, ways back in not counted.
    pub factors: Vec<MemberFactorView>,
    /// When they signed in last.
    pub last_sign_in_at: Option<DateTime<Utc>>,
}

/// Somebody who was asked to join.
#[derive(Clone, Debug, Serialize)]
pub struct InvitationRow {
    /// The invitation's id.
    pub id: String,
    /// Where it went.
    pub email: String,
    /// What they will be allowed to: the keys `permission-<name>`.
    pub permissions: Vec<String>,
    /// Who asked.
    pub by: String,
    /// When they were asked first.
    pub created_at: DateTime<Utc>,
    /// When the latest mail was sent.
    pub sent_at: DateTime<Utc>,
    /// Until when it can be accepted.
    pub expires_at: DateTime<Utc>,
    /// Whether it is too late.
    pub expired: bool,
}

/// `team/list.html`: each invitation posts `client` to `/clients/team/invitations/{id}/resend` and
/// `…/withdraw`.
#[derive(Clone, Serialize)]
pub struct TeamPage {
    /// The client's id, the hidden field `client` of every form.
    pub client: String,
    /// What it is called.
    pub client_name: String,
    /// Its users, owners first.
    pub members: Vec<TeamMemberRow>,
    /// Who was asked to join.
    pub invitations: Vec<InvitationRow>,
}

fn factor(name: &str) -> MemberFactorView {
    MemberFactorView {
        name: name.into(),
        since: samples::long_ago(),
    }
}

fn member(name: &str, owner: bool, permissions: &[&str]) -> TeamMemberRow {
    TeamMemberRow {
        user_id: samples::id(10),
        name: name.into(),
        email: samples::LONG_EMAIL.into(),
        is_self: owner,
        status: PersonStatus::Active,
        owner,
        permissions: permissions.iter().map(ToString::to_string).collect(),
        factors: vec![],
        last_sign_in_at: None,
    }
}

/// An invitation, for samples of this page and of the staff area's.
pub(super) fn sample_invitation(email: &str, expired: bool) -> InvitationRow {
    InvitationRow {
        id: samples::id(20),
        email: email.into(),
        permissions: if expired {
            vec![]
        } else {
            samples::permissions()
                .into_iter()
                .map(str::to_owned)
                .collect()
        },
        by: samples::HOSTILE.into(),
        created_at: samples::long_ago(),
        sent_at: samples::earlier(),
        expires_at: samples::later(),
        expired,
    }
}

impl Sample for TeamPage {
    fn samples() -> Vec<Self> {
        vec![
            Self {
                client: samples::id(1),
                client_name: "Analytical Engines Ltd".into(),
                members: vec![TeamMemberRow {
                    factors: vec![factor("Authenticator app"), factor("Passkey")],
                    last_sign_in_at: Some(samples::earlier()),
                    ..member("Ada Lovelace", true, &[])
                }],
                invitations: vec![],
            },
            Self {
                client: samples::id(1),
                client_name: samples::LONG_NAME.into(),
                members: vec![
                    member(samples::LONG_NAME, true, &[]),
                    TeamMemberRow {
                        status: PersonStatus::Disabled,
                        factors: vec![factor(samples::HOSTILE)],
                        ..member(samples::HOSTILE, false, &samples::permissions())
                    },
                    member("Bob", false, &[]),
                ],
                invitations: vec![
                    sample_invitation(samples::LONG_EMAIL, false),
                    sample_invitation(samples::HOSTILE, true),
                ],
            },
        ]
    }
}

/// A permission to tick: posts `permission_<name>` as `yes`.
#[derive(Clone, Debug, Serialize)]
pub struct PermissionChoice {
    /// Which: the keys `permission-<name>`.
    pub name: String,
    /// Whether the viewer may give and take it. What they may not stays as it is.
    pub enabled: bool,
}

fn sample_permissions() -> Vec<PermissionChoice> {
    samples::permissions()
        .into_iter()
        .enumerate()
        .map(|(index, name)| PermissionChoice {
            name: name.into(),
            enabled: index % 3 != 2,
        })
        .collect()
}

/// `team/invite.html`: posts `client`, `email` and `permission_<name>` to `/clients/team/invite`.
#[derive(Clone, Serialize)]
pub struct TeamInvitePage {
    /// The hidden field `client`.
    pub client: String,
    /// What the client is called.
    pub client_name: String,
    /// `email`, `permission_<name>`.
    pub form: Form,
    /// What can be granted.
    pub permissions: Vec<PermissionChoice>,
}

impl Sample for TeamInvitePage {
    fn samples() -> Vec<Self> {
        let page = |form, client_name: &str| Self {
            client: samples::id(1),
            client_name: client_name.into(),
            form,
            permissions: sample_permissions(),
        };
        vec![
            page(Form::new(), "Analytical Engines Ltd"),
            page(
                Form::new()
                    .value("email", samples::HOSTILE)
                    .value("permission_view-invoices", "yes")
                    .field_error("email", Message::new(keys::ERROR_EMAIL_INVALID))
                    .form_error(Message::new(keys::ERROR_TEAM_NOT_THEIRS)),
                samples::HOSTILE,
            ),
        ]
    }
}

/// A country of a list: `country-<id>` names it, and its numbers begin with `+code`.
#[derive(Clone, Debug, Serialize)]
pub struct CountryChoice {
    /// Its code in ISO 3166.
    pub id: String,
    /// What its numbers begin with.
    pub code: u16,
}

fn sample_countries() -> Vec<CountryChoice> {
    [("AT", 43), ("DE", 49), ("GB", 44), ("US", 1)]
        .map(|(id, code)| CountryChoice {
            id: id.into(),
            code,
        })
        .into()
}

/// `team/member.html`: posts `client`, `name`, `country`, `mobile`, `owner` and `permission_<name>` to
/// `/clients/team/users/{id}`.
#[derive(Clone, Serialize)]
pub struct TeamMemberPage {
    /// The hidden field `client`.
    pub client: String,
    /// What the client is called.
    pub client_name: String,
    /// Whom it is about.
    pub member: TeamMemberRow,
    /// What is stored, or what was typed.
    pub form: Form,
    /// What can be granted.
    pub permissions: Vec<PermissionChoice>,
    /// Whether the viewer may make owners and take that back; who may not changes nothing of an owner.
    pub can_own: bool,
    /// Whether name and number are the client's to change: the member belongs to no other.
    pub can_edit_person: bool,
    /// Whether the viewer may remove them.
    pub can_remove: bool,
    /// The countries of numbers, in the order of their names.
    pub countries: Vec<CountryChoice>,
}

impl Sample for TeamMemberPage {
    fn samples() -> Vec<Self> {
        let page = Self {
            client: samples::id(1),
            client_name: "Analytical Engines Ltd".into(),
            member: member("Bob", false, &["view-invoices"]),
            form: Form::new()
                .value("name", "Bob")
                .value("permission_view-invoices", "yes"),
            permissions: sample_permissions(),
            can_own: true,
            can_edit_person: true,
            can_remove: true,
            countries: sample_countries(),
        };
        vec![
            page.clone(),
            Self {
                client_name: samples::HOSTILE.into(),
                member: TeamMemberRow {
                    factors: vec![factor(samples::HOSTILE)],
                    ..member(samples::HOSTILE, true, &samples::permissions())
                },
                form: Form::new()
                    .value("name", samples::HOSTILE)
                    .value("country", "DE")
                    .value("mobile", samples::HOSTILE)
                    .value("owner", "yes")
                    .field_error("name", Message::new(keys::ERROR_NAME_INVALID))
                    .field_error("country", Message::new(keys::ERROR_CHOICE_INVALID))
                    .field_error("mobile", Message::new(keys::ERROR_MOBILE_INVALID))
                    .form_error(Message::new(keys::ERROR_TEAM_LAST_OWNER)),
                ..page.clone()
            },
            Self {
                can_own: false,
                can_edit_person: false,
                can_remove: false,
                ..page
            },
        ]
    }
}

/// `team/remove.html`: posts `client` to `/clients/team/users/{id}/remove`.
#[derive(Clone, Serialize)]
pub struct TeamRemovePage {
    /// The hidden field `client`.
    pub client: String,
    /// What the client is called.
    pub client_name: String,
    /// Whom it is about.
    pub member: TeamMemberRow,
    /// Errors only.
    pub form: Form,
}

impl Sample for TeamRemovePage {
    fn samples() -> Vec<Self> {
        vec![
            Self {
                client: samples::id(1),
                client_name: "Analytical Engines Ltd".into(),
                member: member("Bob", false, &[]),
                form: Form::new(),
            },
            Self {
                client: samples::id(1),
                client_name: samples::HOSTILE.into(),
                member: member(samples::HOSTILE, true, &[]),
                form: Form::new().form_error(Message::new(keys::ERROR_TEAM_LAST_OWNER)),
            },
        ]
    }
}

/// `team/client.html`: posts `client` and `name` to `/clients/profile`.
#[derive(Clone, Serialize)]
pub struct ClientProfilePage {
    /// The hidden field `client`.
    pub client: String,
    /// `name`.
    pub form: Form,
    /// Since when it is here.
    pub created_at: DateTime<Utc>,
}

impl Sample for ClientProfilePage {
    fn samples() -> Vec<Self> {
        let page = |form| Self {
            client: samples::id(1),
            form,
            created_at: samples::long_ago(),
        };
        vec![
            page(Form::new().value("name", "Analytical Engines Ltd")),
            page(
                Form::new()
                    .value("name", samples::HOSTILE)
                    .field_error("name", Message::new(keys::ERROR_NAME_INVALID)),
            ),
        ]
    }
}

/// `account/mobile.html`: posts `country` and `mobile` to `{base}/account/mobile`; no number takes it away.
#[derive(Clone, Serialize)]
pub struct MobilePage {
    /// `country`, `mobile`.
    pub form: Form,
    /// The number as it is, written as people write it.
    pub current: Option<String>,
    /// The countries of numbers, in the order of their names.
    pub countries: Vec<CountryChoice>,
}

impl Sample for MobilePage {
    fn samples() -> Vec<Self> {
        vec![
            Self {
                form: Form::new(),
                current: None,
                countries: sample_countries(),
            },
            Self {
                form: Form::new()
                    .value("country", "DE")
                    .value("mobile", samples::HOSTILE)
                    .field_error("country", Message::new(keys::ERROR_CHOICE_INVALID))
                    .field_error("mobile", Message::new(keys::ERROR_MOBILE_KIND)),
                current: Some("+49 1512 3456789".into()),
                countries: sample_countries(),
            },
        ]
    }
}

/// `account/invitations.html`: each posts `invitation` to `/account/invitations`, with `answer` being
/// `join` or `decline`.
#[derive(Clone, Serialize)]
pub struct InvitationsPage {
    /// What the person is asked to join.
    pub invitations: Vec<OfferView>,
}

/// A client that somebody is asked to join.
#[derive(Clone, Debug, Serialize)]
pub struct OfferView {
    /// The invitation's id.
    pub id: String,
    /// What the client is called.
    pub client: String,
    /// Who asks.
    pub by: String,
    /// What they will be allowed to: the keys `permission-<name>`.
    pub permissions: Vec<String>,
    /// Until when it can be accepted.
    pub expires_at: DateTime<Utc>,
}

fn offer(client: &str, permissions: &[&str]) -> OfferView {
    OfferView {
        id: samples::id(20),
        client: client.into(),
        by: client.into(),
        permissions: permissions.iter().map(ToString::to_string).collect(),
        expires_at: samples::later(),
    }
}

impl Sample for InvitationsPage {
    fn samples() -> Vec<Self> {
        vec![
            Self {
                invitations: vec![],
            },
            Self {
                invitations: vec![
                    offer("Analytical Engines Ltd", &["view-invoices"]),
                    offer(samples::HOSTILE, &samples::permissions()),
                ],
            },
        ]
    }
}

/// What the link of an invitation leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum InvitationCase {
    /// Nobody has the address: an account is made here.
    Newcomer,
    /// The address has an account: its owner signs in first.
    SignIn,
    /// Somebody else is signed in.
    OtherPerson,
}

/// `door/invitation.html`. A newcomer posts `token`, `name` and `password` to `/invitation`.
#[derive(Clone, Serialize)]
pub struct InvitationPage {
    /// What to do about it.
    pub case: InvitationCase,
    /// The client, who asks, and what for.
    pub offer: OfferView,
    /// The address that it is for.
    pub email: String,
    /// The hidden field `token`.
    pub token: String,
    /// `name`.
    pub form: Form,
    /// How long a password must be.
    pub min_length: u32,
    /// Where whoever has an account signs in.
    pub sign_in_href: String,
}

impl Sample for InvitationPage {
    fn samples() -> Vec<Self> {
        let page = Self {
            case: InvitationCase::Newcomer,
            offer: offer("Analytical Engines Ltd", &["view-invoices"]),
            email: "bob@example.com".into(),
            token: "bm90LWEtc2VjcmV0".into(),
            form: Form::new(),
            min_length: 12,
            sign_in_href: "/login?next=%2Faccount%2Finvitations".into(),
        };
        vec![
            page.clone(),
            Self {
                offer: offer(samples::HOSTILE, &[]),
                email: samples::LONG_EMAIL.into(),
                form: Form::new()
                    .value("name", samples::HOSTILE)
                    .field_error("name", Message::new(keys::ERROR_NAME_INVALID))
                    .field_error("password", Message::new(keys::ERROR_PASSWORD_TOO_COMMON)),
                ..page.clone()
            },
            Self {
                case: InvitationCase::SignIn,
                ..page.clone()
            },
            Self {
                case: InvitationCase::OtherPerson,
                email: samples::LONG_EMAIL.into(),
                ..page
            },
        ]
    }
}
