//! A provider with sample data, for those who want to look around and for programs that want to try.
//!
//! What happens here goes through the use cases that pages call, on a clock that runs through the weeks
//! before today. The command around it is `cli::demo`.

mod cast;
pub mod key_server;
mod sign_ins;

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use anyhow::{Context as _, bail, ensure};
use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::BASE32_NOPAD;
use innkeeper_identity::credential::CredentialState;
use innkeeper_identity::email::EmailAddress;
use innkeeper_identity::enforcement::Rule;
use innkeeper_identity::ids::{ClientId, CredentialId};
use innkeeper_identity::local_path::LocalPath;
use innkeeper_identity::names::PersonName;
use innkeeper_identity::permission::Permissions;
use innkeeper_identity::policy::Requirement;
use innkeeper_identity::principal::{ClientStatus, PrincipalKind};
use innkeeper_module::{Answers, Prompt, Secret};
use innkeeper_store::clients::{self, Client, Membership};
use innkeeper_store::credentials::{self, Credential};
use innkeeper_store::principals::{self, Principal};
use innkeeper_store::sessions::SignedIn;
use innkeeper_totp::{Algorithm, Totp};

pub use sign_ins::{SignIns, StaffSignIn, UserSignIn};

use crate::app::enrolments::{self, Answered, Continued};
use crate::app::events::{Event, EventName};
use crate::app::notices::Notice;
use crate::app::operator::{self, Created, NewStaff};
use crate::app::people::{self, Acted, Actor, PersonAction};
use crate::app::registration::{self, Application, Registered};
use crate::app::settings::Settings;
use crate::app::sign_in::{self, Attempt, SignIn};
use crate::app::{Caller, adoption, factors, sessions};
use crate::clock::{Clock as _, SystemClock, TestClock};
use crate::config::Config;
use crate::{Migrate, Panel};
use cast::{CLIENTS, ClientPart, STAFF, StaffPart, USERS, UserPart};

/// What the audit log says of who arranged it all.
const BY: &str = "the demonstration";
/// How long ago the provider opened.
const DAYS: i64 = 21;
/// Today begins this long before now: sessions of today are still alive.
const TODAY: TimeDelta = TimeDelta::minutes(20);

const BROWSERS: [&str; 3] = [
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 \
     Mobile/15E148 Safari/604.1",
];

/// Fills an empty database and says who can sign in.
///
/// # Errors
/// Where the database or the keys cannot be written.
pub async fn seed(config: Config) -> anyhow::Result<SignIns> {
    let now = SystemClock.now();
    let clock = Arc::new(TestClock::new(now - TimeDelta::days(DAYS)));
    let panel = Panel::builder(config)
        .clock(clock.clone())
        .migrate(Migrate::Apply)
        .open()
        .await?;
    let story = Story { panel, clock, now };
    let sign_ins = story.tell().await.context("cannot make the sample data")?;
    story.panel.db.close().await;
    Ok(sign_ins)
}

/// The weeks before today.
struct Story {
    panel: Panel,
    clock: Arc<TestClock>,
    now: DateTime<Utc>,
}

/// What somebody holds who has an app.
struct Held {
    key: String,
    codes: Vec<String>,
}

impl Story {
    async fn tell(&self) -> anyhow::Result<SignIns> {
        self.brand().await?;
        let mut staff = Vec::new();
        for part in STAFF {
            staff.push(self.hire(part).await?);
        }
        let mut users = Vec::new();
        let mut counted = DAYS;
        for (number, part) in (0..).zip(USERS) {
            self.count_days(&mut counted, part.days).await?;
            let sign_in = self.welcome(part, &caller(number)).await?;
            if part.is_confirmed {
                users.push(sign_in);
            }
        }
        for part in CLIENTS {
            self.found(part).await?;
        }
        self.count_days(&mut counted, 0).await?;
        self.everyday_life().await?;
        Ok(SignIns { staff, users })
    }

    fn days_ago(&self, days: i64) {
        self.clock.set(self.now - TimeDelta::days(days));
    }

    /// Counts each day from the one `counted` days ago to the one before `until`, as the panel does by itself.
    async fn count_days(&self, counted: &mut i64, until: i64) -> anyhow::Result<()> {
        while *counted > until {
            self.days_ago(*counted);
            adoption::note_today(&self.panel).await?;
            *counted -= 1;
        }
        Ok(())
    }

    /// Staff are only encouraged to hold a second factor, so that the owner can look around.
    async fn brand(&self) -> anyhow::Result<()> {
        let wanted = Settings {
            brand_name: cast::BRAND.to_owned(),
            support_email: Some(cast::SUPPORT_EMAIL.to_owned()),
            factor_staff: Rule::of(PrincipalKind::Staff, Requirement::Encouraged),
            demo: true,
            ..(*self.panel.settings()).clone()
        };
        operator::save_settings(&self.panel, &wanted, BY).await
    }

