//! What a plugin wants to be allowed. Each thing has a reason, in a line that the provider reads before
//! saying yes.

use std::collections::{BTreeMap, BTreeSet};

use super::section::Section;
use super::{Role, Setting, SettingKind};
use crate::HostPattern;
use crate::permission::is_channel;
use crate::quantity::{Quota, Size};
use crate::words::{is_dotted, suggest};

const MOST_HOSTS: usize = 32;
const MOST_NAMES: usize = 64;
const LONGEST_REASON: usize = 200;
const MOST_STORED: Size = Size::mib(10);
const MOST_STORED_PER_USER: Size = Size::mib(1);

/// All that a plugin wants to be allowed. What is a map has the reason behind each name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// Requests to hosts outside.
    pub http: Option<Http>,
    /// A store of its own.
    pub store: Option<Store>,
    /// What it is told about the person in front of it.
    pub profile: BTreeMap<ProfileField, String>,
    /// The channels that it sends messages through.
    pub channels: BTreeMap<String, String>,
    /// The events that it hears of.
    pub events: BTreeMap<String, String>,
    /// The questions that it answers.
    pub filters: BTreeMap<String, String>,
    /// The places of pages that it fills.
    pub slots: BTreeMap<String, String>,
}

/// Requests to hosts outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Http {
    /// The hosts, besides those that staff enter in settings of the type `host-url`.
    pub hosts: Vec<HostPattern>,
    /// What for.
    pub reason: String,
}

/// A store of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Store {
    /// How much of it for the whole plugin; nothing where it keeps nothing but for users.
    pub whole: Option<Size>,
    /// How much of it for each user.
    pub per_user: Option<Size>,
    /// What for.
    pub reason: String,
}

/// What can be told about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProfileField {
    /// The mobile number.
    Mobile,
    /// The address mails go to.
    Email,
    /// The name.
    Name,
    /// The address on the network that they come from.
    Network,
}

impl ProfileField {
    const ALL: [Self; 4] = [Self::Mobile, Self::Email, Self::Name, Self::Network];

    /// The field that is written so.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }

    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::Email => "email",
            Self::Name => "name",
            Self::Network => "network",
        }
    }
}

pub(super) fn read(
    top: &mut Section<'_>,
    provides: &BTreeSet<Role>,
    settings: &[Setting],
) -> Capabilities {
    let hosts_are_set = settings
        .iter()
        .any(|setting| matches!(setting.kind, SettingKind::HostUrl { .. }));
    let Some(mut section) = top.section("capabilities") else {
        if hosts_are_set {
            missing_http(top, "capabilities.http");
        }
        return Capabilities::default();
    };
    let http = section.section("http");
    if http.is_none() && hosts_are_set {
        missing_http(&section, "http");
    }
    let capabilities = Capabilities {
        http: http.and_then(|http| read_http(http, hosts_are_set)),
        store: section.section("store").and_then(read_store),
        profile: profile(section.section("profile").as_ref()),
        channels: named(section.section("channels").as_ref(), is_channel, "email"),
        events: hooked(&mut section, "events", "factor.enrolled", provides),
        filters: hooked(&mut section, "filters", "sign-in.assess", provides),
        slots: hooked(&mut section, "slots", "customer.home", provides),
    };
    section.finish();
    capabilities
}

fn missing_http(section: &Section<'_>, key: &str) {
    section.fault(
        key,
        "is missing, and a setting of the type host-url opens a host; write the section with a `reason`",
    );
}

fn need_reason(section: &mut Section<'_>) -> Option<String> {
    let example = "\"What it is for, in a line that the provider reads.\"";
    section.need_line("reason", LONGEST_REASON, example)
}

