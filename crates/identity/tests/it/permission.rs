//! What roles and members may do.

use innkeeper_identity::permission::{
    ClientPermission, Permissions, Role, StaffPermission, may_act_on, member_may,
};
use proptest::prelude::*;

#[test]
fn an_owner_may_everything_and_others_may_less() {
    assert_eq!(
        Role::Owner.permissions().count(),
        StaffPermission::ALL.len()
    );
    assert!(Role::Billing.permissions().count() < StaffPermission::ALL.len());
    assert!(Role::Support.permissions().count() < Role::Billing.permissions().count());
}

#[test]
fn only_owners_run_the_house() {
    use StaffPermission as P;
    for permission in [
        P::ManageStaff,
        P::ManageSettings,
        P::ManageJobs,
        P::ReadMailBodies,
    ] {
        for role in [Role::Billing, Role::Support] {
            assert!(!role.may(permission), "{role} {permission}");
        }
    }
}

#[test]
fn support_sees_people_and_cannot_reset_their_factors() {
    assert!(Role::Support.may(StaffPermission::ViewUsers));
    assert!(!Role::Support.may(StaffPermission::ResetFactors));
    assert!(Role::Billing.may(StaffPermission::ResetFactors));
}

#[test]
fn r180_staff_act_only_on_those_below_them() {
    for actor in Role::ALL {
        for other in Role::ALL {
            let expected = *actor == Role::Owner && *other != Role::Owner;
            assert_eq!(may_act_on(*actor, *other), expected, "{actor} on {other}");
        }
    }
}

#[test]
fn an_unknown_permission_is_refused_and_not_dropped() {
    let names = r#"["view-invoices","own-the-moon"]"#;
    assert!(serde_json::from_str::<Permissions>(names).is_err());
    let refusal = Permissions::from_names(["view-invoices", "own-the-moon"]).unwrap_err();
    assert_eq!(refusal.word, "own-the-moon");
}

#[test]
fn a_clients_owner_may_everything_without_any_grant() {
    for permission in ClientPermission::ALL {
        assert!(member_may(true, &Permissions::none(), *permission));
        assert!(!member_may(false, &Permissions::none(), *permission));
        assert!(member_may(false, &Permissions::all(), *permission));
    }
}

proptest! {
    #[test]
    fn permissions_survive_their_json(
        granted in proptest::sample::subsequence(ClientPermission::ALL, 0..=ClientPermission::ALL.len())
    ) {
        let set: Permissions = granted.iter().copied().collect();
        let json = serde_json::to_string(&set).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Permissions>(&json).unwrap(), &set);
        prop_assert_eq!(Permissions::from_names(set.names()).unwrap(), set.clone());
        for permission in ClientPermission::ALL {
            prop_assert_eq!(set.contains(*permission), granted.contains(permission));
        }
    }
}
