//! Reminding people to set up a second factor: who would get the mail and what it says, and the answer.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::ids::{CampaignId, PrincipalId};
use innkeeper_identity::reminder::Reminder;
use innkeeper_identity::step_up::Action;
use innkeeper_store::Tx;
use innkeeper_store::reminders::{self as rows, Listed, Tally};
use innkeeper_theme::contexts::{
    AdoptionRemindPage, CampaignRow, Flash, Form, LocaleLink, Message, ReminderCount,
    ReminderLanguage, ReminderPreview,
};
use innkeeper_theme::keys;

use super::{Asked, filter_of, filters, link, to_act};
use crate::app::adoption::{self, Filter, Level, Plan, Started};
use crate::web::extract::Query;
use crate::web::form::Posted;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;
use crate::web::staff::{count, mails};
use crate::web::wait::redrawn;

const PAGE: &str = "/staff/adoption/remind";
/// How many campaigns the page of adoption tells of.
const LATEST: i64 = 5;

/// `GET /staff/adoption/remind`: who would get it, who would not and why, and what it says.
pub async fn ask(signed_in: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let filter = asked.filter()?;
    admit(&signed_in, &filter).await?;
    let panel = &signed_in.page.panel;
    let id = CampaignId::new(panel.clock.now(), panel.random.id_bytes());
    let lang = Some(asked.lang.as_str()).filter(|lang| !lang.is_empty());
    draw(&signed_in, &filter, lang, (id, Form::new())).await
}

/// `GET /staff/adoption/remind/html`: the mail as that person would get it, as a document of its own.
pub async fn html(signed_in: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let filter = asked.filter()?;
    admit(&signed_in, &filter).await?;
    let person: PrincipalId = asked.person.parse().map_err(|_| Problem::NotFound)?;
    let lang = Some(asked.lang.as_str()).filter(|lang| !lang.is_empty());
    let panel = &signed_in.page.panel;
    let drawn = adoption::preview(panel, &filter, person, lang).await?;
    let drawn = drawn.ok_or(Problem::NotFound)?;
    Ok(mails::document(drawn.mail.html))
}

/// `POST /staff/adoption/remind`: begins the campaign.
pub async fn send(signed_in: SignedIn, form: Posted) -> Result<Response, Problem> {
    let filter = filter_of(&form)?;
    admit(&signed_in, &filter).await?;
    let (page, staff) = (&signed_in.page, signed_in.principal());
    let id = form.parse("campaign")?;
    if !form.is_ticked("understood") {
        let needed = Message::new(keys::ERROR_CONFIRM_REQUIRED);
        let wrong = Form::new().field_error("understood", needed);
        let drawn = draw(&signed_in, &filter, None, (id, wrong)).await?;
        return Ok(redrawn(None, drawn));
    }
    let flash = match adoption::start(&page.panel, staff, &filter, id, &page.caller).await? {
        Started::Now(people) => {
            Flash::success(Message::new(keys::FLASH_REMINDERS_STARTED).with("count", people))
        }
        Started::Already => Flash::success(Message::new(keys::FLASH_REMINDERS_ALREADY)),
        Started::Nobody => Flash::info(Message::new(keys::FLASH_REMINDERS_NOBODY)),
    };
    Ok(page.to_with(&format!("/adoption?{}", Filter::all(filter.kind)), &flash))
}

async fn admit(signed_in: &SignedIn, filter: &Filter) -> Result<(), Problem> {
    signed_in.require(to_act(filter.kind))?;
    let back = format!("/adoption/remind?{filter}");
    signed_in.require_fresh(Action::RemindPeople, &back).await
}

/// Where a reminder of those in the list begins; of everybody it is of those without a second factor.
pub fn href(filter: &Filter) -> String {
    let without = Filter {
        level: Some(Level::Without),
        ..filter.clone()
    };
    let wanted = if filter.narrows() { filter } else { &without };
    format!("{PAGE}?{wanted}")
}

async fn draw(
    signed_in: &SignedIn,
    filter: &Filter,
    lang: Option<&str>,
    (campaign, form): (CampaignId, Form),
) -> Result<Response, Problem> {
    let page = &signed_in.page;
    let plan = adoption::plan(&page.panel, filter).await?;
    let mail = match plan.due.first() {
        Some(first) => preview(signed_in, filter, *first, lang).await?,
        None => None,
    };
    let view = AdoptionRemindPage {
        form,
        campaign: campaign.to_string(),
        back_href: link(filter),
        filters: filters(filter),
        due: u64::try_from(plan.due.len()).unwrap_or(u64::MAX),
        left_out: left_out(&plan),
        mail,
    };
    Ok(page.render(&view).await?.into_response())
}

fn left_out(plan: &Plan) -> Vec<ReminderCount> {
    let reasons = plan.left_out.iter();
    reasons
        .map(|(reason, count)| ReminderCount {
            state: reason.as_str().to_owned(),
            count: *count,
        })
        .collect()
}

async fn preview(
    signed_in: &SignedIn,
    filter: &Filter,
    person: PrincipalId,
    lang: Option<&str>,
) -> Result<Option<ReminderPreview>, Problem> {
    let panel = &signed_in.page.panel;
    let drawn = adoption::preview(panel, filter, person, lang).await?;
    Ok(drawn.map(|drawn| ReminderPreview {
        name: drawn.name,
        html_href: format!("{PAGE}/html?{filter}&person={person}&lang={}", drawn.locale),
        languages: panel
            .theme
            .locales()
            .iter()
            .map(|known| LocaleLink {
                code: known.code.clone(),
                name: known.name.clone(),
                current: known.code == drawn.locale,
            })
            .map(|link| ReminderLanguage {
                href: format!("{PAGE}?{filter}&lang={}", link.code),
                link,
            })
            .collect(),
        locale: drawn.locale,
        subject: drawn.mail.subject,
        text: drawn.mail.text,
    }))
}

/// The latest campaigns with how far they came.
pub async fn latest(tx: &mut Tx) -> Result<Vec<CampaignRow>, innkeeper_store::Error> {
    let (campaigns, tallies) = rows::list_latest(tx, LATEST).await?;
    Ok(campaigns
        .into_iter()
        .map(|listed| row(listed, &tallies))
        .collect())
}

fn row(listed: Listed, tallies: &[Tally]) -> CampaignRow {
    let campaign = listed.campaign;
    let own = || {
        tallies
            .iter()
            .filter(|tally| tally.campaign_id == campaign.id)
    };
    let of = |state| {
        own()
            .find(|tally| tally.state == state)
            .map_or(0, |tally| count(tally.people))
    };
    let is_reason = |state| !matches!(state, Reminder::Due | Reminder::Sent);
    CampaignRow {
        at: campaign.created_at,
        by: listed.starter,
        href: format!("{}?{}", super::PAGE, campaign.filter),
        finished_at: campaign.finished_at,
        people: own().map(|tally| count(tally.people)).sum(),
        sent: of(Reminder::Sent),
        left_out: own()
            .filter(|tally| is_reason(tally.state))
            .map(|tally| ReminderCount {
                state: tally.state.as_str().to_owned(),
                count: count(tally.people),
            })
            .collect(),
    }
}
