//! Sessions, pending sign-ins and tokens: what may be used once is used once, also when many try.

use chrono::{DateTime, Utc};
use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::ids::PendingLoginId;
use innkeeper_identity::permission::Role;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::session::Restriction;
use innkeeper_identity::token::TokenPurpose;
use innkeeper_store::pending_logins::{self, PendingLogin};
use innkeeper_store::principals::Principal;
use innkeeper_store::sessions::{self, Session, Standing};
use innkeeper_store::tokens::{self, Token};
use innkeeper_store::{Db, Tx, engines, principals, staff};

use crate::world::{at, chance, hash, person, race, session, session_of, user};

async fn pending(db: &Db, principal: &Principal) -> PendingLogin {
    let pending = PendingLogin {
        id: PendingLoginId::new(at(0), chance(1)),
        token_hash: hash(1),
        principal_id: principal.id,
        epoch: 0,
        attempts: 0,
        ip: "192.0.2.7".to_owned(),
        user_agent: "Firefox".to_owned(),
        next_path: "/account".to_owned(),
        created_at: at(0),
        expires_at: at(600),
        reminded_at: None,
        demanded: None,
    };
    let mut tx = db.begin().await.unwrap();
    pending_logins::insert(&mut tx, &pending).await.unwrap();
    tx.commit().await.unwrap();
    pending
}

fn token(principal: &Principal, number: u64) -> Token {
    Token {
        token_hash: hash(number),
        purpose: TokenPurpose::ResetPassword,
        principal_id: principal.id,
        epoch: 0,
        payload: Some("new@example.org".to_owned()),
        created_at: at(0),
        expires_at: at(100),
    }
}

/// In how many places whoever has this session is signed in, as their pages say.
async fn places(tx: &mut Tx, session: &Session, now: DateTime<Utc>) -> i64 {
    let found = sessions::find_signed_in(tx, &session.token_hash, now).await;
    found.unwrap().unwrap().live_sessions
}