fn read_http(mut section: Section<'_>, hosts_are_set: bool) -> Option<Http> {
    let mut hosts: Vec<HostPattern> = Vec::new();
    let entry = if hosts_are_set {
        section.get("hosts")
    } else {
        section.need("hosts", "[\"api.acme.example\"]")
    };
    let items = entry.as_ref().map(|entry| entry.items(MOST_HOSTS));
    for item in items.iter().flatten() {
        let Some(host) = item.parsed::<HostPattern>() else {
            continue;
        };
        match hosts
            .iter()
            .find(|other| other.covers(&host) || host.covers(other))
        {
            Some(other) => item.fault(format!("overlap: {host} and {other}; leave one out")),
            None => hosts.push(host),
        }
    }
    if items.is_some_and(|items| items.is_empty()) && !hosts_are_set {
        section.fault(
            "hosts",
            "is empty; write the hosts, or leave out the section",
        );
    }
    let reason = need_reason(&mut section);
    section.finish();
    Some(Http {
        hosts,
        reason: reason?,
    })
}

fn read_store(mut section: Section<'_>) -> Option<Store> {
    let entry = section.need("quota", "\"64 KiB/user\"");
    let (mut whole, mut per_user) = (None, None);
    for item in entry.iter().flat_map(|entry| entry.items(2)) {
        let Some(quota) = item.parsed::<Quota>() else {
            continue;
        };
        let (most, size) = match quota {
            Quota::Whole(size) => (Quota::Whole(MOST_STORED), whole.replace(size)),
            Quota::PerUser(size) => (Quota::PerUser(MOST_STORED_PER_USER), per_user.replace(size)),
        };
        if quota.size() > most.size() {
            item.fault(format!(
                "is more than any panel gives; ask for at most \"{most}\""
            ));
        }
        if size.is_some() {
            item.fault("names two of one kind; write one for the plugin and one for each user");
        }
    }
    if let Some(entry) = entry
        && whole.is_none()
        && per_user.is_none()
    {
        entry.fault("is empty; write \"1 MiB\", \"16 KiB/user\", or both in a list");
    }
    let reason = need_reason(&mut section);
    section.finish();
    Some(Store {
        whole,
        per_user,
        reason: reason?,
    })
}

fn profile(section: Option<&Section<'_>>) -> BTreeMap<ProfileField, String> {
    let mut fields = BTreeMap::new();
    for (name, entry) in section.into_iter().flat_map(Section::entries) {
        match ProfileField::named(name) {
            Some(field) => {
                let reason = entry.line(LONGEST_REASON);
                fields.extend(reason.map(|reason| (field, reason)));
            }
            None => entry.fault(format!(
                "is nothing that plugins are told; {}",
                suggest(name, &ProfileField::ALL.map(ProfileField::as_str))
            )),
        }
    }
    fields
}

/// Names of the panel's or of other plugins, each with its reason behind it.
fn named(
    section: Option<&Section<'_>>,
    is_one: impl Fn(&str) -> bool,
    example: &str,
) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for (name, entry) in section.into_iter().flat_map(Section::entries) {
        if !is_one(name) {
            entry.fault(format!(
                "is no name that could be granted; write one like {example} = \"what it is for\""
            ));
        } else if names.len() == MOST_NAMES {
            entry.fault(format!("is one too many; {MOST_NAMES} are allowed"));
        } else if let Some(reason) = entry.line(LONGEST_REASON) {
            names.insert(name.to_owned(), reason);
        }
    }
    names
}

/// What only hooks have.
fn hooked(
    section: &mut Section<'_>,
    key: &'static str,
    example: &str,
    provides: &BTreeSet<Role>,
) -> BTreeMap<String, String> {
    let example = format!("\"{example}\"");
    let names = named(
        section.section(key).as_ref(),
        |name| is_dotted(name, 80),
        &example,
    );
    if !names.is_empty() && !provides.is_empty() && !provides.contains(&Role::Hooks) {
        section.fault(
            key,
            "is for hooks; add \"hooks\" to `provides`, or leave it out",
        );
    }
    names
}