    async fn hire(&self, part: &StaffPart) -> anyhow::Result<StaffSignIn> {
        let new = NewStaff {
            name: PersonName::parse(part.name)?,
            email: EmailAddress::parse(part.email)?,
            role: part.role,
            password: Secret::from(part.password),
        };
        let created = operator::create_staff(&self.panel, new, BY).await?;
        ensure!(
            matches!(created, Created::Done(_)),
            "{} cannot be added: {created:?}",
            part.email
        );
        let mut totp_secret = None;
        if part.has_app {
            self.clock.advance(TimeDelta::minutes(25));
            let member = self.person(PrincipalKind::Staff, part.email).await?;
            totp_secret = Some(self.add_app(&member, &office()).await?);
        }
        Ok(StaffSignIn {
            email: part.email.to_owned(),
            password: part.password.to_owned(),
            totp_secret,
        })
    }

    async fn welcome(&self, part: &UserPart, caller: &Caller) -> anyhow::Result<UserSignIn> {
        self.days_ago(part.days);
        let application = Application {
            name: PersonName::parse(part.name)?,
            email: EmailAddress::parse(part.email)?,
            password: Secret::from(part.password),
            locale: part.locale.to_owned(),
            time_zone: part.time_zone.to_owned(),
        };
        let registered = registration::register(&self.panel, application, caller).await?;
        ensure!(
            matches!(registered, Registered::CheckMail),
            "{} cannot register: {registered:?}",
            part.email
        );
        self.panel.run_due_jobs().await?;
        let mut held = None;
        if part.is_confirmed {
            self.clock.advance(TimeDelta::minutes(3));
            let person = self.person(PrincipalKind::User, part.email).await?;
            self.confirm(&person, caller).await?;
            let live = self.come_in(part, caller).await?;
            if part.has_app {
                held = Some(self.protect(&live, caller).await?);
            }
        }
        let (totp_secret, backup_codes) = held.map(|held| (held.key, held.codes)).unzip();
        Ok(UserSignIn {
            email: part.email.to_owned(),
            password: part.password.to_owned(),
            totp_secret,
            backup_codes,
        })
    }

