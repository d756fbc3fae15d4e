//! What staff look for among people and their second factors, as addresses and records write it:
//! `kind=users&class=without`.

use std::fmt;
use std::str::FromStr;

use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::enforcement::Compliance;
use innkeeper_identity::ids::ClientGroupId;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_store::adoption::{self as rows, Holding};
use url::form_urlencoded;

/// What the factor `none` is called.
const NONE: &str = "none";
/// What is looked for is cut to this many characters.
const MAX_SEARCH: usize = 200;

/// How good the best is that a person can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Safe from impostors.
    PhishingResistant,
    /// Strong, or better.
    Strong,
    /// Basic, and nothing better.
    Basic,
    /// Nothing, or backup codes alone.
    Without,
}

impl Level {
    /// Every level, the best first.
    pub const ALL: [Self; 4] = [
        Self::PhishingResistant,
        Self::Strong,
        Self::Basic,
        Self::Without,
    ];

    /// Its word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PhishingResistant => "phishing-resistant",
            Self::Strong => "strong",
            Self::Basic => "basic",
            Self::Without => "without",
        }
    }

    /// The least and the highest class of it.
    const fn classes(self) -> (Option<Assurance>, Option<Assurance>) {
        use Assurance as A;
        match self {
            Self::PhishingResistant => (Some(A::PhishingResistant), Some(A::PhishingResistant)),
            Self::Strong => (Some(A::Strong), Some(A::PhishingResistant)),
            Self::Basic => (Some(A::Basic), Some(A::Basic)),
            Self::Without => (None, Some(A::Recovery)),
        }
    }
}

/// Which people are looked for, of those who may sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Users or staff.
    pub kind: PrincipalKind,
    /// What they hold.
    pub factor: Option<Holding>,
    /// How good their best is.
    pub level: Option<Level>,
    /// In which group of clients they are.
    pub group: Option<ClientGroupId>,
    /// How they stand to the rules.
    pub rule: Option<Compliance>,
    /// A part of a name or an address.
    pub search: String,
}

/// Words that are no filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoFilter;

impl Filter {
    /// Everybody of a kind.
    pub fn all(kind: PrincipalKind) -> Self {
        Self {
            kind,
            factor: None,
            level: None,
            group: None,
            rule: None,
            search: String::new(),
        }
    }

    /// The filter of these fields; what is empty or missing filters nothing.
    pub fn read<'a>(field: impl Fn(&str) -> &'a str) -> Result<Self, NoFilter> {
        let asked = |name| Some(field(name).trim()).filter(|typed: &&str| !typed.is_empty());
        let kind = match asked("kind") {
            None | Some("users") => PrincipalKind::User,
            Some("staff") => PrincipalKind::Staff,
            Some(_) => return Err(NoFilter),
        };
        Ok(Self {
            kind,
            factor: asked("factor").map(|factor| match factor {
                NONE => Holding::Nothing,
                factor => factor.into(),
            }),
            level: asked("class").map(level).transpose()?,
            group: asked("group").map(parsed).transpose()?,
            rule: asked("rule").map(parsed).transpose()?,
            search: field("q").trim().chars().take(MAX_SEARCH).collect(),
        })
    }

    /// Its fields, in the order in which they are written; those that filter nothing are empty.
    pub fn fields(&self) -> [(&'static str, String); 6] {
        let factor = match &self.factor {
            None => String::new(),
            Some(Holding::Nothing) => NONE.to_owned(),
            Some(Holding::Factor(factor)) => factor.clone(),
        };
        let text = |word: Option<&str>| word.unwrap_or_default().to_owned();
        [
            ("kind", kind_word(self.kind).to_owned()),
            ("factor", factor),
            ("class", text(self.level.map(Level::as_str))),
            (
                "group",
                self.group.map(|id| id.to_string()).unwrap_or_default(),
            ),
            ("rule", text(self.rule.map(Compliance::as_str))),
            ("q", self.search.clone()),
        ]
    }

    /// Whether it narrows anything down beside the kind.
    pub fn narrows(&self) -> bool {
        *self != Self::all(self.kind)
    }

    /// What the database looks for; how people stand to the rules it does not know.
    pub(super) fn rows(&self) -> rows::Filter {
        rows::Filter {
            kind: self.kind,
            factor: self.factor.clone(),
            best: self.level.map(Level::classes),
            group: self.group,
            search: Some(self.search.clone()),
            disabled: false,
            person: None,
        }
    }
}

/// How a kind is written in addresses.
pub const fn kind_word(kind: PrincipalKind) -> &'static str {
    match kind {
        PrincipalKind::User => "users",
        PrincipalKind::Staff => "staff",
    }
}

fn level(word: &str) -> Result<Level, NoFilter> {
    let mut levels = Level::ALL.into_iter();
    levels.find(|level| level.as_str() == word).ok_or(NoFilter)
}

fn parsed<T: FromStr>(word: &str) -> Result<T, NoFilter> {
    word.parse().map_err(|_| NoFilter)
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = self.fields();
        let given = fields.iter().filter(|(_, value)| !value.is_empty());
        let mut query = form_urlencoded::Serializer::new(String::new());
        f.write_str(&query.extend_pairs(given).finish())
    }
}

impl FromStr for Filter {
    type Err = NoFilter;

    fn from_str(text: &str) -> Result<Self, NoFilter> {
        let fields: Vec<_> = form_urlencoded::parse(text.as_bytes()).collect();
        Self::read(|name| {
            let found = fields.iter().find(|(field, _)| field == name);
            found.map_or("", |(_, value)| value.as_ref())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_read_as_it_is_written() {
        let all = Filter::all(PrincipalKind::User);
        assert_eq!(all.to_string(), "kind=users");
        assert!(!all.narrows());
        let narrow = Filter {
            kind: PrincipalKind::Staff,
            factor: Some(Holding::Factor("totp".to_owned())),
            level: Some(Level::Without),
            group: Some(ClientGroupId(uuid::Uuid::nil())),
            rule: Some(Compliance::Confined),
            search: "a&b=ü".to_owned(),
        };
        assert!(narrow.narrows());
        let nothing = Filter {
            factor: Some(Holding::Nothing),
            ..all.clone()
        };
        for filter in [all, narrow, nothing] {
            assert_eq!(filter.to_string().parse(), Ok(filter));
        }
        for level in Level::ALL {
            let text = format!("class={}", level.as_str());
            assert_eq!(
                text.parse::<Filter>().map(|filter| filter.level),
                Ok(Some(level))
            );
        }
    }

    #[test]
    fn words_that_mean_nothing_are_no_filter() {
        for text in ["kind=guests", "class=great", "group=7", "rule=broken"] {
            assert_eq!(text.parse::<Filter>(), Err(NoFilter), "{text}");
        }
        assert_eq!("".parse(), Ok(Filter::all(PrincipalKind::User)));
    }
}
