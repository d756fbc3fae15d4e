//! Statements: in builds with debug assertions each registers itself, so that one test prepares all
//! of them on both engines, whether or not another test runs them.

use crate::db::Engine;

/// A statement and where it is written.
#[derive(Clone, Copy, Debug)]
pub struct Statement {
    /// The text.
    pub sql: &'static str,
    /// The engine that it is for; None for both, which is the rule.
    pub engine: Option<Engine>,
    /// The file it is written in.
    pub file: &'static str,
    /// The line it is written on.
    pub line: u32,
}

inventory::collect!(Statement);

/// Every statement of the store; empty in builds without debug assertions.
pub fn registered_statements() -> Vec<Statement> {
    let mut statements: Vec<_> = inventory::iter::<Statement>.into_iter().copied().collect();
    statements.sort_by_key(|statement| (statement.file, statement.line));
    statements
}

/// A statement from literal parts, as a `&'static str`; `sql!(for Sqlite, …)` is for one engine alone.
macro_rules! sql {
    (for $engine:ident, $($part:expr),+ $(,)?) => {
        $crate::sql::sql!(@register Some($crate::db::Engine::$engine), concat!($($part),+))
    };
    (@register $engine:expr, $text:expr) => {{
        const SQL: &str = $text;
        #[cfg(debug_assertions)]
        inventory::submit! {
            $crate::sql::Statement { sql: SQL, engine: $engine, file: ::core::file!(), line: ::core::line!() }
        }
        SQL
    }};
    ($($part:expr),+ $(,)?) => {
        $crate::sql::sql!(@register None, concat!($($part),+))
    };
}

/// The statement for a part of a list, in the direction of `$page`. What it begins with ends in a condition;
/// `by` are the columns of its order and `from` the parameters that [`Page::bound`] and [`Page::fetch`] fill.
///
/// [`Page::bound`]: crate::paging::Page
/// [`Page::fetch`]: crate::paging::Page
macro_rules! list_sql {
    ($page:expr, by ($at:literal, $id:literal), from ($from_at:literal, $from_id:literal, $limit:literal), $($part:expr),+ $(,)?) => {
        if $page.is_backwards() {
            $crate::sql::sql!(
                $($part),+, " AND (", $at, ", ", $id, ") > (", $from_at, ", ", $from_id, ") ",
                "ORDER BY ", $at, ", ", $id, " LIMIT ", $limit
            )
        } else {
            $crate::sql::sql!(
                $($part),+, " AND (", $at, ", ", $id, ") < (", $from_at, ", ", $from_id, ") ",
                "ORDER BY ", $at, " DESC, ", $id, " DESC LIMIT ", $limit
            )
        }
    };
}

pub(crate) use list_sql;
pub(crate) use sql;
