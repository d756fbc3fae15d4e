//! How adoption went, day by day in UTC. A day is counted again and again until it is over.

use chrono::{Days, NaiveDate};
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_store::adoption;
use innkeeper_store::adoption_days::{self, Day};
use innkeeper_store::{Error, Tx};

use super::worth;
use crate::Panel;

/// Counts today, for users and staff.
pub async fn note_today(panel: &Panel) -> anyhow::Result<()> {
    let day = today(panel);
    let mut counted = Vec::new();
    let mut tx = panel.db.read().await?;
    for kind in PrincipalKind::ALL {
        let counts = adoption::count(&mut tx, *kind, &worth(panel, *kind)).await?;
        counted.push((*kind, Day { day, counts }));
    }
    drop(tx);
    let mut tx = panel.db.begin().await?;
    for (kind, day) in counted {
        adoption_days::put(&mut tx, kind, day).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Today, where days are counted.
pub fn today(panel: &Panel) -> NaiveDate {
    panel.clock.now().date_naive()
}

/// The last so many days, today among them, as far as something is known of them.
pub async fn history(
    tx: &mut Tx,
    panel: &Panel,
    kind: PrincipalKind,
    days: u32,
) -> Result<Vec<Day>, Error> {
    adoption_days::list(tx, kind, first_of(today(panel), days)).await
}

/// The first of so many days that end today.
pub fn first_of(today: NaiveDate, days: u32) -> NaiveDate {
    let before = Days::new(u64::from(days.saturating_sub(1)));
    today.checked_sub_days(before).unwrap_or(today)
}
