//! The audit log: what happened, by whom, to whom.

use std::collections::HashMap;

use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone as _, Utc};
use chrono_tz::Tz;
use innkeeper_identity::device;
use innkeeper_identity::email::EmailAddress;
use innkeeper_identity::ids::{ClientId, PrincipalId};
use innkeeper_identity::permission::StaffPermission;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_store::audit::{self, AuditEntry, Filter};
use innkeeper_store::audit_chain::{self, Head};
use innkeeper_store::paging::Page as Part;
use innkeeper_store::principals::{self, Named};
use innkeeper_store::{Tx, clients};
use innkeeper_theme::contexts::{
    AuditFilters, AuditPage, AuditRow, ChainView, Detail, EventText, Listing, Message, Party,
};
use innkeeper_theme::keys;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::{RECENT, listing, part};
use crate::app::events::EventName;
use crate::web::extract::Query;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;

const PAGE: &str = "/staff/audit";
/// How much of the last line's number and code is shown: the whole is for the command line.
const SHOWN_OF_HEAD: usize = 26;

/// What the log is filtered by, as typed.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub struct Asked {
    event: String,
    actor: String,
    subject: String,
    ip: String,
    from: String,
    to: String,
    after: Option<String>,
    before: Option<String>,
}

/// `GET /staff/audit`
pub async fn list(signed_in: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ViewAudit)?;
    let part = part(asked.after.as_deref(), asked.before.as_deref())?;
    let mut tx = signed_in.page.panel.db.read().await?;
    let list = match filter(&mut tx, &signed_in, &asked).await? {
        Some(filter) => {
            let mut paged = audit::list(&mut tx, filter, part).await?;
            let rows = rows(&mut tx, &signed_in, std::mem::take(&mut paged.rows)).await?;
            let filters = [
                ("event", asked.event.as_str()),
                ("actor", &asked.actor),
                ("subject", &asked.subject),
                ("ip", &asked.ip),
                ("from", &asked.from),
                ("to", &asked.to),
            ];
            listing(PAGE, &filters, part, paged.with_rows(rows), |row| row)
        }
        None => Listing::default(),
    };
    let chain = chain(&audit_chain::head(&mut tx).await?);
    drop(tx);
    let Asked {
        event,
        actor,
        subject,
        ip,
        from,
        to,
        ..
    } = asked;
    let view = AuditPage {
        list,
        filters: AuditFilters {
            event,
            actor,
            subject,
            ip,
            from,
            to,
        },
        events: EventName::ALL
            .iter()
            .map(|name| event_text(name.as_str()))
            .collect(),
        chain,
    };
    Ok(signed_in.page.render(&view).await?.into_response())
}

/// What is known of the chain, in words.
fn chain(head: &Head) -> ChainView {
    let broken = head.broken_how.as_deref().map(|how| {
        let key = match how {
            "missing" => keys::AUDIT_CHAIN_MISSING,
            "stray" => keys::AUDIT_CHAIN_STRAY,
            "cut-off" => keys::AUDIT_CHAIN_CUT_OFF,
            "head" => keys::AUDIT_CHAIN_HEAD,
            _ => keys::AUDIT_CHAIN_CHANGED,
        };
        Message::new(key).with("line", head.broken_seq.unwrap_or_default().to_string())
    });
    let start_of_code = |shown: String| shown.chars().take(SHOWN_OF_HEAD).collect();
    ChainView {
        head: head.shown().map(start_of_code),
        checked_at: head.checked_at,
        broken,
    }
}