engines! {
    async fn a_page_of_a_signed_in_person_costs_one_statement(db: Db) {
        let mut tx = db.begin().await.unwrap();
        let boss = person(1, PrincipalKind::Staff);
        principals::insert(&mut tx, &boss).await.unwrap();
        staff::set_role(&mut tx, boss.id, Role::Owner).await.unwrap();
        tx.commit().await.unwrap();
        let mut written = session_of(&boss, 1);
        written.class = Some(Assurance::Strong);
        written.amr = vec!["totp".to_owned(), "pwd".to_owned()];
        let mut tx = db.begin().await.unwrap();
        sessions::insert(&mut tx, &written).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.read().await.unwrap();
        let before = db.statements_run();
        let signed_in = sessions::find_signed_in(&mut tx, &written.token_hash, at(0)).await.unwrap().unwrap();
        assert_eq!(db.statements_run() - before, 1);
        assert_eq!(signed_in.session, written);
        assert_eq!((signed_in.role, signed_in.principal.kind), (Some(Role::Owner), PrincipalKind::Staff));
        assert_eq!((signed_in.principal, signed_in.held_factors), (boss, 0));
        assert_eq!(sessions::find_signed_in(&mut tx, &hash(2), at(0)).await.unwrap(), None);
    }

    async fn r150_an_ended_session_stays_ended(db: Db) {
        let guest = user(&db, 1).await;
        let ended = session(&db, &guest, 1).await;
        let mut tx = db.begin().await.unwrap();
        assert!(sessions::revoke(&mut tx, ended.id, guest.id, at(1)).await.unwrap());
        assert!(!sessions::revoke(&mut tx, ended.id, guest.id, at(2)).await.unwrap());
        let standing = Standing { epoch: 1, class: None, amr: &[], restriction: Restriction::None };
        assert!(!sessions::touch(&mut tx, ended.id, at(2), at(9999)).await.unwrap());
        assert!(!sessions::rotate(&mut tx, ended.id, &hash(2)).await.unwrap());
        assert!(!sessions::step_up(&mut tx, ended.id, &hash(2), at(2), None).await.unwrap());
        assert!(!sessions::set_standing(&mut tx, ended.id, standing).await.unwrap());
        assert!(!sessions::set_epoch(&mut tx, ended.id, 1).await.unwrap());
        assert!(!sessions::set_restriction(&mut tx, ended.id, Restriction::None).await.unwrap());
        assert!(!sessions::set_client(&mut tx, ended.id, None).await.unwrap());
        assert_eq!(sessions::count_step_up_failure(&mut tx, ended.id).await.unwrap(), None);
        assert_eq!(sessions::find_signed_in(&mut tx, &ended.token_hash, at(2)).await.unwrap(), None);
        assert_eq!(sessions::find_by_token_hash(&mut tx, &ended.token_hash).await.unwrap(), None);
        assert_eq!(sessions::find(&mut tx, ended.id).await.unwrap().unwrap().revoked_at, Some(at(1)));
    }

    async fn a_session_changes_while_it_lives(db: Db) {
        let guest = user(&db, 1).await;
        let id = session(&db, &guest, 1).await.id;
        let mut tx = db.begin().await.unwrap();
        assert!(sessions::touch(&mut tx, id, at(2), at(1002)).await.unwrap());
        assert!(sessions::rotate(&mut tx, id, &hash(5)).await.unwrap());
        assert_eq!(sessions::find_by_token_hash(&mut tx, &hash(1)).await.unwrap(), None, "the old token is dead");
        assert_eq!(sessions::count_step_up_failure(&mut tx, id).await.unwrap(), Some(1));
        assert_eq!(sessions::count_step_up_failure(&mut tx, id).await.unwrap(), Some(2));
        assert!(sessions::step_up(&mut tx, id, &hash(6), at(3), Some(Assurance::Strong)).await.unwrap());
        let amr = ["totp".to_owned()];
        let standing = Standing {
            epoch: 4,
            class: Some(Assurance::PhishingResistant),
            amr: &amr,
            restriction: Restriction::EnrolOnly,
        };
        assert!(sessions::set_standing(&mut tx, id, standing).await.unwrap());
        let after = sessions::find_by_token_hash(&mut tx, &hash(6)).await.unwrap().unwrap();
        assert_eq!((after.last_seen_at, after.idle_until), (at(2), at(1002)));
        assert_eq!((after.stepped_up_at, after.step_up_failures), (Some(at(3)), 0));
        assert_eq!(after.step_up_class, Some(Assurance::Strong));
        assert_eq!((after.epoch, after.class), (4, Some(Assurance::PhishingResistant)));
        assert_eq!((after.amr.as_slice(), after.restriction), (&amr[..], Restriction::EnrolOnly));
    }

    async fn all_other_sessions_of_a_person_end_and_no_one_elses(db: Db) {
        let (guest, other) = (user(&db, 1).await, user(&db, 2).await);
        for number in 1..=4 {
            session(&db, &guest, number).await;
        }
        let kept = session(&db, &guest, 5).await;
        let foreign = session(&db, &other, 6).await;
        let mut tx = db.begin().await.unwrap();
        assert!(!sessions::revoke(&mut tx, foreign.id, guest.id, at(1)).await.unwrap(), "not the guest's to end");
        assert_eq!(places(&mut tx, &kept, at(1)).await, 5);
        assert_eq!(sessions::revoke_all(&mut tx, guest.id, Some(kept.id), at(1)).await.unwrap(), 4);
        assert_eq!(sessions::list_live(&mut tx, guest.id, at(1)).await.unwrap(), std::slice::from_ref(&kept));
        assert_eq!(places(&mut tx, &foreign, at(1)).await, 1);
        assert_eq!(places(&mut tx, &foreign, at(1000)).await, 0, "its time is over");
        principals::raise_epoch(&mut tx, guest.id).await.unwrap();
        assert_eq!(places(&mut tx, &kept, at(1)).await, 0, "R158: of an older epoch");
        assert!(sessions::set_epoch(&mut tx, kept.id, 1).await.unwrap());
        assert_eq!(places(&mut tx, &kept, at(1)).await, 1);
        assert_eq!(sessions::revoke_all(&mut tx, guest.id, None, at(1)).await.unwrap(), 1);
        assert_eq!(sessions::delete_dead(&mut tx, at(1)).await.unwrap(), 0);
        assert_eq!(sessions::delete_dead(&mut tx, at(2)).await.unwrap(), 5);
    }

    async fn r24_of_parallel_right_answers_one_begins_a_session(db: Db) {
        let guest = user(&db, 1).await;
        let id = pending(&db, &guest).await.id;
        let successes = race(&db, move |db, _| async move {
            let mut tx = db.begin().await.unwrap();
            let consumed = pending_logins::consume(&mut tx, id, 0, at(1)).await.unwrap();
            tx.commit().await.unwrap();
            consumed.is_some()
        })
        .await;
        assert_eq!(successes, 1);
    }

    async fn r30_parallel_guesses_are_counted_each(db: Db) {
        let guest = user(&db, 1).await;
        let id = pending(&db, &guest).await.id;
        let admitted = race(&db, move |db, _| async move {
            let mut tx = db.begin().await.unwrap();
            let attempt = pending_logins::raise_attempts(&mut tx, id, at(1)).await.unwrap();
            tx.commit().await.unwrap();
            attempt.is_some()
        })
        .await;
        assert_eq!(admitted, 5);
    }

    async fn a_pending_sign_in_ends_by_time_epoch_or_cancelling(db: Db) {
        let guest = user(&db, 1).await;
        let written = pending(&db, &guest).await;
        let mut tx = db.begin().await.unwrap();
        let found = pending_logins::find_by_token_hash(&mut tx, &written.token_hash, at(599)).await.unwrap();
        assert_eq!(found, Some((written.clone(), guest.clone())));
        let found = pending_logins::find_by_token_hash(&mut tx, &written.token_hash, at(600)).await.unwrap();
        assert_eq!(found, None);
        assert_eq!(pending_logins::raise_attempts(&mut tx, written.id, at(600)).await.unwrap(), None);
        assert_eq!(pending_logins::consume(&mut tx, written.id, 0, at(600)).await.unwrap(), None);
        assert_eq!(pending_logins::consume(&mut tx, written.id, 1, at(1)).await.unwrap(), None);
        assert_eq!(pending_logins::list_unfinished(&mut tx, at(0), 9).await.unwrap(), []);
        assert_eq!(pending_logins::list_unfinished(&mut tx, at(1), 9).await.unwrap(), std::slice::from_ref(&written));
        assert!(pending_logins::mark_reminded(&mut tx, written.id, at(180)).await.unwrap());
        assert!(!pending_logins::mark_reminded(&mut tx, written.id, at(181)).await.unwrap());
        assert_eq!(pending_logins::list_unfinished(&mut tx, at(500), 9).await.unwrap(), []);
        assert_eq!(pending_logins::delete_expired(&mut tx, at(599)).await.unwrap(), 0);
        assert_eq!(pending_logins::delete_for_principal(&mut tx, guest.id).await.unwrap(), 1);
        assert!(!pending_logins::delete(&mut tx, written.id).await.unwrap());
    }

    async fn r166_a_token_works_once(db: Db) {
        let guest = user(&db, 1).await;
        let mut tx = db.begin().await.unwrap();
        tokens::insert(&mut tx, &token(&guest, 1)).await.unwrap();
        tx.commit().await.unwrap();
        let successes = race(&db, |db, _| async move {
            let mut tx = db.begin().await.unwrap();
            let used = tokens::consume(&mut tx, &hash(1), TokenPurpose::ResetPassword, at(1)).await.unwrap();
            tx.commit().await.unwrap();
            used.is_some()
        })
        .await;
        assert_eq!(successes, 1);
    }

    async fn r166_a_new_token_kills_the_old_one(db: Db) {
        let guest = user(&db, 1).await;
        let (first, second) = (token(&guest, 1), token(&guest, 2));
        let purpose = TokenPurpose::ResetPassword;
        let mut tx = db.begin().await.unwrap();
        tokens::insert(&mut tx, &first).await.unwrap();
        tokens::insert(&mut tx, &second).await.unwrap();
        tokens::insert(&mut tx, &Token { purpose: TokenPurpose::ChangeEmail, ..token(&guest, 3) }).await.unwrap();
        assert_eq!(tokens::find(&mut tx, &hash(1), purpose, at(1)).await.unwrap(), None);
        assert_eq!(tokens::find(&mut tx, &hash(2), purpose, at(1)).await.unwrap().as_ref(), Some(&second));
        let mine = tokens::find_for_principal(&mut tx, guest.id, purpose, at(1)).await.unwrap();
        assert_eq!(mine.as_ref(), Some(&second));
        let other_purpose = tokens::consume(&mut tx, &hash(2), TokenPurpose::ConfirmEmail, at(1)).await.unwrap();
        assert_eq!(other_purpose, None);
        assert_eq!(tokens::consume(&mut tx, &hash(2), purpose, at(100)).await.unwrap(), None, "its time is over");
        assert_eq!(tokens::consume(&mut tx, &hash(2), purpose, at(99)).await.unwrap(), Some(second));
        assert_eq!(tokens::delete_for_principal(&mut tx, guest.id).await.unwrap(), 1);
        assert_eq!(tokens::delete_expired(&mut tx, at(999)).await.unwrap(), 0);
    }
}
