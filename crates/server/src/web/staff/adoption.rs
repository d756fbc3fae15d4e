//! Who has which second factors: how many, who they are, and the list as a file.

mod chart;
pub mod reminders;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use innkeeper_identity::permission::StaffPermission;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::step_up::Action;
use innkeeper_store::adoption_days::Day;
use innkeeper_store::{Tx, client_groups};
use innkeeper_theme::contexts::{
    AdoptionChoice, AdoptionFilters, AdoptionLevel, AdoptionPage, AdoptionRow, AdoptionTab,
    FactorHolders,
};
use serde::Deserialize;

use self::chart::{SPANS, chart};
use super::{count, listing, part};
use crate::app::adoption::{self, Filter, Level, Person, Summary, kind_word, shares};
use crate::web::extract::Query;
use crate::web::form::Posted;
use crate::web::page::{Page, SignedIn};
use crate::web::problem::Problem;

const PAGE: &str = "/staff/adoption";

/// What the page is asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    kind: String,
    factor: String,
    class: String,
    group: String,
    rule: String,
    q: String,
    days: String,
    /// In which language a mail is shown.
    lang: String,
    /// Whose mail is shown.
    person: String,
    after: Option<String>,
    before: Option<String>,
}

impl Asked {
    fn filter(&self) -> Result<Filter, Problem> {
        let filter = Filter::read(|name| match name {
            "kind" => &self.kind,
            "factor" => &self.factor,
            "class" => &self.class,
            "group" => &self.group,
            "rule" => &self.rule,
            "q" => &self.q,
            _ => "",
        });
        filter.map_err(|_| Problem::BadRequest("unknown-filter"))
    }

    /// How many days the chart has; what is none of the choices is the first.
    fn days(&self) -> u32 {
        let [usual, ..] = SPANS;
        let asked = self.days.parse().ok();
        asked.filter(|days| SPANS.contains(days)).unwrap_or(usual)
    }
}

/// `GET /staff/adoption`
pub async fn show(signed_in: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let filter = asked.filter()?;
    signed_in.require(to_see(filter.kind))?;
    let page = &signed_in.page;
    let days = asked.days();
    let part = part(asked.after.as_deref(), asked.before.as_deref())?;
    let mut tx = page.panel.db.read().await?;
    let summary = adoption::summary(&mut tx, &page.panel, filter.kind).await?;
    let paged = adoption::people(&mut tx, &page.panel, &filter, part).await?;
    let group_choices = groups(&mut tx, filter.kind).await?;
    let mut history = adoption::history(&mut tx, &page.panel, filter.kind, days).await?;
    let may_act = signed_in.may(to_act(filter.kind));
    let campaigns = if may_act {
        reminders::latest(&mut tx).await?
    } else {
        Vec::new()
    };
    drop(tx);
    let today = adoption::today(&page.panel);
    if history.last().is_none_or(|last| last.day != today) {
        // Whoever looks first need not wait until the day is counted.
        adoption::note_today(&page.panel).await?;
        history.push(Day {
            day: today,
            counts: summary.counts,
        });
    }
    let fields = filter.fields();
    let mut kept: Vec<_> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    kept.push(("days", &asked.days));
    let people = count(summary.counts.people());
    let mut list = listing(PAGE, &kept, part, paged, |person| row(page, person));
    if !filter.narrows() {
        list.total = Some(people);
    }
    let view = AdoptionPage {
        tabs: tabs(&signed_in, filter.kind),
        people,
        levels: levels(&summary, filter.kind),
        codes_only: count(summary.counts.recovery),
        factors: factors(page, &summary, filter.kind),
        chart: chart(&history, today, days, |days| {
            format!("{}&days={days}#adoption-chart", link(&filter))
        }),
        filters: filters(&filter),
        factor_choices: factor_choices(page),
        group_choices,
        list,
        may_act,
        remind_href: reminders::href(&filter),
        campaigns,
    };
    Ok(page.render(&view).await?.into_response())
}

/// `POST /staff/adoption/export`: everybody whom the filter finds, as a file.
pub async fn export(signed_in: SignedIn, form: Posted) -> Result<Response, Problem> {
    let filter = filter_of(&form)?;
    signed_in.require(to_act(filter.kind))?;
    let back = format!("/adoption?{filter}");
    signed_in.require_fresh(Action::ExportPeople, &back).await?;
    let (page, staff) = (&signed_in.page, signed_in.principal());
    let exported = adoption::export(&page.panel, staff, &filter, &page.caller).await?;
    let today = page.panel.clock.now().format("%Y-%m-%d");
    let name = format!("second-factors-{}-{today}.csv", kind_word(filter.kind));
    let headers = [
        (
            header::CONTENT_TYPE,
            "text/csv; charset=utf-8; header=present".to_owned(),
        ),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, exported.csv).into_response())
}

/// The filter in the hidden fields of a form.
fn filter_of(form: &Posted) -> Result<Filter, Problem> {
    Filter::read(|name| form.text(name)).map_err(|_| Problem::BadRequest("unknown-filter"))
}

