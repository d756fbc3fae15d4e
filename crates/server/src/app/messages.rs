//! Messages to mobiles: whether there may be one, what a day may cost, and that one was handed over.
//!
//! A code is worth nothing once nobody waits for it. So it is handed over while its person waits, and where that
//! fails they are told at once and take another way; there is no queue that would send it later
//! ([decision 14](../../../../docs/decisions/0014-sms.md)).

use innkeeper_identity::ids::MessageId;
use innkeeper_identity::mobile::MobileNumber;
use innkeeper_module::{
    ChannelMessage, Delivery, Denied, Failure, Handover, OutboundMessage, Receipt, Secret,
};
use innkeeper_store::credentials::Credential;
use innkeeper_store::principals::Principal;

use super::Caller;
use super::events::{Event, EventName};
use super::throttling::{self, Tried};
use crate::Panel;
use crate::host::ModuleHost;
use crate::modules::Channel;

/// Why somebody gets no messages at a mobile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoMobile {
    /// They gave no number.
    Missing,
    /// The provider sends none to that country (R85).
    Country,
}

/// Whether messages go to that number.
pub fn reachable(panel: &Panel, number: Option<&MobileNumber>) -> Result<(), NoMobile> {
    let country = number.ok_or(NoMobile::Missing)?.country();
    let countries = &panel.config.sms.countries;
    let is_allowed = country.is_some_and(|country| countries.contains(country));
    is_allowed.then_some(()).ok_or(NoMobile::Country)
}

/// A number that was kept with an enrolment or a credential.
pub fn kept(stored: Option<&str>) -> Option<MobileNumber> {
    stored?.parse().ok()
}

/// The number that these credentials were proved with. Whatever the profile says by now, codes go there.
pub fn of(credentials: &[Credential]) -> Option<MobileNumber> {
    let mut numbers = credentials.iter().map(|held| held.mobile.as_deref());
    numbers.find_map(kept)
}

/// What is sent for whom.
pub struct Sending<'a> {
    /// The panel.
    pub panel: &'a Panel,
    /// Who sends: the module's id.
    pub module: &'a str,
    /// The person.
    pub to: &'a Principal,
    /// Their number.
    pub number: &'a MobileNumber,
    /// Who asked for it.
    pub caller: &'a Caller,
}

impl Sending<'_> {
    /// Hands a message over, and writes down that it went out.
    ///
    /// # Errors
    /// Where the database is away; what the channel or the limits say is the answer.
    pub async fn send(
        &self,
        channel: &Channel,
        message: &OutboundMessage,
    ) -> anyhow::Result<Result<Delivery, Denied>> {
        if reachable(self.panel, Some(self.number)).is_err() {
            let why = "no messages go to the country of that number: see `sms.countries`";
            return Ok(Err(Denied::NotGranted(why.to_owned())));
        }
        let Some(counted) = throttling::count_mobile(self.panel, self.number).await? else {
            let why = "no more messages today: see `sms.day` and `sms.country_day`";
            tracing::error!(module = self.module, "{why}");
            return Ok(Err(Denied::Failed(why.to_owned())));
        };
        let host = ModuleHost::for_anybody(self.panel, &channel.description.id, self.caller);
        let handed = channel.module.send(&host, &self.written(message)).await;
        let denied = match handed {
            Ok(Handover::Taken(receipt)) => {
                self.record(channel, &receipt).await?;
                return Ok(Ok(Delivery {
                    to: self.number.mask(),
                }));
            }
            Ok(Handover::Undeliverable(why)) => {
                Denied::Failed(format!("the number cannot be reached: {why}"))
            }
            Err(Failure::Unavailable(why)) => Denied::Failed(why),
            Err(Failure::Misconfigured(why)) => Denied::NotGranted(why),
        };
        self.take_back(&counted).await?;
        Ok(Err(denied))
    }

    /// What the person reads. The last line tells browsers for which site the code is, so that they offer it there and
    /// nowhere else (origin-bound one-time codes).
    fn written(&self, message: &OutboundMessage) -> ChannelMessage {
        let panel = self.panel;
        let brand = panel.brand().name;
        let text = panel.module_text(&self.to.locale, self.module, &message.text);
        let code = message.code.as_ref().and_then(Secret::text);
        let domain = panel.config.server.base_url.domain();
        let text = match (code, domain) {
            (Some(code), Some(domain)) => format!("{brand}: {text} {code}\n\n@{domain} #{code}"),
            (Some(code), None) => format!("{brand}: {text} {code}"),
            (None, _) => format!("{brand}: {text}"),
        };
        let key = MessageId::new(panel.clock.now(), panel.random.id_bytes());
        ChannelMessage {
            to: self.number.as_str().to_owned(),
            text: text.into(),
            code: message.code.clone(),
            locale: self.to.locale.clone(),
            idempotency_key: key.to_string(),
        }
    }

    async fn record(&self, channel: &Channel, receipt: &Receipt) -> anyhow::Result<()> {
        let mut event = Event::by_system(EventName::MessageSent)
            .about(self.to.id)
            .with("channel", channel.description.id.as_str())
            .with("factor", self.module)
            .with("to", self.number.mask());
        if let Some(country) = self.number.country() {
            event = event.with("country", country);
        }
        if let Some(reference) = &receipt.reference {
            event = event.with("reference", reference.as_str());
        }
        let mut tx = self.panel.db.begin().await?;
        event.record(&mut tx, self.panel, self.caller).await?;
        tx.commit().await?;
        Ok(())
    }

    /// What was not handed over cost nothing.
    async fn take_back(&self, counted: &Tried) -> anyhow::Result<()> {
        let mut tx = self.panel.db.begin().await?;
        throttling::take_back(&mut tx, counted).await?;
        tx.commit().await?;
        Ok(())
    }
}