/// The filter that was asked for. None where something typed names nobody and no day, so that nothing
/// can be found by it.
async fn filter<'a>(
    tx: &mut Tx,
    signed_in: &SignedIn,
    asked: &'a Asked,
) -> Result<Option<Filter<'a>>, innkeeper_store::Error> {
    let zone = signed_in.principal().time_zone.parse().unwrap_or(Tz::UTC);
    let text = |typed: &'a str| Some(typed.trim()).filter(|typed| !typed.is_empty());
    let mut filter = Filter {
        event: text(&asked.event),
        ip: text(&asked.ip),
        ..Filter::default()
    };
    if let Some(typed) = text(&asked.actor) {
        let Some(id) = find_id(tx, typed).await? else {
            return Ok(None);
        };
        filter.actor = Some(PrincipalId(id));
    }
    if let Some(typed) = text(&asked.subject) {
        let Some(id) = find_id(tx, typed).await? else {
            return Ok(None);
        };
        filter.subject = Some(id);
    }
    if let Some(typed) = text(&asked.from) {
        let Some(at) = start_of_day(zone, typed, 0) else {
            return Ok(None);
        };
        filter.from = Some(at);
    }
    if let Some(typed) = text(&asked.to) {
        let Some(at) = start_of_day(zone, typed, 1) else {
            return Ok(None);
        };
        filter.until = Some(at);
    }
    Ok(Some(filter))
}

/// Whom an id or an address names. Of a user and a staff member with one address it is the user.
async fn find_id(tx: &mut Tx, typed: &str) -> Result<Option<Uuid>, innkeeper_store::Error> {
    if let Ok(id) = typed.parse() {
        return Ok(Some(id));
    }
    let Ok(email) = EmailAddress::parse(typed) else {
        return Ok(None);
    };
    for kind in [PrincipalKind::User, PrincipalKind::Staff] {
        if let Some(found) = principals::find_by_email(tx, kind, &email.key()).await? {
            return Ok(Some(found.id.0));
        }
    }
    Ok(None)
}

/// When the day `YYYY-MM-DD`, or the one so many days later, begins in that zone.
fn start_of_day(zone: Tz, typed: &str, later: u64) -> Option<DateTime<Utc>> {
    let day = typed
        .parse::<NaiveDate>()
        .ok()?
        .checked_add_days(Days::new(later))?;
    let midnight = day.and_time(NaiveTime::MIN);
    // Where the clock jumps over midnight, the day begins with what comes after the jump.
    let begins = zone
        .from_local_datetime(&midnight)
        .earliest()
        .map(|at| at.with_timezone(&Utc));
    Some(begins.unwrap_or_else(|| midnight.and_utc()))
}

/// The latest lines, for those who may read them.
pub async fn recent(
    tx: &mut Tx,
    signed_in: &SignedIn,
    filter: Filter<'_>,
) -> Result<Vec<AuditRow>, Problem> {
    if !signed_in.may(StaffPermission::ViewAudit) {
        return Ok(Vec::new());
    }
    let entries = audit::list(tx, filter, Part::first(RECENT)).await?.rows;
    rows(tx, signed_in, entries).await
}

/// Lines with the names of those in them, which cost a statement or two for all of them together.
async fn rows(
    tx: &mut Tx,
    signed_in: &SignedIn,
    entries: Vec<AuditEntry>,
) -> Result<Vec<AuditRow>, Problem> {
    let mut people: Vec<PrincipalId> = entries
        .iter()
        .flat_map(|entry| [entry.actor_id, entry.subject_id.map(PrincipalId)])
        .flatten()
        .collect();
    people.sort_unstable();
    people.dedup();
    let mut of_clients: Vec<ClientId> =
        entries.iter().filter_map(|entry| entry.client_id).collect();
    of_clients.sort_unstable();
    of_clients.dedup();
    let names = Names {
        people: principals::names(tx, &people)
            .await?
            .into_iter()
            .map(|named| (named.id, named))
            .collect(),
        clients: clients::names(tx, &of_clients).await?.into_iter().collect(),
        signed_in,
    };
    Ok(entries.into_iter().map(|entry| names.row(entry)).collect())
}

struct Names<'a> {
    people: HashMap<PrincipalId, Named>,
    clients: HashMap<ClientId, String>,
    signed_in: &'a SignedIn,
}

