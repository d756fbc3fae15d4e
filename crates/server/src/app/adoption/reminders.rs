//! Reminding people by mail to set up a second factor: staff see who would get it and confirm, a job writes it.
//!
//! Whom a campaign is for is fixed when it is confirmed. Everybody is looked at once more when their mail is
//! due, for some have set one up meanwhile.

use std::collections::BTreeMap;

use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::ids::{CampaignId, PrincipalId};
use innkeeper_identity::reminder::{self, Candidate, Reminder};
use innkeeper_store::paging::Page;
use innkeeper_store::principals::{self, Principal};
use innkeeper_store::reminders::{self as rows, Campaign, Settled};
use innkeeper_store::{Error, Tx};
use innkeeper_theme::RenderedMail;
use innkeeper_theme::contexts::FactorReminderMail;
use serde::{Deserialize, Serialize};

use super::{Filter, Look, Person, each, sift};
use crate::Panel;
use crate::app::Caller;
use crate::app::events::{Event, EventName};
use crate::app::notices::Notice;
use crate::jobs::{self, Job, JobError};
use crate::mail::{self, Recipient};

/// How many people one unit of work settles, and how many of these one job does before others get a turn.
const BATCH: i64 = 20;
const BATCHES: usize = 25;

/// Whom a reminder would go to.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Those who would get it.
    pub due: Vec<PrincipalId>,
    /// How many of those whom the filter finds would not, by the reason.
    pub left_out: BTreeMap<Reminder, u64>,
}

/// Looks at everybody whom the filter finds, also at those who may not sign in.
pub async fn plan(panel: &Panel, filter: &Filter) -> anyhow::Result<Plan> {
    let mut plan = Plan::default();
    let mut tx = panel.db.read().await?;
    each(&mut tx, panel, &Look::with_disabled(filter), |person| {
        match verdict(panel, person) {
            Reminder::Due => plan.due.push(person.listed.id),
            reason => *plan.left_out.entry(reason).or_default() += 1,
        }
        Ok(())
    })
    .await?;
    Ok(plan)
}

fn verdict(panel: &Panel, person: &Person) -> Reminder {
    let listed = &person.listed;
    let candidate = Candidate {
        active: listed.status.is_active(),
        confirmed: listed.email_confirmed_at.is_some(),
        best: listed.best(),
        reminded_at: listed.reminded_at,
    };
    reminder::verdict(candidate, panel.clock.now())
}

/// A mail as it would be sent.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// What the person is called whose mail it is.
    pub name: String,
    /// In which language.
    pub locale: String,
    /// What it says.
    pub mail: RenderedMail,
}

/// The mail as that person would get it, in their language or another; None where the filter does not find
/// them.
pub async fn preview(
    panel: &Panel,
    filter: &Filter,
    person: PrincipalId,
    locale: Option<&str>,
) -> anyhow::Result<Option<Drawn>> {
    let mut tx = panel.db.read().await?;
    let Some((person, mut to)) = find(&mut tx, panel, filter, person).await? else {
        return Ok(None);
    };
    if let Some(locale) = locale {
        locale.clone_into(&mut to.locale);
    }
    let mail = reminder_mail(panel, &person, &to);
    let (locale, drawn) = mail::draw(panel, &Recipient::of(&to), &mail);
    Ok(Some(Drawn {
        name: to.name,
        locale,
        mail: drawn?,
    }))
}

fn reminder_mail(panel: &Panel, person: &Person, to: &Principal) -> FactorReminderMail {
    let nobody = Caller::default();
    let notice = Notice {
        panel,
        to,
        caller: &nobody,
    };
    FactorReminderMail {
        href: notice.href("/account/security"),
        holds: person.listed.best() > Some(Assurance::Recovery),
        rule: person.stands.as_str().to_owned(),
        until: person.until,
    }
}

/// Somebody whom the filter finds, disabled or not.
async fn find(
    tx: &mut Tx,
    panel: &Panel,
    filter: &Filter,
    id: PrincipalId,
) -> Result<Option<(Person, Principal)>, Error> {
    let mut look = Look::with_disabled(filter);
    look.rows.person = Some(id);
    let found = sift(tx, panel, &look, Page::first(1)).await?.rows.pop();
    let principal = principals::find(tx, id).await?;
    Ok(found.zip(principal))
}

/// What became of a confirmation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Started {
    /// So many people are to get it.
    Now(usize),
    /// It was confirmed already: the form was sent twice.
    Already,
    /// There is nobody to remind any more.
    Nobody,
}

