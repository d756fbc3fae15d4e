//! Which credentials may go, and what goes with them.

use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::credential::Held;
use innkeeper_identity::policy::{FactorPolicy, Requirement};
use innkeeper_identity::removal::{Removal, RemovalRefused, may_remove};

use crate::people::{disabled, held, holdings, id, policy, removed, unavailable};
use Assurance::{Basic, Recovery, Strong};
use Requirement::{Off, Required};

fn free() -> FactorPolicy {
    policy(Off, Strong)
}

fn try_remove(credentials: &[Held], n: u8, rule: FactorPolicy) -> Result<Removal, RemovalRefused> {
    may_remove(&holdings(credentials), id(n), &rule)
}

fn alone() -> Removal {
    Removal {
        last: false,
        also: Vec::new(),
    }
}

#[test]
fn r13_the_last_factor_takes_the_backup_codes_along() {
    let credentials = [held(1, Strong), held(2, Recovery)];
    let removal = try_remove(&credentials, 1, free());
    assert_eq!(
        removal,
        Ok(Removal {
            last: true,
            also: vec![id(2)]
        })
    );
    let removal = try_remove(&[held(1, Strong)], 1, free());
    assert_eq!(
        removal,
        Ok(Removal {
            last: true,
            also: vec![]
        })
    );
}

#[test]
fn r13_the_last_factor_stays_where_one_is_required() {
    for credentials in [
        vec![held(1, Strong)],
        vec![held(1, Strong), held(2, Recovery)],
        vec![held(1, Strong), held(2, Basic)],
        vec![held(1, Strong), disabled(2, Strong)],
        vec![held(1, Strong), unavailable(2, Strong)],
        vec![held(1, Strong), removed(2, Strong)],
    ] {
        let refused = try_remove(&credentials, 1, policy(Required, Strong));
        assert_eq!(refused, Err(RemovalRefused::Required), "{credentials:?}");
    }
}

#[test]
fn one_of_several_may_go_alone() {
    let credentials = [held(1, Strong), held(2, Strong), held(3, Recovery)];
    for rule in [free(), policy(Required, Strong)] {
        assert_eq!(try_remove(&credentials, 1, rule), Ok(alone()));
        assert_eq!(try_remove(&credentials, 3, rule), Ok(alone()));
    }
}

#[test]
fn what_is_left_must_open_the_door_again() {
    let credentials = [held(1, Strong), unavailable(2, Strong)];
    assert_eq!(
        try_remove(&credentials, 1, free()),
        Err(RemovalRefused::LocksOut)
    );
    assert_eq!(try_remove(&credentials, 2, free()), Ok(alone()));
    let broken = [unavailable(1, Strong), unavailable(2, Strong)];
    assert_eq!(try_remove(&broken, 1, free()), Ok(alone()));
    let with_codes = [held(1, Strong), unavailable(2, Strong), held(3, Recovery)];
    assert_eq!(try_remove(&with_codes, 1, free()), Ok(alone()));
    let only_codes_work = [disabled(1, Strong), held(2, Recovery)];
    assert_eq!(
        try_remove(&only_codes_work, 2, free()),
        Err(RemovalRefused::LocksOut)
    );
}

#[test]
fn what_is_not_held_cannot_be_removed() {
    for n in [2, 3] {
        let refused = try_remove(&[held(1, Strong), removed(2, Strong)], n, free());
        assert_eq!(refused, Err(RemovalRefused::NotHeld));
    }
}

#[test]
fn r2_a_person_holds_ten_of_a_factor_or_one() {
    let nine: Vec<Held> = (1..=9).map(|n| held(n, Strong)).collect();
    assert!(holdings(&nine).may_add("totp", true));
    let ten: Vec<Held> = (1..=10).map(|n| held(n, Strong)).collect();
    assert!(!holdings(&ten).may_add("totp", true));
    assert!(!holdings(&nine[..1]).may_add("totp", false));
    assert!(holdings(&nine).may_add("backup-codes", false));
    assert!(holdings(&[removed(1, Strong)]).may_add("totp", false));
}