impl Names<'_> {
    fn row(&self, entry: AuditEntry) -> AuditRow {
        let device = entry.user_agent.as_deref().map(device::describe_user_agent);
        AuditRow {
            id: entry.id.to_string(),
            at: entry.at,
            event: event_text(&entry.event),
            actor: entry
                .actor_id
                .map(|id| self.person(id, entry.actor_kind.as_str())),
            subject: entry.subject_id.map(|id| {
                self.person(
                    PrincipalId(id),
                    entry.subject_kind.as_deref().unwrap_or_default(),
                )
            }),
            client: entry.client_id.map(|id| self.client(id)),
            ip: entry.ip,
            device: device.map(|device| Message::device(device.browser, device.os)),
            request_id: entry.request_id,
            detail: details(&entry.detail),
        }
    }

    /// A person by name; by id where there is none of that id any more.
    fn person(&self, id: PrincipalId, kind: &str) -> Party {
        let Some(named) = self.people.get(&id) else {
            return Party {
                kind: kind.to_owned(),
                name: id.to_string(),
                href: None,
            };
        };
        let (path, needed) = match named.kind {
            PrincipalKind::User => ("users", StaffPermission::ViewUsers),
            PrincipalKind::Staff => ("members", StaffPermission::ViewStaff),
        };
        Party {
            kind: named.kind.as_str().to_owned(),
            name: named.name.clone(),
            href: self
                .signed_in
                .may(needed)
                .then(|| format!("/staff/{path}/{id}")),
        }
    }

    fn client(&self, id: ClientId) -> Party {
        let name = self.clients.get(&id);
        let has_page = name.is_some() && self.signed_in.may(StaffPermission::ViewClients);
        Party {
            kind: "client".to_owned(),
            name: name.cloned().unwrap_or_else(|| id.to_string()),
            href: has_page.then(|| format!("/staff/clients/{id}")),
        }
    }
}

/// An event's name with the sentence for it. One that another version wrote has its name alone.
fn event_text(name: &str) -> EventText {
    let text = EventName::find(name)
        .map_or_else(|| Message::text(name), |known| Message::new(known.key()));
    EventText::new(name, text)
}

fn details(detail: &Value) -> Vec<Detail> {
    let Value::Object(facts) = detail else {
        return Vec::new();
    };
    let plain = |value: &Value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    };
    let mut details: Vec<Detail> = facts
        .iter()
        .map(|(name, value)| Detail {
            name: name.clone(),
            value: plain(value),
        })
        .collect();
    details.sort_by(|a, b| a.name.cmp(&b.name));
    details
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_where_the_reader_lives() {
        let at =
            |zone: Tz, later| start_of_day(zone, "2026-03-29", later).map(|at| at.to_rfc3339());
        assert_eq!(at(Tz::UTC, 0).as_deref(), Some("2026-03-29T00:00:00+00:00"));
        assert_eq!(
            at(Tz::Europe__Berlin, 0).as_deref(),
            Some("2026-03-28T23:00:00+00:00")
        );
        assert_eq!(
            at(Tz::Europe__Berlin, 1).as_deref(),
            Some("2026-03-29T22:00:00+00:00")
        );
        assert_eq!(start_of_day(Tz::UTC, "yesterday", 0), None);
        assert_eq!(start_of_day(Tz::UTC, "+262142-12-31", 1), None);
    }

    #[test]
    fn facts_are_shown_as_plain_text() {
        let detail = serde_json::json!({ "role": "owner", "count": 3, "methods": ["pwd", "totp"] });
        let shown: Vec<_> = details(&detail)
            .into_iter()
            .map(|fact| format!("{}={}", fact.name, fact.value))
            .collect();
        assert_eq!(
            shown,
            ["count=3", "methods=[\"pwd\",\"totp\"]", "role=owner"]
        );
    }
}
