//! What the mails are about. Each says what happened, when and where, and what to do about it.
//!
//! Each mail is three templates, `mails/<name>/{subject.txt,body.txt,body.html}`, which see `frame` (a
//! [`MailFrame`]) and `mail` (one of the types here). Every link is absolute.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::samples::{self, Sample};
use super::{Area, Brand, Message};

/// What surrounds every mail, `frame` in its templates.
#[derive(Clone, Debug, Serialize)]
pub struct MailFrame {
    /// Whose house this is.
    pub brand: Brand,
    /// The language of the mail, one of the theme's locales.
    pub locale: String,
    /// The zone that times are drawn in.
    pub time_zone: String,
    /// When the mail is written.
    pub now: DateTime<Utc>,
    /// Where the panel is, without a slash at the end.
    pub base_url: String,
    /// Which area the person belongs to.
    pub area: Area,
    /// What they are called; may be empty.
    pub name: String,
}

impl MailFrame {
    /// The frames that a mail's templates are tried with.
    pub fn samples(locale: &str) -> Vec<Self> {
        let frame = Self {
            brand: samples::brand(),
            locale: locale.into(),
            time_zone: "Europe/Berlin".into(),
            now: samples::now(),
            base_url: "https://panel.sunny.example".into(),
            area: Area::Customer,
            name: "Ada Lovelace".into(),
        };
        vec![
            frame.clone(),
            Self {
                brand: Brand {
                    name: "Sunny & <b>Sons</b> Hosting".into(),
                    support_email: None,
                    logo: Some("https://panel.sunny.example/logo.png".into()),
                },
                time_zone: "America/St_Johns".into(),
                area: Area::Staff,
                name: String::new(),
                ..frame
            },
        ]
    }
}

/// How a recovery ended that changed nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecoveryOutcome {
    /// Staff said no.
    Refused,
    /// It was called off.
    Cancelled,
}

/// When and where something happened.
#[derive(Clone, Debug, Serialize)]
pub struct Occasion {
    /// When.
    pub at: DateTime<Utc>,
    /// From which address; none for what staff or the house itself did.
    pub ip: Option<String>,
    /// With what; none where it is not known.
    pub device: Option<Message>,
}

fn occasion(full: bool) -> Occasion {
    Occasion {
        at: samples::earlier(),
        ip: full.then(|| "2001:db8::7".into()),
        device: full.then(|| Message::device(Some("Firefox"), Some("Linux"))),
    }
}

const HREF: &str = "https://panel.sunny.example/x?token=bm90LWEtc2VjcmV0&a=1";

