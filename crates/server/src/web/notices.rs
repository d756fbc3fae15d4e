//! The standing notes above a page: what the person should know or do, wherever they are.
//!
//! They are made of what the request has loaded already; only owners of the house cost a statement more.
//! A page that says the same itself is left alone, and so are the pages on which it is being done.

use chrono::TimeDelta;
use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::check_up;
use innkeeper_identity::enforcement::{Deadline, Effective, Origin, reminds};
use innkeeper_identity::permission::Role;
use innkeeper_identity::policy::Requirement;
use innkeeper_identity::session::Restriction;
use innkeeper_store::mails;
use innkeeper_store::sessions::SignedIn as LiveSession;
use innkeeper_theme::contexts::{Action, Message, Notice, Tone};
use innkeeper_theme::keys;

use super::page::Page;
use super::problem::Problem;
use crate::app::{enforcement, factors};
use crate::time_server::WORTH_A_WORD;

/// For how long a mail that could not be sent is a matter for the house.
pub const MAIL_TROUBLE: TimeDelta = TimeDelta::days(7);

/// What the page says above all else.
pub async fn of(page: &Page) -> Result<Vec<Notice>, Problem> {
    let mut notices = Vec::new();
    if page.panel.settings().demo {
        notices.push(Notice {
            kind: Tone::Info,
            text: Message::new(keys::BANNER_DEMO),
            action: None,
            skip: None,
        });
    }
    if let Some(live) = &page.session {
        notices.extend(about_the_door(page, live).or_else(|| about_unused(page, live)));
        notices.extend(about_the_clock(page, live));
        notices.extend(about_mails(page, live).await?);
    }
    Ok(notices)
}

/// The path as the customer area would call it, without its query.
fn path_in_area(page: &Page) -> &str {
    let path = page.path.path();
    path.strip_prefix(page.area.base()).unwrap_or(path)
}

/// What the person should do about their own second factors.
fn about_the_door(page: &Page, live: &LiveSession) -> Option<Notice> {
    let here = path_in_area(page);
    match live.session.restriction {
        Restriction::EnrolOnly => {
            let says_it_itself = here == "/account/security/factors/new";
            (!says_it_itself).then(|| Notice {
                kind: Tone::Warning,
                text: Message::new(keys::BANNER_FACTOR_REQUIRED),
                action: None,
                skip: None,
            })
        }
        Restriction::Recovery => {
            let recovered = "/account/security/recovered";
            (here != recovered).then(|| Notice {
                kind: Tone::Warning,
                text: Message::new(keys::BANNER_RECOVERY_SESSION),
                action: Some(Action::new(page.area.path(recovered), keys::ACTION_BACK)),
                skip: None,
            })
        }
        Restriction::None if is_at_it(here) => None,
        Restriction::None => {
            let effective = enforcement::of_session(&page.panel, live);
            match effective
                .deadline
                .filter(|_| effective.exempt_until.is_none())
            {
                Some(ahead) => about_deadline(page, live, ahead),
                None if live.held_factors == 0 => about_no_factor(page, &effective),
                None => about_codes(page, live),
            }
        }
    }
}

/// Whether the page is one on which second factors are asked for or looked after one by one.
fn is_at_it(here: &str) -> bool {
    here.starts_with("/account/security/") || here.starts_with("/account/step-up")
}

/// A second factor will be required: by when, and *skip for now*, which keeps the note away for a day
/// (R173). What the provider calls the group whose rule it is, customers are not told.
fn about_deadline(page: &Page, live: &LiveSession, ahead: Deadline) -> Option<Notice> {
    let kind = live.principal.kind;
    let best = factors::best_class(&page.panel, kind, live.usable_factors.as_deref());
    if best.is_some_and(|best| best > Assurance::Recovery && best >= ahead.least) {
        return about_codes(page, live);
    }
    let text = match ahead.origin {
        Origin::Everybody => keys::BANNER_FACTOR_DUE,
        Origin::Role => keys::BANNER_FACTOR_DUE_ROLE,
        Origin::Group => keys::BANNER_FACTOR_DUE_CLIENT,
    };
    reminds(live.enforced.skipped_at, page.panel.clock.now()).then(|| Notice {
        kind: Tone::Warning,
        text: Message::new(text)
            .with("until", ahead.at)
            .with("class", ahead.least.as_str()),
        action: Some(Action::new(
            page.area.path("/account/security/factors/new"),
            keys::ACTION_ADD_FACTOR,
        )),
        skip: Some(Action::new(
            page.area.path("/account/security/later"),
            keys::ACTION_SKIP,
        )),
    })
}

