//! Every enum of words says the same in code, in JSON and from text.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use innkeeper_identity::UnknownWord;
use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::credential::{ChallengePurpose, CredentialState};
use innkeeper_identity::enforcement::Compliance;
use innkeeper_identity::permission::{ClientPermission, Role, StaffPermission};
use innkeeper_identity::policy::Requirement;
use innkeeper_identity::principal::{ActorKind, ClientStatus, PrincipalKind, PrincipalStatus};
use innkeeper_identity::reminder::Reminder;
use innkeeper_identity::session::Restriction;
use innkeeper_identity::throttle::ThrottleScope;
use innkeeper_identity::token::TokenPurpose;
use serde::Serialize;
use serde::de::DeserializeOwned;

fn agree<T>(all: &[T])
where
    T: Copy
        + Debug
        + Display
        + PartialEq
        + FromStr<Err = UnknownWord>
        + Serialize
        + DeserializeOwned,
{
    for value in all {
        let word = value.to_string();
        assert_eq!(serde_json::to_value(value).unwrap(), word);
        assert_eq!(
            serde_json::from_value::<T>(word.clone().into()).unwrap(),
            *value
        );
        assert_eq!(word.parse::<T>().as_ref(), Ok(value));
        assert!(word.to_uppercase().parse::<T>().is_err());
    }
    assert!("".parse::<T>().is_err());
}

#[test]
fn each_word_is_the_same_in_code_and_in_json() {
    agree(ActorKind::ALL);
    agree(Assurance::ALL);
    agree(ChallengePurpose::ALL);
    agree(ClientPermission::ALL);
    agree(ClientStatus::ALL);
    agree(Compliance::ALL);
    agree(CredentialState::ALL);
    agree(PrincipalKind::ALL);
    agree(PrincipalStatus::ALL);
    agree(Reminder::ALL);
    agree(Requirement::ALL);
    agree(Restriction::ALL);
    agree(Role::ALL);
    agree(StaffPermission::ALL);
    agree(ThrottleScope::ALL);
    agree(TokenPurpose::ALL);
}

#[test]
fn an_unknown_word_is_named_in_the_refusal() {
    let refusal = "landlord".parse::<Role>().unwrap_err();
    assert_eq!(refusal.to_string(), "`landlord` is no Role");
}

#[test]
fn r166_a_link_to_reset_a_password_works_for_half_an_hour() {
    let minutes: Vec<i64> = TokenPurpose::ALL
        .iter()
        .map(|purpose| purpose.lifetime().num_minutes())
        .collect();
    assert_eq!(minutes, [24 * 60, 30, 24 * 60, 72 * 60]);
}
