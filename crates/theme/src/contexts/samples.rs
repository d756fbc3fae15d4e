//! Sample values: what the preview shows and what tests and `theme check` render.
//!
//! They are nasty on purpose (long, empty, Unicode, hostile), because a theme that survives them
//! survives customers.

use chrono::{DateTime, Duration, Utc};
use innkeeper_identity::permission::ClientPermission;

use super::{
    Action, Area, Brand, Brought, Choice, ClientLink, CredentialState, CredentialView, FactView,
    FactorCard, FactorClass, Flash, Frame, LocaleLink, Message, NavItem, Notice, PromptInput,
    PromptView, Scheme, SessionView, Tone, TrustedDeviceView, Viewer,
};
use crate::{Place, keys};

/// A context with values to try a template with.
pub trait Sample: Sized {
    /// At least two values: the plain one and the nasty ones.
    fn samples() -> Vec<Self>;
}

/// Markup that must never reach a page as markup.
pub const HOSTILE: &str = "<script>alert(1)</script>\"' onload=alert(1) {{ 7*7 }} 家主";
/// A name that breaks narrow layouts.
pub const LONG_NAME: &str = "Wilhelmina-Theodóra Ångström van der Bergh-Schneider zu Hohenlohe-Öhringen und Partner GmbH & Co. KG";
/// An address that breaks narrow layouts.
pub const LONG_EMAIL: &str = "wilhelmina.theodora.angstrom.van.der.bergh-schneider+innkeeper@mail.very-long-subdomain.example.com";
/// A paragraph.
pub const LONG_TEXT: &str = "A paragraph that goes on for longer than anybody planned, with \
    Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen, 日本語のとても長い説明文 and a right-to-left \
    שלום in the middle of it, so that the layout shows what it does when words do not break.";
/// Every permission there is, as keys.
pub fn permissions() -> Vec<&'static str> {
    ClientPermission::ALL
        .iter()
        .map(|permission| permission.as_str())
        .collect()
}

/// The moment of the samples' pages.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_366_800, 0).unwrap_or_default()
}

/// Some minutes before [`now`].
pub fn earlier() -> DateTime<Utc> {
    now() - Duration::minutes(42)
}

/// More than a year before [`now`].
pub fn long_ago() -> DateTime<Utc> {
    now() - Duration::days(500)
}

/// Some minutes after [`now`].
pub fn later() -> DateTime<Utc> {
    now() + Duration::minutes(9)
}

/// An id.
pub fn id(n: u8) -> String {
    format!("01935d5a-7c00-7000-8000-0000000000{n:02x}")
}

/// A frame in which nobody is signed in.
pub fn visitor(area: Area, locale: &str) -> Frame {
    Frame {
        area,
        base: area.base(),
        brand: brand(),
        locale: locale.into(),
        locales: [("en", "English"), ("de", "Deutsch")]
            .map(|(code, name)| LocaleLink {
                code: code.into(),
                name: name.into(),
                current: code == locale,
            })
            .into(),
        scheme: Scheme::Auto,
        csrf_token: "c2FtcGxl".into(),
        path: format!("{}/login", area.base()),
        request_id: "01jd8z3k7q2m".into(),
        time_zone: "Europe/Berlin".into(),
        now: now(),
        viewer: None,
        nav: vec![],
        flash: vec![],
        notices: vec![],
    }
}

/// A frame with somebody signed in.
pub fn signed_in(area: Area, locale: &str) -> Frame {
    let nav = match area {
        Area::Customer => &["account", "security"][..],
        Area::Staff => &keys::STAFF_NAV[..],
    };
    Frame {
        path: format!("{}/account", area.base()),
        viewer: Some(Viewer {
            name: "Ada Lovelace".into(),
            email: "ada@example.com".into(),
            initials: "AL".into(),
            clients: match area {
                Area::Customer => vec![
                    client(1, "Analytical Engines Ltd", true),
                    client(2, LONG_NAME, false),
                ],
                Area::Staff => vec![],
            },
            role: (area == Area::Staff).then(|| "owner".into()),
        }),
        nav: nav
            .iter()
            .enumerate()
            .map(|(index, key)| NavItem {
                key,
                href: format!("{}/{key}", area.base()),
                current: index == 0,
            })
            .collect(),
        ..visitor(area, locale)
    }
}

