//! What follows a right password.

use innkeeper_identity::assurance::{Assurance, Proof, class_reached};
use innkeeper_identity::credential::Held;
use innkeeper_identity::policy::{FactorPolicy, Requirement};
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::session::Restriction;
use innkeeper_identity::sign_in::{
    NextStep, PENDING_ATTEMPTS, PendingState, after_factor, after_password, order_options,
    pending_lifetime,
};
use proptest::prelude::*;

use crate::people::{at, disabled, held, holdings, id, noon, policy, removed, unavailable, used};
use Assurance::{Basic, PhishingResistant, Recovery, Strong};
use Requirement::{Encouraged, Off, Required};

fn offered(credentials: &[Held], policy: FactorPolicy) -> Vec<u8> {
    match after_password(&holdings(credentials), &policy) {
        NextStep::Challenge { usable } => usable
            .iter()
            .map(|held| (1..=9).find(|n| id(*n) == held.id).unwrap())
            .collect(),
        _ => Vec::new(),
    }
}

#[test]
fn who_holds_nothing_is_let_in_unless_a_factor_is_required() {
    for nothing in [vec![], vec![removed(1, Strong), removed(2, Recovery)]] {
        for (requirement, next) in [
            (Off, NextStep::Full),
            (Encouraged, NextStep::Full),
            (Required, NextStep::EnrolOnly),
        ] {
            assert_eq!(
                after_password(&holdings(&nothing), &policy(requirement, Strong)),
                next
            );
        }
    }
}

#[test]
fn r172_staff_must_have_a_strong_factor_unless_set_otherwise() {
    assert_eq!(
        FactorPolicy::default_for(PrincipalKind::Staff),
        policy(Required, Strong)
    );
    assert!(!FactorPolicy::default_for(PrincipalKind::User).is_required());
}

#[test]
fn r9_who_holds_only_what_cannot_be_used_is_refused() {
    for requirement in Requirement::ALL {
        for credentials in [
            vec![disabled(1, Strong)],
            vec![unavailable(1, Strong)],
            vec![unavailable(1, Basic), disabled(2, PhishingResistant)],
            vec![disabled(1, Recovery)],
        ] {
            let next = after_password(&holdings(&credentials), &policy(*requirement, Strong));
            assert_eq!(next, NextStep::Refused, "{credentials:?}");
        }
    }
}

#[test]
fn one_usable_credential_is_enough_to_be_asked() {
    for requirement in Requirement::ALL {
        let rule = policy(*requirement, Strong);
        assert_eq!(
            offered(&[unavailable(1, Strong), held(2, Strong)], rule),
            [2]
        );
        assert_eq!(
            offered(&[disabled(1, Strong), held(2, Recovery)], rule),
            [2]
        );
        assert_eq!(offered(&[held(1, Recovery)], rule), [1]);
        assert_eq!(offered(&[held(1, Basic)], rule), [1]);
    }
}

#[test]
fn disabling_the_required_class_does_not_open_the_way_to_a_lesser_one() {
    let credentials = [disabled(1, Strong), held(2, Basic)];
    assert_eq!(offered(&credentials, policy(Encouraged, Strong)), [2]);
    let next = after_password(&holdings(&credentials), &policy(Required, Strong));
    assert_eq!(next, NextStep::Refused);
}

#[test]
fn where_a_class_is_required_lesser_credentials_are_not_offered() {
    let credentials = [held(1, Basic), held(2, Strong), held(3, Recovery)];
    assert_eq!(offered(&credentials, policy(Required, Strong)), [2, 3]);
    assert_eq!(offered(&credentials, policy(Encouraged, Strong)), [2, 1, 3]);
    assert_eq!(offered(&credentials, policy(Required, Basic)), [2, 1, 3]);
}

#[test]
fn r67_a_backup_code_opens_a_recovery_session_only() {
    for requirement in Requirement::ALL {
        for least in Assurance::ALL {
            let restriction = after_factor(Recovery, &policy(*requirement, *least));
            assert_eq!(restriction, Restriction::Recovery);
        }
    }
}

#[test]
fn a_factor_below_the_required_class_opens_the_enrolment_only() {
    assert_eq!(
        after_factor(Basic, &policy(Required, Strong)),
        Restriction::EnrolOnly
    );
    assert_eq!(
        after_factor(Basic, &policy(Encouraged, Strong)),
        Restriction::None
    );
    assert_eq!(
        after_factor(Strong, &policy(Required, Strong)),
        Restriction::None
    );
    assert_eq!(
        after_factor(PhishingResistant, &policy(Required, Strong)),
        Restriction::None
    );
}