/// What it takes to see people of that kind.
fn to_see(kind: PrincipalKind) -> StaffPermission {
    match kind {
        PrincipalKind::User => StaffPermission::ViewUsers,
        PrincipalKind::Staff => StaffPermission::ViewStaff,
    }
}

/// What it takes to write to all of them, or to take a list of them along, which tells who is easy prey.
fn to_act(kind: PrincipalKind) -> StaffPermission {
    match kind {
        PrincipalKind::User => StaffPermission::ManageUsers,
        PrincipalKind::Staff => StaffPermission::ManageStaff,
    }
}

fn link(filter: &Filter) -> String {
    format!("{PAGE}?{filter}")
}

fn tabs(signed_in: &SignedIn, current: PrincipalKind) -> Vec<AdoptionTab> {
    if !signed_in.may(to_see(PrincipalKind::Staff)) {
        return Vec::new();
    }
    let tab = |kind| AdoptionTab {
        kind: kind_word(kind).to_owned(),
        href: link(&Filter::all(kind)),
        current: kind == current,
    };
    vec![tab(PrincipalKind::User), tab(PrincipalKind::Staff)]
}

fn levels(summary: &Summary, kind: PrincipalKind) -> Vec<AdoptionLevel> {
    let counts = adoption::levels(&summary.counts);
    let levels = [Level::Strong, Level::Basic, Level::Without];
    let shown = levels
        .into_iter()
        .zip(counts.into_iter().zip(shares(counts)));
    shown
        .map(|(level, (count, percent))| AdoptionLevel {
            level: level.as_str().to_owned(),
            count,
            percent,
            href: link(&Filter {
                level: Some(level),
                ..Filter::all(kind)
            }),
        })
        .collect()
}

/// The factors that somebody holds, in the order in which they are offered.
fn factors(page: &Page, summary: &Summary, kind: PrincipalKind) -> Vec<FactorHolders> {
    let people = count(summary.counts.people());
    let mut held: Vec<_> = summary.held.iter().collect();
    held.sort_by_key(|held| place(page, &held.factor));
    held.into_iter()
        .map(|held| {
            let holders = count(held.holders);
            let [percent, _] = shares([holders, people.saturating_sub(holders)]);
            FactorHolders {
                name: factor_name(page, &held.factor),
                count: holders,
                percent,
                used: count(held.used),
                href: link(&Filter {
                    factor: Some(held.factor.as_str().into()),
                    ..Filter::all(kind)
                }),
            }
        })
        .collect()
}

/// The place of a factor among those that are offered; the last for one whose module is gone.
fn place(page: &Page, id: &str) -> usize {
    let modules = page.panel.modules();
    let mut offered = modules.second_factors().iter();
    let place = offered.position(|factor| factor.description.id == id);
    place.unwrap_or(usize::MAX)
}

fn factor_name(page: &Page, id: &str) -> String {
    let factor = page.panel.modules().second_factor(id);
    factor.map_or_else(
        || id.to_owned(),
        |factor| page.module_text(id, &factor.description.name),
    )
}

fn factor_choices(page: &Page) -> Vec<AdoptionChoice> {
    let modules = page.panel.modules();
    let factors = modules.second_factors().iter();
    factors
        .map(|factor| {
            let id = &factor.description.id;
            AdoptionChoice {
                value: id.clone(),
                name: factor_name(page, id),
            }
        })
        .collect()
}

/// The groups of clients, which users alone are in.
async fn groups(
    tx: &mut Tx,
    kind: PrincipalKind,
) -> Result<Vec<AdoptionChoice>, innkeeper_store::Error> {
    if kind == PrincipalKind::Staff {
        return Ok(Vec::new());
    }
    let groups = client_groups::list(tx).await?.into_iter();
    Ok(groups
        .map(|listed| AdoptionChoice {
            value: listed.group.id.to_string(),
            name: listed.group.name,
        })
        .collect())
}

fn filters(filter: &Filter) -> AdoptionFilters {
    let [kind, factor, class, group, rule, q] = filter.fields().map(|(_, value)| value);
    AdoptionFilters {
        kind,
        factor,
        class,
        group,
        rule,
        q,
        narrows: filter.narrows(),
        clear_href: link(&Filter::all(filter.kind)),
    }
}

fn row(page: &Page, person: Person) -> AdoptionRow {
    let Person {
        listed,
        stands,
        until,
    } = person;
    let home = match listed.kind {
        PrincipalKind::User => "users",
        PrincipalKind::Staff => "members",
    };
    let mut factors = listed.factors();
    factors.sort_by_key(|id| place(page, id));
    let factors = factors.into_iter();
    AdoptionRow {
        href: format!("/staff/{home}/{}", listed.id),
        factors: factors.map(|id| factor_name(page, id)).collect(),
        class: listed.best().map(|class| class.as_str().to_owned()),
        last_sign_in_at: listed.last_sign_in_at,
        rule: stands.as_str().to_owned(),
        until,
        name: listed.name,
        email: listed.email,
    }
}
