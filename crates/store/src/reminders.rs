//! Reminders to set up a second factor: campaigns, whom they are for, and when each person was last reminded.
//!
//! One row changed is the only sign that a mail may be written, twice over: [`settle`] for this campaign,
//! [`claim`] for all of them.

use chrono::{DateTime, Utc};
use innkeeper_identity::ids::{CampaignId, PrincipalId};
use innkeeper_identity::reminder::Reminder;

use crate::db::Tx;
use crate::error::Result;
use crate::sql::sql;

/// A reminder of many people.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Campaign {
    /// The campaign.
    pub id: CampaignId,
    /// Whom staff had in mind, as they wrote it.
    pub filter: String,
    /// Who confirmed it.
    pub started_by: PrincipalId,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When everybody was settled.
    pub finished_at: Option<DateTime<Utc>>,
}

/// A campaign with the name of who confirmed it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Listed {
    /// The campaign.
    #[sqlx(flatten)]
    pub campaign: Campaign,
    /// Who confirmed it.
    pub starter: String,
}

/// How many people of a campaign came to what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Tally {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// What became of them.
    pub state: Reminder,
    /// How many.
    pub people: i64,
}

/// How many people one statement of [`add_recipients`] takes.
const BATCH: usize = 16;

/// Adds a campaign; false, and nothing changed, if it is there already.
pub async fn insert(tx: &mut Tx, campaign: &Campaign) -> Result<bool> {
    let sql = sql!(
        "INSERT INTO reminder_campaigns (id, filter, started_by, created_at, finished_at) VALUES ($1, $2, $3, $4, $5) ",
        "ON CONFLICT (id) DO NOTHING"
    );
    let c = campaign;
    let args = (c.id, &c.filter, c.started_by, c.created_at, c.finished_at);
    Ok(tx.execute(sql, args).await? == 1)
}

/// Adds those whom a campaign is for.
pub async fn add_recipients(tx: &mut Tx, id: CampaignId, people: &[PrincipalId]) -> Result<()> {
    let sql = sql!(
        "INSERT INTO reminder_recipients (campaign_id, principal_id, state) SELECT c.id, p.id, 'due' ",
        "FROM reminder_campaigns c CROSS JOIN principals p WHERE c.id = $1 AND p.id IN ",
        "($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
    );
    for batch in people.chunks(BATCH) {
        // What is not there is NULL, which equals nothing.
        let at = |place: usize| batch.get(place).copied();
        let args = (
            id,
            at(0),
            at(1),
            at(2),
            at(3),
            at(4),
            at(5),
            at(6),
            at(7),
            at(8),
            at(9),
            at(10),
            at(11),
            at(12),
            at(13),
            at(14),
            at(15),
        );
        tx.execute(sql, args).await?;
    }
    Ok(())
}

/// The campaign with this id.
pub async fn find(tx: &mut Tx, id: CampaignId) -> Result<Option<Campaign>> {
    let sql = sql!(
        "SELECT id, filter, started_by, created_at, finished_at FROM reminder_campaigns WHERE id = $1"
    );
    tx.optional(sql, (id,)).await
}

/// Some of those whose mail is due, in the order in which everybody takes them.
pub async fn list_due(tx: &mut Tx, id: CampaignId, limit: i64) -> Result<Vec<PrincipalId>> {
    let sql = sql!(
        "SELECT principal_id FROM reminder_recipients WHERE campaign_id = $1 AND state = 'due' ",
        "ORDER BY principal_id LIMIT $2"
    );
    let rows: Vec<(PrincipalId,)> = tx.all(sql, (id, limit)).await?;
    Ok(rows.into_iter().map(|(person,)| person).collect())
}

/// What becomes of a person in a campaign.
#[derive(Clone, Copy, Debug)]
pub struct Settled {
    /// The campaign.
    pub campaign: CampaignId,
    /// The person.
    pub person: PrincipalId,
    /// What it was.
    pub from: Reminder,
    /// What it is from here on.
    pub to: Reminder,
    /// When.
    pub at: DateTime<Utc>,
}

/// Settles a person; false if somebody else did.
pub async fn settle(tx: &mut Tx, settled: Settled) -> Result<bool> {
    let sql = sql!(
        "UPDATE reminder_recipients SET state = $4, settled_at = $5 ",
        "WHERE campaign_id = $1 AND principal_id = $2 AND state = $3"
    );
    let s = settled;
    let args = (s.campaign, s.person, s.from, s.to, s.at);
    Ok(tx.execute(sql, args).await? == 1)
}

/// Writes down that a person is reminded now; false, and nothing changed, if they were after `rested`.
pub async fn claim(
    tx: &mut Tx,
    person: PrincipalId,
    now: DateTime<Utc>,
    rested: DateTime<Utc>,
) -> Result<bool> {
    let sql = sql!(
        "INSERT INTO last_reminders (principal_id, sent_at) VALUES ($1, $2) ON CONFLICT (principal_id) ",
        "DO UPDATE SET sent_at = excluded.sent_at WHERE last_reminders.sent_at <= $3"
    );
    Ok(tx.execute(sql, (person, now, rested)).await? == 1)
}

/// Ends a campaign in which nobody is due any more; false if it has ended.
pub async fn finish(tx: &mut Tx, id: CampaignId, now: DateTime<Utc>) -> Result<bool> {
    let sql = sql!(
        "UPDATE reminder_campaigns SET finished_at = $2 WHERE id = $1 AND finished_at IS NULL AND NOT EXISTS ",
        "(SELECT 1 FROM reminder_recipients r WHERE r.campaign_id = $1 AND r.state = 'due')"
    );
    Ok(tx.execute(sql, (id, now)).await? == 1)
}

/// Sweeps out campaigns that ended before a moment, with what became of the people in them.
pub async fn delete_finished(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64> {
    let sql = sql!("DELETE FROM reminder_campaigns WHERE finished_at < $1");
    tx.execute(sql, (before,)).await
}

/// The latest campaigns, and what became of the people in them.
pub async fn list_latest(tx: &mut Tx, limit: i64) -> Result<(Vec<Listed>, Vec<Tally>)> {
    let campaigns = sql!(
        "SELECT c.id, c.filter, c.started_by, c.created_at, c.finished_at, p.name AS starter FROM reminder_campaigns c ",
        "JOIN principals p ON p.id = c.started_by ORDER BY c.created_at DESC, c.id DESC LIMIT $1"
    );
    let tallies = sql!(
        "SELECT r.campaign_id, r.state, COUNT(*) AS people FROM reminder_recipients r WHERE r.campaign_id IN ",
        "(SELECT c.id FROM reminder_campaigns c ORDER BY c.created_at DESC, c.id DESC LIMIT $1) ",
        "GROUP BY r.campaign_id, r.state"
    );
    Ok((
        tx.all(campaigns, (limit,)).await?,
        tx.all(tallies, (limit,)).await?,
    ))
}

/// What became of the people of one campaign.
pub async fn tally(tx: &mut Tx, id: CampaignId) -> Result<Vec<Tally>> {
    let sql = sql!(
        "SELECT campaign_id, state, COUNT(*) AS people FROM reminder_recipients WHERE campaign_id = $1 ",
        "GROUP BY campaign_id, state"
    );
    tx.all(sql, (id,)).await
}
