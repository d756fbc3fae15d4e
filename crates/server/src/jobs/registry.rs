//! Every kind of job and all recurring work, each in one list.

use std::future::Future;
use std::pin::Pin;

use chrono::TimeDelta;
use serde_json::Value;

use super::{Job, JobError, Recurring, clean_up};
use crate::Panel;
use crate::app::adoption;
use crate::app::audit;
use crate::app::recovery::FinishRecovery;
use crate::app::reset::SendResetLink;
use crate::app::verify;
use crate::mail::SendMail;

pub(super) type Running<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// How jobs of one kind are run.
#[derive(Clone, Copy)]
pub struct Kind {
    /// Its name in the database.
    pub name: &'static str,
    pub(super) run: fn(Panel, Value) -> Running<Result<(), JobError>>,
    pub(super) given_up: fn(Panel, Value, String) -> Running<anyhow::Result<()>>,
}

impl Kind {
    /// The kind of a type of job.
    pub fn of<J: Job>() -> Self {
        Self {
            name: J::KIND,
            run: |panel, payload| {
                Box::pin(async move {
                    // A payload of another version cannot be read by trying again.
                    let job: J = serde_json::from_value(payload)
                        .map_err(|error| JobError::GiveUp(error.into()))?;
                    job.run(&panel).await
                })
            },
            given_up: |panel, payload, why| {
                Box::pin(async move {
                    let job: J = serde_json::from_value(payload)?;
                    job.given_up(&panel, &why).await
                })
            },
        }
    }
}

/// Every kind of job.
pub fn registry() -> Vec<Kind> {
    vec![
        Kind::of::<SendMail>(),
        Kind::of::<SendResetLink>(),
        Kind::of::<FinishRecovery>(),
        Kind::of::<adoption::SendReminders>(),
    ]
}

/// All recurring work.
pub fn recurring() -> Vec<Recurring> {
    vec![
        Recurring::new("clean-up", TimeDelta::hours(1), |panel| {
            Box::pin(clean_up::run(panel))
        }),
        Recurring::new("unfinished-sign-ins", TimeDelta::minutes(1), |panel| {
            Box::pin(async move { verify::remind_unfinished(&panel).await })
        }),
        Recurring::new("audit-chain", TimeDelta::days(1), |panel| {
            Box::pin(audit::verify_daily(panel))
        }),
        Recurring::new("adoption", TimeDelta::hours(1), |panel| {
            Box::pin(async move { adoption::note_today(&panel).await })
        }),
        Recurring::new("lost-jobs", TimeDelta::minutes(1), |panel| {
            Box::pin(clean_up::give_up_lost_jobs(panel))
        }),
    ]
}
