//! Fresh proofs before something sensitive.

use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::session::Restriction;
use innkeeper_identity::step_up::{
    Action, StepUp, StepUpNeed, ends_session, fresh, required, required_for, settled,
};

use crate::people::{at, disabled, held, holdings, noon, removed, unavailable};
use Assurance::{Basic, PhishingResistant, Recovery, Strong};

const STRONG: StepUpNeed = StepUpNeed::Factor { least: Strong };

fn stamp(class: Option<Assurance>) -> StepUp {
    StepUp { at: noon(), class }
}

#[test]
fn r141_a_step_up_lasts_ten_minutes_for_users_and_five_for_staff() {
    let stamp = stamp(Some(Strong));
    for (kind, seconds) in [(PrincipalKind::User, 600), (PrincipalKind::Staff, 300)] {
        assert!(fresh(&stamp, kind, noon()));
        assert!(fresh(&stamp, kind, at(seconds - 1)));
        assert!(!fresh(&stamp, kind, at(seconds)));
    }
}

#[test]
fn a_stamp_from_a_clock_far_ahead_is_not_believed() {
    let stamp = stamp(Some(Strong));
    assert!(fresh(&stamp, PrincipalKind::User, at(-60)));
    assert!(!fresh(&stamp, PrincipalKind::User, at(-61)));
}

#[test]
fn r142_the_need_follows_the_best_factor_held() {
    for (credentials, need) in [
        (vec![], StepUpNeed::Password),
        (vec![removed(1, Strong)], StepUpNeed::Password),
        (vec![held(1, Recovery)], StepUpNeed::Password),
        (vec![held(1, Basic)], StepUpNeed::PasswordAndBasic),
        (
            vec![held(1, Basic), held(2, Recovery)],
            StepUpNeed::PasswordAndBasic,
        ),
        (vec![held(1, Strong)], STRONG),
        (vec![held(1, Basic), held(2, Strong)], STRONG),
        (vec![held(1, PhishingResistant)], STRONG),
    ] {
        assert_eq!(required(&holdings(&credentials)), need, "{credentials:?}");
    }
}

#[test]
fn r142_a_factor_that_cannot_be_used_still_keeps_the_password_out() {
    for credentials in [
        vec![disabled(1, Strong)],
        vec![unavailable(1, Strong), held(2, Basic)],
    ] {
        assert_eq!(required(&holdings(&credentials)), STRONG);
    }
    assert_eq!(
        required(&holdings(&[disabled(1, Basic)])),
        StepUpNeed::PasswordAndBasic
    );
}

#[test]
fn r142_a_stamp_is_worth_what_was_proved() {
    let met = |need: StepUpNeed| -> Vec<Option<Assurance>> {
        [
            None,
            Some(Recovery),
            Some(Basic),
            Some(Strong),
            Some(PhishingResistant),
        ]
        .into_iter()
        .filter(|class| need.is_met_by(*class))
        .collect()
    };
    assert_eq!(met(StepUpNeed::Password).len(), 5);
    assert_eq!(met(StepUpNeed::PasswordAndBasic)[0], Some(Basic));
    assert_eq!(met(STRONG), [Some(Strong), Some(PhishingResistant)]);
}

#[test]
fn a_password_stamp_no_longer_does_once_a_factor_is_held() {
    let user = PrincipalKind::User;
    let password = stamp(None);
    let before = required(&holdings(&[]));
    let after = required(&holdings(&[held(1, Strong)]));
    assert!(settled(Some(&password), before, user, at(1)));
    assert!(!settled(Some(&password), after, user, at(1)));
    assert!(!settled(None, before, user, at(1)));
    assert!(!settled(Some(&password), before, user, at(600)));
}

#[test]
fn r10_binding_a_factor_needs_the_highest_class_in_working_order() {
    let need = |credentials: &[_]| {
        required_for(Action::AddFactor, Restriction::None, &holdings(credentials))
    };
    let passkey = StepUpNeed::Factor {
        least: PhishingResistant,
    };
    assert_eq!(need(&[]), StepUpNeed::Password);
    assert_eq!(need(&[held(1, Basic)]), StepUpNeed::PasswordAndBasic);
    assert_eq!(
        need(&[held(1, Strong), held(2, PhishingResistant)]),
        passkey
    );
    assert_eq!(
        need(&[held(1, Strong), disabled(2, PhishingResistant)]),
        STRONG
    );
    assert_eq!(need(&[disabled(1, Strong), held(2, Basic)]), STRONG);
}

#[test]
fn r67_a_backup_codes_stamp_is_enough_to_set_up_or_mend_a_factor_and_for_nothing_else() {
    let credentials = holdings(&[disabled(1, Strong), held(2, Recovery)]);
    let stamp = stamp(Some(Recovery));
    for action in [
        Action::AddFactor,
        Action::ReplaceFactor,
        Action::RemoveFactor,
        Action::MendFactor,
        Action::MakeBackupCodes,
        Action::ChangePassword,
        Action::ChangeEmail,
        Action::ChangeMobile,
        Action::ManageTeam,
        Action::EndSessions,
    ] {
        let enough = |restriction| {
            let need = required_for(action, restriction, &credentials);
            settled(Some(&stamp), need, PrincipalKind::User, at(1))
        };
        assert_eq!(
            enough(Restriction::Recovery),
            matches!(action, Action::AddFactor | Action::MendFactor),
            "{action:?}"
        );
        assert!(!enough(Restriction::None), "{action:?}");
    }
}

#[test]
fn r142_mending_a_factor_needs_what_every_other_change_of_factors_needs() {
    for credentials in [
        vec![held(1, Strong)],
        vec![held(1, Basic), held(2, Recovery)],
        vec![disabled(1, Strong), held(2, PhishingResistant)],
    ] {
        let credentials = holdings(&credentials);
        for restriction in [Restriction::None, Restriction::EnrolOnly] {
            let need = required_for(Action::MendFactor, restriction, &credentials);
            assert_eq!(need, required(&credentials));
        }
    }
}

#[test]
fn r145_five_failed_step_ups_end_the_session() {
    let ended: Vec<bool> = (0..7).map(ends_session).collect();
    assert_eq!(ended, [false, false, false, false, false, true, true]);
}
