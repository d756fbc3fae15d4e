//! What is demanded of one sign-in beyond the rules.

use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::credential::Held;
use innkeeper_identity::demand::{Demand, policy_under};
use innkeeper_identity::policy::{FactorPolicy, Requirement};
use innkeeper_identity::sign_in::{NextStep, after_password};
use proptest::prelude::*;

use crate::people::{disabled, held, holdings, policy, removed, unavailable};
use Assurance::{Basic, PhishingResistant, Recovery, Strong};
use Requirement::{Encouraged, Off, Required};

/// What follows a right password where that class is demanded.
fn next(credentials: &[Held], policy: FactorPolicy, demanded: Assurance) -> NextStep {
    let holdings = holdings(credentials);
    let asked = policy_under(Some(demanded), &holdings, &policy);
    after_password(&holdings, &asked)
}

/// The classes of what is offered.
fn offered(credentials: &[Held], policy: FactorPolicy, demanded: Assurance) -> Vec<Assurance> {
    match next(credentials, policy, demanded) {
        NextStep::Challenge { usable } => usable.iter().map(|held| held.class).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn what_is_lesser_is_not_offered_to_whoever_has_what_was_demanded() {
    let all = [
        held(1, Basic),
        held(2, Strong),
        held(3, PhishingResistant),
        held(4, Recovery),
    ];
    for requirement in [Off, Encouraged] {
        let free = policy(requirement, Basic);
        assert_eq!(offered(&all, free, Basic).len(), 4);
        let strong = [Strong, PhishingResistant, Recovery];
        assert_eq!(offered(&all, free, Strong), strong);
        let passkey = [PhishingResistant, Recovery];
        assert_eq!(offered(&all, free, PhishingResistant), passkey);
    }
}

#[test]
fn a_demand_never_lowers_what_the_rules_ask() {
    let both = [held(1, Basic), held(2, PhishingResistant)];
    let rule = policy(Required, PhishingResistant);
    assert_eq!(offered(&both, rule, Basic), [PhishingResistant]);
    let basic = [held(1, Basic)];
    assert_eq!(offered(&basic, policy(Required, Strong), Basic), [Basic]);
}

#[test]
fn who_has_nothing_of_the_class_is_asked_for_what_they_have() {
    let rule = policy(Encouraged, Basic);
    assert_eq!(offered(&[held(1, Basic)], rule, Strong), [Basic]);
    assert_eq!(
        offered(&[held(1, Strong)], rule, PhishingResistant),
        [Strong]
    );
    let gone = [held(1, Strong), unavailable(2, PhishingResistant)];
    assert_eq!(offered(&gone, rule, PhishingResistant), [Strong]);
    let removed = [held(1, Strong), removed(2, PhishingResistant)];
    assert_eq!(offered(&removed, rule, PhishingResistant), [Strong]);
}

#[test]
fn who_has_no_factor_at_all_comes_in_as_ever() {
    for class in [Basic, Strong, PhishingResistant] {
        assert_eq!(next(&[], policy(Encouraged, Basic), class), NextStep::Full);
        assert_eq!(
            next(&[], policy(Required, Strong), class),
            NextStep::EnrolOnly
        );
        let codes = [held(1, Recovery)];
        assert_eq!(offered(&codes, policy(Off, Basic), class), [Recovery]);
    }
}

#[test]
fn wrong_answers_to_the_better_one_do_not_open_the_way_to_a_lesser_one() {
    let rule = policy(Encouraged, Basic);
    let spoilt = [held(1, Basic), disabled(2, Strong)];
    assert_eq!(next(&spoilt, rule, Strong), NextStep::Refused);
    let codes = [held(1, Basic), disabled(2, Strong), held(3, Recovery)];
    assert_eq!(offered(&codes, rule, Strong), [Recovery]);
    assert_eq!(offered(&spoilt, rule, Basic), [Basic]);
}

#[test]
fn of_two_demands_both_hold() {
    let strong = Demand {
        class: Some(Strong),
        distrust: false,
    };
    let distrust = Demand {
        class: None,
        distrust: true,
    };
    let both = Demand {
        class: Some(Strong),
        distrust: true,
    };
    assert_eq!(strong.and(distrust), both);
    let passkey = Demand {
        class: Some(PhishingResistant),
        ..both
    };
    assert_eq!(strong.and(passkey), passkey);
    assert_eq!(strong.and(Demand::default()), strong);
}

fn any_class() -> impl Strategy<Value = Assurance> {
    prop::sample::select(Assurance::ALL)
}

fn any_credentials() -> impl Strategy<Value = Vec<Held>> {
    let one = (any_class(), 0_u8..3);
    prop::collection::vec(one, 0..5).prop_map(|all| {
        let numbered = (1..).zip(all);
        let made = numbered.map(|(n, (class, state))| match state {
            0 => held(n, class),
            1 => disabled(n, class),
            _ => unavailable(n, class),
        });
        made.collect()
    })
}

proptest! {
    /// Whatever is offered under a demand would be offered without it too, nobody comes in by the password whom the rules
    /// would have asked, and nobody is refused who has nothing of that class.
    #[test]
    fn a_demand_makes_a_sign_in_stricter_or_leaves_it(
        credentials in any_credentials(),
        requirement in prop::sample::select(Requirement::ALL),
        least in any_class(),
        demanded in prop::sample::select(&[Basic, Strong, PhishingResistant][..]),
    ) {
        let policy = policy(requirement, least);
        let without = after_password(&holdings(&credentials), &policy);
        let with = next(&credentials, policy, demanded);
        match (&without, &with) {
            (NextStep::Challenge { usable: all }, NextStep::Challenge { usable: some }) => {
                prop_assert!(some.iter().all(|held| all.contains(held)));
            }
            (NextStep::Challenge { .. }, NextStep::Refused) => {
                let has_it = |held: &Held| held.available && held.class >= demanded;
                prop_assert!(credentials.iter().any(has_it));
            }
            _ => prop_assert_eq!(&without, &with),
        }
    }
}