fn about_no_factor(page: &Page, effective: &Effective) -> Option<Notice> {
    // The security page offers it in its midst.
    let says_it_itself = path_in_area(page) == "/account/security";
    (effective.policy.requirement != Requirement::Off && !says_it_itself).then(|| Notice {
        kind: Tone::Info,
        text: Message::new(keys::BANNER_FACTOR_ENCOURAGED),
        action: Some(Action::new(
            page.area.path("/account/security/factors/new"),
            keys::ACTION_ADD_FACTOR,
        )),
        skip: None,
    })
}

/// The module says itself when few are left; none is what remains where there never were any.
fn about_codes(page: &Page, live: &LiveSession) -> Option<Notice> {
    page.panel.modules().recovery_factor()?;
    let action = Some(Action::new(
        page.area.path("/account/security#recovery-title"),
        keys::ACTION_MAKE_CODES,
    ));
    let left = match (&live.recovery_facts, factors::codes_left(live)) {
        (None, _) => 0,
        (Some(_), Some(left)) if left.count == 0 || left.is_few => left.count,
        (Some(_), _) => return None,
    };
    let text = if left == 0 {
        Message::new(keys::BANNER_BACKUP_CODES_NONE)
    } else {
        Message::new(keys::BANNER_BACKUP_CODES_FEW).with("left", left)
    };
    Some(Notice {
        kind: Tone::Warning,
        text,
        action,
        skip: None,
    })
}

/// A second factor that was never used since it was set up: to be tried once, or skipped (R16).
fn about_unused(page: &Page, live: &LiveSession) -> Option<Notice> {
    let unused = live.unused.as_ref()?;
    let factor = page.panel.modules().second_factor(&unused.factor)?;
    let may_be_used = page.panel.factor_rule(&factor).allows(live.principal.kind);
    let is_due = check_up::is_due(unused.since, unused.skipped_at, page.panel.clock.now());
    let is_confined = live.session.restriction != Restriction::None;
    if !may_be_used || !is_due || is_confined || is_at_it(path_in_area(page)) {
        return None;
    }
    let check = format!("/account/security/credentials/{}/check", unused.id);
    Some(Notice {
        kind: Tone::Info,
        text: Message::new(keys::BANNER_CHECK_UP).with("label", &*unused.label),
        action: Some(Action::new(page.area.path(&check), keys::ACTION_CHECK_UP)),
        skip: Some(Action::new(
            page.area.path(&format!("{check}/later")),
            keys::ACTION_SKIP,
        )),
    })
}

/// For owners: codes of authenticator apps depend on the machine's clock (R59).
fn about_the_clock(page: &Page, live: &LiveSession) -> Option<Notice> {
    let offset = page.panel.clock_offset().abs();
    let is_worth_it = live.role == Some(Role::Owner) && offset > WORTH_A_WORD;
    is_worth_it.then(|| Notice {
        kind: Tone::Warning,
        text: Message::new(keys::BANNER_CLOCK).with("seconds", offset.num_seconds()),
        action: None,
        skip: None,
    })
}

/// For owners: mails that did not leave the house.
async fn about_mails(page: &Page, live: &LiveSession) -> Result<Option<Notice>, Problem> {
    let is_owner = live.role == Some(Role::Owner) && live.session.restriction == Restriction::None;
    let says_it_itself = ["", "/", "/mails"].contains(&path_in_area(page));
    if !is_owner || says_it_itself {
        return Ok(None);
    }
    let panel = &page.panel;
    let mut tx = panel.db.read_once().await?;
    let failed = mails::count_failed_since(&mut tx, panel.clock.now() - MAIL_TROUBLE).await?;
    Ok((failed > 0).then(|| Notice {
        kind: Tone::Warning,
        text: Message::new(keys::BANNER_MAILS_FAILED).with("count", failed),
        action: Some(Action::new(
            "/staff/mails?status=failed",
            keys::ACTION_SHOW_MAILS,
        )),
        skip: None,
    }))
}
