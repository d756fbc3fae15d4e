//! The world as one module sees it: every ability a module has goes through here.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use innkeeper_module::{
    Delivery, Denied, Host, HttpRequest, HttpResponse, LogLevel, OutboundMessage, Secret,
};

use innkeeper_identity::email::EmailAddress;
use innkeeper_store::principals::Principal;

use crate::Panel;
use crate::app::Caller;
use crate::app::notices::Notice;
use crate::hashing::Verdict;

/// The channel that every panel has.
const EMAIL: &str = "email";

/// What the panel grants to the module of that id.
pub struct ModuleHost<'a> {
    panel: &'a Panel,
    module: &'a str,
    principal: &'a Principal,
    caller: &'a Caller,
}

impl<'a> ModuleHost<'a> {
    /// The grants of one module in a conversation with that person.
    pub fn new(
        panel: &'a Panel,
        module: &'a str,
        principal: &'a Principal,
        caller: &'a Caller,
    ) -> Self {
        Self {
            panel,
            module,
            principal,
            caller,
        }
    }

    /// Mails a code to the person's confirmed address, and nowhere else (R79).
    async fn mail(&self, message: &OutboundMessage) -> anyhow::Result<Delivery> {
        let locale = &self.principal.locale;
        let text = self.panel.module_text(locale, self.module, &message.text);
        let mut tx = self.panel.db.begin().await?;
        Notice {
            panel: self.panel,
            to: self.principal,
            caller: self.caller,
        }
        .code(&mut tx, text, message.code.as_ref())
        .await?;
        tx.commit().await?;
        self.panel.jobs_ready();
        Ok(Delivery {
            to: EmailAddress::parse(&self.principal.email)?.mask(),
        })
    }
}

#[async_trait]
impl Host for ModuleHost<'_> {
    fn now(&self) -> DateTime<Utc> {
        self.panel.clock.now()
    }

    fn random(&self, length: usize) -> Secret {
        let mut bytes = vec![0; length];
        self.panel.random.fill(&mut bytes);
        Secret::new(bytes)
    }

    fn log(&self, level: LogLevel, message: &str) {
        let module = self.module;
        match level {
            LogLevel::Debug => tracing::debug!(module, "{message}"),
            LogLevel::Info => tracing::info!(module, "{message}"),
            LogLevel::Warn => tracing::warn!(module, "{message}"),
            LogLevel::Error => tracing::error!(module, "{message}"),
        }
    }

    fn setting(&self, name: &str) -> Option<Secret> {
        match (self.module, name) {
            ("totp", "window") => Some(Secret::from(
                self.panel.config.security.totp_window.to_string(),
            )),
            _ => None,
        }
    }

    async fn hash(&self, secret: &Secret) -> Result<Secret, Denied> {
        self.panel
            .hasher
            .hash(secret.clone())
            .await
            .map(Secret::from)
            .map_err(|error| Denied::Failed(error.to_string()))
    }

    async fn verify_hash(&self, secret: &Secret, hash: &Secret) -> Result<bool, Denied> {
        let hash = hash
            .text()
            .ok_or_else(|| Denied::Failed("a hash is text".to_owned()))?
            .to_owned();
        self.panel
            .hasher
            .verify(secret.clone(), hash)
            .await
            .map(Verdict::is_right)
            .map_err(|error| Denied::Failed(error.to_string()))
    }

    async fn http(&self, _request: HttpRequest) -> Result<HttpResponse, Denied> {
        Err(Denied::NotGranted(format!(
            "{} declares no hosts: add them under `http` in its manifest",
            self.module
        )))
    }

    async fn send(&self, message: OutboundMessage) -> Result<Delivery, Denied> {
        if message.channel != EMAIL || self.principal.email_confirmed_at.is_none() {
            return Err(Denied::NotGranted(format!(
                "there is no channel `{}` to this person",
                message.channel
            )));
        }
        self.mail(&message)
            .await
            .map_err(|error| Denied::Failed(error.to_string()))
    }
}
