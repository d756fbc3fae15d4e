//! The world as one module sees it: every ability a module has goes through here.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use innkeeper_module::{
    Delivery, Denied, Host, HttpRequest, HttpResponse, KeyedHash, LogLevel, OutboundMessage,
    Secret, Store,
};

use innkeeper_identity::email::EmailAddress;
use innkeeper_identity::ids::PrincipalId;
use innkeeper_identity::mobile::MobileNumber;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_store::principals::Principal;
use url::{Position, Url};

use crate::Panel;
use crate::app::Caller;
use crate::app::messages::Sending;
use crate::app::notices::Notice;
use crate::hashing::Verdict;
use crate::outbound::{self, Fault, Grant};
use crate::plugins::{Loaded, Memory};

/// The channel that every panel has.
pub const EMAIL: &str = "email";

/// What the panel grants to the module of that id.
pub struct ModuleHost<'a> {
    panel: &'a Panel,
    module: &'a str,
    /// None while nobody knows whose conversation it is.
    principal: Option<&'a Principal>,
    /// Where messages to a mobile go; none where the person has no number that counts in this conversation.
    mobile: Option<&'a MobileNumber>,
    caller: &'a Caller,
    /// What this node knows of it, if it is a plugin.
    plugin: Option<Arc<Loaded>>,
    memory: Memory<'a>,
}

impl<'a> ModuleHost<'a> {
    /// The grants of one module in a conversation with that person.
    pub fn new(
        panel: &'a Panel,
        module: &'a str,
        principal: &'a Principal,
        caller: &'a Caller,
    ) -> Self {
        Self::of(panel, module, Some(principal), caller)
    }

    /// The grants of one module in a conversation with whoever it may be.
    pub fn for_anybody(panel: &'a Panel, module: &'a str, caller: &'a Caller) -> Self {
        Self::of(panel, module, None, caller)
    }

    fn of(
        panel: &'a Panel,
        module: &'a str,
        principal: Option<&'a Principal>,
        caller: &'a Caller,
    ) -> Self {
        let plugin = panel.plugins.find(module);
        let memory = Memory {
            panel,
            module,
            plugin: plugin.clone(),
            account: principal.map(|principal| principal.id),
        };
        Self {
            panel,
            module,
            principal,
            mobile: None,
            caller,
            plugin,
            memory,
        }
    }

    /// The same, with messages to a mobile going there: to the number that is being proved, or was.
    #[must_use]
    pub fn writing_to(self, mobile: Option<&'a MobileNumber>) -> Self {
        Self { mobile, ..self }
    }

    /// The same, with the shelf of the person whom it is about, and nothing else of theirs.
    #[must_use]
    pub fn about(mut self, person: Option<PrincipalId>) -> Self {
        self.memory.account = person;
        self
    }

    fn yubikey(&self, name: &str) -> Option<Secret> {
        let settings = self.panel.config.yubikey.as_ref()?;
        match name {
            "client-id" => Some(Secret::from(settings.client_id.as_str())),
            "api-key" => Some(settings.api_key.clone()),
            "servers" => Some(Secret::from(settings.server_list())),
            "sync-level" => settings.sync_level.as_deref().map(Secret::from),
            _ => None,
        }
    }

