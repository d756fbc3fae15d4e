//! Who holds which second factors: counted, and listed with what the rules need to know.
//!
//! What a factor is worth is the provider's setting and no column: statements get it as one text, `worth`,
//! which [`Worth`] writes.

use chrono::{DateTime, Utc};
use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::ids::{ClientGroupId, PrincipalId};
use innkeeper_identity::principal::{PrincipalKind, PrincipalStatus};

use crate::db::Tx;
use crate::enforcement::{Standing, standing_columns};
use crate::error::Result;
use crate::paging::{Cursor, Page, Paged, Placed};
use crate::search;
use crate::sql::{list_sql, sql};

/// What proofs by factors are worth, for statements: `,3:totp,1:backup-codes,`. A factor that is not in
/// it is worth nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worth(String);

impl Worth {
    /// Of these factors; the others are worth nothing.
    pub fn of<'a>(factors: impl IntoIterator<Item = (&'a str, Assurance)>) -> Self {
        let words = factors.into_iter();
        let words = words.map(|(factor, class)| format!("{}:{factor},", rank(class)));
        Self(std::iter::once(",".to_owned()).chain(words).collect())
    }
}

/// A class as a number that grows with it; nothing at all is 0.
fn rank(class: Assurance) -> i64 {
    match class {
        Assurance::Recovery => 1,
        Assurance::Basic => 2,
        Assurance::Strong => 3,
        Assurance::PhishingResistant => 4,
    }
}

fn class(rank: i64) -> Option<Assurance> {
    Assurance::ALL
        .iter()
        .copied()
        .find(|class| self::rank(*class) == rank)
}

/// The rank of a credential `b`, where `$worth` is the parameter with the [`Worth`].
macro_rules! rank_of {
    ($worth:literal) => {
        concat!(
            "CASE WHEN ",
            $worth,
            " LIKE '%,4:' || b.factor || ',%' THEN 4 WHEN ",
            $worth,
            " LIKE '%,3:' || b.factor || ',%' THEN 3 WHEN ",
            $worth,
            " LIKE '%,2:' || b.factor || ',%' THEN 2 WHEN ",
            $worth,
            " LIKE '%,1:' || b.factor || ',%' THEN 1 ELSE 0 END"
        )
    };
}

/// The rank of the best that a person `p` can use.
macro_rules! best_rank {
    ($worth:literal) => {
        concat!(
            "CAST(COALESCE((SELECT MAX(",
            rank_of!($worth),
            ") FROM credentials b WHERE b.principal_id = p.id AND b.state = 'active'), 0) AS BIGINT)"
        )
    };
}

/// How many people have what as their best.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Something that no impostor gets.
    pub phishing_resistant: i64,
    /// A secret or device of their own.
    pub strong: i64,
    /// A code by a channel that others may read.
    pub basic: i64,
    /// Backup codes alone.
    pub recovery: i64,
    /// Nothing that they can use.
    pub nothing: i64,
}

impl Counts {
    /// How many people that are in all.
    pub fn people(&self) -> i64 {
        self.phishing_resistant + self.strong + self.basic + self.recovery + self.nothing
    }
}

/// How many of those of a kind who may sign in have what as their best.
pub async fn count(tx: &mut Tx, kind: PrincipalKind, worth: &Worth) -> Result<Counts> {
    let sql = sql!(
        "SELECT CAST(COALESCE(h.best, 0) AS BIGINT) AS best, COUNT(*) FROM principals p LEFT JOIN ",
        "(SELECT b.principal_id, MAX(",
        rank_of!("$2"),
        ") AS best FROM credentials b WHERE b.state = 'active' GROUP BY b.principal_id) h ON h.principal_id = p.id ",
        "WHERE p.kind = $1 AND p.status = 'active' GROUP BY COALESCE(h.best, 0)"
    );
    let rows: Vec<(i64, i64)> = tx.all(sql, (kind, &worth.0)).await?;
    let mut counts = Counts::default();
    for (best, people) in rows {
        match class(best) {
            Some(Assurance::PhishingResistant) => counts.phishing_resistant = people,
            Some(Assurance::Strong) => counts.strong = people,
            Some(Assurance::Basic) => counts.basic = people,
            Some(Assurance::Recovery) => counts.recovery = people,
            None => counts.nothing = people,
        }
    }
    Ok(counts)
}

/// A factor and how many people have it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Held {
    /// The module.
    pub factor: String,
    /// How many hold it.
    pub holders: i64,
    /// How many of them used it lately.
    pub used: i64,
}

/// How many of those of a kind who may sign in hold each factor, and used it since then.
pub async fn count_by_factor(
    tx: &mut Tx,
    kind: PrincipalKind,
    since: DateTime<Utc>,
) -> Result<Vec<Held>> {
    let sql = sql!(
        "SELECT c.factor, COUNT(DISTINCT c.principal_id) AS holders, ",
        "COUNT(DISTINCT CASE WHEN c.last_used_at >= $2 THEN c.principal_id END) AS used ",
        "FROM credentials c JOIN principals p ON p.id = c.principal_id ",
        "WHERE c.state = 'active' AND p.kind = $1 AND p.status = 'active' GROUP BY c.factor ORDER BY c.factor"
    );
    tx.all(sql, (kind, since)).await
}

