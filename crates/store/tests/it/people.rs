//! People, staff and clients, and their lists.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use innkeeper_identity::ids::ClientId;
use innkeeper_identity::permission::{ClientPermission, Permissions, Role};
use innkeeper_identity::principal::{ClientStatus, PrincipalKind, PrincipalStatus};
use innkeeper_store::clients::{self, Client, Membership};
use innkeeper_store::principals::{self, ListedPrincipal, Profile};
use innkeeper_store::{Cursor, Page, Paged, PasswordHash, engines, sessions, staff};

use crate::world::{BOTTOM, at, chance, person, session_of, user};

fn client(number: u64) -> Client {
    Client {
        id: ClientId::new(at(0), chance(number)),
        name: format!("Müller & Söhne {number}"),
        status: ClientStatus::Active,
        created_at: at(0),
        version: 0,
    }
}

engines! {
    async fn a_person_is_read_as_written(db: Db) {
        let written = user(&db, 1).await;
        let mut tx = db.read().await.unwrap();
        assert_eq!(principals::find(&mut tx, written.id).await.unwrap().as_ref(), Some(&written));
        let found = principals::find_by_email(&mut tx, PrincipalKind::User, "guest1@example.org").await.unwrap();
        assert_eq!(found.as_ref(), Some(&written));
        let found = principals::find_by_email(&mut tx, PrincipalKind::Staff, "guest1@example.org").await.unwrap();
        assert_eq!(found, None);
    }

    async fn an_address_is_taken_once_per_kind(db: Db) {
        user(&db, 1).await;
        let mut second = person(2, PrincipalKind::User);
        "guest1@example.org".clone_into(&mut second.email_key);
        let mut tx = db.begin().await.unwrap();
        assert!(!principals::insert(&mut tx, &second).await.unwrap());
        second.kind = PrincipalKind::Staff;
        assert!(principals::insert(&mut tx, &second).await.unwrap());
        tx.commit().await.unwrap();
        let third = user(&db, 3).await;
        let mut tx = db.begin().await.unwrap();
        let moved = principals::set_email(&mut tx, third.id, "Guest1@example.org", "guest1@example.org", at(9)).await;
        assert!(!moved.unwrap());
        let moved = principals::set_email(&mut tx, third.id, "New@example.org", "new@example.org", at(9)).await;
        assert!(moved.unwrap());
        let third = principals::find(&mut tx, third.id).await.unwrap().unwrap();
        assert_eq!((third.email_key.as_str(), third.email_confirmed_at), ("new@example.org", Some(at(9))));
    }

    async fn each_change_of_a_person_is_kept(db: Db) {
        let id = user(&db, 1).await.id;
        let (old, new) = (PasswordHash("old".to_owned()), PasswordHash("new".to_owned()));
        let mut tx = db.begin().await.unwrap();
        let profile = Profile { name: "Änne", locale: "de", time_zone: "UTC" };
        assert!(principals::save_profile(&mut tx, id, profile).await.unwrap());
        assert!(principals::set_password(&mut tx, id, &old, at(1)).await.unwrap());
        assert!(principals::rehash_password(&mut tx, id, &old, &new).await.unwrap());
        assert!(!principals::rehash_password(&mut tx, id, &old, &new).await.unwrap());
        assert!(principals::confirm_email(&mut tx, id, at(2)).await.unwrap());
        assert!(!principals::confirm_email(&mut tx, id, at(3)).await.unwrap());
        assert!(principals::record_sign_in(&mut tx, id, at(4)).await.unwrap());
        assert_eq!(principals::raise_epoch(&mut tx, id).await.unwrap(), Some(1));
        assert!(principals::set_status(&mut tx, id, PrincipalStatus::Disabled).await.unwrap());
        assert!(!principals::set_status(&mut tx, id, PrincipalStatus::Disabled).await.unwrap());
        let after = principals::take(&mut tx, id).await.unwrap().unwrap();
        assert_eq!((after.name.as_str(), after.locale.as_str(), after.time_zone.as_str()), ("Änne", "de", "UTC"));
        assert_eq!((after.password_hash, after.password_changed_at), (Some(new), Some(at(1))));
        assert_eq!((after.email_confirmed_at, after.last_sign_in_at), (Some(at(2)), Some(at(4))));
        assert_eq!((after.security_epoch, after.version, after.status), (1, 1, PrincipalStatus::Disabled));
    }

    async fn taking_loses_no_change(db: Db) {
        let id = user(&db, 1).await.id;
        let tasks: Vec<_> = (0..4).map(|_| tokio::spawn({
            let db = db.clone();
            async move {
                for _ in 0..50 {
                    let mut tx = db.begin().await.unwrap();
                    let person = principals::take(&mut tx, id).await.unwrap().unwrap();
                    let count: u32 = person.name.parse().unwrap_or(0) + 1;
                    let name = count.to_string();
                    let profile = Profile { name: &name, locale: "en", time_zone: "UTC" };
                    principals::save_profile(&mut tx, id, profile).await.unwrap();
                    tx.commit().await.unwrap();
                }
            }
        })).collect();
        for task in tasks {
            task.await.unwrap();
        }
        let mut tx = db.read().await.unwrap();
        let person = principals::find(&mut tx, id).await.unwrap().unwrap();
        assert_eq!((person.name.as_str(), person.version), ("200", 200));
    }

    async fn a_list_is_complete_and_repeats_nothing(db: Db) {
        let mut tx = db.begin().await.unwrap();
        for number in 0..57 {
            let mut guest = person(number, PrincipalKind::User);
            // Some at the very same moment, some with parts of a second.
            let count = i64::try_from(number).unwrap();
            guest.created_at = at(count / 5) + TimeDelta::microseconds(count % 3);
            assert!(principals::insert(&mut tx, &guest).await.unwrap());
        }
        tx.commit().await.unwrap();
        let mut tx = db.read().await.unwrap();
        let (mut seen, mut page) = (Vec::new(), Page::first(10));
        loop {
            let paged = principals::list(&mut tx, PrincipalKind::User, None, page).await.unwrap();
            assert!(paged.rows.len() <= 10);
            seen.extend(paged.rows.iter().map(|row| (row.principal.created_at, row.principal.id)));
            let Some(next) = paged.next else { break };
            // Through its text, as a browser hands it back.
            page = Page::after(next.to_string().parse::<Cursor>().unwrap(), 10);
        }
        assert!(seen.is_sorted_by(|one, other| one > other), "newest first");
        assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 57);
        assert_eq!(principals::count(&mut tx, PrincipalKind::User).await.unwrap(), 57);
    }

    async fn a_list_is_walked_back_by_the_pages_it_was_walked_on_by(db: Db) {
        let mut tx = db.begin().await.unwrap();
        for number in 0..23 {
            let mut guest = person(number, PrincipalKind::User);
            guest.created_at = at(i64::try_from(number).unwrap() / 3);
            assert!(principals::insert(&mut tx, &guest).await.unwrap());
        }
        tx.commit().await.unwrap();
        let mut tx = db.read().await.unwrap();
        let ids = |page: &Paged<ListedPrincipal>| page.rows.iter().map(|row| row.principal.id).collect::<Vec<_>>();
        let mut pages = Vec::new();
        let mut page = Page::first(5);
        loop {
            let paged = principals::list(&mut tx, PrincipalKind::User, None, page).await.unwrap();
            assert_eq!(paged.previous.is_none(), pages.is_empty());
            let next = paged.next;
            pages.push(paged);
            let Some(next) = next else { break };
            page = Page::after(next, 5);
        }
        assert_eq!(pages.iter().map(|page| page.rows.len()).collect::<Vec<_>>(), [5, 5, 5, 5, 3]);
        let mut later = pages.pop().unwrap();
        while let Some(expected) = pages.pop() {
            let place = later.previous.unwrap().to_string().parse::<Cursor>().unwrap();
            let paged = principals::list(&mut tx, PrincipalKind::User, None, Page::before(place, 5)).await.unwrap();
            assert_eq!(ids(&paged), ids(&expected), "newest first, the nearest ones");
            assert_eq!((paged.next, paged.previous), (expected.next, expected.previous));
            later = paged;
        }
        assert_eq!(later.previous, None);
    }

    async fn a_search_ignores_case_and_takes_signs_as_they_are(db: Db) {
        for number in 1..=12 {
            user(&db, number).await;
        }
        let found = async |part: &str| {
            let mut tx = db.read().await.unwrap();
            principals::list(&mut tx, PrincipalKind::User, Some(part), Page::first(50)).await.unwrap().rows.len()
        };
        assert_eq!(found("GUEST ä1").await, 4, "1, 10, 11, 12");
        assert_eq!(found("guest12@").await, 1);
        assert_eq!(found("  ").await, 12);
        assert_eq!(found("%").await, 0);
        assert_eq!(found("guest_").await, 0);
        assert_eq!(found("\\").await, 0);
    }

    async fn staff_have_one_role_each(db: Db) {
        let mut tx = db.begin().await.unwrap();
        for number in 1..=3 {
            let member = person(number, PrincipalKind::Staff);
            principals::insert(&mut tx, &member).await.unwrap();
            staff::set_role(&mut tx, member.id, Role::Support).await.unwrap();
        }
        let boss = person(3, PrincipalKind::Staff).id;
        staff::set_role(&mut tx, boss, Role::Owner).await.unwrap();
        assert_eq!(staff::role_of(&mut tx, boss).await.unwrap(), Some(Role::Owner));
        assert_eq!(staff::count_by_role(&mut tx, Role::Owner).await.unwrap(), 1);
        assert_eq!(staff::list_by_role(&mut tx, Role::Support).await.unwrap().len(), 2);
        assert_eq!(staff::find(&mut tx, boss).await.unwrap().unwrap().role, Role::Owner);
        let listed = staff::list(&mut tx, Some("guest3"), Page::first(2)).await.unwrap();
        assert_eq!((listed.rows.len(), listed.next), (1, None));
        let back = staff::list(&mut tx, Some("guest3"), Page::before(BOTTOM, 2)).await.unwrap();
        assert_eq!((back.rows.len(), back.previous), (1, None));
        assert_eq!(listed.rows[0].principal.id, boss);
        principals::set_status(&mut tx, boss, PrincipalStatus::Disabled).await.unwrap();
        assert_eq!(staff::count_by_role(&mut tx, Role::Owner).await.unwrap(), 0, "who cannot sign in is none");
        assert_eq!(staff::role_of(&mut tx, person(9, PrincipalKind::Staff).id).await.unwrap(), None);
    }

    async fn users_belong_to_clients_with_permissions(db: Db) {
        let (guest, other) = (user(&db, 1).await, user(&db, 2).await);
        let mut house = client(1);
        let mut tx = db.begin().await.unwrap();
        clients::insert(&mut tx, &house).await.unwrap();
        let mut membership = Membership {
            client_id: house.id,
            principal_id: guest.id,
            owner: true,
            permissions: Permissions::none(),
            created_at: at(1),
        };
        assert!(clients::add_member(&mut tx, &membership).await.unwrap());
        assert!(!clients::add_member(&mut tx, &membership).await.unwrap());
        membership.principal_id = other.id;
        membership.owner = false;
        membership.permissions = [ClientPermission::PayInvoices, ClientPermission::ViewInvoices].into_iter().collect();
        assert!(clients::add_member(&mut tx, &membership).await.unwrap());
        let found = clients::find_member(&mut tx, house.id, other.id).await.unwrap();
        assert_eq!(found.as_ref(), Some(&membership));
        let members = clients::members_of(&mut tx, house.id).await.unwrap();
        assert_eq!(members.iter().map(|m| m.email.as_str()).collect::<Vec<_>>(), ["Guest1@example.org", "Guest2@example.org"]);
        assert_eq!(members[1].membership, membership);
        let of_other = clients::clients_of(&mut tx, other.id).await.unwrap();
        assert_eq!((of_other.len(), &of_other[0].client, of_other[0].owner), (1, &house, false));
        let session = session_of(&other, 1);
        sessions::insert(&mut tx, &session).await.unwrap();
        let signed_in = sessions::find_signed_in(&mut tx, &session.token_hash, at(1)).await.unwrap();
        assert_eq!(signed_in.map(|live| live.clients), Some(of_other));
        assert_eq!(clients::count_owners(&mut tx, house.id).await.unwrap(), 1);

        "Müllers Wirtshaus".clone_into(&mut house.name);
        house.status = ClientStatus::Closed;
        assert!(clients::save(&mut tx, &house).await.unwrap());
        house.version = 1;
        assert_eq!(clients::take(&mut tx, house.id).await.unwrap().as_ref(), Some(&house));
        let back = clients::list(&mut tx, Some("MÜLLERS"), Page::before(BOTTOM, 5)).await.unwrap();
        assert_eq!((back.rows.len(), back.previous), (1, None));
        let listed = clients::list(&mut tx, Some("MÜLLERS"), Page::first(5)).await.unwrap();
        assert_eq!((listed.rows.len(), listed.rows[0].members), (1, 2));
        membership.permissions = Permissions::all();
        assert!(clients::save_member(&mut tx, &membership).await.unwrap());
        assert!(clients::remove_member(&mut tx, house.id, other.id).await.unwrap());
        assert!(!clients::remove_member(&mut tx, house.id, other.id).await.unwrap());
        assert_eq!(clients::count(&mut tx).await.unwrap(), 1);
    }
}

#[test]
fn a_cursor_that_is_none_is_refused() {
    for text in [
        "",
        "x",
        "AAAA",
        "////////////////////////////////",
        &"_".repeat(32),
        &"A".repeat(33),
    ] {
        assert!(text.parse::<Cursor>().is_err(), "{text}");
    }
}

#[test]
fn r187_a_row_shows_no_hash_when_printed_for_debugging() {
    let mut guest = person(1, PrincipalKind::User);
    guest.password_hash = Some(PasswordHash("$argon2id$secret".to_owned()));
    assert!(!format!("{guest:?}").contains("secret"));
}
