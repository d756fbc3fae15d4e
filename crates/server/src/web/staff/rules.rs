//! Who must have a second factor: the rules, what one would do before it is saved, and who is exempt.

use axum::response::{IntoResponse, Response};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone as _, Utc};
use chrono_tz::Tz;
use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::enforcement::{MAX_GRACE_DAYS, Rule};
use innkeeper_identity::permission::{Role, StaffPermission};
use innkeeper_identity::policy::Requirement;
use innkeeper_identity::step_up::Action;
use innkeeper_store::{Tx, client_groups, exemptions};
use innkeeper_theme::contexts::{
    Flash, Form, Message, RulePage, RulePreview, RuleRow, RuleView, RulesPage,
};
use innkeeper_theme::keys;

use super::exemptions::exemption_row;
use crate::app::rules::{self, Preview, Scope};
use crate::web::extract::Path;
use crate::web::form::Posted;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;
use crate::web::wait::redrawn;

const PAGE: &str = "/settings/rules";

/// The classes that a rule may ask for.
const CLASSES: [Assurance; 3] = [
    Assurance::Basic,
    Assurance::Strong,
    Assurance::PhishingResistant,
];

/// `GET /staff/settings/rules`
pub async fn list(signed_in: SignedIn) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ManageSettings)?;
    let panel = &signed_in.page.panel;
    let settings = panel.settings();
    let mut tx = panel.db.read().await?;
    let mut rows = vec![
        row(Scope::Users, None, Some(settings.factor_users)),
        row(Scope::Staff, None, Some(settings.factor_staff)),
    ];
    rows.extend(Role::ALL.iter().map(|role| {
        let own = settings.role_rules.get(role).copied();
        row(Scope::Role(*role), None, own)
    }));
    for listed in client_groups::list(&mut tx).await? {
        let (scope, own) = (Scope::Group(listed.group.id), listed.group.rule());
        rows.push(row(scope, Some(listed.group.name), own));
    }
    let live = exemptions::list_live(&mut tx, panel.clock.now()).await?;
    drop(tx);
    let view = RulesPage {
        rules: rows,
        exemptions: live.into_iter().map(exemption_row).collect(),
    };
    Ok(signed_in.page.render(&view).await?.into_response())
}

fn row(scope: Scope, group: Option<String>, rule: Option<Rule>) -> RuleRow {
    RuleRow {
        scope: scope_key(scope),
        group,
        href: format!("/staff{PAGE}/{scope}"),
        rule: rule.map(rule_view),
    }
}

/// What a theme knows the scope by: `users`, `staff`, `role-owner` …, `group`.
fn scope_key(scope: Scope) -> String {
    match scope {
        Scope::Group(_) => "group".to_owned(),
        other => other.to_string(),
    }
}

fn rule_view(rule: Rule) -> RuleView {
    RuleView {
        demand: rule.demand.as_str().to_owned(),
        from: rule.from,
        least: rule.least.as_str().to_owned(),
        grace_days: u32::from(rule.grace_days),
    }
}

/// `GET /staff/settings/rules/{scope}`
pub async fn show(signed_in: SignedIn, Path(scope): Path<String>) -> Result<Response, Problem> {
    let scope = admit(&signed_in, &scope).await?;
    let mut tx = signed_in.page.panel.db.read().await?;
    let own = own(&signed_in, &mut tx, scope).await?;
    drop(tx);
    let form = filled(own, zone(&signed_in));
    draw(&signed_in, scope, form, None).await
}

/// `POST /staff/settings/rules/{scope}`: shows what the rule would do, and saves it when that was seen.
pub async fn save(
    signed_in: SignedIn,
    Path(scope): Path<String>,
    form: Posted,
) -> Result<Response, Problem> {
    let scope = admit(&signed_in, &scope).await?;
    let (page, person) = (&signed_in.page, signed_in.principal());
    let panel = &page.panel;
    let mut tx = panel.db.read().await?;
    own(&signed_in, &mut tx, scope).await?;
    drop(tx);
    let rule = match parse(&form, scope, zone(&signed_in), panel.clock.now()) {
        Ok(rule) => rule,
        Err(wrong) => {
            let drawn = draw(&signed_in, scope, wrong, None).await?;
            return Ok(redrawn(None, drawn));
        }
    };
    let preview = rules::preview(panel, scope, rule, person.id).await?;
    let shown = as_typed(&form);
    if form.text("step") != "save" {
        return draw(&signed_in, scope, shown, Some(preview)).await;
    }
    // Nobody is locked out, and above all not oneself, without having been told.
    if preview.at_once > 0 && !form.is_ticked("understood") {
        let needed = Message::new(keys::ERROR_CONFIRM_REQUIRED);
        let shown = shown.field_error("understood", needed);
        let drawn = draw(&signed_in, scope, shown, Some(preview)).await?;
        return Ok(redrawn(None, drawn));
    }
    if !rules::save(panel, person, scope, rule, &page.caller).await? {
        return Err(Problem::NotFound);
    }
    let saved = Flash::success(Message::new(keys::FLASH_RULE_SAVED));
    Ok(page.to_with(PAGE, &saved))
}

async fn admit(signed_in: &SignedIn, scope: &str) -> Result<Scope, Problem> {
    signed_in.require(StaffPermission::ManageSettings)?;
    let scope: Scope = scope.parse().map_err(|_| Problem::NotFound)?;
    let back = format!("{PAGE}/{scope}");
    signed_in
        .require_fresh(Action::ChangeSettings, &back)
        .await?;
    Ok(scope)
}

