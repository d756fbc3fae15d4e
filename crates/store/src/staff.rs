//! Which role each staff member has. Who they are is in `principals`.

use innkeeper_identity::ids::PrincipalId;
use innkeeper_identity::permission::Role;

use crate::db::Tx;
use crate::error::Result;
use crate::paging::{Cursor, Page, Paged, Placed};
use crate::principals::{Principal, principal_columns, select_principal};
use crate::search;
use crate::sql::{list_sql, sql};

/// A staff member.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct StaffMember {
    /// The person.
    #[sqlx(flatten)]
    pub principal: Principal,
    /// What the person may do.
    pub role: Role,
    /// How many usable second factors the person holds, ways back in not counted.
    pub active_factors: i64,
}

impl Placed for StaffMember {
    fn cursor(&self) -> Cursor {
        Cursor {
            at: self.principal.created_at,
            id: self.principal.id.0,
        }
    }
}

/// The role of a staff member; None for anybody else.
pub async fn role_of(tx: &mut Tx, id: PrincipalId) -> Result<Option<Role>> {
    let row: Option<(Role,)> = tx
        .optional(
            sql!("SELECT role FROM staff_roles WHERE principal_id = $1"),
            (id,),
        )
        .await?;
    Ok(row.map(|(role,)| role))
}

/// Gives a person of the staff a role, the first or another.
pub async fn set_role(tx: &mut Tx, id: PrincipalId, role: Role) -> Result<()> {
    let sql = sql!(
        "INSERT INTO staff_roles (principal_id, role) VALUES ($1, $2) ",
        "ON CONFLICT (principal_id) DO UPDATE SET role = excluded.role"
    );
    tx.execute(sql, (id, role)).await?;
    Ok(())
}

/// One staff member.
pub async fn find(tx: &mut Tx, id: PrincipalId) -> Result<Option<StaffMember>> {
    let sql = select_principal!(
        ", r.role FROM principals p JOIN staff_roles r ON r.principal_id = p.id WHERE p.id = $1"
    );
    tx.optional(sql, (id,)).await
}

/// Staff members, newest first; `search` is a part of a name or an address.
pub async fn list(tx: &mut Tx, search: Option<&str>, page: Page) -> Result<Paged<StaffMember>> {
    let sql = list_sql!(
        page,
        by("p.created_at", "p.id"),
        from("$2", "$3", "$4"),
        principal_columns!(),
        ", r.role FROM principals p JOIN staff_roles r ON r.principal_id = p.id ",
        "WHERE (CAST($1 AS TEXT) IS NULL OR p.name_key LIKE $1 ESCAPE '\\' OR p.email_key LIKE $1 ESCAPE '\\')"
    );
    let (at, id) = page.bound();
    let rows = tx
        .all(sql, (search::containing(search), at, id, page.fetch()))
        .await?;
    Ok(page.cut(rows))
}

/// Everybody who has a role and may sign in, the oldest first.
pub async fn list_by_role(tx: &mut Tx, role: Role) -> Result<Vec<StaffMember>> {
    let sql = select_principal!(
        ", r.role FROM principals p JOIN staff_roles r ON r.principal_id = p.id ",
        "WHERE r.role = $1 AND p.status = 'active' ORDER BY p.created_at, p.id"
    );
    tx.all(sql, (role,)).await
}

/// How many have a role and may sign in.
pub async fn count_by_role(tx: &mut Tx, role: Role) -> Result<i64> {
    let sql = sql!(
        "SELECT COUNT(*) FROM staff_roles r JOIN principals p ON p.id = r.principal_id ",
        "WHERE r.role = $1 AND p.status = 'active'"
    );
    let (count,) = tx.one(sql, (role,)).await?;
    Ok(count)
}
