//! Rules about second factors: the strictest binds, one rule more never loosens, and grace is given once.

use chrono::{DateTime, TimeDelta, Utc};
use innkeeper_identity::assurance::Assurance::{self, Basic, PhishingResistant, Recovery, Strong};
use innkeeper_identity::enforcement::{
    Compliance, Effective, Origin, Record, Rule, SKIP_LASTS, Sourced, effective, reminds,
};
use innkeeper_identity::policy::Requirement::{self, Encouraged, Off, Required};
use innkeeper_identity::session::Restriction;
use innkeeper_identity::sign_in::restriction_now;
use proptest::prelude::*;

use crate::people::{disabled, held, holdings, noon, policy};

fn day(days: i64) -> DateTime<Utc> {
    noon() + TimeDelta::days(days)
}

fn rule(demand: Requirement, least: Assurance) -> Rule {
    Rule {
        demand,
        from: None,
        least,
        grace_days: 0,
    }
}

fn graced(least: Assurance, grace_days: u16) -> Rule {
    Rule {
        grace_days,
        ..rule(Required, least)
    }
}

fn everybodys(rule: Rule) -> Sourced {
    Sourced {
        rule,
        origin: Origin::Everybody,
    }
}

fn groups(rule: Rule) -> Sourced {
    Sourced {
        rule,
        origin: Origin::Group,
    }
}

fn began(days: i64) -> Record {
    Record {
        grace_began: Some(day(days)),
        exempt_until: None,
    }
}

fn at(rules: &[Sourced], days: i64) -> Effective {
    effective(rules, Record::default(), day(days))
}

#[test]
fn r172_the_strictest_rule_binds_and_says_whose_it_is() {
    let base = everybodys(rule(Encouraged, Basic));
    assert_eq!(at(&[base], 0).policy, policy(Encouraged, Basic));
    assert_eq!(at(&[base], 0).origin, None);
    let with_group = at(&[base, groups(rule(Required, Strong))], 0);
    assert_eq!(with_group.policy, policy(Required, Strong));
    assert_eq!(with_group.origin, Some(Origin::Group));
    let both = [
        everybodys(rule(Required, Strong)),
        groups(rule(Required, Strong)),
    ];
    assert_eq!(at(&both, 0).origin, Some(Origin::Everybody));
    assert_eq!(at(&[], 0).policy.requirement, Off);
}

#[test]
fn r172_a_class_that_is_only_encouraged_binds_nobody() {
    let rules = [
        everybodys(rule(Required, Basic)),
        groups(rule(Encouraged, Strong)),
    ];
    assert_eq!(at(&rules, 0).policy, policy(Required, Basic));
}

#[test]
fn r172_a_rule_with_a_date_binds_from_that_date_on() {
    let dated = everybodys(Rule {
        from: Some(day(10)),
        ..rule(Required, Strong)
    });
    let before = at(&[dated], 9);
    assert_eq!(before.policy.requirement, Encouraged);
    assert!(!before.asked.is_required());
    assert_eq!(before.deadline.map(|ahead| ahead.at), Some(day(10)));
    assert!(at(&[dated], 10).policy.is_required());
}

#[test]
fn r172_grace_is_counted_from_the_first_time_the_person_is_seen() {
    let rules = [everybodys(graced(Strong, 7))];
    let unseen = at(&rules, 100);
    assert!(unseen.starts_grace && !unseen.policy.is_required() && unseen.asked.is_required());
    assert_eq!(unseen.deadline.map(|ahead| ahead.at), Some(day(107)));
    let within = effective(&rules, began(100), day(106));
    assert!(!within.starts_grace && !within.policy.is_required());
    let after = effective(&rules, began(100), day(107));
    assert!(after.policy.is_required());
    assert_eq!(after.deadline, None);
}

#[test]
fn r172_while_a_lesser_class_binds_a_better_one_may_be_in_grace() {
    let rules = [everybodys(rule(Required, Basic)), groups(graced(Strong, 7))];
    let now = at(&rules, 0);
    assert_eq!(now.policy, policy(Required, Basic));
    assert_eq!(now.asked, policy(Required, Strong));
    assert_eq!(
        now.deadline.map(|ahead| (ahead.at, ahead.least)),
        Some((day(7), Strong))
    );
}

