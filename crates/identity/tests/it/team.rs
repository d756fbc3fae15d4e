//! Who may change what about whom in a client.

use innkeeper_identity::permission::{ClientPermission, Permissions};
use innkeeper_identity::team::{self, Refusal, Standing};
use proptest::prelude::*;

fn member(permissions: &[ClientPermission]) -> Standing {
    Standing::member(permissions.iter().copied().collect())
}

const MANAGE: ClientPermission = ClientPermission::ManageTeam;
const PAY: ClientPermission = ClientPermission::PayInvoices;

#[test]
fn a_manager_gives_and_takes_only_what_they_have() {
    let manager = member(&[MANAGE, ClientPermission::ViewInvoices]);
    let granted: Permissions = [ClientPermission::ViewInvoices].into_iter().collect();
    assert_eq!(team::invite(&manager, &granted), Ok(()));
    let more: Permissions = [PAY].into_iter().collect();
    assert_eq!(team::invite(&manager, &more), Err(Refusal::NotTheirs));
    let given = team::change(&manager, &member(&[]), &member(&[PAY]), 1);
    assert_eq!(given, Err(Refusal::NotTheirs));
    let taken = team::change(&manager, &member(&[PAY]), &member(&[]), 1);
    assert_eq!(taken, Err(Refusal::NotTheirs));
    let kept = team::change(&manager, &member(&[PAY]), &member(&[PAY, MANAGE]), 1);
    assert_eq!(kept, Ok(()));
}

#[test]
fn only_owners_touch_owners() {
    let manager = Standing::member(Permissions::all());
    let (owner, plain) = (Standing::owner(), member(&[]));
    for (before, wanted) in [(&owner, &plain), (&plain, &owner), (&owner, &owner)] {
        let changed = team::change(&manager, before, wanted, 2);
        assert_eq!(changed, Err(Refusal::OwnersOnly));
    }
    assert_eq!(team::remove(&manager, &owner, 2), Err(Refusal::OwnersOnly));
    assert!(!team::may_edit_person(&manager, &owner, 1));
    assert_eq!(team::change(&owner, &plain, &owner, 1), Ok(()));
    assert_eq!(team::remove(&owner, &owner, 2), Ok(()));
}

#[test]
fn the_last_owner_stays() {
    let owner = Standing::owner();
    let stepping_down = team::change(&owner, &owner, &member(&[]), 1);
    assert_eq!(stepping_down, Err(Refusal::LastOwner));
    assert_eq!(team::remove(&owner, &owner, 1), Err(Refusal::LastOwner));
    assert_eq!(team::change(&owner, &owner, &member(&[]), 2), Ok(()));
}

#[test]
fn nobody_edits_a_person_whom_other_clients_know() {
    let (owner, plain) = (Standing::owner(), member(&[]));
    assert!(team::may_edit_person(&owner, &plain, 1));
    assert!(!team::may_edit_person(&owner, &plain, 2));
    assert!(!team::may_edit_person(&plain, &plain, 1));
}

fn permissions() -> impl Strategy<Value = Permissions> {
    let all = ClientPermission::ALL.to_vec();
    let some = 0..=all.len();
    proptest::sample::subsequence(all, some).prop_map(|list| list.into_iter().collect())
}

fn standing() -> impl Strategy<Value = Standing> {
    prop_oneof![
        1 => Just(Standing::owner()),
        3 => permissions().prop_map(Standing::member),
    ]
}

proptest! {
    #[test]
    fn who_does_not_manage_the_team_changes_nothing(held in permissions(), before in standing(), wanted in standing()) {
        let actor = Standing::member(held.iter().filter(|it| *it != MANAGE).collect());
        prop_assert_eq!(team::change(&actor, &before, &wanted, 2), Err(Refusal::Forbidden));
        prop_assert_eq!(team::remove(&actor, &before, 2), Err(Refusal::Forbidden));
        prop_assert_eq!(team::invite(&actor, &wanted.permissions), Err(Refusal::Forbidden));
    }

    #[test]
    fn nobody_makes_somebody_mightier_than_themselves(actor in standing(), before in standing(), wanted in standing()) {
        if team::change(&actor, &before, &wanted, 2).is_ok() {
            for permission in ClientPermission::ALL {
                let gained = wanted.may(*permission) && !before.may(*permission);
                prop_assert!(!gained || actor.may(*permission), "{permission}");
            }
        }
    }

    #[test]
    fn a_client_never_loses_its_last_owner(actor in standing(), before in standing(), wanted in standing(), others in 0_i64..3) {
        let owners = others + i64::from(before.owner);
        if team::change(&actor, &before, &wanted, owners).is_ok() && owners > 0 {
            prop_assert!(others + i64::from(wanted.owner) > 0);
        }
        if team::remove(&actor, &before, owners).is_ok() && before.owner {
            prop_assert!(others > 0);
        }
    }
}