/// Declares mails whose fields are the usual ones; samples are made of both kinds of values.
macro_rules! mail {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty = $plain:expr, $nasty:expr;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Serialize)]
        pub struct $name { $($(#[$field_doc])* pub $field: $type,)* }

        impl Sample for $name {
            fn samples() -> Vec<Self> {
                vec![Self { $($field: $plain,)* }, Self { $($field: $nasty,)* }]
            }
        }
    };
}

mail! {
    /// `confirm-email`: a link that confirms the address of a new account.
    ConfirmEmailMail {
        /// The link.
        href: String = HREF.into(), HREF.into();
        /// Until when it works.
        expires_at: DateTime<Utc> = samples::later(), samples::later();
        /// The registration.
        occasion: Occasion = occasion(true), occasion(false);
    }
}

mail! {
    /// `code`: a code to prove oneself with. It stands in no subject (R77).
    CodeMail {
        /// What the factor says of the code, translated.
        text: String = "Somebody needs it within ten minutes.".into(), samples::HOSTILE.into();
        /// The code.
        code: String = "12345678".into(), samples::HOSTILE.into();
        /// Where a password is replaced.
        forgot_href: String = HREF.into(), HREF.into();
        /// The sign-in, or whatever asked for the code.
        occasion: Occasion = occasion(true), occasion(false);
    }
}

mail! {
    /// `new-browser`: somebody signed in with a browser that is not known.
    NewBrowserMail {
        /// Where to set a new password, which also signs everybody out.
        forgot_href: String = HREF.into(), HREF.into();
        /// Where sessions are seen and ended.
        sessions_href: String = HREF.into(), HREF.into();
        /// The sign-in.
        occasion: Occasion = occasion(true), occasion(false);
    }
}

mail! {
    /// `device-trusted`: a browser needs no second factor for a while.
    DeviceTrustedMail {
        /// Until when.
        until: DateTime<Utc> = samples::later(), samples::later();
        /// Where that is ended.
        sessions_href: String = HREF.into(), HREF.into();
        /// The sign-in.
        occasion: Occasion = occasion(true), occasion(false);
    }
}

mail! {
    /// `device-stolen`: somebody came with an old copy of a trusted device's cookie.
    DeviceStolenMail {
        /// Where a password is replaced.
        forgot_href: String = HREF.into(), HREF.into();
        /// The sign-in.
        occasion: Occasion = occasion(true), occasion(false);
    }
}

mail! {
    /// `account-exists`: somebody registered with an address that has an account.
    AccountExistsMail {
        /// Where to sign in.
        sign_in_href: String = HREF.into(), HREF.into();
        /// Where to set a new password.
        forgot_href: String = HREF.into(), HREF.into();
        /// The attempt.
        occasion: Occasion = occasion(true), occasion(false);
    }
}

mail! {
    /// `reset-password`: a link that sets a new password.
    ResetPasswordMail {
        /// The link.
        href: String = HREF.into(), HREF.into();
        /// Until when it works.
        expires_at: DateTime<Utc> = samples::later(), samples::later();
        /// Whether staff asked for it, not the person.
        by_staff: bool = false, true;
        /// The request.
        occasion: Occasion = occasion(true), occasion(false);
    }
}

mail! {
    /// `password-changed`: after the fact.
    PasswordChangedMail {
        /// Where to set a new password if it was somebody else.
        forgot_href: String = HREF.into(), HREF.into();
        /// The change.
        occasion: Occasion = occasion(true), occasion(false);
    }
}

mail! {
    /// `email-change-confirm`: to the new address, a link that confirms it.
    EmailChangeConfirmMail {
        /// The new address.
        new_email: String = "ada@example.org".into(), samples::LONG_EMAIL.into();
        /// The link.
        href: String = HREF.into(), HREF.into();
        /// Until when it works.
        expires_at: DateTime<Utc> = samples::later(), samples::later();
        /// The request.
        occasion: Occasion = occasion(true), occasion(false);
    }
}

mail! {
    /// `email-changed`: to the old address, after the fact.
    EmailChangedMail {
        /// The address of old.
        old_email: String = "ada@example.com".into(), samples::LONG_EMAIL.into();
        /// The new address.
        new_email: String = "ada@example.org".into(), samples::HOSTILE.into();
        /// A link that takes the change back; none where this was that.
        undo_href: Option<String> = Some(HREF.into()), None;
        /// Until when it works.
        undo_until: Option<DateTime<Utc>> = Some(samples::later()), None;
        /// The change.
        occasion: Occasion = occasion(true), occasion(false);
    }
}

mail! {
    /// `factor-added`: a second factor was set up.
    FactorAddedMail {
        /// What people call the factor.
        factor: String = "Authenticator app".into(), samples::HOSTILE.into();
        /// The person's name for it.
        label: String = "Pixel 9".into(), samples::HOSTILE.into();
        /// Whether it took the place of another one.
        replaced: bool = false, true;
        /// Where to look after one's factors.
        security_href: String = HREF.into(), HREF.into();
        /// The change.
        occasion: Occasion = occasion(true), occasion(false);
    }
}

mail! {
    /// `factor-removed`: a second factor was removed.
    FactorRemovedMail {
        /// What people call the factor.
        factor: String = "Authenticator app".into(), samples::HOSTILE.into();
        /// The person's name for it.
        label: String = "Pixel 9".into(), samples::HOSTILE.into();
        /// Whether the second step is off now.
        last: bool = true, false;
        /// Where to look after one's factors.
        security_href: String = HREF.into(), HREF.into();
        /// The change.
        occasion: Occasion = occasion(true), occasion(false);
    }
}

mail! {
    /// `backup-codes-made`: new backup codes, the earlier ones are void.
    BackupCodesMadeMail {
        /// How many.
        count: u32 = 10, 1;
        /// Where to look after one's factors.
        security_href: String = HREF.into(), HREF.into();
        /// The change.
        occasion: Occasion = occasion(true), occasion(false);
    }
}

mail! {
    /// `backup-code-used`: somebody came in by a backup code.
    BackupCodeUsedMail {
        /// How many are left.
        remaining: u32 = 9, 0;
        /// Where to make new ones.
        security_href: String = HREF.into(), HREF.into();
        /// The sign-in.
        occasion: Occasion = occasion(true), occasion(false);
    }
}

mail! {
    /// `factor-locked`: too many wrong answers.
    FactorLockedMail {
        /// What people call the factor.
        factor: String = "Authenticator app".into(), samples::HOSTILE.into();
        /// The person's name for it.
        label: String = "Pixel 9".into(), samples::HOSTILE.into();
        /// Until when; none where it is disabled for good and must be set up again.
        until: Option<DateTime<Utc>> = Some(samples::later()), None;
        /// Where to set a new password: whoever tried knows it.
        forgot_href: String = HREF.into(), HREF.into();
        /// The last attempt.
        occasion: Occasion = occasion(true), occasion(false);
    }
}

mail! {
    /// `factors-reset`: staff removed every factor.
    FactorsResetMail {
        /// Who did it.
        by: String = "Grace Hopper".into(), samples::HOSTILE.into();
        /// Why.
        reason: Option<String> = Some("Lost phone; identity checked by callback.".into()), None;
        /// Where to sign in and set up a new one.
        sign_in_href: String = HREF.into(), HREF.into();
        /// The change.
        occasion: Occasion = occasion(false), occasion(true);
    }
}

mail! {
    /// `recovery-asked`: a link that proves the mailbox of somebody who lost every factor.
    RecoveryAskedMail {
        /// The link.
        href: String = HREF.into(), HREF.into();
        /// Until when it works.
        expires_at: DateTime<Utc> = samples::later(), samples::later();
        /// Where to set a new password: whoever asked knows it.
        forgot_href: String = HREF.into(), HREF.into();
        /// The request.
        occasion: Occasion = occasion(true), occasion(false);
    }
}

mail! {
    /// `recovery-received`: the request is with staff.
    RecoveryReceivedMail {
        /// Where to set a new password, which ends the request.
        forgot_href: String = HREF.into(), HREF.into();
        /// The request.
        occasion: Occasion = occasion(true), occasion(false);
    }
}

mail! {
    /// `recovery-approved`: the factors will be reset, unless somebody calls it off.
    RecoveryApprovedMail {
        /// When.
        until: DateTime<Utc> = samples::later(), samples::later();
        /// Where it is called off.
        cancel_href: String = HREF.into(), HREF.into();
        /// The approval.
        occasion: Occasion = occasion(false), occasion(true);
    }
}

mail! {
    /// `recovery-ended`: nothing was changed.
    RecoveryEndedMail {
        /// How: the keys `mail-recovery-ended-text-<outcome>`.
        outcome: RecoveryOutcome = RecoveryOutcome::Refused, RecoveryOutcome::Cancelled;
        /// What staff say about it.
        words: Option<String> = Some("Please call us.".into()), Some(samples::HOSTILE.into());
        /// Where to sign in.
        sign_in_href: String = HREF.into(), HREF.into();
        /// The end.
        occasion: Occasion = occasion(false), occasion(true);
    }
}

mail! {
    /// `break-glass-used`: to every owner, the operator removed a staff member's factors at the command line.
    BreakGlassUsedMail {
        /// Whose factors.
        person: String = "Ada Lovelace".into(), samples::HOSTILE.into();
        /// That person's address.
        email: String = "ada@example.com".into(), samples::LONG_EMAIL.into();
        /// Who did it, in their own words.
        by: String = "Grace Hopper".into(), samples::HOSTILE.into();
        /// Why.
        reason: String = "Lost phone; identity checked by callback.".into(), samples::HOSTILE.into();
        /// Where the audit log is.
        audit_href: String = HREF.into(), HREF.into();
        /// The change.
        occasion: Occasion = occasion(false), occasion(true);
    }
}

mail! {
    /// `plugin-stopped`, to owners: the panel switched a plugin off, or cannot load it.
    PluginStoppedMail {
        /// What people call the plugin.
        plugin: String = "SMS codes (Acme)".into(), samples::HOSTILE.into();
        /// Its version.
        version: String = "1.2.0".into(), "1.0.0-beta.1".into();
        /// Why: `stopped` where it failed again and again, `faulted` where it cannot be loaded.
        why: String = "stopped".into(), "faulted".into();
        /// How many people hold its factor.
        holders: u32 = 12, 0;
        /// How many of them hold no other.
        sole: u32 = 1, 0;
        /// Its page.
        href: String = HREF.into(), HREF.into();
        /// When it was noticed.
        occasion: Occasion = occasion(false), occasion(false);
    }
}

mail! {
    /// `sign-in-unfinished`: the password was right, the second step was not done.
    SignInUnfinishedMail {
        /// Where to set a new password: whoever tried knows it.
        forgot_href: String = HREF.into(), HREF.into();
        /// The attempt.
        occasion: Occasion = occasion(true), occasion(false);
    }
}

mail! {
    /// `factor-reminder`: staff ask people to set up a second factor, or a better one.
    FactorReminderMail {
        /// The security page, after the sign-in.
        href: String = HREF.into(), HREF.into();
        /// Whether they hold a basic one.
        holds: bool = false, true;
        /// How they stand to the rules; with `due` and `confined` one is required.
        rule: String = "due".into(), "confined".into();
        /// Until when there is time.
        until: Option<DateTime<Utc>> = Some(samples::later()), None;
    }
}

mail! {
    /// `welcome-staff`: a link with which a new staff member sets a password.
    WelcomeStaffMail {
        /// The link.
        href: String = HREF.into(), HREF.into();
        /// Until when it works.
        expires_at: DateTime<Utc> = samples::later(), samples::later();
        /// The role: the keys `role-<role>`.
        role: String = "owner".into(), "support".into();
        /// Who asks them in; none for the first owner.
        by: Option<String> = None, Some(samples::HOSTILE.into());
    }
}

mail! {
    /// `invitation`: a link with which somebody joins a client.
    InvitationMail {
        /// The link.
        href: String = HREF.into(), HREF.into();
        /// Until when it works.
        expires_at: DateTime<Utc> = samples::later(), samples::later();
        /// What the client is called.
        client: String = "Analytical Engines Ltd".into(), samples::HOSTILE.into();
        /// Who asks.
        by: String = "Grace Hopper".into(), samples::HOSTILE.into();
        /// What they will be allowed to: the keys `permission-<name>`.
        permissions: Vec<String> = vec![], samples::permissions().into_iter().map(str::to_owned).collect();
    }
}

mail! {
    /// `team-joined`: to the client's owners and whoever asked, somebody accepted.
    TeamJoinedMail {
        /// Who.
        person: String = "Bob".into(), samples::HOSTILE.into();
        /// That person's address.
        email: String = "bob@example.com".into(), samples::LONG_EMAIL.into();
        /// What the client is called.
        client: String = "Analytical Engines Ltd".into(), samples::HOSTILE.into();
        /// Where the team is.
        team_href: String = HREF.into(), HREF.into();
        /// When.
        occasion: Occasion = occasion(false), occasion(true);
    }
}

mail! {
    /// `team-removed`: somebody belongs to a client no longer.
    TeamRemovedMail {
        /// What the client is called.
        client: String = "Analytical Engines Ltd".into(), samples::HOSTILE.into();
        /// Who removed them.
        by: String = "Grace Hopper".into(), samples::HOSTILE.into();
        /// When.
        occasion: Occasion = occasion(false), occasion(true);
    }
}

mail! {
    /// `team-permissions`: somebody may do other things for a client from now on.
    TeamPermissionsMail {
        /// What the client is called.
        client: String = "Analytical Engines Ltd".into(), samples::HOSTILE.into();
        /// Who changed it.
        by: String = "Grace Hopper".into(), samples::HOSTILE.into();
        /// Whether they own the client now.
        owner: bool = false, true;
        /// What they may do otherwise: the keys `permission-<name>`.
        permissions: Vec<String> = samples::permissions().into_iter().map(str::to_owned).collect(), vec![];
        /// Where the person sees it.
        account_href: String = HREF.into(), HREF.into();
        /// The change.
        occasion: Occasion = occasion(false), occasion(true);
    }
}

mail! {
    /// `mobile-changed`: the number of a mobile is another one, or gone.
    MobileChangedMail {
        /// The number as people write it; none where it was taken away.
        mobile: Option<String> = Some("+49 1512 3456789".into()), None;
        /// Who changed it; none for the person themselves.
        by: Option<String> = None, Some(samples::HOSTILE.into());
        /// Where the person changes it.
        profile_href: String = HREF.into(), HREF.into();
        /// The change.
        occasion: Occasion = occasion(true), occasion(false);
    }
}

mail! {
    /// `test-mail`: the mail settings work.
    TestMail {
        /// Who asked for it.
        by: String = "Grace Hopper".into(), samples::HOSTILE.into();
    }
}
