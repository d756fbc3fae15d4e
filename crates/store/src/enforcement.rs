//! What is on record about people and the rules about second factors: grace, skips, the rules of their
//! clients' groups. What it comes to is a rule of `identity`.

use chrono::{DateTime, Utc};
use innkeeper_identity::enforcement::Rule;
use innkeeper_identity::ids::{ClientGroupId, PrincipalId};
use innkeeper_identity::permission::Role;
use innkeeper_identity::principal::PrincipalKind;

use crate::db::Tx;
use crate::error::Result;
use crate::principals::{Principal, select_principal};
use crate::sql::sql;

/// What is on record about a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Standing {
    /// A staff member's role.
    pub role: Option<Role>,
    /// When the grace began that there is once.
    pub grace_began_at: Option<DateTime<Utc>>,
    /// When the reminder was last put off.
    pub skipped_at: Option<DateTime<Utc>>,
    /// Until when the person is or was exempt.
    pub exempt_until: Option<DateTime<Utc>>,
    /// The rules of the groups of the person's clients, a JSON list as the groups have them.
    pub group_rules: Option<String>,
}

impl Standing {
    /// The rules of the groups of the person's clients. One that cannot be read is left out, as every
    /// setting that means nothing is.
    pub fn group_rules(&self) -> Vec<Rule> {
        let list = self.group_rules.as_deref().unwrap_or("[]");
        let rules: Vec<serde_json::Value> = serde_json::from_str(list).unwrap_or_default();
        rules
            .into_iter()
            .filter_map(|rule| serde_json::from_value(rule).ok())
            .collect()
    }
}

/// The columns of a [`Standing`] of a person `p`, its role `r` aside, without the rule of the group `$besides`.
macro_rules! standing_columns {
    ($besides:literal) => {
        concat!(
            "(SELECT e.began_at FROM graces e WHERE e.principal_id = p.id) AS grace_began_at, ",
            "(SELECT k.skipped_at FROM reminder_skips k WHERE k.principal_id = p.id) AS skipped_at, ",
            "(SELECT MAX(x.until) FROM exemptions x WHERE x.principal_id = p.id AND x.ended_at IS NULL) AS exempt_until, ",
            "(SELECT '[' || string_agg(g.rule, ',') || ']' FROM memberships m JOIN clients c ON c.id = m.client_id ",
            "JOIN client_groups g ON g.id = c.group_id WHERE m.principal_id = p.id AND g.rule IS NOT NULL",
            $besides,
            ") AS group_rules "
        )
    };
}

pub(crate) use standing_columns;

/// What is on record about this person; nothing for nobody.
pub async fn find(tx: &mut Tx, id: PrincipalId) -> Result<Standing> {
    let sql = sql!(
        "SELECT r.role, ",
        standing_columns!(""),
        "FROM principals p LEFT JOIN staff_roles r ON r.principal_id = p.id WHERE p.id = $1"
    );
    Ok(tx.optional(sql, (id,)).await?.unwrap_or_default())
}

/// A person, and what is on record about them.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Bound {
    /// The person.
    #[sqlx(flatten)]
    pub principal: Principal,
    /// What is on record.
    #[sqlx(flatten)]
    pub standing: Standing,
}

/// This person with what is on record about them.
pub async fn find_bound(tx: &mut Tx, id: PrincipalId) -> Result<Option<Bound>> {
    let sql = select_principal!(
        ", r.role, ",
        standing_columns!(""),
        "FROM principals p LEFT JOIN staff_roles r ON r.principal_id = p.id WHERE p.id = $1"
    );
    tx.optional(sql, (id,)).await
}

/// Writes down that a person's grace began; false where it has before, and nothing changed (R174).
pub async fn begin_grace(tx: &mut Tx, id: PrincipalId, now: DateTime<Utc>) -> Result<bool> {
    let sql = sql!(
        "INSERT INTO graces (principal_id, began_at) VALUES ($1, $2) ON CONFLICT (principal_id) DO NOTHING"
    );
    Ok(tx.execute(sql, (id, now)).await? == 1)
}

/// Writes down that a person put the reminder off.
pub async fn skip(tx: &mut Tx, id: PrincipalId, now: DateTime<Utc>) -> Result<()> {
    let sql = sql!(
        "INSERT INTO reminder_skips (principal_id, skipped_at) VALUES ($1, $2) ",
        "ON CONFLICT (principal_id) DO UPDATE SET skipped_at = excluded.skipped_at"
    );
    tx.execute(sql, (id, now)).await?;
    Ok(())
}

/// A person as surveys see them.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Surveyed {
    /// Who.
    pub id: PrincipalId,
    /// What is on record.
    #[sqlx(flatten)]
    pub standing: Standing,
    /// The factors of the person's usable credentials, with commas between.
    pub factors: Option<String>,
}

/// Which people are surveyed.
#[derive(Clone, Copy, Debug)]
pub struct Survey {
    /// Users or staff.
    pub kind: PrincipalKind,
    /// Only those of clients in this group, and without its rule.
    pub group: Option<ClientGroupId>,
    /// Only staff of this role.
    pub role: Option<Role>,
}

/// People who may sign in, by id, after one; `limit` of them.
pub async fn survey(
    tx: &mut Tx,
    survey: Survey,
    after: PrincipalId,
    limit: i64,
) -> Result<Vec<Surveyed>> {
    let sql = sql!(
        "SELECT p.id, r.role, ",
        standing_columns!(" AND (CAST($2 AS UUID) IS NULL OR g.id <> $2)"),
        ", (SELECT string_agg(c.factor, ',') FROM credentials c WHERE c.principal_id = p.id AND c.state = 'active') AS factors ",
        "FROM principals p LEFT JOIN staff_roles r ON r.principal_id = p.id WHERE p.kind = $1 AND p.status = 'active' ",
        "AND (CAST($2 AS UUID) IS NULL OR EXISTS (SELECT 1 FROM memberships m JOIN clients c ON c.id = m.client_id ",
        "WHERE m.principal_id = p.id AND c.group_id = $2)) AND (CAST($3 AS TEXT) IS NULL OR r.role = $3) ",
        "AND p.id > $4 ORDER BY p.id LIMIT $5"
    );
    tx.all(sql, (survey.kind, survey.group, survey.role, after, limit))
        .await
}
