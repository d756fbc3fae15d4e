//! The staff's page about who has which second factors.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::samples::{self, Sample};
use super::{CampaignRow, Listing, ReminderCount};

/// `staff/adoption.html`: a GET form with `kind`, `factor`, `class`, `group`, `rule` and `q`, and the same
/// fields posted to `/staff/adoption/export`.
#[derive(Clone, Serialize)]
pub struct AdoptionPage {
    /// Users and staff, for those who may see both; empty for the others.
    pub tabs: Vec<AdoptionTab>,
    /// How many may sign in.
    pub people: u64,
    /// How safe they are, the safest first.
    pub levels: Vec<AdoptionLevel>,
    /// How many of those without a second factor have backup codes.
    pub codes_only: u64,
    /// By factor, in the order in which they are offered.
    pub factors: Vec<FactorHolders>,
    /// How it went day by day.
    pub chart: AdoptionChart,
    /// What the list is filtered by.
    pub filters: AdoptionFilters,
    /// The factors to filter by.
    pub factor_choices: Vec<AdoptionChoice>,
    /// The groups of clients to filter by; empty for staff.
    pub group_choices: Vec<AdoptionChoice>,
    /// Those whom the filters find, newest first.
    pub list: Listing<AdoptionRow>,
    /// Whether the viewer may take the list along and write to those in it.
    pub may_act: bool,
    /// Where a reminder of those in the list begins.
    pub remind_href: String,
    /// The latest reminders; empty for those who may not send any.
    pub campaigns: Vec<CampaignRow>,
}

/// Users or staff.
#[derive(Clone, Debug, Serialize)]
pub struct AdoptionTab {
    /// `users` or `staff`: the keys `adoption-kind-<kind>`.
    pub kind: String,
    /// Where they are.
    pub href: String,
    /// Whether the page is about them.
    pub current: bool,
}

/// How many people are how safe.
#[derive(Clone, Debug, Serialize)]
pub struct AdoptionLevel {
    /// `strong`, `basic` or `without`: the keys `adoption-level-<level>`.
    pub level: String,
    /// How many.
    pub count: u64,
    /// How many in a hundred; all levels come to a hundred.
    pub percent: u64,
    /// The list of them.
    pub href: String,
}

/// How many people hold a factor.
#[derive(Clone, Debug, Serialize)]
pub struct FactorHolders {
    /// What it is called.
    pub name: String,
    /// How many hold it.
    pub count: u64,
    /// How many in a hundred.
    pub percent: u64,
    /// How many used it within 30 days.
    pub used: u64,
    /// The list of them.
    pub href: String,
}

/// How adoption went, as a picture of 1000 by 200 units and as numbers. Days are those of UTC.
#[derive(Clone, Debug, Serialize)]
pub struct AdoptionChart {
    /// How many days it has.
    pub days: u32,
    /// What else it may have.
    pub spans: Vec<ChartSpan>,
    /// The first day.
    pub from: NaiveDate,
    /// The one in the middle.
    pub middle: NaiveDate,
    /// The last day, which is today.
    pub to: NaiveDate,
    /// What is drawn, from the bottom up; nothing where no day was counted.
    pub areas: Vec<ChartArea>,
    /// Of how many of its days nothing is known; they are gaps in the picture.
    pub missing: u32,
    /// The days that were counted, the latest first.
    pub rows: Vec<ChartDay>,
}

/// A length of the chart.
#[derive(Clone, Debug, Serialize)]
pub struct ChartSpan {
    /// How many days: the key `adoption-span`.
    pub days: u32,
    /// The page with so many.
    pub href: String,
    /// Whether it has so many now.
    pub current: bool,
}

/// The outline of a level.
#[derive(Clone, Debug, Serialize)]
pub struct ChartArea {
    /// `strong`, `basic` or `without`.
    pub level: String,
    /// The `d` of a `<path>`.
    pub path: String,
}

/// The numbers of a day.
#[derive(Clone, Debug, Serialize)]
pub struct ChartDay {
    /// The day.
    pub day: NaiveDate,
    /// How many have a strong factor.
    pub strong: u64,
    /// How many in a hundred.
    pub strong_percent: u64,
    /// How many have a basic one at best.
    pub basic: u64,
    /// How many in a hundred.
    pub basic_percent: u64,
    /// How many have none.
    pub without: u64,
    /// How many in a hundred.
    pub without_percent: u64,
}

/// What the list is filtered by, as typed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AdoptionFilters {
    /// `users` or `staff`.
    pub kind: String,
    /// The id of a factor, or `none`.
    pub factor: String,
    /// `phishing-resistant`, `strong`, `basic` or `without`.
    pub class: String,
    /// The id of a group.
    pub group: String,
    /// How they stand to the rules: the keys `adoption-rule-<rule>`.
    pub rule: String,
    /// A part of a name or an address.
    pub q: String,
    /// Whether any of them narrows the list down.
    pub narrows: bool,
    /// The list without them.
    pub clear_href: String,
}

/// Something to filter by.
#[derive(Clone, Debug, Serialize)]
pub struct AdoptionChoice {
    /// What the filter sends.
    pub value: String,
    /// What it is called.
    pub name: String,
}

/// A person and what they hold.
#[derive(Clone, Debug, Serialize)]
pub struct AdoptionRow {
    /// The person's page.
    pub href: String,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// The factors, by what they are called.
    pub factors: Vec<String>,
    /// The best class of these: `class-<class>`; none for nothing usable.
    pub class: Option<String>,
    /// The latest complete sign-in.
    pub last_sign_in_at: Option<DateTime<Utc>>,
    /// How the person stands to the rules: `free`, `met`, `due`, `confined` or `exempt`.
    pub rule: String,
    /// Until when; none for grace that has not begun, and for what does not end.
    pub until: Option<DateTime<Utc>>,
}

