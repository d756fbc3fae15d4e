//! Sweeps out rows that are over. Nothing depends on it: whoever reads them compares their times.

use chrono::TimeDelta;
use innkeeper_identity::team::INVITATION_KEPT;
use innkeeper_identity::throttle::{self, ThrottleScope};
use innkeeper_store::{
    answered, api_tokens, browser_traces, challenges, discoveries, email_undos, enrolments, hooks,
    invitations, jobs, mails, pending_logins, plugin_health, plugin_log, plugin_uploads, plugins,
    recovery, reminders, sessions, throttles, tokens, tried_pairs, trusted_devices,
};

use crate::Panel;

/// How long a session that has ended stays on record.
const KEEP_SESSIONS: TimeDelta = TimeDelta::days(30);
/// How long the record of a job that was done stays.
const KEEP_JOBS: TimeDelta = TimeDelta::days(7);
/// How long a mail stays in the log.
const KEEP_MAILS: TimeDelta = TimeDelta::days(90);
/// How long it stays on record who was reminded by which campaign; that they were is in the audit log.
const KEEP_CAMPAIGNS: TimeDelta = TimeDelta::days(365);
/// How long a program may ask again for the answer it lost.
const KEEP_ANSWERS: TimeDelta = TimeDelta::days(1);
/// How long it stays on record how plugins were doing.
const KEEP_HEALTH: TimeDelta = TimeDelta::days(30);
/// How long it stays on record what a plugin could not be told of.
const KEEP_UNTOLD: TimeDelta = TimeDelta::days(90);
/// How many lines of a plugin's log stay.
const KEEP_LINES: i64 = 1000;
/// How long a counter that nobody raised stays: longer than any window or lock.
const KEEP_THROTTLES: TimeDelta = TimeDelta::days(2);

pub(super) async fn run(panel: Panel) -> anyhow::Result<()> {
    let now = panel.clock.now();
    let mut tx = panel.db.begin().await?;
    for plugin in plugins::stamps(&mut tx).await? {
        plugin_log::keep_newest(&mut tx, &plugin.id, KEEP_LINES).await?;
    }
    let swept = tokens::delete_expired(&mut tx, now).await?
        + pending_logins::delete_expired(&mut tx, now).await?
        + answered::delete_expired(&mut tx, now).await?
        + plugin_health::delete_before(&mut tx, now - KEEP_HEALTH).await?
        + hooks::delete_dead(&mut tx, now - KEEP_UNTOLD).await?
        + plugin_uploads::delete_expired(&mut tx, now).await?
        + challenges::delete_expired(&mut tx, now).await?
        + discoveries::delete_expired(&mut tx, now).await?
        + enrolments::delete_expired(&mut tx, now).await?
        + email_undos::delete_expired(&mut tx, now).await?
        + invitations::delete_expired(&mut tx, now - INVITATION_KEPT).await?
        + recovery::delete_unproved(&mut tx, now).await?
        + recovery::expire(&mut tx, now).await?
        + trusted_devices::delete_expired(&mut tx, now).await?
        + browser_traces::delete_expired(&mut tx, now).await?
        + sessions::delete_dead(&mut tx, now - KEEP_SESSIONS).await?
        + throttles::delete_stale(
            &mut tx,
            now - KEEP_THROTTLES,
            now,
            ThrottleScope::Credential,
        )
        .await?
        + tried_pairs::delete_before(
            &mut tx,
            now - throttle::rules(ThrottleScope::Stuffing).window,
        )
        .await?
        + api_tokens::delete_expired(&mut tx, now).await?
        + api_tokens::delete_answers_before(&mut tx, now - KEEP_ANSWERS).await?
        + jobs::delete_done(&mut tx, now - KEEP_JOBS).await?
        + reminders::delete_finished(&mut tx, now - KEEP_CAMPAIGNS).await?
        + mails::delete_before(&mut tx, now - KEEP_MAILS).await?;
    tx.commit().await?;
    tracing::debug!(rows = swept, "swept out what is over");
    Ok(())
}

pub(super) async fn give_up_lost_jobs(panel: Panel) -> anyhow::Result<()> {
    let mut tx = panel.db.begin().await?;
    let why = "its worker did not come back from the last attempt";
    let lost = jobs::give_up_lost(&mut tx, panel.clock.now(), why).await?;
    tx.commit().await?;
    if lost > 0 {
        tracing::error!(
            jobs = lost,
            "gave up jobs whose worker did not come back; staff can retry them"
        );
    }
    Ok(())
}