async fn own(signed_in: &SignedIn, tx: &mut Tx, scope: Scope) -> Result<Option<Rule>, Problem> {
    let settings = signed_in.page.panel.settings();
    let found = rules::own_rule(tx, &settings, scope).await?;
    found.ok_or(Problem::NotFound)
}

fn zone(signed_in: &SignedIn) -> Tz {
    signed_in.principal().time_zone.parse().unwrap_or(Tz::UTC)
}

fn filled(rule: Option<Rule>, zone: Tz) -> Form {
    let Some(rule) = rule else {
        return Form::new()
            .value("demand", "inherit")
            .value("least", Assurance::Strong.as_str())
            .value("grace_days", "7");
    };
    let demand = match rule.from {
        Some(_) => "required-from",
        None => rule.demand.as_str(),
    };
    let from = rule.from.map(|from| from.with_timezone(&zone).date_naive());
    Form::new()
        .value("demand", demand)
        .value(
            "from",
            from.map(|from| from.to_string()).unwrap_or_default(),
        )
        .value("least", rule.least.as_str())
        .value("grace_days", rule.grace_days.to_string())
}

fn as_typed(form: &Posted) -> Form {
    ["demand", "from", "least", "grace_days"]
        .into_iter()
        .fold(Form::new(), |shown, field| {
            shown.value(field, form.trimmed(field))
        })
}

fn parse(form: &Posted, scope: Scope, zone: Tz, now: DateTime<Utc>) -> Result<Option<Rule>, Form> {
    let mut wrong = as_typed(form);
    let invalid = || Message::new(keys::ERROR_CHOICE_INVALID);
    let word = form.trimmed("demand");
    if word == "inherit" && scope.may_inherit() {
        return Ok(None);
    }
    let is_dated = word == "required-from";
    let demand = if is_dated {
        Ok(Requirement::Required)
    } else {
        word.parse()
    };
    if demand.is_err() {
        wrong = wrong.field_error("demand", invalid());
    }
    let mut from = None;
    if is_dated {
        from = begin_of_day(form.trimmed("from"), zone).filter(|from| *from > now);
        if from.is_none() {
            wrong = wrong.field_error("from", Message::new(keys::ERROR_DATE_FUTURE));
        }
    }
    let least = form.trimmed("least").parse();
    let least = least.ok().filter(|least| CLASSES.contains(least));
    if least.is_none() {
        wrong = wrong.field_error("least", invalid());
    }
    let days = form.trimmed("grace_days").parse();
    let days = days.ok().filter(|days: &u16| *days <= MAX_GRACE_DAYS);
    if days.is_none() {
        let range = Message::new(keys::ERROR_NUMBER_RANGE)
            .with("min", 0_u32)
            .with("max", u32::from(MAX_GRACE_DAYS));
        wrong = wrong.field_error("grace_days", range);
    }
    match (demand, least, days) {
        (Ok(demand), Some(least), Some(grace_days)) if !wrong.has_errors() => Ok(Some(Rule {
            demand,
            from,
            least,
            grace_days,
        })),
        _ => Err(wrong.form_error(Message::new(keys::ERROR_FORM_INVALID))),
    }
}

/// When a day begins there; where clocks are put forward at midnight, the first moment there is.
pub(super) fn begin_of_day(date: &str, zone: Tz) -> Option<DateTime<Utc>> {
    let day: NaiveDate = date.parse().ok()?;
    let midnight = day.and_time(NaiveTime::MIN);
    let local = zone.from_local_datetime(&midnight).earliest();
    let local = local.or_else(|| {
        let later = midnight + chrono::TimeDelta::hours(1);
        zone.from_local_datetime(&later).earliest()
    })?;
    // What both engines write alike.
    Some(local.to_utc()).filter(|at| (2000..9000).contains(&chrono::Datelike::year(at)))
}

async fn draw(
    signed_in: &SignedIn,
    scope: Scope,
    form: Form,
    preview: Option<Preview>,
) -> Result<Response, Problem> {
    let mut tx = signed_in.page.panel.db.read().await?;
    let group = match scope {
        Scope::Group(id) => client_groups::find(&mut tx, id).await?,
        _ => None,
    };
    drop(tx);
    let view = RulePage {
        scope: scope_key(scope),
        group: group.map(|group| group.name),
        action: format!("/staff{PAGE}/{scope}"),
        may_inherit: scope.may_inherit(),
        form,
        preview: preview.map(preview_view),
    };
    Ok(signed_in.page.render(&view).await?.into_response())
}

fn preview_view(preview: Preview) -> RulePreview {
    RulePreview {
        people: preview.people,
        bound: preview.bound,
        lacking: preview.lacking,
        exempt: preview.exempt,
        at_once: preview.at_once,
        first: preview.first,
        you: preview.you,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_where_the_staff_member_is() {
        let berlin = begin_of_day("2027-01-01", Tz::Europe__Berlin).unwrap();
        assert_eq!(berlin.to_rfc3339(), "2026-12-31T23:00:00+00:00");
        for none in ["", "tomorrow", "2027-13-01", "9999-01-01"] {
            assert_eq!(begin_of_day(none, Tz::UTC), None, "{none}");
        }
    }

    #[test]
    fn a_day_whose_midnight_is_left_out_begins_an_hour_later() {
        let beirut = begin_of_day("2026-03-29", Tz::Asia__Beirut).unwrap();
        assert_eq!(beirut.to_rfc3339(), "2026-03-28T22:00:00+00:00");
    }
}
