//! How many people had what as their best second factor, day by day in UTC. The last look at a day stands.

use chrono::NaiveDate;
use innkeeper_identity::principal::PrincipalKind;

use crate::adoption::Counts;
use crate::db::Tx;
use crate::error::Result;
use crate::sql::sql;

/// A day and what was counted on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub day: NaiveDate,
    /// What was counted.
    pub counts: Counts,
}

/// Writes down what was counted on a day; what was counted earlier on it is forgotten.
pub async fn put(tx: &mut Tx, kind: PrincipalKind, day: Day) -> Result<()> {
    let sql = sql!(
        "INSERT INTO adoption_days (kind, day, phishing_resistant, strong, basic, recovery, no_factor) ",
        "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (kind, day) DO UPDATE SET ",
        "phishing_resistant = excluded.phishing_resistant, strong = excluded.strong, basic = excluded.basic, ",
        "recovery = excluded.recovery, no_factor = excluded.no_factor"
    );
    let counts = day.counts;
    let args = (
        kind,
        day.day.to_string(),
        counts.phishing_resistant,
        counts.strong,
        counts.basic,
        counts.recovery,
        counts.nothing,
    );
    tx.execute(sql, args).await?;
    Ok(())
}

/// The days from one on of which something is known, the earliest first.
pub async fn list(tx: &mut Tx, kind: PrincipalKind, from: NaiveDate) -> Result<Vec<Day>> {
    let sql = sql!(
        "SELECT day, phishing_resistant, strong, basic, recovery, no_factor FROM adoption_days ",
        "WHERE kind = $1 AND day >= $2 ORDER BY day"
    );
    let rows: Vec<(String, i64, i64, i64, i64, i64)> =
        tx.all(sql, (kind, from.to_string())).await?;
    let days = rows.into_iter().filter_map(
        |(day, phishing_resistant, strong, basic, recovery, no_factor)| {
            Some(Day {
                day: day.parse().ok()?,
                counts: Counts {
                    phishing_resistant,
                    strong,
                    basic,
                    recovery,
                    nothing: no_factor,
                },
            })
        },
    );
    Ok(days.collect())
}