/// Which people are looked for.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Users or staff.
    pub kind: PrincipalKind,
    /// Only those who hold something usable of this module.
    pub factor: Option<Holding>,
    /// Only those whose best is of these classes, the least and the highest; None for less than any.
    pub best: Option<(Option<Assurance>, Option<Assurance>)>,
    /// Only those of clients in this group.
    pub group: Option<ClientGroupId>,
    /// A part of a name or an address.
    pub search: Option<String>,
    /// Also those who may not sign in.
    pub disabled: bool,
    /// Only this person.
    pub person: Option<PrincipalId>,
}

/// What somebody must hold to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holding {
    /// Something of this module.
    Factor(String),
    /// Nothing of any.
    Nothing,
}

impl From<&str> for Holding {
    fn from(factor: &str) -> Self {
        Self::Factor(factor.to_owned())
    }
}

/// A person in the list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Listed {
    /// Who.
    pub id: PrincipalId,
    /// User or staff member.
    pub kind: PrincipalKind,
    /// What to call the person.
    pub name: String,
    /// The address.
    pub email: String,
    /// When it was shown to be the person's.
    pub email_confirmed_at: Option<DateTime<Utc>>,
    /// Whether the person may sign in.
    pub status: PrincipalStatus,
    /// The latest complete sign-in.
    pub last_sign_in_at: Option<DateTime<Utc>>,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
    /// When the person was last reminded to set up a second factor.
    pub reminded_at: Option<DateTime<Utc>>,
    /// What is on record for the rules.
    #[sqlx(flatten)]
    pub standing: Standing,
    factors: Option<String>,
    best: i64,
}

impl Listed {
    /// The class of the best that the person can use.
    pub fn best(&self) -> Option<Assurance> {
        class(self.best)
    }

    /// The modules that the person holds something of, by name.
    pub fn factors(&self) -> Vec<&str> {
        let held = self.factors.as_deref().unwrap_or_default();
        let mut factors: Vec<&str> = held
            .split(',')
            .filter(|factor| !factor.is_empty())
            .collect();
        factors.sort_unstable();
        factors.dedup();
        factors
    }
}

impl Placed for Listed {
    fn cursor(&self) -> Cursor {
        Cursor {
            at: self.created_at,
            id: self.id.0,
        }
    }
}

/// People and what they hold, newest first.
pub async fn list(
    tx: &mut Tx,
    filter: &Filter,
    worth: &Worth,
    page: Page,
) -> Result<Paged<Listed>> {
    let sql = list_sql!(
        page,
        by("p.created_at", "p.id"),
        from("$10", "$11", "$12"),
        "SELECT p.id, p.kind, p.name, p.email, p.email_confirmed_at, p.status, p.last_sign_in_at, p.created_at, r.role, ",
        standing_columns!(""),
        ", (SELECT string_agg(a.factor, ',') FROM credentials a WHERE a.principal_id = p.id AND a.state = 'active') AS factors, ",
        best_rank!("$2"),
        " AS best, (SELECT l.sent_at FROM last_reminders l WHERE l.principal_id = p.id) AS reminded_at ",
        "FROM principals p LEFT JOIN staff_roles r ON r.principal_id = p.id WHERE p.kind = $1 ",
        "AND (CAST($3 AS TEXT) IS NULL OR ($3 = '' AND NOT EXISTS (SELECT 1 FROM credentials n ",
        "WHERE n.principal_id = p.id AND n.state = 'active')) OR EXISTS (SELECT 1 FROM credentials f ",
        "WHERE f.principal_id = p.id AND f.state = 'active' AND f.factor = $3)) ",
        "AND (CAST($4 AS BIGINT) IS NULL OR ",
        best_rank!("$2"),
        " BETWEEN $4 AND $5) AND (CAST($6 AS UUID) IS NULL OR EXISTS (SELECT 1 FROM memberships m ",
        "JOIN clients c ON c.id = m.client_id WHERE m.principal_id = p.id AND c.group_id = $6)) ",
        "AND (CAST($7 AS TEXT) IS NULL OR p.name_key LIKE $7 ESCAPE '\\' OR p.email_key LIKE $7 ESCAPE '\\') ",
        "AND (p.status = 'active' OR $8) AND (CAST($9 AS UUID) IS NULL OR p.id = $9)"
    );
    let held = filter.factor.as_ref().map(|holding| match holding {
        Holding::Factor(factor) => factor.clone(),
        Holding::Nothing => String::new(),
    });
    let (least, most) = filter.best.unzip();
    let of = |class: Option<Assurance>| class.map_or(0, rank);
    let (at, id) = page.bound();
    let args = (
        filter.kind,
        &worth.0,
        held,
        least.map(of),
        most.map(of),
        filter.group,
        search::containing(filter.search.as_deref()),
        filter.disabled,
        filter.person,
        at,
        id,
        page.fetch(),
    );
    Ok(page.cut(tx.all(sql, args).await?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rank_is_a_class_and_grows_with_it() {
        let ranks: Vec<i64> = Assurance::ALL.iter().map(|class| rank(*class)).collect();
        assert_eq!(ranks, [1, 2, 3, 4]);
        for one in Assurance::ALL {
            assert_eq!(class(rank(*one)), Some(*one));
        }
        assert_eq!(class(0), None);
    }

    #[test]
    fn worth_is_written_so_that_no_factor_is_found_in_another() {
        let worth = Worth::of([
            ("totp", Assurance::Strong),
            ("backup-codes", Assurance::Recovery),
        ]);
        assert_eq!(worth.0, ",3:totp,1:backup-codes,");
        assert_eq!(Worth::of([]).0, ",");
    }
}