/// A frame that is full and hostile.
pub fn crowded(area: Area, locale: &str) -> Frame {
    let calm = signed_in(area, locale);
    let viewer = calm.viewer.clone().map(|viewer| Viewer {
        name: HOSTILE.into(),
        email: LONG_EMAIL.into(),
        initials: "家".into(),
        role: viewer.role.map(|_| "support".into()),
        ..viewer
    });
    let flash = [Tone::Success, Tone::Info, Tone::Warning, Tone::Danger].map(|kind| Flash {
        kind,
        text: Message::new(keys::FLASH_FACTOR_ADDED).with("factor", HOSTILE),
    });
    Frame {
        brand: Brand {
            name: "Sunny & <b>Sons</b> Hosting".into(),
            support_email: None,
            logo: Some("/assets/logo.svg".into()),
        },
        scheme: Scheme::Dark,
        time_zone: "America/St_Johns".into(),
        path: "/account?q=\"><script>alert(1)</script>".into(),
        viewer,
        flash: flash.into(),
        notices: vec![
            Notice {
                kind: Tone::Warning,
                text: Message::new(keys::BANNER_BACKUP_CODES_FEW).with("left", 1_u32),
                action: Some(Action::new("/account/security", keys::ACTION_SECURITY)),
                skip: None,
            },
            Notice {
                kind: Tone::Danger,
                text: Message::new(keys::BANNER_FACTOR_REQUIRED),
                action: None,
                skip: None,
            },
            Notice {
                kind: Tone::Warning,
                text: Message::new(keys::BANNER_FACTOR_DUE)
                    .with("until", later())
                    .with("class", "strong"),
                action: Some(Action::new("/account/security", keys::ACTION_ADD_FACTOR)),
                skip: Some(Action::new("/account/security/later", keys::ACTION_SKIP)),
            },
        ],
        ..calm
    }
}

/// The frames that a template of that place is tried with.
pub fn frames(place: Place, locale: &str) -> Vec<Frame> {
    let (customer, staff) = (Area::Customer, Area::Staff);
    match place {
        Place::Customer => vec![visitor(customer, locale), crowded(customer, locale)],
        Place::Door => vec![visitor(customer, locale), visitor(staff, locale)],
        Place::Account => vec![
            signed_in(customer, locale),
            signed_in(staff, locale),
            crowded(customer, locale),
        ],
        Place::Staff => vec![signed_in(staff, locale), crowded(staff, locale)],
        Place::Anywhere => vec![visitor(customer, locale), crowded(staff, locale)],
    }
}

/// The samples' provider.
pub fn brand() -> Brand {
    Brand {
        name: "Sunny Hosting".into(),
        support_email: Some("support@sunny.example".into()),
        logo: None,
    }
}

fn client(n: u8, name: &str, current: bool) -> ClientLink {
    ClientLink {
        id: id(n),
        name: name.into(),
        current,
    }
}

/// A field for a six-digit code.
pub fn digits() -> PromptView {
    PromptView::Input {
        name: "code".into(),
        label: "Code".into(),
        help: Some("The six digits your app shows now.".into()),
        input: PromptInput::Digits,
        max_length: 6,
        period: Some(30),
    }
}

/// The prompts that set up an authenticator app.
pub fn totp_enrolment() -> Vec<PromptView> {
    vec![
        PromptView::Message {
            text: "Scan the code with your app, or type the key.".into(),
        },
        PromptView::Qr {
            label: "Code to scan with an authenticator app".into(),
            svg: "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\" width=\"200\" height=\"200\"><path d=\"M0 0h8v8H0z\" fill=\"#fff\"/><path d=\"M1 1h2v2H1zM5 1h2v2H5zM1 5h2v2H1zM4 4h1v1H4zM6 6h1v1H6z\"/></svg>".into(),
        },
        PromptView::Copyable {
            label: "Account name".into(),
            value: "Sunny Hosting:ada@example.com".into(),
            display: "Sunny Hosting:ada@example.com".into(),
        },
        PromptView::Copyable {
            label: "Setup key".into(),
            value: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".into(),
            display: "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP".into(),
        },
        digits(),
    ]
}

/// The prompts that show new backup codes.
pub fn backup_codes() -> Vec<PromptView> {
    vec![
        PromptView::Codes {
            label: "Backup codes".into(),
            codes: (0..10)
                .map(|n| format!("7KQ2{n}-M4XZ9-PD3RT-H8WVN"))
                .collect(),
            download_href: Some(format!("/account/security/enrolments/{}/codes.txt", id(7))),
            file_name: "sunny-hosting-backup-codes.txt".into(),
        },
        PromptView::Confirm {
            name: "saved".into(),
            label: "I have saved them".into(),
        },
    ]
}