/// Begins a campaign for everybody whom the filter finds now. `id` was given with the preview: a form that is
/// sent twice begins one.
pub async fn start(
    panel: &Panel,
    staff: &Principal,
    filter: &Filter,
    id: CampaignId,
    caller: &Caller,
) -> anyhow::Result<Started> {
    let plan = plan(panel, filter).await?;
    let now = panel.clock.now();
    let campaign = Campaign {
        id,
        filter: filter.to_string(),
        started_by: staff.id,
        created_at: now,
        finished_at: None,
    };
    let mut tx = panel.db.begin().await?;
    if rows::find(&mut tx, id).await?.is_some() {
        return Ok(Started::Already);
    }
    if plan.due.is_empty() {
        return Ok(Started::Nobody);
    }
    if !rows::insert(&mut tx, &campaign).await? {
        return Ok(Started::Already);
    }
    rows::add_recipients(&mut tx, id, &plan.due).await?;
    Event::by(EventName::RemindersStarted, staff.kind, staff.id)
        .with("campaign", id.to_string())
        .with("filter", campaign.filter)
        .with("people", plan.due.len())
        .record(&mut tx, panel, caller)
        .await?;
    jobs::enqueue(&mut tx, panel, &SendReminders { campaign: id }, now).await?;
    tx.commit().await?;
    Ok(Started::Now(plan.due.len()))
}

/// Writes the mails of a campaign. Each person is settled in the unit of work that writes their mail, so an
/// attempt that comes after another goes on where that one ended.
#[derive(Serialize, Deserialize)]
pub struct SendReminders {
    /// Which campaign.
    pub campaign: CampaignId,
}

impl Job for SendReminders {
    const KIND: &'static str = "send-reminders";

    async fn run(&self, panel: &Panel) -> Result<(), JobError> {
        for _ in 0..BATCHES {
            if !settle_some(panel, self.campaign).await? {
                return Ok(());
            }
        }
        let mut tx = panel.db.begin().await?;
        jobs::enqueue(&mut tx, panel, self, panel.clock.now()).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Settles some of those who are due; false when nobody was, and the campaign is over.
async fn settle_some(panel: &Panel, id: CampaignId) -> anyhow::Result<bool> {
    let mut tx = panel.db.begin().await?;
    let Some(campaign) = rows::find(&mut tx, id).await? else {
        return Ok(false);
    };
    let due = rows::list_due(&mut tx, id, BATCH).await?;
    // A filter that this version does not understand finds nobody, and so nobody gets a mail.
    let filter: Option<Filter> = campaign.filter.parse().ok();
    for person in &due {
        settle(&mut tx, panel, (id, filter.as_ref()), *person).await?;
    }
    if due.is_empty() && rows::finish(&mut tx, id, panel.clock.now()).await? {
        let mut event =
            Event::by_system(EventName::RemindersFinished).with("campaign", id.to_string());
        for tally in rows::tally(&mut tx, id).await? {
            event = event.with(tally.state.as_str(), tally.people);
        }
        event.record(&mut tx, panel, &Caller::default()).await?;
    }
    tx.commit().await?;
    Ok(!due.is_empty())
}

/// Settles one person: by the mail, or by the reason why there is none.
async fn settle(
    tx: &mut Tx,
    panel: &Panel,
    (campaign, filter): (CampaignId, Option<&Filter>),
    id: PrincipalId,
) -> anyhow::Result<()> {
    let now = panel.clock.now();
    let found = match filter {
        Some(filter) => find(tx, panel, filter, id).await?,
        None => None,
    };
    let verdict = found
        .as_ref()
        .map_or(Reminder::Changed, |(person, _)| verdict(panel, person));
    let settled = |from, to| Settled {
        campaign,
        person: id,
        from,
        to,
        at: now,
    };
    let (Reminder::Due, Some((person, to))) = (verdict, &found) else {
        rows::settle(tx, settled(Reminder::Due, verdict)).await?;
        return Ok(());
    };
    if !rows::settle(tx, settled(Reminder::Due, Reminder::Sent)).await? {
        return Ok(());
    }
    if !rows::claim(tx, id, now, reminder::rested_since(now)).await? {
        // Another campaign was quicker.
        rows::settle(tx, settled(Reminder::Sent, Reminder::Reminded)).await?;
        return Ok(());
    }
    let mail = reminder_mail(panel, person, to);
    mail::queue(tx, panel, &Recipient::of(to), &mail).await?;
    Ok(())
}
