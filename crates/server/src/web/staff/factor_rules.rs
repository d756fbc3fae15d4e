//! The part of the settings that is about single factors: who may use each, and what it is worth.

use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::policy::FactorRule;
use innkeeper_store::credentials;
use innkeeper_theme::contexts::{FactorRuleView, Form};

use super::factor_check;
use crate::Panel;
use crate::modules::Factor;
use crate::web::form::Posted;
use crate::web::page::Page;
use crate::web::problem::Problem;

const CLASSES: [Assurance; 3] = [
    Assurance::Basic,
    Assurance::Strong,
    Assurance::PhishingResistant,
];

/// The names of a factor's fields.
struct Fields {
    users: String,
    staff: String,
    class: String,
}

impl Fields {
    fn of(factor: &Factor) -> Self {
        let name = |part: &str| format!("factor_{}_{part}", factor.description.id);
        Self {
            users: name("users"),
            staff: name("staff"),
            class: name("class"),
        }
    }
}

/// Fills a form with the rules in force.
pub fn fill(panel: &Panel, form: Form) -> Form {
    let modules = panel.modules();
    let factors = modules.second_factors().iter();
    factors.fold(form, |form, factor| {
        let (fields, rule) = (Fields::of(factor), panel.factor_rule(factor));
        form.checked(fields.users, rule.users)
            .checked(fields.staff, rule.staff)
            .value(fields.class, rule.class.as_str())
    })
}

/// The form as it came.
pub fn as_typed(panel: &Panel, form: &Posted) -> Form {
    let modules = panel.modules();
    let factors = modules.second_factors().iter();
    factors.fold(Form::new(), |shown, factor| {
        let fields = Fields::of(factor);
        let (users, staff) = (form.is_ticked(&fields.users), form.is_ticked(&fields.staff));
        let class = form.text(&fields.class).to_owned();
        shown
            .checked(fields.users, users)
            .checked(fields.staff, staff)
            .value(fields.class, class)
    })
}

/// The rules that a form sets.
///
/// # Errors
/// The name of the field that has none of the choices.
pub fn parse(panel: &Panel, form: &Posted) -> Result<Vec<(String, FactorRule)>, String> {
    let modules = panel.modules();
    let factors = modules.second_factors().iter();
    factors
        .map(|factor| {
            let fields = Fields::of(factor);
            let class = if factor.is_recovery() {
                Some(Assurance::Recovery)
            } else {
                let chosen = form.text(&fields.class).parse().ok();
                chosen.filter(|class| CLASSES.contains(class))
            };
            let rule = FactorRule {
                users: form.is_ticked(&fields.users),
                staff: form.is_ticked(&fields.staff),
                class: class.ok_or(fields.class)?,
            };
            Ok((factor.description.id.clone(), rule))
        })
        .collect()
}

/// The factors as the page lists them, with how many people each would concern.
pub async fn views(page: &Page) -> Result<Vec<FactorRuleView>, Problem> {
    let mut tx = page.panel.db.read().await?;
    let holders = credentials::holders_by_factor(&mut tx).await?;
    drop(tx);
    let modules = page.panel.modules();
    let factors = modules.second_factors().iter();
    Ok(factors
        .map(|factor| {
            let about = &factor.description;
            let held = holders.iter().find(|held| held.factor == about.id);
            let count = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
            let fields = Fields::of(factor);
            FactorRuleView {
                name: page.module_text(&about.id, &about.name),
                icon: about.icon.clone(),
                users_field: fields.users,
                staff_field: fields.staff,
                class_field: (!factor.is_recovery()).then_some(fields.class),
                suggested: factor.suggested.as_str().to_owned(),
                holders: held.map_or(0, |held| count(held.holders)),
                sole: held.map_or(0, |held| count(held.sole)),
                test_action: factor
                    .module
                    .has_checks()
                    .then(|| factor_check::path(&about.id)),
            }
        })
        .collect())
}