#[test]
fn r173_skipping_silences_the_reminder_for_a_day() {
    assert!(reminds(None, noon()));
    assert!(!reminds(Some(noon()), noon()));
    assert!(!reminds(
        Some(noon()),
        noon() + SKIP_LASTS - TimeDelta::seconds(1)
    ));
    assert!(reminds(Some(noon()), noon() + SKIP_LASTS));
    assert!(
        reminds(Some(noon()), noon() - SKIP_LASTS),
        "a clock that was set back"
    );
}

#[test]
fn r176_new_tokens_need_what_is_asked_even_during_grace() {
    let asked = at(&[everybodys(graced(Strong, 7))], 0);
    assert!(!asked.may_make_tokens(&holdings(&[])));
    assert!(!asked.may_make_tokens(&holdings(&[held(1, Basic), held(2, Recovery)])));
    assert!(!asked.may_make_tokens(&holdings(&[disabled(1, Strong)])));
    assert!(asked.may_make_tokens(&holdings(&[held(1, Strong)])));
    let free = at(&[everybodys(rule(Encouraged, Strong))], 0);
    assert!(free.may_make_tokens(&holdings(&[])));
}

#[test]
fn r177_an_exemption_ends_by_itself_and_spends_no_grace() {
    let rules = [everybodys(graced(Strong, 7))];
    let exempt = Record {
        grace_began: None,
        exempt_until: Some(day(30)),
    };
    let during = effective(&rules, exempt, day(29));
    assert!(!during.policy.is_required() && !during.asked.is_required() && !during.starts_grace);
    assert_eq!(during.exempt_until, Some(day(30)));
    let after = effective(&rules, exempt, day(30));
    assert!(after.asked.is_required() && after.starts_grace);
    assert_eq!(after.exempt_until, None);
}

#[test]
fn r172_who_is_short_of_what_will_be_required_is_told() {
    let now = at(&[everybodys(graced(Strong, 7))], 0);
    assert!(now.is_lacked_by(None));
    assert!(now.is_lacked_by(Some(Basic)) && now.is_lacked_by(Some(Recovery)));
    assert!(!now.is_lacked_by(Some(PhishingResistant)));
    assert!(!now.confines(None), "grace runs");
    let hard = at(&[everybodys(rule(Required, Strong))], 0);
    assert!(hard.confines(None) && hard.confines(Some(Recovery)) && hard.confines(Some(Basic)));
    assert!(!hard.confines(Some(Strong)));
}

fn any_rule() -> impl Strategy<Value = Sourced> {
    let class = prop::sample::select(vec![Basic, Strong, PhishingResistant]);
    let demand = prop::sample::select(vec![Off, Encouraged, Required]);
    let origin = prop::sample::select(vec![Origin::Everybody, Origin::Role, Origin::Group]);
    let from = prop::option::of(-20..20_i64);
    (demand, class, from, 0..15_u16, origin).prop_map(
        |(demand, least, from, grace_days, origin)| {
            let from = from.map(day);
            let rule = Rule {
                demand,
                from,
                least,
                grace_days,
            };
            Sourced { rule, origin }
        },
    )
}

fn any_record() -> impl Strategy<Value = Record> {
    let moment = || prop::option::of((-20..20_i64).prop_map(day));
    (moment(), moment()).prop_map(|(grace_began, exempt_until)| Record {
        grace_began,
        exempt_until,
    })
}

/// How much a session may reach: the less, the larger.
fn narrowness(effective: &Effective, class: Option<Assurance>) -> u8 {
    let owned: Vec<_> = class.map(|class| held(1, class)).into_iter().collect();
    let holdings = holdings(&owned);
    match restriction_now(Restriction::None, class, &holdings, &effective.policy) {
        Some(Restriction::None) => 0,
        _ => 1,
    }
}

