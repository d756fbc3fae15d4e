//! `innkeeper init`: a first set-up. May be run again: it changes nothing that is there.

use std::process::ExitCode;

use clap::Args;
use innkeeper_identity::email::EmailAddress;
use innkeeper_identity::names::PersonName;
use innkeeper_identity::permission::Role;
use innkeeper_module::Secret;

use super::{output, question, staff};
use crate::app::{operator, settings};
use crate::config::Config;
use crate::{Migrate, Panel};

/// Options of `init`.
#[derive(Args)]
pub struct Init {
    /// Ask nothing: take what the options say, and defaults for the rest. Needs --email.
    #[arg(long, requires = "email")]
    yes: bool,
    /// The owner's e-mail address.
    #[arg(long, value_parser = EmailAddress::parse)]
    email: Option<EmailAddress>,
    /// The owner's name.
    #[arg(long, value_parser = PersonName::parse)]
    name: Option<PersonName>,
    /// Read the owner's password from the first line of standard input. With --yes and without this, one
    /// is made and printed.
    #[arg(long)]
    password_stdin: bool,
    /// The provider's name, as customers see it.
    #[arg(long)]
    brand: Option<String>,
    /// Where customers get help from a person.
    #[arg(long, value_parser = EmailAddress::parse)]
    support_email: Option<EmailAddress>,
}

impl Init {
    pub async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let panel = Panel::builder(config)
            .migrate(Migrate::Apply)
            .open()
            .await?;
        output::note(&format!("Database: {}", panel.config.database.url.shown()));
        output::note(&format!("Keys:     {}", panel.config.keys.path.display()));
        if operator::list_staff(&panel)
            .await?
            .iter()
            .any(|member| member.role == Role::Owner)
        {
            output::say(
                "This panel is set up: it has an owner. More staff: `innkeeper staff create`.",
            )?;
            panel.db.close().await;
            return Ok(ExitCode::SUCCESS);
        }
        let owner = self.owner()?;
        let password = self.password()?;
        self.set_brand(&panel).await?;
        staff::create(&panel, owner, password, "the operator, at the first set-up").await?;
        panel.db.close().await;
        output::note(
            "Keep a copy of the key file apart from copies of the database: one is worth nothing without the other.",
        );
        output::say("Start the panel with `innkeeper serve`.")?;
        Ok(ExitCode::SUCCESS)
    }

    fn owner(&self) -> anyhow::Result<(EmailAddress, PersonName, Role)> {
        let email = match &self.email {
            Some(email) => email.clone(),
            None => ask_until("Your e-mail address", None, EmailAddress::parse)?,
        };
        let name = match (&self.name, self.yes) {
            (Some(name), _) => name.clone(),
            (None, true) => staff::name_from(&email)?,
            (None, false) => ask_until("Your name", Some(email.local()), PersonName::parse)?,
        };
        Ok((email, name, Role::Owner))
    }

    fn password(&self) -> anyhow::Result<Option<Secret>> {
        match (self.password_stdin, self.yes) {
            (true, _) => question::read_password().map(Some),
            (false, true) => Ok(None),
            (false, false) => question::ask_new_password(),
        }
    }

    async fn set_brand(&self, panel: &Panel) -> anyhow::Result<()> {
        let mut wanted = (*panel.settings()).clone();
        wanted.brand_name = match (&self.brand, self.yes) {
            (Some(brand), _) => settings::brand_name(brand)?,
            (None, true) => wanted.brand_name,
            (None, false) => ask_until(
                "Your company's name, as customers see it",
                Some(&wanted.brand_name),
                settings::brand_name,
            )?,
        };
        if let Some(email) = &self.support_email {
            wanted.support_email = Some(email.as_str().to_owned());
        }
        operator::save_settings(panel, &wanted, "the operator, at the first set-up").await
    }
}

/// Asks until the answer will do.
fn ask_until<T, E: std::fmt::Display>(
    text: &str,
    default: Option<&str>,
    parse: impl Fn(&str) -> Result<T, E>,
) -> anyhow::Result<T> {
    loop {
        match parse(&question::ask(text, default)?) {
            Ok(answer) => return Ok(answer),
            Err(problem) => output::note(&format!("{problem}.")),
        }
    }
}