impl Sample for AdoptionPage {
    fn samples() -> Vec<Self> {
        let tab = |kind: &str, current| AdoptionTab {
            kind: kind.into(),
            href: format!("/staff/adoption?kind={kind}"),
            current,
        };
        let full = Self {
            tabs: vec![tab("users", true), tab("staff", false)],
            people: 12_000,
            levels: levels([4_200, 1_800, 6_000], [35, 15, 50]),
            codes_only: 1,
            factors: vec![
                holders("Authenticator app", 4_000),
                holders(samples::HOSTILE, 1),
            ],
            chart: drawn_chart(),
            filters: AdoptionFilters {
                kind: "users".into(),
                clear_href: "/staff/adoption?kind=users".into(),
                ..AdoptionFilters::default()
            },
            factor_choices: choices(&["totp", "backup-codes"]),
            group_choices: choices(&[samples::HOSTILE]),
            list: Listing {
                next: Some("/staff/adoption?kind=users&after=x".into()),
                ..Listing::whole(rows())
            },
            may_act: true,
            remind_href: "/staff/adoption/remind?kind=users&class=without".into(),
            campaigns: campaigns(),
        };
        let filtered = Self {
            tabs: vec![],
            codes_only: 0,
            filters: AdoptionFilters {
                kind: "staff".into(),
                factor: "gone".into(),
                class: "without".into(),
                group: samples::id(3),
                rule: "due".into(),
                q: samples::HOSTILE.into(),
                narrows: true,
                clear_href: "/staff/adoption?kind=staff".into(),
            },
            group_choices: vec![],
            list: Listing::default(),
            may_act: false,
            campaigns: vec![],
            ..full.clone()
        };
        let empty = Self {
            people: 0,
            levels: levels([0; 3], [0; 3]),
            codes_only: 0,
            factors: vec![],
            chart: AdoptionChart {
                areas: vec![],
                missing: 89,
                rows: vec![],
                ..drawn_chart()
            },
            list: Listing::default(),
            ..full.clone()
        };
        vec![full, filtered, empty]
    }
}

fn campaigns() -> Vec<CampaignRow> {
    let running = CampaignRow {
        at: samples::earlier(),
        by: "Ada Lovelace".into(),
        href: "/staff/adoption?kind=users&class=without".into(),
        finished_at: None,
        people: 1,
        sent: 0,
        left_out: vec![],
    };
    let ended = CampaignRow {
        by: samples::HOSTILE.into(),
        finished_at: Some(samples::now()),
        people: 3,
        sent: 1,
        left_out: ["reminded", "changed"]
            .map(|state| ReminderCount {
                state: state.into(),
                count: 1,
            })
            .into(),
        ..running.clone()
    };
    vec![running, ended]
}

fn drawn_chart() -> AdoptionChart {
    let day = |ago| samples::now().date_naive() - chrono::Days::new(ago);
    let area = |level: &str, path: &str| ChartArea {
        level: level.into(),
        path: path.into(),
    };
    let span = |days| ChartSpan {
        days,
        href: format!("/staff/adoption?kind=users&days={days}"),
        current: days == 90,
    };
    AdoptionChart {
        days: 90,
        spans: vec![span(90), span(365)],
        from: day(89),
        middle: day(45),
        to: day(0),
        areas: vec![
            area("strong", "M0 200V150H1000V200H0Z"),
            area("basic", "M0 150V120H1000V150H0Z"),
            area("without", "M0 120V0H1000V120H0Z"),
        ],
        missing: 1,
        rows: vec![ChartDay {
            day: day(0),
            strong: 3_000,
            strong_percent: 25,
            basic: 1_800,
            basic_percent: 15,
            without: 7_200,
            without_percent: 60,
        }],
    }
}

fn levels(counts: [u64; 3], percents: [u64; 3]) -> Vec<AdoptionLevel> {
    let levels = ["strong", "basic", "without"].into_iter();
    levels
        .zip(counts.into_iter().zip(percents))
        .map(|(level, (count, percent))| AdoptionLevel {
            level: level.into(),
            count,
            percent,
            href: format!("/staff/adoption?kind=users&class={level}"),
        })
        .collect()
}

fn holders(name: &str, count: u64) -> FactorHolders {
    FactorHolders {
        name: name.into(),
        count,
        percent: count / 120,
        used: count / 2,
        href: "/staff/adoption?kind=users&factor=totp".into(),
    }
}

fn choices(names: &[&str]) -> Vec<AdoptionChoice> {
    let choice = |name: &&str| AdoptionChoice {
        value: (*name).into(),
        name: (*name).into(),
    };
    names.iter().map(choice).collect()
}

fn rows() -> Vec<AdoptionRow> {
    let row = |rule: &str, until| AdoptionRow {
        href: format!("/staff/users/{}", samples::id(1)),
        name: "Ada Lovelace".into(),
        email: "ada@example.com".into(),
        factors: vec!["Authenticator app".into(), "Backup codes".into()],
        class: Some("strong".into()),
        last_sign_in_at: Some(samples::earlier()),
        rule: rule.into(),
        until,
    };
    vec![
        row("met", None),
        AdoptionRow {
            factors: vec![],
            class: None,
            last_sign_in_at: None,
            ..row("confined", None)
        },
        AdoptionRow {
            name: samples::HOSTILE.into(),
            email: samples::LONG_EMAIL.into(),
            factors: vec![samples::HOSTILE.into()],
            class: Some("phishing-resistant".into()),
            ..row("due", Some(samples::later()))
        },
        row("due", None),
        row("exempt", Some(samples::later())),
        AdoptionRow {
            class: Some("recovery".into()),
            ..row("free", None)
        },
    ]
}