#[test]
fn r190_the_last_used_comes_first_and_backup_codes_last() {
    let order = |options: Vec<Held>| -> Vec<_> {
        order_options(options)
            .into_iter()
            .map(|held| held.id)
            .collect()
    };
    assert_eq!(
        order(vec![
            held(4, Recovery),
            held(3, Strong),
            held(2, Strong),
            held(1, Basic)
        ]),
        [id(2), id(3), id(1), id(4)]
    );
    assert_eq!(
        order(vec![
            used(4, Recovery, 99),
            used(3, Strong, 10),
            used(2, Strong, 5),
            held(1, Strong)
        ]),
        [id(3), id(1), id(2), id(4)]
    );
    assert_eq!(
        order(vec![used(1, Basic, 99), held(2, Strong)]),
        [id(2), id(1)]
    );
}

#[test]
fn r18_proofs_never_add_up() {
    let code = Proof {
        factor: "email-code",
        class: Basic,
    };
    let backup = Proof {
        factor: "backup-codes",
        class: Recovery,
    };
    let app = Proof {
        factor: "totp",
        class: Strong,
    };
    assert_eq!(class_reached(&[]), None);
    assert_eq!(class_reached(&[code, code, code]), Some(Basic));
    assert_eq!(class_reached(&[code, backup]), Some(Basic));
    assert_eq!(class_reached(&[backup, app, code]), Some(Strong));
}

#[test]
fn a_way_back_in_fulfils_no_requirement() {
    assert!(!policy(Required, Recovery).is_met_by(Recovery));
    assert!(policy(Required, Recovery).is_met_by(Basic));
}

#[test]
fn classes_compare_by_worth() {
    assert!(Recovery < Basic && Basic < Strong && Strong < PhishingResistant);
}

#[test]
fn r22_a_pending_sign_in_lives_ten_minutes_or_as_set() {
    for (set, minutes) in [
        (10, 10),
        (1, 2),
        (-5, 2),
        (2, 2),
        (15, 15),
        (60, 15),
        (i64::MAX, 15),
    ] {
        assert_eq!(pending_lifetime(set).num_minutes(), minutes);
    }
}

#[test]
fn r23_a_pending_sign_in_dies_of_age_of_failures_and_of_a_new_epoch() {
    let pending = PendingState {
        epoch: 3,
        attempts: PENDING_ATTEMPTS - 1,
        expires_at: at(600),
    };
    assert!(pending.alive(3, at(599)));
    assert!(!pending.alive(3, at(600)));
    assert!(!pending.alive(4, noon()));
    let tired = PendingState {
        attempts: PENDING_ATTEMPTS,
        ..pending
    };
    assert!(!tired.alive(3, noon()));
}

fn any_held() -> impl Strategy<Value = Held> {
    (
        1_u8..=9,
        0..4_usize,
        0..3_usize,
        any::<bool>(),
        proptest::option::of(0..99_i64),
    )
        .prop_map(|(n, class, state, available, last)| Held {
            state: innkeeper_identity::credential::CredentialState::ALL[state],
            available,
            last_used_at: last.map(at),
            ..held(n, Assurance::ALL[class])
        })
}

proptest! {
    #[test]
    fn r9_nobody_who_holds_anything_comes_in_by_the_password_alone(
        credentials in proptest::collection::vec(any_held(), 0..6),
        requirement in 0..3_usize,
        least in 0..4_usize,
    ) {
        let rule = policy(Requirement::ALL[requirement], Assurance::ALL[least]);
        let holdings = holdings(&credentials);
        let anything = credentials.iter().any(Held::is_held);
        match after_password(&holdings, &rule) {
            NextStep::Full | NextStep::EnrolOnly => prop_assert!(!anything),
            NextStep::Challenge { usable } => {
                prop_assert!(!usable.is_empty());
                prop_assert!(usable.iter().all(Held::is_usable));
                let first_recovery = usable.iter().position(Held::is_recovery);
                let after = first_recovery.map_or(&[][..], |at| &usable[at..]);
                prop_assert!(after.iter().all(Held::is_recovery));
            }
            NextStep::Refused => prop_assert!(anything),
        }
    }
}