    /// As following the mailed link does. The link itself is known to nobody but its reader.
    async fn confirm(&self, person: &Principal, caller: &Caller) -> anyhow::Result<()> {
        let mut tx = self.panel.db.begin().await?;
        principals::confirm_email(&mut tx, person.id, self.clock.now()).await?;
        Event::by(EventName::EmailConfirmed, person.kind, person.id)
            .record(&mut tx, &self.panel, caller)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    async fn come_in(&self, part: &UserPart, caller: &Caller) -> anyhow::Result<SignedIn> {
        match self.knock(part, part.password, caller).await? {
            SignIn::Open(entry, _) => {
                let found =
                    sessions::find(&self.panel, PrincipalKind::User, entry.session.reveal())
                        .await?;
                let found =
                    found.with_context(|| format!("the session of {} is gone", part.email))?;
                Ok(found.live)
            }
            _ => bail!("{} cannot sign in", part.email),
        }
    }

    async fn knock(
        &self,
        part: &UserPart,
        password: &str,
        caller: &Caller,
    ) -> anyhow::Result<SignIn> {
        let attempt = Attempt {
            kind: PrincipalKind::User,
            email: part.email,
            password: Secret::from(password),
            next: LocalPath::default(),
            trusted_device: None,
        };
        sign_in::sign_in(&self.panel, attempt, caller).await
    }

    /// An authenticator app and backup codes.
    async fn protect(&self, live: &SignedIn, caller: &Caller) -> anyhow::Result<Held> {
        self.clock.advance(TimeDelta::minutes(2));
        let key = self.add_app(&live.principal, caller).await?;
        let begun = enrolments::begin(&self.panel, live, "backup-codes", None, caller).await?;
        let Ok(id) = begun else {
            bail!("backup codes cannot be made: {begun:?}")
        };
        let shown = enrolments::show(&self.panel, live, id)
            .await?
            .context("the enrolment is gone")?;
        let codes = shown
            .prompts
            .iter()
            .find_map(codes_of)
            .context("there are no codes to save")?;
        let saved = Answers::new([("saved".to_owned(), Secret::from("yes"))]);
        let answered = Answered {
            answers: &saved,
            label: None,
        };
        let done = enrolments::proceed(&self.panel, live, id, answered, caller).await?;
        ensure!(
            matches!(done, Continued::Enrolled { .. }),
            "backup codes cannot be saved"
        );
        self.panel.run_due_jobs().await?;
        Ok(Held { key, codes })
    }

    /// Adds an authenticator app whose key is known, and says the key.
    async fn add_app(&self, person: &Principal, caller: &Caller) -> anyhow::Result<String> {
        let panel = &self.panel;
        let mut key = vec![0; 20];
        panel.random.fill(&mut key);
        let shown = BASE32_NOPAD.encode(&key);
        let factor = panel
            .modules()
            .second_factor("totp")
            .context("there is no module for authenticator apps")?;
        let secret = Totp::import(Secret::new(key), Algorithm::Sha1, 6)?;
        let now = self.clock.now();
        let id = CredentialId::new(now, panel.random.id_bytes());
        let credential = Credential {
            id,
            principal_id: person.id,
            factor: factor.description.id.clone(),
            label: panel.module_text(&person.locale, "totp", &factor.description.name),
            state: CredentialState::Active,
            class: panel.class_of(&factor),
            secret: factors::seal_secret(panel, id, person.id, &secret)?,
            secret_version: 0,
            facts: factors::write_facts(&[]),
            position: 0,
            created_at: now,
            last_used_at: None,
            last_failed_at: None,
            removed_at: None,
            removed_by: None,
            removed_ip: None,
            identifier: None,
            mobile: None,
        };
        let mut tx = panel.db.begin().await?;
        credentials::insert(&mut tx, &credential).await?;
        Event::by(EventName::FactorEnrolled, person.kind, person.id)
            .with("factor", credential.factor.clone())
            .with("label", credential.label.clone())
            .record(&mut tx, panel, caller)
            .await?;
        Notice {
            panel,
            to: person,
            caller,
        }
        .factor_added(&mut tx, &credential, false)
        .await?;
        tx.commit().await?;
        panel.run_due_jobs().await?;
        Ok(shown)
    }

    async fn found(&self, part: &ClientPart) -> anyhow::Result<()> {
        self.days_ago(5);
        let now = self.clock.now();
        let client = Client {
            id: ClientId::new(now, self.panel.random.id_bytes()),
            name: part.name.to_owned(),
            status: ClientStatus::Active,
            created_at: now,
            version: 0,
        };
        let mut team = vec![(part.owner, true, Permissions::all())];
        team.extend(
            part.members
                .iter()
                .map(|(email, may)| (*email, false, may.iter().copied().collect())),
        );
        let mut members = Vec::new();
        for (email, owner, permissions) in team {
            let principal_id = self.person(PrincipalKind::User, email).await?.id;
            members.push(Membership {
                client_id: client.id,
                principal_id,
                owner,
                permissions,
                created_at: now,
            });
        }
        let mut tx = self.panel.db.begin().await?;
        clients::insert(&mut tx, &client).await?;
        for membership in &members {
            clients::add_member(&mut tx, membership).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// What happens on any day: people come in, mistype, stop half-way; staff help.
    async fn everyday_life(&self) -> anyhow::Result<()> {
        for (days, number) in [(4, 3), (3, 0), (3, 4), (2, 3)] {
            self.days_ago(days);
            if let Some(part) = USERS.get(number) {
                self.come_in(part, &caller(u8::try_from(number)?)).await?;
            }
        }
        self.days_ago(1);
        let stranger = Caller {
            ip: Some(Ipv4Addr::new(192, 0, 2, 66).into()),
            ..caller(1)
        };
        if let [ada, grace, ..] = USERS {
            self.knock(ada, "not her password", &stranger).await?;
            self.clock.advance(TimeDelta::minutes(40));
            self.knock(grace, grace.password, &caller(1)).await?;
            self.clock.set(self.now - TODAY);
            self.come_in(ada, &caller(0)).await?;
        }
        self.help("marco@example.net", PersonAction::ResetPassword)
            .await?;
        self.help("yuki@example.org", PersonAction::Disable).await?;
        self.clock.advance(TimeDelta::minutes(6));
        self.help("yuki@example.org", PersonAction::Enable).await?;
        self.panel.run_due_jobs().await?;
        Ok(())
    }

    /// The billing desk does something for a customer.
    async fn help(&self, email: &str, action: PersonAction) -> anyhow::Result<()> {
        let Some(clerk) = STAFF.get(1) else {
            return Ok(());
        };
        let member = self.person(PrincipalKind::Staff, clerk.email).await?;
        let user = self.person(PrincipalKind::User, email).await?;
        let actor = Actor {
            principal: &member,
            role: clerk.role,
        };
        let acted = people::act(
            &self.panel,
            actor,
            action,
            (PrincipalKind::User, user.id),
            "",
            &office(),
        )
        .await?;
        ensure!(matches!(acted, Acted::Done(_)), "{email} cannot be helped");
        Ok(())
    }

    async fn person(&self, kind: PrincipalKind, email: &str) -> anyhow::Result<Principal> {
        let key = EmailAddress::parse(email)?.key();
        let mut tx = self.panel.db.read().await?;
        let found = principals::find_by_email(&mut tx, kind, &key).await?;
        found.with_context(|| format!("nobody has the address {email}"))
    }
}

/// The browser of a customer, at an address that belongs to nobody.
fn caller(number: u8) -> Caller {
    let browser = BROWSERS
        .get(usize::from(number) % BROWSERS.len())
        .copied()
        .unwrap_or_default();
    Caller {
        ip: Some(IpAddr::from([203, 0, 113, 10 + number])),
        user_agent: Some(browser.to_owned()),
        ..Caller::default()
    }
}

/// The browser of the provider's people.
fn office() -> Caller {
    Caller {
        ip: Some(IpAddr::from([198, 51, 100, 7])),
        ..caller(0)
    }
}

fn codes_of(prompt: &Prompt) -> Option<Vec<String>> {
    let Prompt::Codes { codes, .. } = prompt else {
        return None;
    };
    codes
        .iter()
        .map(|code| code.text().map(str::to_owned))
        .collect()
}