proptest! {
    #[test]
    fn r172_one_rule_more_never_loosens_anything(
        rules in prop::collection::vec(any_rule(), 0..5), more in any_rule(), record in any_record(), now in -25..25_i64,
    ) {
        let before = effective(&rules, record, day(now));
        let all: Vec<_> = rules.iter().copied().chain([more]).collect();
        let after = effective(&all, record, day(now));
        for class in [None, Some(Basic), Some(Strong), Some(PhishingResistant)] {
            prop_assert!(narrowness(&after, class) >= narrowness(&before, class));
            let owned: Vec<_> = class.map(|class| held(1, class)).into_iter().collect();
            let holdings = holdings(&owned);
            prop_assert!(before.may_make_tokens(&holdings) || !after.may_make_tokens(&holdings));
        }
        prop_assert!(after.asked.requirement >= before.asked.requirement);
    }

    #[test]
    fn r172_the_order_of_rules_does_not_matter(
        rules in prop::collection::vec(any_rule(), 0..5), record in any_record(), now in -25..25_i64,
    ) {
        let turned: Vec<_> = rules.iter().rev().copied().collect();
        prop_assert_eq!(effective(&rules, record, day(now)), effective(&turned, record, day(now)));
    }

    #[test]
    fn r174_grace_runs_out_once_whatever_the_rules_do_meanwhile(
        histories in prop::collection::vec(prop::collection::vec(any_rule(), 0..4), 1..8), last in any_rule(),
    ) {
        // A person is seen each day under other rules; what is on record is kept as the panel keeps it.
        let mut record = Record::default();
        let mut first = None;
        for (now, rules) in (0..).zip(&histories) {
            if effective(rules, record, day(now)).starts_grace {
                prop_assert_eq!(record.grace_began, None, "a second grace");
                record.grace_began = Some(day(now));
                first = Some(day(now));
            }
        }
        prop_assert_eq!(record.grace_began, first);
        if let (Some(first), Required) = (first, last.rule.demand) {
            let end = first + TimeDelta::days(15);
            let end = last.rule.from.map_or(end, |from| from.max(end));
            prop_assert!(effective(&[last], record, end).policy.is_required());
        }
    }

    #[test]
    fn r174_time_alone_never_frees_anybody(
        rules in prop::collection::vec(any_rule(), 0..5), began in -20..20_i64, now in -25..25_i64, later in 0..20_i64,
    ) {
        let record = Record { grace_began: Some(day(began)), exempt_until: None };
        let before = effective(&rules, record, day(now)).policy;
        let after = effective(&rules, record, day(now + later)).policy;
        prop_assert!(after.requirement >= before.requirement);
        prop_assert!(!before.is_required() || after.least >= before.least);
    }
}

#[test]
fn how_somebody_stands_to_the_rules_follows_from_what_they_hold() {
    let encouraged = at(&[everybodys(rule(Encouraged, Basic))], 0);
    assert_eq!(encouraged.compliance(None), Compliance::Free);
    let required = at(&[everybodys(rule(Required, Strong))], 0);
    for (best, stands) in [
        (None, Compliance::Confined),
        (Some(Recovery), Compliance::Confined),
        (Some(Basic), Compliance::Confined),
        (Some(Strong), Compliance::Met),
        (Some(PhishingResistant), Compliance::Met),
    ] {
        assert_eq!(required.compliance(best), stands, "{best:?}");
    }
    let graced = effective(&[everybodys(graced(Basic, 7))], began(0), day(3));
    assert_eq!(graced.compliance(None), Compliance::Due);
    assert_eq!(graced.compliance(Some(Basic)), Compliance::Met);
    let announced = Rule {
        from: Some(day(9)),
        ..rule(Required, Basic)
    };
    let announced = at(&[everybodys(announced)], 0);
    assert_eq!(announced.compliance(None), Compliance::Due);
    assert_eq!(announced.compliance(Some(Strong)), Compliance::Met);
    let exempt = Record {
        exempt_until: Some(day(5)),
        ..Record::default()
    };
    let exempt = effective(&[everybodys(rule(Required, Basic))], exempt, day(0));
    assert_eq!(exempt.compliance(None), Compliance::Exempt);
}