/// Every kind of prompt and of input, with hostile texts.
pub fn every_prompt() -> Vec<PromptView> {
    let input = |name: &str, input| PromptView::Input {
        name: name.into(),
        label: HOSTILE.into(),
        help: (input != PromptInput::Tel).then(|| LONG_TEXT.into()),
        input,
        max_length: 64,
        period: None,
    };
    let mut prompts = vec![
        PromptView::Message {
            text: HOSTILE.into(),
        },
        input("code", PromptInput::Code),
        input("text", PromptInput::Text),
        input("secret", PromptInput::Secret),
        input("tel", PromptInput::Tel),
        input("otp", PromptInput::Modhex),
        PromptView::Copyable {
            label: HOSTILE.into(),
            value: HOSTILE.into(),
            display: HOSTILE.into(),
        },
        PromptView::Choice {
            name: "number".into(),
            label: HOSTILE.into(),
            options: vec![Choice::new("1", LONG_NAME), Choice::new(HOSTILE, HOSTILE)],
        },
        PromptView::Codes {
            label: HOSTILE.into(),
            codes: vec![HOSTILE.into()],
            download_href: None,
            file_name: HOSTILE.into(),
        },
        PromptView::PasskeyCreate {
            name: "created".into(),
            options: "{\"challenge\":\"</script>\"}".into(),
        },
        PromptView::PasskeyGet {
            name: "got".into(),
            options: "{}".into(),
        },
        PromptView::Redirect {
            url: "https://bank.example/?a=1&b=\"".into(),
            label: HOSTILE.into(),
            brought: Vec::new(),
        },
        PromptView::Redirect {
            url: "https://bank.example/".into(),
            label: HOSTILE.into(),
            brought: vec![Brought {
                name: "back.state".into(),
                value: HOSTILE.into(),
            }],
        },
        PromptView::Wait {
            text: HOSTILE.into(),
            every: 3,
        },
    ];
    prompts.extend(totp_enrolment());
    prompts.extend(backup_codes());
    prompts
}

/// An authenticator app.
pub fn credential(label: &str) -> CredentialView {
    CredentialView {
        id: id(3),
        factor: "totp".into(),
        factor_name: "Authenticator app".into(),
        label: label.into(),
        icon: "authenticator".into(),
        class: FactorClass::Strong,
        created_at: long_ago(),
        last_used_at: Some(earlier()),
        facts: vec![],
        state: CredentialState::Active,
        locked_until: None,
        can_check: true,
        can_mend: true,
        can_replace: true,
        can_remove: true,
        is_recovery: false,
    }
}

/// Backup codes of which that many are left.
pub fn recovery(left: u32) -> CredentialView {
    CredentialView {
        id: id(4),
        factor: "backup-codes".into(),
        factor_name: "Backup codes".into(),
        label: "Backup codes".into(),
        icon: "backup-codes".into(),
        class: FactorClass::Recovery,
        facts: vec![FactView {
            name: "remaining".into(),
            text: format!("{left} of 10 left"),
            warning: left <= 3,
        }],
        is_recovery: true,
        can_check: false,
        can_mend: false,
        ..credential("Backup codes")
    }
}

/// A factor to choose.
pub fn card(factor: &str, available: bool) -> FactorCard {
    FactorCard {
        factor: factor.into(),
        name: "Authenticator app".into(),
        summary: "Six digits from an app on your phone.".into(),
        icon: if factor == "backup-codes" {
            factor
        } else {
            "authenticator"
        }
        .into(),
        class: if factor == "backup-codes" {
            FactorClass::Recovery
        } else {
            FactorClass::Strong
        },
        enrolled: u32::from(!available),
        available,
    }
}

/// A browser that is asked for the password alone.
pub fn trusted_device(device: Message) -> TrustedDeviceView {
    TrustedDeviceView {
        id: id(7),
        device,
        ip: "2001:db8::7".into(),
        last_used_at: earlier(),
        expires_at: later(),
    }
}

/// A session.
pub fn session(current: bool) -> SessionView {
    SessionView {
        id: id(5 + u8::from(current)),
        current,
        device: Message::device(Some("Firefox"), Some("Linux")),
        ip: "192.0.2.7".into(),
        created_at: earlier() - Duration::days(3),
        last_seen_at: if current { now() } else { earlier() },
    }
}
