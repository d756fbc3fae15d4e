//! What a living session may reach while the policy and the person's factors change.

use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::policy::Requirement;
use innkeeper_identity::session::Restriction;
use innkeeper_identity::sign_in::{after_enrolment, restriction_now};

use crate::people::{disabled, held, holdings, policy};
use Assurance::{Basic, Recovery, Strong};
use Requirement::{Encouraged, Off, Required};

#[test]
fn r175_a_policy_that_is_switched_on_binds_open_sessions() {
    let nothing = holdings(&[]);
    let open = Restriction::None;
    assert_eq!(
        restriction_now(open, None, &nothing, &policy(Off, Strong)),
        Some(open)
    );
    assert_eq!(
        restriction_now(open, None, &nothing, &policy(Required, Strong)),
        Some(Restriction::EnrolOnly)
    );
    let basic = holdings(&[held(1, Basic)]);
    assert_eq!(
        restriction_now(open, Some(Basic), &basic, &policy(Required, Strong)),
        Some(Restriction::EnrolOnly)
    );
}

#[test]
fn r175_a_session_below_the_required_class_signs_in_again_where_the_class_is_held() {
    let both = holdings(&[held(1, Basic), held(2, Strong)]);
    for class in [None, Some(Basic)] {
        let now = restriction_now(Restriction::None, class, &both, &policy(Required, Strong));
        assert_eq!(now, None);
    }
    let now = restriction_now(
        Restriction::None,
        Some(Strong),
        &both,
        &policy(Required, Strong),
    );
    assert_eq!(now, Some(Restriction::None));
}

#[test]
fn no_policy_widens_a_session_that_came_in_by_a_backup_code() {
    for requirement in Requirement::ALL {
        let holdings = holdings(&[held(1, Strong)]);
        let now = restriction_now(
            Restriction::Recovery,
            Some(Recovery),
            &holdings,
            &policy(*requirement, Strong),
        );
        assert_eq!(now, Some(Restriction::Recovery));
    }
}

#[test]
fn a_factor_enrolled_elsewhere_does_not_free_a_session_that_may_only_enrol() {
    for requirement in Requirement::ALL {
        let now = restriction_now(
            Restriction::EnrolOnly,
            None,
            &holdings(&[held(1, Strong)]),
            &policy(*requirement, Strong),
        );
        assert_eq!(now, Some(Restriction::EnrolOnly));
    }
}

#[test]
fn a_policy_that_is_switched_off_frees_who_holds_nothing() {
    let now = restriction_now(
        Restriction::EnrolOnly,
        None,
        &holdings(&[]),
        &policy(Encouraged, Strong),
    );
    assert_eq!(now, Some(Restriction::None));
}

#[test]
fn who_came_by_a_backup_code_and_kept_the_factors_goes_on() {
    let rule = policy(Required, Strong);
    let kept = holdings(&[held(1, Strong), held(2, Recovery)]);
    let now = restriction_now(Restriction::None, Some(Recovery), &kept, &rule);
    assert_eq!(now, Some(Restriction::None));
    let broken = holdings(&[disabled(1, Strong), held(2, Recovery)]);
    let now = restriction_now(Restriction::None, Some(Recovery), &broken, &rule);
    assert_eq!(now, Some(Restriction::EnrolOnly));
}

#[test]
fn an_enrolment_frees_the_session_in_which_it_was_proved() {
    let rule = policy(Required, Strong);
    for (stored, class, proved, expected) in [
        (
            Restriction::EnrolOnly,
            None,
            Strong,
            (Restriction::None, Some(Strong)),
        ),
        (
            Restriction::EnrolOnly,
            None,
            Basic,
            (Restriction::EnrolOnly, Some(Basic)),
        ),
        (
            Restriction::EnrolOnly,
            Some(Basic),
            Recovery,
            (Restriction::EnrolOnly, Some(Basic)),
        ),
        (
            Restriction::Recovery,
            Some(Recovery),
            Strong,
            (Restriction::None, Some(Recovery)),
        ),
        (
            Restriction::Recovery,
            Some(Recovery),
            Recovery,
            (Restriction::Recovery, Some(Recovery)),
        ),
        (
            Restriction::None,
            Some(Strong),
            Basic,
            (Restriction::None, Some(Strong)),
        ),
        (
            Restriction::None,
            None,
            Strong,
            (Restriction::None, Some(Strong)),
        ),
        (Restriction::None, None, Recovery, (Restriction::None, None)),
    ] {
        assert_eq!(
            after_enrolment(stored, class, proved, &rule),
            expected,
            "{stored} {proved}"
        );
    }
}

#[test]
fn who_enrolled_what_is_required_stays_signed_in() {
    let rule = policy(Required, Strong);
    let (restriction, class) = after_enrolment(Restriction::EnrolOnly, None, Strong, &rule);
    let holdings = holdings(&[held(1, Strong)]);
    let now = restriction_now(restriction, class, &holdings, &rule);
    assert_eq!(now, Some(Restriction::None));
}
