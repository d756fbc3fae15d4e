//! Who is reminded: nobody twice in thirty days, nobody who has what is wanted, nobody who cannot use it.

use chrono::TimeDelta;
use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::reminder::{Candidate, REST, Reminder, verdict};

use crate::people::noon;

fn candidate() -> Candidate {
    Candidate {
        active: true,
        confirmed: true,
        best: None,
        reminded_at: None,
    }
}

#[test]
fn who_lacks_a_strong_factor_and_can_be_reached_is_reminded() {
    for (best, expected) in [
        (None, Reminder::Due),
        (Some(Assurance::Recovery), Reminder::Due),
        (Some(Assurance::Basic), Reminder::Due),
        (Some(Assurance::Strong), Reminder::Protected),
        (Some(Assurance::PhishingResistant), Reminder::Protected),
    ] {
        let person = Candidate {
            best,
            ..candidate()
        };
        assert_eq!(verdict(person, noon()), expected, "{best:?}");
    }
    let disabled = Candidate {
        active: false,
        confirmed: false,
        ..candidate()
    };
    assert_eq!(verdict(disabled, noon()), Reminder::Disabled);
    let unconfirmed = Candidate {
        confirmed: false,
        ..candidate()
    };
    assert_eq!(verdict(unconfirmed, noon()), Reminder::Unconfirmed);
}

#[test]
fn nobody_is_reminded_twice_within_thirty_days() {
    for (ago, expected) in [
        (TimeDelta::zero(), Reminder::Reminded),
        (REST - TimeDelta::seconds(1), Reminder::Reminded),
        (REST, Reminder::Due),
        (TimeDelta::days(400), Reminder::Due),
        // The clock was set back meanwhile: better too late than twice.
        (-TimeDelta::hours(1), Reminder::Reminded),
    ] {
        let person = Candidate {
            reminded_at: Some(noon() - ago),
            ..candidate()
        };
        assert_eq!(verdict(person, noon()), expected, "{ago}");
    }
}