    /// Sends a plugin's request to the server of the operator's own network that stands for its host, if one does.
    fn private_server(&self, request: &mut HttpRequest) -> Option<Grant<'a>> {
        let plugin = self.plugin.as_ref()?;
        let url = Url::parse(&request.url).ok()?;
        let (host, port) = (url.domain()?, url.port_or_known_default()?);
        let is_granted = plugin
            .granted
            .hosts
            .iter()
            .any(|granted| granted.matches(host, port));
        let is_plain =
            url.scheme() == "https" && url.username().is_empty() && url.password().is_none();
        if !is_granted || !is_plain {
            return None;
        }
        let servers = &self.panel.config.plugins.private_servers;
        let server = servers
            .iter()
            .find(|server| server.name.matches(host, port))?;
        let rest = &url[Position::BeforePath..Position::AfterQuery];
        request.url = format!("{}{rest}", server.at.origin().ascii_serialization());
        Some(Grant {
            servers: std::slice::from_ref(&server.at),
            hosts: &[],
            allow_private: true,
        })
    }

    /// Which passkeys staff may set up (R116); customers may have any.
    fn staff_passkeys(&self, name: &str) -> Option<Secret> {
        let security = &self.panel.config.security;
        let is_staff = self
            .principal
            .is_some_and(|principal| principal.kind == PrincipalKind::Staff);
        if !is_staff || security.staff_passkey_models.is_empty() {
            return None;
        }
        if name == "model-roots" {
            return security.staff_passkey_roots.as_deref().map(Secret::from);
        }
        let models = security
            .staff_passkey_models
            .iter()
            .map(ToString::to_string);
        let models: Vec<String> = models.collect();
        Some(Secret::from(models.join(",")))
    }

    /// Mails a code to the person's confirmed address, and nowhere else (R79).
    async fn mail(&self, to: &Principal, message: &OutboundMessage) -> anyhow::Result<Delivery> {
        let text = self
            .panel
            .module_text(&to.locale, self.module, &message.text);
        let mut tx = self.panel.db.begin().await?;
        Notice {
            panel: self.panel,
            to,
            caller: self.caller,
        }
        .code(&mut tx, text, message.code.as_ref())
        .await?;
        tx.commit().await?;
        Ok(Delivery {
            to: EmailAddress::parse(&to.email)?.mask(),
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
        let hidden = self.plugin.as_ref().map(|plugin| {
            plugin.note(self.panel, level, message);
            plugin.without_secrets(message)
        });
        let message = hidden.as_deref().unwrap_or(message);
        match level {
            LogLevel::Debug => tracing::debug!(module, "{message}"),
            LogLevel::Info => tracing::info!(module, "{message}"),
            LogLevel::Warn => tracing::warn!(module, "{message}"),
            LogLevel::Error => tracing::error!(module, "{message}"),
        }
    }

    fn setting(&self, name: &str) -> Option<Secret> {
        if let Some(plugin) = &self.plugin {
            return plugin.settings.get(name).cloned();
        }
        match (self.module, name) {
            ("totp", "window") => Some(Secret::from(
                self.panel.config.security.totp_window.to_string(),
            )),
            ("email-code", "lifetime-minutes") => {
                let lifetime = self.panel.config.security.email_code_lifetime;
                Some(Secret::from(lifetime.num_minutes().to_string()))
            }
            ("sms-code", "lifetime-minutes") => {
                let lifetime = self.panel.config.sms.code_lifetime;
                Some(Secret::from(lifetime.num_minutes().to_string()))
            }
            ("yubikey", name) => self.yubikey(name),
            ("passkey", "models" | "model-roots") => self.staff_passkeys(name),
            ("passkey", name) => passkey_setting(self.panel, name),
            _ => None,
        }
    }

    fn store(&self) -> &dyn Store {
        &self.memory
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

    async fn hmac(&self, hash: KeyedHash, key: &str, message: &[u8]) -> Result<Vec<u8>, Denied> {
        let set = self.setting(key);
        let set = set.ok_or_else(|| Denied::Failed(format!("the setting `{key}` is not set")))?;
        innkeeper_module::signatures::hmac(hash, &set, message)
            .ok_or_else(|| Denied::Failed(format!("the setting `{key}` is no key")))
    }

    async fn http(&self, request: HttpRequest) -> Result<HttpResponse, Denied> {
        let module = self.module;
        let mut request = request.filled_in(self)?;
        let private = self.private_server(&mut request);
        let granted = match &self.plugin {
            _ if private.is_some() => private,
            Some(plugin) => Some(Grant {
                servers: &plugin.granted.servers,
                hosts: &plugin.granted.hosts,
                allow_private: true,
            }),
            None => self.panel.config.grant(module),
        };
        let Some(grant) = granted else {
            return Err(Denied::NotGranted(format!(
                "{module} declares no hosts: add them under `http` in its manifest"
            )));
        };
        let _turn = match &self.plugin {
            Some(plugin) => plugin.requests.acquire().await.ok(),
            None => None,
        };
        let mut limits = outbound::Limits::default();
        if self.plugin.is_some() {
            limits.body = self.panel.config.plugins.http_answer;
        }
        let outbound = self.panel.outbound.within(limits);
        let answer = outbound.send(grant, request).await;
        answer.map_err(|fault| {
            tracing::warn!(module, %fault, "a module got no answer");
            match fault {
                Fault::NotGranted(_) | Fault::Unsound(_) | Fault::Address(..) => {
                    Denied::NotGranted(fault.to_string())
                }
                _ => Denied::Failed(fault.to_string()),
            }
        })
    }

    async fn send(&self, message: OutboundMessage) -> Result<Delivery, Denied> {
        if let Some(plugin) = &self.plugin
            && !plugin.granted.channels.contains(&message.channel)
        {
            return Err(Denied::NotGranted(format!(
                "add {} to `capabilities.channels` in the manifest",
                message.channel
            )));
        }
        let away = || {
            let why = format!("there is no channel `{}` to this person", message.channel);
            Err(Denied::NotGranted(why))
        };
        let Some(to) = self.principal else {
            return away();
        };
        let sent = if message.channel == EMAIL {
            if to.email_confirmed_at.is_none() {
                return away();
            }
            self.mail(to, &message).await.map(Ok)
        } else {
            let modules = self.panel.modules();
            let channel = modules.channel(&message.channel);
            let mobile = channel
                .filter(|channel| channel.is_for_mobiles())
                .zip(self.mobile);
            let Some((channel, number)) = mobile else {
                return away();
            };
            let sending = Sending {
                panel: self.panel,
                module: self.module,
                to,
                number,
                caller: self.caller,
            };
            sending.send(channel, &message).await
        };
        sent.unwrap_or_else(|error| Err(Denied::Failed(error.to_string())))
    }
}

/// Passkeys belong to the panel's own address as it is configured, never to what a request says (R106).
fn passkey_setting(panel: &Panel, name: &str) -> Option<Secret> {
    let base_url = &panel.config.server.base_url;
    Some(match name {
        "rp-id" => base_url.domain()?.into(),
        "rp-name" => panel.brand().name.as_str().into(),
        "origins" => base_url.origin().into(),
        _ => return None,
    })
}
