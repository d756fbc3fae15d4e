//! `innkeeper staff`: staff accounts, also when nobody can sign in. Needs no running server; mails leave
//! with the one that runs, or the next that starts.

use std::process::ExitCode;

use anyhow::bail;
use clap::{Args, Subcommand, ValueEnum};
use innkeeper_identity::email::EmailAddress;
use innkeeper_identity::names::PersonName;
use innkeeper_identity::permission::Role;
use innkeeper_identity::principal::PrincipalStatus;
use innkeeper_store::staff::StaffMember;
use serde_json::json;

use super::{output, question};
use crate::Panel;
use crate::app::operator::{self, Created, NewStaff, Reset};
use crate::config::Config;

/// What the audit log says of who typed the command, unless they say more.
const NOBODY_IN_PARTICULAR: &str = "the operator";
/// A reason has to say something (R179).
const SHORTEST_REASON: usize = 10;

/// What to do with staff accounts.
#[derive(Subcommand)]
pub enum Staff {
    /// Add a staff member who can sign in at once.
    Create(Create),
    /// List staff members.
    List(List),
    /// Remove every second factor of a staff member who lost them; they and all owners are told.
    ResetFactors(ResetFactors),
}

/// Options of `staff create`.
#[derive(Args)]
pub struct Create {
    /// Their e-mail address.
    #[arg(long, value_parser = EmailAddress::parse)]
    email: EmailAddress,
    /// Their name; the part of the address before the @ if none is given.
    #[arg(long, value_parser = PersonName::parse)]
    name: Option<PersonName>,
    /// What they may do.
    #[arg(long, value_enum, default_value = "support")]
    role: RoleName,
    /// Read the password from the first line of standard input. Otherwise one is made and printed.
    #[arg(long)]
    password_stdin: bool,
    /// Who you are, for the audit log.
    #[arg(long, default_value = NOBODY_IN_PARTICULAR)]
    by: String,
}

/// Options of `staff list`.
#[derive(Args)]
pub struct List {
    /// For programs.
    #[arg(long)]
    json: bool,
}

/// Options of `staff reset-factors`.
#[derive(Args)]
pub struct ResetFactors {
    /// The e-mail address of the staff member.
    #[arg(long, value_parser = EmailAddress::parse)]
    email: EmailAddress,
    /// Why, for the audit log and the mails; at least ten characters.
    #[arg(long)]
    reason: String,
    /// Who you are, for the audit log and the mails.
    #[arg(long, default_value = NOBODY_IN_PARTICULAR)]
    by: String,
}

#[derive(Clone, Copy, ValueEnum)]
enum RoleName {
    Owner,
    Billing,
    Support,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Owner => Self::Owner,
            RoleName::Billing => Self::Billing,
            RoleName::Support => Self::Support,
        }
    }
}

impl Staff {
    pub async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let panel = super::open(config).await?;
        match self {
            Self::Create(options) => options.run(&panel).await?,
            Self::List(options) => options.run(&panel).await?,
            Self::ResetFactors(options) => options.run(&panel).await?,
        }
        panel.db.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

impl Create {
    async fn run(self, panel: &Panel) -> anyhow::Result<()> {
        let given = if self.password_stdin {
            Some(question::read_password()?)
        } else {
            None
        };
        let name = self.name.map_or_else(|| name_from(&self.email), Ok)?;
        create(panel, (self.email, name, self.role.into()), given, &self.by).await
    }
}

/// The name of somebody who gave none.
pub(super) fn name_from(email: &EmailAddress) -> anyhow::Result<PersonName> {
    PersonName::parse(email.local()).map_err(|_| anyhow::anyhow!("a name is needed: add --name"))
}

/// Makes a staff member and says how they sign in. Without a password one is made and printed.
pub(super) async fn create(
    panel: &Panel,
    (email, name, role): (EmailAddress, PersonName, Role),
    given: Option<innkeeper_module::Secret>,
    by: &str,
) -> anyhow::Result<()> {
    let is_given = given.is_some();
    let password = given.unwrap_or_else(|| operator::generate_password(panel));
    let new = NewStaff {
        name,
        email: email.clone(),
        role,
        password: password.clone(),
    };
    match operator::create_staff(panel, new, by).await? {
        Created::Done(_) => {}
        Created::EmailTaken => bail!(
            "a staff member has the address {} already; see `innkeeper staff list`",
            email.as_str()
        ),
        Created::BadPassword(problem) => bail!("this password will not do: {problem}"),
    }
    output::say(&format!("Added {} as {}.", email.as_str(), role.as_str()))?;
    if !is_given {
        output::say(&format!(
            "Password: {}",
            password.text().unwrap_or_default()
        ))?;
        output::note("It is shown this once. Change it after the first sign-in.");
    }
    output::say(&format!("Sign in at {}", panel.absolute("/staff/login")))?;
    Ok(())
}

impl List {
    async fn run(self, panel: &Panel) -> anyhow::Result<()> {
        let members = operator::list_staff(panel).await?;
        if self.json {
            return output::json(&members.iter().map(as_json).collect::<Vec<_>>());
        }
        output::table(
            &["e-mail", "name", "role", "status", "factors"],
            &members.iter().map(as_row).collect::<Vec<_>>(),
        )?;
        Ok(())
    }
}

fn as_row(member: &StaffMember) -> Vec<String> {
    let person = &member.principal;
    vec![
        person.email.clone(),
        person.name.clone(),
        member.role.as_str().to_owned(),
        person.status.as_str().to_owned(),
        member.active_factors.to_string(),
    ]
}

fn as_json(member: &StaffMember) -> serde_json::Value {
    let person = &member.principal;
    json!({
        "id": person.id,
        "email": person.email,
        "name": person.name,
        "role": member.role.as_str(),
        "active": person.status == PrincipalStatus::Active,
        "factors": member.active_factors,
        "created_at": person.created_at,
        "last_sign_in_at": person.last_sign_in_at,
    })
}

impl ResetFactors {
    async fn run(self, panel: &Panel) -> anyhow::Result<()> {
        let reason = self.reason.trim();
        if reason.chars().count() < SHORTEST_REASON {
            bail!("--reason needs at least {SHORTEST_REASON} characters: others will read it");
        }
        let email = self.email.as_str();
        match operator::reset_factors(panel, &self.email, self.by.trim(), reason).await? {
            Reset::Unknown => {
                bail!("no staff member has the address {email}; see `innkeeper staff list`")
            }
            Reset::Done { removed, owners } => {
                output::say(&format!(
                    "Removed {removed} factor(s) of {email} and signed them out."
                ))?;
                output::say(&format!(
                    "They and {owners} owner(s) are told by mail; the audit log has it too."
                ))?;
            }
        }
        Ok(())
    }
}
