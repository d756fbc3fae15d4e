//! The two areas of the house. They share every line of the door and never a cookie.

use innkeeper_identity::principal::PrincipalKind;

/// Where a request belongs, decided by its path alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Where a provider's customers are at home.
    Customer,
    /// Where the provider's staff works.
    Staff,
}

impl Area {
    /// The area that serves `path`.
    pub fn of(path: &str) -> Self {
        match path.strip_prefix("/staff") {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => Self::Staff,
            _ => Self::Customer,
        }
    }

    /// What paths of this area start with.
    pub fn base(self) -> &'static str {
        match self {
            Self::Customer => "",
            Self::Staff => "/staff",
        }
    }

    /// Who can sign in here.
    pub fn kind(self) -> PrincipalKind {
        match self {
            Self::Customer => PrincipalKind::User,
            Self::Staff => PrincipalKind::Staff,
        }
    }

    /// The area of a kind of person.
    pub fn for_kind(kind: PrincipalKind) -> Self {
        match kind {
            PrincipalKind::User => Self::Customer,
            PrincipalKind::Staff => Self::Staff,
        }
    }

    /// Where people land after signing in.
    pub fn home(self) -> &'static str {
        match self {
            Self::Customer => "/account",
            Self::Staff => "/staff",
        }
    }

    /// A path of this area: `path` is what the customer area would call it.
    pub fn path(self, path: &str) -> String {
        format!("{}{path}", self.base())
    }
}

impl From<Area> for innkeeper_theme::contexts::Area {
    fn from(area: Area) -> Self {
        match area {
            Area::Customer => Self::Customer,
            Area::Staff => Self::Staff,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_belongs_to_the_staff_area_only_below_its_own_segment() {
        for path in ["/staff", "/staff/", "/staff/login"] {
            assert_eq!(Area::of(path), Area::Staff, "{path}");
        }
        for path in ["/", "/login", "/staffing", "/account/staff"] {
            assert_eq!(Area::of(path), Area::Customer, "{path}");
        }
    }
}
